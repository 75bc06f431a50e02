"""The plan of a sample world: who exists, what they make, and who owns how much of it.

A plan is pure data from a seed and a factor; nothing is recorded here. All shares and rates are
invented, and the commands that record them say so.

Sizes at factor 1: 40 works, 20 committees, 60 creators and 34 companies, of which licensees work
in six media and ten territories.
"""

from dataclasses import dataclass
from fractions import Fraction

from ledger.committees.commands import Medium
from ledger.values import Names
from seeds.chance import Chance
from seeds.names import NameBook

WORKS, COMMITTEES, CREATORS = 40, 20, 60
TERRITORIES = ("JP", "US", "CN", "KR", "TW", "HK", "GB", "FR", "DE", "TH")
MEDIA: tuple[Medium, ...] = (
    "theatrical", "broadcast", "streaming", "video", "merchandise", "overseas",
)  # fmt: skip
_TRADE_OF: dict[Medium, str] = {
    "theatrical": "distributor",
    "broadcast": "broadcaster",
    "streaming": "streamer",
    "video": "video",
    "merchandise": "merchandise",
    "overseas": "overseas",
}
_COMPANIES = {
    "studio": 6, "publisher": 4, "broadcaster": 4, "streamer": 4, "video": 3,
    "merchandise": 3, "music": 3, "distributor": 3, "overseas": 2, "agency": 2,
}  # fmt: skip
ROLES = ("director", "script", "character_design", "chief_animation_director", "key_animation")


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company. `key` names it within the plan."""

    key: str
    trade: str
    names: Names


@dataclass(frozen=True, slots=True)
class Person:
    """An invented creator.

    Attributes:
        role: What he or she mostly does.
        registered: Has an invoice registration number.
        country: Where he or she lives.
        agency: Key of the company that is paid instead, or None.
    """

    key: str
    names: Names
    role: str
    registered: bool
    country: str
    agency: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """An invented work, with the creators its clauses pay."""

    key: str
    names: Names
    kind: str
    episodes: int | None
    length_minutes: int
    studio: str
    author: str
    creators: tuple[str, ...]
    had_notice: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A member's three shares."""

    company: str
    investment: Fraction
    copyright: Fraction | None


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """A window: medium, holder, fee."""

    medium: Medium
    company: str
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Body:
    """An invented committee and the figures of its agreement.

    Attributes:
        is_new: Recorded as new; otherwise as an existing contract.
        budget: 製作費 in yen, the target of the memo account.
        fee_first: `window` or `lead`: which fee comes off first.
    """

    key: str
    names: Names
    titles: tuple[str, ...]
    members: tuple[Share, ...]
    lead: str
    windows: tuple[WindowPlan, ...]
    is_new: bool
    has_plan: bool
    budget: int
    fee_first: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything in the plan, by kind, in the order it is recorded."""

    seed: int
    factor: int
    companies: tuple[Company, ...]
    people: tuple[Person, ...]
    titles: tuple[Title, ...]
    bodies: tuple[Body, ...]

    def trade(self, trade: str) -> list[Company]:
        """Return the companies of a trade."""
        return [company for company in self.companies if company.trade == trade]


def plan(seed: int, factor: int = 1) -> World:
    """Return the world of a seed.

    Args:
        seed: The same seed and factor give the same world, everywhere.
        factor: How many times the size of the basic world; at least 1.
    """
    book = NameBook(Chance(seed, "names"))
    companies = _companies(book, factor)
    people = _people(book, Chance(seed, "people"), CREATORS * factor, companies)
    titles = _titles(book, Chance(seed, "titles"), WORKS * factor, companies, people)
    bodies = _bodies(Chance(seed, "bodies"), titles, companies)
    return World(seed, factor, companies, people, titles, bodies)


def _companies(book: NameBook, factor: int) -> tuple[Company, ...]:
    return tuple(
        Company(f"{trade}-{number}", trade, book.company(trade))
        for trade, count in _COMPANIES.items()
        for number in range(count * factor)
    )


def _people(
    book: NameBook, chance: Chance, count: int, companies: tuple[Company, ...]
) -> tuple[Person, ...]:
    agencies = [company.key for company in companies if company.trade == "agency"]
    return tuple(
        Person(
            key=f"person-{number}",
            names=book.person(),
            role=ROLES[number % len(ROLES)],
            registered=chance.happens(2, of=5),
            country="FR" if number % 60 == 59 else "JP",
            agency=chance.pick(agencies) if number % 20 == 7 else None,
        )
        for number in range(count)
    )


def _titles(
    book: NameBook,
    chance: Chance,
    count: int,
    companies: tuple[Company, ...],
    people: tuple[Person, ...],
) -> tuple[Title, ...]:
    studios = [company.key for company in companies if company.trade == "studio"]
    publishers = [company.key for company in companies if company.trade == "publisher"]
    return tuple(
        _title(book, chance, number, chance.pick(studios), chance.pick(publishers), people)
        for number in range(count)
    )


def _title(
    book: NameBook,
    chance: Chance,
    number: int,
    studio: str,
    author: str,
    people: tuple[Person, ...],
) -> Title:
    is_film = number % 4 == 3
    by_role = {role: [p.key for p in people if p.role == role] for role in ROLES}
    creators = (
        *chance.several(by_role["director"], 1),
        *chance.several(by_role["script"], 1),
        *chance.several(by_role["character_design"], 1),
        *chance.several(by_role["chief_animation_director"], 1),
        *chance.several(by_role["key_animation"], 2),
    )
    return Title(
        key=f"title-{number}",
        names=book.title(),
        kind="film" if is_film else "tv",
        episodes=None if is_film else chance.pick((12, 12, 13, 24)),
        length_minutes=chance.between(80, 130) if is_film else 24,
        studio=studio,
        author=author,
        creators=creators,
        had_notice=chance.happens(1, of=4),
    )


def _bodies(
    chance: Chance, titles: tuple[Title, ...], companies: tuple[Company, ...]
) -> tuple[Body, ...]:
    per_body = len(titles) * COMMITTEES // WORKS
    return tuple(
        _body(chance, number, titles[2 * number : 2 * number + 2], companies)
        for number in range(per_body)
    )


def _body(
    chance: Chance, number: int, titles: tuple[Title, ...], companies: tuple[Company, ...]
) -> Body:
    by_trade: dict[str, list[str]] = {}
    for company in companies:
        by_trade.setdefault(company.trade, []).append(company.key)
    has_film = any(title.kind == "film" for title in titles)
    media = [medium for medium in MEDIA if medium != "theatrical" or has_film]
    holders = {medium: chance.pick(by_trade[_TRADE_OF[medium]]) for medium in media}
    invited = [titles[0].studio, titles[0].author, *dict.fromkeys(holders.values())]
    members = list(dict.fromkeys(invited))[: chance.between(5, 8)]
    is_new = number % 3 != 2
    shares = _shares(chance, members, copyright_known=is_new or number % 2 == 0)
    windows = tuple(
        WindowPlan(medium, holders[medium], Fraction(chance.pick((10, 15, 20, 25)), 100))
        for medium in media
    )
    return Body(
        key=f"committee-{number}",
        names=_committee_name(titles[0]),
        titles=tuple(title.key for title in titles),
        members=shares,
        lead=members[2],
        windows=windows,
        is_new=is_new,
        has_plan=is_new or number % 5 != 2,
        budget=chance.between(120, 420) * 1_000_000,
        fee_first=chance.pick(("window", "lead")),
    )


def _shares(chance: Chance, members: list[str], *, copyright_known: bool) -> tuple[Share, ...]:
    """Give the third member, who leads, about 30% and divide the rest by small whole weights."""
    lead = Fraction(30, 100)
    weights = [0 if place == 2 else chance.between(2, 9) for place in range(len(members))]
    whole = sum(weights)
    return tuple(
        Share(
            company=member,
            investment=(part := lead if place == 2 else (1 - lead) * Fraction(weight, whole)),
            copyright=part if copyright_known else None,
        )
        for place, (member, weight) in enumerate(zip(members, weights, strict=True))
    )


def _committee_name(title: Title) -> Names:
    return Names(
        ja=f"「{title.names.ja}」製作委員会",
        kana=f"{title.names.kana}セイサクイインカイ",
        en=f"{title.names.en} Production Committee",
    )
