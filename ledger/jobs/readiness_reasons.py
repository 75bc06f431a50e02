"""Why a committee could not end today: what would be left without holder, debtor or contact; pure.

A finding either orphans something (a right, a yen, a creator's claim, the question whom to ask) or
is a task for whoever winds up. A committee is ready when nothing would be orphaned.

Rules kept here, in order:

1. Somebody is lost when his data are erased or restricted, when he is on record as gone or as not
   answering, or when anybody who took his place is: a part of the place then has nobody. Whose
   place was taken by parties that exist is not lost.
2. A plan is held against the first day: what passes on after years has nobody until then. A clause
   without rights covers the rest of the media for the same point in time.
3. Unknown copyright shares orphan: the law only presumes them equal.
4. Claims that outlive the committee need a debtor: whoever the plan names for adjustments.
5. What the register of rights says is a task, because a committee ends with what it has; only a
   share that a recorded transfer left without a holder is an orphan already.

Source:
    Civil Code of Japan, articles 250 (shares presumed equal), 667, 688 (residue by contribution);
    Copyright Act, articles 64, 65 (all co-owners, representative). An expert must confirm.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ledger.committees.commands import Disposition, DispositionPlan, Member, Window
from ledger.committees.plan import MEDIA
from ledger.committees.shares import known
from ledger.committees.versions import DRAFT
from ledger.jobs.readiness_rights import NOTHING, Standing

Effect = Literal["orphans", "task"]

EFFECTS: Final[Mapping[str, Effect]] = {
    "draft": "orphans",
    "members-unknown": "orphans",
    "no-plan": "orphans",
    "plan-incomplete": "orphans",
    "plan-begins-later": "orphans",
    "copyright-shares-unknown": "orphans",
    "member-ended": "orphans",
    "member-lost": "orphans",
    "no-reachable-member": "orphans",
    "receiver-unnamed": "orphans",
    "receiver-lost": "orphans",
    "no-contact": "orphans",
    "contact-lost": "orphans",
    "debtor-lost": "orphans",
    "window-lost": "orphans",
    "claim-without-debtor": "orphans",
    "money-without-owner": "orphans",
    "money-without-holder": "orphans",
    "rights-unassigned": "orphans",
    "disputes-overdue": "task",
    "disputes-open": "task",
    "money-open": "task",
    "place-taken": "task",
    "no-lead": "task",
    "no-windows": "task",
    "no-works": "task",
    "title-missing": "task",
    "not-held": "task",
    "encumbered": "task",
    "licences-running": "task",
    "options-open": "task",
    "contributions-unknown": "task",
    "later-contract": "task",
}
"""Every reason in the order in which it is told, and what it does."""

HOLDERS_UNKNOWN: Final = "holders-unknown"
"""Why a payout run set money aside whose receivers nobody had recorded."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that an end would meet, by named account.

    Attributes:
        account: `held`, `not_distributed`, `receivable`, `not_stated`, `not_paid`, `carried` or
            `deficit`. name: the account in the agreement, for instance `held:returns`.
        agreements: Whose it is; of several where one statement covers them.
        holder: Who has it, or owes it, today. reason: why it is held.
    """

    account: str
    agreements: tuple[str, ...]
    holder: str
    currency: str
    amount_minor: int
    name: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause whose claims outlive the committee.

    Attributes:
        payees: Parties, or references to a committee's holders.
        debtor: Who owes it afterwards; None when nobody was named.
    """

    agreement: str
    step: str
    clause: str
    label_ja: str
    label_en: str
    payees: tuple[str, ...]
    debtor: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason.

    Attributes:
        code: A key of `EFFECTS`. media, parties, works: which it concerns, where it does some.
    """

    code: str
    media: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    works: tuple[str, ...] = ()

    @property
    def effect(self) -> Effect:
        """Whether it orphans something."""
        return EFFECTS[self.code]


@dataclass(frozen=True, slots=True)
class Places:
    """Who stands where on a day.

    Attributes:
        unreachable: Parties that do not answer, or whose data are erased or may not be used.
        successors: Party to those who took its place by that day.
        ended: Parties that are no longer there.
    """

    unreachable: Collection[str] = ()
    successors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ended: Collection[str] = ()

    def is_taken(self, party: str) -> bool:
        """Tell whether others took a party's place."""
        return party in self.successors

    def is_lost(self, party: str) -> bool:
        """Tell whether a party, or a part of its place, has nobody who can be asked.

        Example:
            A is succeeded by B and C, and C's data are erased: a part of A's place has nobody.
        """
        standing = self._standing(party)
        return any(one in self.unreachable or one in self.ended for one in standing)

    def has_ended(self, party: str) -> bool:
        """Tell whether a party, or a part of its place, is no longer there at all."""
        return any(one in self.ended for one in self._standing(party))

    def _standing(self, party: str) -> Iterator[str]:
        """Yield who stands in a party's place."""
        waiting, seen = [party], set[str]()
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            heirs = self.successors.get(one)
            if heirs:
                waiting.extend(heirs)
            else:
                yield one


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a committee on a day.

    Attributes:
        members: Of the version in force that day. The rest is the newest contract.
        begins_later: Whether the newest version begins after that day.
        is_synthetic: Whether its shares are made up.
        rights: What it holds by the register of rights.
        disputes: Who opened each dispute that stops its end, and whether an answer is late.
    """

    id: str
    status: str
    members: tuple[Member, ...] = ()
    lead: str | None = None
    windows: tuple[Window, ...] = ()
    plan: DispositionPlan | None = None
    works: int = 0
    begins_later: bool = False
    is_synthetic: bool = False
    rights: Standing = NOTHING
    money: tuple[Money, ...] = ()
    claims: tuple[Claim, ...] = ()
    disputes: tuple[tuple[str, bool], ...] = ()


def findings(of: Dossier, places: Places) -> tuple[Finding, ...]:
    """Return every reason that holds for a committee, in the order of `EFFECTS`."""
    about = (
        _people(of, places), _shares(of), _plan(of, places), _money(of, places), _rights(of),
        _disputes(of),
    )  # fmt: skip
    found = [one for each in about for one in each]
    order = {code: place for place, code in enumerate(EFFECTS)}
    return tuple(sorted(found, key=lambda one: order[one.code]))


def debtor_of(plan: DispositionPlan | None, places: Places) -> str | None:
    """Return who owes the claims that outlive a committee, if there will be anybody."""
    if plan is None or places.is_lost(plan.adjustments_debtor):
        return None
    return plan.adjustments_debtor


def _people(of: Dossier, places: Places) -> Iterator[Finding]:
    parties = [member.party for member in of.members]
    if of.status == DRAFT:
        yield Finding("draft")
    if not parties:
        yield Finding("members-unknown")
    ended = [party for party in parties if places.has_ended(party)]
    lost = [party for party in parties if places.is_lost(party)]
    yield from _concerning("member-ended", ended)
    yield from _concerning("member-lost", (party for party in lost if party not in ended))
    if lost and len(lost) == len(parties):
        yield Finding("no-reachable-member")
    if of.lead is None:
        yield Finding("no-lead")
    holders = [window.holder for window in of.windows]
    yield from _concerning("window-lost", filter(places.is_lost, holders))
    if not holders:
        yield Finding("no-windows")
    named = [*parties, *holders, *_named_in(of.plan)]
    yield from _concerning(
        "place-taken", (one for one in named if places.is_taken(one) and not places.is_lost(one))
    )


def _shares(of: Dossier) -> Iterator[Finding]:
    if of.members and not known(of.members, "copyright"):
        yield Finding("copyright-shares-unknown")
    if of.members and not known(of.members, "investment"):
        yield Finding("contributions-unknown")
    if not of.works:
        yield Finding("no-works")
    if of.begins_later:
        yield Finding("later-contract")


def _plan(of: Dossier, places: Places) -> Iterator[Finding]:
    if of.plan is None:
        yield Finding("no-plan")
        if of.lead is None or places.is_lost(of.lead):
            yield Finding("no-contact")
        return
    first_day = [clause for clause in of.plan.dispositions if not clause.after_years]
    ever, at_once = _covered(of.plan.dispositions), _covered(first_day)
    if missing := tuple(medium for medium in MEDIA if medium not in ever):
        yield Finding("plan-incomplete", media=missing)
    if waiting := tuple(medium for medium in MEDIA if medium in ever - at_once):
        yield Finding("plan-begins-later", media=waiting)
    yield from _receivers(of.plan, of.lead, places)
    yield from _concerning("contact-lost", filter(places.is_lost, [of.plan.contact]))
    debtor = of.plan.adjustments_debtor
    yield from _concerning("debtor-lost", filter(places.is_lost, [debtor]))


def _receivers(plan: DispositionPlan, lead: str | None, places: Places) -> Iterator[Finding]:
    """Ask after whoever is to receive rights; members as co-owners are asked after as members."""
    passing = [clause for clause in plan.dispositions if clause.outcome != "co_ownership"]
    receivers = [(clause, _receiver(clause, lead)) for clause in passing]
    unnamed = [clause for clause, receiver in receivers if receiver is None]
    if unnamed:
        covered = {medium for clause in unnamed for medium in clause.rights}
        yield Finding("receiver-unnamed", media=tuple(one for one in MEDIA if one in covered))
    named = (receiver for _, receiver in receivers if receiver is not None)
    yield from _concerning("receiver-lost", filter(places.is_lost, named))


def _receiver(clause: Disposition, lead: str | None) -> str | None:
    return clause.to or (lead if clause.outcome == "lead" else None)


def _covered(clauses: Iterable[Disposition]) -> set[str]:
    found: set[str] = set()
    for clause in clauses:
        found |= {*(clause.rights or MEDIA)}
    return found


def _named_in(plan: DispositionPlan | None) -> list[str]:
    if plan is None:
        return []
    receivers = [clause.to for clause in plan.dispositions if clause.to]
    return [*receivers, plan.contact, plan.adjustments_debtor]


def _money(of: Dossier, places: Places) -> Iterator[Finding]:
    if of.claims and debtor_of(of.plan, places) is None:
        payees = [one for claim in of.claims for one in claim.payees if ":" not in one]
        yield Finding("claim-without-debtor", parties=_once(payees))
    if any(one.reason == HOLDERS_UNKNOWN for one in of.money):
        yield Finding("money-without-owner")
    lost = (one.holder for one in of.money if places.is_lost(one.holder))
    yield from _concerning("money-without-holder", lost)
    if of.money:
        yield Finding("money-open", parties=_once(one.holder for one in of.money))


def _rights(of: Dossier) -> Iterator[Finding]:
    held = of.rights
    if held.unassigned:
        yield Finding("rights-unassigned", media=held.unassigned)
    if held.untitled:
        yield Finding("title-missing", works=held.untitled)
    if held.unheld:
        yield Finding("not-held", media=held.unheld)
    yield from _concerning("encumbered", held.creditors)
    yield from _concerning("licences-running", held.licensees)
    yield from _concerning("options-open", held.options)


def _disputes(of: Dossier) -> Iterator[Finding]:
    """A dispute stops the end of a committee; those in which an answer is late come first."""
    late = [opener for opener, is_late in of.disputes if is_late]
    yield from _concerning("disputes-overdue", late)
    yield from _concerning(
        "disputes-open", (opener for opener, is_late in of.disputes if not is_late)
    )


def _concerning(code: str, parties: Iterable[str]) -> Iterator[Finding]:
    """Yield one finding for all the parties that it concerns, if there are any."""
    if named := _once(parties):
        yield Finding(code, parties=named)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
