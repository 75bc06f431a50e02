"""An audit needs memory for the state of the register, not for its history."""

import subprocess
import sys
from pathlib import Path

from money_stage import open_money

from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.periods.commands import ClosePeriod, ReopenPeriod

PEAK = """
import sys, tracemalloc
from pathlib import Path
from ledger.audit.auditor import audit
bundle = Path(sys.argv[1])
audit(bundle)  # what is loaded once is not counted
tracemalloc.start()
report = audit(bundle)
print(report.verdict, report.size, tracemalloc.get_traced_memory()[1])
"""


def peak(bundle: Path) -> tuple[int, int]:
    """The size of a bundle, and the most memory that its audit held at a time."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(bundle)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    verdict, size, size_bytes = done.stdout.split()
    assert verdict == "SELF-CONSISTENT"
    return int(size), int(size_bytes)


def test_twice_the_history_does_not_take_twice_the_memory(tmp_path: Path) -> None:
    """One month is closed and reopened all the time: a longer history of the same state."""
    found = []
    for stage in open_money(tmp_path / "home"):
        for pairs in (300, 600):
            commands = [
                command
                for number in range(pairs)
                for command in (
                    ClosePeriod(month="2026-01"),
                    ReopenPeriod(month="2026-01", reason=f"理由 {number}" * 20),
                )
            ]
            for future in [stage.ledger.submit(command) for command in commands]:
                future.result()
            publish_checkpoint(stage.register)
            export_bundle(stage.register, tmp_path / str(pairs))
            found.append(peak(tmp_path / str(pairs)))
    (short, little), (long, much) = found
    assert long >= 2 * short
    assert much < 1.3 * little
