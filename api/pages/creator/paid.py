"""What was paid, month by month: a picture of two years and the table beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from api.pages.charts import bars, chart
from api.pages.formats import money, month
from contracts.figures import Language, unit
from contracts.money import minor_unit

_MOST_PAYERS: Final = 5
_WIDE: Final = 820
_NARROW: Final = 250


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid in one currency in two calendar years.

    Attributes:
        months: From January of last year to the present month, each with what payers paid.
        payers: Ids, who paid most first. years: sums by year.
        is_stated: True where no payment is on record: these are planned months of statements.
    """

    currency: str
    months: tuple[tuple[str, Mapping[str, int]], ...]
    payers: tuple[str, ...]
    years: Mapping[str, int]
    is_stated: bool

    def of(self, name: str, payer: str) -> int:
        """Return what a payer paid in a month."""
        return next((sums.get(payer, 0) for at, sums in self.months if at == name), 0)

    @property
    def filled(self) -> list[tuple[str, Mapping[str, int], int]]:
        """The months in which something was paid, newest first, with their sums."""
        return [(at, sums, sum(sums.values())) for at, sums in reversed(self.months) if sums]

    def of_payer(self, payer: str) -> int:
        """Return what a payer paid in these two years."""
        return sum(sums.get(payer, 0) for _, sums in self.months)


def since(today: date) -> str:
    """Return the first month that is shown: January of last year."""
    return f"{today.year - 1}-01"


def paid_of(rows: Iterable[Mapping[str, Any]], today: date) -> list[Paid]:
    """Shape months as the view keeps them, currency by currency.

    Args:
        rows: Of `months_of`, from `since` on.
        today: The last month that is shown, unless a payment is beyond it.
    """
    by_currency: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_currency[row["currency"]].append(row)
    found = (_paid(currency, some, today) for currency, some in sorted(by_currency.items()))
    return [paid for paid in found if paid.payers]


def _paid(currency: str, rows: list[Mapping[str, Any]], today: date) -> Paid:
    is_stated = not any(row["paid_minor"] for row in rows)
    column = "transfer_minor" if is_stated else "paid_minor"
    sums: dict[str, dict[str, int]] = {name: {} for name in _months(today)}
    whole: dict[str, int] = defaultdict(int)
    years: dict[str, int] = defaultdict(int)
    for row in rows:
        if row[column]:
            sums.setdefault(row["month"], {})[row["payer"]] = row[column]
            whole[row["payer"]] += row[column]
            years[row["month"][:4]] += row[column]
    payers = sorted(whole, key=lambda payer: (-whole[payer], payer))
    years |= {name: years[name] for name in (str(today.year - 1), str(today.year))}
    ordered = tuple((name, sums[name]) for name in sorted(sums))
    return Paid(currency, ordered, tuple(payers), dict(sorted(years.items())), is_stated)


def _months(today: date) -> list[str]:
    return [
        f"{year}-{number:02}"
        for year in (today.year - 1, today.year)
        for number in range(1, 13)
        if (year, number) <= (today.year, today.month)
    ]


def pictures(
    paid: Paid, names: Mapping[str, str], lang: Language, words: Mapping[str, str]
) -> tuple[Markup, Markup]:
    """Draw the months for a wide screen and for a phone, stacked by payer where there are several.

    Args:
        paid: Of one currency.
        names: Payer to name.
        lang: Of the page.
        words: `title`, `month`, `amount`, `payer`, `others`.
    """
    rows = list(_pieces(paid, names, words["others"]))
    told = " ".join(
        f"{month(at, lang)}: {money(sum(sums.values()), paid.currency, lang)}."
        for at, sums in paid.months
        if sums
    )
    drawn = []
    for width, columns in ((_WIDE, 3), (_NARROW, 1)):
        spec = bars(
            rows,
            across=("month", words["month"]),
            up=("amount", words["amount"].format(unit=unit(paid.currency, lang))),
            colour=("payer", words["payer"]) if len(paid.payers) > 1 else None,
            width=width,
        )
        if len(paid.payers) > 1:
            legend = {"orient": "bottom", "columns": columns, "labelLimit": 240}
            spec["encoding"]["color"] |= {"sort": None, "legend": legend}
        drawn.append(chart(spec, title=words["title"], told=told))
    return drawn[0], drawn[1]


def _pieces(paid: Paid, names: Mapping[str, str], others: str) -> Iterator[dict[str, Any]]:
    """Yield the pieces of the bars; who paid least is told together."""
    scale = 10 ** minor_unit(paid.currency)
    shown = paid.payers[:_MOST_PAYERS]
    for at, sums in paid.months:
        label = f"{at[2:4]}/{int(at[5:])}"
        named = [(names.get(payer, payer), sums.get(payer, 0)) for payer in shown]
        if len(paid.payers) > _MOST_PAYERS:
            rest = sum(amount for payer, amount in sums.items() if payer not in shown)
            named.append((others, rest))
        filled = [pair for pair in named if pair[1]]
        for name, amount in filled or named[:1]:  # a month of nothing keeps its place
            yield {"month": label, "payer": name, "amount": amount / scale}
