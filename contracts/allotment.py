"""Send one amount to nested destinations: portions, caps, what remains, what is kept.

Written as data:

    "name"                                              everything to one account
    "kept"                                              stays where it is
    ["split", [["80%", D], ["1/8", D], ["rem", D]]]     portions; "rem" takes the remaining one
    ["ord", [[100, D], [50, D]], D]                     in order, each up to its cap, then the rest

Rules kept here, in order:
1. Portions sum to one; one of them may be "rem". More than one whole is refused.
2. A part is floor(portion * amount); leftover units go one each from the first written part on.
   A portion of zero receives nothing.
3. A cap below zero is a cap of zero.
4. Nothing is posted for an amount of zero, and what is kept is not posted.

Source:
    Published test suite of formancehq/numscript, restated in tests/vectors/cases/allocation.json.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from contracts.apportion import first
from contracts.errors import TermsInvalid
from contracts.money import Ratio, check_amount, parse_ratio

KEPT = "kept"
REMAINING = "rem"
UNBOUNDED = "world"
ALL = "*"
_PAIR, _STATEMENT = 2, 4


@dataclass(frozen=True, slots=True)
class Account:
    """Everything goes to one account."""

    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything stays where it is."""


@dataclass(frozen=True, slots=True)
class Portions:
    """Whole-number weights in the order they were written."""

    parts: "tuple[tuple[int, Destination], ...]"


@dataclass(frozen=True, slots=True)
class Ordered:
    """Each destination up to its cap, then the rest."""

    caps: "tuple[tuple[int, Destination], ...]"
    rest: "Destination"


Destination = Account | Kept | Portions | Ordered


@dataclass(frozen=True, slots=True)
class Sent:
    """One posting from a source to a destination; never zero."""

    source: str
    destination: str
    amount_minor: int


def read_destination(obj: object) -> Destination:
    """Read a destination written as data.

    Raises:
        TermsInvalid: It has another shape, or its portions do not sum to one.
    """
    if isinstance(obj, str) and obj:
        return Kept() if obj == KEPT else Account(obj)
    match obj:
        case ["split", [_, *_] as parts]:
            return _read_portions(parts)
        case ["ord", list(caps), rest]:
            read = tuple((_read_cap(cap), read_destination(to)) for cap, to in _pairs(caps))
            return Ordered(read, read_destination(rest))
    raise _malformed("destination", obj, 'a name, ["split", [...]] or ["ord", [...], rest]')


def allot(amount: int, destination: Destination) -> list[tuple[str, int]]:
    """Divide an amount; accounts come in written order, zeros and kept parts are left out.

    Args:
        amount: Minor units, not negative.
        destination: Where it goes.

    Raises:
        TermsInvalid: The amount is negative.

    Example:
        >>> allot(2, read_destination(["split", [["90%", "a"], ["10%", "b"]]]))
        [('a', 2)]
    """
    if check_amount(amount, "amount") < 0:
        raise _malformed("amount", amount, ">= 0")
    if isinstance(destination, Kept) or not amount:
        return []
    if isinstance(destination, Account):
        return [(destination.name, amount)]
    if isinstance(destination, Portions):
        divided = _by_portion(amount, destination)
    else:
        divided = _in_order(amount, destination)
    return [sent for part, to in divided for sent in allot(part, to)]


def send(balances: Mapping[str, int], statements: Sequence[object]) -> list[Sent]:
    """Run statements ["send", amount or "*", source, destination] one after the other.

    Args:
        balances: What the accounts hold before; "world" is never empty.
        statements: In order; each sees what the earlier ones moved.

    Raises:
        TermsInvalid: A statement is malformed, or a source holds too little ("missing-funds").
    """
    held = dict(balances)
    postings: list[Sent] = []
    for statement in statements:
        amount, source, destination = _read_statement(statement, held)
        for name, part in allot(amount, destination):
            postings.append(Sent(source, name, part))
            held[source] = held.get(source, 0) - part
            held[name] = held.get(name, 0) + part
    return postings


def _by_portion(amount: int, portions: Portions) -> list[tuple[int, Destination]]:
    divided = first(amount, [weight for weight, _ in portions.parts])
    return list(zip(divided, (to for _, to in portions.parts), strict=True))


def _in_order(amount: int, ordered: Ordered) -> list[tuple[int, Destination]]:
    parts, left = [], amount
    for cap, to in ordered.caps:
        taken = min(max(cap, 0), left)
        parts.append((taken, to))
        left -= taken
    return [*parts, (left, ordered.rest)]


def _read_portions(parts: Sequence[object]) -> Portions:
    read = [
        (None if portion == REMAINING else _read_portion(portion), read_destination(to))
        for portion, to in _pairs(parts)
    ]
    whole = lcm(*(portion[1] for portion, _ in read if portion))
    given = sum(portion[0] * whole // portion[1] for portion, _ in read if portion)
    open_places = sum(portion is None for portion, _ in read)
    if open_places > 1:
        raise TermsInvalid("second-remaining", "Only one portion can be the remaining one.")
    if given > whole or (given < whole and not open_places):
        raise TermsInvalid(
            "portions-not-one",
            f"The portions sum to {given}/{whole}, not to one.",
            value=f"{given}/{whole}",
            expected="1/1",
        )
    return Portions(
        tuple(
            (portion[0] * whole // portion[1] if portion else whole - given, to)
            for portion, to in read
        )
    )


def _read_portion(obj: object) -> Ratio:
    portion = parse_ratio(obj) if isinstance(obj, str) else (-1, 1)
    if portion[0] < 0:
        raise _malformed("portion", obj, 'text like "12.5%", "1/3" or "rem"')
    return portion


def _read_cap(obj: object) -> int:
    return check_amount(obj, "cap")


def _read_statement(obj: object, held: Mapping[str, int]) -> tuple[int, str, Destination]:
    if not isinstance(obj, list) or len(obj) != _STATEMENT or obj[0] != "send":
        raise _malformed("statement", obj, '["send", amount, source, destination]')
    _, amount, source, destination = obj
    available = held.get(source, 0) if source != UNBOUNDED else None
    if amount == ALL:
        if available is None:
            raise TermsInvalid("unbounded-send", f"{UNBOUNDED} has no balance to send whole.")
        return max(0, available), source, read_destination(destination)
    if available is not None and check_amount(amount, "amount") > available:
        raise TermsInvalid(
            "missing-funds",
            f"{source} holds {available}, not {amount}.",
            value=amount,
            expected=f"at most {available}",
        )
    return amount, source, read_destination(destination)


def _pairs(items: Sequence[object]) -> list[tuple[object, object]]:
    for item in items:
        if not isinstance(item, list) or len(item) != _PAIR:
            raise _malformed("part", item, "[portion or cap, destination]")
    return [(item[0], item[1]) for item in items if isinstance(item, list)]


def _malformed(field: str, value: object, expected: str) -> TermsInvalid:
    return TermsInvalid(
        "allotment-malformed",
        f"This {field} cannot be read.",
        field=field,
        value=repr(value),
        expected=expected,
    )
