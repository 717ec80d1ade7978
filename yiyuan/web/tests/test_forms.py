"""What a form says to a clerk."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as BodyRefused

from yiyuan.web.bodies import body_of
from yiyuan.web.forms import DateField, Form


class Said(Form):
    name = forms.CharField(label="名称", max_length=3)
    days = forms.IntegerField(label="天数", max_value=9)
    kind = forms.ChoiceField(label="类别", choices=[("1", "一")])
    mail = forms.CharField(label="信箱", max_length=3, error_messages={"max_length": "信箱太长"})


def test_what_does_not_fit_is_said_in_plain_words_and_a_form_may_have_its_own():
    errors = Said({"name": "四个字吗", "days": "九", "kind": "9", "mail": "a@b.cn"}).errors
    assert errors["name"] == ["最多 3 个字，现在有 4 个"]
    assert errors["days"] == ["请填写整数"]
    assert errors["kind"] == ["请从列出的选项中选择"]
    assert errors["mail"] == ["信箱太长"]
    assert Said({"name": "名", "days": "12", "kind": "1", "mail": "a"}).errors == {"days": ["不能大于 9"]}


def test_a_date_that_could_be_several_is_asked_for_again():
    assert DateField().clean("2026年10月2日") == date(2026, 10, 2)
    with pytest.raises(ValidationError, match="这不是有效的日期"):
        DateField().clean("202611")


class Lines(forms.CharField):
    """A text field that makes a list of what was typed."""

    def to_python(self, value: str) -> list[str]:
        return value.split("；")


class Bounded(Form):
    text = forms.CharField(label="内容")
    number = forms.IntegerField(label="数")
    day = DateField(label="日期")
    lines = Lines(label="清单")


def test_a_form_bounds_what_its_fields_leave_open():
    good = {"text": "甲", "number": "1", "day": "2026-10-02", "lines": "甲；乙"}
    assert Bounded(good).errors == {}
    wrong = {"text": "长" * 20_001, "number": str(2**31), "day": "5450-04-17", "lines": "甲；a\x0bb"}
    errors = Bounded(wrong).errors
    assert errors["text"] == ["最多 20000 个字，现在有 20001 个"]
    assert errors["number"] == ["不能大于 2147483647"]
    assert errors["day"] == ["日期不能晚于 2199-12-31"]
    assert errors["lines"] == ["含不能保存的控制字符 U+000B（第 2 个字符），请删去后再提交"]
    assert "number" in Bounded(good | {"number": "-1"}).errors


def test_a_number_out_of_a_few_is_one_of_them_for_machines_too():
    class Levels(Form):
        level = forms.TypedChoiceField(coerce=int, choices=[("2", "二级"), ("3", "三级")])

    body = body_of(Levels)
    assert body(level=3).level == 3
    for wrong in (4, 2**31, "二级"):
        with pytest.raises(BodyRefused):
            body(level=wrong)
