"""`daicho verify`: check everything that can be checked with nothing from outside."""

from time import perf_counter_ns
from typing import Annotated

import typer

from api.cli import exits
from api.cli.output import Output
from api.cli.session import session_of
from ledger.jobs.findings import VerifyReport
from ledger.jobs.verify import verify_register

_NANOSECONDS = 1_000_000_000
_EXITS = {"FAIL": exits.FAIL, "SELF-CONSISTENT": exits.SELF_CONSISTENT}


def add_to(app: typer.Typer) -> None:
    """Put the command of this module under the root."""
    app.command()(verify)


def verify(
    ctx: typer.Context,
    views: Annotated[
        bool, typer.Option("--views", help="Also build every view afresh and compare.")
    ] = False,
) -> None:
    """Check bytes, chain, tree, contents, files, postings and payouts; exit 1 on any finding."""
    session = session_of(ctx)
    with session.register() as register:
        started = perf_counter_ns()
        with session.out.progress("progress-verify") as progress:
            report = verify_register(register, views=views, progress=progress)
        elapsed = perf_counter_ns() - started
    tell_verdict(session.out, report, elapsed)
    raise typer.Exit(_EXITS[report.verdict])


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
    out.items(data["checks"], ("check", "count", "status"))
    if report.findings:
        out.note("findings", count=len(report.findings))
        out.items(data["findings"], ("index", "code", "expected", "found"))
    else:
        out.note("how-to-check-yourself")
