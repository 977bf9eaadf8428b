"""Pictures as inline SVG: shapes and words on a canvas, no script, nothing loaded from elsewhere.

A colour stands in an attribute, or a ``look`` names a class of the page's style sheet, which a page under a strict
Content-Security-Policy may use where it may not use styles of its own.
"""

from markupsafe import escape

INK, SOFT, LINE, BRAND, WARM = "#1c2733", "#55616e", "#ccd4dc", "#1d4e7e", "#a8481f"
# A capital or a character stands about this much above its base line, as a share of the size.
MIDDLE = 0.36
# Latin letters and figures are about this wide, a Chinese character is one.
_NARROW = 0.56


class Canvas:
    """A picture under construction. ``name`` tells its ids from those of other pictures on the page."""

    def __init__(self, name: str, width: float, height: float, title: str) -> None:
        self.name = name
        self._width, self._height, self._title = width, height, title
        self._parts: list[str] = []

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = LINE,
        width: float = 1,
        dash: str = "",
        look: str = "",
    ) -> None:
        """A straight line; ``dash`` as in SVG."""
        self._add(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash,
            class_=look,
        )  # fmt: skip

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "",
        opacity: float = 1,
        look: str = "",
    ) -> None:
        """A filled rectangle."""
        self._add("rect", x=x, y=y, width=width, height=height, fill=fill, fill_opacity=opacity, class_=look)

    def circle(
        self, x: float, y: float, radius: float, fill: str = BRAND, opacity: float = 1, look: str = ""
    ) -> None:
        """A filled circle."""
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, fill_opacity=opacity, class_=look)

    def curve(
        self, points: list[tuple[float, float]], stroke: str = BRAND, width: float = 2, look: str = ""
    ) -> None:
        """A line through ``points``."""
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._add(
            "polyline", points=drawn, fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round",
            class_=look,
        )  # fmt: skip

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
        """``text`` with its middle line at ``y``; ``anchor`` 0, 0.5 or 1: ``x`` is its start, middle or end.

        ``turned`` writes it upwards. The font is that of the page.
        """
        stands = {0: "", 0.5: ' text-anchor="middle"', 1: ' text-anchor="end"'}[anchor]
        turn = " rotate(-90)" if turned else ""
        right, down = (MIDDLE * size, 0.0) if turned else (0.0, MIDDLE * size)
        paint = (f' class="{look}"' if look else "") + (f' fill="{fill}"' if fill else "")
        self._parts.append(
            f'<text transform="translate({x + right:.1f} {y + down:.1f}){turn}" font-size="{size:g}"'
            f"{stands}{paint}>{escape(text)}</text>"
        )

    def svg(self) -> str:
        """The picture; its title is what a screen reader says."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self._width:g} {self._height:g}"'
            f' width="{self._width:g}" height="{self._height:g}" role="img" aria-label="{escape(self._title)}">'
            f"<title>{escape(self._title)}</title>{self._definitions()}{''.join(self._parts)}</svg>"
        )

    def _definitions(self) -> str:
        """What the parts refer to."""
        return ""

    def _add(self, tag: str, **attributes: float | str) -> None:
        written = " ".join(
            f'{name.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else f"{value:.4g}"}"'
            for name, value in attributes.items()
            if value != ""
        )
        self._parts.append(f"<{tag} {written}/>")


def text_width(text: str, size: float) -> float:
    """About how wide ``text`` is in the font of the page."""
    return sum(_NARROW if character.isascii() else 1 for character in text) * size
