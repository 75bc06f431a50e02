"""What the audit asks of files: a folder of blobs answers it, and so does a bundle."""

from pathlib import Path
from typing import Protocol


class Files(Protocol):
    """Files by the SHA-256 of their bytes."""

    def exists(self, sha256: str) -> bool:
        """Tell whether a file is here."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return a file's bytes, its hash checked.

        Raises:
            NotFound: There is no such file.
            LogCorrupt: The bytes are not those of this hash.
        """
        ...

    def path(self, sha256: str) -> Path:
        """Return where a file is, its hash not checked.

        Raises:
            NotFound: There is no such file.
        """
        ...
