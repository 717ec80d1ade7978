"""Templates of licences: designed, confirmed by the issuer in three things, held against the city's standard."""

import copy
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_licences import day, entry, filed, issue, issued, made
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.formats import selectors, services
from yiyuan.formats.forms import DesignForm
from yiyuan.formats.models import Template
from yiyuan.formats.types import Confirmed, Sheet, TemplateState
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.licences.files import content_of
from yiyuan.licences.models import Licence
from yiyuan.organisations.services import issue_token
from yiyuan.seals import contents, layouts

assert day  # the day of the story, for every test
ALL = list(Confirmed)
STANDARD = {
    "title": "芜湖市电子证照版面标准",
    "needs": [layouts.NAME, layouts.HOLDER, layouts.NUMBER, layouts.IDENTIFIER],
    "sheets": ["a4", "a4_wide"],
    "least_points": 8,
    "seal_least_mm": 40,
    "seal_most_mm": 45,
}


def started(cast, kind, sheet=Sheet.A4, **said):
    return services.start_template(kind.resource_id, actor=cast.person("bureau", "operator"), sheet=sheet, **said)


def live(cast, kind, sheet=Sheet.A4, **said):
    found = started(cast, kind, sheet, **said)
    services.move_template(found.id, "send", actor=cast.person("bureau", "operator"))
    services.confirm_template(found.id, actor=cast.person("civil_affairs", "reviewer"), confirmed=ALL)
    return services.move_template(found.id, "live", actor=cast.person("civil_affairs", "head"))


def words_of(licence):
    kept = next(file for file in licence.files.all() if file.kind == "ofd")
    return contents.of_ofd(content_of(kept))


@pytest.mark.requirement("wuhu-2016-license/10.1")
def test_a_template_goes_live_only_when_the_issuer_has_confirmed_all_three_things(cast, as_):
    filed(cast)
    kind = entry(cast)
    found = started(cast, kind)
    operator, head = cast.person("bureau", "operator"), cast.person("civil_affairs", "head")
    services.move_template(found.id, "send", actor=operator)
    with refused("formats.confirmed"):
        services.move_template(found.id, "live", actor=head)
    for number, one in enumerate(ALL):
        services.confirm_template(found.id, actor=head, confirmed=[one])
        page = as_("civil_affairs", "head").post(f"/formats/{found.id}/live/", {})
        if number < 2:
            assert "还没有确认：" in text(page, 422)
    assert page.status_code == 303
    found.refresh_from_db()
    assert found.state == TemplateState.LIVE
    assert set(found.confirmed) == {"name", "style", "fields"}
    assert found.confirmed["style"] == {"by": head.person_name, "on": "2026-09-24"}
    with pytest.raises(NotAllowed):  # the centre designs, the issuer confirms
        second = started(cast, kind)
        services.move_template(second.id, "send", actor=operator)
        services.confirm_template(second.id, actor=operator, confirmed=ALL)


@pytest.mark.requirement("wuhu-2016-license/10.1")
def test_what_was_confirmed_is_confirmed_again_after_it_was_sent_back(cast):
    kind = entry(cast)
    found = started(cast, kind)
    operator, head = cast.person("bureau", "operator"), cast.person("civil_affairs", "head")
    services.move_template(found.id, "send", actor=operator)
    services.confirm_template(found.id, actor=head, confirmed=ALL)
    with refused("formats.reason"):
        services.move_template(found.id, "back", actor=head)
    services.move_template(found.id, "back", actor=head, note="字太小")
    services.move_template(found.id, "send", actor=operator)
    with refused("formats.confirmed"):
        services.move_template(found.id, "live", actor=head)


@pytest.mark.requirement("wuhu-2020-license/6.1")
def test_a_licence_is_issued_only_on_a_template_that_follows_the_standard_in_force(cast, as_):
    filed(cast)
    kind = entry(cast)
    template = live(cast, kind)
    first = issued(cast, kind)
    assert first.files.first().layout.content == template.content
    services.publish_standard(actor=cast.person("bureau", "operator"), **{**STANDARD, "sheets": ["a4_wide"]})
    number = made(cast, kind, licence_no="芜社字0002")
    from yiyuan.licences import services as licences

    licences.move_licence(number, "audit", actor=cast.person("civil_affairs", "reviewer"))
    page = text(as_("civil_affairs", "head").post(f"/licences/{number}/moves/issue/", {}), 422)
    assert "幅面不在标准允许的幅面里" in page
    assert "芜政办〔2020〕10号（证照）" in page
    assert Licence.objects.get(id=number).state == "audited"
    live(cast, kind, Sheet.A4_WIDE)
    licences.move_licence(number, "issue", actor=cast.person("civil_affairs", "head"))
    assert Licence.objects.get(id=number).files.count() == 2
    assert Template.objects.get(id=template.id).state == TemplateState.REPLACED


@pytest.mark.requirement("wuhu-2020-license/5.3", "wuhu-2016-license/4.3")
def test_the_standard_is_versioned_and_the_one_in_force_is_applied_in_making(cast, as_):
    filed(cast)
    kind = entry(cast)
    before = Licence.objects.get(id=made(cast, kind))
    assert before.standard == "平台默认的版面要求"
    operator = cast.person("bureau", "operator")
    services.publish_standard(actor=operator, **STANDARD)
    services.publish_standard(actor=operator, **{**STANDARD, "least_points": 9})
    after = issue(cast, made(cast, kind, licence_no="芜社字0002"))
    assert after.standard == "芜湖市电子证照版面标准（第 2 版）"
    assert after.files.first().layout.standard == after.standard
    before.refresh_from_db()
    assert before.standard == "平台默认的版面要求"
    with pytest.raises(NotAllowed):
        services.publish_standard(actor=cast.person("civil_affairs"), **STANDARD)
    assert "第 2 版" in text(as_("civil_affairs").get("/formats/standards/"))


LACKING = {
    "name": (lambda boxes: [b for b in boxes if b.get("words") != "{证照名称}"], "照面上没有“证照名称”"),
    "code": (lambda boxes: [b for b in boxes if b["kind"] != "Code"], "核验二维码"),
    "seal": (lambda boxes: [b for b in boxes if b["kind"] != "SealPlace"], "须有一处印章位置"),
    "seals": (lambda boxes: [*boxes, boxes[-1]], "印章位置只能有一处"),
    "item": (lambda boxes: [b for b in boxes if b["kind"] != "Table"], "照面上没有“持证主体”、“证照编号”"),
    "small": (lambda boxes: [{**b, "size": 2} if b["kind"] == "Table" else b for b in boxes], "字号小于 5 磅"),
}


@pytest.mark.requirement("wuhu-2020-license/6.1")
@pytest.mark.parametrize("what", LACKING)
def test_a_template_that_lacks_what_the_standard_asks_is_not_sent(cast, what):
    change, words = LACKING[what]
    found = started(cast, entry(cast))
    operator = cast.person("bureau", "operator")
    page, *boxes = found.content
    services.design_template(found.id, actor=operator, name="模板", content=[page, *change(boxes)])
    with refused("formats.standard") as broken:
        services.move_template(found.id, "send", actor=operator)
    assert words in broken.value.facts["problem"]


@pytest.mark.requirement("wuhu-2020-license/5.2")
def test_the_page_of_design_keeps_what_its_form_shows_and_draws_it_live(cast, as_):
    found = started(cast, entry(cast), Sheet.CARD)
    client = as_("bureau", "operator")
    page = text(client.get(f"/formats/{found.id}/design/"))
    assert "随改随看" not in page and "印章位置" in page
    form = DesignForm(matter=found)
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    posted |= {"content": "", "which": "long"}
    before = copy.deepcopy(found.content)
    drawn = text(client.post(f"/formats/{found.id}/picture/", posted))
    assert drawn.count("<svg") == 1 and "很长的名称" in drawn
    assert client.post(f"/formats/{found.id}/design/", posted).status_code == 303
    found.refresh_from_db()
    assert layouts.read(found.content, version=1) == layouts.read(before, version=1)
    place = next(n for n, box in enumerate(found.content[1:]) if box["kind"] == "Text")
    wrong = text(client.post(f"/formats/{found.id}/picture/", {**posted, f"x_{place}": "80"}))
    assert "超出了页边" in wrong and "<svg" not in wrong
    narrow = text(client.post(f"/formats/{found.id}/picture/", {**posted, f"width_{place}": "1"}))
    assert "在模板里放不下" in narrow
    refused_page = text(client.post(f"/formats/{found.id}/design/", {**posted, f"x_{place}": "80"}), 422)
    assert "超出了页边" in refused_page


def test_the_picture_escapes_what_was_typed_and_names_a_character_without_a_glyph(cast, as_):
    found = started(cast, entry(cast), Sheet.CARD)
    page, *boxes = found.content
    boxes.append(
        {
            "kind": "Text",
            "box": {"x": 4, "y": 40, "width": 40, "height": 6},
            "words": "<script>alert(1)</script>",
            "size": 6,
            "align": "left",
            "colour": [0, 0, 0],
        }
    )
    client = as_("bureau", "operator")
    client.get(f"/formats/{found.id}/design/")

    def drawn():
        sent = {"name": "模板", "content": json.dumps([page, *boxes])}
        return client.post(f"/formats/{found.id}/picture/", sent).content.decode()

    assert "<svg" in drawn() and "<script" not in drawn()
    boxes[-1]["words"] = "\U0002a700"
    assert "字库里没有" in drawn()


@pytest.mark.parametrize("sheet", list(Sheet))
@pytest.mark.parametrize("which", ["plain", "long"])
def test_what_is_arranged_from_the_items_follows_the_standard_on_every_sheet(cast, sheet, which):
    found = started(cast, entry(cast), sheet)
    assert selectors.lacks(found) == []
    drawn = services.draw(entry_of(found), found.content, which=which)
    assert drawn.startswith("<svg") and "NaN" not in drawn


def entry_of(found):
    from yiyuan.catalog.api import licence_entry

    return licence_entry(found.resource_id)


def test_a_template_travels_as_one_file(cast, as_):
    filed(cast)
    kind = entry(cast)
    found = live(cast, kind)
    answer = as_("civil_affairs").get(f"/formats/{found.id}/file/")
    assert "attachment" in answer.headers["Content-Disposition"]
    file = SimpleUploadedFile("模板.json", answer.content)
    asked = {"name": "第二版", "sheet": "a4", "file": file}
    assert as_("civil_affairs").post(f"/formats/of/{kind.resource_id}/new/", asked).status_code == 303
    again = Template.objects.get(version=2)
    assert again.content == found.content and again.made_by_id == kind.provider_id


BAD_FILES = {
    "empty": b"",
    "not text": b"\xff\xfe\x00",
    "not json": b"hello",
    "deep": b"[" * 100_000,
    "other": b'{"format": "other"}',
    "later": b'{"format": "yiyuan-licence-template", "version": 9, "content": []}',
    "nothing": b'{"format": "yiyuan-licence-template", "version": 1, "content": []}',
    "strange": b'{"format": "yiyuan-licence-template", "version": 1, "content": [{"kind": "page", "name": "x", "width": 210, "height": 297}, {"kind": "Virus"}]}',
    "nan": b'{"format": "yiyuan-licence-template", "version": 1, "content": [{"kind": "page", "name": "x", "width": NaN, "height": 297}]}',
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_that_is_no_template_is_refused_in_words(cast, as_, what):
    kind = entry(cast)
    asked = {"name": "", "sheet": "a4", "file": SimpleUploadedFile("模板.json", BAD_FILES[what])}
    page = as_("civil_affairs").post(f"/formats/of/{kind.resource_id}/new/", asked)
    assert page.status_code == 422
    assert re.search("不是平台导出的模板文件|更新的版本|版面|幅面|不认识|是空的|空", page.content.decode())
    assert not Template.objects.exists()


def test_one_version_at_a_time_is_on_its_way_and_others_do_not_see_it(cast):
    kind = entry(cast)
    found = started(cast, kind)
    with refused("formats.draft"):
        started(cast, kind)
    with pytest.raises(NotFound):
        selectors.template_for(cast.person("education"), found.id)
    with pytest.raises(NotAllowed):
        services.start_template(kind.resource_id, actor=cast.person("education"))
    operator = cast.person("bureau", "operator")
    services.move_template(found.id, "drop", actor=operator)
    with pytest.raises(MoveRefused):
        services.move_template(found.id, "send", actor=operator)
    started(cast, kind)


def test_a_program_designs_by_the_same_rules(cast, client):
    kind = entry(cast)
    token = issue_token(actor=cast.person("civil_affairs"), name="脚本", functions=(Function.DATA_OFFICER,), days=1)
    say = {"headers": {"Authorization": f"Bearer {token}"}, "content_type": "application/json"}
    made_ = client.post(f"/api/v1/formats/entries/{kind.resource_id}/templates", {"sheet": "card"}, **say)
    assert made_.status_code == 201, made_.content
    found = made_.json()
    assert found["state"] == "draft" and found["lacks"] == []
    page, *boxes = found["content"]
    sent = {"name": "卡片", "content": json.dumps([page, *boxes[1:]])}
    assert client.post(f"/api/v1/formats/{found['id']}/design", sent, **say).status_code == 200
    answer = client.post(f"/api/v1/formats/{found['id']}/design", {**sent, "content": "{}"}, **say)
    assert answer.status_code == 422 and answer.json()["rule"] == "formats.layout"
