"""Which language an output is in: one of two, never mixed within one output.

What the tool says follows `--lang`, then `DAICHO_LANG`, then the locale, and is English where
none of them speaks. Documents (statements) are Japanese unless a language was asked for.
"""

from collections.abc import Mapping
from typing import Final, Literal

Lang = Literal["ja", "en"]
LANGUAGES: Final[tuple[Lang, ...]] = ("ja", "en")
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order POSIX gives them


def asked_language(option: str | None, environ: Mapping[str, str]) -> Lang | None:
    """Return the language that somebody asked for by name, if anybody did.

    Raises:
        ValueError: The name is neither `ja` nor `en`.
    """
    wanted = option or environ.get("DAICHO_LANG")
    if not wanted:
        return None
    for lang in LANGUAGES:
        if wanted == lang:
            return lang
    raise ValueError(wanted)


def locale_language(environ: Mapping[str, str]) -> Lang:
    """Return the language of the locale: Japanese if it says so, else English."""
    for variable in _LOCALE_VARIABLES:
        if value := environ.get(variable):
            return "ja" if value.startswith("ja") else "en"
    return "en"
