"""Pictures as inline SVG that need no font: every character is drawn from an outline.

A report is opened on office PCs, in containers and in print services; where no Chinese font is installed, text in a
picture turns to boxes. The pictures use some two hundred characters, whose outlines lie in ``templates/glyphs.json``
(``training/report_glyphs.py`` makes it). That is less than a font file for a page, nothing to install, and simpler than
a drawing library, which would still want the font.
"""

import functools
import json
from pathlib import Path

from markupsafe import escape

GLYPH_FILE = Path(__file__).resolve().parent / "templates" / "glyphs.json"
# Outlines are drawn in a square of this many units; y grows downwards, as in SVG.
UNITS = 200
INK, SOFT, LINE, BRAND, WARM = "#1c2733", "#55616e", "#ccd4dc", "#1d4e7e", "#a8481f"
# A capital or a character stands about this much above its base line, as a share of the size.
_MIDDLE = 0.36

Glyphs = dict[str, tuple[int, str]]


@functools.cache
def glyphs() -> Glyphs:
    """Advance width and outline of each character, in `UNITS`."""
    stored = json.loads(GLYPH_FILE.read_text(encoding="utf-8"))["glyphs"]
    return {character: (advance, outline) for character, (advance, outline) in stored.items()}


class Canvas:
    """A picture under construction. ``name`` tells its ids from those of other pictures on the page."""

    def __init__(self, name: str, width: float, height: float, title: str) -> None:
        self._name, self._width, self._height, self._title = name, width, height, title
        self._parts: list[str] = []
        self._used: dict[str, str] = {}

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line; ``dash`` as in SVG."""
        self._add(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash
        )

    def rect(self, x: float, y: float, width: float, height: float, fill: str, opacity: float = 1) -> None:
        """A filled rectangle."""
        self._add("rect", x=x, y=y, width=width, height=height, fill=fill, fill_opacity=opacity)

    def circle(self, x: float, y: float, radius: float, fill: str = BRAND, opacity: float = 1) -> None:
        """A filled circle."""
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, fill_opacity=opacity)

    def curve(self, points: list[tuple[float, float]], stroke: str = BRAND, width: float = 2) -> None:
        """A line through ``points``."""
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._add(
            "polyline", points=drawn, fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round"
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 12,
        anchor: float = 0,
        fill: str = INK,
        turned: bool = False,
    ) -> None:
        """``text`` with its middle line at ``y``; ``anchor`` 0, 0.5 or 1: ``x`` is its start, middle or end.

        ``turned`` writes it upwards. A character without an outline is left to whatever font the viewer has.
        """
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
            f'<g fill="{fill}" transform="translate({x:.1f} {y:.1f}){turn} translate(0 {_MIDDLE * size:.1f})'
            f' scale({scale:g})">{"".join(drawn)}</g>'
        )

    def svg(self) -> str:
        """The picture; its title is what a screen reader says."""
        outlines = "".join(f'<path id="{name}" d="{outline}"/>' for name, outline in self._used.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self._width:g} {self._height:g}"'
            f' width="{self._width:g}" height="{self._height:g}" role="img" aria-label="{escape(self._title)}">'
            f"<title>{escape(self._title)}</title><defs>{outlines}</defs>{''.join(self._parts)}</svg>"
        )

    def _glyph(self, character: str, outline: str) -> str:
        name = f"{self._name}-{ord(character):x}"
        self._used[name] = outline
        return name

    def _add(self, tag: str, **attributes: float | str) -> None:
        written = " ".join(
            f'{name.replace("_", "-")}="{value if isinstance(value, str) else f"{value:.4g}"}"'
            for name, value in attributes.items()
            if value != ""
        )
        self._parts.append(f"<{tag} {written}/>")


def text_width(text: str, size: float) -> float:
    """How wide ``text`` is when written in ``size``."""
    return sum(glyphs().get(character, (UNITS, ""))[0] for character in text) * size / UNITS
