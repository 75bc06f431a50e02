"""Builds the offline page of the second verifier: one HTML file that loads nothing.

Modules are laid one behind the other, each in a scope of its own, in the order of their imports.
Script and style are allowed by their hashes and nothing else is: whatever a file contains, the page
cannot be made to run it or to send it anywhere. The same sources give the same bytes.
"""

import base64
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
START: Final = "page.mjs"
_IMPORT: Final = re.compile(r'^import (\{[^}]*\}) from "\./([a-z_]+\.mjs)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export ((?:async )?(?:function\*?|const|class) ([A-Za-z_$][\w$]*))", re.MULTILINE
)


def page() -> str:
    """Return the page."""
    script = "".join(("\n", '"use strict";\n', *_scopes()))
    style = "\n" + (FOLDER / "page.css").read_text(encoding="utf-8")
    template = (FOLDER / "page.html").read_text(encoding="utf-8")
    pieces = {"policy": policy(script, style), "style": style, "script": script}
    # One pass over the template: what stands in a piece is not searched for names of pieces.
    return re.sub(r"\{(policy|style|script)\}", lambda match: pieces[match[1]], template)


def policy(script: str, style: str) -> str:
    """Return the content security policy: this script, this style, nothing from anywhere."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def modules(name: str = START) -> list[str]:
    """Return the names of a module and of all it needs, those needed first."""
    found: list[str] = []
    _visit(name, found, ())
    return found


def _visit(name: str, found: list[str], path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError(f"modules import each other in a circle: {' '.join((*path, name))}")
    if name in found:
        return
    for _, needed in _IMPORT.findall(_source(name)):
        _visit(needed, found, (*path, name))
    found.append(name)


def _scopes() -> Iterator[str]:
    for name in modules():
        source = _source(name)
        exported = ", ".join(match[1] for match in _EXPORT.findall(source))
        body = _EXPORT.sub(r"\1", _IMPORT.sub(_taken, source))
        if re.search(r"^(?:import|export)\b|<!--|</?script", body, re.MULTILINE):
            raise ValueError(f"{name}: something that cannot stand in a script of one file")
        yield f"const {_scope(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _taken(match: re.Match[str]) -> str:
    return f"const {match[1]} = {_scope(match[2])};\n"


def _scope(name: str) -> str:
    return "module_" + name.removesuffix(".mjs")


def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def main(target: Path) -> None:
    """Write the page to a file, and say its hash."""
    data = page().encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    sys.stdout.write(f"{sha256(data).hexdigest()}  {target}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/daicho-verifier.html"))
