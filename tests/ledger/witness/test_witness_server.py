"""A witness over HTTP: what it cosigns, what it refuses, and what it remembers."""

import base64
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.witness.app import create_app
from ledger.clock import SystemClock
from ledger.entropy import SeededEntropy
from ledger.errors import (
    Conflict,
    HistoryForked,
    LogCorrupt,
    NotFound,
    ProofInvalid,
    SignatureInvalid,
)
from ledger.log import note
from ledger.log.cosignature import parse_signature_lines, verify_cosignature
from ledger.witness.submission import Submission, parse_submission
from ledger.witness.witness import Witness
from tests.api.serving import serving
from tests.ledger.witness.logs_to_witness import ORIGIN, TinyLog
from tests.ledger.witness.processes import killed

LOG = TinyLog()
FORK = TinyLog(seed="x", apart=3)
NAME = "witness.example/w1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "witness"
    Witness.create(place, NAME, SeededEntropy(7))
    return place


@pytest.fixture
def witness(folder: Path) -> Iterator[Witness]:
    opened = Witness.open(folder, SystemClock())
    opened.follow(str(LOG.verifier))
    yield opened
    opened.close()


@pytest.fixture
def url(witness: Witness) -> Iterator[str]:
    with serving(create_app(witness)) as address:
        yield address


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all requests that change nothing."""
    place = tmp_path_factory.mktemp("untouched") / "witness"
    Witness.create(place, NAME, SeededEntropy(7))
    opened = Witness.open(place, SystemClock())
    opened.follow(str(LOG.verifier))
    with serving(create_app(opened)) as address:
        yield address
    opened.close()


def post(url: str, body: bytes) -> httpx2.Response:
    return httpx2.post(f"{url}/add-checkpoint", content=body)


def submit(url: str, old: int, size: int, log: TinyLog = LOG) -> httpx2.Response:
    return post(url, log.submission(old, size))


def must_cosign(witness: Witness, answer: httpx2.Response, text: str) -> None:
    assert answer.status_code == 200, answer.text
    (line,) = parse_signature_lines(answer.content)
    found = verify_cosignature(text, line, witness.key)
    assert abs(found.timestamp - SystemClock().now().timestamp()) < 60


def must_say_size(answer: httpx2.Response, size: int) -> None:
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "text/x.tlog.size"
    assert answer.content == f"{size}\n".encode()


def test_a_log_that_grows_is_cosigned_at_every_step(url: str, witness: Witness) -> None:
    for old, size in [(0, 0), (0, 1), (1, 2), (2, 7), (7, 8), (8, 8), (8, 33), (33, 64)]:
        must_cosign(witness, submit(url, old, size), LOG.text(size))
    seen = witness.book.seen(ORIGIN)
    assert seen is not None
    assert (seen.size, seen.root) == (64, LOG.root(64))


def test_another_old_size_is_answered_with_the_size_that_was_cosigned(url: str) -> None:
    must_say_size(submit(url, 3, 7), 0)
    assert submit(url, 0, 7).status_code == 200
    for old, size in [(0, 9), (6, 9), (8, 9), (0, 7)]:
        must_say_size(submit(url, old, size), 7)


def test_an_older_checkpoint_of_a_log_is_never_cosigned_again(url: str, witness: Witness) -> None:
    assert submit(url, 0, 9).status_code == 200
    for old in (0, 4, 5):
        must_say_size(submit(url, old, 5), 9)
    seen = witness.book.seen(ORIGIN)
    assert seen is not None
    assert seen.size == 9


def test_a_fork_is_refused_and_both_notes_are_kept(url: str, witness: Witness) -> None:
    assert submit(url, 0, 5).status_code == 200
    must_say_size(submit(url, 5, 5, FORK), 5)
    must_say_size(submit(url, 0, 5, FORK), 5)
    (kept,) = witness.book.contradictions()
    assert (kept.kind, kept.origin) == ("fork", ORIGIN)
    texts = [note.verify_note(data, [LOG.verifier])[0].text for data in (kept.kept, kept.offered)]
    assert texts == [LOG.text(5), FORK.text(5)]


def test_a_history_that_does_not_continue_is_refused_and_kept(url: str, witness: Witness) -> None:
    assert submit(url, 0, 5).status_code == 200
    assert submit(url, 5, 9, FORK).status_code == 422
    (kept,) = witness.book.contradictions()
    assert kept.kind == "unproved"


@pytest.mark.parametrize("damage", ["dropped", "added", "changed"])
def test_a_damaged_proof_is_refused(url: str, damage: str) -> None:
    assert submit(url, 0, 5).status_code == 200
    proof = LOG.proof(5, 9)
    damaged = {
        "dropped": proof[:-1],
        "added": [*proof, b"\0" * 32],
        "changed": [b"\0" * 32, *proof[1:]],
    }[damage]
    assert post(url, Submission(5, tuple(damaged), LOG.note(9)).to_bytes()).status_code == 422


def test_a_wrong_proof_by_a_stranger_is_no_lasting_word_against_an_honest_log(
    url: str, witness: Witness
) -> None:
    assert submit(url, 0, 5).status_code == 200
    wrong = Submission(5, (bytes(32),), LOG.note(9))
    assert post(url, wrong.to_bytes()).status_code == 422
    assert submit(url, 5, 5, FORK).status_code == 409
    assert [found.kind for found in witness.book.contradictions()] == ["unproved", "fork"]
    assert submit(url, 5, 9).status_code == 200
    assert [found.kind for found in witness.book.contradictions()] == ["fork"]


def test_a_proof_from_nothing_must_be_empty(url: str) -> None:
    assert post(url, Submission(0, (b"\0" * 32,), LOG.note(3)).to_bytes()).status_code == 422


def test_a_log_that_is_not_followed_is_not_found(url: str) -> None:
    assert submit(url, 0, 3, TinyLog("log.example/other")).status_code == 404


def test_a_key_that_is_not_trusted_is_forbidden(url: str) -> None:
    stranger = TinyLog(key=Ed25519PrivateKey.from_private_bytes(b"\x22" * 32))
    assert submit(url, 0, 3, stranger).status_code == 403
    spoiled = LOG.note(3).replace(LOG.note(3)[-12:-8], b"AAAA")
    assert post(url, Submission(0, (), spoiled).to_bytes()).status_code == 403


def test_two_keys_of_one_log_are_trusted_while_it_changes_them(url: str, witness: Witness) -> None:
    newer = TinyLog(key=Ed25519PrivateKey.from_private_bytes(b"\x33" * 32))
    witness.follow(str(newer.verifier))
    assert submit(url, 0, 3).status_code == 200
    assert submit(url, 3, 5, newer).status_code == 200
    assert witness.book.unfollow(str(LOG.verifier))
    assert submit(url, 5, 6).status_code == 403


NOTE = LOG.note(3)
LINE = base64.b64encode(bytes(32))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n",
        NOTE,
        b"old 0\n" + NOTE,
        b"old 00\n\n" + NOTE,
        b"old -1\n\n" + NOTE,
        b"old  0\n\n" + NOTE,
        b"Old 0\n\n" + NOTE,
        b"old 0 \n\n" + NOTE,
        b"old 0\r\n\r\n" + NOTE,
        b"old 1e3\n\n" + NOTE,
        "old ３\n\n".encode() + NOTE,
        b"old 99999999999999999999\n\n" + NOTE,
        b"old 4\n\n" + NOTE,
        b"old 0\nAAAA\n\n" + NOTE,
        b"old 0\n" + LINE[:-1] + b"\n\n" + NOTE,
        b"old 0\n" + (LINE + b"\n") * 64 + b"\n" + NOTE,
        b"old 0\n\n" + NOTE[:-1],
        b"old 0\n\n" + NOTE.replace(b"\n3\n", b"\n03\n"),
        b"old 0\n\n" + LOG.text(3).encode(),
        b"old 0\n\n",
        b"\xff\xfe" + NOTE,
    ],
)
def test_what_is_almost_a_request_is_malformed(untouched: str, body: bytes) -> None:
    answer = post(untouched, body)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_a_size_that_no_database_holds_is_malformed(untouched: str) -> None:
    text = note.Checkpoint(ORIGIN, 9_999_999_999_999_999_999, b"\0" * 32).text()
    huge = note.sign_note(text, ORIGIN, LOG.key)
    assert post(untouched, b"old 0\n\n" + huge).status_code == 400


def test_an_endless_request_is_cut_off(untouched: str) -> None:
    assert post(untouched, b"old 0\n" * 100_000).status_code == 413


def test_signatures_of_strangers_are_not_remembered(url: str, witness: Witness) -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(b"\x44" * 32)
    theirs = note.parse_note(note.sign_note(LOG.text(3), "stranger.example", stranger))
    many = LOG.note(3) + note.signature_line(theirs.signatures[0]) * 50
    assert post(url, b"old 0\n\n" + many).status_code == 200
    seen = witness.book.seen(ORIGIN)
    assert seen is not None
    assert [line.name for line in note.parse_note(seen.note).signatures] == [ORIGIN, NAME]


def test_anybody_can_read_the_last_checkpoint_of_a_log(url: str) -> None:
    place = f"{url}/checkpoint/{sha256(ORIGIN.encode()).hexdigest()}"
    assert httpx2.get(place).status_code == 404
    submit(url, 0, 5)
    found = httpx2.get(place)
    assert found.status_code == 200
    assert note.verify_checkpoint(found.content, [LOG.verifier], ORIGIN).size == 5
    assert httpx2.get(f"{url}/checkpoint/zz").status_code == 404


def test_of_many_requests_at_once_the_sizes_never_go_back(url: str, witness: Witness) -> None:
    """Both halves of a fork are offered at once, from every size, by many threads."""
    submit(url, 0, 3)
    barrier = threading.Barrier(4)

    def race(number: int) -> None:
        barrier.wait()
        log = (LOG, FORK)[number % 2]
        for size in range(4, 14):
            answer = submit(url, 3, size, log)
            while answer.status_code == 409 and 0 < int(answer.content) < size:
                answer = submit(url, int(answer.content), size, log)
            assert answer.status_code in {200, 409, 422}

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(race, range(4)))
    seen = witness.book.seen(ORIGIN)
    assert seen is not None
    assert seen.size == 13
    kept = [found for found in witness.book.contradictions() if found.kind == "fork"]
    winner = LOG if seen.root == LOG.root(13) else FORK
    assert seen.root == winner.root(13)
    for found in kept:  # whatever was cosigned belongs to one history
        mine = note.parse_checkpoint(note.parse_note(found.kept).text)
        assert mine.root == winner.root(mine.size)


def test_a_witness_that_starts_again_remembers(folder: Path, witness: Witness) -> None:
    witness.add_checkpoint(LOG.submission(0, 9))
    witness.close()
    again = Witness.open(folder, SystemClock())
    try:
        with pytest.raises(Conflict) as caught:
            again.add_checkpoint(LOG.submission(0, 5))
        assert caught.value.fields["size"] == 9
        again.add_checkpoint(LOG.submission(9, 10))
    finally:
        again.close()


def test_the_file_itself_refuses_to_go_back(witness: Witness) -> None:
    witness.add_checkpoint(LOG.submission(0, 9))
    for statement in (
        "UPDATE seen SET size = 3",
        "UPDATE seen SET root = zeroblob(32)",
        "DELETE FROM seen",
        "INSERT OR REPLACE INTO seen VALUES ('log.example/one', 1, zeroblob(32), x'00', 1)",
    ):
        with pytest.raises(LogCorrupt):
            witness.book._rows(statement)


def test_a_witness_is_made_once_and_never_in_passing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Conflict):
        Witness.create(folder, NAME, SeededEntropy(8))
    with pytest.raises(NotFound):
        Witness.open(tmp_path / "nowhere", SystemClock())
    (folder / "witness.db").unlink()
    with pytest.raises(NotFound):
        Witness.open(folder, SystemClock())
    with pytest.raises(Conflict):
        Witness.create(folder, NAME, SeededEntropy(8))


def test_a_damaged_memory_or_key_is_said_to_be(folder: Path) -> None:
    (folder / "witness.key").write_bytes(b"short")
    with pytest.raises(LogCorrupt):
        Witness.open(folder, SystemClock())
    (folder / "witness.db").write_bytes(b"no database" * 100)
    with pytest.raises(LogCorrupt):
        Witness.open(folder, SystemClock())


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_no_key_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SignatureInvalid):
        Witness.create(tmp_path / "w", name, SeededEntropy(1))
    assert not (tmp_path / "w").exists()


def test_a_submission_reads_back() -> None:
    data = LOG.submission(5, 9)
    assert parse_submission(data).to_bytes() == data


def test_two_processes_on_one_memory_never_cosign_both_halves_of_a_fork(folder: Path) -> None:
    """Each has a connection of its own, as two processes have; what one writes the other sees."""
    opened = [Witness.open(folder, SystemClock()) for _ in range(2)]
    opened[0].follow(str(LOG.verifier))
    signed: list[list[int]] = [[], []]
    barrier = threading.Barrier(2)

    def race(number: int) -> None:
        log = (LOG, FORK)[number]
        barrier.wait()
        for size in range(4, 40):
            try:
                opened[number].add_checkpoint(log.submission(0, size))
            except Conflict as error:
                old = error.fields["size"]
                assert isinstance(old, int)
                if old > size:
                    continue
                try:
                    opened[number].add_checkpoint(log.submission(old, size))
                except (Conflict, HistoryForked, ProofInvalid):
                    continue
            except HistoryForked:
                continue
            signed[number].append(size)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(race, range(2)))
    assert bool(signed[0]) != bool(signed[1])
    for witness in opened:
        witness.close()


def test_what_was_answered_is_remembered_by_a_witness_that_is_killed(folder: Path) -> None:
    opened = Witness.open(folder, SystemClock())
    opened.follow(str(LOG.verifier))
    opened.close()
    for old, size in [(0, 5), (5, 9)]:
        with killed(folder) as url:
            assert submit(url, old, size).status_code == 200
    opened = Witness.open(folder, SystemClock())
    seen = opened.book.seen(ORIGIN)
    opened.close()
    assert seen is not None
    assert seen.size == 9
