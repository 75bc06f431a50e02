"""`daicho verify`: check everything that can be checked with nothing from outside."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from time import perf_counter_ns
from typing import Annotated, Any, Final

import typer

from api.cli import exits
from api.cli.labels import coded
from api.cli.output import Output
from api.cli.session import Session, session_of
from ledger.audit.findings import Verdict, VerifyReport, printable, unopened
from ledger.audit.words import check_name
from ledger.bootstrap import Register, open_register, open_to_verify
from ledger.errors import LogCorrupt
from ledger.jobs.verify import verify_register
from ledger.settings import Settings

_NANOSECONDS = 1_000_000_000
_MOST_FINDINGS_SHOWN: Final = 20
_WIDEST_CELL: Final = 90  # one changed entry spoils whole payouts; nobody reads pages of them
_OTHER_VERSIONS: Final = ("schema-revision", "schema-newer")
_EXITS = {"FAIL": exits.FAIL, "SELF-CONSISTENT": exits.SELF_CONSISTENT}


def add_to(app: typer.Typer) -> None:
    """Put the command of this module under the root."""
    app.command()(verify)


def verify(
    ctx: typer.Context,
    views: Annotated[
        bool, typer.Option("--views", help="Also build every view afresh and compare.")
    ] = False,
    commands: Annotated[
        bool, typer.Option("--commands", help="Also decide every command again, views included.")
    ] = False,
) -> None:
    """Check bytes, chain, tree, contents, files, postings and payouts; exit 1 on any finding."""
    session = session_of(ctx)
    try:
        with closing(open_to_verify(session.settings())) as register:
            session.act_in(register)
            report, elapsed = _timed(session, register, views=views, commands=commands)
    except LogCorrupt as error:
        if error.code in _OTHER_VERSIONS:
            raise  # nothing is wrong with it: what to do is said instead of a verdict
        report, elapsed = unopened(error), 0
    tell_verdict(session.out, report, elapsed)
    raise typer.Exit(_EXITS[report.verdict])


def verify_home(session: Session, settings: Settings) -> Verdict:
    """Verify the register of a home; people read the verdict, machines get it returned."""
    register = open_register(settings)
    try:
        report, elapsed = _timed(session, register, views=False)
    finally:
        register.close()
    if not session.out.as_json:
        tell_verdict(session.out, report, elapsed)
    return report.verdict


def _timed(
    session: Session, register: Register, *, views: bool, commands: bool = False
) -> tuple[VerifyReport, int]:
    started = perf_counter_ns()
    with session.out.progress("progress-verify") as progress:
        report = verify_register(register, views=views, commands=commands, progress=progress)
    return report, perf_counter_ns() - started


def tell_verdict(out: Output, report: VerifyReport, elapsed_ns: int) -> None:
    """Print what a verification established, finding by finding."""
    milliseconds = elapsed_ns // 1_000_000
    rate = report.size * _NANOSECONDS // max(elapsed_ns, 1)
    data = report.as_data()
    if out.as_json:
        out.json({**data, "milliseconds": milliseconds, "entries_per_second": rate})
        return
    out.note(
        "verdict",
        verdict=report.verdict,
        origin=report.origin,
        size=f"{report.size:,}",
        root=report.root,
        milliseconds=f"{milliseconds:,}",
        rate=f"{rate:,}",
    )
    if report.checks:
        out.items([_named(check, out) for check in data["checks"]], ("check", "count", "status"))
    if report.findings:
        _tell_findings(out, data["findings"], report.total)
    else:
        out.note("how-to-check-yourself")


def _named(check: Mapping[str, Any], out: Output) -> Mapping[str, Any]:
    """Name a check as reports of audits do where the command line has no Japanese of its own."""
    name = check["check"]
    if out.lang == "en" or coded(name, out.lang) != name:
        return check
    return {**check, "check": check_name(name, out.lang)}


def _tell_findings(out: Output, findings: Sequence[Mapping[str, Any]], total: int) -> None:
    """Name the first entry that does not hold, then the first findings, each in a line or two."""
    shown = findings[:_MOST_FINDINGS_SHOWN]
    out.note("findings", count=total, shown=len(shown))
    places = [finding["index"] for finding in findings if finding["index"] is not None]
    if places:
        out.note("first-finding", index=min(places))
    out.items(
        [{key: _shortened(value) for key, value in finding.items()} for finding in shown],
        ("index", "code", "expected", "found"),
    )


def _shortened(value: object) -> object:
    if not isinstance(value, str):
        return value
    shown = printable(value)  # damaged rows may hold what steers a terminal
    return f"{shown[:_WIDEST_CELL]}…" if len(shown) > _WIDEST_CELL else shown
