"""From a licensee's file to a `RegisterReport` command: read, judge, store, hash.

All of it happens outside the door, on a snapshot; the writer only sees sums and hashes. The file
itself is kept byte for byte, so that anybody entitled can read it again by the same profile.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, select

from contracts.errors import TermsError
from contracts.money import minor_unit
from contracts.period import Period
from ledger.agreements.views import AgreementRow
from ledger.blobs.blobs import BlobBatch, Blobs
from ledger.committees.views import CommitteeWorkRow
from ledger.entropy import Entropy
from ledger.errors import NotFound, RuleViolation
from ledger.log import canonical
from ledger.revenue.checks import Expectation
from ledger.revenue.commands import ControlTotals, LineCounts, RegisterReport
from ledger.revenue.encoding import Encoding, decode
from ledger.revenue.groups import Group, rounded, write_groups
from ledger.revenue.leaves import KEY_BYTES, Progress, lines_root, write_lines
from ledger.revenue.lines import Lines, Problem, distinct_works, judge
from ledger.revenue.naming import resolve
from ledger.revenue.profiles import STANDARD, Profile
from ledger.revenue.table import read_table
from ledger.store.views import table_of, unpack
from ledger.values import DocumentRef

_JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMeta:
    """What the sender says about a file.

    Attributes:
        basis: Gross or net; the profile's when left out.
        remittance_minor: What the sender will pay; the reported amount when left out.
        control: Totals to compare with.
        supersedes: The report this one corrects.
        confirm: Hash of what the correction touches, once it was shown.
        encoding: As declared; detected when left out.
        profile: How the file is read.
        file_name: For people.
    """

    id: str
    agreement: str
    reporter: str
    period: str
    basis: Literal["gross", "net"] | None = None
    currency: str = "JPY"
    remittance_minor: int | None = None
    control: ControlTotals | None = None
    supersedes: str | None = None
    confirm: str | None = None
    is_synthetic: bool = False
    encoding: Encoding | None = None
    profile: Profile = field(default=STANDARD)
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What a person wants to know before sending the report.

    Attributes:
        held, rejected: Number of lines by reason.
        problems: Every line that was not accepted.
    """

    encoding: str
    rows: int
    accepted: int
    amount_minor: int
    held: dict[str, int]
    rejected: dict[str, int]
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """The command, and the summary for people."""

    command: RegisterReport
    summary: ReportSummary


def prepare_report(
    conn: Connection,
    blobs: Blobs,
    source: bytes | Path,
    meta: ReportMeta,
    entropy: Entropy,
    progress: Progress | None = None,
) -> PreparedReport:
    """Read a licensee's file and prepare its report.

    Args:
        conn: A snapshot, for the names of works.
        blobs: Where file, lines, groups and problems are stored.
        source: The file.
        meta: What the sender says about it.
        entropy: Draws the report's key.
        progress: Told how many of how many lines are hashed.

    Raises:
        RuleViolation: The file cannot be read, or nothing in it is acceptable.
        NotFound: There is no such agreement.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    lines, encoding = _judged(conn, content, meta)
    _refuse_nothing(lines)
    groups = rounded(lines.sums(), meta.currency)
    key = entropy.bytes(KEY_BYTES)
    root = lines_root(lines.accepted, key, progress)
    with blobs.batch() as batch:
        stored = _store(batch, content, meta, lines, groups, key)
    command = RegisterReport(
        id=meta.id,
        agreement=meta.agreement,
        reporter=meta.reporter,
        period=meta.period,
        currency=meta.currency,
        basis=_basis(meta),
        file=stored.file,
        lines=stored.lines,
        groups=stored.groups,
        problems=stored.problems,
        lines_root=root.hex(),
        counts=_counts(lines),
        amount_minor=_total(groups),
        remittance_minor=_total(groups) if meta.remittance_minor is None else meta.remittance_minor,
        control=meta.control,
        profile=meta.profile.name,
        supersedes=meta.supersedes,
        confirm=meta.confirm,
        is_synthetic=meta.is_synthetic,
    )
    return PreparedReport(command, _summary(lines, groups, encoding))


def look_at_report(conn: Connection, content: bytes, meta: ReportMeta) -> ReportSummary:
    """Read and judge a file as `prepare_report` does, and store nothing.

    A file of which nothing is acceptable is looked at like any other: its lines say why.

    Raises:
        RuleViolation: The file cannot be read.
        NotFound: There is no such agreement.
    """
    lines, encoding = _judged(conn, content, meta)
    return _summary(lines, rounded(lines.sums(), meta.currency), encoding)


def _judged(conn: Connection, content: bytes, meta: ReportMeta) -> tuple[Lines, str]:
    """Return every line of a file with its verdict, and the encoding that it came in."""
    text = decode(content, meta.encoding)
    table = read_table(text.data, meta.profile)
    works = resolve(conn, distinct_works(table), covered_works(conn, meta.agreement))
    return judge(table, works, meta.profile, _expectation(meta)), text.encoding


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where the four files of a report are."""

    file: DocumentRef
    lines: DocumentRef
    groups: DocumentRef
    problems: DocumentRef | None


def _store(
    batch: BlobBatch,
    content: bytes,
    meta: ReportMeta,
    lines: Lines,
    groups: tuple[Group, ...],
    key: bytes,
) -> _Stored:
    return _Stored(
        file=batch.put(content, title=meta.file_name, media_type="text/csv"),
        lines=batch.put(
            write_lines(lines.accepted, key), media_type="application/vnd.apache.parquet"
        ),
        groups=batch.put(write_groups(groups), media_type=_JSON),
        problems=_store_problems(batch, lines),
    )


def covered_works(conn: Connection, agreement: str) -> list[str]:
    """Return the works an agreement covers: its own, else its committee's; empty means any.

    Raises:
        NotFound: There is no such agreement.
    """
    table = table_of(AgreementRow)
    row = conn.execute(select(table).where(table.c.id == agreement)).mappings().one_or_none()
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    works: list[str] = list(unpack(row["doc"]).get("works", []))
    if works or row["committee"] is None:
        return works
    links = table_of(CommitteeWorkRow)
    query = select(links.c.work_id).where(links.c.committee_id == row["committee"])
    return list(conn.execute(query).scalars())


def _expectation(meta: ReportMeta) -> Expectation:
    field, value = "currency", meta.currency
    try:
        minor_unit(meta.currency)
        field, value = "period", meta.period
        return Expectation(meta.currency, str(Period.parse(meta.period).last))
    except TermsError as error:
        named = {**error.fields, "field": field, "value": value}
        raise RuleViolation(error.code, error.message, **named) from error


def _basis(meta: ReportMeta) -> Literal["gross", "net"]:
    basis = meta.basis or meta.profile.basis
    if basis is None:
        raise RuleViolation(
            "report-basis-missing", field="basis", value=None, expected="gross, net"
        )
    return basis


def _refuse_nothing(lines: Lines) -> None:
    """Refuse a file of which nothing is acceptable: most likely the profile is wrong."""
    if lines.accepted.height or not lines.problems:
        return
    first = lines.problems[0]
    raise RuleViolation(
        "report-nothing-accepted",
        f"not one line is acceptable; line {first.line}: {first.reason}",
        field=first.column,
        line=first.line,
        value=first.value,
        expected=first.expected,
        reason=first.reason,
    )


def _counts(lines: Lines) -> LineCounts:
    return LineCounts(
        accepted=lines.count("accepted"), held=lines.count("held"), rejected=lines.count("rejected")
    )


def _total(groups: tuple[Group, ...]) -> int:
    return sum(group.amount_minor for group in groups)


def _store_problems(blobs: BlobBatch, lines: Lines) -> DocumentRef | None:
    if not lines.problems:
        return None
    return blobs.put(
        canonical.encode([asdict(problem) for problem in lines.problems]), media_type=_JSON
    )


def _summary(lines: Lines, groups: tuple[Group, ...], encoding: str) -> ReportSummary:
    reasons: dict[str, Counter[str]] = {"held": Counter(), "rejected": Counter()}
    for problem in lines.problems:
        reasons[problem.verdict][problem.reason] += 1
    return ReportSummary(
        encoding=encoding,
        rows=lines.accepted.height + len(lines.problems),
        accepted=lines.accepted.height,
        amount_minor=_total(groups),
        held=dict(reasons["held"]),
        rejected=dict(reasons["rejected"]),
        groups=groups,
        problems=lines.problems,
    )


def read_problems(data: bytes) -> list[dict[str, Any]]:
    """Read the held and rejected lines of a report from their blob."""
    problems: list[dict[str, Any]] = canonical.decode(data)
    return problems
