"""An audit report as plain text, in one language."""

from collections.abc import Iterator
from typing import Final

from ledger.audit.bundle_format import CHECKPOINT, note_path
from ledger.audit.findings import Finding, printable
from ledger.audit.report import AuditReport
from ledger.audit.words import (
    AMOUNTS,
    KINDS,
    LIMITS,
    VERDICTS,
    Lang,
    check_name,
    pick,
    problem_of,
    say,
    status_name,
)

_MOST_SHOWN: Final = 20
_WIDEST: Final = 160
_COLON: Final = ("：", ": ")


def as_text(report: AuditReport, lang: Lang) -> str:
    """Write a report for people: the verdict first, what it means last."""
    return "\n".join([*_heading(report, lang), *_checks(report, lang), *_findings(report, lang)])


def scope_text(scope: dict[str, str], lang: Lang) -> str:
    """Say whose parts were disclosed."""
    return say(f"scope-{scope['kind']}", lang, **scope) if scope else ""


def kept_text(report: AuditReport, lang: Lang) -> str:
    """Say which checkpoint the log was held against."""
    if report.kept_size is None:
        return say("kept-none", lang)
    return say("kept-size", lang, size=f"{report.kept_size:,}")


def place_text(finding: Finding, lang: Lang) -> str:
    """Say where a finding is: entry and file."""
    index = None if finding.index is None else say("entry", lang, index=finding.index)
    file = None if finding.file is None else printable(finding.file)
    return ", ".join(text for text in (index, file) if text) or "-"


def token_texts(report: AuditReport, lang: Lang) -> Iterator[tuple[int, str]]:
    """Yield size and time of each timestamp token, or how to check it elsewhere."""
    for size, time in report.tokens:
        own = size == report.size
        note = CHECKPOINT if own else note_path(size)
        token = f"{note_path(size)}.tsr"
        yield size, time or say("token-unchecked", lang, note=note, token=token)


def totals_rows(report: AuditReport, lang: Lang) -> Iterator[tuple[str, int, str]]:
    """Yield kind, count and control totals of each population."""
    for item in report.populations:
        sums = [
            f"{pick(AMOUNTS.get(name, (name, name)), lang)} {amount:,} {currency}"
            for currency, totals in sorted(item.totals.items())
            for name, amount in totals.items()
        ]
        if item.undisclosed:
            sums.append(say("undisclosed", lang, count=f"{item.undisclosed:,}"))
        yield pick(KINDS.get(item.kind, (item.kind, item.kind)), lang), item.count, "; ".join(sums)


def sample_rows(report: AuditReport, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield how each sample was drawn, and the entries that it holds."""
    for sample in report.samples:
        drawn = sample.sampling
        entries = ", ".join(
            f"{one.index} {getattr(one.fact, 'id', '') or ''}".strip() for one in sample.entries
        )
        yield f"{drawn.kind}:{drawn.size}:{drawn.seed}", entries or say("kept-none", lang)


def _heading(report: AuditReport, lang: Lang) -> Iterator[str]:
    yield f"{_label('verdict', lang)}{report.verdict}"
    yield f"  {pick(VERDICTS[report.verdict], lang)}"
    yield f"{_label('origin', lang)}{report.origin}"
    yield f"{_label('size', lang)}{report.size:,}"
    yield f"{_label('root', lang)}{report.root}"
    yield f"{_label('scope', lang)}{scope_text(report.scope, lang)}"
    yield f"{_label('kept', lang)}{kept_text(report, lang)}"


def _checks(report: AuditReport, lang: Lang) -> Iterator[str]:
    yield _label("checks", lang).rstrip()
    for check in report.checks:
        name = check_name(check.check, lang)
        status = status_name(check.status, check.count, lang)
        yield f"  {check.count:>9,}  {name}{pick(_COLON, lang)}{status}"
    yield _label("totals", lang).rstrip()
    for kind, count, sums in totals_rows(report, lang):
        yield f"  {count:>9,}  {kind}  {sums}".rstrip()
    for drawn, entries in sample_rows(report, lang):
        yield f"  {say('sample', lang)} {drawn}{pick(_COLON, lang)}{entries}"
    for size, text in token_texts(report, lang):
        yield f"  {say('tokens', lang)} {size:,}{pick(_COLON, lang)}{text}"


def _first_entry(report: AuditReport) -> int | None:
    """Return the first entry that does not hold; a file's finding names only where it begins."""
    found = [one for one in report.findings if one.index is not None]
    entries = [one for one in found if one.file is None] or found
    return min((one.index for one in entries if one.index is not None), default=None)


def _findings(report: AuditReport, lang: Lang) -> Iterator[str]:
    if not report.total:
        yield say("findings-none", lang)
    else:
        yield say("findings", lang, total=f"{report.total:,}")
        if (first := _first_entry(report)) is not None:
            yield f"  {say('findings-first', lang, index=first)}"
    for finding in report.findings[:_MOST_SHOWN]:
        yield f"  {place_text(finding, lang)}{pick(_COLON, lang)}{problem_of(finding.code, lang)}"
        yield f"    {_label('expected', lang)}{_short(finding.expected)}"
        yield f"    {_label('found', lang)}{_short(finding.found)}"
    if report.total > _MOST_SHOWN:
        yield f"  {say('findings-more', lang, count=f'{report.total - _MOST_SHOWN:,}')}"
    yield _label("meaning", lang).rstrip()
    for limit in LIMITS:
        yield f"  {pick(limit, lang)}"


def _label(name: str, lang: Lang) -> str:
    return say(name, lang) + pick(_COLON, lang)


def _short(text: str) -> str:
    """Cut what is long, and show control characters instead of sending them to a terminal."""
    shown = printable(text)
    return shown if len(shown) <= _WIDEST else shown[:_WIDEST] + "…"
