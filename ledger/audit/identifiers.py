"""The one spelling of an identifier on record, without the libraries that check it on entry.

What is on record passed `ledger.works.identifiers` once; here it is only brought into the form in
which period closes spell it. A test holds the two against each other.
"""

import re
from typing import Final

OWN: Final = "own"
_ROOT, _WITH_CHECK, _VERSION = 16, (17, 26), 8


def public_identifier(scheme: str, value: str, holder: str | None) -> str:
    """Return `scheme:value` in the spelling of a period close.

    Args:
        scheme: As on record.
        value: As on record.
        holder: Of the work; own numbers name a work only together with him.

    Source:
        docs/LOG-FORMAT.md chapter 10; ISO 15706 for the parts of an ISAN.

    Example:
        >>> public_identifier("isan", "0000-0000-D07A-0090-Q", None)
        'isan:00000000D07A0090'
    """
    if scheme == OWN:
        return f"{OWN}:{holder}:{value.strip()}" if holder else f"{OWN}:{value.strip()}"
    return f"{scheme}:{_isan(value) if scheme == 'isan' else value.strip().upper()}"


def _isan(value: str) -> str:
    """Leave out separators and check characters."""
    compact = re.sub("[^0-9A-Z]", "", value.upper())
    start = _ROOT + (len(compact) in _WITH_CHECK)
    return compact[:_ROOT] + compact[start : start + _VERSION]
