"""A register gets its checkpoints stamped; what fails is said and never stops publishing."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import publisher_of
from ledger.bootstrap import Register
from ledger.errors import NotFound, RuleViolation, SignatureInvalid, Unavailable
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.stamping import Authority, Stamper, authority_of, checkpoint_of, stamp, stamper
from ledger.settings import Settings
from ledger.store.checkpoints import StoredCheckpoint
from ledger.timestamps.folder import keep, place_of
from ledger.timestamps.token import verify_token
from tests.cli.cli_stage import Daicho
from tests.faults.world import company
from tests.ledger.timestamps import authority as tsa
from tests.ledger.witness.processes import closed_port


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    signer = tsa.make_signer(tsa.root())
    with tsa.serving_answers(tsa.Authority(tmp_path_factory.mktemp("tsa"), signer)) as found:
        yield found


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    file = tmp_path / "roots.pem"
    file.write_bytes(tsa.root().pem)
    return file


@pytest.fixture
def published(register: Register) -> StoredCheckpoint:
    register.ledger.submit(company("一社")).result()
    return publish_checkpoint(register)


def test_a_published_checkpoint_is_stamped_once(
    register: Register, published: StoredCheckpoint, url: str, roots: Path
) -> None:
    settings = Settings(home=register.home, tsa_url=url, tsa_roots=roots)
    authority = authority_of(settings)
    assert authority is not None
    file = stamp(register.home, published, authority)
    token = file.read_bytes()
    assert file == place_of(register.home, published.size)
    assert verify_token(token, published.note, authority.roots)
    assert stamp(register.home, published, authority).read_bytes() == token


def test_a_kept_token_over_another_note_is_not_passed_over(
    register: Register, published: StoredCheckpoint, url: str
) -> None:
    other = StoredCheckpoint(published.size, published.root, published.note + b"x")
    stamp(register.home, other, Authority(url))
    with pytest.raises(SignatureInvalid) as caught:
        stamp(register.home, published, Authority(url))
    assert caught.value.code == "timestamp-of-another-note"


def test_only_what_was_published_can_be_stamped(
    register: Register, published: StoredCheckpoint
) -> None:
    assert checkpoint_of(register, None) == checkpoint_of(register, 1) == published
    with pytest.raises(NotFound) as caught:
        checkpoint_of(register, 5)
    assert caught.value.fields["expected"] == "for instance 1"


def test_an_authority_that_is_away_is_logged_and_asked_again_later(
    register: Register, published: StoredCheckpoint, caplog: pytest.LogCaptureFixture
) -> None:
    away = Stamper(register.home, Authority(f"http://127.0.0.1:{closed_port()}"), 3600)
    with caplog.at_level(logging.WARNING):
        assert away(published) is None
        assert away(published) is None
    assert len(caplog.records) == 1
    assert "no time-stamp over checkpoint 1" in caplog.text
    with pytest.raises(Unavailable):
        stamp(register.home, published, Authority(f"http://127.0.0.1:{closed_port()}"))


def test_a_served_register_stamps_what_it_publishes(register: Register, url: str) -> None:
    settings = Settings(home=register.home, tsa_url=url, checkpoint_seconds=3600)
    publisher = publisher_of(register, settings)
    register.ledger.submit(company("一社")).result()
    publisher.start()
    publisher.nudge()
    end = time.monotonic() + 20
    while not place_of(register.home, 1).exists() and time.monotonic() < end:
        time.sleep(0.02)
    publisher.stop()
    token = place_of(register.home, 1).read_bytes()
    assert verify_token(token, checkpoint_of(register, 1).note, [tsa.root().certificate])


def test_without_an_authority_nothing_is_stamped(register: Register, tmp_path: Path) -> None:
    assert stamper(register, Settings(home=register.home)) is None
    nowhere = Settings(home=register.home, tsa_url="http://x", tsa_roots=tmp_path / "none")
    with pytest.raises(RuleViolation) as caught:
        stamper(register, nowhere)
    assert caught.value.code == "tsa-roots-malformed"


def test_a_token_is_requested_and_verified_from_the_command_line(
    register: Register, published: StoredCheckpoint, url: str, roots: Path, tmp_path: Path
) -> None:
    daicho = Daicho(register.home)
    asked = daicho.data("timestamp", "request", "--url", url)
    assert (asked["size"], asked["file"]) == (1, str(place_of(register.home, 1)))
    note = tmp_path / "note"
    note.write_bytes(published.note)
    verify = ["timestamp", "verify", str(note), asked["file"], "--tsa-roots", str(roots)]
    found = daicho.data(*verify)
    assert found["time"] == asked["time"]
    assert "CN=Test authority" in daicho(*verify, "--lang", "en").out
    assert "存在していました" in daicho(*verify, "--lang", "ja").out

    note.write_bytes(published.note + b"\n")
    wrong = daicho(*verify, "--json")
    assert (wrong.code, wrong.error["code"]) == (1, "timestamp-of-another-note")
    (tmp_path / "other.pem").write_bytes(tsa.make_ca("Other").pem)
    note.write_bytes(published.note)
    wrong = daicho(*verify[:-1], str(tmp_path / "other.pem"), "--json")
    assert (wrong.code, wrong.error["code"]) == (1, "timestamp-not-trusted")


def test_a_request_without_an_authority_says_what_is_missing(register: Register) -> None:
    said = Daicho(register.home)("timestamp", "request", "--json")
    assert (said.code, said.error["code"]) == (4, "tsa-missing")


def test_keeping_survives_a_full_disk_in_words(tmp_path: Path) -> None:
    (tmp_path / "timestamps").write_text("in the way")
    with pytest.raises(Unavailable) as caught:
        keep(tmp_path, 1, b"token")
    assert caught.value.code == "disk-unavailable"


def test_an_audit_checks_the_tokens_in_a_bundle_against_the_auditors_roots(
    register: Register, published: StoredCheckpoint, url: str, roots: Path, tmp_path: Path
) -> None:
    stamp(register.home, published, Authority(url))
    bundle = tmp_path / "bundle"
    export_bundle(register, bundle)
    note = tmp_path / "note"
    note.write_bytes(published.note)
    daicho = Daicho(register.home)
    words = ["audit", str(bundle), "--checkpoint", str(note), "--tsa-roots"]
    for jobs in ("1", "2"):
        said = daicho(*words, str(roots), "--jobs", jobs, "--json")
        assert said.code == 0, said.out
        assert said.json["timestamps"][0]["time"].endswith("Z")
    (tmp_path / "other.pem").write_bytes(tsa.make_ca("Other").pem)
    said = daicho(*words, str(tmp_path / "other.pem"), "--json")
    assert said.code == 1
    assert "timestamp-not-trusted" in said.out
