"""Finding works by title, reading, English title and number; on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage

from ledger.bootstrap import create_register, open_register
from ledger.ledger import Ledger
from ledger.settings import Settings
from ledger.values import Names
from ledger.works.commands import Identifier, RegisterWork, WorkData
from ledger.works.queries import search

TITLES = (
    Names(ja="星の庭", kana="ほしのにわ", en="Garden of Stars"),
    Names(ja="星の庭 劇場版", kana="ほしのにわげきじょうばん"),
    Names(ja="帰ってきた星の庭"),
    Names(ja="100%の恋"),
    Names(ja="ＡＢＣ＿探偵"),
)


@pytest.fixture
def either_ledger(tmp_path: Path, database_url: str) -> Iterator[Ledger]:
    """The door of an empty register on a database of either kind."""
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    create_register(settings, "ledger.example/search")
    opened = open_register(settings)
    yield opened.ledger
    opened.close()


@pytest.fixture
def stage(either_ledger: Ledger) -> Stage:
    stage = Stage(either_ledger)
    for number, title in enumerate(TITLES):
        numbers = (
            Identifier(scheme="madb", value=f"C{number + 1}"),
            Identifier(scheme="isan", value=f"0000-0000-D07A-009{number}"),
        )
        stated = WorkData(title=title, kind="tv", identifiers=numbers)
        stage.record(RegisterWork(id=stage.new("work"), data=stated))
    return stage


def found(stage: Stage, text: str, **more: int) -> list[str]:
    with stage.ledger.reading() as conn:
        return [row["title_ja"] for row in search(conn, text, **more)]


EXPECTED = {
    "星の庭": ["星の庭", "星の庭 劇場版", "帰ってきた星の庭"],
    "ホシノニワ": ["星の庭", "星の庭 劇場版"],
    "garden OF stars": ["星の庭"],
    "hosi no niwa": ["星の庭", "星の庭 劇場版"],
    "Hoshinoniwa": ["星の庭", "星の庭 劇場版"],
    "100％の戀": ["100%の恋"],
    "abc": ["ＡＢＣ＿探偵"],
    "%": ["100%の恋"],
    "c4": ["100%の恋"],
    "0000-0000-D07A-0092": ["帰ってきた星の庭"],
    "00000000d07a0092": ["帰ってきた星の庭"],
    "　": [],
    "存在しない": [],
}


def test_search_ranks_whole_titles_before_beginnings_before_parts(stage: Stage) -> None:
    assert {text: found(stage, text) for text in EXPECTED} == EXPECTED


def test_search_returns_at_most_so_many(stage: Stage) -> None:
    assert found(stage, "星", limit=1) == ["星の庭"]
