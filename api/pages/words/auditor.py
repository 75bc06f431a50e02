"""Texts of the auditor's pages."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {}
