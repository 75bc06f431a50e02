"""The text of a printed paper, for tests that look at what it says."""

from io import BytesIO

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All text, without spaces and line ends: lines break where the page ends."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())
