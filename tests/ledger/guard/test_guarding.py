"""A log behind its guard is not opened; `verify` says what is missing; an operator may adopt."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from ledger.bootstrap import open_register, open_to_verify
from ledger.errors import Conflict, LogCorrupt, RuleViolation, Unavailable
from ledger.guard.guard import Guard
from ledger.jobs.adopt_guard import adopt_guard
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log.note import parse_checkpoint, parse_note
from ledger.settings import Settings
from tests.faults.world import company
from tests.ledger.door.test_restored_database import copied

Copy = Callable[[Settings], Settings]


def add(settings: Settings, *names: str, publish: bool = True) -> None:
    opened = open_register(settings)
    try:
        for name in names:
            opened.ledger.record(company(name))
        if publish:
            publish_checkpoint(opened)
    finally:
        opened.close()


def refusal(settings: Settings) -> LogCorrupt:
    with pytest.raises(LogCorrupt) as caught:
        open_register(settings)
    return caught.value


def findings(settings: Settings) -> set[str]:
    opened = open_to_verify(settings)
    try:
        return {finding.code for finding in verify_register(opened).findings}
    finally:
        opened.close()


@pytest.fixture
def backup(new_postgresql: Callable[..., str], tmp_path: Path) -> Copy:
    """Copies the log's database, and returns settings that use the copy with the same home."""

    def copy(settings: Settings) -> Settings:
        if settings.database_url:
            name = str(make_url(settings.database_url).database)
            return settings.model_copy(update={"database_url": new_postgresql(name)})
        opened = open_register(settings)
        path = copied(opened.engine, tmp_path / "older.db")
        opened.close()
        return settings.model_copy(update={"database_url": f"sqlite:///{path}"})

    return copy


def test_an_older_copy_is_refused_and_verify_names_the_sizes(
    either_settings: Settings, backup: Copy
) -> None:
    add(either_settings, "甲社", "乙社")
    older = backup(either_settings)
    add(either_settings, "丙社")
    found = refusal(older)
    assert (found.code, found.fields["found"], found.fields["expected"]) == (
        "guard-ahead", 2, 3,
    )  # fmt: skip
    assert findings(older) == {"guard-ahead"}
    add(either_settings, "丁社")  # the newer one goes on


def test_an_older_copy_that_grew_again_is_refused_as_another(
    either_settings: Settings, backup: Copy
) -> None:
    add(either_settings, "甲社")
    older = backup(either_settings)
    add(older, "別の社", "その次の社", publish=False)
    add(either_settings, "乙社")
    assert refusal(older).code == "guard-inconsistent"
    assert findings(older) == {"guard-inconsistent"}


def test_what_was_recorded_after_the_last_checkpoint_can_be_lost_unseen(
    either_settings: Settings, backup: Copy
) -> None:
    """The window that the documents state; only `Prefer: wait=checkpoint` closes it."""
    add(either_settings, "甲社")
    older = backup(either_settings)
    add(either_settings, "乙社", publish=False)
    add(older, "丙社")
    assert findings(older) == set()


def test_a_register_without_its_guard_is_refused(either_settings: Settings) -> None:
    add(either_settings, "甲社")
    (either_settings.home / "guard.db").unlink()
    found = refusal(either_settings)
    assert found.code == "guard-missing"
    assert "adopt-guard" in str(found.fields["expected"])
    assert findings(either_settings) == {"guard-missing"}
    assert not (either_settings.home / "guard.db").exists()


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100])
def test_a_damaged_guard_is_refused(either_settings: Settings, damage: bytes) -> None:
    (either_settings.home / "guard.db").write_bytes(damage)
    assert refusal(either_settings).code in {"guard-damaged", "database-damaged"}


@pytest.mark.parametrize("note", [b"nonsense", b"", b"other\n0\nx\n"])
def test_a_guard_with_another_note_is_damaged(either_settings: Settings, note: bytes) -> None:
    opened = open_register(either_settings)
    opened.guard.replace(note or b"\n")
    opened.close()
    assert refusal(either_settings).code == "guard-damaged"
    assert findings(either_settings) == {"guard-damaged"}


def test_a_signed_note_that_was_changed_is_damaged(either_settings: Settings) -> None:
    add(either_settings, "甲社")
    opened = open_register(either_settings)
    note = opened.guard.read()
    opened.guard.replace(note.replace(b"\n1\n", b"\n0\n"))
    opened.close()
    assert refusal(either_settings).code == "guard-damaged"


def test_the_guard_of_another_log_is_refused(
    either_settings: Settings, tmp_path: Path, genesis_of_another: str
) -> None:
    foreign = f"sqlite:///{tmp_path / 'foreign.db'}"
    Guard(foreign, genesis_of_another).create(b"note\n")
    found = refusal(either_settings.model_copy(update={"guard_url": foreign}))
    assert found.code == "guard-of-another-log"


def test_what_is_said_about_a_guard_names_no_password(genesis_of_another: str) -> None:
    for url in ("postgresql://u:secret@db/guard", "postgresql://u@db/guard?password=secret"):
        shown = Guard(url, genesis_of_another).shown_url
        assert "secret" not in shown
        assert "@db/guard" in shown


def test_a_guard_out_of_reach_is_unavailable_not_lost(either_settings: Settings) -> None:
    nowhere = "postgresql://u:secret@127.0.0.1:1/guard?connect_timeout=2"
    with pytest.raises(Unavailable) as caught:
        open_register(either_settings.model_copy(update={"guard_url": nowhere}))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["nonsense", "mysql://u:secret@db/guard"])
def test_a_guard_url_that_is_none_is_refused(either_settings: Settings, url: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        open_register(either_settings.model_copy(update={"guard_url": url}))
    assert "secret" not in str(caught.value)


@pytest.fixture
def genesis_of_another() -> str:
    return "daicho log genesis 1\norigin other.example/ip\nkey ed25519 " + "0" * 64 + "\n"


def test_a_guard_in_the_database_that_it_guards_is_refused(either_settings: Settings) -> None:
    inside = either_settings.model_copy(update={"guard_url": either_settings.url})
    with pytest.raises(RuleViolation) as caught:
        open_register(inside)
    assert caught.value.code == "guard-not-separate"


def test_a_guard_may_live_on_a_server_of_its_own(
    either_settings: Settings, new_postgresql: Callable[..., str]
) -> None:
    opened = open_register(either_settings)
    note = opened.guard.read()
    elsewhere = either_settings.model_copy(update={"guard_url": new_postgresql()})
    guard = Guard(elsewhere.guard, opened.genesis)
    opened.close()
    guard.create(note)
    with pytest.raises(Conflict):
        guard.create(note)
    add(elsewhere, "甲社")
    assert parse_checkpoint(parse_note(guard.read()).text).size == 1
    assert not guard.advance(note, b"another")
    guard.close()
    # Its process writes to the other guard; the one in the home was left behind.
    assert refusal(either_settings).code == "guard-behind"


def test_a_lost_guard_can_be_adopted_on_purpose(either_settings: Settings) -> None:
    add(either_settings, "甲社", "乙社")
    (either_settings.home / "guard.db").unlink()
    opened = open_to_verify(either_settings)
    with pytest.raises(RuleViolation) as caught:
        adopt_guard(opened, 1)
    assert (caught.value.code, caught.value.fields["expected"]) == ("size-differs", 2)
    assert adopt_guard(opened, 2).kept is None
    opened.close()
    add(either_settings, "丙社")
    assert findings(either_settings) == set()


def test_a_log_that_never_published_can_adopt_a_guard(either_settings: Settings) -> None:
    (either_settings.home / "guard.db").unlink()
    opened = open_to_verify(either_settings)
    assert adopt_guard(opened, 0).size == 0
    opened.close()
    add(either_settings, "甲社")


def test_adopting_an_older_copy_keeps_what_the_guard_knew(
    either_settings: Settings, backup: Copy
) -> None:
    add(either_settings, "甲社")
    older = backup(either_settings)
    add(either_settings, "乙社")
    opened = open_to_verify(older)
    newest = opened.guard.read()
    adopted = adopt_guard(opened, 1)
    opened.close()
    assert adopted.kept is not None
    assert adopted.kept.read_bytes() == newest
    add(older, "丙社")


def test_a_sound_guard_is_not_replaced(either_settings: Settings) -> None:
    add(either_settings, "甲社")
    opened = open_to_verify(either_settings)
    with pytest.raises(Conflict) as caught:
        adopt_guard(opened, 1)
    opened.close()
    assert caught.value.code == "guard-sound"


def test_a_home_copied_with_its_guard_is_a_register_like_any_other(
    either_settings: Settings, tmp_path: Path
) -> None:
    add(either_settings, "甲社")
    shutil.copytree(either_settings.home, tmp_path / "copy")
    copy = either_settings.model_copy(update={"home": tmp_path / "copy"})
    assert findings(copy) == set()
