"""Ends of committees: what followed from them follows again from the facts before them.

Every cell, every transfer, who takes the committee's place, the licences that go on and what each
member is due are computed again by the functions of the door; so is what was left open.

Source:
    Civil Code of Japan, articles 667-688; Copyright Act, articles 63-2 and 65;
    `contracts.dissolution`, `ledger.dissolutions.following`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.dissolution.after import holders_after
from contracts.dissolution.outcome import Outcome, divide
from contracts.dissolution.situation import Clause, Situation
from contracts.errors import TermsError
from contracts.rights.grants import UNASSIGNED
from ledger.audit.committees_known import Body, CommitteesKnown, Known, bare
from ledger.audit.debtors_named import DebtorsNamed
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.parties_gone import PartiesGone
from ledger.audit.records import plain
from ledger.committees.deciding import lacking
from ledger.committees.signers import says_whose
from ledger.committees.versions import AMENDED, DISSOLVED
from ledger.dissolutions.following import running_of, running_on, sets_as_data, settled_of
from ledger.dissolutions.reading import (
    GROUND,
    cells_of,
    clause_of,
    member_of,
    transfer_as_data,
)
from ledger.log import canonical
from ledger.log.authorship import COMMAND
from ledger.rights.reading import Recorded, extent_of, grants_of

BEGUN: Final = "committee.dissolution_begun/1"
COMPLETED: Final = "committee.dissolved/1"
FOUND: Final = "committee.dissolution_found/1"
DECLARED: Final = "committee.use_declared/1"
TRANSFERRED: Final = "rights.transferred/1"

_BETWEEN: Final = frozenset((DECLARED, "rights.licensor_changed/1", "agreement.assumed/1"))
"""Facts that one command may record between its transfers and the fact of an end."""
_BY_THEMSELVES: Final = ("term", "insolvency")
_DIGESTED: Final = ("cells", "holders", "running", "balances", "continuing", "tasks", "settled")
_ALWAYS: Final = "9999-12-31"
_OF_TRANSFERS: Final = ("work", "giver", "taker", "share", "resolved", "ground")


@dataclass(frozen=True, slots=True)
class _Ending:
    """An end with what its command recorded beside it.

    Attributes:
        fact: As plain JSON, without what it does not say.
        transfers: Facts of the same command.
        versions: The same.
        known: The committee before.
    """

    fact: Body
    transfers: tuple[Body, ...]
    versions: tuple[Body, ...]
    known: Known


class Dissolutions(Family):
    """Computes every end again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "dissolutions")
        self._known = CommitteesKnown()
        self._parties = PartiesGone()
        self._debtors = DebtorsNamed()
        self._begun: dict[str, Body] = {}
        self._under_way: dict[str, str] = {}
        self._ended: dict[str, Body] = {}
        self._beside: list[tuple[int, str, Body]] = []

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        self._parties.see(entry)
        self._debtors.see(entry)
        if entry.event_type == BEGUN:
            self._begin(entry)
        elif entry.event_type in (COMPLETED, FOUND):
            self._end(entry)
        elif entry.event_type == DECLARED:
            self._declare(entry)
        self._known.see(entry)
        if _is_beside(entry):
            self._beside.append((entry.index, entry.event_type, bare(plain(entry.fact))))
        elif entry.event_type not in _BETWEEN:
            self._clear()

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may have changed what an end met."""
        self._known.missing(event_type)
        self._parties.missing(event_type)
        self._debtors.missing(event_type)

    def finish(self) -> None:
        """Close the check."""
        self._clear()
        self._tally.close()

    def _clear(self) -> None:
        """Forget what stood beside an end; a committee is dissolved by nothing else."""
        for index, _, body in self._beside:
            if body.get("status") == DISSOLVED and body["id"] not in self._ended:
                pair = ("end-missing", "the end of this committee", body["id"])
                self._tally.compare(index, [pair], blind=self._is_blind)
        self._beside.clear()

    @property
    def _is_blind(self) -> bool:
        return self._known.is_blind or self._parties.is_blind or self._debtors.is_blind

    # --- beginning ----------------------------------------------------------------------------

    def _begin(self, entry: Entry) -> None:
        fact = bare(plain(entry.fact))
        self._tally.compare(entry.index, self._begun_rightly(entry, fact), blind=self._is_blind)
        self._begun[fact["id"]] = fact
        self._under_way[fact["committee"]] = fact["id"]

    def _begun_rightly(self, entry: Entry, fact: Body) -> Iterator[Difference]:
        """Yield what a beginning must be: the first, resolved in time, decided, with people."""
        committee = fact["committee"]
        yield "end-repeated", None, self._under_way.get(committee)
        yield "end-repeated", False, committee in self._ended
        resolved = fact.get("resolution", {}).get("day", fact["ground_day"])
        yield "end-days", True, resolved <= fact["ground_day"]
        yield "end-liquidators", True, bool(fact["liquidators"])
        known = self._known.committees.get(committee)
        if known is None or fact["ground"] in _BY_THEMSELVES:
            yield "end-committee", True, known is not None
            return
        if not entry.is_closed_in_part:
            yield "end-consents", [], self._missing_consents(entry, fact, known.doc)

    def _missing_consents(self, entry: Entry, fact: Body, doc: Body) -> list[str]:
        """Return who had to agree and did not; a member's successors agree in its place."""
        sender = entry.parts.get(COMMAND, {}).get("party")
        agreed = {one["party"] for one in fact["consents"]} | ({sender} if sender else set())
        for member in doc["members"]:
            if set(self._parties.heirs(member["party"], _ALWAYS)) <= agreed:
                agreed.add(member["party"])
        return lacking(doc.get("decisions"), doc["members"], agreed)

    # --- end ----------------------------------------------------------------------------------

    def _end(self, entry: Entry) -> None:
        fact = bare(plain(entry.fact))
        known = self._known.committees.get(fact["committee"])
        if known is None:
            pair = ("end-committee", "a committee on record", fact["committee"])
            self._tally.compare(entry.index, [pair], blind=self._is_blind)
            self._ended[fact["committee"]] = fact
            return
        ending = _Ending(fact, *self._recorded_beside(fact), known)
        differences = [*self._orders(entry, ending), *self._debtors.differences(fact)]
        try:
            differences += self._follows(entry, ending)
        except TermsError as error:
            differences.append(("end-plan", "a plan that can be computed", error.code))
        self._tally.compare(entry.index, differences, blind=self._is_blind)
        self._ended[fact["committee"]] = fact

    def _recorded_beside(self, fact: Body) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
        """Return the transfers and versions that the same command recorded."""
        shown = (fact.get("report") or fact["document"])["sha256"]
        transfers = [
            body
            for _, kind, body in self._beside
            if kind == TRANSFERRED and body["document"]["sha256"] == shown
        ]
        versions = [
            body
            for _, kind, body in self._beside
            if kind == AMENDED and body["status"] == DISSOLVED and body["id"] == fact["committee"]
        ]
        return tuple(transfers), tuple(versions)

    def _orders(self, entry: Entry, ending: _Ending) -> Iterator[Difference]:
        """Yield what must have come before: a beginning, no other end, days in their order."""
        fact = ending.fact
        yield "end-repeated", False, fact["committee"] in self._ended
        if entry.event_type == FOUND:
            under_way = self._under_way.get(fact["committee"], fact["dissolution"])
            yield "end-repeated", fact["dissolution"], under_way
            return
        begun = self._begun.get(fact["dissolution"], {})
        yield "end-begun", fact["committee"], begun.get("committee")
        if begun:
            resolved = begun.get("resolution", {}).get("day", "")
            yield "end-days", True, max(begun["ground_day"], resolved) <= fact["transfer_day"]
        yield "end-days", True, fact["transfer_day"][:7] <= fact["money_from"]

    def _follows(self, entry: Entry, ending: _Ending) -> Iterator[Difference]:
        """Yield everything that is computed, and what the facts say of it."""
        fact = ending.fact
        plan = fact.get("dispositions", _plan_of(ending.known.doc))  # an empty one is the law
        yield "end-plan", _clauses(plan), _clauses(fact["applied"])
        recorded = self._grants(ending)
        situation = self._situation(ending, recorded)
        outcome = divide(situation)
        yield "end-cells", bare(cells_of(outcome)), fact["cells"]
        yield "end-transfers", _planned(outcome), [*map(_transfer, ending.transfers)]
        sets = holders_after(situation, date.fromisoformat(f"{fact['money_from']}-01"))
        holders = [bare(sets_as_data(each)) for each in sets]
        yield "end-holders", holders, fact["holders"]
        yield "end-holders", _versions(holders), [_version(one) for one in ending.versions]
        yield "end-licences", _running(situation, recorded, fact), fact["running"]
        if entry.event_type == FOUND:
            gaps = [[gap.kind, gap.work, gap.text_ja, gap.text_en] for gap in outcome.gaps]
            yield "end-open", gaps, _defects(fact)[: len(gaps)]
            return
        yield from self._decided(entry, fact, ending.known.doc)
        yield "end-settlement", settled_of(situation, fact.get("settlement")), fact.get("settled")
        yield "end-open", [], [gap.text_en for gap in outcome.gaps] + _without_owner(fact)
        result = {name: fact[name] for name in _DIGESTED if name in fact}
        yield "end-digest", canonical.digest(result), fact["result_sha256"]

    def _decided(self, entry: Entry, fact: Body, doc: Body) -> Iterator[Difference]:
        """Yield who had to agree where an end follows another plan than the contract's own."""
        is_own = _clauses(fact.get("dispositions", _plan_of(doc))) == _clauses(_plan_of(doc))
        if not entry.is_closed_in_part and (says_whose(fact) or not is_own):
            agreed = {"consents": (), **fact}
            yield "end-consents", [], self._missing_consents(entry, agreed, doc)

    def _grants(self, ending: _Ending) -> dict[str, list[Recorded]]:
        """Return what was on record about the committee's works from the day of transfer on."""
        fact, day = ending.fact, date.fromisoformat(ending.fact["transfer_day"])
        own = {body["id"] for body in ending.transfers}
        return {
            work: [
                one
                for one in self._known.recorded(work, own, fact["dissolution"])
                if (until := extent_of(one.body).until) is None or until >= day
            ]
            for work in self._known.works_of(fact["committee"])
        }

    def _situation(self, ending: _Ending, recorded: Mapping[str, list[Recorded]]) -> Situation:
        fact, doc = ending.fact, ending.known.doc
        day = date.fromisoformat(fact["transfer_day"])
        members = [member_of(one) for one in ending.known.members_before(day)]
        clauses = _clauses(fact["applied"])
        named = [one.party for one in members] + [one.to for one in clauses if one.to]
        named += [party for one in clauses for party, _ in one.shares or ()]
        lead = doc.get("lead")
        gone, successors = self._parties.gone([*named, *([lead] if lead else [])], str(day))
        return Situation(
            committee_holder=f"committee:{fact['committee']}/copyright",
            works={work: grants_of(rights) for work, rights in recorded.items()},
            members=tuple(members),
            transfer_day=day,
            lead=lead,
            clauses=clauses,
            gone=gone,
            successors=successors,
            income=fact.get("income", "copyright"),
            main=fact.get("main", ""),
        )

    # --- declarations -------------------------------------------------------------------------

    def _declare(self, entry: Entry) -> None:
        fact = bare(plain(entry.fact))
        speakers = self._speakers(fact)
        pairs: list[Difference] = [("end-declared", True, "committee" in fact or "work" in fact)]
        if speakers is not None:
            pairs.append(("end-declared", True, fact["declarant"] in speakers))
        self._tally.compare(entry.index, pairs, blind=self._is_blind)

    def _speakers(self, fact: Body) -> set[str] | None:
        """Return who may speak as a window or a liquidator of one committee; None for others."""
        committee = fact.get("committee", "")
        if fact["authority"] == "window" and committee in self._known.committees:
            windows = self._known.committees[committee].doc["windows"]
            return {one["holder"] for one in windows}
        if fact["authority"] == "liquidator" and committee in self._under_way:
            begun = self._begun[self._under_way[committee]]
            return {one["party"] for one in begun["liquidators"]}
        return None


def _is_beside(entry: Entry) -> bool:
    """Tell whether an entry is a transfer or a version that only the end of a committee records."""
    if entry.event_type == TRANSFERRED:
        return bool(entry.fact.ground == GROUND)
    return entry.event_type == AMENDED and entry.fact.status == DISSOLVED


def _plan_of(doc: Body) -> list[Body]:
    """Return the clauses of a committee's own contract."""
    plan: list[Body] = (doc.get("plan") or {}).get("dispositions", [])
    return plan


def _clauses(said: list[Body]) -> tuple[Clause, ...]:
    return tuple(map(clause_of, said))


def _planned(outcome: Outcome) -> list[Body]:
    return [_transfer(bare(transfer_as_data(each))) for each in outcome.transfers]


def _transfer(body: Body) -> Body:
    return {name: body[name] for name in _OF_TRANSFERS}


def _running(
    situation: Situation, recorded: Mapping[str, list[Recorded]], fact: Body
) -> list[Body]:
    every = [one for work in recorded for one in recorded[work]]
    own = {situation.committee_holder, *situation.parties}
    licences = running_on(every, situation.transfer_day)
    return [*running_of(own, situation.transfer_day, licences, fact.get("moves", ()))]


def _versions(holders: list[Body]) -> list[Body]:
    """Return what the versions that an end records must say."""
    return [
        {"effective_from": _first_of_month(one["since"]), "members": one["members"], "windows": []}
        for one in holders
    ]


def _version(body: Body) -> Body:
    members = [
        {name: one[name] for name in ("party", *_SHARES) if name in one} for one in body["members"]
    ]
    return {
        "effective_from": body["effective_from"], "members": members, "windows": body["windows"],
    }  # fmt: skip


_SHARES: Final = ("investment", "copyright", "profit")


def _first_of_month(day: str) -> str:
    """Return the first day of the first month that begins on a day or after it."""
    since = date.fromisoformat(day)
    if since.day == 1:
        return day
    return date(since.year + since.month // 12, since.month % 12 + 1, 1).isoformat()


def _defects(fact: Body) -> list[list[Any]]:
    names = ("kind", "what", "said_ja", "said_en")
    return [[one[name] for name in names] for one in fact["defects"]]


def _without_owner(fact: Body) -> list[str]:
    """Return money, claims, licences and holdings of a completed end that nobody has."""
    found = [one["agreement"] for one in fact["balances"] if "after" not in one]
    found += [one["agreement"] for one in fact["continuing"] if "after" not in one]
    found += [one["licence"] for one in fact["running"] if not one["after"]]
    for cell in fact["cells"]:
        found += [cell["work"] for one in cell["after"] if one["holder"] == UNASSIGNED]
    return found
