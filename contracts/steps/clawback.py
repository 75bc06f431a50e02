"""`clawback/1`: a grant is given back out of what comes in above one's own burden (収益納付)."""

from dataclasses import dataclass

from contracts.contract_year import MONTH
from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.flow import Flow, Portion
from contracts.money import floor_toward_zero, lowest_terms
from contracts.payees import Payees, read_payee
from contracts.period import Month, Period
from contracts.rated import Rated, levy, read_filter
from contracts.schema import AMOUNT, PAYEE, RATED, Schema
from contracts.step import Doc, Footprint, Head, StepKind, read_basis
from contracts.trace import TraceRow
from contracts.wording_grants import PAID_BACK, PAST, WHOLE

_AMOUNT: Schema = {
    "type": "object",
    "properties": {"amount": AMOUNT},
    "required": ["amount"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Clawback:
    """A grant to be given back, ready to run.

    Attributes:
        rated: Head, basis, filter and payee.
        grant_minor: What was granted; no more is given back.
        cost_minor: What the project cost.
        burden_minor: What the beneficiary bore himself; nothing is due up to there.
        until: Last month whose revenue counts; None while no end is agreed.
    """

    rated: Rated
    grant_minor: int
    cost_minor: int
    burden_minor: int
    until: Month | None

    @property
    def head(self) -> Head:
        """The common fields."""
        return self.rated.head

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return self.rated.footprint()

    def apply(self, flow: Flow) -> None:
        """Compute, take, and hand out."""
        levy(flow, self.rated, self._charge)

    def _charge(self, flow: Flow, portion: Portion) -> TraceRow:
        """Compute what is due to date, less what was due before."""
        head, is_past = self.head, self._is_past(flow)
        prior = flow.to_date.get(f"due:{head.id}", 0)
        added = 0 if is_past else portion.basis_minor
        basis = flow.add(f"basis:{head.id}", added)
        above = max(0, basis - self.burden_minor)
        exact = lowest_terms(above * self.grant_minor, self.cost_minor)
        due = floor_toward_zero(above, self.grant_minor, self.cost_minor)
        rounded = min(self.grant_minor, due)
        if due > self.grant_minor:
            exact = (self.grant_minor, 1)
        return TraceRow(
            id=portion.row,
            step=head.id,
            kind=head.kind,
            clause=head.clause,
            label_ja=head.label_ja,
            label_en=head.label_en,
            currency=flow.inputs.currency,
            basis=str(self.rated.basis),
            basis_minor=basis,
            added_minor=added,
            rate=lowest_terms(self.grant_minor, self.cost_minor),
            exact=exact,
            rounded_minor=rounded,
            prior_minor=prior,
            amount_minor=rounded - prior,
            rule=PAST if is_past else WHOLE if due > self.grant_minor else PAID_BACK,
            payee=self.rated.payees.weights[0][0],
            note=self._note(above),
            parents=portion.parents,
            flow=portion.flow,
        )

    def _note(self, above: int) -> str:
        """Write the figures that the row's sentence reads again."""
        figures = (self.burden_minor, above, self.grant_minor, self.cost_minor)
        names = ("burden", "over", "grant", "cost")
        pairs = zip(names, figures, strict=True)
        return ";".join(("grant", *(f"{name}={figure}" for name, figure in pairs)))

    def _is_past(self, flow: Flow) -> bool:
        """Tell whether a run lies after the last month that counts.

        Raises:
            TermsInvalid: `period-across-until`: it lies on both sides of its end.
        """
        period = Period.parse(flow.inputs.period)
        if self.until is None or period.last <= self.until:
            return False
        if period.first <= self.until:
            raise TermsInvalid(
                "period-across-until",
                f"Only a part of {period.name} counts for step {self.head.id}.",
                step=self.head.id,
                clause=self.head.clause,
                field="period",
                value=period.name,
                expected=f"a period that ends with {self.until} or begins after it",
            )
        return True


def read(head: Head, fields: Fields) -> Clawback:
    """Read a claw-back from its fields.

    Raises:
        TermsInvalid: `grant-above-cost`, or a burden above the cost (`burden-above-cost`).
    """
    rated = Rated(
        head=head,
        basis=read_basis(fields),
        where=read_filter(fields),
        scope="total",
        rate=None,
        fixed=0,
        unit=1,
        payees=Payees(((read_payee(fields), 1),)),
        category="clawback",
        cumulative=True,
    )
    grant, cost = _amount(fields, "grant"), _amount(fields, "cost")
    if grant > cost:
        _refuse_above(fields, "grant", grant, cost)
    burden = fields.integer("own_share", least=0) if fields.has("own_share") else cost - grant
    if burden > cost:
        _refuse_above(fields, "burden", burden, cost)
    return Clawback(rated, grant, cost, burden, _read_until(fields))


def _amount(fields: Fields, name: str) -> int:
    part = fields.part(name)
    amount = part.integer("amount", least=1)
    part.close()
    return amount


def _refuse_above(fields: Fields, name: str, amount: int, cost: int) -> None:
    fields.refuse(
        f"{name}-above-cost",
        f"The {name} is more than the project cost.",
        field="own_share" if name == "burden" else f"{name}.amount",
        value=amount,
        expected=f"<= {cost}",
    )


def _read_until(fields: Fields) -> Month | None:
    if not fields.has("until"):
        return None
    text = fields.text("until")
    try:
        return Month.parse(text)
    except TermsInvalid:
        fields.refuse(
            "month-malformed",
            f"until {text!r} is not a month.",
            field="until",
            value=text,
            expected="2031-03",
        )


KIND = StepKind(
    kind="clawback/1",
    read=read,
    schema={
        "basis": RATED["basis"],
        "where": RATED["where"],
        "per": RATED["per"],
        "payee": PAYEE,
        "grant": _AMOUNT,
        "cost": _AMOUNT,
        "own_share": AMOUNT,
        "until": MONTH,
    },
    required=("basis", "payee", "grant", "cost"),
    doc=Doc(
        does="Gives a grant back to whoever granted it, out of what comes in above one's own "
        "burden, up to the grant.",
        in_a_committee="補助金の収益納付",
        formula="due to date = min(`grant`, floor(max(0, basis to date - own burden) * `grant` / "
        "`cost`)); the own burden is `own_share`, or what the grant did not pay: `cost` - `grant`. "
        "Revenue of months after `until` does not count. What is given back is nobody's income. "
        "Programmes differ: the formula is to be confirmed with the rules of the grant",
        example="A film of 100,000,000 with a grant of 40,000,000; 85,000,000 come in: 25,000,000 "
        "above the own 60,000,000, of which 40% = 10,000,000 is given back. At 160,000,000 the "
        "whole grant is.",
        source="rules of public subsidies on 収益納付 (general practice, to be confirmed by an "
        "expert): (収益額 - 自己負担額) * 補助金額 / 補助対象経費, up to the grant",
    ),
)
