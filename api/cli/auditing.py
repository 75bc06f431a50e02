"""`daicho audit`: check a bundle with nothing but the bundle and what the auditor kept."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from api.cli import exits
from api.cli.session import session_of
from ledger.audit.auditor import audit as audit_bundle
from ledger.audit.bundle_files import BundleFiles
from ledger.audit.folder import Folder
from ledger.audit.html_report import as_html
from ledger.audit.main import read_outside
from ledger.audit.notes import Outside
from ledger.audit.report import AuditReport
from ledger.audit.sampling import Sampling
from ledger.audit.text_report import as_text
from ledger.errors import LedgerError

# Drawn for a workbook where the auditor names no sample of her own.
_SAMPLED: Final = (Sampling("payouts", 20, "daicho"), Sampling("statements", 20, "daicho"))


def add_to(app: typer.Typer) -> None:
    """Put the command of this module under the root."""
    app.command()(audit)


def audit(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder that `daicho export bundle` wrote.")],
    *,
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", help="Signed note that you kept from before.")
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="A key that the log is known to sign with: name+id+base64."),
    ] = None,
    witness_policy: Annotated[
        Path | None, typer.Option("--witness-policy", help="Witnesses that must have cosigned.")
    ] = None,
    tsa_roots: Annotated[
        Path | None,
        typer.Option("--tsa-roots", help="Roots of time-stamping authorities you trust, in PEM."),
    ] = None,
    sample: Annotated[
        list[str] | None,
        typer.Option("--sample", help="KIND:N:SEED: draw a sample that anybody draws again."),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=256, help="Processes.")] = 1,
    report: Annotated[
        Path | None, typer.Option("--report", help="Also write the report as one HTML file.")
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", help="Also write the sampled payouts and statements as formulas."),
    ] = None,
) -> None:
    """Audit a bundle, offline; exit 0, 1 or 3 by verdict."""
    session = session_of(ctx)
    try:
        samplings = tuple(Sampling.parse(text) for text in sample or [])
        if xlsx is not None and not samplings:
            samplings = _SAMPLED
        outside = _with_tools(read_outside(checkpoint, key or [], witness_policy), tsa_roots)
        with session.out.progress("progress-audit") as progress:
            found = audit_bundle(folder, outside, samplings=samplings, jobs=jobs, progress=progress)
    except LedgerError as error:
        # The auditor's own slip is no verdict on the register.
        from api.cli import problems  # noqa: PLC0415

        problems.report(error, session.out)
        raise typer.Exit(exits.USAGE) from error
    if report is not None:
        report.write_text(as_html(found), encoding="utf-8")
    if xlsx is not None:
        _write_workbook(xlsx, folder, found)
    if session.out.as_json:
        session.out.json(found.as_data())
    else:
        session.out.text(as_text(found, session.lang))
    raise typer.Exit(found.exit_code)


def _with_tools(outside: Outside, tsa_roots: Path | None) -> Outside:
    """Add what the one-file auditor has not: readers of report lines and of timestamp tokens."""
    from ledger.jobs.verify import root_of_lines  # noqa: PLC0415
    from ledger.timestamps.roots import token_check  # noqa: PLC0415

    tokens = None if tsa_roots is None else token_check(tsa_roots)
    return replace(outside, tokens=tokens, lines_root=root_of_lines)


def _write_workbook(path: Path, folder: Path, found: AuditReport) -> None:
    from ledger.jobs.reperformance import Origin, write_reperformance  # noqa: PLC0415

    origin = Origin(found.origin, found.size, found.root)
    write_reperformance(path, found.samples, BundleFiles(Folder(folder)), origin)
