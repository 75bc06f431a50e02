"""Two pairs of eyes: asked before given, not given by the maker, and nothing used before that.

Whoever could slip a run past the second person, or write an approval into the second person's
mouth, would have made the policy a decoration.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record, plain

POLICY_SET: Final = "approval.policy_set/1"
ASKED: Final = "approval.asked/1"
GIVEN: Final = "approval.given/1"
REFUSED: Final = "approval.refused/1"
_POLICY: Final = "policy"
_COMMAND: Final = "command"
_REGISTER: Final = "operator"
_TERMS: Final = "agreement.terms_added/1"
_RATES: Final = "fx.rates_recorded/1"
_RUN: Final = "royalty.payout_closed/1"
_REVISION: Final = "royalty.revised/1"
_STATEMENT: Final = "statement.issued/1"
_PAYMENT: Final = "payment.prepared/1"
_MINE: Final = ("approval.", "agreement.terms", "fx.", "royalty.", "statement.", "revenue.reported")

Thing = tuple[str, str]


@dataclass(slots=True)
class _Asking:
    """What needs a second person.

    Attributes:
        index: Entry that asks. is_given: whether a second person approved since.
    """

    index: int
    party: str | None
    made_by: str
    is_given: bool = False


class Approvals(Family):
    """Follows policies, what they ask for, and what is used."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "approvals")
        self._policies: dict[str, set[str]] = {}
        self._wanted: dict[str, set[str]] = {}
        self._asked: dict[Thing, _Asking] = {}
        self._expected: dict[Thing, int] = {}  # made by the last command, not asked for yet
        self._sender: Mapping[str, Any] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take one entry."""
        command = entry.parts.get(_COMMAND)
        if command is None or "type" in command:
            self._end_of_command()
            self._sender = command or {}
        self._tally.compare(entry.index, self._differences(entry), blind=self._is_blind)
        self._expect(entry)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be a policy, an asking or an approval."""
        self._is_blind = self._is_blind or event_type.startswith(_MINE)

    def finish(self) -> None:
        """Close the check."""
        self._end_of_command()
        self._tally.close()

    def _differences(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        if entry.event_type == POLICY_SET:
            yield from self._policy(entry.index, fact)
        elif entry.event_type == ASKED:
            yield from self._asking(entry.index, fact)
        elif entry.event_type in (GIVEN, REFUSED):
            yield from self._deciding(entry.event_type, fact)
        else:
            yield from self._using(entry.event_type, fact)

    def _policy(self, index: int, fact: Record) -> Iterator[Difference]:
        """Kinds that a policy drops stay in force until that is approved."""
        party = fact.party or _REGISTER
        dropped = sorted(self._policies.get(party, set()) - set(fact.kinds))
        yield "approval-policy", dropped, sorted(fact.dropped or ())
        self._policies[party] = {*fact.kinds, *dropped}
        self._wanted[party] = set(fact.kinds)
        thing = (_POLICY, f"{_POLICY}/{party}")
        if dropped:
            self._expected[thing] = index
        else:
            self._asked.pop(thing, None)

    def _asking(self, index: int, fact: Record) -> Iterator[Difference]:
        thing = (fact.kind, fact.subject)
        self._expected.pop(thing, None)
        self._asked[thing] = _Asking(index, fact.party, fact.made_by)
        if self._sender:
            yield "approval-token", self._sender.get("by"), fact.made_by

    def _deciding(self, event_type: str, fact: Record) -> Iterator[Difference]:
        found = self._asked.get((fact.kind, fact.subject))
        yield "approval-unasked", fact.asked, found.index if found else None
        by = fact.given_by if event_type == GIVEN else fact.refused_by
        if self._sender:
            yield "approval-token", self._sender.get("by"), by
            is_own = self._sender.get("party") == fact.party
            yield "approval-outsider", True, self._sender.get("role") == _REGISTER or is_own
        if found is None:
            return
        yield "approval-party", found.party, fact.party
        yield "approval-by-maker", False, by == found.made_by
        found.is_given = event_type == GIVEN
        if fact.kind == _POLICY and found.is_given:
            party = fact.party or _REGISTER
            self._policies[party] = self._wanted.get(party, set())

    def _using(self, event_type: str, fact: Record) -> Iterator[Difference]:
        """What a run, a statement or a payment rests on was approved if it had to be."""
        waiting = [
            f"{kind} {subject}"
            for kind, subject in dict.fromkeys(_used(event_type, fact))
            if (found := self._asked.get((kind, subject))) is not None and not found.is_given
        ]
        if waiting or event_type in (_RUN, _REVISION, _STATEMENT, _PAYMENT):
            yield "approval-missing", [], waiting

    def _expect(self, entry: Entry) -> None:
        """Note what the policies in force want a second person for."""
        for party, kind, subject in _made(entry.index, entry.event_type, entry.fact):
            kinds = self._policies.get(party or _REGISTER, set()) | self._policies.get(
                _REGISTER, set()
            )
            if kind in kinds:
                self._expected[kind, subject] = entry.index

    def _end_of_command(self) -> None:
        for (kind, subject), index in self._expected.items():
            pair = ("approval-not-asked", f"{ASKED} about {kind} {subject}", None)
            self._tally.compare(index, [pair], blind=self._is_blind)
        self._expected.clear()


def _made(index: int, event_type: str, fact: Record) -> Iterator[tuple[str | None, str, str]]:
    """Yield whose thing an entry made, its kind and its name.

    Reports are left out: whose they are follows from who owed the agreement on that day, which
    `verify --commands` decides again.
    """
    if event_type == _TERMS:
        yield fact.parties[0], "terms", f"{fact.agreement}/{fact.version}"
    elif event_type == _RATES:
        yield fact.recorder, "fx", f"fx/{index}"
    elif event_type in (_RUN, _REVISION):
        yield fact.payer, "runs", fact.id
    elif event_type == _STATEMENT:
        yield fact.payer, "statements", fact.id


def _used(event_type: str, fact: Record) -> Iterator[Thing]:
    """Yield what an entry rests on that may need a second person."""
    if event_type in (_RUN, _REVISION):
        yield from _under_run(fact, [fact] if event_type == _RUN else fact.runs)
    elif event_type == _STATEMENT:
        yield from (("runs", run) for run in fact.runs)
    elif event_type == _PAYMENT:
        yield from (("statements", item.statement) for item in fact.items)


def _under_run(fact: Record, versions: Iterable[Record]) -> Iterator[Thing]:
    for one in versions:
        yield "terms", f"{fact.agreement}/{one.terms_version}"
    for report in fact.consumed or ():
        yield "reports", report
    for line in chain.from_iterable((fact.converted or {}).values()):
        yield "fx", f"fx/{plain(line)['entry']}"
