"""Pictures of files: QR codes, photos that are checked, and a round seal for demonstration."""

import io
import math
import warnings
from functools import lru_cache

import segno
from PIL import Image, ImageDraw, ImageFont

from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.fonts import SHIPPED, font_of

MASK = 3  # trying all eight takes most of the time a file takes
MOST_PIXELS, MOST_BYTES = 12_000_000, 5 * 1024 * 1024
KINDS = {"PNG": "png", "JPEG": "jpeg"}
RED = (200, 16, 30)


def code(text: str) -> bytes:
    """A QR code as PNG, with its quiet zone."""
    content = io.BytesIO()
    segno.make(text, error="m", mask=MASK, micro=False).save(content, kind="png", scale=4, border=2)
    return content.getvalue()


def checked(content: bytes) -> tuple[bytes, str]:
    """A picture that can be drawn, and its kind. Raises FileNotMade."""
    if len(content) > MOST_BYTES:
        raise FileNotMade("图片超过 5 MB，请缩小后再传")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that unfolds into a bomb
            found = Image.open(io.BytesIO(content), formats=list(KINDS))
            if found.width * found.height > MOST_PIXELS:
                raise FileNotMade("图片的像素太多，请缩小后再传")
            found.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise FileNotMade("图片读不了，请用 PNG 或 JPEG") from error
    return content, KINDS[str(found.format)]


@lru_cache(maxsize=256)
def round_seal(name: str, note: str, *, pixels: int = 480) -> bytes:
    """A red ring with a star, the name along its upper arc, a note below; PNG with a clear ground.

    Raises FileNotMade for a character without a glyph.
    """
    for one in name + note:
        font_of(one)
    big = pixels * 2
    picture = Image.new("RGBA", (big, big), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    middle, ring = big / 2, big / 45
    draw.ellipse((ring, ring, big - ring, big - ring), outline=RED, width=int(ring))
    points = [
        (middle + r * math.sin(math.pi * n / 5), middle - r * math.cos(math.pi * n / 5))
        for n in range(10)
        for r in [big * (0.15 if n % 2 == 0 else 0.0573)]
    ]
    draw.polygon(points, fill=RED)
    size = int(big * min(0.115, 2.6 / max(len(name), 1)))
    font = ImageFont.truetype(str(SHIPPED), size)
    spread = math.radians(min(270, 24 * len(name)))
    for number, one in enumerate(name):
        turn = -spread / 2 + spread * (number + 0.5) / len(name)
        glyph = Image.new("RGBA", (size * 2, size * 2), (255, 255, 255, 0))
        ImageDraw.Draw(glyph).text((size, size), one, font=font, fill=RED, anchor="mm", stroke_width=1)
        glyph = glyph.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC)
        radius = big * 0.385
        at = (middle + radius * math.sin(turn) - size, middle - radius * math.cos(turn) - size)
        picture.alpha_composite(glyph, (max(0, int(at[0])), max(0, int(at[1]))))
    small = ImageFont.truetype(str(SHIPPED), int(big * 0.06))
    draw.text((middle, big * 0.75), note, font=small, fill=RED, anchor="mm")
    content = io.BytesIO()
    picture.resize((pixels, pixels), Image.Resampling.LANCZOS).quantize(32).save(content, "PNG")
    return content.getvalue()
