"""Rights: extents mean what was written, shares per part are one at most, exclusives stand apart.

Holdings are rebuilt from the facts alone, and each grant is held against them by the same pure
checks as at the door: nobody gave more than he held, and every co-owner agreed.

Source:
    Copyright Act of Japan, articles 61, 63 and 65; `ledger.rights.checks`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from contracts.errors import TermsError
from contracts.rights.extent import Extent, touches
from contracts.rights.grants import Ending
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.milestones import REACHED
from ledger.audit.records import plain
from ledger.audit.rights_deciding import Around, conditions, decided
from ledger.audit.rights_options import SAID, differences
from ledger.clock import SINCE_EVER
from ledger.committees.passing import PASSED, Passed
from ledger.committees.versions import VERSIONS
from ledger.errors import LedgerError
from ledger.rights.awaiting import awaited, within
from ledger.rights.checks import Agreed, check_ending
from ledger.rights.guarantees import Values, values_in
from ledger.rights.people import Behind, People, Version, holders_in
from ledger.rights.positions import check_change
from ledger.rights.reading import (
    Kind,
    Recorded,
    as_leaves,
    extent_of,
    grants_of,
    holdbacks_of,
    names_all_acts,
    resolved,
)

ENDED: Final = "rights.ended/1"
REGISTERED: Final = "rights.registered/1"
TERMS_ADDED: Final = "agreement.terms_added/1"
LICENSOR_CHANGED: Final = "rights.licensor_changed/1"
KINDS: Final[Mapping[str, Kind]] = {
    "rights.title_recorded/1": "title",
    "rights.transferred/1": "transfer",
    "rights.licensed/1": "licence",
    "rights.option_granted/1": "option",
    "rights.encumbered/1": "encumbrance",
}
_NO_TERM: Final = "no refusal"


@dataclass(slots=True)
class _Held:
    """A grant as it was recorded, with where it may be met."""

    one: Recorded
    reaches: tuple[Extent, ...]
    later: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    numbers: set[str] = field(default_factory=set)

    def recorded(self) -> Recorded:
        """Return it with everything that was said of it since."""
        said: dict[str, Any] = {name: tuple(facts) for name, facts in self.later.items()}
        return replace(self.one, **said)


class Rights(Family):
    """Decides every grant again over those recorded before it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "rights")
        self._works: dict[str, list[_Held]] = defaultdict(list)
        self._by_id: dict[str, _Held] = {}
        self._committees: dict[str, Behind] = {}
        self._milestones: dict[tuple[str, str, str, str], str] = {}
        self._guarantees: dict[str, list[Values]] = {}
        self._are_terms_missing = False
        self._promised: dict[str, int] = {}
        self._is_blind = False
        self._handlers: dict[str, Callable[[Entry], None]] = {
            ENDED: self._end,
            REGISTERED: self._register,
            LICENSOR_CHANGED: self._pass_on,
            REACHED: self._milestone,
            TERMS_ADDED: self._terms,
            **dict.fromkeys(SAID, self._say),
            **dict.fromkeys(VERSIONS, self._committee),
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        kind = KINDS.get(entry.event_type)
        if kind is not None:
            body = plain(entry.fact)
            self._check(entry, body)
            self._keep(kind, body)
            if body.get("option"):
                self._promised[body["id"]] = entry.index
        elif handle := self._handlers.get(entry.event_type):
            handle(entry)

    def _terms(self, entry: Entry) -> None:
        self._guarantees[entry.fact.agreement] = values_in(plain(entry.fact.terms))

    def _milestone(self, entry: Entry) -> None:
        said = entry.fact
        self._milestones[said.committee, said.medium, said.territory, said.code] = said.outcome

    def missing(self, index: int, event_type: str) -> None:
        """A grant or a committee that is not disclosed may be why others look wrong."""
        self._are_terms_missing = self._are_terms_missing or event_type == TERMS_ADDED
        self._is_blind = self._is_blind or event_type.startswith(("rights.", "committee."))

    def finish(self) -> None:
        """Close the check; what was to come of an exercise has been exercised by now."""
        for right, index in self._promised.items():
            pair = ("rights-option", "an option that was exercised", right)
            self._tally.compare(index, [pair], blind=self._is_blind)
        self._tally.close()

    def _check(self, entry: Entry, body: Mapping[str, Any]) -> None:
        kind = KINDS[entry.event_type]
        differences = [*self._extents(kind, body)]
        try:
            around = self._around(kind, body, entry)
            signers = decided(kind, body, around)
            differences += conditions(kind, body, around)
        except (LedgerError, TermsError) as error:
            differences.append(("rights-refused", _NO_TERM, f"{error.code}: {error.fields}"))
        else:
            differences.append(("rights-signers", signers, body.get("signers") or []))
        if kind == "licence":
            waiting = [_said(each) for each in body.get("awaiting") or ()]
            differences.append(("rights-awaiting", self._awaiting(body), waiting))
        self._tally.compare(entry.index, differences, blind=self._is_blind)

    def _awaiting(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the approvals that windows of the licensors had not got yet."""
        if body.get("source"):
            return []
        extent = extent_of(body)
        found = awaited(
            self._people(body["licensors"]), body["licensors"], extent.first, self._passed()
        )
        return [one.noted() for one in within(found, extent)]

    def _passed(self) -> Passed:
        return frozenset(key for key, outcome in self._milestones.items() if outcome == PASSED)

    def _extents(self, kind: Kind, body: Mapping[str, Any]) -> Iterator[Difference]:
        """Yield what was written, resolved again, and what the fact says that it meant."""
        try:
            meant = resolved(body["extent"], with_all_acts=names_all_acts(kind, body))
            held = [resolved(each["extent"]) for each in body.get("holdbacks") or ()]
        except (LedgerError, TermsError) as error:
            yield "rights-extent", "an extent that can be resolved", error.code
            return
        yield "rights-extent", as_leaves(meant), _said(body["resolved"])
        leaves = [_said(each) for each in body.get("resolved_holdbacks") or ()]
        yield "rights-holdbacks", [as_leaves(each) for each in held], leaves

    def _around(self, kind: Kind, body: Mapping[str, Any], entry: Entry) -> Around:
        near = self._near(body["work"], extent_of(body))
        sides = _sides(kind, body)
        named = {*holders_in(grants_of(near)), *sides, body.get("holder", "")}
        option = self._by_id.get(body.get("option") or "")
        terms = {} if self._are_terms_missing else self._guarantees
        return Around(
            near,
            self._people(named),
            frozenset(_present(entry, body, sides)),
            option.recorded() if option else None,
            terms.get(body.get("agreement") or "", []),
        )

    def _near(self, work: str, extent: Extent) -> list[Recorded]:
        return [
            held.recorded()
            for held in self._works[work]
            if any(touches(reach, extent) for reach in held.reaches)
        ]

    def _keep(self, kind: Kind, body: Mapping[str, Any]) -> None:
        held = _Held(Recorded(kind, body), (extent_of(body), *holdbacks_of(body)))
        self._works[body["work"]].append(held)
        self._by_id[body["id"]] = held

    def _end(self, entry: Entry) -> None:
        fact = entry.fact
        held = self._by_id.get(fact.right)
        if held is None:
            pair = ("rights-ended", "a grant on record", fact.right)
            self._tally.compare(entry.index, [pair], blind=self._is_blind)
            return
        grants = grants_of(self._near(fact.work, extent_of(held.one.body)))
        ending = Ending(fact.right, fact.first_day, fact.ground)
        ended = replace(grants, endings=(*grants.endings, ending))
        differences: list[Difference] = [("rights-ended", held.one.body["work"], fact.work)]
        try:
            check_ending(grants, ended, fact.right)
        except LedgerError as error:
            differences.append(("rights-refused", _NO_TERM, f"{error.code}: {error.fields}"))
        self._tally.compare(entry.index, differences, blind=self._is_blind)
        held.later["endings"].append(plain(fact))

    def _register(self, entry: Entry) -> None:
        fact = entry.fact
        held = self._by_id.get(fact.right)
        work = held.one.body["work"] if held and _is_registrable(held.one) else None
        differences: list[Difference] = [("rights-registered", work, fact.work)]
        if held:
            differences.append(("rights-registered", False, fact.number in held.numbers))
            held.numbers.add(fact.number)
        self._tally.compare(entry.index, differences, blind=self._is_blind)

    def _say(self, entry: Entry) -> None:
        """Check what is said of an option, and keep it."""
        body, name = plain(entry.fact), SAID[entry.event_type]
        held = self._by_id.get(entry.fact.option)
        if held is None or held.one.kind != "option":
            pair = ("rights-option", "an option on record", entry.fact.option)
            self._tally.compare(entry.index, [pair], blind=self._is_blind)
            return
        self._promised.pop(body.get("right") or "", None)
        one, led = held.recorded(), self._by_id.get(body.get("right") or "")
        present = _present(entry, body, one.body["grantors"])
        found = differences(name, one, body, present, led.recorded() if led else None)
        self._tally.compare(entry.index, found, blind=self._is_blind)
        held.later[name].append(body)

    def _pass_on(self, entry: Entry) -> None:
        """Check that who gave a licensor's position had it, and that all agreed who had to."""
        fact, body = entry.fact, plain(entry.fact)
        held = self._by_id.get(fact.licence)
        if held is None:
            pair = ("rights-licensor", "a licence on record", fact.licence)
            self._tally.compare(entry.index, [pair], blind=self._is_blind)
            return
        differences: list[Difference] = [("rights-licensor", held.one.body["work"], fact.work)]
        sides = (fact.giver, fact.taker)
        people = self._people((*sides, held.one.body.get("licensee", "")))
        present = _present(entry, body, sides)
        agreed = Agreed(
            present,
            people.signing_on(fact.first_day, present),
            tuple(people.windows_on(fact.first_day)),
        )
        try:
            signers = [*check_change(held.recorded(), body, agreed)]
        except LedgerError as error:
            differences.append(("rights-refused", _NO_TERM, f"{error.code}: {error.fields}"))
        else:
            differences.append(("rights-signers", signers, body.get("signers") or []))
        self._tally.compare(entry.index, differences, blind=self._is_blind)
        held.later["licensor_changes"].append(body)

    def _committee(self, entry: Entry) -> None:
        fact = entry.fact
        holder = f"committee:{fact.id}/copyright"
        before = self._committees.get(holder)
        since = getattr(fact, "effective_from", None) if before else fact.formed_on
        version = Version(
            since.isoformat() if since else SINCE_EVER,
            len(before.versions) + 1 if before else 1,
            fact.status,
            tuple(member.party for member in fact.members),
            tuple(plain(fact.windows)),
            tuple(plain(fact.members)),
            plain(fact.decisions),
        )
        versions = (*before.versions, version) if before else (version,)
        self._committees[holder] = Behind(versions)

    def _people(self, holders: Iterable[str]) -> People:
        """Return who stands behind these holders; asking all committees would take too long."""
        known = self._committees
        return People({holder: known[holder] for holder in holders if holder in known})


def _is_registrable(one: Recorded) -> bool:
    return one.kind in {"title", "transfer"} or one.body.get("burden") == "pledge"


def _sides(kind: Kind, body: Mapping[str, Any]) -> list[str]:
    """Return who gives, and of a transfer who takes: whom the operator's document names."""
    if kind == "transfer":
        return [body["giver"], body["taker"]]
    if kind == "encumbrance":
        return [body["holder"]]
    return [*(body.get("licensors") or body.get("grantors") or ())]


def _said(leaves: Mapping[str, Any]) -> dict[str, Any]:
    """Return leaves as they are written: no end is left out."""
    return {name: value for name, value in leaves.items() if value is not None}


def _present(entry: Entry, body: Mapping[str, Any], sides: Iterable[str]) -> set[str]:
    """Return who agreed to a fact: who sent it, who consented, and who is not disclosed."""
    seen = body.get("signers") or () if entry.is_closed_in_part else ()
    consents = (each["party"] for each in body.get("consents") or ())
    return {*seen, *_sender(entry, sides), *consents}


def _sender(entry: Entry, sides: Iterable[str]) -> tuple[str, ...]:
    """Return who speaks by sending: the party, or for the operator those the document names."""
    command = entry.parts.get("command", {})
    party = command.get("party")
    return (party,) if party else tuple(sides)
