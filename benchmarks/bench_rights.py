"""How long `rights avails` and `rights title` take, and how that grows with the grants on record.

Two registers of each size: grants (one in ten a transfer, one in ten an option, one in fifty
a pledge) spread over many works, and all of them on one work. Printed per
size is the median of some questions in milliseconds of the clock, and at the end the growth from
the smallest to the largest. Every answer must come within a second.

Grants are put into the views directly, by the projections that facts go through; nothing is asked
of the log.

    python benchmarks/bench_rights.py [sqlite URL or PostgreSQL URL of an empty database]
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import Connection

from contracts.rights.extent import Extent, everything
from contracts.rights.vocabulary import tree_of
from ledger.access.views import OPERATOR_VIEWER
from ledger.bootstrap import Register, create_register, register
from ledger.event import Place
from ledger.rights.answers import Asked, avails, title
from ledger.rights.events import RightEncumbered, RightLicensed, RightTransferred, TitleRecorded
from ledger.rights.option_events import OptionGranted
from ledger.rights.option_views import option_granted, right_encumbered
from ledger.rights.reading import as_leaves
from ledger.rights.views import right_licensed, right_transferred, title_recorded
from ledger.settings import Settings
from ledger.store.engine import write_transaction
from ledger.store.state import State
from ledger.values import Names
from ledger.works.commands import RegisterWork, WorkData

SIZES = (1_000, 10_000, 100_000)
GRANTS_PER_WORK = 50
QUESTIONS = 25
LIMIT_SECONDS = 1.0
ORIGIN = "ledger.example/rights"
DOCUMENT = {"sha256": "0" * 64}
START = date(2000, 1, 1)
A, B = (f"party_{number:026d}" for number in (1, 2))
WRITTEN = {
    "vocabulary": "media/1+territories/1+acts/1+languages/1",
    "media": {"include": ["all"]},
    "territories": {"include": ["WW"]},
    "first": START.isoformat(),
}


def main() -> None:
    """Print the table and the growth; exit 1 when an answer took too long."""
    slowest = 0.0
    print(f"{'grants':>8} {'works':>7} {'avails ms':>10} {'title ms':>9} {'worst ms':>9}")
    for is_one_work in (False, True):
        found = [measured(size, is_one_work=is_one_work) for size in SIZES]
        slowest = max(slowest, *(worst for _, _, worst in found))
        growth = [found[-1][place] / found[0][place] for place in (0, 1)]
        print(
            f"growth {SIZES[0]:,} to {SIZES[-1]:,}: avails x{growth[0]:.1f}, title x{growth[1]:.1f}"
        )
    if slowest > LIMIT_SECONDS * 1000:
        sys.exit(f"an answer took {slowest:.0f} ms")


def measured(size: int, *, is_one_work: bool) -> tuple[float, float, float]:
    """Fill a register and ask it."""
    count = 1 if is_one_work else size // GRANTS_PER_WORK
    works = [f"work_{number:026d}" for number in range(1, count + 1)]
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else None
        settings = Settings(home=Path(folder) / "home", database_url=url)
        create_register(settings, ORIGIN)
        with register(settings) as opened:
            fill(opened, works, size)
            asked = list(questions(works))
            with opened.ledger.reading() as conn:
                free = [timed(avails, conn, one) for one in asked]
                chains = [timed(title, conn, one) for one in asked]
    worst = max(*free, *chains)
    result = median(free), median(chains), worst
    print(f"{size:>8,} {count:>7,} {result[0]:>10.1f} {result[1]:>9.1f} {worst:>9.1f}")
    return result


def fill(opened: Register, works: list[str], size: int) -> None:
    """Put a title on each work, then transfers and licences in turn, each of some small extent."""
    data = WorkData(title=Names(ja="作品"), kind="tv")
    waiting = [opened.ledger.submit(RegisterWork(id=work, data=data)) for work in works]
    for each in waiting:
        each.result()
    random = Random(1)
    place = Place(0, datetime(2026, 1, 1, tzinfo=UTC))
    with write_transaction(opened.engine) as conn:
        state = State(conn)
        for number in range(size):
            work = works[number % len(works)]
            place = Place(number, place.recorded_at)
            if number < len(works):
                title_recorded(a_title(work, number), state, place)
            elif number % 10 == 0:
                right_transferred(a_transfer(work, number, random), state, place)
            elif number % 10 == 1:
                option_granted(an_option(work, number, random), state, place)
            elif number % 50 == 2:
                right_encumbered(a_pledge(work, number, random), state, place)
            else:
                right_licensed(a_licence(work, number, random), state, place)
        state.flush()


def a_title(work: str, number: int) -> TitleRecorded:
    """A and B in halves."""
    half = {"num": 1, "den": 2}
    return TitleRecorded.model_validate(
        {
            **common(work, number, everything(START)),
            "stakes": [{"holder": A, "share": half}, {"holder": B, "share": half}],
            "origin": "maker_29",
        },
        strict=False,
    )


def a_transfer(work: str, number: int, random: Random) -> RightTransferred:
    """A gives something small to a third party."""
    return RightTransferred.model_validate(
        {
            **common(work, number, small(random)),
            "giver": A,
            "taker": f"party_{random.randrange(3, 60):026d}",
            "share": {"num": 1, "den": 1000},
            "ground": "contract",
            "articles_27_28_expressly": True,
        },
        strict=False,
    )


def a_licence(work: str, number: int, random: Random) -> RightLicensed:
    """One medium in a few territories for some years."""
    return RightLicensed.model_validate(
        {
            **common(work, number, small(random)),
            "licensors": [A, B],
            "licensee": f"party_{random.randrange(60, 600):026d}",
            "exclusivity": "non_exclusive",
        },
        strict=False,
    )


def an_option(work: str, number: int, random: Random) -> OptionGranted:
    """An option or a first refusal on something small."""
    extent = small(random)
    return OptionGranted.model_validate(
        {
            **common(work, number, extent),
            "grantors": [A, B],
            "holder": f"party_{random.randrange(60, 600):026d}",
            "claim": random.choice(("option", "first_refusal")),
            "grants": "licence",
            "exclusivity": "exclusive",
            "first": extent.first,
            "until": extent.until,
            "completed_by": "both",
        },
        strict=False,
    )


def a_pledge(work: str, number: int, random: Random) -> RightEncumbered:
    """A pledges what it holds of something small."""
    return RightEncumbered.model_validate(
        {
            **common(work, number, small(random)),
            "holder": A,
            "creditor": f"party_{random.randrange(60, 600):026d}",
            "burden": "pledge",
        },
        strict=False,
    )


def common(work: str, number: int, extent: Extent) -> dict[str, Any]:
    """What every grant states."""
    return {
        "id": f"right_{number:026d}",
        "work": work,
        "extent": WRITTEN,
        "resolved": as_leaves(extent),
        "document": DOCUMENT,
        "parties": [A, B],
    }


def small(random: Random) -> Extent:
    """One medium in one to five territories for one to seven years."""
    places = 0
    for _ in range(random.randrange(1, 6)):
        places |= 1 << random.randrange(len(tree_of("territories").leaves))
    medium = 1 << random.randrange(len(tree_of("media").leaves))
    first = START + timedelta(days=random.randrange(12_000))
    acts, languages = tree_of("acts").all_bits, tree_of("languages").all_bits
    until = first + timedelta(days=random.randrange(365, 2_555))
    return Extent(acts, medium, places, languages, first, until)


def questions(works: list[str]) -> Iterator[Asked]:
    """One medium in one territory, on a day when a good part of the grants runs."""
    random = Random(2)
    media, places = tree_of("media").leaves, tree_of("territories").leaves
    for _ in range(QUESTIONS):
        day = START + timedelta(days=random.randrange(4_000, 10_000))
        work = random.choice(works)
        yield Asked(work, day, (random.choice(media),), (random.choice(places),))


def timed(ask: Callable[..., dict[str, Any]], conn: Connection, asked: Asked) -> float:
    """Return how long one answer took, in milliseconds."""
    began = time.perf_counter()
    ask(conn, OPERATOR_VIEWER, asked)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
