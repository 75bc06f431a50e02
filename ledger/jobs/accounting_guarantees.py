"""Balances of guarantees and advances: guaranteed, recouped, 未消化残高, what is still to be paid.

    guarantees_of(conn, party, day) -> list[GuaranteeBalance]

The rules kept here, in order:

1. What a payer guarantees is `paid`, what somebody is guaranteed is `received`. The two are named
   beside each other where terms link them, and never netted; only who gives on what he gets reads
   that they belong together. What several get together only its payer sees.
2. A guarantee counts by its contract year: the one that the day lies in, or the last one that began
   before it. 未消化残高 = guaranteed - recouped, where recouped is what was earned of it, and never
   more than it, lot by lot where every title has a value of its own.
3. What is still to be paid follows the contract's days: each instalment as far as earnings do not
   reach it, and the rest when the year ends. It falls with every run that earns more.
4. An advance counts until its account is full; one that several agreements fill is filled by all.

Source:
    Case MG-10: 3,000,000 over three titles; 1,400,000, 450,000 and 450,000 applied: 2,300,000
    recouped, 700,000 not. Case MG-11: 20,000, half of it paid, 12,000 earned: 2,000 above what was
    paid, 8,000 to be paid when the year ends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from contracts.contract_year import Year
from contracts.period import Month, Period
from contracts.promise import Promise
from contracts.steps.guarantee import Guarantee
from contracts.steps.recoup import Recoup
from contracts.terms import parse_terms
from ledger.accounts.views import SharedUseRow
from ledger.agreements.views import AgreementPartyRow, AgreementRow, terms_in_force
from ledger.jobs.tax_payments import check_known
from ledger.royalties.views import PositionRow
from ledger.store.views import table_of, unpack

PAID, RECEIVED = "paid", "received"
GUARANTEE, ADVANCE = "guarantee", "advance"
_ADVANCES: Final = ("advance", "investment")


@dataclass(frozen=True, slots=True)
class Due:
    """What of a guarantee falls due by a contract day."""

    on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class GuaranteeBalance:
    """One guarantee of one contract year, or one advance.

    Attributes:
        side: `paid` or `received`, as the party asked about sees it.
        kind: `guarantee` or `advance`.
        payer: Who guarantees. payees: who is guaranteed.
        expires: Last day of the contract year; None for an advance.
        earned_minor: In the contract year, or into the account.
        recouped_minor: Of what is guaranteed. remaining_minor: what is not.
        paid_minor: Earned and topped up to date: what the payee has been given.
        overage_minor: Earned above the guarantee.
        dues: What is still to be paid, by contract days, if nothing more were earned.
        linked: Agreement and step of the guarantee behind it.
    """

    agreement: str
    title: str
    step: str
    side: str
    kind: str
    payer: str
    payees: tuple[str, ...]
    currency: str
    year: str
    expires: date | None
    guaranteed_minor: int
    earned_minor: int
    recouped_minor: int
    remaining_minor: int
    paid_minor: int
    overage_minor: int
    dues: tuple[Due, ...] = ()
    linked: tuple[str, str] | None = None


def guarantees_of(conn: Connection, party: str, day: date) -> list[GuaranteeBalance]:
    """List the guarantees and advances that a party gives or gets.

    Args:
        conn: A snapshot.
        party: Who gives or gets them.
        day: By which contract years are looked at.

    Raises:
        NotFound: There is no such party.
    """
    check_known(conn, party, "party")
    found: list[GuaranteeBalance] = []
    for row in _agreements(conn, party):
        known = terms_in_force(conn, row["id"], str(Month.of(day)))
        if known is not None:
            found += _Reader(conn, row, known["terms"], party).balances(day)
    return found


def guarantees_under(
    conn: Connection, agreement: str, party: str, day: date
) -> list[GuaranteeBalance]:
    """List the guarantees and advances of one agreement that a party gives or gets."""
    table = table_of(AgreementRow)
    row = conn.execute(select(table).where(table.c.id == agreement)).mappings().one_or_none()
    known = terms_in_force(conn, agreement, str(Month.of(day)))
    if row is None or known is None:
        return []
    return [*_Reader(conn, dict(row), known["terms"], party).balances(day)]


def _agreements(conn: Connection, party: str) -> list[Mapping[str, Any]]:
    table, parties = table_of(AgreementRow), table_of(AgreementPartyRow)
    own = select(parties.c.agreement_id).where(parties.c.party_id == party)
    query = select(table).where(or_(table.c.payer == party, table.c.id.in_(own)))
    return [dict(row) for row in conn.execute(query.order_by(table.c.id)).mappings()]


class _Reader:
    """Reads the guarantees of one agreement."""

    def __init__(
        self, conn: Connection, row: Mapping[str, Any], terms: Mapping[str, Any], party: str
    ) -> None:
        self._conn, self._row, self._raw, self._party = conn, row, terms, party
        self._terms = parse_terms(dict(terms))
        table = table_of(PositionRow)
        query = select(table.c.doc).where(table.c.agreement == row["id"])
        doc = conn.execute(query).scalar_one_or_none()
        self._position: dict[str, int] = unpack(doc) if doc else {}

    def balances(self, day: date) -> Iterator[GuaranteeBalance]:
        """Yield them in the order of the clauses."""
        seen: set[str] = set()
        for step in self._terms.steps:
            if isinstance(step, Guarantee):
                payees = self._payees(step.promise.steps[0])
                if self._is_concerned(payees):
                    yield from self._guarantee(step, payees, day)
            elif isinstance(step, Recoup) and step.account not in seen:
                seen.add(step.account)
                payees = self._payees(step.against or step.head.id)
                if self._terms.accounts[step.account].kind in _ADVANCES and self._is_concerned(
                    payees
                ):
                    yield self._advance(step, payees)

    def _is_concerned(self, payees: tuple[str, ...]) -> bool:
        return self._party == self._row["payer"] or payees == (self._party,)

    def _payees(self, step: str) -> tuple[str, ...]:
        (raw,) = [one for one in self._raw["steps"] if one["id"] == step]
        named = [raw["payee"]] if "payee" in raw else [p["payee"] for p in raw.get("payees", ())]
        return tuple(named)

    def _common(self, step: str, payees: tuple[str, ...]) -> dict[str, Any]:
        return {
            "agreement": self._row["id"],
            "title": self._row["title_ja"],
            "step": step,
            "side": PAID if self._row["payer"] == self._party else RECEIVED,
            "payer": self._row["payer"],
            "payees": payees,
            "currency": self._row["currency"],
        }

    def _advance(self, step: Recoup, payees: tuple[str, ...]) -> GuaranteeBalance:
        account = self._terms.accounts[step.account]
        filled = self._position.get(f"recoup:{account.id}", 0)
        if account.shared:
            table = table_of(SharedUseRow)
            query = select(table.c.filled_minor).where(table.c.account == account.shared)
            filled = sum(self._conn.execute(query).scalars())
        return GuaranteeBalance(
            **self._common(step.head.id, payees),
            kind=ADVANCE,
            year="",
            expires=None,
            guaranteed_minor=account.target_minor,
            earned_minor=filled,
            recouped_minor=min(filled, account.target_minor),
            remaining_minor=max(0, account.target_minor - filled),
            paid_minor=account.target_minor,
            overage_minor=0,
        )

    def _guarantee(
        self, step: Guarantee, payees: tuple[str, ...], day: date
    ) -> Iterator[GuaranteeBalance]:
        promise, key = step.promise, step.head.id
        years = list(promise.years.begun(Period.parse(str(Month.of(day)))))
        for year in years[-1:]:
            earned = tuple(
                self._position.get(f"earned:{key}/{year}/{one}", 0) for one in promise.steps
            )
            topped = self._topped(key, year)
            lots = promise.lots(promise.amount, earned)
            recouped = sum(max(0, min(lot.guaranteed_minor, lot.earned_minor)) for lot in lots)
            is_settled = _number(year.last) <= self._position.get(f"settled:{key}", 0)
            yield GuaranteeBalance(
                **self._common(key, payees),
                kind=GUARANTEE,
                year=str(year),
                expires=year.last.last_day,
                guaranteed_minor=promise.amount,
                earned_minor=sum(earned),
                recouped_minor=promise.amount if is_settled else recouped,
                remaining_minor=0 if is_settled else promise.amount - recouped,
                paid_minor=promise.amount if is_settled else sum(earned) + topped,
                overage_minor=sum(max(0, lot.earned_minor - lot.guaranteed_minor) for lot in lots),
                dues=() if is_settled else tuple(dues_of(promise, year, earned, topped)),
                linked=step.linked if self._party == self._row["payer"] else None,
            )

    def _topped(self, key: str, year: Year) -> int:
        prefix = f"topped:{key}/{year}"
        return sum(
            amount
            for name, amount in self._position.items()
            if name == prefix or name.startswith(f"{prefix}/")
        )


def dues_of(promise: Promise, year: Year, earned: tuple[int, ...], topped: int) -> Iterator[Due]:
    """Yield what is still to be paid of a contract year, if nothing more were earned.

    Args:
        promise: What is guaranteed.
        year: Of which year.
        earned: To date, step by step.
        topped: Topped up to date.

    Source:
        Case MG-11: 20,000; 10,000 paid in the first month, 12,000 earned, nothing of it a top-up
        any more: 8,000 fall due on the last day of the year. Case MG-04: nothing earned, 2,000,000
        due at signing and 8,000,000 on delivery.
    """
    inside = sorted((month, part) for month, part in promise.instalments if _is_in(month, year))
    months = list(dict.fromkeys([*(month for month, _ in inside), year.last]))
    for month in months:
        guaranteed = sum(part for one, part in inside if one <= month)
        if month == year.last:
            guaranteed = promise.amount
        wanted = sum(lot.missing_minor for lot in promise.lots(guaranteed, earned)) - topped
        if wanted > 0:
            topped += wanted
            yield Due(month.last_day, wanted)


def _is_in(month: Month, year: Year) -> bool:
    return year.first <= month <= year.last


def _number(month: Month) -> int:
    return month.year * 100 + month.month
