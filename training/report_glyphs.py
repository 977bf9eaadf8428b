"""``python -m training.report_glyphs FONT``: the outlines of the characters that pictures use, from a font.

Needed only when a picture is to show a character it has not shown before; a test says so. Wants fontTools
(``pip install fonttools``) and Noto Sans CJK, whose licence (SIL OFL 1.1) lies beside the outlines.
"""

import importlib
import json
import string
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from router.duties import duty_list
from training.charts import GLYPH_FILE, UNITS, Glyphs
from training.report_charts import LABELS

_LICENCE = "SIL Open Font License, Version 1.1, see glyphs-OFL.txt"
_FACE = "Noto Sans CJK SC"


def needed_characters() -> list[str]:
    """All characters a picture may have to show: names of departments, labels, printable ASCII."""
    names = "".join(department.short for department in duty_list().departments.values())
    ascii_characters = string.ascii_letters + string.digits + string.punctuation + " "
    return sorted(set(names) | set("".join(LABELS)) | set(ascii_characters))


def outlines(font: Any, characters: Iterable[str]) -> Glyphs:
    """Advance width and SVG path of ``characters`` in a fontTools font, scaled to `UNITS`."""
    svg_pen = importlib.import_module("fontTools.pens.svgPathPen").SVGPathPen
    transform_pen = importlib.import_module("fontTools.pens.transformPen").TransformPen
    glyph_set, names = font.getGlyphSet(), font.getBestCmap()
    scale = UNITS / font["head"].unitsPerEm
    found = {}
    for character in characters:
        glyph = glyph_set[names[ord(character)]]
        pen = svg_pen(glyph_set, ntos=lambda value: str(round(value)))
        glyph.draw(transform_pen(pen, (scale, 0, 0, -scale, 0, 0)))
        found[character] = (round(glyph.width * scale), pen.getCommands())
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(arguments: Sequence[str]) -> int:
    """Write ``templates/glyphs.json`` from the font file named."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    collection = importlib.import_module("fontTools.ttLib").TTCollection(arguments[0])
    font = next(face for face in collection.fonts if face["name"].getDebugName(4).startswith(_FACE))
    found = outlines(font, needed_characters())
    source = f"{font['name'].getDebugName(4)}. {font['name'].getDebugName(0)}"
    # A line for each character, so that a change of the file can be read.
    lines = ",\n".join(f"{_json(character)}:{_json(glyph)}" for character, glyph in found.items())
    head = f'"source":{_json(source)},\n"licence":{_json(_LICENCE)},\n"units":{UNITS}'
    GLYPH_FILE.write_text(f'{{{head},\n"glyphs":{{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{len(found)} characters, {GLYPH_FILE.stat().st_size // 1024} KB in {GLYPH_FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
