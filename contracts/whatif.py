"""What if: several versions of the clauses over the same revenue, side by side; nothing is kept.

Each version runs from the same position through the same periods. Clauses are put side by side by
their ids and payees by theirs, so that two orders of the same fees can be compared line by line.

Source:
    Case CM-02: 100,001 at a window fee of 20% and a lead fee of 10%, each on what is left, gives
    20,000 and 8,000, or 18,000 and 10,000 the other way round; 72,001 remain both times.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from contracts.errors import TermsError, TermsInvalid
from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Inputs, Outcome, run

MOST_VERSIONS: Final = 8

LineKind = Literal["clause", "payee", "rest"]
_REST: Final = ("held", "carried", "retained")


@dataclass(frozen=True, slots=True)
class Version:
    """Clauses under a name that a reader recognises."""

    name: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Line:
    """One amount in every version.

    Attributes:
        kind: "clause" (what a step took), "payee" (what somebody is due), or "rest" (what is held,
            carried or retained).
        id: Step, payee, or the name of the rest.
        label_ja: Japanese label of a clause; "" for the others.
        label_en: English label of a clause.
        amounts: Minor units per version, in the order given; None where a version lacks the clause.
    """

    kind: LineKind
    id: str
    label_ja: str
    label_en: str
    amounts: tuple[int | None, ...]

    @property
    def differences(self) -> tuple[int, ...]:
        """Each version less the first one; what a version lacks counts as nothing."""
        base = self.amounts[0] or 0
        return tuple((amount or 0) - base for amount in self.amounts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Versions side by side.

    Attributes:
        currency: Of all amounts.
        sales: Revenue that went in, the same for all.
        names: Of the versions, in order.
        lines: Clauses in the order of the versions, then payees, then the rest.
        outcomes: Per version, one outcome per period, with traces to explain them.
    """

    currency: str
    sales: int
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    outcomes: tuple[tuple[Outcome, ...], ...]


def compare(versions: Sequence[Version], before: Position, periods: Sequence[Inputs]) -> Comparison:
    """Run every version through the same periods.

    Args:
        versions: The first one is what the others are compared with.
        before: Where all of them start.
        periods: Revenue, costs and holders, in order.

    Raises:
        TermsInvalid: No version or too many, two of one name, no period, or one that cannot run;
            the field `version` says which.
    """
    _check(versions, periods)
    outcomes = tuple(_run(version, before, periods) for version in versions)
    sales = sum(outcome.identity["sales"] for outcome in outcomes[0])
    return Comparison(
        currency=periods[0].currency,
        sales=sales,
        names=tuple(version.name for version in versions),
        lines=(*_clauses(versions, outcomes), *_payees(outcomes), *_rest(outcomes)),
        outcomes=outcomes,
    )


def _check(versions: Sequence[Version], periods: Sequence[Inputs]) -> None:
    names = [version.name for version in versions]
    if not 0 < len(names) <= MOST_VERSIONS:
        raise TermsInvalid(
            "versions-out-of-range",
            f"Compare one to {MOST_VERSIONS} versions.",
            field="versions",
            value=len(names),
            expected=f"1 to {MOST_VERSIONS}",
        )
    if len(set(names)) != len(names):
        raise TermsInvalid(
            "duplicate-id", "Two versions have one name.", field="versions", value=names
        )
    if not periods:
        raise TermsInvalid("revenue-missing", "There is no revenue to run.", field="periods")


def _run(version: Version, before: Position, periods: Sequence[Inputs]) -> tuple[Outcome, ...]:
    position, outcomes = before, []
    for inputs in periods:
        try:
            outcome = run(version.terms, position, inputs)
        except TermsError as error:
            fields = {**error.fields, "version": version.name, "period": inputs.period}
            raise type(error)(error.code, error.message, **fields) from error
        position = outcome.position
        outcomes.append(outcome)
    return tuple(outcomes)


def _clauses(
    versions: Sequence[Version], outcomes: Sequence[tuple[Outcome, ...]]
) -> Iterable[Line]:
    heads = {step.head.id: step.head for version in versions for step in version.terms.steps}
    has = [{step.head.id for step in version.terms.steps} for version in versions]
    sums = [_added(outcome.amounts for outcome in some) for some in outcomes]
    for id, head in heads.items():
        amounts = tuple(
            one.get(id, 0) if id in known else None for one, known in zip(sums, has, strict=True)
        )
        yield Line("clause", id, head.label_ja, head.label_en, amounts)


def _payees(outcomes: Sequence[tuple[Outcome, ...]]) -> Iterable[Line]:
    sums: list[dict[str, int]] = []
    for some in outcomes:
        due: dict[str, int] = defaultdict(int)
        for outcome in some:
            for one in outcome.allocations:
                due[one.payee] += one.amount_minor
        sums.append(due)
    for payee in dict.fromkeys(payee for due in sums for payee in due):
        yield Line("payee", payee, "", "", tuple(due.get(payee, 0) for due in sums))


def _rest(outcomes: Sequence[tuple[Outcome, ...]]) -> Iterable[Line]:
    sums = [_added(outcome.identity for outcome in some) for some in outcomes]
    for name in _REST:
        amounts = tuple(one.get(name, 0) for one in sums)
        if any(amounts):
            yield Line("rest", name, "", "", amounts)


def _added(some: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for one in some:
        for name, amount in one.items():
            sums[name] += amount
    return sums
