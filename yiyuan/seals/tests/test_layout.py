"""Layouts: what fits where, what is refused and in which words."""

import pytest
from PIL import Image

from tests.support.refusals import refused
from yiyuan.seals import fonts, layout, pictures
from yiyuan.seals.layout import Box, Code, Layout, Photo, Table, Text
from yiyuan.seals.tests.conftest import LICENCE, VALUES, photo


def filled(*elements, values=(), **given):
    return layout.fill(Layout("卡", 1, 85.6, 54, elements), dict(values), given)


def problem(broken):
    return broken.value.facts["problem"]


def test_a_character_without_a_glyph_fails_the_file_and_is_named():
    with refused("seals.layout") as broken:
        filled(Text(Box(5, 5, 70, 10), "{姓名}"), values={"姓名": "张\U00031350三"})
    assert "“\U00031350”（U+31350）" in problem(broken)
    assert broken.value.facts["character"] == "\U00031350"


def test_rare_characters_of_names_are_in_the_font_that_is_shipped():
    assert {fonts.font_of(one) for one in "𬭁㛃䶮𫍽喆珺镕堃昇"} == {0}
    assert fonts.SHIPPED.stat().st_size < 8 * 1024 * 1024


def test_what_only_the_whole_font_of_the_system_has_is_drawn_with_it(monkeypatch):
    class Lacking(fonts.Font):
        def advance(self, character):
            return None if character == "龘" else super().advance(character)

    shipped = Lacking("shipped", fonts.SHIPPED)
    whole = fonts.Font("whole", fonts.SHIPPED)
    for module in (fonts, layout):
        monkeypatch.setattr(module, "fonts", lambda: (shipped, whole))
    page = filled(Text(Box(5, 5, 70, 10), "张龘三"))
    assert [(run.text, run.font) for run in page.runs] == [("张", 0), ("龘", 1), ("三", 0)]
    first, second, third = page.runs
    assert second.x == pytest.approx(first.x + first.size, abs=1e-3)
    assert third.x == pytest.approx(second.x + second.size, abs=1e-3)


def test_a_long_text_breaks_and_shrinks_to_its_box_and_is_refused_when_it_cannot():
    box = Box(5, 5, 60, 20)
    page = filled(Text(box, "字" * 60, 14))
    assert len(page.runs) > 1
    assert "".join(run.text for run in page.runs) == "字" * 60
    assert page.runs[0].size < 14 * layout.POINT
    for run in page.runs:
        assert box.x <= run.x
        assert run.x + len(run.text) * run.size <= box.x + box.width + 1e-3
        assert box.y <= run.y - 0.88 * run.size
        assert run.y <= box.y + box.height
    with refused("seals.layout") as broken:
        filled(Text(box, "字" * 600, 14))
    assert "放不下" in problem(broken)


def test_no_line_begins_with_a_closing_mark_and_words_stay_whole():
    page = filled(Text(Box(0, 0, 10 * 12 * layout.POINT, 54), "一二三四五六七八九十，abc 12345678 二〇二六", 12))
    lines = [run.text for run in page.runs]
    assert len(lines) > 2
    assert all(line[0] not in layout.NOT_FIRST for line in lines)
    assert any("12345678" in line for line in lines)


def test_a_table_gives_each_row_the_height_its_words_need():
    page = filled(Table(Box(5, 5, 75, 40), [("名称", "短"), ("范围", "{范围}")], 20, 9), values={"范围": "很长的" * 20})
    assert min(stroke.y1 for stroke in page.strokes) == 5
    assert max(stroke.y2 for stroke in page.strokes) == 45
    with refused("seals.layout"):
        filled(Table(Box(5, 5, 75, 10), [("范围", "{范围}")], 20, 9), values={"范围": "很长的" * 200})


def test_a_value_or_picture_the_template_asks_for_and_nobody_gives_is_named():
    for element, word in ((Text(Box(0, 0, 50, 9), "{法人}"), "法人"), (Photo(Box(0, 0, 9, 9), "照片"), "照片")):
        with refused("seals.layout") as broken:
            filled(element)
        assert word in problem(broken)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, photo()[:-200]])
def test_a_photo_that_cannot_be_read_is_refused_in_words(content):
    with refused("seals.layout") as broken:
        filled(Photo(Box(0, 0, 9, 9), "照片"), 照片=content)
    assert "图片" in problem(broken)


def test_a_picture_that_unfolds_into_a_bomb_is_refused(tmp_path):
    Image.new("1", (9000, 9000)).save(tmp_path / "bomb.png")
    with refused("seals.layout") as broken:
        pictures.checked((tmp_path / "bomb.png").read_bytes())
    assert "像素" in problem(broken)


def test_a_page_holds_what_its_layout_says_in_order():
    page = layout.fill(LICENCE, VALUES, {"照片": photo("PNG")})
    assert [one.kind for one in page.pictures] == ["png", "png"]
    assert page.seal == Box(205, 140, 42, 42)
    assert page.runs[0].text == "社会组织登记证书"
    assert len(filled(Code(Box(0, 0, 20, 20), "x")).pictures) == 1
