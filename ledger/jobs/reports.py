"""Take a licensee's file onto the register: read, judge and store it, then record the report."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NotRequired, TypedDict, Unpack

from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import RuleViolation
from ledger.ids import REPORT, new_id
from ledger.revenue.commands import ControlTotals, RegisterReport
from ledger.revenue.encoding import Encoding
from ledger.revenue.ingest import ReportMeta, ReportSummary, prepare_report
from ledger.revenue.leaves import Progress
from ledger.revenue.profiles import BUILT_IN, STANDARD, Profile


class Stated(TypedDict):
    """What a sender says about a file.

    Attributes:
        agreement: The agreement it reports under. reporter: who reports.
        period: For instance `2026-Q1`. currency: of the amounts in the file.
        basis: Gross or net; the profile's if left out.
        control: Totals to compare with. supersedes: the report that this one corrects.
        confirm: Where that one was settled, the hash of what the correction touches.
        remittance_minor: What the sender will pay on it; the reported amount if left out.
        is_synthetic: True for made-up data.
        encoding: As declared; detected if left out. file_name: for people.
    """

    agreement: str
    reporter: str
    period: str
    currency: str
    basis: NotRequired[Literal["gross", "net"] | None]
    control: NotRequired[ControlTotals | None]
    supersedes: NotRequired[str | None]
    confirm: NotRequired[str | None]
    remittance_minor: NotRequired[int | None]
    is_synthetic: NotRequired[bool]
    encoding: NotRequired[Encoding | None]
    file_name: NotRequired[str | None]


@dataclass(frozen=True, slots=True)
class Ingested:
    """A report on the register.

    Attributes:
        id: Of the report.
        summary: What became of the file's lines; None for a request that was repeated.
        recorded: Its entry.
    """

    id: str
    summary: ReportSummary | None
    recorded: Recorded


def ingest_report(  # noqa: PLR0913 - what is sent, how to read it, who asks and how often
    register: Register,
    *,
    data: bytes | Path,
    profile: str | Profile = STANDARD,
    id: str | None = None,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
    progress: Progress | None = None,
    **stated: Unpack[Stated],
) -> Ingested:
    """Read a file, store what was accepted, held and rejected, and record the report.

    Args:
        register: Where.
        data: The file.
        profile: How to read it: a profile, or the name of a built-in one.
        id: Of the report; a new one if left out.
        actor: Who asks.
        request: Idempotency key; a repeated request reads nothing again.
        progress: Told how many of how many lines are hashed.
        **stated: What the sender says about the file.

    Raises:
        Refused: The file cannot be read, or a rule refused the report.
    """
    earlier = register.ledger.replay(RegisterReport, request) if request else None
    if earlier:
        return Ingested(_report_of(earlier), None, earlier)
    if isinstance(data, Path):
        stated.setdefault("file_name", data.name)
    name = id or new_id(REPORT, register.clock, register.entropy)
    meta = ReportMeta(id=name, profile=profile_named(profile), **stated)
    with register.ledger.reading() as conn:
        prepared = prepare_report(conn, register.blobs, data, meta, register.entropy, progress)
    recorded = register.ledger.record(prepared.command, actor, request)
    return Ingested(_report_of(recorded), prepared.summary, recorded)


def profile_named(profile: str | Profile) -> Profile:
    """Return a profile by the name of a built-in one; a profile is its own answer.

    Raises:
        RuleViolation: There is none of this name.
    """
    if isinstance(profile, Profile):
        return profile
    if profile not in BUILT_IN:
        raise RuleViolation(
            "profile-unknown", field="profile", value=profile, expected=sorted(BUILT_IN)
        )
    return BUILT_IN[profile]


def _report_of(recorded: Recorded) -> str:
    """Return the id the fact carries: that of the first time, when a request is repeated."""
    return str(getattr(recorded.events[0], "id", ""))
