"""What stands in the boxes of a picture of money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.words.book import say
from contracts.figures import Language, clause, money, percent
from contracts.graph import Node
from contracts.trace import TraceRow
from contracts.wording import CHANNELS

_MOST_CHANNELS: Final = 5
_BEYOND: Final = "excess-over-target"
_RECOUPED: Final = ("up-to-target", "up-to-rest-of-target")


@dataclass(frozen=True, slots=True)
class Told:
    """Writes texts in one language and one currency.

    Attributes:
        names: Party to the name that the reader knows.
    """

    lang: Language
    currency: str
    names: Mapping[str, str]

    def amount(self, amount_minor: int) -> str:
        """Write an amount."""
        return money((amount_minor, 1), self.currency, self.lang)

    def say(self, key: str, **named: object) -> str:
        """Write a text of the picture."""
        return say(f"flow.{key}", self.lang, **named)

    @property
    def many(self) -> str:
        """What stands for the clauses of many kinds of revenue together."""
        return self.say("many")

    @property
    def hidden(self) -> str:
        """What stands for all that the reader may not see."""
        return self.say("hidden")

    def name(self, party: str) -> str:
        """Name somebody."""
        return self.names.get(party, party)

    def left(self, amount: int) -> str:
        """Write what a clause left over."""
        return self.say("left", amount=self.amount(amount))

    def taken(self, amount: int) -> str:
        """Write what a clause takes."""
        return self.say("taken", amount=self.amount(amount))

    def result(self, amount: int) -> str:
        """Write what a clause comes to."""
        return f"= {self.amount(amount)}"

    def step(self, node: Node) -> str:
        """Name a clause, with its article."""
        label = node.label_ja if self.lang == "ja" else node.label_en
        at = clause(node.clause, self.lang) if node.clause else ""
        return f"{label} {at}".strip()

    def share(self, node: Node) -> str:
        """Name what one person has of a clause."""
        label = node.label_ja if self.lang == "ja" else node.label_en
        return self.say("share", label=label)

    def revenue(self, channel: str) -> str:
        """Name revenue, by its channel where there is one."""
        return (
            self.say("revenue-of", channel=self.channel(channel))
            if channel
            else self.say("revenue")
        )

    def channel(self, code: str) -> str:
        """Name a channel."""
        return CHANNELS.get(code, code) if self.lang == "ja" else code

    def channels(self, sums: Mapping[str, int]) -> Iterator[str]:
        """Write what came by each channel, the largest first."""
        ordered = sorted(sums, key=lambda code: (-sums[code], code))
        for code in ordered[:_MOST_CHANNELS]:
            yield f"{self.channel(code)} {self.amount(sums[code])}"
        if rest := ordered[_MOST_CHANNELS:]:
            amount = self.amount(sum(sums[code] for code in rest))
            yield self.say("others", count=len(rest), amount=amount)

    def notes(self, rows: Sequence[TraceRow], costs: int) -> Iterator[str]:
        """Say how a clause comes to its amount: basis, rate, what was given before."""
        if costs:
            yield self.say("costs", count=costs)
        if rows and rows[0].rule == _BEYOND:
            yield self.say("beyond", inflow=self.amount(rows[0].basis_minor))
        elif rows and rows[0].rule in _RECOUPED:
            yield self.say("recouped")
        elif rows and len({row.rate for row in rows}) == 1 and rows[0].rate:
            basis = sum(row.basis_minor for row in rows)
            key = "rate-to-date" if any(row.prior_minor for row in rows) else "rate"
            yield self.say(key, basis=self.amount(basis), rate=percent(rows[0].rate))
        if prior := sum(row.prior_minor for row in rows):
            yield self.say("before", amount=self.amount(prior))
