"""What a guarantee promises: amount, values per step, instalments, contract years."""

from dataclasses import dataclass

from contracts.apportion import hamilton
from contracts.contract_year import ContractYear, Year, read_contract_year
from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.period import Month, Period


@dataclass(frozen=True, slots=True)
class Lot:
    """A part of a guarantee that is filled by itself.

    Attributes:
        step: The step that fills it; "" when all do together.
        guaranteed_minor: What is guaranteed of it.
        earned_minor: What was earned in the contract year.
    """

    step: str
    guaranteed_minor: int
    earned_minor: int

    @property
    def missing_minor(self) -> int:
        """What has to be topped up."""
        return max(0, self.guaranteed_minor - self.earned_minor)


@dataclass(frozen=True, slots=True)
class Promise:
    """The figures of a guarantee.

    Attributes:
        steps: The guaranteed steps.
        values: What each of them counts for, in the same order; () when they count together.
        amount: Guaranteed per contract year, in minor units.
        years: How contract years are counted.
        instalments: Month and amount of what is paid before a year ends.
        cross: Whether one step's excess fills another's gap.
        recoupable: Whether the excess of later years pays top-ups back.
    """

    steps: tuple[str, ...]
    values: tuple[int, ...]
    amount: int
    years: ContractYear
    instalments: tuple[tuple[Month, int], ...]
    cross: bool
    recoupable: bool

    def guaranteed(self, year: Year, period: Period) -> int:
        """Give what is guaranteed of a year when a period ends.

        Source:
            Case MG-04: 10,000,000 with 2,000,000 at signing: 2,000,000 until the delivery of the
            materials brings the other 8,000,000.
        """
        if year.ends_with(period):
            return self.amount
        return sum(
            amount
            for month, amount in self.instalments
            if year.first <= month <= min(year.last, period.last)
        )

    def lots(self, guaranteed: int, earned: tuple[int, ...]) -> list["Lot"]:
        """Divide a guaranteed amount into what is held against what was earned.

        Source:
            Case RS-02: 10,000 guaranteed, 8,000 earned: 2,000 missing. Not crossed, values 6,000
            and 4,000, earned 8,000 and 1,000: 0 and 3,000, although only 1,000 is missing in all.
        """
        if self.cross:
            return [Lot("", guaranteed, sum(earned))]
        parts = hamilton(guaranteed, self.values)
        return [
            Lot(step, part, own) for step, part, own in zip(self.steps, parts, earned, strict=True)
        ]


def read_promise(fields: Fields) -> Promise:
    """Read the fields of a guarantee.

    Raises:
        TermsInvalid: `guarantee-without-year`, `guarantee-values-not-sum`,
            `instalment-outside-years`, `instalments-exceed-guarantee`, or a malformed field.
    """
    if not fields.has("year"):
        fields.refuse(
            "guarantee-without-year",
            "A guarantee is a minimum per contract year; say when the first one starts.",
            field="year",
            expected='{"starts": "2026-04"}',
        )
    amount, years = fields.integer("amount", least=1), read_contract_year(fields)
    cross = fields.flag("cross", default=True)
    steps, values = _read_of(fields)
    if (values or not cross) and (len(values) != len(steps) or sum(values) != amount):
        fields.refuse(
            "guarantee-values-not-sum",
            "Every step has a value, or none, and the values sum to the guarantee.",
            field="of",
            value=list(values),
            expected=amount,
        )
    return Promise(
        steps=steps,
        values=values,
        amount=amount,
        years=years,
        instalments=_read_instalments(fields, amount, years),
        cross=cross,
        recoupable=fields.flag("recoupable", default=False),
    )


def _read_of(fields: Fields) -> tuple[tuple[str, ...], tuple[int, ...]]:
    steps, values = [], []
    for part in fields.parts("of"):
        steps.append(part.name("step"))
        if part.has("value"):
            values.append(part.integer("value", least=0))
        part.close()
    return tuple(steps), tuple(values)


def _read_instalments(
    fields: Fields, amount: int, years: ContractYear
) -> tuple[tuple[Month, int], ...]:
    """Read what is paid before a year ends; it is a part of the guarantee, never more."""
    found: list[tuple[Month, int]] = []
    sums: dict[int, int] = {}
    for part in fields.parts("instalments", may_be_absent=True):
        month, paid = _read_month(part), part.integer("amount", least=1)
        part.close()
        year = years.containing(month)
        if year is None:
            fields.refuse(
                "instalment-outside-years",
                f"{month} lies in no contract year.",
                field="instalments",
                value=str(month),
                expected=f"a month of a contract year from {years.starts}",
            )
        sums[year.number] = sums.get(year.number, 0) + paid
        if sums[year.number] > amount:
            fields.refuse(
                "instalments-exceed-guarantee",
                f"The instalments of the year from {year} sum to more than the guarantee.",
                field="instalments",
                value=sums[year.number],
                expected=f"<= {amount}",
            )
        found.append((month, paid))
    return tuple(found)


def _read_month(part: Fields) -> Month:
    text = part.text("month")
    try:
        return Month.parse(text)
    except TermsInvalid:
        part.refuse(
            "month-malformed",
            f"month {text!r} is not a month.",
            field="instalments.month",
            value=text,
            expected="2026-04",
        )
