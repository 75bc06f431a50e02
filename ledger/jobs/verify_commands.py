"""Every fact follows from the command recorded with it: the rules are run again, and must agree.

So do its signatures: who had to sign then, by the policies then in force, did.

Bytes that hash well and books that balance can still state what nobody asked for. Here each command
is read back from its entry and decided once more, by the same rule, over the views as they stood
when it was recorded.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError

from contracts.errors import TermsError
from ledger.audit.findings import Check, Findings
from ledger.catalog import HANDLERS
from ledger.clock import parse_stamp
from ledger.command import Actor, Command, Context
from ledger.door import decode_fact
from ledger.errors import LedgerError
from ledger.event import Event
from ledger.keys.signing import check_policies, check_signatures
from ledger.log.authorship import COMMAND, SIGNATURES, Signature
from ledger.log.entry import Part, parse_part, part_bytes
from ledger.store.read import StoredEntry, StoredPart
from ledger.store.state import State

_KINDS: Final[dict[str, type[Command]]] = {kind.TYPE: kind for kind in HANDLERS}


class Commands:
    """Sees every entry once, before it is applied to the views.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._before = findings.total
        self._first = 0
        self._expected: deque[Event] = deque()
        self._decided = 0
        self._failed = 0

    def see(self, state: State, entry: StoredEntry, parts: Sequence[StoredPart]) -> None:
        """Take one entry, with the views as they stood before it."""
        opened = {part.name: part for part in map(parse_part, (part.data for part in parts))}
        command = opened[COMMAND].body if COMMAND in opened else {}
        if "index" in command:
            self._sibling(entry.index, command["index"])
        else:
            self._begin(state, entry, opened, parts)
        if self._expected:
            self._compare(entry.index, self._expected.popleft(), opened)

    def finish(self) -> None:
        """Close the check."""
        self._nothing_missing()
        status: Any = "failed" if self._failed else "ok"
        self._findings.checks.append(Check("decisions", self._decided, status))

    def _begin(
        self,
        state: State,
        entry: StoredEntry,
        opened: dict[str, Part],
        parts: Sequence[StoredPart],
    ) -> None:
        """Decide the command that starts at this entry."""
        self._nothing_missing()
        self._first = entry.index
        try:
            header = entry.header()
            fact = decode_fact(header.event_type, parts)
            command, actor = _read(opened, fact)
            handler = HANDLERS[type(command)]
            signed = check_signatures(state, header.origin, command, _signatures(opened))
            at = parse_stamp(header.recorded_at)
            context = Context(actor, at, entry.index, signed.signers, signed.keys, is_again=True)
            self._expected.extend(handler.rule(command, state, context))
            concerned = handler.required_signers(command, state)
            check_policies(state, command, actor, concerned, signed)
            self._decided += 1
        except (LedgerError, TermsError, ValidationError, LookupError, TypeError) as error:
            self._add(entry.index, "command-refused", "a command that its rule accepts", error)

    def _sibling(self, index: int, first: int) -> None:
        if first != self._first or not self._expected:
            found = f"the command of entry {first}"
            self._add(index, "command-sibling", f"one of the facts of entry {self._first}", found)
            self._expected.clear()

    def _compare(self, index: int, expected: Event, opened: dict[str, Part]) -> None:
        wanted = {part.name: part_bytes(part) for part in expected.parts()}
        found = {
            name: part_bytes(part)
            for name, part in opened.items()
            if name.partition(".")[0] not in (COMMAND, SIGNATURES)
        }
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                texts = [
                    data.decode() if data else "no such part"
                    for data in (wanted.get(name), found.get(name))
                ]
                self._add(index, "fact-not-from-command", *texts)

    def _nothing_missing(self) -> None:
        for event in self._expected:
            self._add(self._first, "fact-missing", event.TYPE, "the next command")
        self._expected.clear()

    def _add(self, index: int, code: str, expected: object, found: object) -> None:
        self._failed += 1
        self._findings.add(index, code, expected, found)


def _signatures(opened: dict[str, Part]) -> list[Signature]:
    rows = opened[SIGNATURES].body[SIGNATURES] if SIGNATURES in opened else []
    return [Signature(row["key"], row["nonce"], row["signature"]) for row in rows]


def _read(opened: dict[str, Part], fact: Event) -> tuple[Command, Actor]:
    """Return the command of an entry and who asked.

    Raises:
        KeyError: It is of no type known here.
    """
    envelope = opened[COMMAND].body
    bodies = {name: part.body for name, part in opened.items()}
    command = _KINDS[envelope["type"]].restore({**bodies, COMMAND: envelope["body"]}, fact)
    who = (envelope["role"], envelope.get("party"), envelope.get("by"))
    return command, Actor(*who, stepped_up=envelope.get("stepped_up", False))
