"""Who must sign for a part of a work, and why: all co-owners, unless somebody may sign for them.

    signing(held, mandates, members) -> Signing

Rules kept here:
1. A right that several hold is exercised by all of them together.
2. A holder that is a reference (a committee) signs through its representative for this use, if it
   has one; else all its members sign.
3. Where unanimity is waived by contract for all co-owners, the representative signs alone.
4. Of two representatives of one holder the one for fewer territories signs, then for fewer media.
5. Where nobody is known, it is said so: 裁定制度 and declarations of intention exist for that.

Source:
    Copyright Act of Japan, article 65(2): 共有著作権は、その共有者全員の合意によらなければ、
    行使することができない; 65(3): no refusal without 正当な理由; 64(3), 65(4): a representative.
    That unanimity can be waived in advance by contract is the commentaries' view.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.money import Ratio
from contracts.rights.extent import covers
from contracts.rights.grants import UNASSIGNED, Mandate
from contracts.rights.holding import Held
from contracts.rights.shares import written

_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "sole-holder": ("単独の権利者（持分 {share}）", "holds it alone (share {share})"),
    "co-owner": (
        "共有者（持分 {share}）: 全員の合意が必要（著作権法65条2項）",
        "co-owner (share {share}): all must agree (Copyright Act, article 65(2))",
    ),
    "member": (
        "{holder}の構成員: 代表者の定めがないため全員の合意が必要（著作権法65条2項）",
        "member of {holder}: without a representative all must agree "
        "(Copyright Act, article 65(2))",
    ),
    "window": (
        "{holder}の窓口（代表行使者、著作権法65条4項・64条3項）{clause}",
        "window of {holder} (representative, Copyright Act, articles 65(4) and 64(3)){clause}",
    ),
    "representative": (
        "{holder}の代表者（著作権法65条4項・64条3項）{clause}",
        "representative of {holder} (Copyright Act, articles 65(4) and 64(3)){clause}",
    ),
    "waiver": (
        "全員の合意を不要とする契約上の定めによる代表者{clause}",
        "representative, unanimity waived by contract{clause}",
    ),
    "unknown": (
        "{holder}の構成員が不明: 署名できる者がいない",
        "the members of {holder} are not known: nobody can sign",
    ),
    "unassigned": (
        "持分 {share} の権利者が不在: 署名できる者がいない",
        "share {share} has no holder: nobody can sign",
    ),
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who must sign, or a gap where nobody can.

    Attributes:
        party: Who signs; "" where nobody is known.
        holder: For whom.
        reason: "sole-holder", "co-owner", "member", "window", "representative", "waiver", "unknown"
            or "unassigned".
        ja: The reason in Japanese.
        en: The reason in English.
    """

    party: str
    holder: str
    reason: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Signing:
    """Everybody whose signature is needed for a part.

    Attributes:
        signers: In the order of the holders.
        is_possible: Whether somebody is known for every share.
    """

    signers: tuple[Signer, ...]
    is_possible: bool

    @property
    def parties(self) -> tuple[str, ...]:
        """Who signs, each once, in order."""
        return tuple(dict.fromkeys(signer.party for signer in self.signers if signer.party))


def signing(
    held: Held, mandates: Iterable[Mandate], members: Mapping[str, Sequence[str]]
) -> Signing:
    """Tell who must sign for a part.

    Args:
        held: The part with its holders, as `contracts.rights.holding.holdings` gives it.
        mandates: Representatives; those count that reach all of the part.
        members: Parties behind the holders that are references, on the day in question. A holder
            that is not named here is a party itself; an empty list says that nobody is known.

    Example:
        X 1/2 and committee c 1/2 with members Y and Z and no window: X, Y and Z sign. With Y as
        the window of c for this use: X and Y sign. With unanimity waived for Y: Y alone signs.
    """
    reach = [each for each in mandates if covers(each.extent, held.extent)]
    # Of two for one holder the more specific signs; of equal ones, the later.
    reaching = {each.holder: each for each in sorted(reach, key=_width, reverse=True)}
    if waiver := reaching.get(""):
        signers = [_signer("waiver", waiver.representative, "", clause=waiver.clause)]
        signers += [_gap(share) for holder, share in held.shares if holder == UNASSIGNED]
    else:
        alone = len(held.shares) == 1
        signers = [
            signer
            for holder, share in held.shares
            for signer in _of_holder(holder, share, reaching.get(holder), members, alone=alone)
        ]
    return Signing(tuple(signers), bool(signers) and all(each.party for each in signers))


def _width(mandate: Mandate) -> tuple[int, int]:
    """Give how wide a mandate is: territories first, then media."""
    extent = mandate.extent
    return extent.territories.bit_count(), extent.media.bit_count()


def _of_holder(
    holder: str,
    share: Ratio,
    mandate: Mandate | None,
    members: Mapping[str, Sequence[str]],
    *,
    alone: bool,
) -> list[Signer]:
    """Give the signers of one holder."""
    if mandate and holder != UNASSIGNED:
        return [_signer(mandate.ground, mandate.representative, holder, clause=mandate.clause)]
    if holder in members:
        together = [_signer("member", party, holder) for party in members[holder]]
        return together or [_signer("unknown", "", holder)]
    if holder == UNASSIGNED:
        return [_gap(share)]
    return [_signer("sole-holder" if alone else "co-owner", holder, holder, share=share)]


def _gap(share: Ratio) -> Signer:
    return _signer("unassigned", "", UNASSIGNED, share=share)


def _signer(
    reason: str, party: str, holder: str, *, share: Ratio = (0, 1), clause: str = ""
) -> Signer:
    ja, en = _REASONS[reason]
    return Signer(
        party,
        holder,
        reason,
        ja.format(holder=holder, share=written(share), clause=f"、{clause}" if clause else ""),
        en.format(holder=holder, share=written(share), clause=f", {clause}" if clause else ""),
    )
