"""What is left open at a committee's end, in words: a cell, a licence, a yen or a claim by name.

    Gap(kind, work, extent, share, text_ja, text_en)
    Note(code, ja, en)          what the law adds, which is no gap

A planned end is refused while there is any gap; of one that has happened they are the defects on
record.

Source:
    Copyright Act of Japan, articles 65(2), 65(4), 64(3); Civil Code of Japan, articles 250 and 688.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.dissolution.receivers import Hole
from contracts.money import Ratio
from contracts.rights.extent import Extent, describe
from contracts.rights.shares import written
from contracts.rights.vocabulary import Language

_GAPS: Final[Mapping[str, tuple[str, str]]] = {
    "party-gone": (
        "{party}と連絡がとれず、または存在せず、承継人もいない",
        "{party} cannot be reached or no longer exists, and has no successor",
    ),
    "receiver-missing": (
        "条項は受け取る者を名指ししていない",
        "the clause does not name who receives it",
    ),
    "members-unknown": (
        "構成員が誰も記録されていない",
        "no member is on record",
    ),
    "shares-short": (
        "定められた持分の合計が1に満たない",
        "the shares given sum to less than one",
    ),
    "shares-above-one": (
        "定められた持分の合計が1を超える",
        "the shares given sum to more than one",
    ),
    "no-holder-before": (
        "終了前から権利者の記録がない",
        "no holder is on record, even before the end",
    ),
    "above-one-before": (
        "終了前から持分の合計が1を超えている（重複する権原）",
        "the shares on record sum to more than one, even before the end",
    ),
    "clause-missing": (
        "計画に定めがない（法律上は共有になる）",
        "the plan says nothing (by statute it is co-owned)",
    ),
}
_CELL: Final = ("{work}・{extent}の持分 {share}: {why}", "{work}, {extent}, share {share}: {why}")
_NOTES: Final[Mapping[str, tuple[str, str]]] = {
    "statutory": (
        "終了時の取り決めがないため、法律の定めによる: 著作権は持分に応じた共有となり、残余財産は"
        "出資の価額に応じて分割する（民法688条3項）",
        "No plan is on record, so the statute decides: the rights are co-owned by copyright "
        "shares, and the residue is divided by contributions (Civil Code, article 688(3))",
    ),
    "unanimity": (
        "共有となる権利の行使には共有者全員の合意が必要（著作権法65条2項）",
        "What is co-owned is exercised only by agreement of all (Copyright Act, article 65(2))",
    ),
    "representatives-open": (
        "代表して権利を行使する者は未確認（著作権法65条4項・64条3項）: 共有者間で定める",
        "Who may sign for the co-owners is to be confirmed (Copyright Act, articles 65(4) and "
        "64(3)): they have to agree on it",
    ),
    "shares-presumed": (
        "著作権持分が不明のため、相等しいものと推定（民法250条）: 契約の内容ではない",
        "Copyright shares are not known and presumed equal (Civil Code, article 250): this is not "
        "what the contract says",
    ),
    "held-in-trust": (
        "管理者が名義人となり、構成員が受益者として残る",
        "The manager holds title, and the members remain its beneficiaries",
    ),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something left open.

    Attributes:
        kind: Stable name.
        work: The work, of a cell or a licence; "" otherwise.
        extent: The cell; None where it is no cell.
        share: Of the whole right; nothing where it is no cell.
        text_ja: In Japanese, naming the cell, licence, yen or claim.
        text_en: In English.
    """

    kind: str
    work: str
    extent: Extent | None
    share: Ratio
    text_ja: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the law adds.

    Attributes:
        code: Stable name.
        ja: In Japanese.
        en: In English.
    """

    code: str
    ja: str
    en: str


def open_gap(hole: Hole, work: str, extent: Extent) -> Gap:
    """Name a cell that is left open.

    Args:
        hole: Why, and which share of the whole right.
        work: The work.
        extent: The cell.
    """
    ja, en = _GAPS[hole.kind]
    told = {"work": work, "share": written(hole.share)}
    return Gap(
        hole.kind,
        work,
        extent,
        hole.share,
        _CELL[0].format(extent=describe(extent, "ja"), why=ja.format(party=hole.party), **told),
        _CELL[1].format(extent=describe(extent, "en"), why=en.format(party=hole.party), **told),
    )


def note(code: str) -> Note:
    """Give what the law adds, by its code."""
    ja, en = _NOTES[code]
    return Note(code, ja, en)


def told_note(code: str, language: Language) -> str:
    """Say what the law adds in one language; "" for any other code."""
    ja, en = _NOTES.get(code, ("", ""))
    return ja if language == "ja" else en
