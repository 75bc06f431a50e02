"""The makers of a statement's files: JSON and CSV, PDF and workbooks in Japanese and English."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from contracts.figures import Language
from ledger.errors import RuleViolation
from ledger.statements.files import PLAIN, Made, Maker, Sheet

FORMATS: Final = ("json", "csv", "pdf", "xlsx")
PLAIN_FORMATS: Final = ("json", "csv")
PDF_TYPE: Final = "application/pdf"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")


def makers_of(formats: Iterable[str] = FORMATS, public_url: str = "") -> Mapping[str, Maker]:
    """Return what makes the files of some formats; JSON is always among them.

    Args:
        formats: `csv`, `pdf`, `xlsx`.
        public_url: Printed as a QR code on paper; empty for none.

    Raises:
        RuleViolation: `statement-format-unknown`.
    """
    wanted = {*formats}
    if unknown := sorted(wanted - {*FORMATS}):
        raise RuleViolation(
            "statement-format-unknown", field="format", value=unknown[0], expected=list(FORMATS)
        )
    known: dict[str, Callable[[Sheet], tuple[Made, ...]]] = {
        "pdf": lambda sheet: _pdf(sheet, public_url),
        "xlsx": _xlsx,
    }
    makers: dict[str, Maker] = {**PLAIN, **known}
    return {name: makers[name] for name in FORMATS if name in {"json", *wanted}}


def _pdf(sheet: Sheet, public_url: str) -> tuple[Made, ...]:
    # Only who prints loads the typesetter and its font.
    from ledger.papers.statement import statement_paper  # noqa: PLC0415
    from ledger.papers.typesetting import typeset  # noqa: PLC0415

    return tuple(
        Made(f"{lang}.pdf", PDF_TYPE, typeset(statement_paper(sheet, lang, public_url)))
        for lang in _LANGUAGES
    )


def _xlsx(sheet: Sheet) -> tuple[Made, ...]:
    from ledger.papers.statement_workbook import statement_workbook  # noqa: PLC0415

    return tuple(
        Made(f"{lang}.xlsx", XLSX_TYPE, statement_workbook(sheet, lang)) for lang in _LANGUAGES
    )
