"""Between what is typed and what clauses are: read by the schema that `daicho terms schema` prints.

A kind of clause says its fields by a JSON Schema; nothing here knows a kind by name. What the
schema cannot say (which names are parties, which are media) is told by the name of the field.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from api.pages.studio.reading import month, ratio_told, share, whole
from api.pages.studio.trees import Tree
from contracts.schema import HOLDERS, PAYEE, RATIO
from ledger.committees.commands import Medium

MEDIA: Final[tuple[str, ...]] = get_args(Medium)
MEDIA_FIELDS: Final = ("channel", "channels")
YES: Final = "yes"
NO: Final = "no"
_SEPARATORS: Final = re.compile(r"[,、\s]+")
_IDS: Final = ("party_", "committee:")
_BY_KEY: Final = (("enum", "choice"), ("const", "choice"), ("oneOf", "mixed"))
_BY_TYPE: Final = {"integer": "whole", "boolean": "flag", "object": "group"}
Who = Callable[[str, str], str]
"""Finds a party by what was typed, at a field."""


def shape_of(schema: Mapping[str, Any], name: str = "") -> str:
    """Return how a field is typed: share, choice, flag, whole, mixed, text, media, codes, ...

    Example:
        >>> shape_of({"type": "integer"}), shape_of({"enum": ["a"]}), shape_of(RATIO)
        ('whole', 'choice', 'share')
    """
    named = [shape for key, shape in _BY_KEY if key in schema]
    if schema == RATIO:
        return "share"
    if named:
        return named[0]
    if schema["type"] == "array":
        is_of_objects = schema["items"].get("type") == "object"
        return "rows" if is_of_objects else "media" if name in MEDIA_FIELDS else "codes"
    return _BY_TYPE.get(schema["type"], "text")


def is_party(schema: Mapping[str, Any]) -> bool:
    """Tell whether a field names who receives."""
    return schema in (PAYEE, HOLDERS)


def typed(schema: Mapping[str, Any], value: Any, name: str = "") -> Tree:
    """Write a value of recorded clauses as somebody would type it.

    Example:
        >>> typed(RATIO, {"num": 1, "den": 10}), typed({"type": "integer"}, 5)
        ('10%', '5')
    """
    shape = shape_of(schema, name)
    if shape == "rows":
        return [typed(schema["items"], one) for one in value]
    if shape == "group":
        known = schema["properties"]
        return {key: typed(known[key], one, key) for key, one in value.items() if key in known}
    return _TYPED.get(shape, str)(value)


def value_of(schema: Mapping[str, Any], tree: Tree, path: str, who: Who) -> Any:
    """Read what was typed.

    Args:
        schema: Of the field.
        tree: What was typed, without what was left blank.
        path: Of the field in the form, for a refusal.
        who: Finds parties.

    Raises:
        RuleViolation: It cannot be read as such a value.
    """
    shape = shape_of(schema, path.rpartition(".")[2])
    if shape == "group":
        return _group(schema, tree, path, who)
    if shape == "rows":
        rows = enumerate(tree if isinstance(tree, list) else [])
        return [value_of(schema["items"], one, f"{path}.{at}", who) for at, one in rows]
    if shape == "media":
        return [medium for medium in MEDIA if medium in tree]
    text = tree if isinstance(tree, str) else ""
    return _text(schema, text, path, who) if shape == "text" else _READ[shape](text, path)


def _group(schema: Mapping[str, Any], tree: Tree, path: str, who: Who) -> dict[str, Any]:
    """Read the fields that a schema knows; others are no fields of it."""
    given = tree if isinstance(tree, Mapping) else {}
    known = schema["properties"].items()
    return {
        name: value_of(inner, given[name], f"{path}.{name}", who)
        for name, inner in known
        if name in given
    }


def _text(schema: Mapping[str, Any], text: str, path: str, who: Who) -> str:
    if is_party(schema) and text and not text.startswith(_IDS):
        return who(text, path)
    return month(text)


def _mixed(text: str, _path: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _codes(text: str, _path: str) -> list[str]:
    return [one for one in _SEPARATORS.split(text) if one]


def _same(text: str, _path: str) -> str:
    return text


def _flag(text: str, _path: str) -> bool:
    return text == YES


_READ: Final[dict[str, Callable[[str, str], Any]]] = {
    "share": share,
    "whole": whole,
    "mixed": _mixed,
    "codes": _codes,
    "flag": _flag,
    "choice": _same,
}
_TYPED: Final[dict[str, Callable[[Any], Tree]]] = {
    "share": ratio_told,
    "flag": lambda value: YES if value else NO,
    "media": lambda value: {one: one for one in value},
    "codes": ", ".join,
}
