"""A simple model of rights, made apart from the register's: a few points, looked at one by one.

A point is a medium, a territory and a stretch of time. An extent is a set of points, a share at a
point is a fraction, and everything is computed anew from the list of grants whenever it is asked.
Nothing here knows of bits, boxes or cells; where it agrees with the register, two ways of thinking
came to one answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from rights_stage import reach

from contracts.rights.grants import UNASSIGNED
from ledger.rights.written import WrittenExtent

MARKS = (date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1), date(2028, 1, 1))
MEDIA = ("theatrical", "streaming", "merchandise")
PLACES = ("JP", "DE")
ELSE = "everything else"
Point = tuple[str, str, int]
Shares = dict[str, Fraction]
Members = Callable[[str, date], tuple[str, ...]]


@dataclass(frozen=True)
class Where:
    """An extent that the machine draws: codes, or all of an axis, from one mark to another."""

    medium: str = "all"
    place: str = "WW"
    first: int = 0
    until: int | None = None

    def written(self) -> WrittenExtent:
        """Return it as a command says it."""
        until = MARKS[self.until] - timedelta(days=1) if self.until is not None else None
        return reach(self.medium, self.place, MARKS[self.first], until)

    @property
    def first_day(self) -> date:
        return MARKS[self.first]

    def points(self) -> frozenset[Point]:
        """Return the points that it reaches."""
        media = (*MEDIA, ELSE) if self.medium == "all" else (self.medium,)
        places = (*PLACES, ELSE) if self.place == "WW" else (self.place,)
        stretches = range(self.first, len(MARKS) if self.until is None else self.until)
        return frozenset(product(media, places, stretches))


@dataclass
class Move:
    """A transfer on record."""

    id: str
    giver: str
    taker: str
    share: Fraction | None
    where: Where
    points: frozenset[Point]
    ends: list[int] = field(default_factory=list)


@dataclass
class Use:
    """A licence on record."""

    id: str
    licensors: tuple[str, ...]
    licensee: str
    exclusivity: str
    where: Where
    points: frozenset[Point]
    source: str | None = None
    sublicensable: bool = False
    ends: list[int] = field(default_factory=list)


@dataclass
class SimpleRights:
    """Titles, transfers and licences of one work, and what they come to."""

    titles: list[Shares] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    uses: dict[str, Use] = field(default_factory=dict)

    def moved_at(self, point: Point, moves: Iterable[Move]) -> tuple[Shares, dict[str, Fraction]]:
        """Return who holds a point after some transfers in turn, and what each of them moved."""
        shares: Shares = {}
        for title in self.titles:
            for holder, share in title.items():
                shares[holder] = shares.get(holder, Fraction(0)) + share
        gap = 1 - sum(shares.values(), Fraction(0))
        if gap > 0:
            shares[UNASSIGNED] = shares.get(UNASSIGNED, Fraction(0)) + gap
        passed: dict[str, Fraction] = {}
        for move in moves:
            if point not in move.points:
                continue
            held = shares.get(move.giver, Fraction(0))
            amount = held if move.share is None else min(held, move.share)
            shares[move.giver] = held - amount
            shares[move.taker] = shares.get(move.taker, Fraction(0)) + amount
            passed[move.id] = amount
        return {who: share for who, share in shares.items() if share}, passed

    def in_order(self, *more: Move) -> list[Move]:
        """Return the transfers by their first days, of equal days as they were recorded."""
        return sorted([*self.moves, *more], key=lambda move: move.where.first)

    def holders_at(self, point: Point) -> Shares:
        """Return who holds a point."""
        return self.moved_at(point, self.in_order())[0]

    def why_not_title(self, stakes: Shares) -> set[str]:
        """Return why a title over everything would be refused."""
        codes = set()
        if sum(stakes.values()) != 1:
            codes.add("shares-do-not-sum")
        if self.titles:
            codes.add("rights-above-one")
        return codes

    def why_not_move(self, move: Move, consents: set[str], members: Members) -> set[str]:
        """Return why a contract that moves a share would be refused; empty when it is accepted."""
        if move.giver == move.taker:
            return {"rights-transfer-to-itself"}
        codes = set()
        if self._is_short(move):
            codes.add("rights-not-held")
        if self._takes_from_others(move):
            codes.add("rights-given-before")
        present = consents | {move.giver, move.taker}
        if self.signers(move.where, members, {}) - present:
            codes.add("co-owner-consent-missing")
        return codes

    def _is_short(self, move: Move) -> bool:
        amounts = []
        for point in move.points:
            shares, _ = self.moved_at(point, self.in_order())
            amounts.append(shares.get(move.giver, Fraction(0)))
        if move.share is None:
            return not any(amounts)
        return any(amount < move.share for amount in amounts)

    def _takes_from_others(self, move: Move) -> bool:
        return self._lose(move.points, self.in_order(), self.in_order(move))

    def _lose(self, points: Iterable[Point], then: list[Move], now: list[Move]) -> bool:
        for point in points:
            before, after = self.moved_at(point, then)[1], self.moved_at(point, now)[1]
            if any(amount < before.get(id, Fraction(0)) for id, amount in after.items()):
                return True
        return False

    def why_not_end_move(self, move: Move, mark: int) -> set[str]:
        """Return why a transfer could not end at a mark."""
        if self._is_over(move, mark):
            return {"right-ended-already"}
        cut = Move(
            move.id, move.giver, move.taker, move.share, move.where, _before(move.points, mark)
        )
        now = [cut if each is move else each for each in self.moves]
        now.sort(key=lambda each: each.where.first)
        return (
            {"rights-ending-undermines"} if self._lose(move.points, self.in_order(), now) else set()
        )

    @staticmethod
    def _is_over(grant: Move | Use, mark: int) -> bool:
        ended = bool(grant.ends) and min(grant.ends) <= mark
        until = grant.where.until
        return ended or (until is not None and mark >= until)

    @staticmethod
    def end(grant: Move | Use, mark: int) -> None:
        """End a grant at a mark."""
        grant.ends.append(mark)
        grant.points = _before(grant.points, mark)

    def nobody_holds(self, mark: int) -> bool:
        """Tell whether some part has no holder, or not for the whole, from a mark on."""
        later = (point for point in Where(first=mark).points())
        return any(UNASSIGNED in self.holders_at(point) for point in later)

    def hand_over(self, givers: list[str], takers: Shares, points: Iterable[Point]) -> None:
        """Divide what some holders have in some points; at each of them it is the last to move."""
        for point in points:
            held = self.holders_at(point)
            for giver in givers:
                for taker, part in takers.items():
                    if giver == taker or giver not in held:
                        continue
                    last = Where(first=point[2])
                    amount = held[giver] * part
                    move = Move(
                        f"end-{len(self.moves)}", giver, taker, amount, last, frozenset({point})
                    )
                    self.moves.append(move)

    def why_not_end_use(self, use: Use, mark: int) -> set[str]:
        """Return why a licence could not end at a mark."""
        return {"right-ended-already"} if self._is_over(use, mark) else set()

    def end_use(self, use: Use, mark: int) -> None:
        """End a licence, and what was derived from it."""
        self.end(use, mark)
        for below in self.uses.values():
            if below.source == use.id and below.points != _before(below.points, mark):
                self._cut(below, mark)

    def _cut(self, use: Use, mark: int) -> None:
        use.points = _before(use.points, mark)
        for below in self.uses.values():
            if below.source == use.id:
                self._cut(below, mark)

    def why_not_use(
        self, use: Use, consents: set[str], members: Members, windows: Mapping[str, str]
    ) -> set[str]:
        """Return why a licence would be refused; empty when it is accepted."""
        codes = self._why_not_source(use) if use.source else self._why_not_held(use)
        if any(self._meets(use, other) for other in self.uses.values()):
            codes.add("rights-exclusive-overlap")
        if not use.source:
            present = consents | {*use.licensors}
            if self.signers(use.where, members, windows) - present:
                codes.add("co-owner-consent-missing")
        return codes

    def _why_not_held(self, use: Use) -> set[str]:
        codes = set()
        for point in use.points:
            shares = self.holders_at(point)
            if any(licensor not in shares for licensor in use.licensors):
                codes.add("rights-not-held")
            if UNASSIGNED in shares:
                codes.add("rights-nobody-can-sign")
        return codes

    def _why_not_source(self, use: Use) -> set[str]:
        source = self.uses[use.source or ""]
        gives = source.sublicensable and source.licensee in use.licensors
        codes = set()
        if not gives or not use.points <= source.points:
            codes.add("rights-beyond-source")
        if not source.points & use.points:
            codes.add("right-not-found")  # nothing of the kind touches the extent any more
        if use.exclusivity != "non_exclusive" and source.exclusivity == "non_exclusive":
            codes.add("rights-source-not-exclusive")
        return codes

    def _meets(self, new: Use, old: Use) -> bool:
        is_closed = "non_exclusive" not in {new.exclusivity} or old.exclusivity != "non_exclusive"
        return is_closed and bool(new.points & old.points) and old.id not in self._above(new)

    def _above(self, use: Use) -> set[str]:
        found: set[str] = set()
        source = use.source
        while source and source not in found:
            found.add(source)
            source = self.uses[source].source
        return found

    def signers(self, where: Where, members: Members, windows: Mapping[str, str]) -> set[str]:
        """Return everybody who must agree to something that reaches an extent."""
        found: set[str] = set()
        for point in where.points():
            for holder in self.holders_at(point):
                if holder in windows and point[:2] == ("streaming", "JP"):
                    found.add(windows[holder])
                elif holder.startswith("committee:"):
                    found.update(members(holder, where.first_day))
                elif holder != UNASSIGNED:
                    found.add(holder)
        return found


def _before(points: frozenset[Point], mark: int) -> frozenset[Point]:
    return frozenset(point for point in points if point[2] < mark)
