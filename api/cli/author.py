"""The key with which whoever works at this machine signs: opened when something is recorded.

`DAICHO_KEY_FILE` names a file, `DAICHO_KEY_NAME` a key in the keyring of the system. The passphrase
comes from `DAICHO_KEY_PASSPHRASE_FILE`, or is asked for; it is never an argument, because those are
seen by others on the machine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.cli.language import Lang
from api.cli.messages import say
from ledger.bootstrap import Register
from ledger.command import Command
from ledger.errors import NotFound, RuleViolation
from ledger.keys.commands import RegisterKey, RotateKey
from ledger.keys.key_files import from_keyring, read_key_file
from ledger.keys.signer import Signer
from ledger.keys.views import show
from ledger.log.authorship import Signature
from ledger.settings import Settings

_MOST_CHARACTERS = 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a private key lies: in a file, or under its name in the keyring."""

    file: Path | None = None
    name: str | None = None

    def must_be_one(self) -> None:
        """Refuse two places, or none.

        Raises:
            RuleViolation: `key-where`.
        """
        if (self.file is None) == (self.name is None):
            raise RuleViolation(
                "key-where", field="key", value=[str(self.file), self.name],
                expected="a file or a key in the keyring",
            )  # fmt: skip


def passphrase(settings: Settings, lang: Lang, *, new: bool = False) -> str:
    """Return the passphrase of a key file: from its own file, or as somebody types it.

    Args:
        settings: Name the file.
        lang: In which language to ask.
        new: Asked for twice.

    Raises:
        RuleViolation: The file is empty.
        OSError: The file cannot be read.
    """
    if settings.key_passphrase_file is not None:
        with settings.key_passphrase_file.open(encoding="utf-8") as file:
            text = file.readline(_MOST_CHARACTERS).rstrip("\r\n")
        if not text:
            raise RuleViolation(
                "passphrase-file-empty", field="DAICHO_KEY_PASSPHRASE_FILE",
                value=str(settings.key_passphrase_file), expected="a passphrase on the first line",
            )  # fmt: skip
        return text
    typed: str = typer.prompt(
        say("passphrase", lang),
        hide_input=True,
        err=True,
        confirmation_prompt=say("passphrase-again", lang) if new else False,
    )
    return typed


def opened(place: Place, settings: Settings, lang: Lang) -> Ed25519PrivateKey:
    """Open a private key."""
    place.must_be_one()
    if place.name is not None:
        return from_keyring(place.name)
    return read_key_file(place.file or Path(), passphrase(settings, lang))


class Author:
    """Signs every command that this process records, with one key for its party.

    Args:
        register: Knows whose key it is, and draws nonces.
        unlock: Opens the private key; called once, with the first command.
    """

    def __init__(self, register: Register, unlock: Callable[[], Ed25519PrivateKey]) -> None:
        self._register = register
        self._unlock = unlock
        self._key: Ed25519PrivateKey | None = None

    def __call__(self, command: Command) -> Sequence[Signature]:
        """Return the signature over a command.

        Raises:
            NotFound: The key is not on the register.
        """
        self._key = self._key or self._unlock()
        return [signed(self._register, self._key, command, self._party(self._key, command))]

    def _party(self, key: Ed25519PrivateKey, command: Command) -> str:
        public = key.public_key().public_bytes_raw().hex()
        if isinstance(command, RegisterKey | RotateKey) and command.public_key == public:
            return command.party
        name = Signer(key, "", self._register.entropy).key
        with self._register.ledger.reading() as conn:
            known = show(conn, name)
        if known is None:
            raise NotFound(
                "key-not-found",
                "the key that this machine signs with is not on the register",
                field="key",
                value=name,
                expected="`daicho keys register` first",
            )
        return str(known["party"])


def signed(register: Register, key: Ed25519PrivateKey, command: Command, party: str) -> Signature:
    """Sign a command for a party."""
    signer = Signer(key, party, register.entropy)
    return signer.sign(register.origin, command.TYPE, command.body())


def author_of(register: Register, settings: Settings, lang: Lang) -> Author | None:
    """Return who signs at this machine; None where no key is named."""
    place = Place(settings.key_file, settings.key_name)
    if place == Place():
        return None
    return Author(register, lambda: opened(place, settings, lang))
