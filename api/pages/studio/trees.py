"""Fields of a form by path, such as `credits.0.role`, as a tree and back.

What was typed stays text until a schema says what it is, so that a refused form can be shown again
exactly as it was. Rows left blank vanish, and the others close up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from api.pages.desk import Problem

Tree = Any
"""Text, a list of trees, or a mapping of names to trees."""

_PART: Final = re.compile(r"[a-z][a-z0-9_]{0,39}|[0-9]{1,3}", re.ASCII)
_INDEX: Final = re.compile(r"\[(\d+)\]")
_DEEPEST: Final = 9


def tree_of(fields: Mapping[str, tuple[str, ...]]) -> dict[str, Tree]:
    """Return the tree that the fields of a form spell; other names are left out.

    Example:
        >>> tree_of({"a.0.b": ("1",), "a.2.b": ("3",), "_key": ("k",)})
        {'a': [{'b': '1'}, {'b': '3'}]}
    """
    root: dict[str, Tree] = {}
    for name, values in fields.items():
        parts = name.split(".")
        if len(parts) <= _DEEPEST and all(_PART.fullmatch(part) for part in parts):
            _put(root, parts, values[0].strip())
    return {name: _listed(inner) for name, inner in root.items()}


def _put(root: dict[str, Tree], parts: list[str], text: str) -> None:
    at: Tree = root
    for part in parts[:-1]:
        at = at.setdefault(part, {})
        if not isinstance(at, dict):
            return
    at.setdefault(parts[-1], text)


def _listed(node: Tree) -> Tree:
    if not isinstance(node, dict):
        return node
    inner = {name: _listed(each) for name, each in node.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def flat(node: Tree, path: str = "") -> dict[str, str]:
    """Return every text of a tree by its path.

    Example:
        >>> flat({"a": [{"b": "1"}]})
        {'a.0.b': '1'}
    """
    return dict(_texts(node, path))


def _texts(node: Tree, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping | list):
        pairs = node.items() if isinstance(node, Mapping) else enumerate(node)
        for name, inner in pairs:
            yield from _texts(inner, f"{path}.{name}" if path else str(name))
    else:
        yield path, str(node)


def filled(node: Tree) -> Tree:
    """Return a tree without what was left blank."""
    if isinstance(node, list):
        return [inner for each in node if (inner := filled(each))]
    if isinstance(node, Mapping):
        return {name: inner for name, each in node.items() if (inner := filled(each))}
    return node


def placed(problem: Problem) -> Problem:
    """Return a problem whose fields go by their names in the form.

    Example:
        >>> placed(Problem("c", "s", "members[0].share")).field
        'members.0.share'
    """
    return replace(
        problem,
        field=_INDEX.sub(r".\1", problem.field),
        more=tuple(placed(one) for one in problem.more),
    )
