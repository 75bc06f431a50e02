"""The auditor is one file that runs where nothing but Python and `cryptography` is installed."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from io import BytesIO
from pathlib import Path

import cryptography
import pytest
from audited import Bundled

from ledger.jobs.auditor_file import ROOT, build_auditor, needed_modules

# What `cryptography` itself needs, wherever it is installed.
NEEDED = ("cryptography*", "cffi*", "_cffi_backend*", "pycparser*")


@pytest.fixture(scope="session")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("auditor") / "daicho-audit.pyz"
    path.write_bytes(build_auditor())
    return path


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python of its own that has `cryptography` and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    [target] = folder.glob("lib/python*/site-packages")
    source = Path(cryptography.__file__).parents[1]
    for pattern in NEEDED:
        for item in source.glob(pattern):
            copy = shutil.copytree if item.is_dir() else shutil.copy
            copy(item, target / item.name)
    return folder / "bin" / "python"


def run(python: Path, auditor: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(python), "-W", "error", str(auditor), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=auditor.parent,
        env=environment,
        timeout=120,
        check=False,
    )


def test_nothing_of_ours_is_installed_there(bare_python: Path, tmp_path: Path) -> None:
    tried = subprocess.run(
        [str(bare_python), "-c", "import ledger"], capture_output=True, cwd=tmp_path, check=False
    )
    assert tried.returncode == 1


def test_a_bare_python_audits_a_bundle(
    bare_python: Path, auditor: Path, paid_bundle: Bundled, tmp_path: Path
) -> None:
    done = run(bare_python, auditor, str(paid_bundle.bundle), "--report", str(tmp_path / "r.html"))
    assert done.stderr == ""
    assert done.stdout.startswith("Verdict: SELF-CONSISTENT")
    assert done.returncode == 3
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_it_holds_a_bundle_against_a_kept_checkpoint(
    bare_python: Path, auditor: Path, paid_bundle: Bundled, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_bytes(paid_bundle.kept())
    done = run(
        bare_python,
        auditor,
        str(paid_bundle.bundle),
        "--checkpoint",
        str(tmp_path / "kept"),
        "--json",
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "VERIFIED"


def test_it_fails_and_names_the_place(
    bare_python: Path, auditor: Path, paid_bundle: Bundled
) -> None:
    path = next(p for p in (paid_bundle.bundle / "parts").rglob("*") if p.is_file())
    path.write_bytes(path.read_bytes().replace(b'"JPY', b'"USD', 1))
    done = run(bare_python, auditor, str(paid_bundle.bundle), "--lang", "ja")
    assert done.returncode == 1
    assert done.stdout.startswith("判定：FAIL")
    assert "parts/000.p/" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("{tmp}/nothing",),
        ("{tmp}", "--checkpoint", "{tmp}/nothing"),
        ("{tmp}", "--key", "no key"),
        ("{tmp}", "--jobs", "0"),
        ("{tmp}", "--jobs", "many"),
        (),
    ],
)
def test_mistakes_in_the_command_are_said_without_a_traceback(
    auditor: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(Path(sys.executable), auditor, *(word.format(tmp=tmp_path) for word in words))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "error:" in done.stderr


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    for package in ("contracts", "ledger"):
        shutil.copytree(ROOT / package, tmp_path / package)
    assert build_auditor(tmp_path) == build_auditor()


def test_it_holds_no_module_that_touches_a_database_or_the_web() -> None:
    modules = needed_modules()
    assert "ledger.audit.main" in modules
    assert not {
        name for name in modules if name.startswith(("ledger.store", "ledger.vault", "api"))
    }
    names = zipfile.ZipFile(BytesIO(build_auditor())).namelist()
    assert {"ledger/audit/schema.json", "contracts/tax/rates.toml", "__main__.py"} <= set(names)
    assert names == sorted(names)


def test_a_module_that_an_audit_laptop_has_not_stops_the_build(tmp_path: Path) -> None:
    for package in ("contracts", "ledger"):
        shutil.copytree(ROOT / package, tmp_path / package)
    with (tmp_path / "ledger" / "audit" / "words.py").open("a") as file:
        file.write("\nimport sqlalchemy\n")
    with pytest.raises(ImportError, match=r"ledger\.audit\.words imports sqlalchemy"):
        build_auditor(tmp_path)
