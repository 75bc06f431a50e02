"""The README's shell lines run as they stand, and print what the README says they print."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def journey() -> str:
    found = re.search(r"<!-- journey -->\n```bash\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found, "the README has lost its journey"
    return found[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_readme_goes_from_a_work_to_an_explained_yen(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DAICHO_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(tmp_path),
        "PORT": str(free_port()),
        "PYTHONIOENCODING": "utf-8",
    }
    script = "set -euo pipefail\ntrap 'kill ${SERVER:-} 2>/dev/null || true' EXIT\n" + journey()
    done = subprocess.run(
        ["bash", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.sub(r"rep_[0-9A-Z]{26}", "rep_…", done.stdout)
    for line in (
        README.read_text("utf-8").split("She reads:\n\n```\n")[1].split("```")[0].splitlines()
    ):
        assert line in told
    assert "'withholding': 6159" in told
    assert "'transfer': 54174" in told
    assert "SELF-CONSISTENT" in told
    assert "VERIFIED" in told
