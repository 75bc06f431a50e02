"""What was paid as the tax law asks: one line per payment and kind of income, on the day it counts.

    tax_payments(conn, scope, first, last) -> list[TaxPayment]

Nothing is recorded and nothing computed anew: bases and taxes are those that statements state.

Rules kept here:
1. Whoever is paid counts, an agent for instance; nobody is paid by himself.
2. Where a statement is among the payments on record, what was paid counts on the day it was paid;
   a part that is held, returned or not sent yet is unpaid. Otherwise its planned day counts.
3. A foreign partner's profit counts as paid two months after its period, if not paid before.
4. Where somebody resides is what the statement was taxed by, not what the register says today.

Source:
    所得税法 212条5項 (みなし支払), 225条1項; docs/TAX.md. A statement of 600,000 royalties and
    600,000 fees is two lines with 61,260 withheld each.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from contracts.apportion import hamilton
from contracts.period import Period
from contracts.tax.income import COPYRIGHT, FEE, PARTNERSHIP
from contracts.tax.partners import deemed_paid_on
from contracts.tax.withholding import JAPAN
from ledger.access.views import Viewer
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.tax_sent import Sent, sent_between, sent_of
from ledger.parties.views import PartyRow
from ledger.statements.totals import bases_of
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack

Progress = Callable[[int, int], None]
Counts = Literal["paid", "planned", "deemed", "unpaid"]

ABROAD: Final = "XX"
"""ISO 3166 for a country that is not known: taxed as abroad, resides in Japan by now."""

YEN: Final = "JPY"
_FAR: Final = timedelta(days=400)
_FIRST_YEAR, _LAST_YEAR = 2013, 2100
_PER_QUERY: Final = 5_000
_RULES_ABROAD: Final = ("non-resident", "treaty")
_RULES_AT_HOME: Final = ("individual", "none-domestic-company", "none-not-named")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose payments are asked for; at least one of both.

    Attributes:
        payer: Who pays. receiver: who is paid.
    """

    payer: str | None = None
    receiver: str | None = None


@dataclass(frozen=True, slots=True)
class TaxPayment:
    """One payment of one kind of income.

    Attributes:
        payee: Whose money it is. receiver: who is paid.
        day: The day that counts. counts: why it does, or `unpaid` with the planned day.
        country: Residence by which it was taxed.
        rule: Why tax was withheld, or not; see `contracts.tax.withholding`.
        amount_minor: Without consumption tax. consumption_minor: consumption tax beside it.
        withheld_minor: Tax withheld.
        treaty_form: The form that lowered the tax.
    """

    statement: str
    payer: str
    payee: str
    receiver: str
    currency: str
    income: str
    day: date
    counts: Counts
    country: str
    rule: str
    amount_minor: int
    consumption_minor: int
    withheld_minor: int
    treaty_form: str | None = None

    @property
    def is_abroad(self) -> bool:
        """Whether it was taxed as a payment to somebody who resides abroad."""
        return self.country != JAPAN

    @property
    def is_taxed(self) -> bool:
        """Whether the law asks to withhold from it, be the rate zero."""
        return self.rule in ("individual", *_RULES_ABROAD)


def check_scope(viewer: Viewer, scope: Scope) -> None:
    """Refuse whoever is neither the operator nor the party whose taxes are asked for.

    Raises:
        NotFound: As if there were no such party.
    """
    own = {party for party in (scope.payer, scope.receiver) if party}
    if viewer.role != "operator" and (viewer.party is None or viewer.party not in own):
        raise NotFound("party-not-found", field="payer", value=scope.payer or scope.receiver)


def check_known(conn: Connection, party: str, field: str) -> None:
    """Refuse a party that the register does not know.

    Raises:
        NotFound: `party-not-found`.
    """
    table = table_of(PartyRow)
    if conn.execute(select(table.c.id).where(table.c.id == party)).first() is None:
        raise NotFound("party-not-found", field=field, value=party, expected="the id of a party")


def check_year(year: int, field: str) -> None:
    """Refuse a year before today's forms, and one that no table reaches.

    Raises:
        RuleViolation: `tax-year-unknown`.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise RuleViolation(
            "tax-year-unknown", field=field, value=year, expected=f"{_FIRST_YEAR} to {_LAST_YEAR}"
        )


def tax_payments(
    conn: Connection, scope: Scope, first: date, last: date, progress: Progress | None = None
) -> list[TaxPayment]:
    """Return what counts from one day to another, in the order of receivers and days.

    Args:
        conn: A snapshot.
        scope: Whose payments.
        first: First day.
        last: Last day, included.
        progress: Called with (statements done, statements in all).
    """
    rows = _statements(conn, scope, first, last)
    ids = [row["id"] for row in rows]
    sent, countries = sent_of(conn, ids), _countries(conn, rows)
    found: list[TaxPayment] = []
    for done, row in enumerate(rows, 1):
        of_row = _payments(row, sent.get(row["id"]), countries)
        found += [one for one in of_row if first <= one.day <= last]
        if progress:
            progress(done, len(rows))
    return sorted(found, key=lambda one: (one.receiver, one.day, one.statement, one.income))


def _statements(conn: Connection, scope: Scope, first: date, last: date) -> list[Mapping[str, Any]]:
    """Return the statements that may have anything that counts in these days.

    Those planned long before are found by their payments. A foreign partner's profit counts at
    most two months after its period, however late it is planned.
    """
    table = table_of(StatementRow)
    begins, ends = (first - _FAR).isoformat(), (last + _FAR).isoformat()
    planned = table.c.payment_date.between(begins, ends)
    rows = {row["id"]: row for row in _rows(conn, table, scope, planned)}
    late = [one for one in sent_between(conn, first, last) if one not in rows]
    for start in range(0, len(late), _PER_QUERY):
        chosen = table.c.id.in_(late[start : start + _PER_QUERY])
        rows |= {row["id"]: row for row in _rows(conn, table, scope, chosen)}
    return [rows[name] for name in sorted(rows)]


def _rows(
    conn: Connection, table: Table, scope: Scope, condition: ColumnElement[bool]
) -> Sequence[Mapping[str, Any]]:
    query = select(table).where(
        condition, table.c.payable_minor > 0, table.c.payer != table.c.paid_to
    )
    if scope.payer is not None:
        query = query.where(table.c.payer == scope.payer)
    if scope.receiver is not None:
        own = or_(table.c.paid_to == scope.receiver, table.c.payee == scope.receiver)
        query = query.where(own)
    return [dict(row) for row in conn.execute(query.order_by(table.c.id)).mappings()]


def _countries(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    table = table_of(PartyRow)
    wanted = sorted({row["paid_to"] for row in rows})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _PER_QUERY):
        some = wanted[start : start + _PER_QUERY]
        query = select(table.c.id, table.c.country).where(table.c.id.in_(some))
        found |= {row[0]: row[1] for row in conn.execute(query)}
    return found


def _payments(
    row: Mapping[str, Any], sent: Sequence[Sent] | None, countries: Mapping[str, str]
) -> Iterator[TaxPayment]:
    """Yield a statement's payments: as sent, and what is left of it; or as it is planned."""
    tax: Mapping[str, str] = unpack(row["doc"])["tax"]
    whole = Sent(
        date.fromisoformat(row["payment_date"]),
        row["payable_minor"],
        row["consumption_tax_minor"],
        row["withholding_minor"],
    )
    incomes = _incomes(tax, whole)
    country = _country(tax, incomes, countries.get(row["paid_to"], JAPAN))
    for part, counts in _parts(whole, sent, incomes):
        for income, amount, consumption, withheld in _split(part, incomes):
            rule = tax.get(f"withholding_{income}_rule", tax.get("withholding_rule", ""))
            is_profit = income == PARTNERSHIP and country != JAPAN
            day, why = _deemed(row["period"], part.day, counts) if is_profit else (part.day, counts)
            yield TaxPayment(
                statement=row["id"],
                payer=row["payer"],
                payee=row["payee"],
                receiver=row["paid_to"],
                currency=row["currency"],
                income=income,
                day=day,
                counts=why,
                country=country,
                rule=rule,
                amount_minor=amount,
                consumption_minor=consumption,
                withheld_minor=withheld,
                treaty_form=tax.get("treaty_form") if rule == "treaty" else None,
            )


def _parts(
    whole: Sent, sent: Sequence[Sent] | None, incomes: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[Sent, Counts]]:
    """Yield what was paid of a statement, then what is left of it with its planned day."""
    if sent is None:
        yield whole, "planned"
        return
    yield from ((part, "paid") for part in sent)
    rest = Sent(
        whole.day,
        whole.amount_minor - sum(part.amount_minor for part in sent),
        whole.consumption_minor - sum(part.consumption_minor for part in sent),
        whole.withheld_minor - sum(part.withheld_minor for part in sent),
        _left(incomes, sent),
    )
    if rest.amount_minor:
        yield rest, "unpaid"


def _left(incomes: Mapping[str, tuple[int, int]], sent: Sequence[Sent]) -> dict[str, int]:
    """Return what is left by kind of income; nothing where a part does not say its kinds."""
    if not sent or not all(part.incomes for part in sent):
        return {}
    return {
        name: base - sum(part.incomes.get(name, 0) for part in sent)
        for name, (base, _) in incomes.items()
    }


def _deemed(period: str, day: date, counts: Counts) -> tuple[date, Counts]:
    """Return the day on which a foreign partner's profit counts.

    Example:
        By hand: of 2026-H1, planned for 30 September 2026: it counts on 31 August.
    """
    deemed = deemed_paid_on(Period.parse(period).last_day)
    return (deemed, "deemed") if deemed < day or counts == "unpaid" else (day, counts)


def _incomes(tax: Mapping[str, str], whole: Sent) -> dict[str, tuple[int, int]]:
    """Return base and tax by kind of income; what no base names is a partner's money."""
    found = {
        income: both for income, both in bases_of(tax, whole.withheld_minor).items() if both[0]
    }
    rest = whole.amount_minor - sum(base for base, _ in found.values())
    if rest:
        base, withheld = found.get(PARTNERSHIP, (0, 0))
        found[PARTNERSHIP] = (base + rest, withheld)
    return found


def _country(tax: Mapping[str, str], incomes: Mapping[str, object], known: str) -> str:
    rules = [tax.get(f"withholding_{income}_rule", "") for income in incomes]
    rules.append(tax.get("withholding_rule", ""))
    if any(rule in _RULES_ABROAD for rule in rules):
        return known if known != JAPAN else ABROAD
    return JAPAN if any(rule in _RULES_AT_HOME for rule in rules) else known


def _split(
    part: Sent, incomes: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, int, int, int]]:
    """Yield kind, amount, consumption tax and tax withheld of a part, by the statement's bases.

    Example:
        By hand: half of 600,000 royalties and 600,000 fees is 300,000 of each. Where only fees are
        held, the part that was paid is 600,000 of royalties, and all of its tax is theirs.
    """
    bases = [base for base, _ in incomes.values()]
    stated = {name: part.incomes.get(name, 0) for name in incomes}
    if sum(stated.values()) != part.amount_minor:  # it does not say its kinds
        stated = dict(zip(incomes, _divided(part.amount_minor, bases, bases), strict=True))
    names = [name for name, amount in stated.items() if amount]
    amounts = [stated[name] for name in names]
    taxes = [
        incomes[name][1] * amount // incomes[name][0]
        for name, amount in zip(names, amounts, strict=True)
    ]
    taxable = [one * (name in (COPYRIGHT, FEE)) for name, one in zip(names, amounts, strict=True)]
    consumption = _divided(part.consumption_minor, taxable, amounts)
    withheld = _divided(part.withheld_minor, taxes, amounts)
    yield from zip(names, amounts, consumption, withheld, strict=True)


def _divided(total: int, weights: Sequence[int], otherwise: Sequence[int]) -> list[int]:
    if not total:
        return [0] * len(weights)
    return hamilton(total, weights if any(weights) else otherwise)
