"""The chain of title of a part of a work: from those who made it to those who hold it on a day.

    chains(grants, extent, day) -> list[Chain]    one for each part with a history of its own
    back_from(chain, holder) -> tuple[Link, ...]  only the links that lead to one holder

Rules kept here:
1. Links stand in the order in which they took effect: title first, what moved afterwards.
2. What moved nothing stays in the chain and is marked: it is what a buyer's lawyer looks for.
3. Rights of Articles 27 and 28 that a contract did not expressly name are a link of their own: they
   are presumed to have stayed with the transferor (61(2)).
4. Whatever a lawyer would ask about is a defect with a code and a sentence in both languages.

Source:
    Copyright Act of Japan, article 29(1): the copyright in a cinematographic work belongs to its
    maker (映画製作者) where the authors have undertaken to take part in the making; 15 (work for
    hire); 61(2) (特掲); 66 (pledge); 77: an unregistered transfer cannot be asserted against
    third parties, since July 2019 after general succession as well.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from contracts.rights.cells import cells, merged
from contracts.rights.extent import Extent, covers, touches
from contracts.rights.grants import (
    Encumbrance,
    Grants,
    Registration,
    Title,
    Transfer,
    Underlying,
    in_force,
    retained,
)
from contracts.rights.holding import Held, Shares, Step, history

LinkKind = Literal["title", "transfer", "retained"]

_BOUGHT: Final = "contract"
_DEFECTS: Final[Mapping[str, tuple[str, str]]] = {
    "no-title": (
        "権原の記録がない: 著作者まで遡れない",
        "no title is on record: the chain does not reach the authors",
    ),
    "origin-is-contract": (
        "「{grant}」は契約による取得で、その前の権利者の記録がない",
        "{grant} was acquired by contract, and whoever held it before is not on record",
    ),
    "moved-nothing": (
        "「{grant}」の時点で{giver}は持分を有していなかった",
        "{giver} held no share when {grant} took effect",
    ),
    "moved-less": (
        "「{grant}」の譲渡持分は{giver}の持分を超えており、超過分は移転していない",
        "{grant} gives more than {giver} held; what was beyond it did not pass",
    ),
    "presumed-retained": (
        "「{grant}」は27条・28条の権利を特掲していない: {giver}に留保されたと推定"
        "（著作権法61条2項）",
        "{grant} does not expressly name the rights of Articles 27 and 28: presumed retained by "
        "{giver} (Copyright Act, article 61(2))",
    ),
    "not-registered": (
        "「{grant}」は登録されていない: 第三者に対抗できない（著作権法77条）",
        "{grant} is not registered: it cannot be asserted against third parties (Copyright Act, "
        "article 77)",
    ),
    "encumbered": (
        "「{grant}」により{giver}の持分に担保権・差押えがある",
        "{grant}: the share of {giver} is pledged or attached",
    ),
    "unassigned": (
        "権利者のいない持分がある",
        "a share has no holder",
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain.

    Attributes:
        kind: "title", "transfer", or "retained" for what a transfer did not move.
        grant: Name on the register.
        since: First day.
        givers: Who gave, with the share that really passed; empty for a title.
        takers: Who received, or holds in the beginning, with their shares.
        ground: Origin of a title, ground of a transfer.
        source: Grant under which the giver held, where it was said.
        registration: Registration under article 77, if any by the day looked at.
        underlying: What limits a title.
        moral_rights: What was agreed about them.
    """

    kind: LinkKind
    grant: str
    since: dt.date
    givers: Shares
    takers: Shares
    ground: str
    source: str = ""
    registration: Registration | None = None
    underlying: tuple[Underlying, ...] = ()
    moral_rights: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    """Something a lawyer would ask about.

    Attributes:
        code: Stable name.
        grant: The grant concerned, if one is.
        ja: In Japanese.
        en: In English.
    """

    code: str
    grant: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Chain:
    """How a part came to its holders.

    Attributes:
        extent: The part, on the day looked at.
        links: From the beginning on.
        shares: Who holds it on that day.
        burdens: Pledges and attachments on it.
        defects: What a lawyer would ask about.
    """

    extent: Extent
    links: tuple[Link, ...]
    shares: Shares
    burdens: tuple[Encumbrance, ...]
    defects: tuple[Defect, ...]

    @property
    def underlying(self) -> tuple[Underlying, ...]:
        """Everything that limits the titles it begins with."""
        return tuple(each for link in self.links for each in link.underlying)


def chains(grants: Grants, extent: Extent, day: dt.date) -> list[Chain]:
    """Give the chain of every part of an extent that has a history of its own.

    Args:
        grants: Everything on record about the work, as known at the moment in question.
        extent: What is looked at; its period does not matter.
        day: Day on which the holders hold.

    Example:
        S made the film (29条); S gave all of it to committee c by a contract that names 27 and 28;
        c gave 1/2 of 商品化 to T. For 商品化 in Japan the chain has three links, title S, transfer
        S to c of 1, transfer c to T of 1/2, and the holders are c 1/2 and T 1/2.
    """
    today = replace(extent, first=day, until=day)
    near = tuple(each for each in grants.transfers if touches(each.extent, today))
    grants = replace(grants, transfers=near, licences=(), options=())
    force, kept = in_force(grants), _kept(grants, today)
    burdens = [each for each in force.encumbrances if touches(each.extent, today)]
    registered = {each.of: each for each in grants.registrations if each.day <= day}
    walls = [reach for reach, _ in kept] + [each.extent for each in burdens]
    found = []
    for past in history(grants, today):
        held = Held(past.extent, past.shares)
        steps = [step for step in past.steps if step.matters]
        for cell in cells(past.extent, walls):
            left = [kept[number][1] for number in cell.covered_by if number < len(kept)]
            own = [each for each in burdens if covers(each.extent, cell.extent)]
            links = tuple(_links(past.titles, steps, left, registered))
            defects = (*_missing(links, held), *_doubtful(links, steps, own))
            found.append((cell.extent, (links, held.shares, tuple(own), defects)))
    return [Chain(part, *content) for part, content in merged(found)]


def back_from(chain: Chain, holder: str) -> tuple[Link, ...]:
    """Give only the links of a chain that lead to one holder, from the beginning on.

    Example:
        S to c, c to T: back from T are all three links, back from c only the first two.
    """
    wanted, found = {holder}, []
    for link in reversed(chain.links):
        if wanted & {taker for taker, _ in link.takers}:
            found.append(link)
            wanted |= {giver for giver, _ in link.givers}
    return tuple(reversed(found))


def _kept(grants: Grants, today: Extent) -> list[tuple[Extent, Transfer]]:
    """Give what transfers in force are presumed to have left with their givers."""
    as_written = tuple(replace(each, names_27_28=True) for each in grants.transfers)
    reached = in_force(Grants(transfers=as_written, endings=grants.endings)).transfers
    periods = {each.id: each.extent for each in reached if touches(each.extent, today)}
    found = []
    for transfer in grants.transfers:
        left = retained(transfer)
        if left and transfer.id in periods:
            found.append((replace(periods[transfer.id], acts=left.acts), transfer))
    return found


def _links(
    titles: Iterable[Title],
    steps: Iterable[Step],
    left: Iterable[Transfer],
    registered: Mapping[str, Registration],
) -> list[Link]:
    links = [_title_link(title, registered.get(title.id)) for title in titles]
    moved = [_step_link(step, registered.get(step.transfer.id)) for step in steps]
    kept = [_kept_link(transfer) for transfer in left]
    return links + sorted(moved + kept, key=lambda link: link.since)


def _title_link(title: Title, registration: Registration | None) -> Link:
    return Link(
        "title",
        title.id,
        title.extent.first,
        (),
        title.stakes,
        title.origin,
        registration=registration,
        underlying=title.underlying,
        moral_rights=title.moral_rights,
    )


def _step_link(step: Step, registration: Registration | None) -> Link:
    transfer = step.transfer
    return Link(
        "transfer",
        transfer.id,
        transfer.extent.first,
        ((transfer.giver, step.moved),),
        ((transfer.taker, step.moved),),
        transfer.ground,
        transfer.source,
        registration,
    )


def _kept_link(transfer: Transfer) -> Link:
    """A link that moved nothing: the giver is its own taker."""
    stays = ((transfer.giver, (0, 1)),)
    return Link("retained", transfer.id, transfer.extent.first, stays, stays, transfer.ground)


def _missing(links: Iterable[Link], held: Held) -> list[Defect]:
    """Give what keeps the chain from reaching the authors, or a holder."""
    titles = [link for link in links if link.kind == "title"]
    found = [_defect("origin-is-contract", link.grant) for link in titles if link.ground == _BOUGHT]
    if not titles:
        found.append(_defect("no-title"))
    if held.unassigned[0]:
        found.append(_defect("unassigned"))
    return found


def _doubtful(
    links: Iterable[Link], steps: Iterable[Step], burdens: Iterable[Encumbrance]
) -> list[Defect]:
    """Give what weakens links that are there."""
    found = []
    for step in steps:
        if step.is_short:
            code = "moved-less" if step.moved[0] else "moved-nothing"
            found.append(_defect(code, step.transfer.id, step.transfer.giver))
    for link in links:
        if link.kind == "retained":
            found.append(_defect("presumed-retained", link.grant, link.givers[0][0]))
        if link.kind == "transfer" and link.registration is None:
            found.append(_defect("not-registered", link.grant))
    return found + [_defect("encumbered", each.id, each.holder) for each in burdens]


def _defect(code: str, grant: str = "", giver: str = "") -> Defect:
    ja, en = _DEFECTS[code]
    return Defect(
        code, grant, ja.format(grant=grant, giver=giver), en.format(grant=grant, giver=giver)
    )
