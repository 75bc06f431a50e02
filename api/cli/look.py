"""How recorded data looks to people: one generic rendering for every slice.

Labels and coded values come from `labels.py`, numbers from `amounts.py`, names of parties from
what the caller looked up. Whatever a stranger may have typed is shown as plain text: no markup,
no control characters, so that a title cannot steer a terminal.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.cli import amounts
from api.cli.labels import coded, label
from api.cli.language import Lang
from contracts.figures import clause
from ledger.clock import SINCE_EVER

_CODED_FIELDS = frozenset(
    {
        "basis", "category", "channel", "channels", "check", "claim", "distribute_on", "flags",
        "ground", "kind", "level", "medium", "mode", "origin", "outcome", "per", "relation",
        "rights", "role", "roles", "rule", "scheme", "scope", "scopes", "share_set", "status",
        "verdict", "warnings", "invoice_kind", "payer_credit", "purchase_said", "sale_subject",
        "sent_by", "services_in", "side", "standing", "tax_class", "ended_as", "subject_kind",
        "method", "attested_by", "route",
    }
)  # fmt: skip
_MONEY_OBJECTS = frozenset({"identity", "totals"})  # every whole number in them is an amount
_LEADING = {
    name: place
    for place, name in enumerate(
        ("index", "id", "role", "party", "account", "medium", "step", "clause", "name", "label")
    )
}
_WIDEST_TABLE = 170
_ID_FIELDS = frozenset({"id", "index", "entry_index"})
_CONTROL = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


@dataclass(frozen=True, slots=True)
class Look:
    """What the rendering of one output depends on.

    Attributes:
        lang: Language of labels.
        names: Names of parties and titles of works, by id.
        currency: Of amounts whose own object does not say.
        is_money: True inside an object of which every number is an amount.
        is_brief: True in tables: a known name stands alone, without its id.
    """

    lang: Lang
    names: Mapping[str, str] = field(default_factory=dict)
    currency: str = "JPY"
    is_money: bool = False
    is_brief: bool = False

    def within(self, data: Mapping[str, Any]) -> "Look":
        """Return the look for the inside of an object: its currency, if it has one."""
        currency = data.get("currency")
        return replace(self, currency=currency) if isinstance(currency, str) else self


def plain(text: str) -> Text:
    """Return text that cannot be mistaken for markup or steer a terminal."""
    return Text(text.translate(_CONTROL), overflow="fold")


def listing(items: Sequence[Mapping[str, Any]], columns: Iterable[str], look: Look) -> Table:
    """Return a table with one row per item; columns that are empty throughout are left out.

    Args:
        items: JSON-able objects.
        columns: Keys to show, in order.
        look: Language, names and currency.
    """
    brief = replace(look, is_brief=True)
    cells = {
        key: [scalar(key, item.get(key), brief.within(item)) for item in items] for key in columns
    }
    cells = {key: texts for key, texts in cells.items() if any(texts)}
    table = Table(box=box.SIMPLE, pad_edge=False)
    for key in cells:
        table.add_column(
            plain(label(key, look.lang)),
            justify="right" if _is_number(key) else "left",
            no_wrap=key in _ID_FIELDS,
            overflow="fold",
        )
    for row in zip(*cells.values(), strict=True):
        table.add_row(*map(plain, row))
    return table


def describe(data: Mapping[str, Any], look: Look) -> Table:
    """Return an object as labels and values, nested objects indented, empty fields left out."""
    inner = look.within(data)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for key, value in data.items():
        if value is None or value in ("", [], {}, ()):
            continue
        name = look.names.get(key) or label(key, look.lang)
        grid.add_row(plain(name), _value(key, value, inner))
    return grid


def scalar(key: str, value: object, look: Look) -> str:
    """Write a single value in one line."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(key, value, look)
    return "" if value is None else str(value)


def titled(names: Mapping[str, Any]) -> str:
    """Write a name with its reading and its English, as far as they are known."""
    text = str(names.get("ja") or names.get("en") or "")
    if names.get("kana"):
        text += f"（{names['kana']}）"
    if names.get("en") and names.get("ja"):
        text += f" / {names['en']}"
    return text


def _value(key: str, value: object, look: Look) -> RenderableType:
    if isinstance(value, Mapping) and not _is_inline(value):
        return describe(value, replace(look, is_money=key in _MONEY_OBJECTS))
    if isinstance(value, list | tuple):
        return _several(key, value, look)
    return plain(scalar(key, value, look))


def _several(key: str, values: Sequence[Any], look: Look) -> RenderableType:
    if not all(isinstance(item, Mapping) for item in values):
        return plain("\n".join(scalar(key, item, look) for item in values))
    if all(_is_inline(item) for item in values):
        return plain("\n".join(_object(item, look) for item in values))
    columns = _columns(values)
    if any(map(_is_deep, values)) or _width(values, columns, look) > _WIDEST_TABLE:
        return Group(*_spaced(describe(_in_order(item), look) for item in values))
    return listing(values, columns, look)


def _spaced(tables: Iterable[Table]) -> Iterable[RenderableType]:
    """Put an empty line between tables."""
    for place, table in enumerate(tables):
        if place:
            yield ""
        yield table


def _columns(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the keys of all items, those first that say what an item is."""
    keys = dict.fromkeys(key for item in items for key in item)
    return sorted(keys, key=lambda key: _LEADING.get(key, len(_LEADING)))


def _in_order(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item[key] for key in _columns([item])}


def _width(items: Sequence[Mapping[str, Any]], columns: Iterable[str], look: Look) -> int:
    return sum(max(len(scalar(key, item.get(key), look)) for item in items) for key in columns)


def _is_deep(item: Mapping[str, Any]) -> bool:
    """Tell whether an item has objects inside that do not fit into a cell."""
    return any(
        isinstance(value, list | tuple | Mapping)
        and not _is_inline(value)
        and any(isinstance(inner, Mapping | list) for inner in _inside(value))
        for value in item.values()
    )


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, Mapping) else value


def _is_inline(value: object) -> bool:
    """Tell whether an object is written in one line: a rate or a name."""
    if not isinstance(value, Mapping):
        return False
    return amounts.is_ratio(value) or ("ja" in value and value.keys() <= {"ja", "kana", "en"})


def _object(value: Mapping[str, Any], look: Look) -> str:
    if amounts.is_ratio(value):
        return amounts.ratio(value)
    if _is_inline(value):
        return titled(value)
    inner = look.within(value)
    return ", ".join(
        f"{label(key, look.lang)}: {scalar(key, item, inner)}"
        for key, item in value.items()
        if item is not None
    )


def _text(key: str, value: str, look: Look) -> str:
    if key in _CODED_FIELDS:
        return coded(value, look.lang)
    if key not in _ID_FIELDS and value in look.names:
        name = look.names[value]
        return name if look.is_brief else f"{name} ({value})"
    if key == "clause" and look.lang == "en":
        return clause(value, "en") or value
    return _SINCE_EVER[look.lang] if value == SINCE_EVER else value


def _number(key: str, value: int, look: Look) -> str:
    if look.is_money or key.endswith("_minor") or key == "amount":
        return amounts.amount(value, look.currency, look.lang)
    return str(value) if key.endswith("index") else amounts.count(value, look.lang)


def _is_number(key: str) -> bool:
    return key.endswith(("_minor", "index")) or key in ("count", "size", "rows", "version", "line")


def _writer(write: Callable[[Any, Look], str]) -> Callable[[str, Any, Look], str]:
    """Return a writer that does not ask which field a value stands in."""
    return lambda _key, value, look: write(value, look)


_WRITERS: Final[tuple[tuple[type, Callable[[str, Any, Look], str]], ...]] = (
    (bool, _writer(lambda value, look: _YES_OR_NO[look.lang][0 if value else 1])),
    (int, _number),
    (str, _text),
    (Mapping, _writer(_object)),
    (Iterable, lambda key, values, look: ", ".join(scalar(key, item, look) for item in values)),
)
_SINCE_EVER: Final[dict[Lang, str]] = {"ja": "当初から", "en": "from the start"}
_YES_OR_NO: Final[dict[Lang, tuple[str, str]]] = {"ja": ("はい", "いいえ"), "en": ("yes", "no")}
