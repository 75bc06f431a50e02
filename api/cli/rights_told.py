"""Answers about rights in one language: sentences instead of codes, leaves left out."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from api.cli.labels import coded
from api.cli.language import Lang

_FOR_MACHINES: Final = frozenset({"extent", "resolved", "resolved_holdbacks"})
_CODED: Final = frozenset(
    {
        "answer", "binds", "burden", "claim", "completed_by", "condition", "exclusivity", "grants",
        "ground", "kind", "may_license", "status",
    }
)  # fmt: skip

_HOLDING: Final = re.compile(r"committee:(cmt_[0-9A-Z]{26})/copyright")
_PARTY: Final = re.compile(r"(?:party|cmt)_[0-9A-Z]{26}")
_APART: Final = {("ground", "notice"): "by-notice", ("completed_by", "holder"): "by-holder"}
"""Codes that mean something else elsewhere."""


def in_language(data: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a grant, or a part of an answer, as people read it."""
    return {
        name: _TOLD[name](value, lang) if name in _TOLD else _said(name, value, lang)
        for name, value in data.items()
        if name not in _FOR_MACHINES
    }


def called(said: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Write names instead of ids into the sentences of an answer: who holds, who signs."""
    return {name: _called(value, names) for name, value in said.items()}


def _called(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_called(one, names) for one in value]
    if isinstance(value, Mapping):
        return called(value, names)
    return _in_sentence(value, names) if isinstance(value, str) else value


def _in_sentence(text: str, names: Mapping[str, str]) -> str:
    """Leave an id that stands alone as it is: the table writes its name beside it."""
    if text in names:
        return text
    without = _HOLDING.sub(r"\1", text)
    return _PARTY.sub(lambda found: names.get(found[0], found[0]), without)


def _said(name: str, value: Any, lang: Lang) -> Any:
    if name in _CODED and isinstance(value, str):
        return coded(_APART.get((name, value), value), lang)
    if isinstance(value, list):
        return [in_language(one, lang) if isinstance(one, Mapping) else one for one in value]
    return in_language(value, lang) if isinstance(value, Mapping) else value


def _held(value: Iterable[Mapping[str, Any]], lang: Lang) -> str:
    return ", ".join(f"{coded(one['holder'], lang)} {one['share']}" for one in value)


def _signers(value: Iterable[Any], lang: Lang) -> list[str]:
    """Say who signs and why; a fact on record lists parties alone."""
    return [
        f"{one['party'] or '-'}: {one[lang]}" if isinstance(one, Mapping) else str(one)
        for one in value
    ]


def _awaited(value: Iterable[Mapping[str, Any]], lang: Lang) -> list[str]:
    """Say for which window what is awaited, and by when it was due."""
    told = []
    for one in value:
        name = one["name"].get(lang) or one["name"]["ja"]
        due = f" ({one['due']})" if "due" in one else ""
        told.append(f"{one['holder']}: {name}{due}")
    return told


_TOLD: Final[Mapping[str, Callable[[Any, Lang], Any]]] = {
    "extent_told": lambda value, lang: value[lang],
    "reversion_told": lambda value, lang: value[lang],
    "shares": _held,
    "givers": _held,
    "takers": _held,
    "signers": _signers,
    "awaiting_approval": _awaited,
    "defects": lambda value, lang: [one[lang] for one in value],
}
