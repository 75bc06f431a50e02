"""Who holds what share of which part of a work, and what somebody would give without holding it.

    holdings(grants, extent) -> list[Held]       parts of an extent with the shares of their holders
    held_by(grants, holder, extent) -> list      parts in which somebody holds a share
    not_held(grants, transfer) -> list[Short]    what a transfer would give beyond what is held
    shortfalls(grants) -> list[Short]            the same of every transfer on record
    undermined(grants, transfer) -> list[Short]  what earlier transfers would lose to a new one
    lost(before, after, within) -> list[Short]   what they would lose to any change, or an ending
    above_one(grants) -> list[Held]              parts whose titles sum to more than the whole
    unassigned(grants, extent) -> list[Held]     parts that have no holder, or not for the whole

Rules kept here:
1. Shares are of the whole right in a part, exact, and never below nothing or above one.
2. Transfers move shares in the order of their first days; of equal days, in the order of recording.
3. A transfer moves what the giver holds, at most: what was recorded beyond it moves nothing and is
   shown by `shortfalls`, because a register may refuse orders and not facts.
4. What nobody holds is held by `UNASSIGNED`, so that every part sums to one.

Source:
    Civil Code of Japan, article 264 (quasi-co-ownership) with 249-264; nobody passes on more right
    than he has (nemo plus iuris). Example by hand: A and B hold 1/2 each of everything; A gives 1/4
    of 配信・日本 to C from April 2027. From then on that part is A 1/4, B 1/2, C 1/4, which is one;
    everything else stays A 1/2, B 1/2.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from contracts.money import Ratio
from contracts.rights.cells import Cell, cells, hull, merged
from contracts.rights.extent import Extent, touches
from contracts.rights.grants import UNASSIGNED, Grants, Title, Transfer, in_force
from contracts.rights.shares import NOTHING, WHOLE, is_less, least, minus, plus, total

Shares = tuple[tuple[str, Ratio], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A part of a work with the shares of its holders, in the order of their names.

    Attributes:
        extent: The part.
        shares: Holders with their shares; `UNASSIGNED` holds what nobody holds.
    """

    extent: Extent
    shares: Shares

    @property
    def unassigned(self) -> Ratio:
        """The share that nobody holds."""
        return dict(self.shares).get(UNASSIGNED, NOTHING)

    @property
    def holders(self) -> tuple[str, ...]:
        """Everybody who holds a share."""
        return tuple(holder for holder, _ in self.shares if holder != UNASSIGNED)


@dataclass(frozen=True, slots=True)
class Short:
    """A part of which somebody gives more than he holds.

    Attributes:
        grant: The transfer or licence.
        giver: Who gives.
        extent: The part in which it is too much.
        held: What the giver holds there.
        wanted: What the grant says; `held` and `wanted` are nothing where nothing was to be moved.
    """

    grant: str
    giver: str
    extent: Extent
    held: Ratio
    wanted: Ratio


@dataclass(frozen=True, slots=True)
class Step:
    """What one transfer moved in one part.

    Attributes:
        transfer: The transfer.
        moved: What really passed.
        wanted: What it says.
    """

    transfer: Transfer
    moved: Ratio
    wanted: Ratio

    @property
    def is_short(self) -> bool:
        """Whether less passed than the transfer says, or nothing at all."""
        return is_less(self.moved, self.wanted) or not self.moved[0]

    @property
    def matters(self) -> bool:
        """Whether it is part of a history: all of nothing (a merger, elsewhere) is not."""
        return bool(self.moved[0]) or self.transfer.share is not None

    @property
    def amounts(self) -> tuple[Ratio, Ratio]:
        """What passed and what should have."""
        return self.moved, self.wanted


@dataclass(frozen=True, slots=True)
class Past:
    """How a part came to its holders.

    Attributes:
        extent: The part.
        titles: What it began with.
        steps: What transfers moved, in order.
        shares: Who holds it in the end.
    """

    extent: Extent
    titles: tuple[Title, ...]
    steps: tuple[Step, ...]
    shares: Shares


def holdings(grants: Grants, extent: Extent) -> list[Held]:
    """Give the parts of an extent with the shares of their holders.

    The parts do not overlap, are together the extent, and each sums to one.
    """
    joined = merged((past.extent, past.shares) for past in history(grants, extent))
    return [Held(part, shares) for part, shares in joined]


def held_by(grants: Grants, holder: str, extent: Extent) -> list[tuple[Extent, Ratio]]:
    """Give the parts of an extent in which somebody holds a share, with the share."""
    found = ((held.extent, dict(held.shares)) for held in holdings(grants, extent))
    return merged((part, shares[holder]) for part, shares in found if holder in shares)


def not_held(grants: Grants, transfer: Transfer) -> list[Short]:
    """Give what a transfer, if recorded now, would give beyond what is held.

    The new transfer is looked at after all others: a share that the giver has promised to somebody
    for later counts as not held from then on. A transfer of all that somebody holds (`share` None)
    is short only when that is nothing at all; what it would take from later ones is `undermined`.

    Args:
        grants: Everything recorded before.
        transfer: The new one, which is not among them.
    """
    force = _near(grants, transfer.extent)
    new = in_force(Grants(transfers=(transfer,), endings=grants.endings))
    order = [*_in_order(force.transfers), *new.transfers]
    return _short(force, order, {transfer.id})


def undermined(grants: Grants, transfer: Transfer) -> list[Short]:
    """Give what transfers already recorded would lose if a new one took effect before them."""
    together = replace(grants, transfers=(*grants.transfers, transfer))
    shorts = lost(grants, together, transfer.extent)
    return [short for short in shorts if short.grant != transfer.id]


def lost(before: Grants, after: Grants, within: Extent) -> list[Short]:
    """Give where transfers would move less than before, because of a grant or an ending.

    Args:
        before: Everything on record.
        after: The same with the new grant or ending.
        within: Where that could change anything: the extent of the grant, or of what would end.

    Returns:
        For each transfer still in force, what it would move (`held`) of what it moved (`wanted`).
    """
    sides = [_near(before, within), _near(after, within)]
    titles = [title for side in sides for title in side.titles]
    order = [move for side in sides for move in _in_order(side.transfers)]
    old_titles, old_moves = len(sides[0].titles), len(sides[0].transfers)
    found = []
    for cell in cells(within, _reaches(titles, order)):
        began, passed = _covering(cell, len(titles))
        _, then = _moved(
            [titles[n] for n in began if n < old_titles],
            [order[n] for n in passed if n < old_moves],
        )
        _, now = _moved(
            [titles[n] for n in began if n >= old_titles],
            [order[n] for n in passed if n >= old_moves],
        )
        found += [(cell.extent, said) for said in _less(then, now)]
    return [
        Short(grant, giver, part, held, wanted)
        for part, (grant, giver, held, wanted) in merged(found)
    ]


def shortfalls(grants: Grants) -> list[Short]:
    """Give every part in which a transfer on record says more than its giver held."""
    force = in_force(grants)
    return _short(force, _in_order(force.transfers), {each.id for each in force.transfers})


def above_one(grants: Grants) -> list[Held]:
    """Give the parts in which titles sum to more than the whole.

    Example:
        A holds everything by 29条, and somebody records that B holds 1/2 of 商品化: 商品化 would be
        A 1, B 1/2, which is 3/2.
    """
    titles = in_force(grants).titles
    reaches = [title.extent for title in titles]
    found = []
    for cell in cells(hull(reaches), reaches) if reaches else ():
        shares = _claimed(titles[number] for number in cell.covered_by)
        if is_less(WHOLE, total(share for _, share in shares)):
            found.append((cell.extent, shares))
    return [Held(part, shares) for part, shares in merged(found)]


def unassigned(grants: Grants, extent: Extent) -> list[Held]:
    """Give the parts of an extent that have no holder, or not for the whole."""
    return [held for held in holdings(grants, extent) if held.unassigned != NOTHING]


def history(grants: Grants, extent: Extent) -> list[Past]:
    """Give the parts of an extent with the titles they began with and what moved since, in order.

    Args:
        grants: Everything on record.
        extent: What is looked at; on one day, to see how that day came about.
    """
    force = _near(grants, extent)
    return _parts(force.titles, _in_order(force.transfers), extent)


def _near(grants: Grants, extent: Extent) -> Grants:
    """Give the titles and transfers in force that may touch an extent."""
    near = tuple(each for each in grants.transfers if touches(each.extent, extent))
    return in_force(replace(grants, transfers=near, licences=(), options=()))


def _in_order(transfers: Iterable[Transfer]) -> list[Transfer]:
    return sorted(transfers, key=lambda each: each.extent.first)  # sorting is stable


def _parts(titles: Sequence[Title], transfers: Sequence[Transfer], extent: Extent) -> list[Past]:
    """Divide an extent by titles and transfers, and move shares in every part, in their order."""
    found = []
    for cell in cells(extent, _reaches(titles, transfers)):
        began, passed = _covering(cell, len(titles))
        first = tuple(titles[number] for number in began)
        shares, steps = _moved(first, (transfers[number] for number in passed))
        found.append(Past(cell.extent, first, steps, shares))
    return found


def _reaches(titles: Iterable[Title], transfers: Iterable[Transfer]) -> list[Extent]:
    return [title.extent for title in titles] + [each.extent for each in transfers]


def _covering(cell: Cell, titles: int) -> tuple[list[int], list[int]]:
    """Give the numbers of the titles that cover a cell, and those of the transfers."""
    began = [number for number in cell.covered_by if number < titles]
    return began, [number - titles for number in cell.covered_by if number >= titles]


def _less(then: Iterable[Step], now: Iterable[Step]) -> Iterator[tuple[str, str, Ratio, Ratio]]:
    """Give the transfers that move less now than they did, with both shares."""
    before = {step.transfer.id: step.moved for step in then}
    for step in now:
        moved = before.get(step.transfer.id, NOTHING)
        if is_less(step.moved, moved):
            yield step.transfer.id, step.transfer.giver, step.moved, moved


def _moved(
    titles: Iterable[Title], transfers: Iterable[Transfer]
) -> tuple[Shares, tuple[Step, ...]]:
    shares = dict(_claimed(titles))
    gap = minus(WHOLE, total(shares.values()))
    if is_less(NOTHING, gap):
        shares[UNASSIGNED] = plus(shares.get(UNASSIGNED, NOTHING), gap)
    steps: list[Step] = []
    for transfer in transfers:
        held = shares.get(transfer.giver, NOTHING)
        wanted = held if transfer.share is None else transfer.share
        moved = least(held, wanted)
        shares[transfer.giver] = minus(held, moved)
        shares[transfer.taker] = plus(shares.get(transfer.taker, NOTHING), moved)
        steps.append(Step(transfer, moved, wanted))
    return tuple(sorted((who, share) for who, share in shares.items() if share[0])), tuple(steps)


def _claimed(titles: Iterable[Title]) -> Shares:
    shares: dict[str, Ratio] = {}
    for title in titles:
        for holder, share in title.stakes:
            shares[holder] = plus(shares.get(holder, NOTHING), share)
    return tuple(sorted(shares.items()))


def _short(force: Grants, order: Sequence[Transfer], names: set[str]) -> list[Short]:
    """Give what the named transfers say beyond what is held when all are done in an order."""
    named = [each for each in order if each.id in names]
    if not named:
        return []
    found, useful = [], set()
    whole = hull([each.extent for each in named])
    for past in _parts(force.titles, order, whole):
        for step in past.steps:
            if step.transfer.id in names and step.is_short:
                found.append((past.extent, (step.transfer.id, step.transfer.giver, *step.amounts)))
            elif step.moved[0]:
                useful.add(step.transfer.id)
    all_of_it = {each.id for each in named if each.share is None} & useful
    return [
        Short(grant, giver, part, held, wanted)
        for part, (grant, giver, held, wanted) in merged(found)
        if grant not in all_of_it
    ]
