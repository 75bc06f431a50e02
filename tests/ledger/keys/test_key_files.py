"""Private keys lie in files that a passphrase opens, or in the keyring of the system."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ledger.entropy import SeededEntropy
from ledger.errors import Conflict, NotFound, RuleViolation, Unavailable
from ledger.keys.key_files import (
    SERVICE,
    from_keyring,
    keep_in_keyring,
    new_key,
    read_key_file,
    write_key_file,
)
from ledger.log.authorship import key_id

PASSPHRASE = "正しい馬と電池の留め金"
ENTROPY = SeededEntropy(5)


class Memory(keyring.backend.KeyringBackend):
    """A keyring that forgets with the process."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Memory):
    """A keyring that nobody unlocks."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def memory() -> Iterator[Memory]:
    before, made = keyring.get_keyring(), Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "author.pem"


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes_raw()


def test_a_key_comes_back_with_its_passphrase(path: Path) -> None:
    key = new_key(ENTROPY)
    write_key_file(path, key, PASSPHRASE, ENTROPY)
    assert raw(read_key_file(path, PASSPHRASE)) == raw(key)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("wrong", ["正しい馬と電池の留め金 ", "", "x" * 400])
def test_another_passphrase_opens_nothing(path: Path, wrong: str) -> None:
    write_key_file(path, new_key(ENTROPY), PASSPHRASE, ENTROPY)
    with pytest.raises(RuleViolation) as refusal:
        read_key_file(path, wrong)
    assert refusal.value.code == "key-file-unreadable"
    assert wrong not in str(refusal.value) or not wrong


def test_openssl_reads_the_file(path: Path) -> None:
    key = new_key(ENTROPY)
    write_key_file(path, key, "correct horse", ENTROPY)
    command = ["openssl", "pkey", "-in", str(path), "-passin", "pass:correct horse", "-pubout"]
    said = subprocess.run(command, capture_output=True, check=False, timeout=30)
    assert said.returncode == 0, said.stderr
    public = serialization.load_pem_public_key(said.stdout)
    assert public == key.public_key()


def test_a_file_is_never_overwritten(path: Path) -> None:
    write_key_file(path, new_key(ENTROPY), PASSPHRASE, ENTROPY)
    before = path.read_bytes()
    with pytest.raises(Conflict, match="key-file-exists"):
        write_key_file(path, new_key(ENTROPY), PASSPHRASE, ENTROPY)
    assert path.read_bytes() == before


def test_a_short_passphrase_is_refused_and_not_repeated(path: Path) -> None:
    with pytest.raises(RuleViolation) as refusal:
        write_key_file(path, new_key(ENTROPY), "horse", ENTROPY)
    assert refusal.value.code == "passphrase-short"
    assert "horse" not in str(refusal.value)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 100_000, b"-----BEGIN X-----\n"])
def test_what_is_no_key_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RuleViolation, match="key-file-unreadable"):
        read_key_file(path, PASSPHRASE)


def test_a_missing_file_is_named(path: Path) -> None:
    for where in (path, path.parent):
        with pytest.raises(NotFound, match="key-file-not-found"):
            read_key_file(where, PASSPHRASE)


def test_a_key_of_another_kind_is_refused(path: Path) -> None:
    other = X25519PrivateKey.from_private_bytes(bytes(range(32)))
    path.write_bytes(
        other.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(PASSPHRASE.encode()),
        )
    )
    with pytest.raises(RuleViolation, match="key-not-ed25519"):
        read_key_file(path, PASSPHRASE)


def test_a_key_comes_back_from_the_keyring_by_its_name(memory: Memory) -> None:
    key = new_key(ENTROPY)
    name = keep_in_keyring(key)
    assert name == key_id(key.public_key().public_bytes_raw())
    assert raw(from_keyring(name)) == raw(key)


def test_a_key_that_is_not_in_the_keyring_is_named(memory: Memory) -> None:
    with pytest.raises(NotFound) as refusal:
        from_keyring("key_" + "0" * 32)
    assert refusal.value.fields["value"] == "key_" + "0" * 32


@pytest.mark.parametrize("content", ["", "00", "z" * 64, "11" * 32])
def test_what_is_not_that_key_is_not_taken_from_the_keyring(memory: Memory, content: str) -> None:
    name = "key_" + "0" * 32
    memory.kept[SERVICE, name] = content
    with pytest.raises(RuleViolation, match="keyring-entry-malformed"):
        from_keyring(name)


def test_a_keyring_that_does_not_answer_is_unavailable(memory: Memory) -> None:
    keyring.set_keyring(Locked())
    for ask in (lambda: keep_in_keyring(new_key(ENTROPY)), lambda: from_keyring("key_x")):
        with pytest.raises(Unavailable, match="keyring-unavailable"):
            ask()
