"""Opening checks that the pieces belong together before the first command."""

import gc
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from ledger.bootstrap import Sample, create_register, open_register, open_to_verify, register
from ledger.errors import Conflict, LedgerError, LogCorrupt, NotFound, Refused, Unavailable
from ledger.jobs.verify import verify_register
from ledger.rebuild import count_rows
from ledger.settings import Settings
from ledger.store.engine import open_engine, write_transaction
from ledger.works.queries import search
from tests.faults.world import company, must_be_sound, size_of, unguarded, work

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def refusal(settings: Settings, sample: Sample | None = None) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        open_register(settings, sample=sample)
    gc.collect()  # whatever was opened before the refusal is closed again
    return caught.value


def altered(settings: Settings, *statements: str) -> None:
    engine = open_engine(settings.url)
    unguarded(engine, *statements)
    engine.dispose()


@pytest.fixture
def used(either_settings: Settings) -> Settings:
    """A register of five entries, closed again."""
    with register(either_settings) as opened:
        opened.ledger.record(company("甲社"))
        for number in range(4):
            opened.ledger.record(work(f"作品{number}", "甲社"))
    return either_settings


def test_a_folder_without_a_register_is_not_made_into_one(tmp_path: Path) -> None:
    home = tmp_path / "typo"
    found = refusal(Settings(home=home))
    assert isinstance(found, NotFound)
    assert found.code == "no-register-here"
    assert not home.exists()


@ON_SQLITE
def test_a_register_is_created_once(either_settings: Settings) -> None:
    with pytest.raises(Conflict) as caught:
        create_register(either_settings, "ledger.example/other")
    assert caught.value.code == "register-exists"
    open_register(either_settings).close()


def test_a_database_that_holds_a_log_already_is_not_taken_for_a_new_register(
    used: Settings, tmp_path: Path
) -> None:
    url = used.url
    with pytest.raises(Conflict) as caught:
        create_register(Settings(home=tmp_path / "new", database_url=url), "ledger.example/other")
    assert caught.value.code == "log-exists"
    with register(used) as opened:
        assert size_of(opened) == 5


def test_the_database_of_another_register_is_refused(used: Settings, tmp_path: Path) -> None:
    other = Settings(home=tmp_path / "other")
    create_register(other, "ledger.example/other")
    found = refusal(Settings(home=other.home, database_url=used.url))
    assert isinstance(found, LogCorrupt)
    assert found.code == "database-of-another-log"
    assert "ledger.example/other" in str(found.fields["expected"])


@ON_SQLITE
def test_a_register_of_the_same_name_but_another_key_is_another_register(
    used: Settings, tmp_path: Path
) -> None:
    twin = Settings(home=tmp_path / "twin")
    create_register(twin, "ledger.example/ip")
    assert refusal(Settings(home=twin.home, database_url=used.url)).code == (
        "database-of-another-log"
    )


def test_a_database_that_is_gone_is_not_made_anew(home_template: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(home_template, home)
    (home / "register.db").unlink()
    assert refusal(Settings(home=home)).code == "database-missing"
    assert not (home / "register.db").exists()


@pytest.mark.parametrize("trigger", ["daicho_entry_update", "daicho_head_update"])
def test_a_missing_guard_is_refused(used: Settings, trigger: str) -> None:
    engine = open_engine(used.url)
    table = "" if engine.dialect.name == "sqlite" else f" ON {trigger.split('_')[1]}"
    with write_transaction(engine) as conn:
        conn.exec_driver_sql(f"DROP TRIGGER {trigger}{table}")
    engine.dispose()
    found = refusal(used)
    assert (found.code, found.fields["name"]) == ("schema-missing", trigger)


HEADS = {
    "size": "UPDATE head SET size = size - 1",
    "edge": "UPDATE head SET edge = (SELECT leaf_hash FROM entry WHERE idx = 0)",
    "last_leaf": "UPDATE head SET last_leaf = (SELECT leaf_hash FROM entry WHERE idx = 0)",
    "last_time": "UPDATE head SET last_time = '2031-01-01T00:00:00.000000Z'",
}


@ON_SQLITE
@pytest.mark.parametrize("field", HEADS)
def test_an_altered_head_is_refused(used: Settings, field: str) -> None:
    altered(used, HEADS[field])
    found = refusal(used)
    assert isinstance(found, LogCorrupt)
    assert (found.code, found.fields["field"]) == ("head-differs", field)


@ON_SQLITE
def test_an_altered_genesis_is_refused(used: Settings) -> None:
    altered(used, "UPDATE head SET genesis = replace(genesis, 'ledger.example', 'ledger.invalid')")
    assert refusal(used).code == "database-of-another-log"


@ON_SQLITE
def test_an_entry_cut_off_the_end_is_refused(used: Settings) -> None:
    altered(used, "DELETE FROM part WHERE idx = 4", "DELETE FROM entry WHERE idx = 4")
    assert refusal(used).fields["field"] == "size"


@ON_SQLITE
def test_a_database_without_a_head_is_refused(used: Settings) -> None:
    altered(used, "DELETE FROM head")
    assert refusal(used).code == "head-missing"


def verdict(settings: Settings) -> set[str]:
    """What a verification finds that opens the register without trusting it."""
    with closing(open_to_verify(settings)) as opened:
        assert not opened.ledger.is_writing
        with pytest.raises(Unavailable):
            opened.ledger.record(company("乙社"))
        return {finding.code for finding in verify_register(opened, views=True).findings}


def test_a_sound_register_can_be_opened_to_verify_it(used: Settings) -> None:
    assert verdict(used) == set()


@ON_SQLITE
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (HEADS["edge"], "head-root"),
        (
            "UPDATE entry SET leaf_hash = (SELECT last_leaf FROM head) WHERE idx = 2",
            "entry-leaf-hash",
        ),
        ("UPDATE head SET genesis = replace(genesis, '.example', '.invalid')", "genesis"),
        ("DROP TABLE v_work", "views-outdated"),
    ],
)
def test_what_cannot_be_opened_to_write_can_be_opened_to_find_out_why(
    used: Settings, statement: str, code: str
) -> None:
    altered(used, statement)
    assert code in verdict(used)


def test_a_missing_guard_is_one_finding_of_a_verification(used: Settings) -> None:
    engine = open_engine(used.url)
    table = "" if engine.dialect.name == "sqlite" else " ON part"
    with write_transaction(engine) as conn:
        conn.exec_driver_sql(f"DROP TRIGGER daicho_part_delete{table}")
    engine.dispose()
    assert verdict(used) == {"schema-missing"}


@ON_SQLITE
def test_a_register_without_its_tables_cannot_even_be_verified(used: Settings) -> None:
    drop(used, "DROP TABLE tile")
    with pytest.raises(LogCorrupt) as caught:
        open_to_verify(used)
    assert caught.value.fields["name"] == "tile"


CARDS = (
    b"", b"{}", b"[]", b'{"format":1}', b'{"format":2,"genesis":"x"}',
    b'{"format":1,"genesis":"x"}', b'{"format":1,"genesis":1}',
)  # fmt: skip


@ON_SQLITE
@pytest.mark.parametrize("damage", CARDS)
def test_a_damaged_card_is_refused(used: Settings, damage: bytes) -> None:
    (used.home / "register.json").write_bytes(damage)
    found = refusal(used)
    assert isinstance(found, LogCorrupt)
    assert found.code == "register-card-damaged"


@ON_SQLITE
@pytest.mark.parametrize("name", ["request.key", "master.key", "vault.db", "keys.db"])
def test_a_home_that_lacks_a_file_is_refused(used: Settings, name: str) -> None:
    (used.home / name).unlink()
    found = refusal(used)
    assert isinstance(found, LogCorrupt)
    assert name in str(found.fields)


def test_a_file_that_is_no_database_is_called_damaged(home_template: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(home_template, home)
    (home / "register.db").write_bytes(b"This is not a database. " * 1_000)
    found = refusal(Settings(home=home))
    assert isinstance(found, LogCorrupt)
    assert found.code == "database-damaged"


@ON_SQLITE
def test_seeded_randomness_is_for_samples_of_that_seed_only(used: Settings, tmp_path: Path) -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    assert isinstance(refusal(used, Sample(2, start)), Refused)
    real = Settings(home=tmp_path / "real")
    create_register(real, "ledger.example/real")
    assert refusal(real, Sample(1, start)).code == "not-this-sample"


def drop(settings: Settings, *statements: str) -> None:
    engine = open_engine(settings.url)
    with write_transaction(engine) as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE v_work",
        "ALTER TABLE v_work ADD COLUMN old_idea TEXT",
        "ALTER TABLE v_party RENAME COLUMN doc TO document",
    ],
)
def test_views_that_are_not_there_or_outdated_are_made_afresh(
    used: Settings, statement: str
) -> None:
    """An empty table would say that nothing was ever registered."""
    drop(used, statement)
    with register(used) as opened:
        with opened.ledger.reading() as conn:
            assert count_rows(conn)["v_work"] == 4
            assert len(search(conn, "作品")) == 4
        with pytest.raises(Conflict):
            opened.ledger.record(work("作品0", "甲社"))
        must_be_sound(opened.engine)


@ON_SQLITE
def test_views_that_are_as_they_must_be_are_left_alone(
    used: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(used, "UPDATE v_work SET doc = '{}' WHERE id = (SELECT min(id) FROM v_work)")
    with register(used) as opened, opened.ledger.reading() as conn:
        assert conn.execute(text("SELECT count(*) FROM v_work WHERE doc = '{}'")).scalar_one() == 1


@ON_SQLITE
def test_tables_of_others_are_left_alone(used: Settings) -> None:
    drop(used, "CREATE TABLE notes (id TEXT)", "DROP TABLE v_work")
    with register(used) as opened:
        assert inspect(opened.engine).has_table("notes")


@ON_SQLITE
def test_a_register_used_for_a_while_is_closed_even_after_a_mistake(used: Settings) -> None:
    opened = []

    def mistake() -> None:
        with register(used) as one:
            opened.append(one)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mistake()
    assert not opened[0].ledger.is_writing
