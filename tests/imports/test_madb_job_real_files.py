"""The real files on a register. They lie beside the repository and are no part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from ledger.access.views import Viewer
from ledger.bootstrap import Register, Sample, create_register, open_register
from ledger.committees import views as committees
from ledger.imports.madb.identity import party_id, work_id
from ledger.imports.madb.job import import_files
from ledger.imports.madb.outcome import Imported
from ledger.jobs.verify import verify_register
from ledger.settings import Settings
from ledger.store.read import LogReader
from ledger.store.views import unpack
from ledger.vault.vault import VaultReport
from ledger.works import queries as works

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FILMS = DATA / "metadata_an-col_an210_json.zip"
COMMITTEES = DATA / "madb_committees.csv"
OPERATOR = Viewer("operator")

pytestmark = pytest.mark.skipif(not FILMS.exists(), reason="the real files are not here")


@dataclass
class World:
    """A register after the zip, the zip again, and the CSV; with what each run said."""

    register: Register
    films: Imported
    again: Imported
    extract: Imported
    size_after: tuple[int, int]
    vault_after: tuple[VaultReport, VaultReport]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    settings = Settings(home=tmp_path_factory.mktemp("madb") / "home")
    sample = Sample(1, datetime(2026, 11, 22, tzinfo=UTC))
    create_register(settings, "ledger.example/madb", sample=sample)
    register = open_register(settings, sample=sample)
    films = import_files(register, [FILMS])
    sizes, vaults = [size_of(register)], [register.vault.verify()]
    again = import_files(register, [FILMS])
    sizes.append(size_of(register))
    vaults.append(register.vault.verify())
    extract = import_files(register, [COMMITTEES])
    yield World(register, films, again, extract, tuple(sizes), tuple(vaults))
    register.close()


def size_of(register: Register) -> int:
    with register.ledger.reading() as conn:
        return LogReader(conn).head().size


def test_every_row_of_the_zip_is_accounted_for(world: World) -> None:
    assert world.films.outcomes == {
        "recorded": 2134, "amended": 0, "unchanged": 0, "superseded": 0, "waiting": 442, "rejected": 0,
    }  # fmt: skip
    report = world.films.report
    assert report.count("accepted") + report.count("held") + report.count("rejected") == 2576
    assert world.films.tally.companies == {"recorded": 1265}
    assert world.films.tally.committees == {"recorded": 180}
    assert world.films.tally.people > 33_000


def test_the_second_run_of_the_zip_adds_nothing(world: World) -> None:
    assert world.again.outcomes["unchanged"] == 2134
    assert world.again.tally.people == 0
    assert world.size_after[0] == world.size_after[1]
    assert world.vault_after[0] == world.vault_after[1]


def test_the_extract_adds_only_what_is_new(world: World) -> None:
    assert world.extract.outcomes == {
        "recorded": 578, "amended": 0, "unchanged": 0, "superseded": 139, "waiting": 8, "rejected": 0,
    }  # fmt: skip
    tally = world.extract.tally
    assert sum(tally.committees.values()) == 247
    assert (tally.companies["recorded"], tally.companies["unchanged"]) == (161, 176)


def test_a_film_shows_its_credits_and_its_committee(world: World) -> None:
    akira = work_id("C410176")
    with world.register.ledger.reading() as conn:
        shown = works.show(conn, akira)
        (row,) = committees.page(conn, OPERATOR, work=akira)
        committee = committees.show(conn, row["id"], OPERATOR)
    assert shown is not None
    assert committee is not None
    directors = [line for line in shown["credits"] if line["role"] == "director"]
    pair = (directors[0]["subject"], directors[0]["name"])
    assert world.register.vault.open_many([pair]) == {pair: "大友克洋"}
    assert (committee["name"]["ja"], committee["status"]) == ("アキラ製作委員会", "draft")
    assert [member["name"] for member in committee["members"]] == [
        "講談社", "毎日放送", "バンダイ", "博報堂", "東宝", "レーザーディスク", "住友商事", "東京ムービー新社",
    ]  # fmt: skip
    assert committee["members"][0]["party"] == party_id("講談社")


def test_no_work_gives_away_the_name_of_its_people(world: World) -> None:
    """Except where a title or a company bears the name, such as a studio named after its founder."""
    given_away = []
    with world.register.ledger.reading() as conn:
        docs = [unpack(doc) for doc in conn.execute(text("SELECT doc FROM v_work")).scalars()]
        opened = world.register.vault.open_many(
            (line["subject"], line["name"])
            for doc in docs
            for line in doc["credits"]
            if "subject" in line
        )
    for doc in docs:
        public = printed(doc)
        names = {opened[c["subject"], c["name"]] for c in doc["credits"] if "subject" in c}
        given_away += [(name, public) for name in names if len(name) > 2 and name in public]
    # One row prints a role where a name should be.
    assert {name for name, _public in given_away} == {"メカデザイン"}


def printed(doc: dict[str, Any]) -> str:
    """What is public of a work besides its titles and companies."""
    lines = [(line.get("role_printed"), line.get("character")) for line in doc["credits"]]
    return repr((lines, doc["source"], doc["data"].get("note")))


def test_the_name_of_a_director_is_nowhere_in_the_log(world: World) -> None:
    with world.register.ledger.reading() as conn:
        parts = [bytes(part) for part in conn.execute(text("SELECT data FROM part")).scalars()]
    for name in ("大友克洋", "細田守", "原恵一", "湯山邦彦", "芝山努"):
        assert not any(name.encode() in part for part in parts)


def test_the_register_verifies_and_its_views_are_what_the_log_says(world: World) -> None:
    report = verify_register(world.register, views=True)
    assert (report.verdict, report.findings) == ("SELF-CONSISTENT", ())
