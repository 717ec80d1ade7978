"""The stylesheet keeps to what Chromium 90 knows, and its text colours to 4.5 : 1."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1]
CSS = (WEB / "static/web/yiyuan.css").read_text()
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", CSS))
UNKNOWN = (
    "color-mix",
    "oklch",
    "oklab",
    ":has(",
    "@layer",
    "@container",
    "dvh",
    "subgrid",
    "@property",
    "text-wrap",
    "light-dark",
)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("word", UNKNOWN)
def test_nothing_stands_in_the_sheet_that_chromium_90_drops(word: str) -> None:
    assert word not in CSS.partition("*/")[2]


def test_the_sheet_is_well_formed_and_uses_only_tokens_that_exist() -> None:
    assert CSS.count("{") == CSS.count("}")
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))
    assert not re.search(r"url\(\"?(https?:|//|data:)", CSS)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "part-c"),
        ("ink-2", "past"),
        ("ink-3", "rest"),
        ("ink-3", "wash"),
        ("accent", "accent-wash"),
        ("accent", "wash"),
        ("late", "late-wash"),
        ("soon", "soon-wash"),
        ("ok", "wash-2"),
        ("paper", "accent"),
        ("paper", "demo"),
    ],
)
def test_text_can_be_read_on_the_darkest_ground_it_stands_on(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


def test_borders_of_fields_can_be_seen() -> None:
    assert contrast(TOKENS["edge"], TOKENS["paper"]) >= 3


@pytest.mark.parametrize("template", sorted(WEB.rglob("*.html")), ids=lambda path: path.name)
def test_templates_carry_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert " style=" not in text
    assert "onclick" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_the_vendored_script_has_its_licence() -> None:
    vendor = WEB / "static/web/vendor"
    assert "2.0.11" in (vendor / "htmx.min.js").read_text()
    assert "Zero-Clause BSD" in (vendor / "htmx.LICENSE.txt").read_text()
