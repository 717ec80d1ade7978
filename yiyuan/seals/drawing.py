"""A filled page as SVG, to be looked at on a screen: the same marks at the same places as in the files."""

import io
from html import escape

from PIL import Image

from yiyuan.seals.fonts import fonts
from yiyuan.seals.layout import Box, Colour, Page, Picture, Run

WHITE_FROM = 128


def svg(page: Page, *, label: str) -> str:
    """The picture with its words for those who do not see it. Photos are drawn as a head and shoulders."""
    drawn = [
        *(
            f'<path d="M{_n(one.x1)} {_n(one.y1)}L{_n(one.x2)} {_n(one.y2)}" stroke="{_colour(one.colour)}" '
            f'stroke-width="{_n(one.width)}"/>'
            for one in page.strokes
        ),
        *map(_picture, page.pictures),
        *map(_run, page.runs),
        _seal(page.seal) if page.seal else "",
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(page.width)} {_n(page.height)}" role="img" '
        f'aria-label="{escape(label)}"><rect width="{_n(page.width)}" height="{_n(page.height)}" fill="#fff"/>'
        f"{''.join(drawn)}</svg>"
    )


def _run(run: Run) -> str:
    """The glyphs of a run, as outlines of the font that files embed."""
    font, x, parts = fonts()[run.font], run.x, []
    for one in run.text:
        if path := font.outline(one):
            parts.append(f'<path transform="translate({_n(x)} {_n(run.y)}) scale({run.size:.5f})" d="{path}"/>')
        x += (font.advance(one) or 0) * run.size
    return f'<g fill="{_colour(run.colour)}">{"".join(parts)}</g>'


def _picture(one: Picture) -> str:
    box = one.box
    if one.kind == "png":
        return _modules(one)
    middle, head = box.x + box.width / 2, box.width * 0.2
    neck, foot, side = box.y + box.height * 0.58, box.y + box.height * 0.98, box.width * 0.45
    return (
        f'<g fill="#8a8f98"><rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}" '
        f'fill="#e8eaee"/><circle cx="{_n(middle)}" cy="{_n(box.y + box.height * 0.34)}" r="{_n(head)}"/>'
        f'<path d="M{_n(middle - side)} {_n(foot)}Q{_n(middle - side)} {_n(neck)} {_n(middle)} {_n(neck)}'
        f'T{_n(middle + side)} {_n(foot)}Z"/></g>'
    )


def _modules(one: Picture) -> str:
    """A QR code as its dark squares, a row at a time."""
    with Image.open(io.BytesIO(one.content)) as opened:
        picture = opened.convert("L")
    step = next((n for n in range(8, 0, -1) if picture.width % n == 0 and picture.height % n == 0), 1)
    small = picture.resize((picture.width // step, picture.height // step), Image.Resampling.NEAREST)
    size, pixels = one.box.width / small.width, small.tobytes()
    dark = (divmod(at, small.width) for at, pixel in enumerate(pixels) if pixel < WHITE_FROM)
    marks = [f"M{x} {y}h1v1h-1z" for y, x in dark]
    move = f"translate({_n(one.box.x)} {_n(one.box.y)}) scale({size:.5f})"
    return f'<path transform="{move}" d="{"".join(marks)}"/>'


def _seal(box: Box) -> str:
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, min(box.width, box.height) / 2 - 0.4
    return (
        f'<g fill="none" stroke="#c8101e" opacity=".75"><circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" '
        f'stroke-width="{_n(radius / 20)}"/><path d="M{_n(x - radius / 3)} {_n(y)}h{_n(radius / 1.5)}M{_n(x)} '
        f'{_n(y - radius / 3)}v{_n(radius / 1.5)}" stroke-width="{_n(radius / 30)}"/></g>'
    )


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _colour(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
