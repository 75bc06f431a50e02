"""What goes out, as documents of a journal: statements, payments, costs, movements of the bank.

The rules kept here, in order:

1. A statement is a cost of the day on which it was issued: royalties, fees, or what is held for a
   committee (預り金). What the payee kept clears what waited for it; what is recouped clears
   advances.
2. Consumption tax of a statement belongs to its lines that bear tax. Whoever has no number is paid
   without; then the class says how much of the tax in the amount may be credited.
3. Income tax is withheld when something is paid (預り金・源泉所得税), not before.
4. Only what the bank confirmed counts as paid. What came back was never paid.
5. What a payer states for himself is his own income.

Source:
    所得税法 204条 (withheld at payment). Which accounts these are is the user's mapping.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from contracts.apportion import hamilton
from contracts.errors import TermsError
from contracts.tax.income import FEE
from contracts.tax.rates import rate_on
from contracts.tax.withholding import JAPAN
from ledger.cash.views import CashAccountRow, CashMatchRow, CashPartRow
from ledger.jobs.accounting_income import committees_of, day_of, rows_of_payer
from ledger.jobs.accounting_lines import (
    ADVANCES,
    BANK,
    BANK_FEES,
    CAPITAL,
    CARRIED,
    COSTS,
    COSTS_PAYABLE,
    DEPOSITS,
    DISTRIBUTIONS,
    FEES,
    OWN_FUNDS,
    OWN_INCOME,
    PAYABLE,
    PURCHASE,
    PURCHASE_ABROAD,
    ROYALTIES,
    SUSPENSE,
    TAX_PAID,
    UNSTATED,
    WINDOW_KEPT,
    WITHHELD,
    Drafted,
    JournalDocument,
    Line,
)
from ledger.parties.views import PartyRow
from ledger.payments.views import PAID, PaymentItemRow
from ledger.royalties.views import ExpenseRow
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack

Row = Mapping[str, Any]
_FOR_PARTS: Final = {
    "capital": CAPITAL,
    "expense": COSTS_PAYABLE,
    "tax": WITHHELD,
    "bank_fee": BANK_FEES,
    "own": OWN_FUNDS,
    "other": SUSPENSE,
}
_HUNDRED: Final = 100


def spending(conn: Connection, payer: str) -> Iterator[JournalDocument]:
    """Yield the documents of what a payer owes and pays, in no order."""
    committees = committees_of(conn, payer)
    countries = _countries(conn)
    for row in _of(conn, table_of(StatementRow), payer):
        yield _statement(row, committees, countries.get(row["paid_to"], JAPAN))
    for row in _of(conn, table_of(PaymentItemRow), payer):
        if row["status"] == PAID:
            yield _payment(row)
    for row in rows_of_payer(conn, ExpenseRow, payer):
        yield _cost(row, committees[row["agreement"]])
    yield from _bank(conn, payer)


def _of(conn: Connection, table: Table, payer: str) -> list[Row]:
    query = select(table).where(table.c.payer == payer).order_by(*table.primary_key.columns)
    return [dict(row) for row in conn.execute(query).mappings()]


def _countries(conn: Connection) -> dict[str, str]:
    table = table_of(PartyRow)
    return {row[0]: row[1] for row in conn.execute(select(table.c.id, table.c.country))}


def _statement(row: Row, committees: Mapping[str, str | None], country: str) -> JournalDocument:
    """Make the document of a statement.

    Example:
        By hand: 1,000 of royalties, 100 of them kept, 200 recouped, 50 carried in: 750 are payable,
        with 75 of tax. Royalties 1,000 with 75 and carried 50 are debits; kept 100, advances 200
        and payable 825 are credits: 1,125 each.
    """
    doc = unpack(row["doc"])
    totals, payee = doc["totals"], row["payee"]
    day, is_own = day_of(doc["issued_at"]), row["payer"] == row["paid_to"]
    drafted = Drafted(
        day, row["id"], "statement", row["entry_index"], row["currency"], row["period"], payee
    )
    groups = _groups(doc["lines"], committees)
    tax = totals["consumption_tax"]
    klass = _class_of(day, country, has_tax=bool(tax))
    for line in _costs(groups, tax, klass, row["paid_to"]):
        drafted.put(line)
    drafted.line(WINDOW_KEPT, totals["adjustments"], payee)
    drafted.line(ADVANCES, -totals["recouped"], payee)
    drafted.line(CARRIED, totals["carried_in"], payee)
    drafted.line(CARRIED, -totals["carried_out"], payee)
    account, whose = (OWN_INCOME, None) if is_own else (PAYABLE, row["paid_to"])
    return drafted.line(account, -totals["payable"] - tax, whose).done()


_Group = tuple[str, str | None, bool]


def _groups(lines: list[Any], committees: Mapping[str, str | None]) -> dict[_Group, int]:
    """Sum up a statement's royalties by account, committee and whether they bear tax."""
    sums: dict[_Group, int] = defaultdict(int)
    for line in lines:
        if line["kind"] == "royalty":
            committee = committees.get(line["agreement"])
            is_taxable = line["treatment"] == "taxable"
            sums[_account(line, committee), committee, is_taxable] += line["amount_minor"]
    return dict(sorted(sums.items(), key=lambda one: (one[0][0], one[0][1] or "", one[0][2])))


def _account(line: Row, committee: str | None) -> str:
    if committee is not None:
        return DEPOSITS
    if line["treatment"] == "distribution":
        return DISTRIBUTIONS
    return FEES if line.get("income") == FEE else ROYALTIES


def _costs(groups: Mapping[_Group, int], tax: int, klass: str, party: str) -> Iterator[Line]:
    """Yield the lines of cost, each with its part of the tax."""
    weights = [max(0, amount) * key[2] for key, amount in groups.items()]
    parts = hamilton(tax, weights) if tax and any(weights) else [0] * len(weights)
    for ((account, committee, is_taxable), amount), part in zip(groups.items(), parts, strict=True):
        if committee is not None:  # members account for the tax of their partnership themselves
            yield Line(account, amount + part, committee=committee)
        else:
            own = klass if is_taxable else "not_taxable"
            yield Line(account, amount, own, part, party=party)
    if tax and not any(weights):  # of what an earlier statement carried
        yield Line(TAX_PAID, tax, party=party)


def _class_of(day: date, country: str, *, has_tax: bool) -> str:
    """Return the tax class of what bears tax."""
    if country != JAPAN:
        return PURCHASE_ABROAD
    if has_tax:
        return PURCHASE
    try:
        num, den = rate_on("consumption.transitional_credit", day).rate
    except TermsError:
        return UNSTATED
    return f"{PURCHASE}_{num * _HUNDRED // den}"


def _payment(row: Row) -> JournalDocument:
    """Make the document of a transfer that the bank confirmed.

    Example:
        By hand: 89,790 transferred and 10,210 withheld: payable 100,000 is the debit.
    """
    drafted = Drafted(
        date.fromisoformat(row["paid_on"]), f"{row['payment_id']}/{row['statement_id']}",
        "payment", row["entry_index"], row["currency"], row["reference"], row["payee"],
    )  # fmt: skip
    transfer, withheld = row["transfer_minor"], row["withholding_minor"]
    drafted.line(PAYABLE, transfer + withheld, row["paid_to"])
    return drafted.line(WITHHELD, -withheld, row["paid_to"]).line(BANK, -transfer).done()


def _cost(row: Row, committee: str | None) -> JournalDocument:
    """Make the document of a cost on record; its tax is not known."""
    doc = unpack(row["doc"])
    drafted = Drafted(
        date.fromisoformat(doc["spent_on"]), f"cost-{row['entry_index']}", "cost",
        row["entry_index"], doc["currency"], row["step"],
    )  # fmt: skip
    amount = row["amount_minor"]
    is_own = committee is None
    account, klass = (COSTS, UNSTATED) if is_own else (DEPOSITS, "none")
    drafted.put(Line(account, amount, klass, committee=committee))
    return drafted.line(COSTS_PAYABLE, -amount).done()


def _bank(conn: Connection, payer: str) -> Iterator[JournalDocument]:
    """Yield what lines of the bank were for, as far as nothing else says it.

    Receipts and payments have their own documents; here are fees that a sender took off, capital,
    costs and taxes that were paid, what the bank charges, and what crossed the account.
    """
    table = table_of(CashAccountRow)
    held = select(table).where(table.c.party == payer).order_by(table.c.id)
    for of_account in [dict(row) for row in conn.execute(held).mappings()]:
        for row in _on(conn, table_of(CashMatchRow), of_account["id"]):
            if row["fee_minor"]:
                amount = abs(row["fee_minor"])
                drafted = _moved(row, "fee", of_account).put(Line(BANK_FEES, amount, UNSTATED))
                yield drafted.put(Line(BANK, -amount, place=of_account["name"])).done()
        for row in _on(conn, table_of(CashPartRow), of_account["id"]):
            if row["kind"] in _FOR_PARTS:
                yield _part(row, of_account)


def _on(conn: Connection, table: Table, account: str) -> list[Row]:
    query = select(table).where(table.c.account == account).order_by(*table.primary_key.columns)
    return [dict(row) for row in conn.execute(query).mappings()]


def _part(row: Row, of_account: Row) -> JournalDocument:
    kind, amount = row["kind"], row["amount_minor"]
    drafted = _moved(row, kind, of_account, f".{row['part']}")
    drafted.put(Line(BANK, amount, place=of_account["name"]))
    klass = UNSTATED if kind == "bank_fee" else "none"
    other = row["other"] if kind == "capital" else None
    line = Line(_FOR_PARTS[kind], -amount, klass, party=other, committee=row["committee"])
    return drafted.put(line).done()


def _moved(row: Row, kind: str, of_account: Row, part: str = "") -> Drafted:
    place = f"{row['batch']}-{row['n']}-{row['number']}{part}"
    return Drafted(
        date.fromisoformat(row["day"]),
        place,
        f"bank_{kind}",
        row["entry_index"],
        of_account["currency"],
    )
