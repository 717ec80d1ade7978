import re
from pathlib import Path

import pytest
from django.forms import formset_factory
from django.test import Client, RequestFactory
from pytest_django import Settings

from yiyuan.web.htmx import is_htmx, refused, render, see_other
from yiyuan.web.sight import in_sight
from yiyuan.web.tests.pages import Sample

PAGES = ["todo", "decide", "batch", "resources", "law", "grant", "form", "login"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_a_title_labels_and_unique_ids(client: Client, name: str) -> None:
    text = client.get(f"/{name}").content.decode()
    assert text.count("<h1") == 1
    assert '<html lang="zh-CN">' in text
    assert 'id="main"' in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
        if 'type="hidden"' in control or "aria-label=" in control:
            continue
        found = re.search(r'\bid="([^"]+)"', control)
        assert (found and found[1] in labelled) or 'name="organisation"' in control, control
    assert " style=" not in text


def test_the_shell_shows_demo_strip_person_hats_navigation_and_messages_region(client: Client) -> None:
    text = client.get("/todo").content.decode()
    for part in (
        'class="y-demo"',
        'href="#main">跳到正文',
        'aria-current="page"><span>工作台</span> <i class="due">8</i>',
        "切换身份",
        'action="/logout" method="post"',
        'href="#nav">菜单',
        '<div id="messages" role="status">',
        "csrfmiddlewaretoken",
    ):
        assert part in text


def test_htmx_swaps_refused_forms_and_evaluates_nothing(client: Client) -> None:
    text = client.get("/todo").content.decode()
    assert '{"code":"422","swap":true}' in text
    assert '"allowEval":false' in text
    assert '"includeIndicatorStyles":false' in text


def test_a_refused_field_names_help_and_error_to_screen_readers(client: Client) -> None:
    text = client.get("/decide").content.decode()
    control = re.search(r'<input[^>]*name="basis"[^>]*>', text)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="id_basis_error"' in control[0]
    assert 'id="id_basis_error"' in text
    assert "这个级别不能作依据" in text
    assert text.count("这个级别不能作依据") == 2  # at the top, beside the field
    assert 'aria-describedby="id_reason_help"' in text


def test_an_incomplete_form_comes_back_422_with_what_was_typed_and_each_cause(client: Client) -> None:
    answer = client.post("/form", {"name": "殡葬服务单位信息", "on": "2026-13-40", "kind": "x"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="殡葬服务单位信息"' in text
    for words in ("有 3 处要改", "请写成 2026-10-12 的样子", "请勾选“已核对，不含涉密内容”", 'href="#id_on"'):
        assert words in text


def test_one_thing_refused_stands_at_the_top_too_focused_and_in_the_title(client: Client) -> None:
    filled = {"name": "甲", "on": "2026-10-12", "agree": "on"}
    text = client.post("/form", filled).content.decode()
    assert "<title>有误 1 处：登记资源" in text
    top = text[text.index('id="refused"') : text.index("<h1")]
    assert "autofocus" in top
    assert 'href="#id_kind' in top
    assert "有误" not in client.get("/form").content.decode()


def test_what_is_refused_is_found_in_lists_of_moves_and_in_rows_of_a_form_set() -> None:
    bad = Sample({"name": ""})
    rows = formset_factory(Sample)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "甲"})
    sight = in_sight({"moves": [{"form": bad}], "rows": rows, "unasked": Sample(), "refusal": None})
    assert {spot.href for spot in sight.spots} >= {"#id_name", "#id_form-0-on"}
    assert sight.count == len(bad.errors) + len(rows.forms[0].errors)


def test_a_complete_form_is_answered_with_see_other(client: Client) -> None:
    answer = client.post("/form", {"name": "甲", "on": "2026年10月12日", "kind": "c", "agree": "on"})
    assert (answer.status_code, answer["Location"]) == (303, "/todo")
    assert see_other("/x").status_code == 303


@pytest.mark.parametrize("text", ["2026-10-12", "2026/10/12", "20261012", "2026.10.12", "2026年10月12日"])
def test_dates_are_read_as_clerks_write_them(text: str) -> None:
    assert Sample.base_fields["on"].clean(text).isoformat() == "2026-10-12"


def test_nothing_is_chosen_beforehand() -> None:
    assert "checked" not in str(Sample()["kind"])


def test_htmx_gets_the_part_and_everybody_else_the_page(settings: Settings, tmp_path: Path) -> None:
    source = "{% load partials %}<h1>页</h1>{% partialdef rows inline %}<ul>{{ n }}</ul>{% endpartialdef %}"
    (tmp_path / "sample.html").write_text(source)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    make = RequestFactory().get
    whole = render(make("/"), "sample.html", {"n": 3}, part="rows")
    part = refused(make("/", headers={"HX-Request": "true"}), "sample.html", {"n": 3}, part="rows")
    assert whole.content.decode() == "<h1>页</h1><ul>3</ul>"
    assert (part.content.decode(), part.status_code) == ("<ul>3</ul>", 422)
    assert "HX-Request" in part["Vary"]


def test_only_htmx_that_does_not_restore_history_gets_a_part() -> None:
    make = RequestFactory().get
    assert is_htmx(make("/", headers={"HX-Request": "true"}))
    assert not is_htmx(make("/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}))
    assert not is_htmx(make("/"))
