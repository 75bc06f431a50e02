"""The whole life of committees at random: members come and go, debts pass, and they end.

See `tests.machine.at_work` for how commands are foreseen. After an end no rights are sold any more:
the model keeps what an end moved at the last place of every point, which only holds while nothing
moves before it.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from rights_stage import DOCUMENT, consent
from stage import ratio

from contracts.period import Month
from ledger.committees.changes import (
    AdmitMember,
    RecordLeaving,
    SharesMoved,
    TransferMemberShare,
)
from ledger.debtors.commands import AssumeDebt
from ledger.dissolutions.commands import (
    BeginDissolution,
    CompleteDissolution,
    RecordPastDissolution,
)
from ledger.dissolutions.written import EndClause, Liquidator, Portion, Resolution
from tests.machine.at_work import CommitteesAtWork, later, left_out, numbers
from tests.machine.simple_committee import SimpleCommittee, as_members
from tests.machine.simple_rights import MARKS, Shares, Where

RESOLVED = date(2026, 6, 30)
PLANS = (
    "contract", "co_ownership", "lead", "member", "author", "manager", "mixture", "short",
)  # fmt: skip


class CommitteeLife(CommitteesAtWork):
    """Committees at work, and everything else that becomes of them."""

    # Members

    @rule(number=numbers, party=numbers, months=later, without=left_out)
    def admit(self, number: int, party: int, months: int, without: int | None) -> None:
        """Somebody joins with a fifth; the others keep four fifths of theirs."""
        committee: SimpleCommittee = self.pick(number, self.mostly_active())
        since = committee.first_open(months)
        newcomer = self.pick(party, self.people.companies)
        kept = [(each, share * Fraction(4, 5)) for each, share in committee.newest.members]
        held = [*kept, (newcomer, Fraction(1, 5))]
        signers = {*committee.parties, newcomer}
        consents = self._all_but(signers, without)
        why_not = committee.why_not_from(since) | committee.why_not_at_work()
        if newcomer in committee.parties:
            held = kept
            why_not |= {"member-already"}
        if signers - consents:
            why_not |= {"consent-missing"}
        command = AdmitMember(
            committee=committee.id, effective_from=since, reason="加入", party=newcomer,
            members=as_members(held), consents=consent(*sorted(consents)),
        )  # fmt: skip
        if self.attempt(command, why_not):
            committee.change(since, held)

    @precondition(lambda self: any(len(one.parties) > 1 for one in self.living()))
    @rule(number=numbers, party=numbers, months=later, agrees=st.booleans())
    def leave(self, number: int, party: int, months: int, agrees: bool) -> None:
        """Somebody who is neither lead nor window leaves; the others grow in proportion."""
        crowds = [one for one in self.living() if len(one.parties) > 1]
        committee: SimpleCommittee = self.pick(number, crowds)
        since = committee.first_open(max(0, months))
        bound = (committee.newest.lead, committee.newest.window)
        free = [each for each in committee.parties if each not in bound]
        if not free:
            return
        leaver = self.pick(party, free)
        gone = dict(committee.newest.members)[leaver]
        held = [
            (each, share / (1 - gone)) for each, share in committee.newest.members if each != leaver
        ]
        command = RecordLeaving(
            committee=committee.id, effective_from=since, reason="脱退", party=leaver,
            ground="withdrawal", left_on=date(2026, 1, 15), document=DOCUMENT,
            consents=consent(leaver) if agrees else (),
        )  # fmt: skip
        why_not = committee.why_not_from(since) | (set() if agrees else {"consent-missing"})
        if self.attempt(command, why_not):
            committee.change(since, held)

    @rule(number=numbers, giver=numbers, taker=numbers, months=later, without=left_out)
    def sell_a_share(
        self, number: int, giver: int, taker: int, months: int, without: int | None
    ) -> None:
        """A member sells half of its share, with the consent of every co-owner or of all but one."""
        committee: SimpleCommittee = self.pick(number, self.mostly_active())
        since = committee.first_open(months)
        seller = self.pick(giver, committee.parties)
        buyer = self.pick(taker, self.people.companies)
        moved = dict(committee.newest.members)[seller] / 2
        signers = {*committee.parties, buyer}
        consents = self._all_but(signers, without)
        why_not = committee.why_not_from(since)
        if seller == buyer:
            why_not |= {"transfer-to-itself"}
        if signers - consents:
            why_not |= {"consent-missing"}
        part = ratio(str(moved))
        command = TransferMemberShare(
            committee=committee.id, effective_from=since, reason="譲渡", giver=seller, taker=buyer,
            shares=SharesMoved(investment=part, copyright=part, profit=part), document=DOCUMENT,
            consents=consent(*sorted(consents)),
        )  # fmt: skip
        if self.attempt(command, why_not):
            held = dict(committee.newest.members)
            held[seller] -= moved
            held[buyer] = held.get(buyer, Fraction(0)) + moved
            committee.change(since, held.items())

    # Debts

    @rule(
        number=numbers, debtor=numbers, offset=st.sampled_from((0, 0, 0, 1)), agrees=st.booleans()
    )
    def assume_debt(self, number: int, debtor: int, offset: int, agrees: bool) -> None:
        """Somebody else pays from the month after the last run on, if he agreed."""
        committee: SimpleCommittee = self.pick(number, self.living())
        others = {one.payer for one in self.living() if one is not committee}
        taker = self.pick(debtor, [each for each in self.people.companies if each not in others])
        first = str(Month.parse(committee.next_month).plus(offset))
        why_not = set()
        if taker == committee.payer:
            why_not.add("debtor-unchanged")
        if not agrees:
            why_not.add("debtor-consent-missing")
        if offset and committee.settled:
            why_not.add("assumption-months-unsettled")
        command = AssumeDebt(
            agreement=committee.agreement, debtor=taker, from_month=first, document=DOCUMENT,
            consents=consent(taker) if agrees else (),
        )  # fmt: skip
        if self.attempt(command, why_not):
            committee.payer = taker

    # Ends

    @precondition(lambda self: self.age > 12)
    @rule(number=numbers, without=left_out)
    def begin_the_end(self, number: int, without: int | None) -> None:
        """The members resolve to end it, all of them or all but one."""
        committee: SimpleCommittee = self.pick(number, self.mostly_active())
        signers = {*committee.parties}
        consents = self._all_but(signers, without)
        why_not = self._why_not_end(committee)
        if signers - consents:
            why_not |= {"consent-missing"}
        command = BeginDissolution(
            id=self.money.new("dis"), committee=committee.id, ground="resolution",
            ground_day=RESOLVED, resolution=Resolution(day=RESOLVED, document=DOCUMENT),
            liquidators=(
                Liquidator(party=committee.newest.lead, authority="members", document=DOCUMENT),
            ),
            consents=consent(*sorted(consents)),
        )  # fmt: skip
        if self.attempt(command, why_not):
            committee.ending = command.id

    @staticmethod
    def _why_not_end(committee: SimpleCommittee) -> set[str]:
        if committee.ended:
            return {"committee-dissolved"}
        return {"dissolution-under-way"} if committee.ending else set()

    @precondition(lambda self: any(one.ending for one in self.living()))
    @rule(
        number=numbers, plan=st.sampled_from(PLANS), to=numbers, without=left_out,
        mark=st.sampled_from((1, 1, 1, 2)), late=st.sampled_from((0, 0, 1)),
    )  # fmt: skip
    def complete_the_end(
        self, number: int, plan: str, to: int, without: int | None, mark: int, late: int
    ) -> None:
        """Complete it under a plan of some kind."""
        committee: SimpleCommittee = self.pick(number, [one for one in self.living() if one.ending])
        mark = max(mark, self.last_end)
        if plan == "contract" or not committee.settled:
            late = 0
        receiver = self._receiver(committee, plan, to, mark)
        month = self._first_month(committee, mark, late)
        signers = {*committee.parties} if plan not in ("contract", "co_ownership") else set()
        consents = self._all_but(signers, without)
        command = CompleteDissolution(
            dissolution=committee.ending, transfer_day=MARKS[mark], money_from=month,
            dispositions=self._clauses(plan, receiver), report=DOCUMENT,
            consents=consent(*sorted(consents)),
        )  # fmt: skip
        why_not = {"committee-dissolved"} if committee.ended else set()
        if signers - consents:
            why_not |= {"consent-missing"}
        if self._leaves_months(committee, month):
            why_not |= {"dissolution-months-unsettled"}
        if plan == "short" or self._leaves_cells(mark):
            why_not |= {"dissolution-leaves-open"}
        if self.attempt(command, why_not):
            self._end(committee, (plan, receiver), mark, month)

    def _under_way(self) -> list[SimpleCommittee]:
        return [one for one in self.living() if one.ending]

    def _leaves_cells(self, mark: int) -> bool:
        return not self.rights.titles or self.rights.nobody_holds(mark)

    @staticmethod
    def _leaves_months(committee: SimpleCommittee, month: str) -> bool:
        return bool(committee.settled) and str(Month.parse(committee.settled).plus(1)) < month

    @staticmethod
    def _first_month(committee: SimpleCommittee, mark: int, late: int) -> str:
        earliest = max(
            committee.next_month, f"{MARKS[mark]:%Y-%m}", f"{committee.newest.since:%Y-%m}"
        )
        return str(Month.parse(earliest).plus(late))

    def _receiver(self, committee: SimpleCommittee, plan: str, to: int, mark: int) -> str:
        if plan == "author":
            return self.people.creator
        if plan == "lead":
            return committee.newest.lead
        members = committee.on(MARKS[mark] - timedelta(days=1)).members
        return str(self.pick(to, [party for party, _ in members]))

    @staticmethod
    def _clauses(plan: str, receiver: str) -> tuple[EndClause, ...] | None:
        rest = EndClause(outcome="co_ownership")
        short = (Portion(party=receiver, share=ratio("9999/10000")),)
        found: dict[str, tuple[EndClause, ...]] = {
            "co_ownership": (rest,),
            "mixture": (EndClause(rights=("streaming",), outcome="member", to=receiver), rest),
            "short": (EndClause(outcome="co_ownership", shares=short),),
        }
        if plan == "contract":
            return None
        outcome: Any = plan
        return found.get(plan) or (EndClause(outcome=outcome, to=receiver),)

    def _end(
        self, committee: SimpleCommittee, plan: tuple[str, str], mark: int, month: str
    ) -> None:
        """Do to the model what an end does: rights, holders of the money, and no more changes."""
        kind, receiver = plan
        before = dict(committee.on(MARKS[mark] - timedelta(days=1)).members)
        alone: Shares = {receiver: Fraction(1)}
        points = Where(first=mark).points()
        everybody = [committee.holder, *before]
        streaming = {point for point in points if point[0] == "streaming"}
        if kind in ("contract", "co_ownership"):
            self.rights.hand_over([committee.holder], before, points)
        elif kind == "mixture":
            self.rights.hand_over(everybody, alone, streaming)
            self.rights.hand_over([committee.holder], before, points - streaming)
        else:
            self.rights.hand_over(everybody, alone, points)
        committee.ended = True
        self.last_end = mark
        after = alone if kind in ("lead", "member", "author") else before
        committee.change(date.fromisoformat(f"{month}-01"), after.items())

    @precondition(lambda self: self.last_end <= 1 and self.age > 25)
    @rule(number=numbers)
    def find_the_end(self, number: int) -> None:
        """It turns out that one ended at the end of June: nothing is asked, gaps are noted."""
        committee: SimpleCommittee = self.pick(number, self.mostly_active())
        command = RecordPastDissolution(
            dissolution=committee.ending or self.money.new("dis"), committee=committee.id,
            cause="insolvency", ended=RESOLVED.isoformat(), document=DOCUMENT,
        )  # fmt: skip
        why_not = {"committee-dissolved"} if committee.ended else set()
        if self.attempt(command, why_not):
            month = self._first_month(committee, 1, 0)
            self._end(committee, ("contract", ""), 1, month)
