"""An agreement that came in from other books, corrected once, for the register with every fact."""

from money_stage import Money, rate, step, terms

from ledger.agreements.views import terms_in_force
from ledger.openings.commands import OpeningEntry, RecordOpening


def open_books(money: Money, studio: str, partner: str) -> None:
    """10% of 12,345 to the partner: 1,234, of which 1,000 were paid; first it was said 900."""
    clauses = terms(step("author", "royalty/1", basis="remainder", rate=rate(1, 10), payee=partner))
    agreement = money.agreement(studio, clauses)
    first = _opening(money, agreement, partner, paid=900)
    money.record(first)
    correction = {"supersedes": first.id, "reason": "支払済の転記の誤り"}
    money.record(_opening(money, agreement, partner, paid=1_000).model_copy(update=correction))


def _opening(money: Money, agreement: str, partner: str, paid: int) -> RecordOpening:
    with money.ledger.reading() as conn:
        version = terms_in_force(conn, agreement, "2026-03")
    assert version is not None
    return RecordOpening(
        id=money.new("opn"),
        agreement=agreement,
        as_of="2026-03",
        terms_version=version["version"],
        terms_sha256=version["terms_sha256"],
        entries=(
            OpeningEntry(kind="basis", step="author", amount_minor=12_345),
            OpeningEntry(kind="due", step="author", amount_minor=1_234),
            OpeningEntry(kind="paid", payee=partner, amount_minor=paid),
            OpeningEntry(kind="unpaid", payee=partner, amount_minor=1_234 - paid),
        ),
        document=money.register.blobs.put(f"books {paid}".encode()),
        approved_by=partner,
    )
