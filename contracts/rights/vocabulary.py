"""Versioned trees of media, acts, territories and languages; every leaf is a bit of a whole number.

    tree = tree_of("media")
    tree.bits("streaming")                     the five leaves under 配信, as an int
    tree.resolve({"include": ["streaming"], "exclude": ["svod"]}, "media")
    tree.leaves_in(bits), tree.told(bits, "ja"), tree.hex(bits), tree.read_hex(text, "media")

Rules kept here:
1. A grant means leaves. They are resolved once, when it is recorded, with the version of the tree.
2. The order of leaves in a version never changes: bit n is leaf n of the file for ever. A longer
   tree is another version, into which the leaves of the older one are carried by their codes.
3. Overseas (海外) is a territory, the world without Japan, and not a medium.

Source:
    Copyright Act of Japan, articles 21-28; ISO 3166-1 (2026) and UN M49 for territories; ISO 639-1
    for languages. The tree of media is ours, from the windows of committees (業界の窓口) and the
    uses that licences name; an expert must confirm it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from contracts.errors import TermsInvalid

Axis = Literal["acts", "media", "territories", "languages"]
AXES: Final[tuple[Axis, ...]] = ("acts", "media", "territories", "languages")
Language = Literal["ja", "en"]

_WITHOUT: Final = {"ja": "（{0}以外）", "en": " (except {0})"}
_JOIN: Final = {"ja": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Node:
    """A word of a tree: a leaf, or a name for several leaves.

    Attributes:
        code: Stable ASCII name.
        parent: Code of the node above; "" for the root.
        ja: Name in Japanese.
        en: Name in English.
        bits: The leaves it means.
        article: Article of the Copyright Act, for acts.
        acts: Codes of the acts that the use takes as a rule, for media.
    """

    code: str
    parent: str
    ja: str
    en: str
    bits: int
    article: str = ""
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """One version of one tree.

    Attributes:
        version: Such as "media/1".
        axis: "acts", "media", "territories" or "languages".
        nodes: Every node by its code; parents before children.
        leaves: Codes of the leaves in the order of their bits.
    """

    version: str
    axis: Axis
    nodes: Mapping[str, Node]
    leaves: tuple[str, ...]

    @property
    def all_bits(self) -> int:
        """Every leaf."""
        return (1 << len(self.leaves)) - 1

    def bits(self, *codes: str) -> int:
        """Give the leaves that codes mean together.

        Raises:
            TermsInvalid: "rights-code-unknown", with codes that look alike.
        """
        found = 0
        for code in codes:
            found |= self.node(code, self.axis).bits
        return found

    def node(self, code: object, field: str) -> Node:
        """Give one node.

        Raises:
            TermsInvalid: "rights-code-unknown".
        """
        node = self.nodes.get(code) if isinstance(code, str) else None
        if node is None:
            raise TermsInvalid(
                "rights-code-unknown",
                f"{code!r} is not in {self.version}.",
                field=field,
                value=code if isinstance(code, str) else repr(code),
                expected=self._meant(code),
            )
        return node

    def resolve(self, obj: object, field: str) -> int:
        """Give the leaves of {"include": [codes], "exclude": [codes]}.

        Args:
            obj: The object; `exclude` may be left out.
            field: Name of the field, for the refusal.

        Raises:
            TermsInvalid: "rights-axis-malformed", "rights-code-unknown", or "rights-axis-empty"
                when nothing is left.

        Example:
            >>> tree_of("territories").resolve({"include": ["WW"], "exclude": ["JP"]}, "x") > 0
            True
        """
        if not isinstance(obj, Mapping) or not {"include"} <= set(obj) <= {"include", "exclude"}:
            raise TermsInvalid(
                "rights-axis-malformed",
                f"{field} must say what it includes, and may say what it excludes.",
                field=field,
                value=repr(obj),
                expected='{"include": [codes], "exclude": [codes]}',
            )
        included = self._sum(obj["include"], f"{field}.include")
        bits = included & ~self._sum(obj.get("exclude", ()), f"{field}.exclude")
        if not bits:
            raise TermsInvalid(
                "rights-axis-empty",
                f"Nothing is left of {field}.",
                field=field,
                value=repr(dict(obj)),
                expected=f"at least one leaf of {self.version}",
            )
        return bits

    def leaves_in(self, bits: int) -> tuple[str, ...]:
        """Give the codes of the leaves in a set, in their order."""
        return tuple(code for number, code in enumerate(self.leaves) if bits >> number & 1)

    def covering(self, bits: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Give the fewest large nodes that say a set: each with what it does not include.

        A node is said with exceptions when fewer words are needed than for its parts.

        Example:
            >>> media = tree_of("media")
            >>> media.covering(media.bits("streaming", "game") & ~media.bits("svod"))
            (('streaming', ('svod',)), ('game', ()))
        """
        return tuple(self._cover(next(iter(self.nodes)), bits))

    def told(self, bits: int, language: Language) -> str:
        """Say a set in words, by the largest nodes that cover it.

        Example:
            >>> tree = tree_of("territories")
            >>> tree.told(tree.all_bits & ~tree.bits("JP"), "ja")
            '全世界（日本以外）'
        """
        join = _JOIN[language]
        words = []
        for code, without in self.covering(bits):
            rest = join.join(self.name(each, language) for each in without)
            words.append(
                self.name(code, language) + (_WITHOUT[language].format(rest) if rest else "")
            )
        return join.join(words)

    def name(self, code: str, language: Language) -> str:
        """Give the name of a node."""
        node = self.nodes[code]
        return node.ja if language == "ja" else node.en

    def hex(self, bits: int) -> str:
        """Write a set as hexadecimal text of a fixed length, for facts and views."""
        return f"{bits:0{(len(self.leaves) + 3) // 4}x}"

    def read_hex(self, text: str, field: str) -> int:
        """Read what `hex` wrote.

        Raises:
            TermsInvalid: "rights-bits-malformed": another spelling, or bits that no leaf has.
        """
        digits = set("0123456789abcdef")
        bits = int(text, 16) if text and set(text) <= digits else 0
        if not 0 < bits <= self.all_bits or self.hex(bits) != text:
            raise TermsInvalid(
                "rights-bits-malformed",
                f"{field} {text!r} is no set of leaves of {self.version}.",
                field=field,
                value=text,
                expected=f"{len(self.hex(1))} digits of 0-9 and a-f",
            )
        return bits

    def _sum(self, codes: object, field: str) -> int:
        if not isinstance(codes, list | tuple):
            raise TermsInvalid(
                "rights-axis-malformed",
                f"{field} must be a list of codes.",
                field=field,
                value=repr(codes),
                expected=f"codes of {self.version}",
            )
        bits = 0
        for code in codes:
            bits |= self.node(code, field).bits
        return bits

    def _cover(self, code: str, bits: int) -> list[tuple[str, tuple[str, ...]]]:
        node = self.nodes[code]
        inside = node.bits & bits
        if not inside or inside == node.bits:
            return [(code, ())] if inside else []
        parts = [part for child in self._children(code) for part in self._cover(child, bits)]
        missing = node.bits & ~bits
        without = [each for child in self._children(code) for each in self._cover(child, missing)]
        if any(exceptions for _, exceptions in without):
            return parts
        words = sum(1 + len(exceptions) for _, exceptions in parts)
        return parts if words <= 1 + len(without) else [(code, tuple(e for e, _ in without))]

    def _children(self, code: str) -> list[str]:
        return [child for child, node in self.nodes.items() if node.parent == code]

    def _meant(self, code: object) -> str:
        alike = [*self.nodes, *(code.casefold() for code in self.nodes)]
        close = get_close_matches(str(code).casefold(), alike, n=3) if code else []
        by_fold = {each.casefold(): each for each in self.nodes}
        meant = list(dict.fromkeys(by_fold.get(each.casefold(), each) for each in close))
        hint = f", such as {', '.join(meant)}" if meant else ""
        return f"a code of {self.version}{hint}"


@dataclass(frozen=True, slots=True)
class CommitteeUse:
    """What a word of a committee's windows and dispositions means.

    Attributes:
        media: Leaves of media.
        territories: Leaves of territories when the word itself says them (overseas), else None.
    """

    media: int
    territories: int | None


@cache
def tree_of(axis: Axis) -> Tree:
    """Give the tree of an axis in its present version."""
    if axis in ("acts", "media"):
        block = _table("vocabulary.toml")[axis]
        return _tree(block["version"], axis, block["nodes"])
    block = _table(f"{axis}.toml")
    return _tree(block["version"], axis, _grouped(block))


@cache
def committee_uses() -> Mapping[str, CommitteeUse]:
    """Give what each word of a committee's windows and dispositions means, in their order."""
    media, territories = tree_of("media"), tree_of("territories")
    uses = {}
    for word, line in _table("vocabulary.toml")["committee"].items():
        named = territories.bits(*line.get("territories", ()))
        left = named & ~territories.bits(*line.get("except", ()))
        uses[word] = CommitteeUse(media.bits(*line["media"]), left or None)
    return uses


@cache
def usual_acts(media: int) -> int:
    """Give the acts that uses take as a rule, for a question that names media only."""
    trees, acts = tree_of("media"), 0
    for code in trees.leaves_in(media):
        acts |= tree_of("acts").bits(*trees.nodes[code].acts)
    return acts


def _table(name: str) -> dict[str, Any]:
    file = resources.files("contracts.rights").joinpath(name)
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _grouped(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the nodes of a file that lists leaves under their groups, a line each."""
    nodes = [dict(block["root"])]
    for group in block["groups"]:
        if group["code"] != nodes[0]["code"]:  # leaves may stand under the root itself
            nodes.append({key: value for key, value in group.items() if key != "leaves"})
        for line in group.get("leaves", "").splitlines():
            code, _, names = line.partition(" ")
            ja, _, en = names.partition(" | ")
            nodes.append({"code": code, "parent": group["code"], "ja": ja, "en": en})
    return nodes


def _tree(version: str, axis: Axis, lines: Iterable[Mapping[str, Any]]) -> Tree:
    rows = list(lines)
    parents = {row.get("parent", "") for row in rows}
    leaves = tuple(row["code"] for row in rows if row["code"] not in parents)
    bits = dict.fromkeys((row["code"] for row in rows), 0)
    bits |= {code: 1 << number for number, code in enumerate(leaves)}
    for row in reversed(rows):  # children stand after their parents, so their sums are complete
        if row.get("parent"):
            bits[row["parent"]] |= bits[row["code"]]
    nodes = {
        row["code"]: Node(
            row["code"],
            row.get("parent", ""),
            row["ja"],
            row["en"],
            bits[row["code"]],
            row.get("article", ""),
            tuple(row.get("acts", ())),
        )
        for row in rows
    }
    return Tree(version, axis, nodes, leaves)
