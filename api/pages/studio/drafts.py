"""A report's file between looking at it and recording it: sealed, for one session, for a day.

Nothing is on record before somebody says so, but nobody wants to choose the file again at each
step either. The rules kept here, in order:

1. A draft is a file in the home, sealed under a key that only the session's forms carry: no table
   has it, so a copy of the home opens no draft, and neither does anybody else's session.
2. It ends with the session, and is removed a day after it was made. It stays until then although
   the report is on record: whoever sends the form a second time gets to the same report.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.pages.desk import Desk
from api.pages.forms import Upload
from ledger.errors import NotFound
from ledger.log import canonical

_FOLDER: Final = "drafts"
_NAME: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NONCE_BYTES: Final = 12
_DAY_SECONDS: Final = 86_400


def keep(desk: Desk, upload: Upload) -> str:
    """Keep a file for the next steps and return its name; the same file has the same name."""
    folder = desk.register.home / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _forget_old(folder, desk.register.clock.now().timestamp())
    plain = canonical.encode({"name": upload.name}) + b"\n" + upload.data
    name = sha256(desk.csrf.encode() + plain).hexdigest()[:32]
    nonce = desk.register.entropy.bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(_key(desk)).encrypt(nonce, plain, name.encode())
    target = folder / name
    target.touch(mode=0o600)
    target.write_bytes(sealed)
    return name


def kept(desk: Desk, name: str) -> Upload:
    """Return a file that this session kept.

    Raises:
        NotFound: `draft-gone`: it was another session's, or a day is over.
    """
    if not _NAME.fullmatch(name):
        raise _gone()
    try:
        sealed = (desk.register.home / _FOLDER / name).read_bytes()
        plain = AESGCM(_key(desk)).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode()
        )
    except (FileNotFoundError, InvalidTag):
        raise _gone() from None
    head, _, data = plain.partition(b"\n")
    return Upload(canonical.decode(head)["name"], data)


def _forget_old(folder: Path, now: float) -> None:
    for path in folder.iterdir():
        if now - path.stat().st_mtime > _DAY_SECONDS:
            path.unlink(missing_ok=True)


def _key(desk: Desk) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"daicho/draft")
    return made.derive(desk.csrf.encode())


def _gone() -> NotFound:
    return NotFound(
        "draft-gone",
        "the file of this form is not kept any more: choose it again",
        field="file",
        expected="the file once more",
    )
