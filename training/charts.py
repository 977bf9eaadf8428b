"""Pictures that need no font: every character is drawn from an outline.

A report is opened on office PCs, in containers and in print services; where no Chinese font is installed, text in a
picture turns to boxes. The pictures use some two hundred characters, whose outlines lie in ``templates/glyphs.json``
(``training/report_glyphs.py`` makes it). That is less than a font file for a page, nothing to install, and simpler than
a drawing library, which would still want the font.
"""

import functools
import json
from pathlib import Path

from markupsafe import escape

from router import charts
from router.charts import BRAND, INK, LINE, SOFT, WARM

__all__ = [
    "BRAND",
    "GLYPH_FILE",
    "INK",
    "LINE",
    "SOFT",
    "UNITS",
    "WARM",
    "Canvas",
    "Glyphs",
    "glyphs",
    "text_width",
]

GLYPH_FILE = Path(__file__).resolve().parent / "templates" / "glyphs.json"
# Outlines are drawn in a square of this many units; y grows downwards, as in SVG.
UNITS = 200

Glyphs = dict[str, tuple[int, str]]


@functools.cache
def glyphs() -> Glyphs:
    """Advance width and outline of each character, in `UNITS`."""
    stored = json.loads(GLYPH_FILE.read_text(encoding="utf-8"))["glyphs"]
    return {character: (advance, outline) for character, (advance, outline) in stored.items()}


class Canvas(charts.Canvas):
    """A picture whose words are drawn."""

    def __init__(self, name: str, width: float, height: float, title: str) -> None:
        super().__init__(name, width, height, title)
        self._used: dict[str, str] = {}

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 12,
        anchor: float = 0,
        fill: str = INK,
        turned: bool = False,
        look: str = "",
    ) -> None:
        """As on any canvas, drawn; a character without an outline is left to whatever font the viewer has."""
        scale = size / UNITS
        position, drawn = -anchor * text_width(text, size) / scale, []
        for character in text:
            advance, outline = glyphs().get(character, (UNITS, ""))
            if character not in glyphs():
                drawn.append(f'<text x="{position:.0f}" font-size="{UNITS}">{escape(character)}</text>')
            elif outline:
                drawn.append(f'<use href="#{self._glyph(character, outline)}" x="{position:.0f}"/>')
            position += advance
        turn = " rotate(-90)" if turned else ""
        self._parts.append(
            f'<g fill="{fill}" transform="translate({x:.1f} {y:.1f}){turn} translate(0 {charts.MIDDLE * size:.1f})'
            f' scale({scale:g})">{"".join(drawn)}</g>'
        )

    def _definitions(self) -> str:
        outlines = "".join(f'<path id="{name}" d="{outline}"/>' for name, outline in self._used.items())
        return f"<defs>{outlines}</defs>"

    def _glyph(self, character: str, outline: str) -> str:
        name = f"{self.name}-{ord(character):x}"
        self._used[name] = outline
        return name


def text_width(text: str, size: float) -> float:
    """How wide ``text`` is when written in ``size``."""
    return sum(glyphs().get(character, (UNITS, ""))[0] for character in text) * size / UNITS
