"""Openings opened for statements: what was unpaid when an agreement came in from other books.

An opening has no trace: each unpaid amount is one row, stated by the books that were left. Its
line is an adjustment of the cut-over's month with the cause `opening`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.explain import Explainer
from contracts.figures import Language, money
from contracts.opening_balances import INCOME_OF, UNPAID_FIELDS
from contracts.period import Month
from contracts.position import Position
from contracts.tax.income import treatment_of
from contracts.terms import parse_terms
from contracts.trace import TraceRow
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.committees.views import CommitteeRow
from ledger.openings.views import OpeningRow
from ledger.royalties.views import PositionRow
from ledger.statements.books import LANGUAGES, RunBook
from ledger.statements.commands import StatementLine
from ledger.statements.notes import Standing
from ledger.store.views import table_of, unpack

STEP: Final = "opening"
CAUSE: Final = "opening"

_KINDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {"unpaid": "使用料", "unpaid-fee": "手数料・報酬", "unpaid-distribution": "分配金"},
    "en": {"unpaid": "royalties", "unpaid-fee": "fees", "unpaid-distribution": "distribution"},
}
_LABEL: Final[dict[Language, str]] = {
    "ja": "引継残高 {month}末の未払（{kind}）",
    "en": "Brought in: unpaid at the end of {month} ({kind})",
}
_SAID: Final[dict[Language, str]] = {
    "ja": "{month}末までの計算は、この台帳の前の帳簿によります。"
    "その時点の未払（{kind}）は {amount} でした。"
    "根拠の文書: SHA-256 {document}",
    "en": "Until the end of {month} the books before this register were kept elsewhere. By them,"
    " {amount} was unpaid ({kind}). Document: SHA-256 {document}",
}


@dataclass(frozen=True, slots=True)
class OpeningBook(RunBook):
    """An opening, opened; it has no revenue, and a row for each unpaid amount."""

    def taxed(self, step: str, *, is_debtor: bool = False) -> dict[str, Any]:
        """Return the kind of income of a kind of unpaid amount, and how it is treated."""
        del is_debtor
        return {"income": INCOME_OF[step], "treatment": treatment_of(INCOME_OF[step])}


def open_openings(conn: Connection, ids: Iterable[str]) -> dict[str, OpeningBook]:
    """Open openings; there are as many as agreements that came in, and each is shown once."""
    table = table_of(OpeningRow)
    query = select(table).where(table.c.id.in_(sorted(set(ids)))).order_by(table.c.id)
    return {row["id"]: _opened(conn, dict(row)) for row in conn.execute(query).mappings()}


def _opened(conn: Connection, row: Mapping[str, Any]) -> OpeningBook:
    agreement = _row(conn, AgreementRow, id=row["agreement"])
    version = {"agreement_id": row["agreement"], "version": row["terms_version"]}
    terms = unpack(_row(conn, TermsRow, **version)["doc"])["terms"]
    position = Position(unpack(_row(conn, PositionRow, agreement=row["agreement"])["doc"]))
    rows = {one.id: one for one in _rows(row)}
    return OpeningBook(
        run={**row, "period": row["as_of"]},
        agreement=agreement,
        title=unpack(agreement["doc"])["title"],
        schedule_months=_schedule(conn, agreement["committee"]),
        items={},
        trace=tuple(rows.values()),
        rows=rows,
        explainer={lang: Explainer(list(rows.values()), lang) for lang in LANGUAGES},
        standing=Standing(terms, parse_terms(dict(terms)), position, {}),
        allocations={},
    )


def _row(conn: Connection, view: Any, **key: Any) -> dict[str, Any]:
    table = table_of(view)
    query = select(table).where(*(table.c[name] == value for name, value in key.items()))
    return dict(conn.execute(query).mappings().one())


def _schedule(conn: Connection, committee: str | None) -> int | None:
    if committee is None:
        return None
    schedule = unpack(_row(conn, CommitteeRow, id=committee)["doc"]).get("schedule")
    return schedule["pay_after_months"] if schedule else None


def _rows(opening: Mapping[str, Any]) -> Iterator[TraceRow]:
    """Yield a row for each unpaid amount, named by its kind and payee."""
    for balance in unpack(opening["doc"])["unpaid"]:
        for kind, field in UNPAID_FIELDS.items():
            if amount := balance[field]:
                yield TraceRow(
                    id=f"{kind}/{balance['party']}",
                    step=STEP,
                    kind="sum",
                    currency=opening["currency"],
                    basis_minor=amount,
                    exact=(amount, 1),
                    rounded_minor=amount,
                    amount_minor=amount,
                    rule="sum",
                    payee=balance["party"],
                    month=opening["as_of"],
                )


def opening_lines(book: OpeningBook, payee: str) -> tuple[StatementLine, ...]:
    """Return what was still to be paid to a payee, one line per kind of income."""
    return tuple(_line(book, row) for row in book.trace if row.payee == payee)


def _line(book: OpeningBook, row: TraceRow) -> StatementLine:
    kind = row.id.partition("/")[0]
    return StatementLine(
        run=book.run["id"],
        agreement=book.agreement["id"],
        step=STEP,
        row=row.id,
        label_ja=_LABEL["ja"].format(month=_month(row.month, "ja"), kind=_KINDS["ja"][kind]),
        label_en=_LABEL["en"].format(month=_month(row.month, "en"), kind=_KINDS["en"][kind]),
        kind="adjustment",
        amount_minor=row.amount_minor,
        period=book.run["as_of"],
        cause=CAUSE,
        **book.taxed(kind),
    )


def opening_explained(line: StatementLine, book: OpeningBook, lang: Language) -> list[str]:
    """Return what is said of a line: whose figure it is, and by which document."""
    kind = line.row.partition("/")[0]
    document = unpack(book.run["doc"])["document"]["sha256"]
    amount = money((line.amount_minor, 1), book.run["currency"], lang)
    month = _month(book.run["as_of"], lang)
    return [
        _SAID[lang].format(month=month, kind=_KINDS[lang][kind], amount=amount, document=document)
    ]


def _month(name: str, lang: Language) -> str:
    month = Month.parse(name)
    return f"{month.year}年{month.month}月" if lang == "ja" else name
