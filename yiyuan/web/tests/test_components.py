from datetime import UTC, date, datetime

import pytest
from django.template import engines

from yiyuan.kernel import clock
from yiyuan.web import components as c
from yiyuan.web.components import html
from yiyuan.web.templatetags import components as tags

LAW = c.Chip("安徽299号令 第25条", "/law/25")


@pytest.mark.parametrize("kind", ["late", "soon", "ok", "none", "run", "end", "half"])
def test_a_light_has_its_words_beside_its_shape(kind: c.LightKind) -> None:
    shown = html(c.Light(kind, "剩 3 个工作日"))
    assert "剩 3 个工作日" in shown
    assert ("y-light " + kind in shown) == (kind != "none")


def test_a_chip_links_to_its_article_and_a_default_is_marked() -> None:
    assert html(LAW) == '<a class="y-law" href="/law/25">安徽299号令 第25条</a>'
    assert html(c.Chip("平台默认 30 日", kind="default")) == '<span class="y-law default">平台默认 30 日</span>'


def test_what_people_typed_is_escaped_everywhere() -> None:
    bad = "<script>x</script>"
    parts: list[c.Content] = [
        c.Chip(bad, bad, title=bad),
        c.Light("ok", bad),
        c.Party(bad, note=bad),
        c.Link(bad, "/", bad),
        c.Noted(bad, bad),
        c.Code(bad),
        c.Step(bad, [bad], chips=[c.Chip(bad)]),
        c.Empty(bad, bad, "/"),
        c.ErrorBox(bad, bad, [c.Chip(bad)]),
        c.Secret(bad, bad),
        c.TermView("ok", bad, note=bad, on=date(2026, 10, 12)),
        [bad, bad],
        bad,
    ]
    shown = "".join(html(part) for part in parts)
    shown += tags.dl([(bad, bad)]) + tags.bar([c.BarPart(bad, 1)]) + tags.tabs([c.Tab(bad, bad)])
    assert "<script>" not in shown


def test_a_term_shows_words_date_and_weekday_and_says_when_the_date_is_provisional() -> None:
    with clock.frozen(date(2026, 10, 10)):
        assert "<time" in html(c.TermView("soon", "剩 1 个工作日", date(2026, 10, 12)))
        assert str(c.TermView("soon", "剩 1 个工作日", date(2026, 10, 12))) == "剩 1 个工作日 10-12 周一"
        assert "2027-01-04 周一（暂定）" in html(c.TermView("ok", "剩 60 个工作日", date(2027, 1, 4), provisional=True))


def test_working_days_left_read_as_words() -> None:
    assert [c.workday_words(n) for n in (3, 0, -2)] == ["剩 3 个工作日", "今天 24:00 到期", "逾期 2 个工作日"]


def test_dates_and_counts_have_one_form() -> None:
    assert c.long_day(date(2026, 10, 12)) == "2026-10-12 周一"
    assert c.long_day(datetime(2026, 10, 11, 16, 30, tzinfo=UTC)) == "2026-10-12 周一"
    assert c.moment(datetime(2026, 10, 12, 0, 41, tzinfo=UTC)) == "2026-10-12 08:41"
    assert c.number(1103486) == "1,103,486"
    source = "{% load components %}{{ d|day }} {{ n|count }} {% count n %} {{ left|workday_words }}"
    shown = engines["django"].from_string(source).render({"d": date(2026, 10, 12), "n": 1429, "left": 2})
    assert shown == "2026-10-12 周一 1,429 1,429 剩 2 个工作日"


def test_the_reader_is_called_me() -> None:
    assert html(c.Party("周敏", me=True)) == '<span class="y-party me">我</span>'
    assert str(c.Party("周敏", me=True)) == "周敏"


def test_a_count_bar_says_its_numbers_and_draws_no_empty_part() -> None:
    shown = tags.bar([c.BarPart("收下", 47903, "a"), c.BarPart("重复", 0, "b"), c.BarPart("未收", 313, "r")])
    assert 'aria-label="收下 47,903，重复 0，未收 313"' in shown
    assert 'class="b' not in shown.split("<ul")[0]
    assert "未收 313（0.65%）" in shown
    assert "style=" not in shown


def test_a_sum_that_does_not_add_up_is_never_shown() -> None:
    assert "48,216" in tags.sums("读到", 48216, [c.BarPart("收下", 47903), c.BarPart("未收", 313, "r")])
    with pytest.raises(AssertionError):
        tags.sums("读到", 48216, [c.BarPart("收下", 47903)])


def test_the_strip_names_start_counted_days_holidays_today_and_due() -> None:
    shown = tags.strip(
        [
            c.StripDay(date(2026, 9, 30), is_start=True),
            c.StripDay(date(2026, 10, 1), is_workday=False, name="国庆"),
            c.StripDay(date(2026, 10, 2), is_workday=False),
            c.StripDay(date(2026, 10, 10), 1, mark="班", is_today=True),
            c.StripDay(date(2026, 10, 12), 2, is_due=True),
        ]
    )
    for words in ("9/30", "收到", "10/1", "国庆", "休", "六 班", "第 1 天", "今天", "第 2 天", "到期"):
        assert words in shown
    assert 'class="d1 due"' in shown


def test_a_long_strip_is_drawn_as_weeks() -> None:
    days = [c.StripDay(date(2026, 9, d)) for d in range(1, 29)]
    assert 'class="y-cal weeks"' in tags.strip(days)


def test_a_line_says_its_states_without_colour() -> None:
    shown = tags.steps([c.Step("收到"), c.Step("检查", state="now"), c.Step("入池", state="todo")], "down", "进度")
    assert 'class="y-line down" aria-label="进度"' in shown
    assert 'aria-current="step"' in shown
    assert "（未到）" in shown


def test_a_description_list_leaves_no_half_row_open() -> None:
    assert tags.dl([("a", 1), ("b", 2), ("c", 3)]).count('class="wide"') == 1
    assert tags.dl([("a", 1), c.Fact("b", 2, wide=True)]).count('class="wide"') == 2
    assert 'class="y-dl one"' in tags.dl([("a", 1)], 1)


def test_a_refusal_is_announced_with_its_cause_and_articles() -> None:
    shown = html(c.Refusal("这个级别不能作依据", (LAW,), "只认法律。"))
    assert 'role="alert"' in shown
    assert "y-light late" in shown
    assert "只认法律。" in shown
    assert "安徽299号令 第25条" in shown


def test_a_timeline_has_positions_as_classes_and_periods_as_text() -> None:
    span = c.TimeSpan("7 个工作日", date(2021, 3, 1))
    shown = tags.timeline([c.TimeRow("省", [span])], date(2020, 3, 1), date(2022, 3, 1))
    assert 'class="now x50 w50"' in shown
    assert "7 个工作日，2021-03-01 至 今" in shown


def test_what_is_true_of_the_whole_page_is_said_once() -> None:
    chips = [c.Chip("上位法待核对", f"/law/{n}", "open") for n in range(2)]
    with c.once_a_page():
        assert "".join(chip.__html__() for chip in chips).count("上位法待核对") == 1
        assert [str(chip) for chip in chips] == ["上位法待核对"] * 2  # files say it in each row
    with c.once_a_page():
        assert "上位法待核对" in chips[0].__html__()


def test_an_article_that_several_keys_rest_on_stands_there_once():
    drawn = c.chips_html([LAW, c.Chip(LAW.text, "/law/keys/other"), c.Chip("平台默认", kind="default")])
    assert drawn.count("安徽299号令 第25条") == 1
    assert "平台默认" in drawn
