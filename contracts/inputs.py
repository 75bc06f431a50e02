"""What a run reads besides the terms and the position: revenue, expenses, holders."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from contracts.conversion import Fx
from contracts.errors import TermsInvalid
from contracts.money import MAX_MINOR, check_amount, minor_unit
from contracts.period import Month, months_of

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of reported revenue, or one group of lines already summed.

    Attributes:
        id: Opaque printable ASCII, unique in the run; the order of ids is the order of work.
        amount_minor: As reported; negative for returns.
        reported: "gross" before the platform's share, "net" when it was already taken.
        channel: Window the money came through; None when nobody knows.
        territory: Where it was earned; None when not told.
        work: Work it was earned with; None when the agreement has one only.
        month: Month of the sale, "2026-03".
        units: Copies or views, zero when not told.
        source: Where the line can be found, opaque.
        fx: How it was converted, when it was reported in another currency.
    """

    id: str
    amount_minor: int
    reported: Literal["gross", "net"]
    channel: str | None
    territory: str | None
    work: str | None
    month: str
    units: int = 0
    source: str = ""
    fx: Fx | None = None

    def __post_init__(self) -> None:
        _check_printable(self.id, "item.id")
        check_amount(self.amount_minor, "item.amount_minor")
        check_amount(self.units, "item.units")
        Month.parse(self.month)
        if self.channel is not None and not _CODE.fullmatch(self.channel):
            raise TermsInvalid(
                "channel-malformed",
                f"Item {self.id}: a channel is a code of letters, digits, _ . and -.",
                value=self.channel,
                expected=_CODE.pattern,
            )
        if self.reported not in ("gross", "net"):
            raise TermsInvalid(
                "reported-unknown",
                f"Item {self.id}: revenue is reported gross or net.",
                value=self.reported,
                expected="gross or net",
            )


@dataclass(frozen=True, slots=True)
class Expense:
    """One cost with evidence, charged to one expense step.

    Attributes:
        step: Id of the expense step.
        amount_minor: What was spent; negative when a cost came back.
        source: Where the evidence can be found, opaque and unique in the step.
    """

    step: str
    amount_minor: int
    source: str

    def __post_init__(self) -> None:
        _check_printable(self.source, "expense.source")
        check_amount(self.amount_minor, "expense.amount_minor")


@dataclass(frozen=True)
class Inputs:
    """Everything one run reads.

    Attributes:
        period: "2026-03", "2026-Q1", "2026-H1" or "2026".
        currency: Currency of all amounts.
        items: Revenue; items held in an earlier run may be given again to be released.
        expenses: Costs of the period.
        holders: Payee reference such as "committee:cmt_x/investment" to its parties with weights.
            A missing or empty reference means nobody knows yet: the money is held.
        elsewhere: Shared account such as "acc_x" to what other agreements have filled of it.
    """

    period: str
    currency: str
    items: tuple[Item, ...] = ()
    expenses: tuple[Expense, ...] = ()
    holders: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        minor_unit(self.currency)
        months_of(self.period)
        _check_unique([item.id for item in self.items], "item.id")
        _check_unique([f"{cost.step} {cost.source}" for cost in self.expenses], "expense.source")
        for reference, parties in self.holders.items():
            _check_unique([party for party, _ in parties], reference)
            _check_weights(reference, [weight for _, weight in parties])
        for account, amount in self.elsewhere.items():
            check_amount(amount, account)


def _check_printable(text: str, field_name: str) -> None:
    if not _PRINTABLE.fullmatch(text):
        raise TermsInvalid(
            "id-unprintable",
            f"{field_name} must be printable ASCII without blanks.",
            field=field_name,
            value=text,
            expected="printable ASCII",
        )


def _check_unique(names: list[str], field_name: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TermsInvalid(
                "duplicate-id",
                f"{field_name} {name!r} is given twice.",
                field=field_name,
                value=name,
                expected="once",
            )
        seen.add(name)


def _check_weights(reference: str, weights: list[int]) -> None:
    checked = [check_amount(weight, reference) for weight in weights]
    if any(weight < 0 for weight in checked) or sum(checked) > MAX_MINOR:
        raise TermsInvalid(
            "weights-unusable",
            f"{reference}: weights are never negative and sum to at most 2^53 - 1.",
            field=reference,
            value=repr(weights),
            expected="ints >= 0",
        )
