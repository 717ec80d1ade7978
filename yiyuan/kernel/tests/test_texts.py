import json

import pytest

from yiyuan.kernel.texts import BIG, Unreadable, read_json, shortened, unfit


@pytest.mark.parametrize("text", ["a\x00", "a\x0b", "a\x1f", "a\ud800", "a\ufffe"])
def test_what_no_column_file_or_page_holds_is_named_with_its_place(text):
    assert f"U+{ord(text[1]):04X}（第 2 个字符）" in unfit(text)


@pytest.mark.parametrize("text", ["", "涡阳 𠮷\t甲\r\n乙", "\x7f\u200b\U0010ffff"])
def test_other_text_may_be_written(text):
    assert unfit(text) == ""


@pytest.mark.parametrize(
    ("raw", "words", "at"),
    [
        (b"", "JSON", ()),
        (b"\xff", "JSON", ()),
        (b'{"a":NaN}', "JSON", ()),
        (b"[" * 60_000, "JSON", ()),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "JSON", ()),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "层", ("a",)),
        (b'{"\\ud800":"x"}', "U+D800", ()),
        (b'{"a":{"b":["x","\\u0000"]}}', "U+0000", ("a", "b", 1)),
        (b'{"a":1e999}', "太大", ("a",)),
        (f'{{"a":{BIG + 1}}}'.encode(), "太大", ("a",)),
        (b'{"a":' + b"9" * 5000 + b"}", "JSON", ()),
    ],
)  # fmt: skip
def test_json_that_cannot_be_kept_is_refused_by_its_place(raw, words, at):
    with pytest.raises(Unreadable) as refused:
        read_json(raw)
    assert words in refused.value.words
    assert refused.value.at == at


def test_other_json_is_read():
    said = {"a": [1, -1.5, None, True, BIG, {"b": "甲"}]}
    assert read_json(json.dumps(said).encode()) == said


def test_a_text_that_is_cut_says_so():
    assert shortened("甲乙丙", most=3) == "甲乙丙"
    assert shortened("甲乙丙丁", most=3) == "甲乙…"
