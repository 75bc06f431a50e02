"""Write the documents that are made from code, or check that they are up to date.

python -m docs.generate            writes docs/TERMS.md, docs/VOCABULARY.md, docs/FACTS.md,
                                   docs/CLI.md and ledger/audit/schema.json
python -m docs.generate --check    fails if any of them would change
"""

import sys
from collections.abc import Callable
from pathlib import Path

from api.cli import document
from contracts import describe
from contracts.rights.page import vocabulary_page
from docs import fact_schema
from ledger.catalog import HANDLERS
from ledger.facts import FACTS

DOCS = Path(__file__).parent


def facts() -> str:
    """Return docs/FACTS.md: every fact and every command with its fields."""
    lines = [
        "# Facts and commands",
        "",
        "Made from `ledger/facts.py` and `ledger/catalog.py`; do not edit by hand (`make docs`).",
        "",
        "A *fact* is what an entry states. Its type is never reused; a changed shape is a new",
        "version beside the old one. A *command* is what somebody asks; a pure rule decides which",
        "facts follow.",
        "",
        "## Facts",
        "",
    ]
    for name, event in sorted(FACTS.items()):
        lines += [f"### `{name}`", "", _first_line(event.__doc__), "", *_fields(event), ""]
    lines += ["## Commands", ""]
    for command in sorted(HANDLERS, key=lambda kind: kind.TYPE):
        lines += [f"### `{command.TYPE}`", "", _first_line(command.__doc__), ""]
        lines += [*_fields(command), ""]
    return "\n".join(lines).rstrip() + "\n"


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().split("\n")[0]


def _fields(model: type) -> list[str]:
    return [
        f"- `{name}`" + ("" if field.is_required() else " (optional)")
        for name, field in model.model_fields.items()  # type: ignore[attr-defined]
        if not field.exclude
    ]


PAGES: dict[str, Callable[[], str]] = {
    "TERMS.md": describe.terms_page,
    "VOCABULARY.md": vocabulary_page,
    "FACTS.md": facts,
    "CLI.md": document.render,
    "../ledger/audit/schema.json": fact_schema.render,
}


def main() -> int:
    """Write or check the pages; return the exit code."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, render in PAGES.items():
        path = DOCS / name
        text = render()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    if check and stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run `make docs`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
