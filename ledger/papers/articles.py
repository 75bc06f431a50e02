"""The numbers of clauses: terms on record keep theirs, everything else takes those that are free.

A recorded clause such as 第8条2項 says where it stands in the paper contract. A generated text must
not move it: general provisions fill the gaps, and what has no number comes last.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from contracts.figures import clause
from ledger.papers.blocks import Clause, Lang

_ARTICLE: Final = re.compile(
    r"第?([0-9]+)条(?:の([0-9]+))?(?:第?([0-9]+)項)?(?:(?:第|[(（])?([0-9]+)(?:号|[)）]))?"
)
_NUMBER: Final = {"ja": "第{0}条", "en": "Article {0}"}
_BRANCH: Final = {"ja": "第{0}条の{1}", "en": "Article {0}-{1}"}
_PARAGRAPH: Final = {"ja": "{0}項", "en": "({0})"}
_POINT: Final = {"ja": "{0}号", "en": "({0})"}
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Provision:
    """A sentence of an agreement.

    Attributes:
        clause: Where the record says that it stands; empty where the record says nothing.
        title: Title of its article.
    """

    title: str
    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class General:
    """A general provision; it stands where there is room.

    Attributes:
        texts: Its paragraphs.
    """

    title: str
    texts: tuple[str, ...]


def numbered(
    first: Iterable[General], recorded: Iterable[Provision], last: Iterable[General], lang: Lang
) -> tuple[Clause, ...]:
    """Put provisions in the order of their numbers.

    Args:
        first: General provisions that take the lowest free numbers.
        recorded: What is on record; those without a number follow those with one.
        last: General provisions at the end.
        lang: Of the numbers.

    Example:
        first: 目的, 定義; recorded: 第2条, 第5条1項 and one without; last: 管轄.
        Then 目的 is 第1条, the record's 第2条 stays, 定義 is 第3条, the record's 第5条 stays, the
        one without is 第6条, and 管轄 is 第7条.
    """
    kept, unplaced = _by_place(recorded)
    highest = max((number for number, _ in kept), default=0)
    clauses = {place: _clause(place, found, lang) for place, found in kept.items()}
    taken = {number for number, _ in kept}
    free = (number for number in range(1, highest + 10_000) if number not in taken)
    used = 0
    for general in first:
        used = next(free)
        clauses[used, 0] = _general(general, used, lang)
    following = max(used, highest) + 1
    rest = [*_as_general(unplaced, lang), *last]
    for number, general in enumerate(rest, following):
        clauses[number, 0] = _general(general, number, lang)
    return tuple(clauses[place] for place in sorted(clauses))


def _by_place(
    recorded: Iterable[Provision],
) -> tuple[dict[_Place, list[tuple[tuple[str, str], Provision]]], list[Provision]]:
    kept: dict[_Place, list[tuple[tuple[str, str], Provision]]] = {}
    unplaced = []
    for each in recorded:
        found = _ARTICLE.fullmatch(each.clause)
        if found is None:
            unplaced.append(each)
            continue
        place = int(found[1]), int(found[2] or 0)
        kept.setdefault(place, []).append(((found[3] or "", found[4] or ""), each))
    return kept, unplaced


def _clause(place: _Place, found: list[tuple[tuple[str, str], Provision]], lang: Lang) -> Clause:
    ordered = sorted(found, key=lambda one: tuple(int(part or 0) for part in one[0]))
    number = _BRANCH[lang].format(*place) if place[1] else _NUMBER[lang].format(place[0])
    return Clause(
        number,
        ordered[0][1].title,
        tuple(each.text for _, each in ordered),
        tuple(_label(where, lang) for where, _ in ordered),
    )


def _label(where: tuple[str, str], lang: Lang) -> str:
    paragraph, point = where
    said = _PARAGRAPH[lang].format(paragraph) if paragraph else ""
    return said + (_POINT[lang].format(point) if point else "")


def _general(general: General, number: int, lang: Lang) -> Clause:
    several = len(general.texts) > 1
    labels = (
        _PARAGRAPH[lang].format(paragraph) if several else ""
        for paragraph in range(1, len(general.texts) + 1)
    )
    return Clause(_NUMBER[lang].format(number), general.title, general.texts, tuple(labels))


def _as_general(unplaced: list[Provision], lang: Lang) -> list[General]:
    """Return provisions without a number; a number of another form is said in their text."""
    told = [(each, clause(each.clause, lang)) for each in unplaced]
    return [
        General(each.title, (f"[{where}] {each.text}" if where else each.text,))
        for each, where in told
    ]
