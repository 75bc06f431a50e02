"""What an entry states: facts in the past tense, split into parts that have readers.

A fact is a frozen model with a versioned type such as `work.registered/1`. Its fields go into one
part named `facts`, unless the class lists a long tuple in `CHUNKED` (stored as `field/0`,
`field/1` ... so that no part outgrows its limit) or overrides `parts` to give single readers
their own part; then `JOINING` says where the fields lie, so that the auditor can join them without
this class. Old bytes are never migrated: a changed shape is a new version beside the old one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from ledger.log import canonical
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining, join

PUBLIC = "public"
OPERATOR = "operator"
_CHUNK_BYTES = 48_000  # of 65,535 allowed per part: leaves room for the envelope


class Recordable(BaseModel):
    """Base of commands and facts: a frozen model that turns into parts and back."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    TYPE: ClassVar[str]
    CHUNKED: ClassVar[tuple[str, ...]] = ()

    def body(self) -> dict[str, Any]:
        """Return the fields as plain JSON values, absent fields left out."""
        return self.model_dump(mode="json", exclude_none=True)

    def split(self, name: str, readers: tuple[str, ...]) -> list[Part]:
        """Return the part `name` and the chunks of the long fields, all with these readers."""
        body = self.body()
        long = {field: body.pop(field) for field in self.CHUNKED if body.get(field)}
        parts = [Part(name, readers, body)]
        for field, items in long.items():
            for number, chunk in enumerate(_chunks(items)):
                parts.append(Part(f"{name}.{field}/{number}", readers, {"items": chunk}))
        return parts

    @classmethod
    def joining(cls) -> Joining:
        """Return where the fields lie."""
        return Joining(chunked=cls.CHUNKED)

    @classmethod
    def join(cls, name: str, parts: Mapping[str, Mapping[str, Any]]) -> Self:
        """Rebuild the model from the parts that `split` made."""
        return cls.model_validate_json(canonical.encode(join(parts, cls.joining(), name)))


def _chunks(items: list[Any]) -> Iterable[list[Any]]:
    chunk: list[Any] = []
    size = 0
    for item in items:
        weight = len(canonical.encode(item)) + 1
        if chunk and size + weight > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += weight
    yield chunk


class Event(Recordable):
    """A fact. Subclasses set `TYPE` and say who may read it."""

    JOINING: ClassVar[Joining] = Joining()

    @classmethod
    def joining(cls) -> Joining:
        """Return where the fields lie: as `JOINING` says, and in chunks."""
        return replace(cls.JOINING, chunked=cls.CHUNKED)

    def readers(self) -> tuple[str, ...]:
        """Return who may read the facts: `public`, or party ids. The operator holds the store."""
        return (PUBLIC,)

    def parts(self) -> list[Part]:
        """Return the parts of this fact, without the command that caused it."""
        return self.split(FACTS, self.readers())

    @classmethod
    def from_parts(cls, parts: Mapping[str, Mapping[str, Any]]) -> Self:
        """Rebuild the fact from the bodies of its parts."""
        return cls.join(FACTS, parts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands in the log.

    Attributes:
        index: Zero-based position of its entry.
        recorded_at: When the register recorded it, aware, UTC.
    """

    index: int
    recorded_at: datetime
