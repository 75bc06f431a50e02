"""Words, names, shares and amounts in the language of a reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contracts.dissolution.table_words import (
    ACCOUNTS,
    COLUMNS,
    NOTES,
    OUTCOMES,
    PLAIN,
    TASKS,
    TITLES,
    Both,
)
from contracts.money import CURRENCIES
from contracts.rights.grants import UNASSIGNED
from contracts.rights.shares import written
from contracts.rights.vocabulary import Language, committee_uses, tree_of

Row = tuple[str, ...]

_COMMITTEE: Final = "committee:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a table is written.

    Attributes:
        language: "ja" or "en".
        names: Names of parties, works and whatever else has an id; the id where there is none.
    """

    language: Language
    names: Mapping[str, str] = field(default_factory=dict)

    def title(self, code: str) -> str:
        """Give the title of a section."""
        return self._of(TITLES[code])

    def column(self, code: str) -> str:
        """Give the heading of a column."""
        return self._of(COLUMNS[code])

    def note(self, code: str) -> str:
        """Give what the law adds."""
        return self._of(NOTES[code])

    def word(self, code: str, **parts: str) -> str:
        """Give a word, with its parts."""
        return self._of(PLAIN[code]).format(**parts)

    def account(self, code: str) -> str:
        """Give the name of an account."""
        return self._of(ACCOUNTS[code]) if code in ACCOUNTS else code

    def name(self, id: str) -> str:
        """Give a name; what nobody holds has none, and a committee without one is the committee."""
        if id == UNASSIGNED:
            return self.word("nobody")
        if id in self.names:
            return self.names[id]
        if id.startswith(_COMMITTEE):
            committee = id.removeprefix(_COMMITTEE).partition("/")[0]
            return self.names.get(committee) or self.word("committee")
        return id

    def named(self, text: str) -> str:
        """Give a text with names in the place of ids."""
        for id, name in self.names.items():
            text = text.replace(id, name)
        return text

    def medium(self, word: str) -> str:
        """Say a word of committees; overseas is a territory."""
        use = committee_uses()[word]
        if use.territories:
            return tree_of("territories").told(use.territories, self.language)
        return tree_of("media").told(use.media, self.language)

    def clause(self, said: Mapping[str, Any]) -> str:
        """Say a clause: where it is written, or else what it says."""
        if said.get("clause"):
            return str(said["clause"])
        outcome = self._of(OUTCOMES["shares" if said.get("shares") else said["outcome"]])
        if said.get("after_years"):
            outcome = self.word("after_years", outcome=outcome, years=str(said["after_years"]))
        media = self.joined(map(self.medium, said.get("rights") or ())) or self.word("rest")
        return self.word("clause", outcome=outcome, media=media)

    def joined(self, words: Iterable[str]) -> str:
        """List words."""
        return ("、" if self.language == "ja" else ", ").join(words)

    def share(self, share: Mapping[str, int]) -> str:
        """Write a share."""
        return written((share["num"], share["den"]))

    def amount(self, minor: int, currency: str) -> str:
        """Write an amount with the decimals of its currency.

        Example:
            >>> Told(language="ja").amount(-1234567, "JPY"), Told(language="en").amount(150, "USD")
            ('△1,234,567円', 'USD 1.50')
        """
        exponent = CURRENCIES.get(currency, 0)
        whole, rest = divmod(abs(minor), 10**exponent)
        digits = f"{whole:,}" + (f".{rest:0{exponent}d}" if exponent else "")
        if self.language == "en":
            return f"{'-' if minor < 0 else ''}{currency} {digits}"
        sign = "△" if minor < 0 else ""
        return f"{sign}{digits}円" if currency == "JPY" else f"{sign}{digits} {currency}"

    def task(self, task: Mapping[str, Any]) -> str:
        """Say what remains to be done; "" where the code is no task of its own."""
        if task["code"] not in TASKS:
            return ""
        return self._of(TASKS[task["code"]]).format(
            what=self._what(task.get("what") or ""),
            party=self.name(task["party"]) if task.get("party") else "",
            count=task.get("count", ""),
            amount=self.amount(task.get("amount_minor", 0), "JPY"),
        )

    def _what(self, text: str) -> str:
        """Say what a task is about: an id, or words of committees."""
        words = text.split(", ")
        if all(word in committee_uses() for word in words):
            return self.joined(map(self.medium, words))
        return self.name(text)

    def _of(self, both: Both) -> str:
        return both[0] if self.language == "ja" else both[1]
