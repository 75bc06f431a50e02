"""Build `daicho-audit.pyz`: the auditor as one file, for any Python with `cryptography`.

    python -m ledger.jobs.auditor_file build/daicho-audit.pyz

It holds the modules that `ledger.audit.main` needs and no other, unchanged and not compressed, in
the order of their names and without dates: the same sources give the same bytes everywhere, so
that an auditor can build it and compare.
"""

import ast
import sys
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from ledger.jobs.writing import write_file

ROOT: Final = Path(__file__).resolve().parents[2]
_START: Final = "ledger.audit.main"
_OURS: Final = frozenset({"contracts", "ledger"})
_ALLOWED: Final = frozenset({"cryptography", "orjson", *sys.stdlib_module_names})
_DATA: Final = (".json", ".toml")
_SHEBANG: Final = b"#!/usr/bin/env python3\n"
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o644 << 16
_MAIN: Final = b"""from ledger.audit.main import run

if __name__ == "__main__":
    run()
"""


def build_auditor(root: Path = ROOT) -> bytes:
    """Return the bytes of the one-file auditor.

    Args:
        root: Folder that holds the packages.

    Raises:
        ImportError: A module that the auditor needs imports what an audit laptop has not.
    """
    files = {"__main__.py": _MAIN}
    for module in sorted(needed_modules(root)):
        path = _path_of(root, module)
        files[str(path.relative_to(root).as_posix())] = path.read_bytes()
        if path.name == "__init__.py":
            data = (each for each in sorted(path.parent.iterdir()) if each.suffix in _DATA)
            files |= {str(each.relative_to(root).as_posix()): each.read_bytes() for each in data}
    packed = BytesIO()
    packed.write(_SHEBANG)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _NO_DATE)
            info.external_attr = _MODE
            info.create_system = 3  # as on Unix, wherever it is built
            archive.writestr(info, content)
    return packed.getvalue()


def needed_modules(root: Path = ROOT) -> set[str]:
    """Return the names of all our modules that the auditor imports, directly or not."""
    found: set[str] = set()
    waiting = [_START]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        waiting += module.rpartition(".")[0:1] if "." in module else []
        waiting += _imported(root, module)
    return found


def _imported(root: Path, module: str) -> Iterator[str]:
    tree = ast.parse(_path_of(root, module).read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from _known(root, module, (alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = f"{node.module}."
            inner = (whole + alias.name for alias in node.names)
            is_ours = node.module.partition(".")[0] in _OURS
            modules = (name for name in inner if is_ours and _exists(root, name))
            yield from _known(root, module, (node.module, *modules))


def _known(root: Path, importer: str, names: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for name in names:
        top = name.partition(".")[0]
        if top in _OURS and _exists(root, name):
            yield name
        elif top not in _ALLOWED:
            msg = f"{importer} imports {name}, which an audit laptop does not have"
            raise ImportError(msg)


def _exists(root: Path, module: str) -> bool:
    path = root.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _path_of(root: Path, module: str) -> Path:
    path = root.joinpath(*module.split("."))
    single = path.with_suffix(".py")
    return single if single.is_file() else path / "__init__.py"


def main(argv: Sequence[str]) -> None:
    """Write the file to the path that is named, and say its hash."""
    target, data = Path(argv[0]), build_auditor()
    write_file(target, data)
    sys.stdout.write(f"{sha256(data).hexdigest()}  {target}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
