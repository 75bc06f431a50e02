"""Separators in typed numbers: taken away where they group by threes, left where they mean more.

Whoever types "1,5" means one and a half, and whoever types "10,50" meant something else than 1050.
What is left in the text is no number, and whoever reads it refuses it.
"""

import re
import unicodedata
from typing import Final

_GROUPED: Final = re.compile(r"(?<![\d.,])[1-9]\d{0,2}([, ])\d{3}(?:\1\d{3})*(?![\d,])", re.ASCII)
_BLANKS: Final = re.compile(r"(?<!\d)\s+|\s+(?!\d)", re.ASCII)


def plain(text: str) -> str:
    """Return what was typed on any keyboard in usual letters, without blanks around its parts.

    Example:
        >>> plain(" １２.５ ％")
        '12.5%'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def ungrouped(text: str) -> str:
    """Return a typed number without the separators that group its digits by threes.

    Example:
        >>> ungrouped("１,２３４,５６７円"), ungrouped("10,5"), ungrouped("1,2345")
        ('1234567円', '10,5', '1,2345')
    """
    return _GROUPED.sub(lambda found: found[0].replace(found[1], ""), plain(text))
