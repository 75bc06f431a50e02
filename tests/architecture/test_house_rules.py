"""The house rules that a machine can check: sizes, floats, empty package files, forbidden names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("contracts", "ledger", "api", "seeds")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_no_module_is_longer_than_400_lines() -> None:
    long = {named(p): n for p in SOURCES if (n := p.read_text().count("\n")) > 400}
    assert long == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{named(path)}:{node.name}": length
        for path, tree in TREES.items()
        for node in functions(tree)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert long == {}


def test_package_files_hold_a_docstring_and_nothing_else() -> None:
    full = [
        named(path)
        for path, tree in TREES.items()
        if path.name == "__init__.py"
        and named(path) != "contracts/steps/__init__.py"
        and not (
            len(tree.body) == 1
            and isinstance(tree.body[0], ast.Expr)
            and isinstance(tree.body[0].value, ast.Constant)
        )
    ]
    assert full == []


def test_every_module_says_what_it_is() -> None:
    assert [named(path) for path, tree in TREES.items() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize("package", ["contracts", "ledger"])
def test_no_floats_where_money_is(package: str) -> None:
    found = []
    for path, tree in TREES.items():
        if not named(path).startswith(package + "/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                found.append(f"{named(path)}:{node.lineno} {node.value}")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "float"
            ):
                found.append(f"{named(path)}:{node.lineno} float()")
    assert found == []


def test_no_vague_module_names() -> None:
    vague = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [named(path) for path in SOURCES if path.name in vague] == []


def test_no_unfinished_business() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    found = [
        f"{named(path)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_no_two_test_files_have_one_name() -> None:
    """Pytest imports test files by their own names: a second one would hide the first."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
