"""Which figures the terms need to go on from a cut-over, line by line.

A committee that kept its books elsewhere comes in with figures to date. Each figure is typed: what
kind it is, and to which clause, account and payee it belongs. The terms say which are asked for.

    basis                basis to date since the rate last changed    計算基礎の累計
    units                units to date, where tiers count them        数量の累計
    before-change        due before the rate last changed             料率変更前の発生額
    due                  what the step took to date                   発生額の累計
    part                 of it, one payee's                           受取人別の累計
    inflow               what reached a recoupment account            回収口座への到達額
    recouped             what was recovered of it                     回収済額
    given-back           of it, what one payee gave back              受取人別の充当額
    cost                 expenses presented to date                   経費の累計
    earned               net of a guaranteed step in this contract year 契約年度の発生額
    cut                  cut by a cap in this contract year           契約年度の超過控除額
    topped               topped up for this contract year             契約年度の補填額
    repaid               of earlier top-ups, paid back this year      契約年度の返還額
    owed                 top-ups of finished years to be paid back    返還されるべき補填額
    reserved             held back with one month of origin           返品引当（発生月別）
    pool                 what reached the split, negative: a deficit  分配原資の累計（繰越欠損は負）
    paid                 what a payee was paid to date                支払済
    unpaid               what he still has to be paid, royalties      未払（使用料）
    unpaid-fee           the same, for services                       未払（手数料・報酬）
    unpaid-distribution  the same, a partner's own money              未払（分配金）
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.contract_year import ContractYear, Year
from contracts.payees import Payees, is_reference
from contracts.period import Month, Period
from contracts.priced import Priced
from contracts.rated import Rated
from contracts.step import Head, Step
from contracts.steps.cap import Cap
from contracts.steps.clawback import Clawback
from contracts.steps.expense import ExpenseStep
from contracts.steps.floor import Floor
from contracts.steps.guarantee import Guarantee
from contracts.steps.hold import Hold
from contracts.steps.recoup import Recoup
from contracts.steps.reserve import Reserve
from contracts.steps.split import Split
from contracts.terms import Terms
from contracts.used import Used

Holders = Mapping[str, tuple[tuple[str, int], ...]]
"""Reference such as `committee:cmt_x/investment` to its parties with weights."""

Key = tuple[str, str, str, str]
"""Kind, step, account (or reference of holders), payee."""

KINDS: Final = (
    "basis", "units", "before-change", "due", "part", "inflow", "recouped", "given-back", "cost",
    "earned", "cut", "topped", "repaid", "owed", "reserved", "pool", "paid", "unpaid", "unpaid-fee",
    "unpaid-distribution",
)  # fmt: skip
UNPAID: Final = ("unpaid", "unpaid-fee", "unpaid-distribution")


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of the books that are left.

    Attributes:
        kind: One of `KINDS`.
        amount_minor: To date.
        step: Clause it belongs to; empty for what is paid and unpaid.
        account: Recoupment account, or the reference whose holder the payee is.
        payee: Party.
        difference_minor: By how much it is known to differ from what follows from the others.
        reason: Why it differs.
    """

    kind: str
    amount_minor: int
    step: str = ""
    account: str = ""
    payee: str = ""
    difference_minor: int = 0
    reason: str = ""

    @property
    def key(self) -> Key:
        """What the figure is."""
        return self.kind, self.step, self.account, self.payee


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that the terms ask for.

    Attributes:
        key: What the figure is.
        clause: Where the clause stands in the paper contract.
        label_ja: Name of the clause or account in Japanese.
        label_en: The same in English.
        is_needed: False when it is zero if nothing is said.
    """

    key: Key
    clause: str = ""
    label_ja: str = ""
    label_en: str = ""
    is_needed: bool = True


def asked(
    terms: Terms, holders: Holders, *, is_committee: bool, as_of: str = ""
) -> tuple[Asked, ...]:
    """Give every figure that the terms ask for, in the order of the clauses.

    Args:
        terms: The clauses in force.
        holders: Those whom references mean at the cut-over.
        is_committee: Whether a split hands partners their own money.
        as_of: Last month before the cut-over.

    Returns:
        The figures, each once; what clauses the opening cannot carry is in `unsupported`.
    """
    lines: dict[Key, Asked] = {}
    for step in terms.steps:
        for line in (*_of_step(step, terms, holders), *_of_dated(step, terms, holders, as_of)):
            lines.setdefault(line.key, line)
    for party, kinds in _parties(terms, holders, is_committee=is_committee):
        for kind in ("paid", *(one for one in UNPAID if one in kinds)):
            line = Asked((kind, "", "", party), is_needed=False)
            lines.setdefault(line.key, line)
    return tuple(lines.values())


def unsupported(terms: Terms) -> tuple[Head, ...]:
    """Give the steps whose memory cannot be stated by typed figures yet."""
    return tuple(step.head for step in terms.steps if not _is_known(step))


def _is_known(step: Step) -> bool:
    """A fee by use with a floor or a cap per year or period does not follow from one sum."""
    if isinstance(step, Used):
        bounds = [bound for bound in (step.floor, step.cap) if bound]
        return all(bound.per == "cumulative" for bound in bounds)
    return isinstance(step, _KNOWN)


_KNOWN: Final = (
    Rated,
    Recoup,
    ExpenseStep,
    Split,
    Hold,
    Guarantee,
    Reserve,
    Cap,
    Floor,
    Priced,
    Clawback,
)


def _of_step(step: Step, terms: Terms, holders: Holders) -> Iterator[Asked]:
    head = step.head
    if isinstance(step, Rated):
        yield from _of_rated(step, holders)
    elif isinstance(step, Priced | Used):
        yield from _of_counted(step, holders)
    elif isinstance(step, ExpenseStep):
        if step.cap_per == "cumulative":
            yield _line(head, "cost")
        yield _line(head, "due", is_needed=step.cap_per == "cumulative")
        if step.payees:
            yield from _parts(head, "part", step.payees, holders)
    elif isinstance(step, Recoup):
        yield from _of_recoup(step, terms, holders)
    elif isinstance(step, Split):
        yield _line(head, "pool")
        yield _line(head, "due")
        yield from _parts(head, "part", step.payees, holders)


def _of_rated(step: Rated, holders: Holders) -> Iterator[Asked]:
    if is_to_date(step):
        yield _line(step.head, "basis")
        yield _line(step.head, "before-change", is_needed=False)
    yield _line(step.head, "due", is_needed=is_to_date(step))
    yield from _parts(step.head, "part", step.payees, holders)


def _of_counted(step: Priced | Used, holders: Holders) -> Iterator[Asked]:
    head, is_needed = step.head, is_counted_to_date(step)
    if is_needed:
        yield _line(head, "basis")
        if counts_units_beside(step):
            yield _line(head, "units")
        yield _line(head, "before-change", is_needed=False)
    yield _line(head, "due", is_needed=is_needed)
    yield from _parts(head, "part", step.rated.payees, holders)


def is_counted_to_date(step: Priced | Used) -> bool:
    """Tell whether the step remembers what it counted."""
    return step.rated.cumulative


def counts_units_beside(step: Priced | Used) -> bool:
    """Tell whether units choose the tier of an amount of money."""
    if isinstance(step, Used) or step.table is None:
        return False
    return step.table.counts == "units" and step.price is None


def _of_recoup(step: Recoup, terms: Terms, holders: Holders) -> Iterator[Asked]:
    account = terms.accounts[step.account]
    head = step.head
    if account.kind == "memo":
        yield Asked(("inflow", "", account.id, ""), head.clause, account.label_ja, account.label_en)
        return
    yield _line(head, "inflow", account.id, is_needed=False)
    yield _line(head, "recouped", account.id)
    if step.payees:
        yield from _parts(head, "part", step.payees, holders)
    if step.against:
        yield from _parts(head, "given-back", payees_of(terms, step.against), holders)


def _of_dated(step: Step, terms: Terms, holders: Holders, as_of: str) -> Iterator[Asked]:
    """Give the figures of steps that count contract years or months."""
    if isinstance(step, Guarantee):
        yield from _of_guarantee(step, as_of)
    elif isinstance(step, Reserve):
        yield from _of_reserve(step, terms, holders, as_of)
    elif isinstance(step, Cap | Floor):
        yield from _of_bound(step, terms, holders, as_of)
    elif isinstance(step, Clawback):
        yield from (_line(step.head, "basis"), _line(step.head, "due"))


def _of_guarantee(step: Guarantee, as_of: str) -> Iterator[Asked]:
    head, promise = step.head, step.promise
    yield _line(head, "due")
    if promise.recoupable:
        yield _line(head, "owed", is_needed=False)
    if open_year(step, as_of) is None:
        return
    for guaranteed in promise.steps:
        yield _line(head, "earned", guaranteed)
    for lot in ("",) if promise.cross else promise.steps:
        yield _line(head, "topped", lot, is_needed=False)
    if promise.recoupable:
        yield _line(head, "repaid", is_needed=False)


def _of_reserve(step: Reserve, terms: Terms, holders: Holders, as_of: str) -> Iterator[Asked]:
    yield _line(step.head, "basis")
    for month in origins(step, as_of):
        yield _line(step.head, "reserved", str(month), is_needed=False)
    if step.against:
        yield from _parts(step.head, "given-back", payees_of(terms, step.against), holders)


def _of_bound(step: Cap | Floor, terms: Terms, holders: Holders, as_of: str) -> Iterator[Asked]:
    is_cap = isinstance(step, Cap)
    yield _line(step.head, "due")
    kind = "given-back" if is_cap else "part"
    yield from _parts(step.head, kind, payees_of(terms, step.of), holders)
    if isinstance(step, Cap) and running_year(step.year, as_of):
        yield _line(step.head, "earned")
        yield _line(step.head, "cut")


def origins(step: Reserve, as_of: str) -> list[Month]:
    """Give the months of which something may still be held back at the cut-over, oldest first."""
    if not as_of:
        return []
    last, schedule = Month.parse(as_of), step.schedule
    months = schedule.after_months + (schedule.parts - 1) * schedule.every_months
    return [last.plus(1 - months + place) for place in range(months)]


def open_year(step: Guarantee, as_of: str) -> Year | None:
    """Give the contract year that is running at the cut-over; None if none is."""
    return running_year(step.promise.years, as_of)


def running_year(years: ContractYear | None, as_of: str) -> Year | None:
    """Give the contract year that goes on after the cut-over; None if none does."""
    if years is None or not as_of:
        return None
    year = years.containing(Month.parse(as_of))
    return None if year is None or year.ends_with(Period.parse(as_of)) else year


def payees_of(terms: Terms, step: str) -> Payees:
    """Give those whom a step pays; registration proved that it is there and pays somebody.

    Raises:
        LookupError: No step of this id pays anybody.
    """
    for one in terms.steps:
        payees = paid_by(one)
        if one.head.id == step and payees is not None:
            return payees
    raise LookupError(step)


def paid_by(step: Step) -> Payees | None:
    """Give those whom a step itself pays; None where it pays nobody."""
    inner = step.rated if isinstance(step, Priced | Used | Clawback) else step
    payees = getattr(inner, "payees", None)
    return payees if isinstance(payees, Payees) else None


def is_to_date(step: Rated) -> bool:
    """Tell whether the step remembers its basis."""
    return step.cumulative and step.rate is not None


def _parts(head: Head, kind: str, payees: Payees, holders: Holders) -> Iterator[Asked]:
    """Ask who got how much of it, where that does not follow from the sum."""
    names = [payee for payee, weight in payees.weights if weight]
    for payee in names:
        if len(names) > 1:
            yield _line(head, kind, "", payee)
        if is_reference(payee):
            parties = [party for party, weight in holders.get(payee, ()) if weight]
            for party in parties if len(parties) > 1 else ():
                yield _line(head, kind, payee, party)


def _line(
    head: Head, kind: str, account: str = "", payee: str = "", *, is_needed: bool = True
) -> Asked:
    key = (kind, head.id, account, payee)
    return Asked(key, head.clause, head.label_ja, head.label_en, is_needed)


def _parties(
    terms: Terms, holders: Holders, *, is_committee: bool
) -> list[tuple[str, frozenset[str]]]:
    """Give everybody whom the terms pay, and the kinds of what may still be unpaid to him."""
    found: dict[str, frozenset[str]] = {}
    for step in terms.steps:
        payees = paid_by(step)
        if payees is None:
            continue
        kind = frozenset((_unpaid_by(step, is_committee=is_committee),))
        for payee, _ in payees.weights:
            some = holders.get(payee, ()) if is_reference(payee) else ((payee, 1),)
            for party, _ in some:
                found[party] = found.get(party, frozenset()) | kind
    return sorted(found.items())


def _unpaid_by(step: Step, *, is_committee: bool) -> str:
    """Say as what an amount of this step would be unpaid; see `contracts.tax.income`."""
    kind = step.head.kind
    is_own = isinstance(step, Split) or (isinstance(step, Recoup) and not step.against)
    if is_committee and is_own:
        return "unpaid-distribution"
    return "unpaid-fee" if kind.startswith(("commission/", "expense/")) else "unpaid"
