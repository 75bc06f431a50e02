"""Committees at random: formed, amended, licensed and paid; and what must hold meanwhile.

Before each command the machine's own simple model says whether it must be accepted, and else by
which refusals; whatever the register does otherwise is a failure. Half of what is drawn is wrong on
purpose: a consent is left out, a share is too large, a licence overlaps.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from money_stage import SAMPLE, Money, rate, step, terms
from rights_stage import DOCUMENT, consent
from stage import plan, ratio

from contracts.period import Month
from contracts.rights.grants import UNASSIGNED
from ledger.bootstrap import open_register
from ledger.command import Command
from ledger.committees.commands import AmendCommittee, Disposition, FormCommittee, Window
from ledger.errors import Refused
from ledger.jobs.verify import verify_register
from ledger.rights.commands import EndRight, LicenseRight, RecordTitle, TransferRight
from ledger.rights.written import Stake
from ledger.values import Names
from tests.empty_home import copy_of_empty_home
from tests.machine.invariants import (
    ChainFollower,
    check_balances,
    check_cells,
    check_licences,
    check_views,
)
from tests.machine.simple_committee import People, SimpleCommittee, Version, as_members
from tests.machine.simple_rights import MARKS, MEDIA, PLACES, Move, SimpleRights, Use, Where

COMPANIES = 5
LAST_MONTH = "2026-10"
VIEWS_EVERY = 12
FORMED = date(2026, 1, 1)

numbers = st.integers(0, 2**31)
parts_of_one = st.lists(st.integers(1, 6), min_size=1, max_size=4)
wheres = st.builds(
    Where,
    st.sampled_from(("all", *MEDIA)),
    st.sampled_from(("WW", *PLACES)),
    st.sampled_from((0, 1, 2)),
    st.sampled_from((None, None, 3)),
)
exclusivities = st.sampled_from(("exclusive", "sole", "non_exclusive"))
shares = st.sampled_from((None, Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(1)))
later = st.sampled_from((-1, 0, 0, 0, 1, 2))
left_out = st.sampled_from((None, None)) | numbers


class CommitteesAtWork(RuleBasedStateMachine):
    """One work, five companies, up to two committees, a creator who is paid all along."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="daicho-machine-"))
        self.register = open_register(copy_of_empty_home(self._folder / "home"), sample=SAMPLE)
        self.money = Money(self.register)
        self.chain = ChainFollower(self.register)
        self.rights = SimpleRights()
        self.last_end = 0
        self.age = 0
        self._steps = 0

    @initialize(weights=parts_of_one, held=parts_of_one, offset=numbers, has_window=st.booleans())
    def set_the_stage(
        self, weights: list[int], held: list[int], offset: int, has_window: bool
    ) -> None:
        """Register everybody and the work, which a first committee holds, perhaps with others."""
        names = [f"第{number}社" for number in range(1, COMPANIES + 1)]
        companies = [self.money.company(name) for name in names]
        self.people = People(companies, self.money.named_person("作者"))
        self.work = self.money.work("星の庭", companies[0])
        self._form(weights, offset, has_window, spoilt=False)
        self._record_title(held, 0, spoilt=False)

    # What is sent, and what the model says of it

    def attempt(self, command: Command, why_not: Collection[str]) -> bool:
        """Send a command; it must be accepted, or refused for a reason that the model knows."""
        self._steps += 1
        self.age += 1
        try:
            self.money.record(command)
        except Refused as refusal:
            refused: Refused | None = refusal
        else:
            refused = None
        foreseen = refused.code in why_not if refused else not why_not
        assert foreseen, (refused, why_not, command)
        return refused is None

    def pick(self, number: int, of: Iterable[Any]) -> Any:
        """Choose one of some things that must be in a fixed order."""
        found = [*of]
        return found[number % len(found)]

    def living(self) -> list[SimpleCommittee]:
        """Return all committees, those that have ended included."""
        return [*self.people.committees.values()]

    def mostly_active(self) -> list[SimpleCommittee]:
        """Return those that have not ended; at times, or where there is none, all of them."""
        active = [one for one in self.living() if not one.ended]
        return active if active and self.age % 8 else self.living()

    def holders(self) -> list[str]:
        """Return everybody who could hold a right."""
        return [*self.people.companies, *(one.holder for one in self.living())]

    # Committees

    @precondition(lambda self: len(self.living()) < 2)
    @rule(weights=parts_of_one, offset=numbers, has_window=st.booleans(), spoilt=st.booleans())
    def form(self, weights: list[int], offset: int, has_window: bool, spoilt: bool) -> None:
        """Form a committee whose shares sum to one, or do not."""
        self._form(weights, offset, has_window, spoilt=spoilt)

    def _form(self, weights: list[int], offset: int, has_window: bool, *, spoilt: bool) -> None:
        free = self._without_lead(offset)
        whole = sum(weights) + (1 if spoilt else 0)
        held = [
            (party, Fraction(weight, whole)) for party, weight in zip(free, weights, strict=False)
        ]
        lead = held[0][0]
        window = held[-1][0] if has_window else None
        command = FormCommittee(
            id=self.money.new("cmt"), name=Names(ja="「星の庭」製作委員会"), origin="new",
            works=(self.work,), members=as_members(held), lead=lead, formed_on=FORMED,
            windows=self._windows(window), plan=plan(lead, Disposition(outcome="co_ownership")),
        )  # fmt: skip
        if self.attempt(command, {"shares-do-not-sum"} if spoilt else ()):
            version = Version(FORMED, tuple(held), lead, window)
            committee = SimpleCommittee(command.id, [version], payer=lead)
            self.people.committees[command.id] = committee
            self._agree(committee)

    def _without_lead(self, offset: int) -> list[str]:
        """Return the companies in some order, first one that leads nothing yet."""
        leads = {one.payer for one in self.living()}
        order = [*self.people.companies]
        order = order[offset % COMPANIES :] + order[: offset % COMPANIES]
        return sorted(order, key=lambda party: party in leads)

    @staticmethod
    def _windows(holder: str | None) -> tuple[Window, ...]:
        return (Window(medium="streaming", holder=holder),) if holder else ()

    def _agree(self, committee: SimpleCommittee) -> None:
        """Record what is paid: a tenth to the creator, the rest to the members."""
        clauses = terms(
            step("author", "royalty/1", basis="received", rate=rate(1, 10),
                 payee=self.people.creator),
            step("members", "split/1", holders=f"committee:{committee.id}/investment"),
        )  # fmt: skip
        committee.agreement = self.money.agreement(
            committee.newest.lead, clauses, committee=committee.id, works=(self.work,)
        )

    @rule(number=numbers, months=later, weights=parts_of_one, offset=numbers)
    def amend(self, number: int, months: int, weights: list[int], offset: int) -> None:
        """Say all shares anew from a month on; the lead stays a member."""
        committee: SimpleCommittee = self.pick(number, self.mostly_active())
        since = committee.first_open(months)
        lead = committee.newest.lead
        others = [party for party in self._without_lead(offset) if party != lead]
        window = committee.newest.window
        named = dict.fromkeys((lead, *([window] if window else []), *others))
        weights = [*weights, *([1] * (2 - len(weights)))]
        whole = sum(weights)
        held = [
            (party, Fraction(weight, whole)) for party, weight in zip(named, weights, strict=False)
        ]
        command = AmendCommittee(
            committee=committee.id, effective_from=since, reason="持分の変更",
            members=as_members(held),
        )  # fmt: skip
        if self.attempt(command, committee.why_not_from(since)):
            committee.change(since, held)

    # Rights

    @precondition(lambda self: self.age % 16 == 0)
    @rule(weights=parts_of_one, number=numbers, spoilt=st.booleans())
    def record_title(self, weights: list[int], number: int, spoilt: bool) -> None:
        """Say once more who made the work."""
        self._record_title(weights, number, spoilt=spoilt)

    def _record_title(self, weights: list[int], number: int, *, spoilt: bool) -> None:
        first = self.pick(number, self.living()).holder
        holders = [first, *self.people.companies]
        whole = sum(weights) + (1 if spoilt and self.rights.titles else 0)
        held = {
            holder: Fraction(weight, whole)
            for holder, weight in zip(holders, weights, strict=False)
        }
        command = RecordTitle(
            id=self.money.new("right"), work=self.work, origin="maker_29",
            stakes=tuple(
                Stake(holder=holder, share=ratio(str(share))) for holder, share in held.items()
            ),
            extent=Where().written(), document=DOCUMENT,
        )  # fmt: skip
        if self.attempt(command, self.rights.why_not_title(held)):
            self.rights.titles.append(held)

    @precondition(lambda self: not self.last_end)
    @rule(giver=numbers, taker=numbers, share=shares, where=wheres, without=left_out)
    def transfer(
        self, giver: int, taker: int, share: Fraction | None, where: Where, without: int | None
    ) -> None:
        """Sell a share with the consents of all co-owners, or of all but one."""
        move = Move(
            self.money.new("right"), self.pick(giver, self._likely_givers(where)),
            self.pick(taker, self.holders()), share, where, where.points(),
        )  # fmt: skip
        signers = self.rights.signers(where, self.people.members, {})
        consents = self._all_but(signers, without)
        why_not = self.rights.why_not_move(move, consents, self.people.members)
        if self.attempt(self._transfer(move, "contract", consents), why_not):
            self.rights.moves.append(move)

    @precondition(lambda self: not self.last_end)
    @rule(giver=numbers, where=wheres, to_nobody=st.booleans(), taker=numbers)
    def succeed(self, giver: int, where: Where, to_nobody: bool, taker: int) -> None:
        """A share passes by itself: no consent is asked; it may be left to nobody."""
        move = Move(
            self.money.new("right"), self.pick(giver, self._likely_givers(where)),
            UNASSIGNED if to_nobody else self.pick(taker, self.holders()), None, where,
            where.points(),
        )  # fmt: skip
        why_not = self.rights.why_not_move(move, set(), lambda _holder, _day: ())
        why_not -= {"co-owner-consent-missing"}
        if self.attempt(self._transfer(move, "succession", ()), why_not):
            self.rights.moves.append(move)

    def _likely_givers(self, where: Where) -> list[str]:
        """Return who holds something there, and one who may not."""
        found = {
            holder
            for point in where.points()
            for holder in self.rights.holders_at(point)
            if holder != UNASSIGNED
        }
        return [*sorted(found), self.people.companies[-1]]

    @staticmethod
    def _all_but(signers: set[str], without: int | None) -> set[str]:
        ordered = sorted(signers)
        if without is not None and ordered:
            ordered.pop(without % len(ordered))
        return set(ordered)

    def _transfer(self, move: Move, ground: Any, consents: Iterable[str]) -> TransferRight:
        return TransferRight(
            id=move.id, work=self.work, giver=move.giver, taker=move.taker,
            share=ratio(str(move.share)) if move.share else None, extent=move.where.written(),
            ground=ground, articles_27_28_expressly=True, document=DOCUMENT,
            consents=consent(*sorted(consents)),
        )  # fmt: skip

    @rule(
        number=numbers, licensee=numbers, where=wheres, exclusivity=exclusivities,
        without=left_out, sublicensable=st.booleans(),
    )  # fmt: skip
    def license(
        self, number: int, licensee: int, where: Where, exclusivity: str, without: int | None,
        sublicensable: bool,
    ) -> None:  # fmt: skip
        """License a use by one of its holders, with the consents of all who must sign."""
        licensor = self.pick(number, self._likely_givers(where))
        use = Use(
            self.money.new("right"), (licensor,), self.pick(licensee, self.people.companies),
            exclusivity, where, where.points(), None, sublicensable,
        )  # fmt: skip
        windows = self.people.windows(where.first_day)
        signers = self.rights.signers(where, self.people.members, windows)
        consents = self._all_but(signers, without)
        why_not = self.rights.why_not_use(use, consents, self.people.members, windows)
        self._record_use(use, consents, why_not)

    @precondition(lambda self: self.rights.uses)
    @rule(number=numbers, licensee=numbers, where=wheres, exclusivity=exclusivities)
    def sublicense(self, number: int, licensee: int, where: Where, exclusivity: str) -> None:
        """License from a licence: within it, if it allows that."""
        source: Use = self.pick(number, self.rights.uses.values())
        use = Use(
            self.money.new("right"), (source.licensee,),
            self.pick(licensee, self.people.companies), exclusivity, where, where.points(),
            source.id,
        )  # fmt: skip
        why_not = self.rights.why_not_use(use, set(), self.people.members, {})
        self._record_use(use, set(), why_not)

    def _record_use(self, use: Use, consents: set[str], why_not: set[str]) -> None:
        exclusivity: Any = use.exclusivity
        command = LicenseRight(
            id=use.id, work=self.work, licensors=use.licensors, licensee=use.licensee,
            extent=use.where.written(), exclusivity=exclusivity, source=use.source,
            sublicensable=use.sublicensable, document=DOCUMENT, consents=consent(*sorted(consents)),
        )  # fmt: skip
        if self.attempt(command, why_not):
            self.rights.uses[use.id] = use

    @precondition(lambda self: self.rights.uses)
    @rule(number=numbers, mark=st.sampled_from((1, 2, 3)))
    def end_licence(self, number: int, mark: int) -> None:
        """End a licence from a mark on, and with it what was derived from it."""
        use: Use = self.pick(number, self.rights.uses.values())
        if self.attempt(self._ending(use.id, mark), self.rights.why_not_end_use(use, mark)):
            self.rights.end_use(use, mark)

    @precondition(lambda self: self.rights.moves and not self.last_end)
    @rule(number=numbers, mark=st.sampled_from((1, 2, 3)))
    def end_transfer(self, number: int, mark: int) -> None:
        """Let a transfer come back from a mark on, unless a later one stands on it."""
        move: Move = self.pick(number, self.rights.moves)
        if self.attempt(self._ending(move.id, mark), self.rights.why_not_end_move(move, mark)):
            self.rights.end(move, mark)

    @staticmethod
    def _ending(right: str, mark: int) -> EndRight:
        return EndRight(
            right=right, first_day=MARKS[mark], ground="termination", reason="契約の終了",
            document=DOCUMENT,
        )  # fmt: skip

    # Money

    @precondition(lambda self: any(one.next_month <= LAST_MONTH for one in self.living()))
    @rule(number=numbers, amount=st.sampled_from((0, 7, 1_000, 12_345, 1_000_003)))
    def pay_a_month(self, number: int, amount: int) -> None:
        """Report, receive, run and state the next month of a committee."""
        ready = [one for one in self.living() if one.next_month <= LAST_MONTH]
        self._pay(self.pick(number, ready), amount)

    @precondition(lambda self: any(one.next_month < "2026-07" for one in self.living()))
    @rule(number=numbers, amount=st.sampled_from((7, 12_345, 1_000_003)))
    def pay_up_to_june(self, number: int, amount: int) -> None:
        """Run all months of the first half of the year that are not run yet."""
        ready = [one for one in self.living() if one.next_month < "2026-07"]
        committee = self.pick(number, ready)
        while committee.next_month < "2026-07":
            self._pay(committee, amount)
            amount = 0

    def _pay(self, committee: SimpleCommittee, amount: int) -> None:
        month = committee.next_month
        last_day = Month.parse(month).last_day
        if amount:
            reporter = self.people.companies[-1]
            report = self.money.sales(
                committee.agreement, reporter, self.work, amount, period=month
            )
            self.money.receive(committee.agreement, report, amount, received_on=last_day)
        prepared = self.money.run(committee.agreement, month, empty=not amount)
        committee.settled = month
        committee.received += amount
        self._check_run(committee, amount, last_day, prepared.outcome.allocations)
        self.money.issue(committee.payer, month)
        self._steps += 1

    def _check_run(
        self, committee: SimpleCommittee, amount: int, day: date, allocations: Any
    ) -> None:
        """The creator has a tenth, cut down; the rest goes to the holders of that day, in full."""
        given: dict[str, int] = {}
        for one in allocations:
            key = f"{one.step}/{one.payee}"
            given[key] = given.get(key, 0) + one.amount_minor
        before = committee.received - amount
        author = committee.received // 10 - before // 10  # odd parts of a yen are kept for later
        assert given.pop(f"author/{self.people.creator}", 0) == author
        left = amount - author
        assert sum(given.values()) == left
        for party, share in committee.on(day).members:
            assert abs(given.pop(f"members/{party}", 0) - left * share) <= 1, (party, share)
        assert not any(given.values())

    # What holds after every step

    @invariant()
    def it_holds(self) -> None:
        """Cells, licences, balances and the chain; the views at times."""
        self.chain.follow()
        check_cells(self.register, self.work, self.rights) if self.rights.titles else None
        check_licences(self.register, self.work, self.rights)
        check_balances(self.register)
        if self._steps >= VIEWS_EVERY:
            self._steps = 0
            check_views(self.register)

    def teardown(self) -> None:
        """Decide every command again over views built afresh; audit all of it."""
        try:
            report = verify_register(self.register, views=True, commands=True)
            assert report.findings == ()
        finally:
            self.register.close()
            shutil.rmtree(self._folder)
