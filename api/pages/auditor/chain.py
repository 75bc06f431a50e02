"""What is to be seen of the chain at a glance, read in one snapshot and shaped for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from api.pages.desk import Desk, Problem
from ledger.bootstrap import Register
from ledger.clock import stamp
from ledger.closings.views import closed_states
from ledger.errors import LedgerError, SignatureInvalid
from ledger.guard.check import check_guard
from ledger.jobs.cosigning import EVIDENCE, Cosigner
from ledger.log.note import Signature, parse_note
from ledger.log.policy import Policy, cosigned_by, is_satisfied
from ledger.log_keys.views import keys_of
from ledger.store import checkpoints
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.growth import sizes_over_time
from ledger.store.read import Head, LogReader
from ledger.timestamps.folder import place_of
from ledger.timestamps.token import check_answer

_LAST: Final = 6
_TIME_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Cosignatures:
    """Who cosigned a checkpoint.

    Attributes:
        witnesses: (name, moment): as the note says; checked where there is a policy.
        is_checked: Whether the signatures were verified under the policy's keys.
        is_reached: Whether the policy's quorum is reached; None without a policy.
    """

    witnesses: tuple[tuple[str, str], ...] = ()
    is_checked: bool = False
    is_reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """The chain as it stands.

    Attributes:
        last: The last published checkpoint, if any. covered_until: when its last entry was made.
        uncovered: Entries that no checkpoint covers yet.
        guard: Size of the last checkpoint signed; None where the guard contradicts the log.
        guard_problem: Why, in the reader's language.
        stamped: (size, moment) of the newest checkpoint with a timestamp token, if any.
        keys: (key, first size, first size it no longer signs). months: closed states, newest first.
        lies: Files of evidence against this log or a witness that the register keeps.
    """

    head: Head
    root: str
    last: StoredCheckpoint | None
    covered_until: str
    uncovered: int
    cosignatures: Cosignatures
    guard: int | None
    guard_problem: Problem | None
    stamped: tuple[int, str] | None
    keys: tuple[tuple[str, int, int | None], ...]
    months: tuple[dict[str, Any], ...]
    lies: int
    growth: tuple[tuple[str, int], ...]

    @property
    def rotated_at(self) -> int:
        """The entry that brought the newest key; 0 where it is still the first."""
        return self.keys[-1][1]


def health_of(desk: Desk, policy: Policy | None) -> Health:
    """Read the chain.

    Raises:
        LedgerError: The database cannot be read.
    """
    register = desk.register
    guarded, problem = _guarded(desk)
    with desk.reading() as conn:
        head = LogReader(conn).head()
        last = checkpoints.latest(conn)
        keys = keys_of(conn)
        size = None
        if guarded is not None:
            try:
                size = check_guard(conn, guarded, keys, register.guard.read).size
            except LedgerError as error:
                problem = desk.problem(error)
        return Health(
            head=head,
            root=head.root().hex(),
            last=last,
            covered_until=_covered_until(conn, last),
            uncovered=head.size - (last.size if last else 0),
            cosignatures=cosignatures_of(last.note if last else b"", head.origin, policy),
            guard=size,
            guard_problem=problem,
            stamped=_stamped(conn, register),
            keys=tuple((str(term.key), term.since, term.until) for term in keys.terms),
            months=tuple(reversed(closed_states(conn))),
            lies=_lies(register.home),
            growth=tuple(sizes_over_time(conn, head.size)),
        )


def policy_of(cosign: object) -> Policy | None:
    """Return the policy by which cosignatures are collected, if there is one."""
    return cosign.policy if isinstance(cosign, Cosigner) else None


def _guarded(desk: Desk) -> tuple[bytes | None, Problem | None]:
    """Read the guard before the snapshot: the log may only have grown since."""
    try:
        return desk.register.guard.read(), None
    except LedgerError as error:
        return None, desk.problem(error)


def _covered_until(conn: Connection, last: StoredCheckpoint | None) -> str:
    if last is None or not last.size:
        return ""
    return LogReader(conn).entry(last.size - 1).header().recorded_at


def cosignatures_of(note: bytes, origin: str, policy: Policy | None) -> Cosignatures:
    """Return who cosigned a note, checked under a policy where there is one.

    Args:
        note: A signed checkpoint; empty for none.
        origin: Name of the log, whose own lines are no cosignatures.
        policy: Names witnesses and quorum.
    """
    if not note:
        return Cosignatures(is_reached=None if policy is None else False)
    if policy is not None:
        try:
            found = cosigned_by(policy, note)
            reached = is_satisfied(policy, note)
        except SignatureInvalid:
            return Cosignatures(is_checked=True, is_reached=False)
        named = ((name, _moment(found[name].timestamp)) for name in sorted(found))
        return Cosignatures(tuple(named), is_checked=True, is_reached=reached)
    lines = (one for one in parse_note(note).signatures if one.name != origin)
    return Cosignatures(tuple((one.name, _stated(one)) for one in lines if _is_cosignature(one)))


def _is_cosignature(line: Signature) -> bool:
    return len(line.signature) == _TIME_BYTES + _SIGNATURE_BYTES


def _stated(line: Signature) -> str:
    return _moment(int.from_bytes(line.signature[:_TIME_BYTES], "big"))


def _moment(seconds: int) -> str:
    """Return the moment that a witness stated, as stamps are written; empty for no real one."""
    try:
        return stamp(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, OSError, ValueError):
        return ""


def _stamped(conn: Connection, register: Register) -> tuple[int, str] | None:
    """Return the newest of the last checkpoints that carries a timestamp token."""
    found = checkpoints.latest(conn)
    for _ in range(_LAST):
        if found is None:
            return None
        if moment := stamped_at(register.home, found):
            return found.size, moment
        found = checkpoints.at_or_before(conn, found.size - 1)
    return None


def stamped_at(home: Path, checkpoint: StoredCheckpoint) -> str:
    """Return the time that a token kept in the home states; empty where there is none to read.

    The authority's certificate is checked by those who hold its root: `daicho timestamp verify`.
    """
    place = place_of(home, checkpoint.size)
    if not place.is_file():
        return ""
    try:
        return stamp(check_answer(place.read_bytes(), checkpoint.note).time)
    except (LedgerError, OSError):
        return ""


def _lies(home: Path) -> int:
    folder = home / EVIDENCE
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def growth_rows(growth: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return the points of the chart: by day, the largest size of each."""
    by_day = {moment[:10]: size for moment, size in growth}
    return [{"day": day, "size": by_day[day]} for day in sorted(by_day)]


def growth_chart(growth: Sequence[tuple[str, int]], across: str, up: str) -> dict[str, Any]:
    """Describe the line of the log's size over time.

    Args:
        growth: (moment, size), oldest first.
        across: Title of the horizontal axis.
        up: Title of the vertical axis.
    """
    axis = {"format": "%Y-%m", "labelOverlap": True, "tickCount": 8}
    return {
        "width": 760,
        "height": 200,
        "data": {"values": growth_rows(growth)},
        "mark": {"type": "area", "line": True, "fillOpacity": 0.15, "interpolate": "step-after"},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": across, "axis": axis},
            "y": {"field": "size", "type": "quantitative", "title": up, "axis": {"format": ",d"}},
        },
    }
