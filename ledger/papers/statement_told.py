"""One statement in one language: its amounts, names and words, as paper and workbook need them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.figures import Language, money, number, unit
from contracts.rights.vocabulary import tree_of
from contracts.wording import CHANNELS
from ledger.papers.statement_words import CAUSES, WORDS

Plain = Mapping[str, Any]

_PARTS = {f"Q{n}": f"第{n}四半期" for n in range(1, 5)} | {"H1": "上期", "H2": "下期"}

FEW = 3
"""How many works or uses of one line are named in a table; its explanation names all of them."""


@dataclass(frozen=True, slots=True)
class Told:
    """Reads a statement's own JSON in one language.

    Attributes:
        sheet: The JSON, as issued.
    """

    sheet: Plain
    lang: Language

    @property
    def currency(self) -> str:
        """The one currency of the statement."""
        return str(self.sheet["currency"])

    def says(self, key: str, *texts: object, **values: object) -> str:
        """Return a word or sentence, filled with values."""
        return WORDS[key][self.lang].format(*texts, **values)

    def head(self, key: str) -> str:
        """Return the head of a column of amounts, with the currency in it."""
        return self.says(key, unit(self.currency, self.lang))

    def word(self, words: Mapping[str, Mapping[str, str]], code: str) -> str:
        """Return what a code means; one without a word stands for itself."""
        return words[code][self.lang] if code in words else code

    def name(self, named: Plain) -> str:
        """Return the name of a party or agreement."""
        return str(named.get(self.lang) or named["ja"])

    def number(self, amount_minor: int) -> str:
        """Write an amount for a column."""
        return number(amount_minor, self.currency, self.lang)

    def money(self, amount_minor: int) -> str:
        """Write an amount with its currency."""
        return money((amount_minor, 1), self.currency, self.lang)

    def period(self, name: str) -> str:
        """Write a period as the language does.

        Example:
            >>> Told({}, "ja").period("2026-03"), Told({}, "ja").period("2026-Q2")
            ('2026年3月', '2026年第2四半期')
        """
        year, _, rest = name.partition("-")
        if self.lang == "en":
            return name
        return f"{year}年" + (_PARTS.get(rest) or (f"{int(rest)}月" if rest else ""))

    def day(self, day: str) -> str:
        """Write a day as the language does."""
        year, month, number = (int(part) for part in day.split("-"))
        return f"{year}年{month}月{number}日" if self.lang == "ja" else day

    def joined(self, texts: Iterable[str], most: int = FEW) -> str:
        """Return several texts as one list, each once; of many the first."""
        some = list(dict.fromkeys(text for text in texts if text))
        named = some[:most]
        if rest := some[most:]:
            named.append(self.says("more", f"{len(rest):,}"))
        return ("、" if self.lang == "ja" else ", ").join(named)

    def works(self, line: Plain) -> str:
        """Return the titles of the works behind a line, as far as they are disclosed."""
        titles: Plain = self.sheet.get("works", {})
        ids = (source.get("work") for source in line.get("sources", ()))
        return self.joined(self.name(titles[id]) if id in titles else id for id in ids if id)

    def places(self, line: Plain) -> tuple[str, ...]:
        """Return the uses, territories and months behind a line, as far as they are disclosed."""
        if line.get("disclosure") == "aggregate":
            return (self.says("closed"),)
        sources = line.get("sources", ())
        parts = (
            self.joined(
                self._channel(source["channel"]) for source in sources if "channel" in source
            ),
            self.joined(self._place(each["territory"]) for each in sources if "territory" in each),
            self._span(each["month"] for each in sources if "month" in each)
            or self.period(line["period"]),
        )
        return tuple(part for part in parts if part)

    def cause(self, line: Plain) -> str:
        """Return why an adjustment was made."""
        kind = str(line.get("cause", "kept")).partition("/")[0]
        return CAUSES.get(kind, CAUSES["other"])[self.lang]

    def _channel(self, code: str) -> str:
        return CHANNELS.get(code, code) if self.lang == "ja" else code

    def _place(self, code: str) -> str:
        tree = tree_of("territories")
        return tree.name(code, self.lang) if code in tree.nodes else code

    def _span(self, months: Iterable[str]) -> str:
        """Return the first and the last of months."""
        some = [self.period(month) for month in sorted(set(months))]
        return "" if not some else some[0] if len(some) == 1 else f"{some[0]} – {some[-1]}"
