"""The arrows between packages hold, and the tool that says so would notice if they did not."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_project(target: Path) -> Path:
    for package in ("contracts", "ledger", "api", "seeds"):
        shutil.copytree(
            ROOT / package, target / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def test_every_arrow_holds_and_a_planted_import_is_noticed(tmp_path: Path) -> None:
    root = copy_of_project(tmp_path)
    clean = lint_imports(root)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "0 broken" in clean.stdout

    planted = root / "contracts" / "money.py"
    planted.write_text(planted.read_text() + "\nimport ledger.ledger\n")
    broken = lint_imports(root)
    assert broken.returncode != 0
    assert "contracts.money" in broken.stdout


def test_a_module_without_a_place_is_refused(tmp_path: Path) -> None:
    root = copy_of_project(tmp_path)
    (root / "ledger" / "stray.py").write_text('"""A module nobody placed."""\n')
    result = lint_imports(root)
    assert result.returncode != 0
    assert "stray" in result.stdout
