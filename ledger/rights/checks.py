"""What the register refuses about rights; pure, for the register and the auditor alike.

Rules kept here:
1. Stakes of a title sum to one, and no part of a work is ever held for more than one.
2. Nobody gives or licenses more than he holds; nobody takes from what was given before.
3. All co-owners agree to a transfer (65条1項) and to a licence (65条2項), unless a recorded clause
   waives it, or a representative or window may sign for them (65条4項).
4. Exclusive licences overlap with nothing that is not derived from them; the overlap is named.
5. A sub-licence lies within its source, which allows it; a bundle allocates all of its price.

Source:
    Copyright Act of Japan, articles 61, 63 and 65; Civil Code, article 264.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from contracts.rights.cells import cells
from contracts.rights.extent import Extent
from contracts.rights.grants import (
    UNASSIGNED,
    Grants,
    Licence,
    Mandate,
    Title,
    Transfer,
    in_force,
    moving,
)
from contracts.rights.holding import (
    Held,
    Short,
    above_one,
    holdings,
    lost,
    not_held,
    undermined,
)
from contracts.rights.licences import beyond_source, conflicts_with, held_back, not_licensable
from contracts.rights.shares import total, written
from contracts.rights.signing import signing
from contracts.rights.vocabulary import AXES, tree_of
from ledger.errors import Forbidden, RuleViolation

_WHOLE: Final = (1, 1)
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed to a grant, and who may sign.

    Attributes:
        present: Parties named in the document, the sender, and those whose consent is recorded.
        members: Parties behind committees, on the first day of the grant.
        mandates: Who may sign for others.
    """

    present: Collection[str]
    members: Mapping[str, tuple[str, ...]]
    mandates: tuple[Mandate, ...] = ()


def check_title(grants: Grants, title: Title) -> None:
    """Refuse a title whose shares are not one, or that takes from another title.

    Raises:
        RuleViolation: `shares-do-not-sum`, `holder-repeated`, `rights-above-one` with the part.
    """
    holders = [holder for holder, _ in title.stakes]
    for number, holder in enumerate(holders):
        if holder in holders[:number]:
            raise RuleViolation(
                "holder-repeated", field=f"stakes[{number}].holder", value=holder,
                expected="each holder once",
            )  # fmt: skip
    whole = total(share for _, share in title.stakes)
    if whole != _WHOLE:
        raise RuleViolation(
            "shares-do-not-sum",
            f"the shares sum to {written(whole)}, not to 1",
            field="stakes",
            value=written(whole),
            expected="1",
        )
    known = set(above_one(grants))
    for held in above_one(replace(grants, titles=(*grants.titles, title))):
        if held not in known:
            share = total(each for _, each in held.shares)
            raise RuleViolation(
                "rights-above-one",
                "another title is on record for the same part of the work",
                field="extent",
                value=written(share),
                expected="1 at most, of every part at every moment",
                part=in_codes(held.extent),
            )


def check_transfer(grants: Grants, transfer: Transfer, agreed: Agreed) -> tuple[str, ...]:
    """Refuse a transfer of what is not held, or without the consent of a co-owner.

    Returns:
        Whose agreement it needed.

    Raises:
        RuleViolation: `rights-not-held`, `rights-given-before`, `co-owner-consent-missing`,
            `rights-transfer-to-itself`, `rights-share-zero`.
    """
    if transfer.giver == transfer.taker:
        raise RuleViolation(
            "rights-transfer-to-itself", field="taker", value=transfer.taker,
            expected="another holder",
        )  # fmt: skip
    if transfer.share is not None and not 0 < Fraction(*transfer.share) <= 1:
        raise RuleViolation(
            "rights-share-malformed", field="share", value=written(transfer.share),
            expected="more than 0, at most 1",
        )  # fmt: skip
    check_held(not_held(grants, transfer), "rights-not-held", "giver")
    check_held(undermined(grants, transfer), "rights-given-before", "extent")
    moved = moving(transfer)  # what stays with the giver (61条2項) asks nobody
    if transfer.ground != "contract" or moved is None:
        return ()
    signers = signers_of(grants, moved, agreed, allow_gaps=True)
    check_present(signers, agreed)
    return signers


def check_licence(grants: Grants, licence: Licence, agreed: Agreed) -> tuple[str, ...]:
    """Refuse a licence of what is not held, that meets an exclusive one, or that lacks consents.

    Returns:
        Whose agreement it needed; nobody's for a sub-licence, which its source allowed.

    Raises:
        RuleViolation: `rights-beyond-source`, `rights-not-held`, `rights-nobody-can-sign`,
            `co-owner-consent-missing`, `rights-exclusive-overlap`, `rights-held-back`,
            `rights-source-not-exclusive`.
    """
    signers: tuple[str, ...] = ()
    if licence.source:
        _check_source(grants, licence)
    else:
        check_held(not_licensable(grants, licence), "rights-not-held", "licensors")
        signers = signers_of(grants, licence.extent, agreed)
    check_overlaps(grants, licence)
    check_present(signers, agreed)
    return signers


def check_ending(grants: Grants, ended: Grants, right: str) -> None:
    """Refuse an ending after which somebody would have given what he did not hold.

    Args:
        grants: Everything on record.
        ended: The same with the ending.
        right: What would end.

    Raises:
        RuleViolation: `rights-ending-undermines`, with the grant that would be undermined.
    """
    reaches = {each.id: each.extent for each in grants.titles}
    reaches |= {each.id: each.extent for each in grants.transfers}
    if right in reaches:  # nothing was transferred by a licence
        for short in lost(grants, ended, reaches[right]):
            raise RuleViolation(
                "rights-ending-undermines",
                "a later transfer would give what its giver no longer held",
                field="right",
                value=right,
                expected=f"{short.grant} ended first",
                part=in_codes(short.extent),
            )


def check_bundle(bundle: Mapping[str, Any], extent: Extent) -> None:
    """Refuse a bundle that allocates not all of its price, or not each medium once.

    Example:
        Theatrical 1/2, streaming 3/10, merchandise 1/5 of one guarantee: they sum to one.

    Raises:
        RuleViolation: `bundle-does-not-sum`, `bundle-medium-repeated`, `bundle-media-differ`.
    """
    parts, seen = bundle["allocation"], 0
    share = sum(Fraction(part["share"]["num"], part["share"]["den"]) for part in parts)
    if share != 1:
        raise RuleViolation(
            "bundle-does-not-sum", field="bundle.allocation", value=str(share), expected="1"
        )
    tree = tree_of("media")
    for number, part in enumerate(parts):
        field = f"bundle.allocation[{number}].media"
        unknown = [code for code in part["media"] if code not in tree.nodes]
        if unknown:
            raise RuleViolation(
                "rights-code-unknown", field=field, value=unknown[0], expected=tree.version
            )
        bits = tree.bits(*part["media"])
        if bits & seen:
            raise RuleViolation(
                "bundle-medium-repeated", field=field, value=tree.leaves_in(bits & seen),
                expected="each medium in one part",
            )  # fmt: skip
        seen |= bits
    if extent.media & ~seen:
        raise RuleViolation(
            "bundle-media-differ",
            "the licence has media to which no part of the price is allocated",
            field="bundle.allocation",
            value=tree.leaves_in(extent.media & ~seen),
            expected="a part of the price for each medium",
        )


def in_codes(extent: Extent) -> dict[str, Any]:
    """Write an extent in codes, as it could be written in a command."""
    found: dict[str, Any] = {}
    for axis in AXES:
        tree, bits = tree_of(axis), getattr(extent, axis)
        if bits != tree.all_bits:
            covering = tree.covering(bits)
            without = [code for _, codes in covering for code in codes]
            found[axis] = {"include": [code for code, _ in covering]}
            found[axis] |= {"exclude": without} if without else {}
    found["first"] = extent.first.isoformat()
    return found | ({"until": extent.until.isoformat()} if extent.until else {})


def check_held(shorts: Iterable[Short], code: str, field: str) -> None:
    """Refuse the first part in which somebody gives more than he holds; names it."""
    for short in shorts:
        raise RuleViolation(
            code,
            f"{short.giver} holds {written(short.held)} of this part",
            field=field,
            value=short.giver,
            expected="a holder of every part of the extent",
            right=short.grant,
            held=written(short.held),
            wanted=written(short.wanted),
            part=in_codes(short.extent),
        )


def _check_source(grants: Grants, licence: Licence) -> None:
    for part in beyond_source(grants, licence):
        raise RuleViolation(
            "rights-beyond-source",
            "the source does not reach this part, or does not let this licensor license others",
            field="source",
            value=licence.source,
            expected="a licence of the licensor, sublicensable, that covers the extent",
            part=in_codes(part),
        )
    source = next(each for each in grants.licences if each.id == licence.source)
    if licence.exclusivity != "non_exclusive" and source.exclusivity == "non_exclusive":
        raise RuleViolation(
            "rights-source-not-exclusive", field="exclusivity", value=licence.exclusivity,
            expected="non_exclusive, like the source",
        )  # fmt: skip


def check_overlaps(grants: Grants, licence: Licence) -> None:
    """Refuse a licence that meets an exclusive one, or that a licensor promised not to give."""
    standing = in_force(grants).licences
    found = conflicts_with(standing, licence)
    if found:
        raise RuleViolation(
            "rights-exclusive-overlap",
            "an exclusive licence and another one overlap on every axis",
            field="extent",
            value=found[0].licence,
            expected="an extent outside the overlap, or the other licence ended",
            overlap=in_codes(found[0].extent),
            others=[each.licence for each in found[1 : 1 + _MOST]],
        )
    for waiting in held_back(standing, licence):
        raise RuleViolation(
            "rights-held-back",
            "a licensor promised that nobody is licensed this use for a time",
            field="extent",
            value=waiting.licence,
            expected="an extent outside the holdback",
            overlap=in_codes(waiting.extent),
        )


def signers_of(
    grants: Grants, extent: Extent, agreed: Agreed, *, allow_gaps: bool = False
) -> tuple[str, ...]:
    """Return whose agreement a grant needs; parts that nobody holds are refused unless allowed."""
    titles = replace(grants, licences=(), options=())
    walls = [mandate.extent for mandate in agreed.mandates]
    found: dict[str, None] = {}
    for held in holdings(titles, extent):
        for cell in cells(held.extent, walls):
            signed = signing(Held(cell.extent, held.shares), agreed.mandates, agreed.members)
            if not signed.is_possible and not allow_gaps:
                gaps = [each.reason for each in signed.signers if not each.party]
                raise RuleViolation(
                    "rights-nobody-can-sign",
                    "nobody is known who could sign for a share of this part",
                    field="extent",
                    value=gaps or [UNASSIGNED],
                    expected="holders on record for all of the extent",
                    part=in_codes(cell.extent),
                )
            found |= dict.fromkeys(signed.parties)
    return tuple(found)


def check_present(signers: Iterable[str], agreed: Agreed) -> None:
    """Refuse while somebody has not agreed who must; names all of them."""
    missing = [party for party in signers if party not in agreed.present]
    if missing:
        raise Forbidden(
            "co-owner-consent-missing",
            "co-owned rights are transferred and licensed with the consent of all (article 65)",
            field="consents",
            value=missing,
            expected="a consent of each, or a clause by which somebody signs for them",
        )
