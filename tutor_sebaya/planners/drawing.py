"""Line drawings as SVG text, for plans that are printed in black and white and read aloud by a screen reader.

Millimetres on paper throughout, so that letters keep a readable size whatever the scale of the drawing. Everything goes
through ElementTree, which escapes labels; the same drawing gives the same text on every machine.
"""

from __future__ import annotations

import re
import zlib
from xml.etree import ElementTree as ET

__all__ = ["Drawing", "shortened", "written_width"]

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 doesn't allow, escaped or not."""
_WIDTH_OF_LETTER = 0.56
"""Mean width of a letter of a sans-serif font, in font sizes; a little more than most fonts need."""


def written_width(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text of this font size is (both in mm)."""
    return len(words) * size * _WIDTH_OF_LETTER * (1.2 if bold else 1)


def shortened(words: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width` mm."""
    fitting = int(width / (size * _WIDTH_OF_LETTER))
    return words if len(words) <= fitting else words[: max(fitting - 1, 0)].rstrip() + "…"


def _written(value: float | str) -> str:
    if isinstance(value, str):
        return _FORBIDDEN.sub("\ufffd", value)
    # Adding 0.0 turns -0.0, which rounding makes, into 0.0.
    return f"{round(value, 2) + 0.0:g}"


class Drawing:
    """A drawing of `width` by `height` mm. `title` names it, `description` says what there is to see."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        # Two drawings on a page need different ids.
        name = f"gambar-{zlib.crc32((title + description).encode('utf-8', 'replace')):08x}"
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_written(width)} {_written(height)}",
                "width": f"{_written(width)}mm",
                "height": f"{_written(height)}mm",
                "role": "img",
                "aria-labelledby": f"{name}-judul {name}-uraian",
                "font-family": "sans-serif",
                # A notebook in dark mode has no white paper behind the drawing.
                "style": "background:#fff;max-width:100%;height:auto",
            },
        )
        for tag, words, end in (("title", title, "judul"), ("desc", description, "uraian")):
            ET.SubElement(self.root, tag, {"id": f"{name}-{end}"}).text = _written(words)
        self.rectangle(0, 0, width, height, fill="#fff", stroke="none")

    def _add(self, tag: str, **values: float | str) -> ET.Element:
        named = {key.rstrip("_").replace("_", "-"): _written(value) for key, value in values.items()}
        return ET.SubElement(self.root, tag, named)

    def rectangle(self, x: float, y: float, width: float, height: float, **style: float | str) -> None:
        self._add("rect", x=x, y=y, width=width, height=height, **{**_LINES, **style})

    def circle(self, x: float, y: float, radius: float, **style: float | str) -> None:
        self._add("circle", cx=x, cy=y, r=radius, **{**_LINES, **style})

    def line(self, x1: float, y1: float, x2: float, y2: float, **style: float | str) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, **{**_LINES, **style})

    def path(self, description: str, **style: float | str) -> None:
        self._add("path", d=description, **{**_LINES, **style})

    def words(self, x: float, y: float, words: str, size: float, anchor: str = "middle", **style: float | str) -> None:
        """One line of text; `y` is the middle of its letters."""
        # Not every viewer knows dominant-baseline: half the height of capitals is added by hand.
        element = self._add("text", x=x, y=y + 0.36 * size, font_size=size, text_anchor=anchor, fill="#000", **style)
        element.text = _written(words)

    def svg(self) -> str:
        """The drawing as SVG text, for a page or a file."""
        return ET.tostring(self.root, encoding="unicode")


_LINES: dict[str, float | str] = {"fill": "none", "stroke": "#000", "stroke_width": 0.3}
