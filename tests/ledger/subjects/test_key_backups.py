"""Key backups live for thirty days; one that is restored brings nobody back who was erased."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from money_stage import SAMPLE, Money
from people import leave, paid_in, subject_of

from ledger.bootstrap import open_register, open_to_verify
from ledger.clock import SteppingClock
from ledger.errors import Conflict
from ledger.jobs.erase import erase_people, reconcile
from ledger.jobs.key_backups import back_up_keys
from ledger.jobs.verify import verify_register
from ledger.settings import Settings


def pass_days(money: Money, days: int) -> None:
    """Let time pass."""
    clock = money.register.clock
    assert isinstance(clock, SteppingClock)
    clock.advance_to(clock.now() + timedelta(days=days))


def test_an_erasure_takes_effect_when_the_last_backup_expires(money: Money, tmp_path: Path) -> None:
    subjects = [subject_of(money, money.named_person(name)) for name in ("月野", "星野", "山田")]
    assert str(erase_people(money.register, subjects[0]).effective_on) == "2026-11-22"
    made = back_up_keys(money.register, tmp_path / "keys")
    assert made.expires_on == erase_people(money.register, subjects[1]).effective_on
    assert str(made.expires_on) == "2026-12-22"
    pass_days(money, 31)
    assert str(erase_people(money.register, subjects[2]).effective_on) == "2026-12-23"


def test_backups_older_than_thirty_days_are_removed(money: Money, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = back_up_keys(money.register, folder)
    (folder / "keys-of-the-house.txt").write_text("not ours")
    pass_days(money, 29)
    second = back_up_keys(money.register, folder)
    assert second.removed == ()
    pass_days(money, 2)
    third = back_up_keys(money.register, folder)
    assert third.removed == (first.file.name,)
    assert {path.name for path in folder.iterdir()} == {
        second.file.name,
        third.file.name,
        "keys-of-the-house.txt",
    }


def test_a_backup_is_for_its_owner_alone_and_never_overwritten(
    money: Money, tmp_path: Path
) -> None:
    made = back_up_keys(money.register, tmp_path / "keys")
    assert made.file.stat().st_mode & 0o077 == 0
    with pytest.raises(Conflict, match="key-backup-exists"):
        back_up_keys(money.register, tmp_path / "keys")


def test_restored_keys_values_and_files_of_the_erased_are_destroyed_at_the_next_opening(
    money: Money, tmp_path: Path
) -> None:
    writer = paid_in(money, 2014)
    leave(money, writer, "2014-04")
    other = money.named_person("月野 二郎")
    home, before = money.register.home, tmp_path / "before"
    shutil.copytree(home, before)
    erase_people(money.register, writer.party)
    money.register.close()
    for name in ("keys.db", "vault.db"):
        shutil.copy(before / name, home / name)
    shutil.copytree(before / "blobs", home / "blobs", dirs_exist_ok=True)

    damaged = open_to_verify(Settings(home=home))
    report = verify_register(damaged)
    damaged.close()
    assert (report.verdict, [one.code for one in report.findings]) == (
        "FAIL",
        ["subject-not-erased"],
    )

    opened = open_register(Settings(home=home), sample=SAMPLE)
    try:
        assert opened.vault.left_of([writer.subject]) == set()
        assert opened.vault.find("青空 太郎") == []
        assert len(opened.vault.find("月野 二郎")) == 1
        name = "青空 太郎".encode()
        assert not [path for path in opened.blobs if name in opened.blobs.get(path)]
        assert reconcile(opened) == ()
        assert verify_register(opened).verdict == "SELF-CONSISTENT"
    finally:
        opened.close()
    assert other


def test_keys_older_than_somebodys_registration_are_a_loss_not_an_erasure(
    money: Money, tmp_path: Path
) -> None:
    made = back_up_keys(money.register, tmp_path / "keys")
    money.named_person("月野 二郎")
    money.register.close()
    shutil.copy(made.file, money.register.home / "keys.db")
    opened = open_register(Settings(home=money.register.home), sample=SAMPLE)
    try:
        assert [one.code for one in verify_register(opened).findings] == ["subject-key-lost"]
    finally:
        opened.close()


def test_a_backup_that_is_thrown_away_holds_no_key_any_more(money: Money, tmp_path: Path) -> None:
    money.named_person("月野 二郎")
    made = back_up_keys(money.register, tmp_path / "keys")
    kept = tmp_path / "hard-link.db"
    kept.hardlink_to(made.file)
    pass_days(money, 31)
    back_up_keys(money.register, tmp_path / "keys")
    conn = sqlite3.connect(kept)
    assert conn.execute("SELECT count(*) FROM subject_key").fetchone() == (0,)
    conn.close()
