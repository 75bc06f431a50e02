"""The typesetter: a paper goes in, a PDF/A of A4 pages comes out; same paper, same bytes.

    typeset(paper) -> bytes

Nothing outside this package decides how a page looks: the layout is a file of the package, the font
is that of a locked wheel, fonts of the operating system are ignored, and the date is the paper's.

The typesetter starts threads of its own. A process that has printed must not fork: whoever prints
many papers in several processes starts them anew (spawn), or uses threads.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from ledger.log import canonical
from ledger.papers.blocks import Paper, as_data
from ledger.papers.glyphs import FONT, check_glyphs

LAYOUT: Final = "paper.typ"
_LAYOUTS: Final = Path(__file__).parent / "templates"
_STANDARD: Final = "a-2b"
_QUIET_ZONE: Final = 2


def typeset(paper: Paper) -> bytes:
    """Print a paper as PDF/A-2b.

    Args:
        paper: In one language.

    Returns:
        The file; the same for the same paper, wherever and whenever it is made with the locked
        versions of typesetter and font.

    Raises:
        RuleViolation: `glyph-missing`: the font lacks a character; names text and character.
    """
    data: dict[str, Any] = _with_plain_spaces(as_data(paper))
    check_glyphs(data)
    data["squares"] = squares(paper.address) if paper.address else None
    return pdf_of(data)


def pdf_of(data: dict[str, Any], layout: str = LAYOUT) -> bytes:
    """Print plain JSON values with a layout of this package; glyphs are not checked here."""
    return typst.compile(
        _LAYOUTS / layout,
        root=_LAYOUTS,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"paper": canonical.encode(data).decode()},
        pdf_standards=_STANDARD,
    )


def squares(address: str) -> str:
    """Return a QR code (ISO/IEC 18004, level M) of an address as one path of an SVG."""
    matrix = segno.make(address, error="m", micro=False).matrix
    size = len(matrix) + 2 * _QUIET_ZONE
    path = "".join(
        f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    box = f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path d="{path}"/></svg>'


def _with_plain_spaces(data: Any) -> Any:
    """Return data whose line ends and tabs are those that a page has."""
    if isinstance(data, str):
        return data.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if isinstance(data, dict):
        return {name: _with_plain_spaces(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_with_plain_spaces(value) for value in data]
    return data


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)]
    )
