"""Consents as people read them: the grade of evidence in one language."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.cli.language import Lang


def in_language(versions: Iterable[Mapping[str, Any]], lang: Lang) -> list[dict[str, Any]]:
    """Return versions of a contract whose consents say their grade in one language.

    Args:
        versions: Each with `consents`, graded in both languages.
        lang: The one to keep.
    """
    return [
        {**version, "consents": [_spoken(consent, lang) for consent in version["consents"]]}
        for version in versions
    ]


def _spoken(consent: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    evidence = consent["evidence"]
    said = {"grade": evidence["grade"], "basis": evidence["basis"][lang]}
    return {**consent, "evidence": said}
