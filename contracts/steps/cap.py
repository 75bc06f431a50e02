"""`cap/1`: no more than so much of an earlier step; what is cut stays in the flow."""

from dataclasses import dataclass

from contracts.contract_year import YEAR, ContractYear, read_contract_year
from contracts.fields import Fields
from contracts.flow import Flow
from contracts.modifiers import Net, Stated, net_of, row_of, settle
from contracts.period import Period
from contracts.schema import AMOUNT, NAME
from contracts.sharing import Due
from contracts.step import Basis, Doc, Footprint, Head, StepKind

SPANS = ("period", "cumulative", "year")
_RULES = {
    "period": "net-above-cap-in-run",
    "cumulative": "net-above-cap",
    "year": "net-above-cap-in-year",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What a cap is held against.

    Attributes:
        now_minor: The net of the step in the stretch that the cap is for.
        cut_minor: What was cut of it before this run.
        limit_minor: How much of it may be kept.
        month: First month of the contract year; "" where none is meant.
    """

    now_minor: int
    cut_minor: int
    limit_minor: int
    month: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """A cap, ready to run.

    Attributes:
        head: The common fields.
        of: The step it limits.
        amount: Most that the payees of the step keep, in minor units.
        per: "period", "cumulative" or "year".
        year: How contract years are counted; None unless the cap is per year.
    """

    head: Head
    of: str
    amount: int
    per: str
    year: ContractYear | None

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(basis=Basis("amount", self.of), of=(self.of,))

    def apply(self, flow: Flow) -> None:
        """Cut what is above the cap; what was cut too much before is given back."""
        portions = flow.portions(self.head, self.footprint())
        net = net_of(flow, self.head.id, self.of)
        counted = self._counted(flow, net)
        cut = 0 if counted is None else max(0, counted.now_minor - counted.limit_minor)
        stated = self._stated(net, counted, cut)
        amount = stated.amount_minor
        row_id = flow.take(portions[0], -amount, row_of(flow, self.head, stated))
        flow.close_step(self.head, portions, amount, row_id)
        if self.per == "year" and counted is not None:
            flow.add(self._key("cut", counted.month), amount)
        total = flow.add(f"due:{self.head.id}", amount)
        key = f"{self.head.id}/payees"
        settle(flow, Due(self.head, "capped", key, -total, -amount, row_id), self.of)

    def _counted(self, flow: Flow, net: Net) -> Counted | None:
        """Give what the cap is held against; None outside the contract years.

        A cap that new terms lower claims nothing back: what the payees had before stays allowed.
        """
        if self.year is not None:
            return self._in_year(flow, net, self.year)
        if self.per == "period":
            return Counted(net.run_minor, 0, self.amount)
        cut = flow.to_date.get(f"due:{self.head.id}", 0)
        return Counted(net.to_date_minor, cut, max(self.amount, net.before_minor - cut))

    def _in_year(self, flow: Flow, net: Net, years: ContractYear) -> Counted | None:
        """Count within the contract year of the run; what finished years left is forgotten."""
        year = years.of(Period.parse(flow.inputs.period))
        month = str(year) if year else ""
        for name in ("earned", "cut"):
            prefix, own = f"{name}:{self.head.id}/", self._key(name, month)
            for key in [key for key in flow.to_date if key.startswith(prefix) and key != own]:
                del flow.to_date[key]
        if year is None:
            return None
        now = flow.add(self._key("earned", month), net.run_minor)
        cut = flow.to_date.get(self._key("cut", month), 0)
        limit = max(self.amount, now - net.run_minor - cut)
        return Counted(now, cut, limit, month)

    def _key(self, name: str, month: str) -> str:
        return f"{name}:{self.head.id}/{month}"

    def _stated(self, net: Net, counted: Counted | None, cut: int) -> Stated:
        if counted is None:
            counted, rule = Counted(net.run_minor, 0, self.amount), "outside-contract-years"
        else:
            rule = _RULES[self.per]
        return Stated(
            rule=rule,
            basis=f"amount:{self.of}",
            basis_minor=counted.now_minor,
            added_minor=net.run_minor,
            rounded_minor=cut,
            prior_minor=counted.cut_minor,
            month=counted.month,
            note=f"limit:{counted.limit_minor}",
            parents=net.rows,
        )


def read(head: Head, fields: Fields) -> Cap:
    """Read a cap from its fields."""
    per = fields.choice("per", SPANS)
    return Cap(
        head=head,
        of=fields.name("of"),
        amount=fields.integer("amount", least=0),
        per=per,
        year=read_contract_year(fields) if per == "year" else None,
    )


KIND = StepKind(
    kind="cap/1",
    read=read,
    schema={"of": NAME, "amount": AMOUNT, "per": {"enum": list(SPANS)}, "year": YEAR},
    required=("of", "amount", "per"),
    doc=Doc(
        does="Limits what the payees of an earlier step keep of it, per run, to date, or within a "
        "contract year; what is cut stays in the flow.",
        in_a_committee="上限, 成功報酬の上限",
        formula="cut to date = max(0, net of the step to date - amount); with `per: year` the net "
        "since the contract year began, and a new year starts anew; with `per: period` the net of "
        "the run, each run by itself; a lowered cap claims nothing back",
        example="A royalty of 800 to date is capped at 1,000; 500 more come: 1,300 - 1,000 = 300 "
        "are cut, the payee gets 200. When 400 are taken back, nothing is above the cap any more: "
        "the royalty is -400, the cut 300 returns, the payee has 900.",
        source="royalties.md, table of steps (cap: cumulative or per period)",
    ),
)
