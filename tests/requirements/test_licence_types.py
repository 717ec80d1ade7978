"""The catalog of licence types: five kinds, three kinds of holder, law for every exception, shipped data by the import."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS
from yiyuan.formats import services, sheets
from yiyuan.formats.models import Type
from yiyuan.formats.types import Privacy, TypeField, TypeState, Validity
from yiyuan.kernel.errors import NotAllowed

FIELDS = [TypeField("姓名", "C", 60, (), Privacy.MASKED, required=True)]
SAID = {
    "name": "居住证",
    "kind": "document",
    "holders": ["person"],
    "definer": "公安部",
    "issuer": "县级公安机关",
    "validity": Validity.YEARS.value,
    "years": 1,
    "basis": "居住证暂行条例",
    "items": ["居住证申领"],
    "scenes": [],
    "standard": "GB/T 36903-2018",
    "sealed": True,
    "exempt": "",
    "collected": True,
    "not_collected": "",
}


def made(cast, **changes):
    actor = cast.person("bureau", "operator")
    return services.make_type(actor=actor, said={**SAID, **changes}, fields=FIELDS)


def problem(cast, **changes):
    with refused("formats.type") as broken:
        made(cast, **changes)
    return broken.value.facts["problem"]


@pytest.mark.requirement("wuhu-2016-license/3.1", "wuhu-2020-license/3.1", "wuhu-2020-license/3.5")
def test_a_type_is_of_one_of_five_kinds_for_one_or_several_of_three_kinds_of_holder(cast):
    for kind in LICENCE_WORDS:
        assert made(cast, kind=kind, name=kind).kind == kind
    assert len(LICENCE_WORDS) == 5 and len(HOLDER_WORDS) == 3
    assert "证件、证明、批文、鉴定报告、办事结果之一" in problem(cast, kind="passport")
    assert "持证主体须是" in problem(cast, holders=["god"])
    assert "持证主体须是" in problem(cast, holders=[])


@pytest.mark.requirement("wuhu-2020-license/12.2")
def test_a_type_exempt_from_sealing_carries_the_law_that_exempts_it(cast, as_):
    assert "须写明法律或者行政法规" in problem(cast, sealed=False, exempt=" ")
    found = made(cast, sealed=False, exempt="《中华人民共和国某法》第三条")
    page = text(as_("bureau", "operator").get(f"/formats/types/{found.id}/"))
    assert "依法不加盖" in page and "《中华人民共和国某法》第三条" in page


@pytest.mark.requirement("wuhu-2020-license/11.1")
def test_a_type_that_is_not_collected_carries_the_national_rule(cast, as_):
    assert "须写明国家的规定" in problem(cast, collected=False)
    found = made(cast, collected=False, not_collected="国家另有规定的文件")
    services.move_type(found.id, "publish", actor=cast.person("bureau", "operator"))
    page = text(as_("civil_affairs").get("/formats/types/", {"collected": "False"}))
    assert "居住证" in page
    assert "国家另有规定的文件" in text(as_("civil_affairs").get(f"/formats/types/{found.id}/"))


WRONG = {
    "validity": ({"validity": "years", "years": None}, "固定年限的写明几年"),
    "years": ({"validity": "endless", "years": 3}, "固定年限的写明几年"),
    "code": ({"code": "123"}, "21 位"),
    "check": ({"code": "113402000000000000001"}, "统一社会信用代码"),
    "basis": ({"basis": ""}, "没有依据"),
    "issuer": ({"issuer": " "}, "没有颁发机构"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_type_must_say_is_said_in_words(cast, what):
    changes, words = WRONG[what]
    assert words in problem(cast, **changes)


def test_the_shipped_types_come_by_the_import_once_and_stay_as_they_were_changed(cast, as_):
    actor = cast.person("bureau", "operator")
    asked = {"source": "shipped"}
    answer = as_("bureau", "operator").post("/formats/types/import/", asked, follow=True)
    found = Type.objects.filter(state=TypeState.LIVE)
    assert found.count() >= 30
    assert f"新增 {found.count()} 种" in answer.content.decode()
    assert all(one.fields and one.basis and one.holders for one in found)
    assert len({one.code for one in found}) == found.count()
    assert any(field["privacy"] == "masked" for field in found.get(name="居民身份证").fields)
    assert services.import_shipped(actor=actor) == {"new": 0, "changed": 0, "same": found.count()}
    one = found.get(name="取水许可证")
    again = services.revise_type(one.id, actor=actor)
    services.edit_type(again.id, actor=actor, said={**SAID, "name": "取水许可证"}, fields=FIELDS)
    services.move_type(again.id, "publish", actor=actor)
    one.refresh_from_db()
    assert (one.state, again.version) == (TypeState.REPLACED, 2)
    exported = as_("civil_affairs").get("/formats/types/sheet/").content
    counts = services.import_types(actor=actor, content=exported, file_name="types.csv")
    assert counts == {"new": 0, "changed": 0, "same": found.count()}


def rows(*lines):
    content = io.StringIO()
    table = csv.DictWriter(content, sheets.HEADINGS)
    table.writeheader()
    table.writerows(lines)
    return content.getvalue().encode()


LINE = {
    "证照名称": "居住证",
    "种类": "证件",
    "持证主体": "自然人",
    "定义机构": "公安部",
    "颁发机构": "公安机关",
    "有效期": "固定年限",
    "年限": "1",
    "依据": "居住证暂行条例",
    "标准版本": "GB/T 36903-2018",
    "字段": "姓名",
    "数据类型": "C",
    "长度": "60",
}
DIRTY = {
    "kind": (rows({**LINE, "种类": "护照"}), "第 2 行“居住证”：种类须是"),
    "years": (rows({**LINE, "年限": "一"}), "年限须是整数"),
    "letters": (rows({**LINE, "数据类型": "X"}), "数据类型不在代码表里"),
    "twice": (rows(LINE, LINE), "第 3 行“居住证”：证照名称在这张表里重复"),
    "yes": (rows({**LINE, "归集入库": "也许"}), "“归集入库”须填是或否"),
    "no type": (rows({"字段": "姓名", "数据类型": "C"}), "第一行没有证照名称"),
    "empty": (rows(), "没有"),
    "not a sheet": (b"\x00\x01\x02", ""),
}


@pytest.mark.parametrize("what", DIRTY)
def test_a_sheet_with_a_wrong_type_is_refused_whole_with_row_and_reason(cast, as_, what):
    content, words = DIRTY[what]
    asked = {"source": "file", "file": SimpleUploadedFile("types.csv", content)}
    page = as_("bureau", "operator").post("/formats/types/import/", asked)
    assert page.status_code == 422
    assert words in text(page, 422)
    assert not Type.objects.exists()


def test_only_the_centre_writes_the_catalog_and_the_department_reads_what_is_in_use(cast, as_):
    found = made(cast)
    with pytest.raises(NotAllowed):
        services.make_type(actor=cast.person("civil_affairs"), said=SAID, fields=FIELDS)
    assert as_("civil_affairs").get("/formats/types/import/").status_code == 403
    assert as_("civil_affairs").get(f"/formats/types/{found.id}/").status_code == 404
    services.move_type(found.id, "publish", actor=cast.person("bureau", "operator"))
    assert as_("civil_affairs").get(f"/formats/types/{found.id}/").status_code == 200


def test_a_type_is_written_and_read_again_by_its_form(cast, as_):
    found = made(cast)
    client = as_("bureau", "operator")
    form = client.get(f"/formats/types/{found.id}/edit/").context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert posted["fields_text"] == "姓名，C60，脱敏，必填"
    posted["fields_text"] += "\n性别，C2，公开，选填，男；女"
    assert client.post(f"/formats/types/{found.id}/edit/", posted).status_code == 303
    found.refresh_from_db()
    assert found.fields[1] == {
        "name": "性别",
        "data_type": "C",
        "length": 2,
        "codes": ["男", "女"],
        "privacy": "open",
        "required": False,
    }
    for line in ("性别", "性别，C两", "性别，C2，也许", ""):
        assert client.post(f"/formats/types/{found.id}/edit/", {**posted, "fields_text": line}).status_code == 422
