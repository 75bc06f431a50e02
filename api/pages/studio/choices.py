"""Coded values to choose from, said in the reader's language."""

from collections.abc import Iterable

from api.cli.labels import coded
from contracts.figures import Language


def options(values: Iterable[str], lang: Language) -> list[tuple[str, str]]:
    """Return (value, what it is called).

    Example:
        >>> options(["tv", "film"], "ja")
        [('tv', 'テレビ'), ('film', '映画')]
    """
    return [(value, coded(value, lang)) for value in values]
