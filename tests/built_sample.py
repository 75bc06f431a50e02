"""The sample year, built once however many processes test at a time, and copied by whoever writes."""

import atexit
import fcntl
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from seeds.demo import DEFAULT_SEED, DemoResult, build_demo

_RESULT = "result.pickle"


@cache
def built_sample() -> tuple[Path, DemoResult]:
    """Where the sample is, not to be written to, and what its builder said.

    A folder that has it already may be named by DAICHO_TEST_SAMPLE: for whoever tries pages again
    and again.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / _RESULT).exists():
            result = build_demo(folder / "home", seed=DEFAULT_SEED)
            (folder / _RESULT).write_bytes(pickle.dumps(result))
    return folder / "home", pickle.loads((folder / _RESULT).read_bytes())


def copy_of_sample(home: Path) -> DemoResult:
    """Copy the sample into a folder that is not there yet."""
    source, result = built_sample()
    shutil.copytree(source, home)
    return result


def _folder() -> Path:
    named = os.environ.get("DAICHO_TEST_SAMPLE")
    if named:
        return Path(named)
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if session:  # the processes of one run share it; the first that ends need not be the last
        folder = Path(tempfile.gettempdir()) / f"daicho-sample-{session}"
        _remove_after(os.getppid(), folder)
        return folder
    folder = Path(tempfile.mkdtemp(prefix="daicho-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _remove_after(process: int, folder: Path) -> None:
    """Have a small process remove the folder when the run that everybody belongs to has ended."""
    code = (
        "import os,shutil,sys,time\n"
        "if os.fork(): os._exit(0)\n"  # its child is nobody's here: nobody waits for it
        "os.setsid()\n"
        "while os.path.exists('/proc/' + sys.argv[1]): time.sleep(1)\n"
        "shutil.rmtree(sys.argv[2], ignore_errors=True)\n"
    )
    arguments = [sys.executable, "-c", code, str(process), str(folder)]
    nowhere = subprocess.DEVNULL
    subprocess.run(arguments, check=True, stdin=nowhere, stdout=nowhere, stderr=nowhere)
