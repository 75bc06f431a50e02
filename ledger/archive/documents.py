"""Which documents a fact cites, and by what they are found: day, amount, counterparty.

Rules kept here:
1. A document is what a fact names by its hash. What the register itself derived from one (the rows
   it read, a run's trace) is none.
2. The day is the first that the fact states, else the day in Japan on which it was recorded.
3. The amount is what the paper is about: of a statement what is payable with consumption tax.
4. Counterparties are the parties that the fact names or that may read it.

Source:
    電子帳簿保存法施行規則 4条1項・2条6項5号: 取引年月日、取引金額、取引先.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from ledger.clock import tokyo_date
from ledger.event import Event, Place
from ledger.ids import PARTY, is_id
from ledger.log import canonical
from ledger.values import DocumentRef

_DERIVED: Final = frozenset({"lines", "groups", "problems", "trace"})
_LATER: Final = frozenset({"valid_to", "until", "due_on", "waiting_until", "pay_by"})
_AMOUNTS: Final = ("amount_minor", "total_minor")
_DEEPEST: Final = 4
_PARENTS: Final = ("id", "payment", "statement", "agreement")
_OPENED_WHOLE: Final = (
    "stmt_", "rep_", "inv_", "rcpt_", "agr_", "form_", "pay_", "acct_", "imp_", "pinv_", "opn_",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a fact cites.

    Attributes:
        sha256: Of the document itself. stored: of the bytes that are stored, where they are sealed.
    """

    sha256: str
    title: str | None
    media_type: str | None
    size_bytes: int | None
    stored: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """By what the documents of a fact are found.

    Attributes:
        kind: The fact's type without its version.
        object_id: Whoever may read it may read the documents; empty where the fact alone decides.
        readers: Parties that may read the parts of the fact that name the documents.
        parties: Those, and whoever the fact names.
    """

    kind: str
    object_id: str
    day: date
    currency: str | None
    amount_minor: int | None
    readers: frozenset[str]
    parties: frozenset[str]


def documents_of(event: Event) -> list[Document]:
    """Return the documents that a fact cites, each once, in the order of its fields."""
    chunked = {*event.CHUNKED, *_DERIVED}
    found = {
        one.sha256: one
        for name, value in event.__dict__.items()
        if name not in chunked
        for one in _within(value, 0)
    }
    return list(found.values())


def _within(value: object, depth: int) -> Iterator[Document]:
    if depth > _DEEPEST:
        return
    if isinstance(value, DocumentRef):
        yield Document(value.sha256, value.title, value.media_type, value.size_bytes)
    elif isinstance(value, BaseModel):
        yield from _of_model(value, depth)
    elif isinstance(value, tuple):
        for one in value:
            if not isinstance(one, BaseModel | tuple):
                return  # texts or numbers: none of them is a document
            yield from _within(one, depth + 1)


def _of_model(value: BaseModel, depth: int) -> Iterator[Document]:
    """Yield what a part of a fact cites; what is stored sealed is one document, not two."""
    sealed, fields = getattr(value, "sealed", None), value.__dict__
    if isinstance(sealed, DocumentRef) and "sha256" in fields:
        title, size = fields.get("name"), fields.get("size_bytes")
        yield Document(fields["sha256"], title, None, size, sealed.sha256)
        return
    for name, inner in fields.items():
        if name not in _DERIVED:
            yield from _within(inner, depth + 1)


def cited_by(event: Event, documents: Sequence[Document], place: Place) -> Cited:
    """Return by what the documents of a fact are found."""
    fields = event.__dict__
    readers = _readers(event, documents)
    named = {one for value in fields.values() for one in _parties(value)}
    currency = fields.get("currency")
    return Cited(
        kind=event.TYPE.partition("/")[0],
        object_id=_object(event),
        day=_day(fields, place),
        currency=currency if isinstance(currency, str) else None,
        amount_minor=_amount(fields),
        readers=readers,
        parties=readers | named,
    )


def _has_parts(event: Event) -> bool:
    """Tell whether different parts of a fact are for different readers."""
    return type(event).parts is not Event.parts


def _object(event: Event) -> str:
    """Name what opens a fact as a whole: evidence of a dispute, say, is for its sides alone."""
    if _has_parts(event):
        return ""
    found = next((event.__dict__[name] for name in _PARENTS if name in event.__dict__), "")
    return found if isinstance(found, str) and found.startswith(_OPENED_WHOLE) else ""


def _readers(event: Event, documents: Sequence[Document]) -> frozenset[str]:
    """Return the parties that may read every part in which a document is named."""
    if not _has_parts(event):
        return frozenset(one for one in event.readers() if is_id(one, PARTY))
    written = [(set(part.readers), canonical.encode(dict(part.body))) for part in event.parts()]
    sets = [
        readers
        for document in documents
        for readers, body in written
        if document.sha256.encode() in body
    ]
    found = set.intersection(*sets) if sets else set()
    return frozenset(one for one in found if is_id(one, PARTY))


def _parties(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if is_id(value, PARTY):
            yield value
    elif isinstance(value, tuple):
        for one in value:
            if not isinstance(one, str):
                return
            yield from _parties(one)


def _day(fields: dict[str, Any], place: Place) -> date:
    stated = (value for name, value in fields.items() if name not in _LATER and type(value) is date)
    return next(stated, None) or tokyo_date(place.recorded_at)


def _amount(fields: dict[str, Any]) -> int | None:
    """Return the amount of a fact.

    Example:
        By hand: a statement of 100,000 with 10,000 consumption tax is found by 110,000.
    """
    for name in _AMOUNTS:
        if isinstance(fields.get(name), int):
            return int(fields[name])
    totals = getattr(fields.get("totals"), "__dict__", {})
    first = totals.get("payable", totals.get("amount"))
    return first + totals.get("consumption_tax", 0) if isinstance(first, int) else None
