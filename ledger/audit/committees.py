"""Committees: each version follows from the one before and from what brought it about.

Members, refunds, parts of a call and warnings are computed again by the functions that the register
uses; who had to agree is asked again; offers to the members bind.

Source:
    Civil Code of Japan, articles 667-681; Copyright Act, article 65; `ledger.committees.moving`,
    `.deciding`, `.offering` and `.invoicing`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from contracts.errors import TermsError
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record, plain
from ledger.clock import SINCE_EVER
from ledger.committees.deciding import lacking
from ledger.committees.invoicing import NOTICE_OF, Notice, Version, invoicing
from ledger.committees.moving import (
    SETS,
    all_of,
    owed,
    parties_of,
    refund,
    share_of,
    succeeded,
    transferred,
)
from ledger.committees.offering import check_offer
from ledger.committees.signers import losing
from ledger.committees.versions import (
    ADMITTED,
    AMENDED,
    CHANGES,
    DISSOLVED,
    DISSOLVING,
    FORMED,
    LEFT,
    STATUS,
    SUCCEEDED,
    TRANSFERRED,
)
from ledger.errors import LedgerError
from ledger.log.authorship import COMMAND

Body = dict[str, Any]
_LASTING: Final = ("name", "works", "schedule", "formed_on", "decisions", "first_refusal")
_PLACES: Final = ("lead", "windows", "plan", "contract")
_REFUSALS: Final = (LedgerError, TermsError)


class Committees(Family):
    """Follows every committee from its first fact on."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "committees")
        self._now: dict[str, Body] = {}
        self._versions: dict[str, list[Version]] = defaultdict(list)
        self._notices: dict[str, list[Notice]] = defaultdict(list)
        self._offers: dict[str, Body] = {}
        self._calls: dict[str, Body] = {}
        self._leavers: dict[tuple[str, str], tuple[str, list[Body]]] = {}
        self._successions: dict[str, tuple[int, Body]] = {}
        self._registered: dict[str, bool] = {}
        self._noted: list[Notice] = []
        self._is_blind = self._is_blind_to_parties = False
        self._takers: dict[str, Callable[[Entry], None]] = {
            FORMED: lambda entry: self._keep(entry.fact, entry.fact.formed_on),
            **dict.fromkeys(CHANGES, self._version),
            "committee.share_offered/1": self._offer,
            "committee.offer_answered/1": self._answer,
            "committee.capital_called/1": self._call,
            "committee.contribution_paid/1": self._payment,
            "committee.invoice_notified/1": self._notice,
            "committee.leaving_settled/1": self._settlement,
            "party.company_registered/1": self._party,
            "party.person_registered/1": self._party,
            "party.registration_noted/1": self._registration,
            "party.succeeded/1": self._succession,
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if take := self._takers.get(entry.event_type):
            take(entry)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may have changed a committee, or said who is registered or succeeded."""
        self._is_blind = self._is_blind or event_type.startswith("committee.")
        self._is_blind_to_parties = self._is_blind_to_parties or event_type.startswith("party.")

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    # --- versions ---------------------------------------------------------------------------------

    def _version(self, entry: Entry) -> None:
        fact = entry.fact
        before = self._now.get(fact.id)
        if before is None:
            pair = ("committee-version", "a committee on record", fact.id)
            self._tally.compare(entry.index, [pair], blind=self._is_blind)
        else:
            differences = list(self._differences(entry, before, plain(fact)))
            self._tally.compare(entry.index, differences, blind=self._is_blind)
        if entry.event_type == LEFT and fact.refund is None and before is not None:
            self._leavers[fact.id, fact.party] = str(fact.left_on), before["members"]
        if entry.event_type == TRANSFERRED and fact.offer in self._offers:
            self._offers[fact.offer]["used_at"] = entry.index
        self._keep(fact, fact.effective_from)

    def _differences(self, entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
        """Yield what must follow from the version before."""
        # An end may record several versions: one for each day on which its receivers change.
        yield "committee-version", after["status"], _status_after(before, after)
        since = max(before["since"], after["effective_from"])
        yield "committee-version", since, after["effective_from"]
        if entry.event_type == AMENDED:
            yield from _amended(entry, before, after)
            return
        yield from _unchanged(entry, before, after)
        check = _CHECKS[entry.event_type]
        try:
            yield from check(self, entry, before, after)
        except _REFUSALS as error:
            yield "committee-members", "members that follow from before", f"{error.code}"

    def admitted(self, entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
        """Yield what an admission must be: one more member, with everybody's consent."""
        expected = sorted([*parties_of(before["members"]), after["party"]])
        yield "committee-members", expected, sorted(parties_of(after["members"]))
        also = [after["party"], *losing(before["members"], after["members"], after["party"])]
        yield from _decided(entry, before, after, before["members"], also=also)
        yield from self._warned(after)

    def left(self, entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
        """Yield what a leaving must be: one member less, paid by its share."""
        expected = [party for party in parties_of(before["members"]) if party != after["party"]]
        yield "committee-members", True, len(expected) < len(before["members"])
        yield "committee-members", sorted(expected), sorted(parties_of(after["members"]))
        if after["refund"] is not None:
            yield from _refunded(after["refund"], after["party"], before["members"])
        if after["ground"] == "withdrawal":
            yield from _decided(entry, before, after, [], also=[after["party"]])
        elif after["ground"] == "expulsion":
            others = [one for one in before["members"] if one["party"] != after["party"]]
            yield from _decided(entry, {**before, "decisions": None}, after, others)

    def transferred(self, entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
        """Yield what a transfer must be: the share passes, all agree, offers are kept."""
        giver, taker = after["giver"], after["taker"]
        moved = {name: share for name, share in after["moved"].items() if share is not None}
        members = transferred(before["members"], giver, taker, moved)
        yield "committee-members", _shares(members), _shares(after["members"])
        yield from _decided(entry, before, after, before["members"], also=[giver, taker])
        yield from self._warned(after)
        if taker in parties_of(before["members"]):
            return
        if after["offer"] is None:
            yield "committee-offer", None, before["first_refusal"]
            return
        yield "committee-offer", None, self._offer_refuses(after, moved)

    def _offer_refuses(self, after: Body, moved: Body) -> str | None:
        offer = self._offers.get(after["offer"])
        if offer is None or offer["committee"] != after["id"]:
            return "no offer on record"
        try:
            # The day of the entry is not at hand here: the last day for answers is asked at the
            # door, so that silence counts as no answer.
            check_offer(offer, {**after, "moved": moved}, "9999-12-31")
        except LedgerError as error:
            return error.code
        return None

    def succeeded(self, entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
        """Yield what a succession must be: that of the party register, share by share."""
        del entry
        index, known = self._successions.get(after["party"], (-1, {}))
        if not (self._is_blind_to_parties and index < 0):
            stated = (after["succession"], after["ground"], after["successors"])
            found = (index, known.get("ground"), known.get("successors"))
            yield "committee-members", found, stated
        parts = [
            (one["party"], Fraction(one["share"]["num"], one["share"]["den"]))
            for one in after["successors"]
        ]
        yield "committee-members", True, after["party"] in parties_of(before["members"])
        members = succeeded(before["members"], after["party"], parts)
        yield "committee-members", _shares(members), _shares(after["members"])
        yield from self._warned(after)

    def status(self, entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
        """Yield what a change of status must be: from what it was to something else."""
        del entry
        yield "committee-version", before["status"], after["before"]
        yield "committee-version", True, after["status"] != after["before"]
        yield "committee-members", _shares(before["members"]), _shares(after["members"])

    def _warned(self, after: Body) -> Iterator[Difference]:
        """Yield the warnings about qualified invoices, computed again."""
        if self._is_blind_to_parties:
            return
        day = after["effective_from"]
        following = Version(day, tuple(parties_of(after["members"])))
        versions = [*self._versions[after["id"]], following]
        notices = [*self._notices[after["id"]], *self._noted]
        found = invoicing(versions, self._registered, notices, day)
        warned = [(one.code, one.party, one.since_day) for one in found.warnings]
        stated = [
            (one["code"], one["party"], one["since_day"]) for one in after["invoice_warnings"]
        ]
        yield "committee-invoices", warned, stated

    def _keep(self, fact: Record, since: Any) -> None:
        text = since.isoformat() if since else SINCE_EVER
        self._now[fact.id] = {**plain(fact), "since": text}
        parties = tuple(member.party for member in fact.members)
        self._versions[fact.id].append(Version(text, parties))

    # --- offers, capital, notices -----------------------------------------------------------------

    def _offer(self, entry: Entry) -> None:
        offer = plain(entry.fact)
        self._offers[offer["id"]] = {**_moving(offer), "answers": {}}
        members = self._members(offer["committee"])
        others = [party for party in parties_of(members) if party != offer["giver"]]
        held = all_of(members, offer["giver"])
        is_held = all(
            name in held and _part(share) <= _part(held[name])
            for name, share in offer["moved"].items()
            if share is not None
        )
        pairs = [
            ("committee-offer", others, offer["offered_to"]),
            ("committee-offer", True, is_held),
        ]
        self._tally.compare(entry.index, pairs, blind=self._is_blind)

    def _answer(self, entry: Entry) -> None:
        fact = entry.fact
        offer = self._offers.get(fact.offer, {"offered_to": [], "answers": {}, "committee": None})
        day = fact.answered_on.isoformat()
        in_time = offer.get("offered_on", day) <= day <= offer.get("answer_by", "")
        pairs: list[Difference] = [
            ("committee-offer", offer["committee"], fact.committee),
            ("committee-offer", True, fact.party in offer["offered_to"] and in_time),
            ("committee-offer", False, fact.party in offer["answers"]),
        ]
        self._tally.compare(entry.index, pairs, blind=self._is_blind)
        offer["answers"][fact.party] = fact.answer

    def _call(self, entry: Entry) -> None:
        call = plain(entry.fact)
        self._calls[call["id"]] = {**call, "paid": defaultdict(int), "seen": set()}
        before = self._now.get(call["committee"], {"members": [], "decisions": None})
        try:
            parts = owed(call["amount_minor"], before["members"])
        except _REFUSALS as error:
            parts = [{"party": error.code}]
        pairs = [("committee-call", parts, call["owed"])]
        decided = _decided(entry, before, call, before["members"])
        self._tally.compare(entry.index, [*pairs, *decided], blind=self._is_blind)

    def _payment(self, entry: Entry) -> None:
        fact = entry.fact
        nothing: Body = {"owed": [], "paid": defaultdict(int), "seen": set(), "committee": None}
        call = self._calls.get(fact.call, nothing)
        due = {one["party"]: one["amount_minor"] for one in call["owed"]}
        call["paid"][fact.party] += fact.amount_minor
        pairs: list[Difference] = [
            ("committee-call", call["committee"], fact.committee),
            ("committee-call", True, call["paid"][fact.party] <= due.get(fact.party, 0)),
            ("committee-call", False, fact.document.sha256 in call["seen"]),
        ]
        call["seen"].add(fact.document.sha256)
        self._tally.compare(entry.index, pairs, blind=self._is_blind)

    def _settlement(self, entry: Entry) -> None:
        """Check what somebody is paid who left before, once."""
        fact = plain(entry.fact)
        left_on, members = self._leavers.pop((fact["committee"], fact["party"]), ("", []))
        pairs = [("committee-refund", left_on, fact["left_on"])]
        refunded = _refunded(fact["refund"], fact["party"], members)
        self._tally.compare(entry.index, [*pairs, *refunded], blind=self._is_blind)

    def _notice(self, entry: Entry) -> None:
        fact = entry.fact
        self._notices[fact.committee].append(Notice(str(fact.day), fact.kind, fact.party))
        is_right = (fact.party is None) == (fact.kind == "filed")
        if fact.party is not None:
            is_right = is_right and fact.party in parties_of(self._members(fact.committee))
        pair = ("committee-invoices", True, is_right)
        self._tally.compare(entry.index, [pair], blind=self._is_blind)

    def _party(self, entry: Entry) -> None:
        self._registered[entry.fact.id] = bool(entry.fact.invoice_number)

    def _registration(self, entry: Entry) -> None:
        fact = entry.fact
        self._noted.append(Notice(fact.day.isoformat(), NOTICE_OF[fact.kind], fact.party))

    def _succession(self, entry: Entry) -> None:
        self._successions[entry.fact.party] = entry.index, plain(entry.fact)

    def _members(self, committee: str) -> list[Body]:
        members: list[Body] = self._now.get(committee, {"members": []})["members"]
        return members


def _refunded(paid: Body, party: str, members: list[Body]) -> Iterator[Difference]:
    """Yield what a leaver is paid: its share of what there was on the day of leaving."""
    stated = Fraction(paid["share"]["num"], paid["share"]["den"])
    yield "committee-refund", share_of(members, party, paid["share_set"]), stated
    yield "committee-refund", refund(paid["net_assets_minor"], stated), paid["amount_minor"]


def _amended(entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
    """Yield who had to agree to an amendment, where the contract says how its members decide."""
    command = entry.parts.get(COMMAND, {})
    is_amendment = command.get("type") == "AmendCommittee/1"
    says_how = before["decisions"] or (after["decisions"] and before["status"] != "draft")
    if is_amendment and says_how:
        also = losing(before["members"], after["members"]) if before["status"] != "draft" else []
        yield from _decided(entry, before, after, before["members"], also=also)


def _status_after(before: Body, after: Body) -> str:
    """Return what a version's status must be: one that is dissolved stays so."""
    status: str = DISSOLVED if before["status"] == DISSOLVED else after["status"]
    return status


def _unchanged(entry: Entry, before: Body, after: Body) -> Iterator[Difference]:
    """Yield what no change of members touches, and what changes only if the command says so."""
    for name in _LASTING:
        yield "committee-version", (name, before[name]), (name, after[name])
    if entry.event_type != STATUS:
        is_kept = after["status"] in (before["status"], DISSOLVING)
        yield "committee-version", True, is_kept
    said = entry.parts.get(COMMAND, {}).get("body")
    if said is None or entry.is_closed_in_part or entry.event_type == SUCCEEDED:
        return
    for name in _PLACES:
        if name not in said:
            yield "committee-version", (name, before[name]), (name, after[name])


def _decided(
    entry: Entry, before: Body, after: Body, voters: list[Body], also: Iterable[str] = ()
) -> Iterator[Difference]:
    """Yield who had to agree and did not; nothing where the sender is not disclosed."""
    command = entry.parts.get(COMMAND)
    if command is None or entry.is_closed_in_part:
        return
    sender = command.get("party")
    agreed = {one["party"] for one in after["consents"]} | ({sender} if sender else set())
    missing = lacking(before["decisions"], voters, agreed)
    missing += [party for party in also if party not in agreed]
    yield "committee-consents", [], missing


def _shares(members: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Any]]]:
    return [(one["party"], [one.get(name) for name in SETS]) for one in members]


def _moving(offer: Body) -> Body:
    """Return an offer whose shares are those that move."""
    moved = {name: share for name, share in offer["moved"].items() if share is not None}
    return {**offer, "moved": moved}


def _part(share: Mapping[str, int]) -> Fraction:
    return Fraction(share["num"], share["den"])


_CHECKS: Final[dict[str, Callable[..., Iterator[Difference]]]] = {
    ADMITTED: Committees.admitted,
    LEFT: Committees.left,
    SUCCEEDED: Committees.succeeded,
    TRANSFERRED: Committees.transferred,
    STATUS: Committees.status,
}
