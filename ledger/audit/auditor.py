"""The audit of a bundle: every check, one report.

1. `bundle-files`: `FILES` names every file, each hashes to what it says, nothing else is there.
2. `log`: entries are canonical and chained, their parts open their commitments, tiles are those of
   the tree; size and root are those of `bundle.json`.
3. `checkpoints`: every signed note is what the log was at its size, and nothing after is missing.
4. The content checks of `ledger.audit.contents`, and `personal`: names open their commitments.

Without a checkpoint that the auditor kept, the best verdict is SELF-CONSISTENT: whoever made the
bundle could have made all of it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ledger.audit import bundle_format as layout
from ledger.audit.bundle_files import BundleFiles
from ledger.audit.chain import ChainAudit
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.folder import Folder
from ledger.audit.listing import check_listing, check_places
from ledger.audit.notes import Notes, Outside
from ledger.audit.report import AuditReport, AuditVerdict
from ledger.audit.sampling import Sampling
from ledger.errors import NotFound, VerificationFailed

Progress = Callable[[int, int], None]
_MOST_MANIFEST_BYTES: Final = 2**20
_NOTHING_FROM_OUTSIDE: Final = Outside()


def audit(
    path: Path,
    outside: Outside = _NOTHING_FROM_OUTSIDE,
    *,
    samplings: tuple[Sampling, ...] = (),
    jobs: int = 1,
    progress: Progress | None = None,
) -> AuditReport:
    """Audit a bundle; collects everything that is wrong with it and never stops at the first.

    Args:
        path: Folder of the bundle.
        outside: What the auditor brings: a kept checkpoint, keys, a policy.
        samplings: Samples to be drawn on the way.
        jobs: Processes; the report is the same for any number.
        progress: Called with (entries done, entries in all).

    Raises:
        NotFound: There is no folder at this path.
        Unavailable: A process that examined entries was killed.
    """
    if not path.is_dir():
        raise NotFound("bundle-not-found", field="folder", value=str(path), expected="a bundle")
    folder, findings = Folder(path), Findings()
    check_listing(folder, findings, jobs=jobs)
    try:
        data = folder.read(layout.MANIFEST, _MOST_MANIFEST_BYTES)
        manifest = layout.parse_manifest(data)
    except VerificationFailed as error:
        findings.add_error(None, error, file=layout.MANIFEST)
        return _without_manifest(findings)
    notes = Notes(folder, manifest, outside, findings)
    contents = ContentAudit(
        findings,
        BundleFiles(folder),
        jobs,
        outside.lines_root,
        origin=manifest.origin,
        samplings=samplings,
    )
    check_places(folder, manifest.size, findings)
    chain = ChainAudit(folder, manifest, findings, notes, contents)
    size, root = chain.run(progress or _silent, jobs)
    _compare(findings, manifest, size, root)
    notes.finish(size, root, complete=size == manifest.size)
    contents.finish()
    chain.personal.finish()
    return _report(manifest, findings, notes, contents, (size, root))


def _compare(findings: Findings, manifest: layout.Manifest, size: int, root: bytes) -> None:
    """Hold size and root against what the bundle claims."""
    if size != manifest.size:
        findings.add(size, "bundle-size", manifest.size, size, file=layout.MANIFEST)
    elif root != manifest.root:
        expected, found = manifest.root.hex(), root.hex()
        findings.add(None, "bundle-root", expected, found, file=layout.MANIFEST)


def _report(
    manifest: layout.Manifest,
    findings: Findings,
    notes: Notes,
    contents: ContentAudit,
    established: tuple[int, bytes],
) -> AuditReport:
    size, root = established
    # The empty tree begins every log: a checkpoint of size 0 says nothing about one.
    held = notes.kept is not None and notes.kept_matches and notes.kept.size > 0
    verdict: AuditVerdict = "VERIFIED" if held else "SELF-CONSISTENT"
    return AuditReport(
        verdict="FAIL" if findings.total else verdict,
        origin=manifest.origin,
        size=size,
        root=root.hex(),
        scope=manifest.scope.as_data(),
        kept_size=notes.kept.size if notes.kept else None,
        tokens=tuple(notes.tokens),
        checks=tuple(findings.checks),
        findings=tuple(findings.kept),
        total=findings.total,
        populations=contents.populations(),
        samples=contents.samples(),
    )


def _without_manifest(findings: Findings) -> AuditReport:
    checks, kept = tuple(findings.checks), tuple(findings.kept)
    return AuditReport("FAIL", "", 0, "", {}, None, (), checks, kept, findings.total)


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
