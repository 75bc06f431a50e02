"""`daicho witness` and `daicho evidence` from the command line, in both languages."""

import json
from pathlib import Path

import pytest

from api.cli.witness_labels import outcome_in_words, outcomes
from ledger.bootstrap import Register
from ledger.clock import SystemClock
from ledger.jobs.publish import publish_checkpoint
from ledger.log.note import Checkpoint, sign_note
from ledger.log_keys.files import signing_keys
from ledger.witness.outcome import Status
from ledger.witness.witness import Witness
from tests.cli.cli_stage import Daicho
from tests.faults.world import company
from tests.ledger.witness.logs_to_witness import TinyLog
from tests.published import log_key

LOG = TinyLog()
FORKED = TinyLog(seed="x", apart=3)


@pytest.fixture
def folder(daicho: Daicho, tmp_path: Path) -> Path:
    place = tmp_path / "witness"
    assert daicho("witness", "init", "--dir", str(place), "--name", "w.example/1").code == 0
    return place


def test_a_witness_is_made_and_shows_its_key(daicho: Daicho, folder: Path) -> None:
    key = daicho("witness", "key", "--dir", str(folder)).out.strip()
    assert key.startswith("w.example/1+")
    assert daicho.data("witness", "key", "--dir", str(folder)) == {
        "name": "w.example/1",
        "key": key,
    }
    again = daicho("witness", "init", "--dir", str(folder), "--name", "other", "--json")
    assert (again.code, again.error["code"]) == (4, "witness-exists")


def test_a_witness_follows_logs_and_tells_what_it_saw(daicho: Daicho, folder: Path) -> None:
    at = ["--dir", str(folder)]
    said = daicho("witness", "follow", *at, str(LOG.verifier), "--lang", "ja")
    assert LOG.origin in said.out
    opened = Witness.open(folder, SystemClock())
    opened.add_checkpoint(LOG.submission(0, 5))
    with pytest.raises(Exception, match="forked"):
        opened.add_checkpoint(FORKED.submission(5, 5))
    opened.close()
    status = daicho.data("witness", "status", *at)
    assert [(log["origin"], log["size"]) for log in status["logs"]] == [(LOG.origin, 5)]
    assert status["contradictions"][0]["kind"] == "fork"
    assert "矛盾" in daicho("witness", "status", *at, "--lang", "ja").out
    assert "contradict" in daicho("witness", "status", *at, "--lang", "en").out
    assert daicho("witness", "unfollow", *at, str(LOG.verifier)).code == 0
    assert daicho("witness", "unfollow", *at, str(LOG.verifier)).code == 4


def test_what_a_witness_noticed_becomes_evidence_that_anybody_checks(
    daicho: Daicho, folder: Path, tmp_path: Path
) -> None:
    opened = Witness.open(folder, SystemClock())
    opened.follow(str(LOG.verifier))
    opened.add_checkpoint(LOG.submission(0, 5))
    with pytest.raises(Exception, match="forked"):
        opened.add_checkpoint(FORKED.submission(5, 5))
    opened.close()
    files = daicho.data(
        "witness", "contradictions", "--dir", str(folder), "--out", str(tmp_path / "notes")
    )["files"]
    out = tmp_path / "fork.json"
    key = str(LOG.verifier)
    made = daicho.data("evidence", "fork", *files, "--out", str(out), "--key", key)
    assert (made["kind"], made["first_size"], made["second_size"]) == ("fork", 5, 5)
    assert daicho.data("evidence", "check", str(out))["origin"] == LOG.origin
    japanese = daicho("evidence", "check", str(out), "--lang", "ja")
    assert "証拠は成り立ちます" in japanese.out
    assert "手元の開始文" in japanese.out
    assert (
        "手元の開始文"
        not in daicho("evidence", "check", str(out), "--key", key, "--lang", "ja").out
    )
    twice = daicho("evidence", "fork", *files, "--out", str(out), "--key", key, "--json")
    assert (twice.code, twice.error["code"]) == (4, "file-exists")


def test_evidence_that_does_not_hold_fails(daicho: Daicho, tmp_path: Path) -> None:
    notes = [tmp_path / name for name in ("a", "b")]
    for file, log in zip(notes, (LOG, FORKED), strict=True):
        file.write_bytes(log.note(5))
    out = tmp_path / "fork.json"
    words = ["evidence", "fork", *map(str, notes), "--out", str(out)]
    assert daicho(*words, "--key", str(LOG.verifier)).code == 0
    forged = json.loads(out.read_text())
    forged["second"] = forged["second"].replace("\n5\n", "\n6\n")
    out.write_text(json.dumps(forged, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    said = daicho("evidence", "check", str(out), "--json")
    assert (said.code, said.error["code"]) == (1, "signature-wrong")


def test_the_register_proves_that_a_larger_note_does_not_continue_a_smaller(
    register: Register, tmp_path: Path
) -> None:
    """The log signed size 1 with a root that is not in its history."""
    for name in ("一社", "二社", "三社"):
        register.ledger.submit(company(name)).result()
    published = publish_checkpoint(register)
    (secret,) = signing_keys(register.home, [log_key(register)])
    lie = sign_note(Checkpoint(register.origin, 1, b"\x55" * 32).text(), register.origin, secret)
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(lie)
    large.write_bytes(published.note)
    daicho = Daicho(register.home)
    out = tmp_path / "fork.json"
    made = daicho.data("evidence", "fork", str(large), str(small), "--out", str(out))
    assert (made["first_size"], made["second_size"]) == (1, 3)
    assert made["root_at_first_size"] not in {None, made["first_root"]}
    assert daicho.data("evidence", "check", str(out), "--key", str(log_key(register)))

    other = tmp_path / "other.json"
    wrong = daicho("evidence", "fork", str(large), str(large), "--out", str(other), "--json")
    assert (wrong.code, wrong.error["code"]) == (4, "no-fork")
    ahead = sign_note(Checkpoint(register.origin, 9, b"\x55" * 32).text(), register.origin, secret)
    small.write_bytes(ahead)
    wrong = daicho("evidence", "fork", str(large), str(small), "--out", str(other), "--json")
    assert (wrong.code, wrong.error["code"]) == (4, "fork-not-shown")
    assert not other.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("witness", "status", "--dir", "{nowhere}"),
        ("witness", "serve", "--dir", "{nowhere}"),
        ("witness", "init", "--dir", "{nowhere}", "--name", "two words"),
        ("evidence", "check", "{empty}"),
        ("evidence", "fork", "{empty}", "{empty}", "--out", "{nowhere}", "--key", "{key}"),
        ("evidence", "fork", "{empty}", "{empty}", "--out", "{nowhere}", "--key", "a+b+c"),
        ("timestamp", "verify", "{empty}", "{empty}", "--tsa-roots", "{empty}"),
        ("timestamp", "verify", "{empty}", "{empty}", "--tsa-roots", "{nowhere}"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    daicho: Daicho, tmp_path: Path, words: tuple[str, ...]
) -> None:
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    given = {"nowhere": str(tmp_path / "nowhere"), "empty": str(empty), "key": str(LOG.verifier)}
    said = daicho(*(word.format(**given) for word in words), "--lang", "ja")
    assert said.code in {1, 4}
    assert said.err.startswith("エラー")


def test_whatever_a_witness_did_is_said_in_both_languages() -> None:
    assert outcomes() == set(Status)
    for status in Status:
        assert outcome_in_words(status, "ja") != outcome_in_words(status, "en")
