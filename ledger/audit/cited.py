"""What parts cite: files by their hash, and commitments to personal data by their subject.

Facts cite both in the same two shapes wherever they do, so the contents need not be understood.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_HASH: Final = re.compile(r"[0-9a-f]{64}")
PERSONAL_FIELDS: Final = ("credit_name", "kana", "name")
"""Members that hold a commitment where a `subject` stands beside them."""


def cited_files(body: object) -> Iterator[str]:
    """Yield the hash of every file that a part's body cites: objects with a member `sha256`."""
    for item in _objects(body):
        digest = item.get("sha256")
        if isinstance(digest, str) and _HASH.fullmatch(digest):
            yield digest


def cited_commitments(body: object) -> Iterator[tuple[str, str, str]]:
    """Yield (subject, field, commitment) of the personal data that a part's body stands for."""
    for item in _objects(body):
        subject = item.get("subject")
        if not isinstance(subject, str):
            continue
        for field in PERSONAL_FIELDS:
            commit = item.get(field)
            if isinstance(commit, str) and _HASH.fullmatch(commit):
                yield subject, field, commit


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)
