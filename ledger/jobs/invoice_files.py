"""The files of purchase documents and invoices: JSON, and PDF in Japanese and in English."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from contracts.figures import Language
from ledger.errors import NotFound, RuleViolation
from ledger.statements.files import Made, Maker, made_of
from ledger.statements.render import JSON_TYPE, write_json

Sheet = dict[str, Any]
PDF_TYPE: Final = "application/pdf"
FORMATS: Final = ("json", "pdf")
_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")


def purchase_files(sheets: Sequence[Sheet]) -> Iterator[tuple[Made, ...] | RuleViolation]:
    """Make the files of purchase documents, some at a time; in their order."""
    return made_of(sheets, _makers(_purchase_pdf))


def invoice_files(sheet: Sheet) -> tuple[Made, ...]:
    """Make the files of an invoice or a credit note.

    Raises:
        RuleViolation: The font lacks a character of a name.
    """
    (made,) = made_of([sheet], _makers(_invoice_pdf))
    if isinstance(made, RuleViolation):
        raise made
    return made


def file_among(
    files: Sequence[Mapping[str, Any]], format: str, lang: str = "ja"
) -> Mapping[str, Any]:
    """Find a file by its format, and by language where there is one of each.

    Raises:
        NotFound: `invoice-file-not-found`.
    """
    suffix = f".{lang}.pdf" if format == "pdf" else f".{format}"
    for file in files:
        if str(file.get("title", "")).endswith(suffix):
            return file
    raise NotFound("invoice-file-not-found", field="format", value=format, expected=list(FORMATS))


def _makers(pdf: Callable[[Sheet, Language], bytes]) -> Mapping[str, Maker]:
    def pages(sheet: Sheet) -> tuple[Made, ...]:
        return tuple(Made(f"{lang}.pdf", PDF_TYPE, pdf(sheet, lang)) for lang in _LANGUAGES)

    return {"pdf": pages, "json": lambda sheet: (Made("json", JSON_TYPE, write_json(sheet)),)}


def _purchase_pdf(sheet: Sheet, lang: Language) -> bytes:
    # Only who prints loads the typesetter and its font.
    from ledger.papers.purchase import purchase_paper  # noqa: PLC0415
    from ledger.papers.typesetting import typeset  # noqa: PLC0415

    return typeset(purchase_paper(sheet, lang))


def _invoice_pdf(sheet: Sheet, lang: Language) -> bytes:
    from ledger.papers.sale_invoice import invoice_paper  # noqa: PLC0415
    from ledger.papers.typesetting import typeset  # noqa: PLC0415

    return typeset(invoice_paper(sheet, lang))
