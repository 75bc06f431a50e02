"""The money that the end of a committee meets, by named account, and who has it.

    held              set aside by runs: reserves, items in question, parts for unknown holders
    not_distributed   distributable under an agreement, and not divided yet
    receivable        promised in a report, and not received
    not_stated        allocated by runs, and no statement shows it
    not_paid          stated, with a day of payment still to come
    carried           carried forward by the last statements; negative where the payee owes;
                      with the names of the agreements where it came from several
    deficit           a negative pool, which is the members' loss at the end
    unrecouped        an advance or a guarantee that was paid and has not been earned back

A committee is a contract and has no money of its own: the payer of an agreement has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from ledger.dissolutions.contracts import Contract
from ledger.dissolutions.written import Balance
from ledger.revenue.distributable import distributable_minor
from ledger.revenue.views import SUPERSEDED, ReportRow
from ledger.royalties.held_views import HeldRow
from ledger.royalties.views import BalanceRow, PositionRow, RunPayeeRow
from ledger.statements.views import StatementRow
from ledger.statements.waiting import Waiting, total_of
from ledger.statements.waiting_views import waiting_at
from ledger.store.state import State
from ledger.store.views import unpack

HOLDERS_UNKNOWN: Final = "holders-unknown"
"""Why a run set money aside whose receivers nobody had recorded: it has no owner."""

SHARED: Final = "shared"
"""Of what is carried: it came from several agreements, and passes only with all of them."""

OTHERS: Final = "…"
"""Stands for agreements that are not this committee's."""

_Pair = tuple[str, str, str]  # payer, payee, currency
_Told = tuple[set[tuple[_Pair, Waiting]], set[str]]  # parts told already; agreements concerned


def balances_of(state: State, contracts: Iterable[Contract], day: date) -> tuple[Balance, ...]:
    """Return the money under agreements, in their order; what several share is told once.

    Args:
        state: The views.
        contracts: Agreements that concern a committee.
        day: What a statement plans to pay by this day counts as paid.
    """
    seen: set[tuple[_Pair, Waiting]] = set()
    found: list[Balance] = []
    concerned = tuple(contracts)
    known = {of.id for of in concerned}
    for of in concerned:
        found += _held(state, of)
        found += _reported(state, of)
        found += _stated(state, of, day, (seen, known))
        found += _deficits(state, of)
        found += _unrecouped(state, of)
    return tuple(one for one in found if one.amount_minor)


def _held(state: State, of: Contract) -> Iterator[Balance]:
    for row in state.select(HeldRow, agreement=of.id):
        yield _balance("held", of, row["amount_minor"], name=row["account"], reason=row["reason"])


def _reported(state: State, of: Contract) -> Iterator[Balance]:
    open_minor = 0
    owed: dict[str, int] = {}
    for row in state.select(ReportRow, agreement=of.id):
        if row["status"] == SUPERSEDED:
            continue
        amounts = (row["amount_minor"], row["remittance_minor"], row["received_minor"])
        open_minor += distributable_minor(*amounts, of.distribute_on) - row["distributed_minor"]
        owing = max(0, row["remittance_minor"] - row["received_minor"])
        owed[row["reporter"]] = owed.get(row["reporter"], 0) + owing
    yield _balance("not_distributed", of, open_minor)
    for reporter, amount in sorted(owed.items()):
        yield _balance("receivable", of, amount, before=reporter)


def _stated(state: State, of: Contract, day: date, told: _Told) -> Iterator[Balance]:
    """Yield what is to be stated, to be paid, and carried; a part that waits once."""
    waiting: dict[str, int] = {}
    statements: set[str] = set()
    pairs: set[_Pair] = set()
    for row in state.select(RunPayeeRow, agreement=of.id):
        if row["statement_id"] is None:
            due = row["amount_minor"] - row["kept_minor"]
            waiting[row["payer"]] = waiting.get(row["payer"], 0) + due
        else:
            statements.add(row["statement_id"])
        pairs |= {(one, row["party_id"], row["currency"]) for one in (row["payer"], of.payer)}
    for pair in sorted(pairs):
        yield from _carried(state, of, pair, told)
    for payer, amount in sorted(waiting.items()):
        yield _balance("not_stated", of, amount, before=payer)
    for each in sorted(statements):
        said = state.get(StatementRow, each)
        if said and said["payment_date"] > day.isoformat():
            amount = said["transfer_minor"] + said["withholding_minor"]
            yield _balance("not_paid", of, amount, before=said["payer"], name=each)


def _carried(state: State, of: Contract, pair: _Pair, told: _Told) -> Iterator[Balance]:
    """Yield what waits between two sides and came from an agreement, alone or with others.

    What the payer carries for other business of his is not the committee's to read.
    """
    seen, known = told
    own = [one for one in waiting_at(state, pair) if of.id in one.agreements]
    alone = total_of(one for one in own if one.agreement == of.id)
    yield _balance("carried", of, alone, before=pair[0])
    for one in own:
        if one.agreement is None and (pair, one) not in seen:
            seen.add((pair, one))
            others = [] if known.issuperset(one.agreements) else [OTHERS]
            named = ", ".join([each for each in one.agreements if each in known] + others)
            amount = one.part.amount_minor
            yield _balance("carried", of, amount, before=pair[0], name=named, reason=SHARED)


def _deficits(state: State, of: Contract) -> Iterator[Balance]:
    for row in state.select(BalanceRow, agreement=of.id, account="carried"):
        yield _balance("deficit", of, row["amount_minor"])


def _unrecouped(state: State, of: Contract) -> Iterator[Balance]:
    """Yield what was paid ahead; a memo account only watches, and nobody is owed what it lacks."""
    row = state.get(PositionRow, of.id)
    position: Mapping[str, Any] = unpack(row["doc"]) if row else {}
    for account in of.terms.get("accounts", ()):
        target = account.get("target", {}).get("amount", 0)
        left = target - position.get(f"recoup:{account['id']}", 0)
        if left > 0 and account["kind"] != "memo" and "shared" not in account:
            yield _balance("unrecouped", of, left, name=account["id"])


def _balance(account: str, of: Contract, amount: int, **more: Any) -> Balance:
    stated = {"before": of.payer} | more
    return Balance(
        account=account,
        agreement=of.id,
        currency=of.currency,
        amount_minor=amount,
        **stated,
    )
