"""Bundles are the same bytes however often they are interrupted, and disclose what their scope says."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from money_stage import SAMPLE, Money
from paid_world import Paid

from ledger.audit import bundle_format as layout
from ledger.audit.auditor import audit
from ledger.audit.bundle_format import Scope
from ledger.bootstrap import Register, open_register
from ledger.errors import Conflict, LogCorrupt, NotFound, RuleViolation, VerificationFailed
from ledger.jobs.bundle import export_bundle
from ledger.jobs.import_bundle import import_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log import canonical
from ledger.settings import Settings
from ledger.store.read import LogReader


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def exported(register: Register, folder: Path, **options: object) -> Path:
    publish_checkpoint(register)
    export_bundle(register, folder, **options)  # type: ignore[arg-type]
    return folder


def grow(money: Money, size: int) -> None:
    with money.ledger.reading() as conn:
        missing = size - LogReader(conn).size()
    for number in range(missing):
        money.company(f"会社{size}-{number}")


def test_nothing_is_exported_before_a_checkpoint_was_published(paid: Paid, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="checkpoint-not-published"):
        export_bundle(paid.money.register, tmp_path / "b")


def test_the_list_is_one_that_sha256sum_reads(paid: Paid, tmp_path: Path) -> None:
    made = exported(paid.money.register, tmp_path / "b")
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "FILES"], cwd=made, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_export_over_a_finished_one_leaves_the_same_bytes(paid: Paid, tmp_path: Path) -> None:
    made = exported(paid.money.register, tmp_path / "b", with_personal=True)
    before = contents(made)
    exported(paid.money.register, tmp_path / "b", with_personal=True)
    assert contents(made) == before


def test_an_export_after_new_entries_equals_one_into_a_new_folder(
    paid: Paid, tmp_path: Path
) -> None:
    money = paid.money
    grow(money, 300)
    exported(money.register, tmp_path / "b")
    grow(money, 530)
    exported(money.register, tmp_path / "b")
    exported(money.register, tmp_path / "fresh")
    assert contents(tmp_path / "b") == contents(tmp_path / "fresh")
    assert audit(tmp_path / "b").findings == ()


EXPORT = """
import sys
from pathlib import Path
from ledger.bootstrap import register
from ledger.jobs.bundle import export_bundle
from ledger.settings import Settings
with register(Settings(home=Path(sys.argv[1]))) as opened:
    print("ready", flush=True)
    export_bundle(opened, Path(sys.argv[2]))
"""


def test_an_export_that_was_killed_goes_on_to_the_same_bytes(paid: Paid, tmp_path: Path) -> None:
    """Killed three times, each time a little later; then it is let through."""
    grow(paid.money, 530)
    whole = contents(exported(paid.money.register, tmp_path / "whole"))
    paid.money.register.close()
    words = [sys.executable, "-c", EXPORT, str(paid.money.register.home), str(tmp_path / "b")]
    root = Path(__file__).parents[3]
    for wait in (0.01, 0.06, 0.15):
        with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=root) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
    subprocess.run(words, check=True, capture_output=True, timeout=60, cwd=root)
    assert contents(tmp_path / "b") == whole


def test_an_export_killed_at_its_very_first_step_goes_on(paid: Paid, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / (layout.MANIFEST + ".unfinished.unfinished")).write_bytes(b'{"for')
    made = exported(paid.money.register, tmp_path / "b")
    assert contents(made) == contents(exported(paid.money.register, tmp_path / "fresh"))


def test_what_a_killed_export_left_behind_is_cleared(paid: Paid, tmp_path: Path) -> None:
    whole = contents(exported(paid.money.register, tmp_path / "whole"))
    made = exported(paid.money.register, tmp_path / "b")
    (made / layout.MANIFEST).rename(made / (layout.MANIFEST + ".unfinished"))
    (made / layout.LISTING).unlink()
    path = next(p for p in (made / "parts").rglob("*") if p.is_file())
    path.rename(path.with_name(path.name + ".unfinished"))
    (path.parent / "7").write_bytes(b"of an earlier, shorter log")
    exported(paid.money.register, tmp_path / "b")
    assert contents(made) == whole


def test_another_scope_or_a_stranger_is_refused_the_folder(paid: Paid, tmp_path: Path) -> None:
    exported(paid.money.register, tmp_path / "b")
    with pytest.raises(Conflict, match="bundle-folder-foreign"):
        export_bundle(paid.money.register, tmp_path / "b", Scope("party", party=paid.writer))
    (tmp_path / "b" / "blobs" / "notes.txt").write_text("mine")
    with pytest.raises(Conflict, match="bundle-folder-foreign"):
        export_bundle(paid.money.register, tmp_path / "b")


def shown(folder: Path) -> list[dict[str, object]]:
    return [
        canonical.decode(part["data"].encode())
        for path in sorted((folder / "parts").rglob("*"))
        if path.is_file()
        for line in path.read_bytes().splitlines()
        for part in canonical.decode(line)["parts"]
        if "data" in part
    ]


def test_a_party_is_shown_what_it_may_read_and_nothing_else(paid: Paid, tmp_path: Path) -> None:
    scope = Scope("party", party=paid.writer)
    publish_checkpoint(paid.money.register)
    export_bundle(paid.money.register, tmp_path / "b", scope)
    parts = shown(tmp_path / "b")
    assert parts
    for part in parts:
        assert {"public", paid.writer} & set(part["readers"])  # type: ignore[call-overload]
    assert any(part["part"] == f"allocation/{paid.writer}" for part in parts)
    assert not any(part["part"] == f"allocation/{paid.partner}" for part in parts)


def test_a_party_gets_no_file_that_its_parts_do_not_cite(paid: Paid, tmp_path: Path) -> None:
    scope = Scope("party", party=paid.writer)
    publish_checkpoint(paid.money.register)
    export_bundle(paid.money.register, tmp_path / "b", scope)
    export_bundle(paid.money.register, tmp_path / "all")
    few = {path for path in contents(tmp_path / "b") if path.startswith("blobs/")}
    every = {path for path in contents(tmp_path / "all") if path.startswith("blobs/")}
    assert few < every
    text = b"".join(
        part for path, part in contents(tmp_path / "b").items() if path.startswith("parts/")
    )
    assert all(path.rpartition("/")[2].encode() in text for path in few)


def test_a_partys_bundle_audits_and_says_what_it_could_not_see(paid: Paid, tmp_path: Path) -> None:
    publish_checkpoint(paid.money.register)
    export_bundle(paid.money.register, tmp_path / "b", Scope("party", party=paid.writer))
    report = audit(tmp_path / "b")
    assert report.findings == ()
    assert report.verdict == "SELF-CONSISTENT"
    assert report.scope == {"kind": "party", "party": paid.writer}
    assert any(check.status == "unavailable" for check in report.checks)


def test_a_period_shows_no_money_of_other_months(paid: Paid, tmp_path: Path) -> None:
    publish_checkpoint(paid.money.register)
    nothing = Scope("period", first="2001-01", last="2001-02")
    export_bundle(paid.money.register, tmp_path / "before", nothing)
    assert shown(tmp_path / "before") == []
    later = Scope("period", first="2098-01", last="2099-12")
    export_bundle(paid.money.register, tmp_path / "later", later)
    parts = {str(part["part"]) for part in shown(tmp_path / "later")}
    assert parts
    assert not any(name.startswith(("allocation", "postings")) for name in parts)
    assert audit(tmp_path / "later").findings == ()


def test_names_are_written_only_when_asked_for(paid: Paid, tmp_path: Path) -> None:
    name = "青空 太郎".encode()
    without = contents(exported(paid.money.register, tmp_path / "without"))
    assert layout.PERSONAL not in without
    with_names = contents(exported(paid.money.register, tmp_path / "with", with_personal=True))
    assert name in with_names[layout.PERSONAL]


def altered(home: Path, statement: str, *values: object) -> None:
    import sqlite3  # noqa: PLC0415

    conn = sqlite3.connect(home / "register.db")
    with conn:
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            conn.execute(f'DROP TRIGGER "{name}"')
        conn.execute(statement, values)
    conn.close()


@pytest.mark.parametrize(
    "data", [b"\xff\xfe not text", b"with NUL \x00", b'{"not":"a part"}', b"{}"]
)
def test_damage_in_the_database_is_exported_as_it_is_and_named(
    paid: Paid, tmp_path: Path, data: bytes
) -> None:
    publish_checkpoint(paid.money.register)
    altered(
        paid.money.register.home, "UPDATE part SET data = ? WHERE idx = 5 AND ordinal = 0", data
    )
    export_bundle(paid.money.register, tmp_path / "b")
    report = audit(tmp_path / "b")
    assert report.verdict == "FAIL"
    assert {item.index for item in report.findings if item.code == "entry-commit"} == {5}


@pytest.fixture
def whole(paid: Paid, tmp_path: Path) -> Path:
    grow(paid.money, 300)
    publish_checkpoint(paid.money.register)
    paid.money.company("あと一社")
    return exported(paid.money.register, tmp_path / "whole", with_personal=True)


def test_root_is_one_on_both_databases_and_in_bundles(
    whole: Path,
    paid: Paid,
    tmp_path: Path,
    database_kind: str,
    new_postgresql: Callable[..., str],
) -> None:
    """Exported, imported into either database, exported again: the same bytes."""
    home = tmp_path / "imported"
    settings = Settings(home=home)
    if database_kind == "postgresql":
        settings = Settings(home=home, database_url=new_postgresql())
    made = import_bundle(settings, whole)
    opened = open_register(settings, sample=SAMPLE)
    try:
        with opened.ledger.reading() as conn, paid.money.ledger.reading() as other:
            head, first = LogReader(conn).head(), LogReader(other).head()
        assert (head.size, head.root()) == (first.size, first.root()) == (made.size, made.root)
        report = verify_register(opened, views=True)
        assert report.findings == ()
        export_bundle(opened, tmp_path / "again", with_personal=True)
    finally:
        opened.close()
    assert contents(tmp_path / "again") == contents(whole)


def test_a_damaged_bundle_makes_no_register(whole: Path, tmp_path: Path) -> None:
    path = next(p for p in (whole / "parts").rglob("*") if p.is_file())
    data = bytearray(path.read_bytes())
    data[500] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(VerificationFailed, match="bundle-fails-audit"):
        import_bundle(Settings(home=tmp_path / "imported"), whole)
    assert not (tmp_path / "imported").exists()


def test_a_part_of_a_log_makes_no_register(paid: Paid, tmp_path: Path) -> None:
    publish_checkpoint(paid.money.register)
    export_bundle(paid.money.register, tmp_path / "b", Scope("party", party=paid.writer))
    with pytest.raises(RuleViolation, match="bundle-not-full"):
        import_bundle(Settings(home=tmp_path / "imported"), tmp_path / "b")


def test_a_home_with_a_register_is_not_imported_over(whole: Path, paid: Paid) -> None:
    with pytest.raises(Conflict, match="register-exists"):
        import_bundle(Settings(home=paid.money.register.home), whole)


def test_a_log_that_went_back_is_not_written_over_its_longer_bundle(
    paid: Paid, tmp_path: Path
) -> None:
    publish_checkpoint(paid.money.register)
    export_bundle(paid.money.register, tmp_path / "b")
    manifest = layout.parse_manifest((tmp_path / "b" / layout.MANIFEST).read_bytes())
    longer = layout.Manifest(manifest.genesis, manifest.size + 1, manifest.root, manifest.scope)
    (tmp_path / "b" / layout.MANIFEST).write_bytes(longer.to_bytes())
    with pytest.raises(LogCorrupt, match="bundle-is-longer"):
        export_bundle(paid.money.register, tmp_path / "b")


def test_files_of_the_bundle_are_those_that_hash_to_their_names(paid: Paid, tmp_path: Path) -> None:
    made = exported(paid.money.register, tmp_path / "b")
    for path, data in contents(made).items():
        if path.startswith("blobs/"):
            assert path == layout.blob_path(sha256(data).hexdigest())
