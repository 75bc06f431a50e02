"""Fields of clauses on a page, made from their schemas: labels, choices, rows, groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from api.cli.labels import coded, label
from api.pages.desk import Desk
from api.pages.studio.choices import options
from api.pages.studio.named import called
from api.pages.studio.terms_values import MEDIA, NO, YES, is_party, shape_of
from api.pages.studio.trees import Tree
from api.pages.words.book import WORDS
from contracts.step import PLAIN_BASES

_UNITS: Final = "units"
_MAIN: Final = ("basis", "rate", "payee", "holders")
_WHO: Final = ("payee", "holders")
_STEP_FIELDS: Final = ("of", "against", "step")


@dataclass(frozen=True, slots=True)
class Field:
    """One field on the page.

    Attributes:
        path: Its name in the form.
        shape: As `terms_values.shape_of` says; `choice` also where only a few answers make sense.
        value: What was typed.
        options: Values to choose from, with what they are called.
        rows: Of a group the one row of its fields; of rows each row, with a blank one at the end.
        is_main: Whether it is shown without being asked for.
    """

    path: str
    label: str
    shape: str
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple["Field", ...], ...] = ()
    chosen: frozenset[str] = frozenset()
    is_required: bool = False
    is_main: bool = False
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a clause may refer to.

    Attributes:
        steps: Clauses before it: id and name.
        accounts: Recoupment accounts: id and name.
        more: Path of the rows that were asked to grow.
        names: What the ids in the draft are called.
    """

    steps: tuple[tuple[str, str], ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    more: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def fields_of(
    desk: Desk, schema: Mapping[str, Any], tree: Tree, path: str, around: Around
) -> tuple[Field, ...]:
    """Return the fields of an object, in the order of its schema.

    Args:
        desk: Whose language.
        schema: Of the object.
        tree: What was typed of it.
        path: Of the object.
        around: What it may refer to.
    """
    given = tree if isinstance(tree, Mapping) else {}
    required = schema.get("required", ()) if given else ()  # a blank row is no row
    return tuple(
        _field(desk, (name, inner, name in required), given.get(name, ""), path, around)
        for name, inner in schema["properties"].items()
    )


def _field(
    desk: Desk, said: tuple[str, Mapping[str, Any], bool], tree: Tree, path: str, around: Around
) -> Field:
    name, schema, is_required = said
    at = f"{path}.{name}"
    shape = shape_of(schema, name)
    value = tree if isinstance(tree, str) else ""
    choices = tuple(_choices(desk, name, schema, shape, around))
    return Field(
        path=at,
        label=field_label(desk, name),
        shape="choice" if choices and shape in {"text", "flag"} else shape,
        value=value,
        hint=_hint(desk, name, shape, called(value, around.names) if value else ""),
        options=choices,
        rows=tuple(_rows(desk, schema, shape, (tree, at), around)),
        chosen=frozenset(tree) if shape == "media" and isinstance(tree, Mapping) else frozenset(),
        is_required=is_required,
        is_main=is_required or bool(tree) or name in _MAIN or around.more == at,
        is_party=is_party(schema),
    )


def field_label(desk: Desk, name: str) -> str:
    """Return what a field is called on the form; else what the register calls it everywhere."""
    key = f"terms.field.{name}"
    if key in WORDS:
        return desk.say(key)
    told = label(name, desk.lang)
    return told[:1].upper() + told[1:]


def _hint(desk: Desk, name: str, shape: str, called_: str) -> str:
    """Return what a field is for; where an id was typed, what it is called."""
    if called_ and name in _WHO:
        return called_
    for key in (f"terms.hint.{name}", f"terms.hint.shape.{shape}"):
        if key in WORDS:
            return desk.say(key)
    return ""


def _rows(
    desk: Desk, schema: Mapping[str, Any], shape: str, said: tuple[Tree, str], around: Around
) -> Iterator[tuple[Field, ...]]:
    tree, path = said
    if shape == "group":
        yield fields_of(desk, schema, tree, path, around)
    if shape == "rows":
        some = list(tree) if isinstance(tree, list) else []
        blanks = 1 if not some or around.more == path else 0
        for number, row in enumerate([*some, *[{}] * blanks]):
            yield fields_of(desk, schema["items"], row, f"{path}.{number}", around)


def _choices(
    desk: Desk, name: str, schema: Mapping[str, Any], shape: str, around: Around
) -> Sequence[tuple[str, str]]:
    """Return what a field can be, where that is a closed list."""
    if shape == "choice":
        values = schema.get("enum") or [schema["const"]]
        return [(str(value), _value_told(desk, name, str(value))) for value in values]
    if name == "basis":
        return bases(desk, around, counts=_UNITS in str(schema.get("pattern", "")))
    closed: dict[str, Sequence[tuple[str, str]]] = {
        "media": options(MEDIA, desk.lang) if shape == "media" else (),
        "flag": [(YES, desk.say("shared.yes")), (NO, desk.say("shared.no"))],
        "account": around.accounts,
        "step": around.steps,
    }
    asked = shape if shape != "text" else "step" if name in _STEP_FIELDS else name
    return closed.get(asked, ())


def _value_told(desk: Desk, name: str, value: str) -> str:
    key = f"terms.value.{name}.{value}"
    return desk.say(key) if key in WORDS else coded(value, desk.lang)


def bases(desk: Desk, around: Around, *, counts: bool) -> list[tuple[str, str]]:
    """Return the amounts that a clause may look at: those of the flow, of earlier clauses."""
    found = [(name, desk.say(f"terms.basis.{name}")) for name in PLAIN_BASES]
    if counts:
        found.append((_UNITS, desk.say("terms.basis.units")))
    for kind in ("after", "amount"):
        for id, said in around.steps:
            found.append((f"{kind}:{id}", desk.say(f"terms.basis.{kind}", of=said)))
    for id, said in around.accounts:
        found.append((f"excess:{id}", desk.say("terms.basis.excess", of=said)))
    return found
