"""One payout run, computed again: a task that needs nothing but what it carries.

Two questions per run. Did it start from what the log says it had to start from? And do the clauses,
run again over that, give every allocation, posting and position that was recorded? Gathering needs
the log in order; computing does not, so it can be done in several processes at once.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from math import lcm
from multiprocessing import get_context
from typing import Any, Final

from contracts.errors import TermsError
from contracts.inputs import Expense, Item
from ledger.audit.records import Record, plain
from ledger.errors import LedgerError
from ledger.royalties.book import Sources
from ledger.royalties.exchange import Converted
from ledger.royalties.result import ENGINE, Computation, recompute, result_of, write_trace

Shares = tuple[tuple[str, Mapping[str, int]], ...]
"""Party and its share as {"num": ..., "den": ...}, in the contract's order."""

FEW: Final = 50
"""So many runs are computed here first: starting processes takes longer than computing them."""

_WAITING_PER_JOB: Final = 4
_MOST_SHOWN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Task:
    """A run and everything that it has to be compared with.

    Attributes:
        terms: The clauses in force.
        sources: What it must have started from.
        before: The agreement's position before it.
        holders: Reference to the shares that its pinned entry states.
        trace: The recorded computation, its hash checked.
        elsewhere: Shared account to what other agreements have filled of it.
        known: What is known to be wrong before anything is computed.
    """

    index: int
    run: Record
    terms: Mapping[str, Any]
    sources: Sources
    before: Mapping[str, int]
    holders: Mapping[str, Shares]
    trace: bytes
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    known: tuple["Wrong", ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """One difference.

    Attributes:
        of_sources: True when it lies in what the run started from, which other entries decide.
    """

    code: str
    expected: str
    found: str
    of_sources: bool = False


def check(task: Task) -> list[Wrong]:
    """Compute a run again and return every difference; never raises for what a file holds."""
    try:
        computation = recompute(task.trace, task.terms)
        wrong = [_wrong(*one, of_sources=True) for one in _inputs(task, computation)]
        wrong += [_wrong(*one) for one in _outcome(task, computation)]
    except (LedgerError, TermsError) as error:
        return [*task.known, not_computable(str(error))]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return [*task.known, not_computable(repr(error)[:_MOST_SHOWN])]
    return [*task.known, *(one for one in wrong if one is not None)]


def not_computable(why: str, *, of_sources: bool = False) -> Wrong:
    """Say why a run cannot be computed again."""
    expected = "a run that can be repeated"
    return Wrong("payout-not-computable", expected, why, of_sources=of_sources)


def _inputs(task: Task, computation: Computation) -> Iterator[tuple[str, Any, Any]]:
    run, sources, inputs = task.run, task.sources, computation.inputs
    yield "payout-consumed", sources.consumed, run.consumed
    yield "payout-converted", _plain_lines(sources.converted), without_absent(run.converted or {})
    yield "payout-inputs", sources.entries, run.inputs
    yield "payout-items", _by_id(sources.items), _by_id(inputs.items)
    yield "payout-remittances", sources.remittances, dict(computation.remittances)
    yield "payout-expenses", _by_source(sources.expenses), _by_source(inputs.expenses)
    yield "payout-elsewhere", dict(task.elsewhere), dict(inputs.elsewhere)
    yield "payout-position-before", dict(task.before), computation.before.to_dict()
    for reference, pin in run.holders.items():
        shares = [[party, dict(share)] for party, share in task.holders.get(reference, ())]
        yield "payout-holders", shares, [list(pair) for pair in pin["shares"]]
        yield "payout-weights", weights_of(shares), inputs.holders.get(reference)
    yield "payout-holder-sets", set(run.holders), set(inputs.holders)


def _outcome(task: Task, computation: Computation) -> Iterator[tuple[str, Any, Any]]:
    run, inputs = task.run, computation.inputs
    yield "payout-period", (run.period, run.currency), (inputs.period, inputs.currency)
    yield "payout-engine", ENGINE, run.engine
    # Rows explain every amount: they are computed again with it, to the byte.
    yield "payout-trace", sha256(write_trace(computation)).hexdigest(), run.trace.sha256
    for name, value in result_of(computation).as_data().items():
        yield f"payout-{name}", value, without_absent(getattr(run, name))


def _plain_lines(converted: Mapping[str, tuple[Converted, ...]]) -> dict[str, Any]:
    return {report: [one.to_dict() for one in lines] for report, lines in converted.items()}


def without_absent(value: Any) -> Any:
    """Return plain JSON values without the fields that are absent, as they stand in the log."""
    value = plain(value)
    if isinstance(value, dict):
        return {name: without_absent(inner) for name, inner in value.items() if inner is not None}
    return [without_absent(one) for one in value] if isinstance(value, list) else value


def weights_of(shares: list[list[Any]]) -> tuple[tuple[str, int], ...]:
    """Return shares as whole numbers over their common denominator, in the contract's order.

    Source:
        1/2, 1/3 and 1/6 over the denominator 6 are 3, 2 and 1.
    """
    whole = lcm(*(share["den"] for _, share in shares))
    return tuple((party, share["num"] * whole // share["den"]) for party, share in shares)


def _by_id(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.id: item for item in items}


def _by_source(expenses: tuple[Expense, ...]) -> dict[str, Expense]:
    return {cost.source: cost for cost in expenses}


def _wrong(code: str, expected: Any, found: Any, *, of_sources: bool = False) -> Wrong | None:
    if expected == found:
        return None
    shown = (_different(expected, found), _different(found, expected))
    return Wrong(code, str(shown[0])[:_MOST_SHOWN], str(shown[1])[:_MOST_SHOWN], of_sources)


def _different(one: Any, other: Any) -> Any:
    """Return what is different in a mapping or a list, so that a finding stays readable."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: value for key, value in one.items() if other.get(key) != value}
    if isinstance(one, list) and isinstance(other, list):
        return [value for value in one if value not in other]
    return one


class Workers:
    """Gives tasks to processes and their results back in the order of the tasks.

    Args:
        jobs: Number of processes; 1 computes here.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._few = FEW
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: list[tuple[Task, Future[list[Wrong]]]] = []

    def give(self, task: Task) -> Iterator[tuple[Task, list[Wrong]]]:
        """Take a task; yield the results that are due, so that few tasks wait at a time."""
        if self._jobs <= 1 or self._few > 0:
            self._few -= 1
            yield task, check(task)
            return
        if self._pool is None:
            # A fresh process: a fork would copy threads and open databases of whoever audits.
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"))
        self._waiting.append((task, self._pool.submit(check, task)))
        while len(self._waiting) > self._jobs * _WAITING_PER_JOB:
            yield self._next()

    def rest(self) -> Iterator[tuple[Task, list[Wrong]]]:
        """Yield all results that are still to come, and end the processes."""
        while self._waiting:
            yield self._next()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _next(self) -> tuple[Task, list[Wrong]]:
        task, future = self._waiting.pop(0)
        return task, future.result()
