"""One batch through the door: decide, append, project; no threads and no transaction control here.

The order inside a batch is the order of arrival. A refused command leaves nothing behind, because
its rule decided before anything was written. A projection that fails after its rule accepted is
our bug, whatever it raises: the whole batch must be rolled back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from ledger.catalog import HANDLERS, PROJECTIONS
from ledger.clock import Clock
from ledger.command import Actor, Command, Context, RequestKey
from ledger.errors import Conflict, LedgerError, LogCorrupt, Refused, RuleViolation
from ledger.event import OPERATOR, Event, Place
from ledger.facts import FACTS
from ledger.keys.signing import (
    Signed,
    check_policies,
    check_signatures,
    signing_keys,
    use_nonces,
)
from ledger.log.authorship import COMMAND, SIGNATURES, Signature
from ledger.log.entry import Part, parse_part
from ledger.store.append import Appender
from ledger.store.read import LogReader, SeenRequest, StoredPart
from ledger.store.state import State


@dataclass(frozen=True, slots=True)
class Submission:
    """A command on its way through the door.

    Attributes:
        mac: Keyed digest of the exact request, so that the log's store never holds the request.
        signatures: Of authors' keys over the command.
    """

    command: Command
    actor: Actor
    request: RequestKey | None = None
    mac: bytes = b""
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an accepted command.

    Attributes:
        first_index: Index of its first entry. count: how many entries it caused.
        leaf_hashes: One per entry, in order.
        events: The facts, in order.
        replayed: True if the same request had been recorded before; nothing was added.
    """

    first_index: int
    count: int
    leaf_hashes: tuple[bytes, ...]
    events: tuple[Event, ...]
    replayed: bool = False


@dataclass(slots=True)
class Batch:
    """The outcome of a batch, one result per submission in order of arrival."""

    results: list[Recorded | Refused] = field(default_factory=list)
    requests: dict[tuple[str, str], SeenRequest] = field(default_factory=dict)
    new_requests: list[tuple[str, str, bytes, int, int]] = field(default_factory=list)


def pass_through(
    conn: Connection, appender: Appender, clock: Clock, submissions: Sequence[Submission]
) -> Batch:
    """Take a batch of commands through rules, log and views.

    Args:
        conn: The writer's transaction; the head row is locked.
        appender: Collects entries on top of that head.
        clock: Read once per command.
        submissions: In order of arrival.

    Returns:
        One result per submission; refusals are results, not exceptions.
    """
    state = State(conn)
    state.prefetch(key for item in submissions for key in _needs(item))
    keys = [(item.request.party, item.request.key) for item in submissions if item.request]
    batch = Batch(requests=LogReader(conn).requests_seen(keys) if keys else {})
    done: dict[tuple[str, str], Recorded] = {}
    for item in submissions:
        try:
            earlier = _earlier(conn, batch, done, item)
            result = earlier or _record(state, appender, clock, batch, item)
            if item.request and not earlier:
                done[item.request.party, item.request.key] = result
            batch.results.append(result)
        except Refused as refusal:
            batch.results.append(refusal)
    state.flush()
    return batch


def _needs(item: Submission) -> Iterable[Any]:
    handler = HANDLERS.get(type(item.command))
    yield from handler.needs(item.command) if handler else ()
    yield from signing_keys(item.actor, item.signatures)


def check_submission(conn: Connection, item: Submission) -> None:
    """Refuse a submission whose signatures are not good, before it costs the writer's time.

    Raises:
        Refused: As the writer would refuse it now; he asks again, for what happened meanwhile.
    """
    state = State(conn)
    origin = LogReader(conn).head().origin
    signed = check_signatures(state, origin, item.command, item.signatures)
    check_policies(state, item.command, item.actor, (), signed)


def _earlier(
    conn: Connection,
    batch: Batch,
    done: Mapping[tuple[str, str], Recorded],
    item: Submission,
) -> Recorded | None:
    """Return the result of the same request sent before, or refuse a different one."""
    if item.request is None:
        return None
    key = (item.request.party, item.request.key)
    seen = batch.requests.get(key)
    if seen is None:
        return None
    _must_be_same(seen, item.request, item.mac)
    earlier = done.get(key) or load_recorded(conn, seen.first_index, seen.count)
    return Recorded(
        earlier.first_index, earlier.count, earlier.leaf_hashes, earlier.events, replayed=True
    )


def _must_be_same(seen: SeenRequest, request: RequestKey, mac: bytes) -> None:
    if seen.mac != mac:
        raise Conflict(
            "idempotency-key-reused",
            "this key was used for another request",
            field="Idempotency-Key",
            value=request.key,
            expected="a new key, or exactly the request sent before",
        )


def find_replay(conn: Connection, request: RequestKey, mac: bytes) -> Recorded | None:
    """Return what the same request recorded before, if it was sent before.

    Raises:
        Conflict: The key was used for another request.
    """
    key = (request.party, request.key)
    seen = LogReader(conn).requests_seen([key]).get(key)
    if seen is None:
        return None
    _must_be_same(seen, request, mac)
    return load_recorded(conn, seen.first_index, seen.count)


def _record(
    state: State, appender: Appender, clock: Clock, batch: Batch, item: Submission
) -> Recorded:
    handler = HANDLERS.get(type(item.command))
    if handler is None:
        raise RuleViolation("unknown-command", value=type(item.command).__name__)
    at, first = clock.now(), appender.size
    signed = check_signatures(state, appender.origin, item.command, item.signatures)
    context = Context(item.actor, at, first, signed.signers, signed.keys)
    events = tuple(handler.rule(item.command, state, context))
    if not events:
        raise RuleViolation("nothing-to-record", value=type(item.command).__name__)
    concerned = handler.required_signers(item.command, state)
    check_policies(state, item.command, item.actor, concerned, signed)
    # Everything that can still be refused is refused here, before the first entry is added.
    prepared = [_parts(item, signed, event, (first, number)) for number, event in enumerate(events)]
    appender.check(prepared)
    hashes = []
    for event, parts in zip(events, prepared, strict=True):
        index, leaf_hash = appender.add(event.TYPE, parts, at)
        hashes.append(leaf_hash)
        _project(event, state, Place(index, appender.last_time))
    use_nonces(state, signed.rows, first)
    if item.request:
        key = (item.request.party, item.request.key)
        batch.requests[key] = SeenRequest(item.mac, first, len(events))
        batch.new_requests.append((*key, item.mac, first, len(events)))
    return Recorded(first, len(events), tuple(hashes), events)


def _project(event: Event, state: State, place: Place) -> None:
    """Apply a fact to the views. Its entry is added already, so nothing can be refused any more."""
    try:
        PROJECTIONS[type(event)](event, state, place)
    except LedgerError as bug:
        msg = f"the projection of {event.TYPE} failed at entry {place.index}"
        raise RuntimeError(msg) from bug


def _parts(item: Submission, signed: Signed, event: Event, place: tuple[int, int]) -> list[Part]:
    """Return all parts of an entry: the first carries the command, its siblings point to it.

    Args:
        item: Command and actor.
        signed: The signatures, whose parties may read what they signed.
        event: The fact of this entry.
        place: Index of the command's first entry, and how many entries after it this one stands.
    """
    first, number = place
    readers = tuple(dict.fromkeys((OPERATOR, item.actor.reader, *signed.parties)))
    if number:
        return [Part(COMMAND, readers, {"index": first}), *event.parts()]
    head, *chunks = item.command.split(COMMAND, readers)
    envelope: dict[str, Any] = {"type": item.command.TYPE, "role": item.actor.role}
    if item.actor.party:
        envelope["party"] = item.actor.party
    if item.actor.by:
        envelope["by"] = item.actor.by
    if item.actor.stepped_up:
        envelope["stepped_up"] = True
    if item.request:
        # What answers a repeated request is on record too: a row that vanishes is noticed.
        sender, key = item.request.party, item.request.key
        envelope["request"] = {"party": sender, "key": key, "mac": item.mac.hex()}
    parts = [Part(COMMAND, readers, {**envelope, "body": head.body}), *chunks]
    if signed.rows:
        parts.append(Part(SIGNATURES, readers, {SIGNATURES: [dict(row) for row in signed.rows]}))
    return [*parts, *event.parts()]


def load_recorded(conn: Connection, first: int, count: int) -> Recorded:
    """Read back what a request recorded when it was first sent."""
    entries = list(LogReader(conn).iterate(first, first + count))
    return Recorded(
        first,
        count,
        tuple(entry.leaf_hash for entry, _ in entries),
        tuple(decode_fact(entry.header().event_type, parts) for entry, parts in entries),
        replayed=True,
    )


def decode_fact(event_type: str, parts: Iterable[StoredPart]) -> Event:
    """Turn the stored parts of an entry back into its fact.

    Names are taken from the bytes that the entry commits to, not from the column beside them.

    Raises:
        LogCorrupt: No fact of this type is known to this version.
    """
    kind = FACTS.get(event_type)
    if kind is None:
        raise LogCorrupt("unknown-fact", value=event_type, expected="a type in ledger/facts.py")
    opened = [parse_part(part.data) for part in parts]
    return kind.from_parts({part.name: part.body for part in opened})


def signatures_of(parts: Iterable[StoredPart]) -> list[dict[str, str]]:
    """Return the signatures of an entry as it holds them; none for an unsigned command."""
    found = [parse_part(part.data) for part in parts if part.name == SIGNATURES]
    return [dict(row) for part in found for row in part.body[SIGNATURES]]
