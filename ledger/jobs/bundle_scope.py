"""Which parts of the log a bundle discloses.

1. `full`: everything.
2. `party`: the parts whose readers name the party or `public`.
3. `period`: whatever was recorded until the end of its last month, less the money (revenue,
   royalties, statements) that was recorded before its first. Months are those of Japan.

What is not disclosed is still committed to: its leaf hashes are in the bundle.
"""

from collections.abc import Sequence

import orjson

from ledger.audit.bundle_format import Scope, is_month
from ledger.audit.scopes import must_open
from ledger.errors import LedgerError, RuleViolation
from ledger.event import PUBLIC
from ledger.ids import is_id
from ledger.log.entry import part_leaf
from ledger.log.verify import PartCopy
from ledger.store.read import StoredEntry, StoredPart


def scope_of(party: str | None = None, first: str | None = None, last: str | None = None) -> Scope:
    """Return the scope that was asked for.

    Raises:
        RuleViolation: Party and months together, one month without the other, months in the wrong
            order, or something that is neither an id nor a month.
    """
    if party is not None and (first or last):
        raise RuleViolation("scope-ambiguous", field="party", value=party, expected="one scope")
    if party is not None:
        if not is_id(party, "party"):
            raise RuleViolation("party-malformed", field="party", value=party, expected="party_...")
        return Scope("party", party=party)
    if first is None and last is None:
        return Scope()
    for name, month in (("first", first), ("last", last)):
        if month is None or not is_month(month):
            raise RuleViolation("month-malformed", field=name, value=month, expected="2025-04")
    if str(first) > str(last):
        raise RuleViolation("months-reversed", field="first", value=first, expected=f"until {last}")
    return Scope("period", first=first, last=last)


def disclosed_parts(
    scope: Scope, entry: StoredEntry, parts: Sequence[StoredPart]
) -> list[PartCopy]:
    """Return an entry's parts as the bundle shows them: bytes with salt, or a leaf hash."""
    if scope.kind == "full":
        return [(part.salt, part.data) for part in parts]
    if scope.kind == "period":
        shown = _is_of_period(scope, entry)
        return [_copy(part, shown=shown) for part in parts]
    return [_copy(part, shown=_may_read(scope.party, part.data)) for part in parts]


def _copy(part: StoredPart, *, shown: bool) -> PartCopy:
    return (part.salt, part.data) if shown else part_leaf(part.salt, part.data)


def _may_read(party: str | None, data: bytes) -> bool:
    try:
        readers = orjson.loads(data)["readers"]
    except (ValueError, KeyError, TypeError):
        return False  # damaged: nobody can tell whom it was for
    return PUBLIC in readers or party in readers


def _is_of_period(scope: Scope, entry: StoredEntry) -> bool:
    try:
        return must_open(scope, entry.header())
    except LedgerError:
        return False
