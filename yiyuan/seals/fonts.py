"""The font that files embed, the system's whole font for rare characters, and cutting either to what is used."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import uharfbuzz

from yiyuan.seals.errors import FileNotMade

SHIPPED = Path(__file__).parent / "data" / "YiyuanSansSC.ttf"
WHOLE = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")  # Debian's fonts-lxgw-wenkai


@dataclass(frozen=True)
class Font:
    """A TrueType font with glyf outlines: readers of OFD draw nothing of another kind."""

    family: str
    path: Path
    _known: dict[str, float | None] = field(default_factory=dict, compare=False, repr=False)
    _outlines: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _face(self) -> Any:  # uharfbuzz has no types
        return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path)))

    @cached_property
    def _font(self) -> Any:
        return uharfbuzz.Font(self._face)

    def advance(self, character: str) -> float | None:
        """Width as a part of the size; None where the font has no such character."""
        if character not in self._known:
            glyph = self._font.get_nominal_glyph(ord(character))
            width = self._font.get_glyph_h_advance(glyph) / self._face.upem if glyph else None
            self._known[character] = width
        return self._known[character]

    def outline(self, character: str) -> str:
        """Its outline as an SVG path, in parts of the size, y downwards; empty for a space or no such character."""
        if character not in self._outlines:
            glyph = self._font.get_nominal_glyph(ord(character))
            parts: list[str] = []
            if glyph:
                self._font.draw_glyph(glyph, _pen(), (parts, self._face.upem))
            self._outlines[character] = "".join(parts)
        return self._outlines[character]

    def subset(self, characters: Iterable[str]) -> bytes:
        """A font of these characters alone."""
        asked = uharfbuzz.SubsetInput()
        asked.unicode_set.update(ord(one) for one in characters)
        return bytes(uharfbuzz.subset(self._face, asked).blob.data)


@cache
def _pen() -> Any:  # uharfbuzz has no types
    """Writes an outline; what is handed over is the list of parts and the units of an em."""
    pen = uharfbuzz.DrawFuncs()

    def write(letter: str, to: tuple[list[str], int], *numbers: float) -> None:
        parts, units = to
        places = (f"{(one if at % 2 == 0 else -one) / units:.3f}" for at, one in enumerate(numbers))
        parts.append(letter + " ".join(places))

    pen.set_move_to_func(lambda x, y, to: write("M", to, x, y))
    pen.set_line_to_func(lambda x, y, to: write("L", to, x, y))
    pen.set_quadratic_to_func(lambda cx, cy, x, y, to: write("Q", to, cx, cy, x, y))
    pen.set_cubic_to_func(lambda ax, ay, bx, by, x, y, to: write("C", to, ax, ay, bx, by, x, y))
    pen.set_close_path_func(lambda to: to[0].append("Z"))
    return pen


@cache
def fonts() -> tuple[Font, ...]:
    """In the order they are tried."""
    whole = [Font("LXGW WenKai", WHOLE)] if WHOLE.exists() else []
    return (Font("Yiyuan Sans SC", SHIPPED), *whole)


def font_of(character: str) -> int:
    """The number of the first font that has it. Raises FileNotMade, naming the character."""
    for number, font in enumerate(fonts()):
        if font.advance(character) is not None:
            return number
    raise FileNotMade(
        f"字库里没有“{character}”（U+{ord(character):04X}），印出来会是空白。请核对这个字；"
        "确实要用的，请运维人员安装 fonts-lxgw-wenkai 后再制证",
        character=character,
    )
