"""Data quality: what a load filters, cleans and transforms, identity documents, rules, checks, work orders, indicators."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yiyuan.intake import loading
from yiyuan.intake.models import Batch
from yiyuan.intake.tests.conftest import citizen
from yiyuan.kernel.identifiers import uscc_check

PERSONS = [
    {"name": "编号", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "证件类型", "data_type": "C", "length": 30},
    {"name": "证件号码", "data_type": "C", "length": 30, "item_class": "citizen_id", "personal": True},
    {"name": "登记日期", "data_type": "D"},
]
BODIES = [
    {"name": "编号", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "证照类型", "data_type": "C", "length": 30},
    {"name": "证照号码", "data_type": "C", "length": 30, "item_class": "uscc"},
]
USCC = "91340200MA2TQ0000" + uscc_check("91340200MA2TQ0000")


@pytest.fixture(autouse=True)
def originals(settings, tmp_path):
    settings.ORIGINALS = tmp_path / "originals"


@pytest.fixture
def hand_in(as_):
    """Hand a CSV in by the page, let it be loaded, and read the page of its batch."""

    def run(resource, text, *, place=""):
        client = as_("civil_affairs", place=place)
        file = SimpleUploadedFile("a.csv", text.encode())
        answer = client.post(f"/intake/hand-in/{resource.id}/", {"file": file, "confirm": "at_once"})
        assert answer.status_code == 303, answer.content.decode()
        batch = Batch.objects.latest("id")
        loading.load_batch(batch.id)
        batch.refresh_from_db()
        return batch, client.get(batch.get_absolute_url()).content.decode()

    return run


@pytest.mark.requirement("wuhu-2020-data/11.4")
def test_another_document_is_named_in_the_row_and_a_wrong_number_is_marked(cast, hand_in):
    resource = cast.resource("civil_affairs", items=PERSONS)
    wrong = citizen(1)[:-1] + ("0" if citizen(1)[-1] != "0" else "1")
    rows = [
        "1,居民身份证," + citizen(2),
        "2,护照,E12345678",
        "3,,E12345678",
        "4,居民身份证," + wrong,
        "5,军官证,南字第0123号",
    ]
    batch, page = hand_in(
        resource, "编号,证件类型,证件号码,登记日期\n" + "".join(f"{row},2026-01-02\n" for row in rows)
    )
    assert (batch.kept_rows, batch.refused_rows, batch.marked_rows) == (5, 0, 2)
    assert batch.mark_counts[0].first_row == 4  # the passport that names no document
    assert "身份证号码校验位不符" in page


@pytest.mark.requirement("wuhu-2020-data/11.5")
def test_another_registration_is_named_in_the_row_and_a_wrong_code_is_marked(cast, hand_in):
    resource = cast.resource("civil_affairs", items=BODIES)
    wrong = USCC[:-1] + ("0" if USCC[-1] != "0" else "1")
    rows = [f"1,统一社会信用代码,{USCC}", "2,组织机构代码证,G0000001-3", f"3,统一社会信用代码,{wrong}", f"4,,{wrong}"]
    batch, page = hand_in(resource, "编号,证照类型,证照号码\n" + "\n".join(rows) + "\n")
    assert (batch.kept_rows, batch.refused_rows, batch.marked_rows) == (4, 0, 2)
    assert "统一社会信用代码校验位不符" in page


@pytest.mark.requirement("jiaozuo-2020-data/12.3")
def test_a_legal_person_without_a_right_credit_code_is_refused(cast, hand_in):
    resource = cast.resource(
        "civil_affairs", items=[BODIES[0], BODIES[2] | {"name": "统一社会信用代码"}], place="jiaozuo"
    )
    wrong = USCC[:-1] + ("0" if USCC[-1] != "0" else "1")
    batch, page = hand_in(resource, f"编号,统一社会信用代码\n1,{USCC}\n2,\n3,{wrong}\n", place="jiaozuo")
    assert (batch.kept_rows, batch.refused_rows) == (1, 2)
    assert "必填项为空" in page
    assert "统一社会信用代码校验位不符" in page


@pytest.mark.requirement("jiaozuo-2020-data/13.1")
def test_a_load_filters_cleans_and_transforms_with_counts(cast, hand_in):
    resource = cast.resource("civil_affairs", items=[*PERSONS], place="jiaozuo")
    text = (
        "编号,证件类型,证件号码,登记日期\n"
        f"1,居民身份证,{citizen(1)},2026年1月2日\n"  # mended
        "2,居民身份证\n"  # no row
        f"3,居民身份证,{citizen(3)},昨天\n"  # not understood
        f"4,居民身份证,{citizen(4)},2026-01-02\n"
        f"4,居民身份证,{citizen(5)},2026-01-02\n"  # the key again
    )
    batch, page = hand_in(resource, text, place="jiaozuo")
    treated = [(one.treatment.value, one.came, one.changed, one.refused, one.left) for one in batch.treated]
    assert treated == [("filter", 5, 0, 1, 4), ("clean", 4, 1, 1, 3), ("transform", 3, 0, 1, 2)]
    assert batch.kept_rows == batch.inserted_rows == 2
    for words in ("筛选", "清洗", "加工", "进来", "改动", "未收", "出去"):
        assert words in page
