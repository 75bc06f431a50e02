"""`daicho audit`: check a bundle with nothing but the bundle and what the auditor kept."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.session import session_of
from ledger.audit.auditor import audit as audit_bundle
from ledger.audit.html_report import as_html
from ledger.audit.main import read_outside
from ledger.audit.text_report import as_text


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
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=256, help="Processes.")] = 1,
    report: Annotated[
        Path | None, typer.Option("--report", help="Also write the report as one HTML file.")
    ] = None,
) -> None:
    """Audit a bundle, offline; exit 0, 1 or 3 by verdict."""
    session = session_of(ctx)
    outside = read_outside(checkpoint, key or [], witness_policy)
    if tsa_roots is not None:
        # Loaded here: most audits are made without, and the auditor's own file never has it.
        from ledger.timestamps.roots import token_check  # noqa: PLC0415

        outside = replace(outside, tokens=token_check(tsa_roots))
    with session.out.progress("progress-audit") as progress:
        found = audit_bundle(folder, outside, jobs=jobs, progress=progress)
    if report is not None:
        report.write_text(as_html(found), encoding="utf-8")
    if session.out.as_json:
        session.out.json(found.as_data())
    else:
        session.out.text(as_text(found, session.lang))
    raise typer.Exit(found.exit_code)
