"""`daicho prove` and `daicho export static`: what they write, keep and refuse."""

from pathlib import Path

import pytest
from cli_stage import Daicho

from ledger.bootstrap import register
from ledger.settings import Settings
from tests.published import grow, log_key, publish


@pytest.fixture
def public(daicho: Daicho) -> Daicho:
    """A register of six entries whose first five are under checkpoints of sizes 2 and 5."""
    with register(Settings(home=daicho.home)) as opened:
        for size in (2, 5):
            grow(opened, size)
            publish(opened)
        grow(opened, 6)
    return daicho


@pytest.fixture
def key(public: Daicho) -> str:
    with register(Settings(home=public.home)) as opened:
        return str(log_key(opened))


def test_a_proof_file_holds_without_the_register(public: Daicho, key: str, tmp_path: Path) -> None:
    file = str(tmp_path / "one.tlog-proof")
    made = public.data("prove", "entry", "3", "--out", file)
    assert (made["index"], made["size"]) == (3, 5)
    nowhere = Daicho(tmp_path / "nowhere")
    found = nowhere.data("prove", "check", file, "--key", key)
    assert found["type"] == "party.company_registered/1"
    assert (found["index"], found["size"], found["signed_by"]) == (3, 5, [key])
    keys = tmp_path / "keys"
    keys.write_text(f"{key}\n")
    assert nowhere("prove", "check", file, "--key", str(keys)).code == 0
    said = nowhere("prove", "check", file, "--key", key, "--lang", "en")
    assert "The proof holds" in said.out


def test_a_proof_can_be_had_under_an_earlier_checkpoint(public: Daicho, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "p"))
    assert public.data("prove", "entry", "1", "--size", "2", *out)["size"] == 2
    said = public("prove", "entry", "1", "--size", "3", "--json", *out)
    assert (said.code, said.error["code"]) == (4, "checkpoint-not-published")
    assert said.error["expected"] == 2


@pytest.mark.parametrize(("index", "code"), [("5", "entry-not-covered"), ("6", "entry-not-found")])
def test_an_entry_that_no_checkpoint_covers_is_refused(
    public: Daicho, tmp_path: Path, index: str, code: str
) -> None:
    said = public("prove", "entry", index, "--out", str(tmp_path / "p"), "--json")
    assert (said.code, said.error["code"]) == (4, code)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("index", ["-1", "x", "1.5", "9" * 30])
def test_an_index_that_is_none_is_a_usage_error(daicho: Daicho, index: str) -> None:
    assert daicho("prove", "entry", "--", index).code == 2


def test_growth_is_proved_between_sizes_and_checkpoints(public: Daicho, tmp_path: Path) -> None:
    with register(Settings(home=public.home)) as opened, opened.ledger.reading() as conn:
        from ledger.store.checkpoints import at_or_before  # noqa: PLC0415

        old = at_or_before(conn, 2)
    assert old
    (tmp_path / "old").write_bytes(old.note)
    by_size = public.data("prove", "consistency", "2", "6")
    assert by_size == public.data("prove", "consistency", str(tmp_path / "old"), "6")
    assert by_size["first"] == {"size": 2, "root": old.root.hex()}
    assert public.data("prove", "consistency", "6", "6")["path"] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("0", "6", "consistency-from-empty"),
        ("3", "2", "size-not-found"),
        ("3", "7", "tree-not-found"),
        ("1.5", "6", "size-malformed"),
        ("-1", "6", "size-malformed"),
        ("9" * 5000, "6", "size-malformed"),
        ("missing-file", "6", "size-malformed"),
    ],
)
def test_a_senseless_pair_of_sizes_is_refused(
    public: Daicho, old: str, new: str, code: str
) -> None:
    said = public("prove", "consistency", "--json", "--", old, new)
    assert said.error["code"] == code
    assert said.code in (1, 4)


def test_a_checkpoint_of_another_history_is_told_apart(public: Daicho, tmp_path: Path) -> None:
    other = Daicho(tmp_path / "other")
    assert other("init", "--origin", "ledger.example/ip").code == 0
    with register(Settings(home=other.home)) as opened:
        grow(opened, 2)
        (tmp_path / "note").write_bytes(publish(opened).note)
    said = public("prove", "consistency", str(tmp_path / "note"), "6", "--json")
    assert (said.code, said.error["code"]) == (1, "checkpoint-contradicts-log")


def test_a_touched_proof_file_fails(public: Daicho, key: str, tmp_path: Path) -> None:
    file = tmp_path / "p"
    public.data("prove", "entry", "3", "--out", str(file))
    text = file.read_text("utf-8")
    for touched in (text.replace("index 3", "index 2"), text[:-1], "", "\x00"):
        file.write_text(touched, "utf-8")
        said = public("prove", "check", str(file), "--key", key)
        assert said.code == 1
        assert "Traceback" not in said.err


def test_checking_says_what_is_wrong_with_its_input(public: Daicho, tmp_path: Path) -> None:
    file = str(tmp_path / "p")
    public.data("prove", "entry", "3", "--out", file)
    assert public("prove", "check", file, "--key", "a+b+c").code == 1
    assert public("prove", "check", file, "--key", str(tmp_path / "no-file")).code == 2
    assert public("prove", "check", str(tmp_path / "no-file"), "--key", "a+b+c").code in (1, 2)


def folder_of(path: Path) -> dict[str, bytes]:
    return {
        item.relative_to(path).as_posix(): item.read_bytes()
        for item in path.rglob("*")
        if item.is_file()
    }


def test_an_export_resumes_and_keeps_what_is_there(public: Daicho, tmp_path: Path) -> None:
    folder = tmp_path / "static"
    made = public.data("export", "static", str(folder))
    assert (made["size"], made["files"], made["kept"]) == (5, 3, 0)
    whole = folder_of(folder)
    assert sorted(whole) == ["checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5"]
    (folder / "checkpoint").unlink()
    (folder / "tile/0/000.p/5").unlink()
    (folder / "tile/0/000.p/5.unfinished").write_bytes(b"half")
    assert public.data("export", "static", str(folder))["kept"] == 1
    assert folder_of(folder) == whole


def test_an_export_continues_an_older_one(public: Daicho, tmp_path: Path) -> None:
    folder = tmp_path / "static"
    public.data("export", "static", str(folder))
    with register(Settings(home=public.home)) as opened:
        publish(opened)
    assert public.data("export", "static", str(folder))["size"] == 6
    assert "tile/0/000.p/5" in folder_of(folder)


@pytest.mark.parametrize(
    "strange", ["letter.txt", "checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5"]
)
def test_an_export_never_mixes_with_what_is_not_its_own(
    public: Daicho, tmp_path: Path, strange: str
) -> None:
    folder = tmp_path / "static"
    (folder / strange).parent.mkdir(parents=True)
    (folder / strange).write_bytes(b"mine")
    said = public("export", "static", str(folder), "--json")
    assert (said.code, said.error["code"]) == (4, "export-folder-foreign")
    assert strange in said.error["value"]
    assert (folder / strange).read_bytes() == b"mine"


def test_without_a_checkpoint_there_is_nothing_to_export(daicho: Daicho, tmp_path: Path) -> None:
    said = daicho("export", "static", str(tmp_path / "static"), "--json")
    assert (said.code, said.error["code"]) == (4, "checkpoint-not-published")
