"""A register is made whole or not at all, for its owner's eyes only."""

import stat
from pathlib import Path

import pytest

from ledger.bootstrap import create_register, register
from ledger.errors import Conflict, LogCorrupt, Refused
from ledger.settings import Settings
from ledger.vault.vault import Vault
from tests.faults.world import ORIGIN, company


def test_nobody_but_the_owner_may_read_what_a_home_holds(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    create_register(settings, ORIGIN)
    with register(settings) as opened:
        opened.ledger.record(company("甲社"))
        places = [settings.home, *settings.home.rglob("*")]
        assert {place.name for place in places} >= {"register.db-wal", "register.db", "blobs"}
        readable = [place.name for place in places if stat.S_IMODE(place.stat().st_mode) & 0o077]
    assert readable == []


def test_a_creation_that_fails_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    settings = Settings(home=tmp_path / "home")
    with monkeypatch.context() as patched:
        patched.setattr(Vault, "create", full)
        with pytest.raises(OSError, match="No space"):
            create_register(settings, ORIGIN)
    create_register(settings, ORIGIN)
    with register(settings) as opened:
        assert opened.origin == ORIGIN


@pytest.mark.parametrize("name", ["register.db", "log.key", "vault.db", "master.key"])
def test_files_of_a_lost_or_half_made_register_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(Conflict) as caught:
        create_register(Settings(home=tmp_path), ORIGIN)
    assert (caught.value.code, caught.value.fields["found"]) == ("home-not-empty", [name])
    assert [place.name for place in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"precious"


def test_a_refused_name_leaves_no_files(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        create_register(Settings(home=tmp_path / "home"), "with space")
    assert [*tmp_path.rglob("*.*")] == []


@pytest.mark.parametrize("key", [b"", b"short", b"k" * 33])
def test_a_request_key_of_another_length_is_refused(tmp_path: Path, key: bytes) -> None:
    settings = Settings(home=tmp_path / "home")
    create_register(settings, ORIGIN)
    (settings.home / "request.key").write_bytes(key)
    with pytest.raises(LogCorrupt, match="key-malformed"), register(settings):
        pass
