"""The plan of two invented films: box office, distribution, costs before recoupment, merchandise.

One contract takes the distribution fee first and the print and advertising costs (P&A) after it,
the other the costs first: the order is part of the contract and changes who gets what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ledger.committees.commands import Medium
from ledger.values import Names
from seeds.chance import Chance
from seeds.names import NameBook
from seeds.sales import MONTHS, Line
from seeds.world import ROLES, Body, Company, Share, Title, WindowPlan, World

QUARTERS = ("2025-Q2", "2025-Q3", "2025-Q4")
THEATRE = Fraction(50, 100)
MERCHANDISE = Fraction(20, 100)

_SALES: Mapping[Medium, tuple[str, ...]] = {
    "theatrical": QUARTERS[:2],
    "merchandise": QUARTERS[1:],
}
_SCREENS = 5
_TICKET = 1_900
_CREATORS = {
    "director": 1, "script": 1, "character_design": 1, "chief_animation_director": 1,
    "key_animation": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Film:
    """An invented film with its committee.

    Attributes:
        body: Its committee; the budget is the cost of production.
        theatre: The company whose cinemas show it, which exists for this plan only.
        costs: What prints and advertising cost, quarter by quarter.
        first: Which comes off first: the distribution fee, or the costs.
    """

    body: Body
    title: Title
    theatre: Company
    distributor: str
    merchandiser: str
    costs: Mapping[str, int]
    first: Literal["fee", "costs"]

    @property
    def agreement(self) -> str:
        """Plan key of its agreement."""
        return f"agreement of {self.body.key}"

    def reporter(self, medium: Medium) -> str:
        """Return the plan key of the company that reports a medium."""
        return self.theatre.key if medium == "theatrical" else self.merchandiser


@dataclass(frozen=True, slots=True)
class FilmReport:
    """One report on a film. A cinema reports its takings gross and remits half of them."""

    film: Film
    medium: Medium
    quarter: str
    lines: tuple[Line, ...]

    @property
    def basis(self) -> Literal["gross", "net"]:
        """How it is reported."""
        return "gross" if self.medium == "theatrical" else "net"

    def total(self) -> int:
        """Return the sum of its lines."""
        return sum(line.amount for line in self.lines)

    def remittance(self) -> int:
        """Return what is paid on it: takings less what the contract lets the reporter keep.

        Cinemas keep half of each month, cut to the yen; the merchandiser a fifth of its report.
        """
        if self.medium == "merchandise":
            return self.total() - int(self.total() * MERCHANDISE)
        months = {line.month for line in self.lines}
        sums = [sum(line.amount for line in self.lines if line.month == month) for month in months]
        return self.total() - sum(int(amount * THEATRE) for amount in sums)

    def data(self) -> bytes:
        """Return the file."""
        rows = ["チャネル,地域,作品,売上月,数量,金額"]
        rows += [
            f"{line.channel},{line.territory},{line.work},{line.month},{line.units},{line.amount}"
            for line in self.lines
        ]
        return b"\xef\xbb\xbf" + ("\r\n".join(rows) + "\r\n").encode()


def films_of(world: World) -> tuple[Film, ...]:
    """Return the two films of a world; they stand beside its works and committees."""
    book, chance = NameBook(Chance(world.seed, "film names")), Chance(world.seed, "films")
    return (_film(world, book, chance, 0, "fee"), _film(world, book, chance, 1, "costs"))


def _film(
    world: World, book: NameBook, chance: Chance, number: int, first: Literal["fee", "costs"]
) -> Film:
    title = _title(world, book, chance, number)
    theatre = Company(f"theatre-{number}", "theatre", book.company("theatre"))
    distributor = chance.pick(world.trade("distributor")).key
    merchandiser = chance.pick(world.trade("merchandise")).key
    lead = world.bodies[number].lead
    windows = (
        WindowPlan("theatrical", distributor, Fraction(20, 100)),
        WindowPlan("merchandise", merchandiser, MERCHANDISE),
    )
    body = Body(
        key=f"film-committee-{number}",
        names=_committee_name(title),
        titles=(title.key,),
        members=_members(lead, title.studio, distributor),
        lead=lead,
        windows=windows,
        is_new=True,
        has_plan=True,
        budget=chance.between(90, 110) * 1_000_000,
        fee_first="window",
    )
    costs = {quarter: chance.between(10, 20) * 1_000_000 for quarter in QUARTERS[:2]}
    return Film(body, title, theatre, distributor, merchandiser, costs, first)


def _members(lead: str, *others: str) -> tuple[Share, ...]:
    """Give the lead 40% and divide the rest equally; one company may be two of them."""
    rest = list(dict.fromkeys(other for other in others if other != lead))
    parts = {lead: Fraction(40, 100)} | dict.fromkeys(rest, Fraction(60, 100) / len(rest))
    return tuple(Share(company, part, part) for company, part in parts.items())


def _title(world: World, book: NameBook, chance: Chance, number: int) -> Title:
    names = book.title()
    by_role = {role: [p.key for p in world.people if p.role == role] for role in ROLES}
    return Title(
        key=f"film-{number}",
        names=Names(
            ja=f"劇場版 {names.ja}",
            kana=f"ゲキジョウバン {names.kana}",
            en=f"{names.en}: The Movie",
        ),
        kind="film",
        episodes=None,
        length_minutes=chance.between(95, 125),
        studio=chance.pick(world.trade("studio")).key,
        author=chance.pick(world.trade("publisher")).key,
        creators=tuple(
            key for role, count in _CREATORS.items() for key in chance.several(by_role[role], count)
        ),
        had_notice=False,
    )


def _committee_name(title: Title) -> Names:
    return Names(
        ja=f"「{title.names.ja}」製作委員会",
        kana=f"{title.names.kana}セイサクイインカイ",
        en=f"{title.names.en} Production Committee",
    )


def reports_on_films(world: World, quarter: str) -> list[FilmReport]:
    """Return the reports on the films of a world for a quarter."""
    return [
        FilmReport(film, medium, quarter, _lines(world.seed, film, medium, quarter))
        for film in films_of(world)
        for medium, quarters in _SALES.items()
        if quarter in quarters
    ]


def _lines(seed: int, film: Film, medium: Medium, quarter: str) -> tuple[Line, ...]:
    chance = Chance(seed, f"film sales/{film.body.key}/{medium}/{quarter}")
    many = _SCREENS if medium == "theatrical" else 1
    return tuple(
        _line(chance, medium, film.title.names.ja, month)
        for month in MONTHS[quarter]
        for _ in range(many)
    )


def _line(chance: Chance, medium: Medium, title: str, month: str) -> Line:
    if medium == "theatrical":
        tickets = chance.between(4_000, 15_000)
        return Line(medium, "JP", title, month, tickets, tickets * _TICKET + chance.between(0, 99))
    amount = chance.between(3_000_000, 12_000_000)
    return Line(medium, "JP", title, month, amount // 1_200, amount)
