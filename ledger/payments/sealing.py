"""Files with people's accounts in them: stored sealed, handed out only as the bytes they were.

Whoever copies the folder of files, or gets a bundle of evidence, gets no account from it. The hash
on record is that of the file itself, so that its owner can prove which one went to the bank.
"""

from hashlib import sha256
from typing import Final

from ledger.blobs.blobs import Blobs
from ledger.errors import LogCorrupt, NotFound
from ledger.payments.commands import SealedFile
from ledger.vault.vault import Vault

_SEALED_TYPE: Final = "application/octet-stream"
_LETTERS: Final = "latin-1"
"""Gives every byte a character of its own, and back."""


def seal_file(vault: Vault, blobs: Blobs, data: bytes, name: str, payment: str) -> SealedFile:
    """Store a file sealed; durable on return.

    Args:
        vault: Has the key.
        blobs: Receives the sealed bytes.
        data: The file.
        name: What it is saved as.
        payment: Whose file it is: as another payment's it does not open.
    """
    digest = sha256(data).hexdigest()
    sealed = vault.beside.seal(None, _bound(payment, digest), data.decode(_LETTERS))
    return SealedFile(
        name=name,
        sha256=digest,
        size_bytes=len(data),
        sealed=blobs.put(sealed, media_type=_SEALED_TYPE),
    )


def open_file(vault: Vault, blobs: Blobs, file: SealedFile, payment: str) -> bytes:
    """Return a file as it was.

    Raises:
        NotFound: `payment-file-gone`: its sealed bytes were removed.
        LogCorrupt: They were altered.
    """
    if not blobs.exists(file.sealed.sha256):
        raise NotFound("payment-file-gone", field="file", value=file.sealed.sha256)
    text = vault.beside.open(None, _bound(payment, file.sha256), blobs.get(file.sealed.sha256))
    data = (text or "").encode(_LETTERS)
    if sha256(data).hexdigest() != file.sha256:
        raise LogCorrupt("payment-file-altered", field="file", value=file.sha256)
    return data


def _bound(payment: str, digest: str) -> str:
    return f"payment-file/{payment}/{digest}"
