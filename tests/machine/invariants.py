"""What holds after every step, read from the register's own views and log."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from rights_stage import reach

from contracts.rights.grants import UNASSIGNED, Grants
from contracts.rights.holding import above_one, holdings
from contracts.rights.licences import conflicts, without_licensor
from ledger.bootstrap import Register
from ledger.log.verify import EntryCopy, LogVerifier
from ledger.rebuild import compare_views
from ledger.rights.reading import Recorded, grants_of, resolved
from ledger.rights.views import recorded
from ledger.royalties.views import trial_balance
from ledger.store.read import LogReader
from tests.machine.simple_rights import (
    ELSE,
    MARKS,
    MEDIA,
    PLACES,
    Point,
    Shares,
    SimpleRights,
)

_SEEN_IN = {ELSE: "publishing"}  # one medium and one place stand for everything else
_PLACE_OF = {ELSE: "FR"}


def everything_on_record(register: Register, work: str) -> tuple[list[Recorded], Grants]:
    """Return all grants of a work, as recorded and as values."""
    with register.ledger.reading() as conn:
        whole = resolved(reach().model_dump(mode="json", exclude_none=True), with_all_acts=True)
        found = recorded(conn, work, whole)
    return found, grants_of(found)


def check_cells(register: Register, work: str, model: SimpleRights) -> None:
    """Each part sums to one or is explicitly unassigned, and the model finds the same holders."""
    found, grants = everything_on_record(register, work)
    if not any(one.kind == "title" for one in found):
        return
    assert above_one(grants) == []
    for point in points():
        extent = resolved(_at(point), with_all_acts=True)
        for held in holdings(grants, extent):
            shares: Shares = {who: Fraction(*share) for who, share in held.shares}
            assert sum(shares.values()) == 1
            assert all(share > 0 for share in shares.values())
            assert shares == model.holders_at(point), point


def check_licences(register: Register, work: str, model: SimpleRights) -> None:
    """No licence without licensor, unless the share it stood on became nobody's by itself."""
    _, grants = everything_on_record(register, work)
    assert conflicts([each for each in grants.licences if _is_in_force(each.id, model)]) == []
    for mark in MARKS:
        for orphan in without_licensor(grants, mark):
            points = model.uses[orphan.grant].points
            assert any(set(model.holders_at(point)) == {UNASSIGNED} for point in points)


def _is_in_force(licence: str, model: SimpleRights) -> bool:
    return not model.uses[licence].ends


def points() -> Iterator[Point]:
    """Yield every point of the model."""
    for medium in (*MEDIA, ELSE):
        for place in (*PLACES, ELSE):
            for stretch in range(len(MARKS)):
                yield medium, place, stretch


def _at(point: Point) -> dict[str, object]:
    medium, place, stretch = point
    day: date = MARKS[stretch]
    written = reach(_SEEN_IN.get(medium, medium), _PLACE_OF.get(place, place), day, day)
    return written.model_dump(mode="json", exclude_none=True)


def check_balances(register: Register) -> None:
    """Postings sum to zero in every currency."""
    with register.ledger.reading() as conn:
        assert set(trial_balance(conn).values()) <= {0}


def check_views(register: Register) -> None:
    """Every view says what the log says when it is read again."""
    assert compare_views(register.engine)[1] == []


class ChainFollower:
    """Verifies what was added to the log since it was last asked.

    Args:
        register: The register that it follows.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._verifier = LogVerifier(register.genesis)

    def follow(self) -> None:
        """Check the new entries: bytes, links, places and the root over all of them."""
        with self._register.ledger.reading() as conn:
            reader = LogReader(conn)
            for entry, stored in reader.iterate(self._verifier.size, reader.size()):
                copies = [(part.salt, part.data) for part in stored]
                copy = EntryCopy(entry.leaf, entry.leaf_hash, copies)
                assert self._verifier.check(copy) == []
            assert self._verifier.root() == reader.head().root()
