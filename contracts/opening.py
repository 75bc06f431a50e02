"""From typed figures to date to the position from which the engine goes on.

Rules kept here, in order:
1. Every figure belongs to a clause, account or payee of the terms, and is given once.
2. What was recovered is never negative and never beyond the target.
3. The parts of payees add up to their sum, to the yen.
4. What follows from other figures is computed. A figure that differs is refused, unless its line
   states the difference and the reason; up to a stated tolerance, a difference between what is due
   and basis times rate is rounding of the books that are left, and is listed as such.
5. No difference is absorbed. `kept`: it stays where it is, the engine neither repeats nor claims
   it. `next-run`: the next run evens it out. `statement`: it concerns only what is still payable.

Source:
    The keys of `contracts.position`; each is set as the full history would have set it, or, where
    the history cannot be told from the figures, as after a change of rate or of holders.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.money import floor_toward_zero
from contracts.opening_book import Book, Difference, Problem
from contracts.opening_bounds import open_bound, open_clawback
from contracts.opening_counted import open_counted
from contracts.opening_lines import (
    UNPAID,
    Entry,
    Holders,
    asked,
    is_to_date,
    payees_of,
    unsupported,
)
from contracts.opening_parts import share
from contracts.opening_promises import open_guarantee
from contracts.opening_reserves import open_reserve
from contracts.position import Position
from contracts.priced import Priced
from contracts.rated import Rated
from contracts.step import Step
from contracts.steps.cap import Cap
from contracts.steps.clawback import Clawback
from contracts.steps.expense import ExpenseStep
from contracts.steps.floor import Floor
from contracts.steps.guarantee import Guarantee
from contracts.steps.recoup import Recoup
from contracts.steps.reserve import Reserve
from contracts.steps.split import KEY, Split
from contracts.terms import Terms
from contracts.used import Used


@dataclass(frozen=True)
class Opened:
    """What the figures come to.

    Attributes:
        position: From which the engine goes on; worthless while there are problems.
        differences: What differs and was accepted.
        problems: What was not accepted.
        postings: Account to amount; they sum to zero.
    """

    position: Position
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]
    postings: Mapping[str, int]


def open_position(  # noqa: PLR0913 - the figures, and all that they are held against
    terms: Terms,
    holders: Holders,
    entries: Iterable[Entry],
    *,
    as_of: str = "",
    tolerance_minor: int = 0,
    is_committee: bool = False,
    elsewhere: Mapping[str, int] | None = None,
) -> Opened:
    """Turn typed figures into a position, or say what is wrong with each.

    Args:
        terms: The clauses in force at the cut-over.
        holders: Those whom references mean then.
        entries: The figures, in any order.
        as_of: Last month before the cut-over; guarantees count contract years by it.
        tolerance_minor: How far what is due may be from basis times rate without a reason.
        is_committee: Whether a split hands partners their own money.
        elsewhere: Shared account to what other agreements have filled of it.

    Source:
        A royalty of 10% on 12,345 to date, 1,234 of it due and 1,000 paid: basis 12,345, due 1,234,
        unpaid 234. Then 5 more come in: due to date 1,235, so the next run gives 1, as it would
        after the full history. Stated as 1,230 with the reason "rounded each quarter": the
        difference of -4 is kept, and the next run gives 1 all the same.
    """
    book = Book(holders, tolerance_minor, elsewhere or {})
    lines = asked(terms, holders, is_committee=is_committee, as_of=as_of)
    book.take(entries, {one.key for one in lines})
    for head in unsupported(terms):
        book.problem(("", head.id, "", ""), "opening-step-unsupported", head.kind, "other clauses")
    for step in terms.steps:
        _open_step(step, terms, book)
        if isinstance(step, Guarantee):
            open_guarantee(step, payees_of(terms, step.promise.steps[0]), book, as_of)
        elif isinstance(step, Reserve):
            open_reserve(step, terms, book, as_of)
        elif isinstance(step, Cap | Floor):
            open_bound(step, terms, book, as_of)
        elif isinstance(step, Clawback):
            open_clawback(step, book)
    _settle_paid(book)
    position = Position(book.state)
    book.refuse_unused()
    return Opened(
        position, tuple(book.differences), tuple(book.problems), _postings(position, book)
    )


def _open_step(step: Step, terms: Terms, book: Book) -> None:
    if isinstance(step, Rated):
        _open_rated(step, book)
    elif isinstance(step, Priced | Used):
        open_counted(step, terms, book)
    elif isinstance(step, ExpenseStep):
        _open_expense(step, book)
    elif isinstance(step, Recoup):
        _open_recoup(step, terms, book)
    elif isinstance(step, Split):
        _open_split(step, book)


def _open_rated(step: Rated, book: Book) -> None:
    """State basis, rate and what is due; a difference that is kept stands before the basis.

    Source:
        Basis 12,345 at 1/10, 1,230 due: 1,234 follow from the basis, so base = -4. After 5 more,
        1,235 - (1,230 + 4) = 1.
    """
    key = step.head.id
    if not is_to_date(step) or step.rate is None:
        due = book.given("due", key) or Entry("due", 0, key)
        share(book, ("part", key), key, due.amount_minor, step.payees)
        book.state[f"due:{key}"] = due.amount_minor
        return
    basis, due = book.figure("basis", key).amount_minor, book.figure("due", key)
    earlier = book.given("before-change", key)
    base = earlier.amount_minor if earlier else 0
    counted = max(0, basis) if step.never_negative else basis
    computed = floor_toward_zero(counted, *step.rate, step.unit)
    book.explain(due, base + computed, "kept", rounds=True)
    num, den = step.rate
    book.state |= {
        f"basis:{key}": basis,
        f"base:{key}": due.amount_minor - computed,
        f"due:{key}": due.amount_minor,
        f"rate:{key}:num": num,
        f"rate:{key}:den": den,
    }
    share(book, ("part", key), key, due.amount_minor, step.payees)


def _open_expense(step: ExpenseStep, book: Book) -> None:
    key = step.head.id
    due = book.given("due", key) or Entry("due", 0, key)
    if step.cap_per == "cumulative":
        due, cost = book.figure("due", key), book.figure("cost", key).amount_minor
        book.explain(due, cost if step.cap is None else min(cost, step.cap), "next-run")
        book.state[f"cost:{key}"] = cost
    book.state[f"due:{key}"] = due.amount_minor
    if step.payees:
        share(book, ("part", key), key, due.amount_minor, step.payees)


def _open_recoup(step: Recoup, terms: Terms, book: Book) -> None:
    """State an account when its first step comes; the steps that feed it fill it in order.

    Source:
        Target 300,000; 400,000 reached it, so 300,000 are recovered. If the books say 250,000 and
        why, the account counts with 250,000 from then on: 50,000 more can be recovered.
    """
    account = terms.accounts[step.account]
    room = max(0, account.target_minor - book.elsewhere.get(account.shared, 0))
    if account.kind == "memo":
        if f"inflow:{account.id}" not in book.state:
            inflow = book.figure("inflow", "", account.id).amount_minor
            book.state[f"inflow:{account.id}"] = inflow
            book.state[f"excess:{account.id}"] = max(0, inflow - room)
        return
    if f"target:{account.id}" not in book.state:
        feeders = [one for one in terms.steps if isinstance(one, Recoup)]
        _open_account(account.id, room, feeders, book)
        book.state[f"target:{account.id}"] = account.target_minor
    key = step.head.id
    due = book.state[f"due:{key}"]
    if step.against:
        debtors = payees_of(terms, step.against)
        share(book, ("given-back", key), f"{key}/debtors", due, debtors)
    if step.payees:
        share(book, ("part", key), key, due, step.payees)


def _open_account(account: str, target: int, steps: list[Recoup], book: Book) -> None:
    feeders = [step.head.id for step in steps if step.account == account]
    recouped = [book.figure("recouped", key, account) for key in feeders]
    total = sum(entry.amount_minor for entry in recouped)
    if total > target:
        book.problem(recouped[-1].key, "opening-recouped-over-target", total, f"<= {target}")
    inflows = [
        stated.amount_minor
        if (stated := book.given("inflow", key, account))
        else entry.amount_minor
        for key, entry in zip(feeders, recouped, strict=True)
    ]
    before, known = 0, len(book.differences)
    for entry, inflow in zip(recouped, inflows, strict=True):
        reached = _clamp(before + inflow, target) - _clamp(before, target)
        book.explain(entry, reached, "kept")
        before += inflow
    is_kept = len(book.differences) > known
    for key, entry, inflow in zip(feeders, recouped, inflows, strict=True):
        book.state[f"inflow:{account}/{key}"] = entry.amount_minor if is_kept else inflow
        book.state[f"due:{key}"] = entry.amount_minor
    book.state[f"recoup:{account}"] = total


def _clamp(amount: int, target: int) -> int:
    return max(0, min(amount, target))


def _open_split(step: Split, book: Book) -> None:
    """State what reached the split and what was distributed of it.

    Source:
        Case CM-05: pools of -100, 30 and 50 to date are -20: nothing distributed, a deficit of 20
        goes on.
    """
    key = step.head.id
    pool, due = book.figure("pool", key).amount_minor, book.figure("due", key)
    book.explain(due, max(0, pool) // step.unit * step.unit, "next-run")
    book.state["pool"] = pool
    book.state[f"due:{KEY}"] = due.amount_minor
    share(book, ("part", key), KEY, due.amount_minor, step.payees)


def _settle_paid(book: Book) -> None:
    """Hold what is paid and unpaid against what was allocated, payee by payee."""
    for party in sorted({*book.allocated, *_paid_parties(book)}):
        allocated = book.allocated.get(party, 0)
        book.state[f"entitled:{party}"] = allocated
        figures = [book.given(kind, "", "", party) for kind in ("paid", *UNPAID)]
        some = [figure for figure in figures if figure]
        if not some and not allocated:
            continue
        last = next((one for one in reversed(some) if one.difference_minor or one.reason), None)
        last = last or (some[-1] if some else Entry("unpaid", 0, payee=party))
        others = sum(one.amount_minor for one in some if one is not last)
        book.explain(last, allocated - others, "statement")


def _paid_parties(book: Book) -> set[str]:
    return {
        payee
        for kind, _, _, payee in book.entries
        if kind in ("paid", *UNPAID) and (kind, "", "", payee) in book.needed
    }


def _postings(position: Position, book: Book) -> dict[str, int]:
    """Give the balances at the cut-over; what they came from stands against `opening`.

    Source:
        A pool of 1,000 of which 900 are allocated: payable 900, carried 100, opening -1,000.
    """
    postings = {f"payable:{party}": amount for party, amount in position.starting("entitled:")}
    carried = book.state.get("pool", 0) - book.state.get(f"due:{KEY}", 0)
    postings["carried"] = carried
    postings |= {account: amount for account, amount in book.held.items() if amount}
    postings["opening"] = -sum(postings.values())
    return {account: postings[account] for account in sorted(postings) if postings[account]}
