"""The files that the entries of a bundle cite, as the content checks ask for them."""

from hashlib import sha256 as _sha256
from pathlib import Path
from typing import Final

from ledger.audit.bundle_format import blob_path
from ledger.audit.folder import Folder
from ledger.errors import LogCorrupt, NotFound, VerificationFailed

_MOST_BYTES: Final = 4 * 2**30


class BundleFiles:
    """Files by their hash, below `blobs/` of a bundle.

    Args:
        folder: The bundle.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def exists(self, sha256: str) -> bool:
        """Tell whether a file is here."""
        return self._folder.has(blob_path(sha256))

    def get(self, sha256: str) -> bytes:
        """Return a file's bytes.

        Raises:
            NotFound: There is no such file, or none that may be read.
            LogCorrupt: The bytes are not those of this hash.
        """
        try:
            data = self._folder.read(blob_path(sha256), _MOST_BYTES)
        except VerificationFailed as error:
            raise NotFound("blob-not-found", field="sha256", value=sha256) from error
        found = _sha256(data).hexdigest()
        if found != sha256:
            raise LogCorrupt("blob-altered", sha256=sha256, found=found)
        return data

    def path(self, sha256: str) -> Path:
        """Return where a file is, its hash not checked.

        Raises:
            NotFound: There is no such file.
        """
        if not self.exists(sha256):
            raise NotFound("blob-not-found", field="sha256", value=sha256)
        return self._folder.root / blob_path(sha256)
