"""The auditor's own command line, for an audit laptop with nothing but Python and `cryptography`.

python daicho-audit.pyz DIR [--checkpoint FILE] [--key VKEY] [--report FILE.html]
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from ledger.audit.auditor import audit
from ledger.audit.html_report import as_html
from ledger.audit.notes import Outside
from ledger.audit.sampling import Sampling
from ledger.audit.text_report import as_text
from ledger.audit.words import Lang
from ledger.errors import LedgerError, RuleViolation, SignatureInvalid
from ledger.log import canonical
from ledger.log.note import MAX_NOTE_BYTES, parse_checkpoint, parse_note, parse_verifier_key
from ledger.log.policy import parse_policy

USAGE: Final = 2
_MOST_POLICY_BYTES: Final = 2**20


def read_outside(
    checkpoint: Path | None, keys: Sequence[str], witness_policy: Path | None
) -> Outside:
    """Read what the auditor brings.

    Raises:
        LedgerError: A key or the policy is malformed, or the kept file is no checkpoint at all:
            that is the auditor's slip, and says nothing about the register.
        OSError: A file cannot be read.
    """
    policy = None
    if witness_policy is not None:
        policy = parse_policy(_read(witness_policy, _MOST_POLICY_BYTES))
    return Outside(
        checkpoint=None if checkpoint is None else _read_note(checkpoint),
        keys=tuple(parse_verifier_key(text) for text in keys),
        policy=policy,
    )


def _read_note(path: Path) -> bytes:
    note = _read(path, MAX_NOTE_BYTES)
    try:
        parse_checkpoint(parse_note(note).text)
    except SignatureInvalid as error:
        raise RuleViolation(
            "kept-not-a-checkpoint",
            f"{path} is not a signed checkpoint, byte for byte as it was published",
            field="--checkpoint",
            value=str(path),
            found=str(error),
            expected="a file that `daicho checkpoint show` or the log's /checkpoint gave",
        ) from error
    return note


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        return file.read(limit + 1)


def main(argv: Sequence[str], out: TextIO, err: TextIO, environ: Mapping[str, str]) -> int:
    """Audit a bundle and say what came of it; return the exit code.

    Args:
        argv: The arguments, without the name of the program.
        out: Where the report goes.
        err: Where progress and mistakes go.
        environ: Names the language, if the arguments do not.
    """
    given = _parser().parse_args(argv)
    lang: Lang = given.lang or _language(environ)
    try:
        outside = read_outside(given.checkpoint, given.key, given.witness_policy)
        progress = None if given.json or not err.isatty() else _Bar(err)
        report = audit(
            given.folder,
            outside,
            samplings=tuple(Sampling.parse(text) for text in given.sample),
            jobs=given.jobs,
            progress=progress,
        )
        if given.report:
            given.report.write_text(as_html(report), encoding="utf-8")
    except (LedgerError, OSError) as error:
        err.write(f"error: {error}\n")
        return USAGE
    if given.json:
        out.write(canonical.encode(report.as_data()).decode() + "\n")
    else:
        out.write(as_text(report, lang) + "\n")
    return report.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="daicho-audit",
        description="Audit a bundle of a register, offline. 台帳の束を、通信せずに監査します。",
        epilog="exit: 0 VERIFIED, 1 FAIL, 2 usage, 3 SELF-CONSISTENT",
    )
    parser.add_argument("folder", type=Path, help="folder of the bundle")
    parser.add_argument("--checkpoint", type=Path, help="signed note that you kept from before")
    parser.add_argument("--key", action="append", default=[], help="name+id+base64 of a log key")
    parser.add_argument("--witness-policy", type=Path, help="witnesses that must have cosigned")
    parser.add_argument("--sample", action="append", default=[], help="KIND:N:SEED, to be drawn")
    parser.add_argument("--jobs", type=_count, default=1, help="processes")
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    parser.add_argument("--report", type=Path, help="also write the report as HTML")
    parser.add_argument("--lang", choices=("ja", "en"), help="ja or en; else the locale")
    return parser


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _language(environ: Mapping[str, str]) -> Lang:
    named = (environ.get(name) for name in ("DAICHO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return "ja" if next((text for text in named if text), "").startswith("ja") else "en"


class _Bar:
    """Writes how far the audit is, on one line."""

    def __init__(self, err: TextIO) -> None:
        self._write: Callable[[str], int] = err.write
        self._flush = err.flush

    def __call__(self, done: int, total: int) -> None:
        self._write(f"\r{done:,} / {total:,}" + ("\n" if done >= total else ""))
        self._flush()


def run() -> None:
    """Run the command with the arguments and streams of the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console may not know every character
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:], sys.stdout, sys.stderr, os.environ))
