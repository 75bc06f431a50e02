"""How a fact that is spread over several parts is put together again.

A fact's fields lie in the part `facts`. What grows, or has other readers, lies in parts beside it;
a `Joining` says which. The register and the auditor both join by these rules and no others.

The rules kept here, in order:

1. `merged`: all members of these parts belong to the fact.
2. `lists`: a field whose items are cut into the parts `field/0`, `field/1` ..., in their order.
3. `maps`: the same for a field of names and values, cut into pairs.
4. `gathered`: a field with one item per part: `allocation/party_...` holds one allocation.
5. `chunked`: a long field cut into `facts.field/0` and so on, left out where it is empty.

Source:
    docs/LOG-FORMAT.md chapter 3.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any, Final

Bodies = Mapping[str, Mapping[str, Any]]

FACTS: Final = "facts"
_BESIDE: Final = ("command", "signatures")


@dataclass(frozen=True, slots=True)
class Joining:
    """Where the fields of a fact lie besides the part `facts`.

    Attributes:
        gathered: Field to the member that each part named `member/...` holds.
    """

    merged: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    gathered: Mapping[str, str] = field(default_factory=dict)
    chunked: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return what is not empty as plain JSON values."""
        return {
            name: dict(value) if isinstance(value, Mapping) else list(value)
            for name, value in asdict(self).items()
            if value
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Joining":
        """Read what `as_data` returned."""
        lists = {name: tuple(value) for name, value in data.items() if name != "gathered"}
        return cls(**lists, gathered=dict(data.get("gathered", {})))


def join(parts: Bodies, joining: Joining, name: str = FACTS) -> dict[str, Any]:
    """Return the fields of a fact, or of a command, from the bodies of its parts.

    Args:
        parts: Part name to body, all of the entry's.
        joining: Where the fields lie.
        name: The part that holds most of them.

    Raises:
        KeyError: A part that must be there is not, or lacks what it must hold.

    Example:
        >>> parts = {"facts": {"id": "x"}, "facts.lines/0": {"items": [1]}}
        >>> join(parts, Joining(chunked=("lines",)))
        {'id': 'x', 'lines': [1]}
    """
    body = dict(parts[name])
    for other in joining.merged:
        body |= parts[other]
    for one in joining.lists:
        body[one] = list(_items(one, parts))
    for one in joining.maps:
        body[one] = dict(_items(one, parts))
    for one, member in joining.gathered.items():
        body[one] = [part[member] for key, part in parts.items() if key.startswith(f"{member}/")]
    for one in joining.chunked:
        if items := list(_items(f"{name}.{one}", parts)):
            body[one] = items
    return body


def unjoined(parts: Bodies, joining: Joining) -> list[str]:
    """Return the names of parts that belong neither to the fact nor to its command.

    A part that nobody reads is no part of what was recorded, and a gap in `field/0`, `field/2`
    would drop what lies behind it.
    """
    used = {FACTS, *_BESIDE, *joining.merged}
    for stem in (*joining.lists, *joining.maps, *(f"{FACTS}.{one}" for one in joining.chunked)):
        used |= set(_names(stem, parts))
    stems = tuple(f"{member}/" for member in joining.gathered.values())
    return [
        name for name in parts if name not in used and not name.startswith(("command.", *stems))
    ]


def _items(stem: str, parts: Bodies) -> Iterator[Any]:
    for name in _names(stem, parts):
        yield from parts[name]["items"]


def _names(stem: str, parts: Bodies) -> Iterator[str]:
    for number in count():
        name = f"{stem}/{number}"
        if name not in parts:
            return
        yield name
