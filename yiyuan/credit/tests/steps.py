"""What tests of credit begin from: an item of the catalog, a record of it."""

from datetime import date
from typing import Any

from tests.support.cast import Cast
from yiyuan.credit import services
from yiyuan.credit.models import CreditItem, CreditRecord
from yiyuan.credit.types import File, Level, Section, SubjectKind
from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import citizen_check, uscc_check

COMPANY = "91340200MA2T" + "00001"
COMPANY += uscc_check(COMPANY)
OTHER = "91340200MA2T" + "00002"
OTHER += uscc_check(OTHER)
PERSON = "34020019800101001"
PERSON += citizen_check(PERSON)
SECOND = "34020019900202002"
SECOND += citizen_check(SECOND)


def paper() -> File:
    return File("决定书.pdf", b"%PDF-1.7 decision")


def item(cast: Cast, code: str = "CF-01", *, provider: str = "civil_affairs", **more: Any) -> CreditItem:
    """An item with a term of a year where `months` does not say otherwise (0: none)."""
    months = more.pop("months", 12)
    said = {
        "code": code,
        "name": f"行政处罚决定 {code}",
        "subject_kind": SubjectKind.LEGAL,
        "section": Section.SUPERVISION,
        "category": "行政处罚",
        "provider_id": cast.organisation(provider),
        "level": Level.PUBLIC,
        "validity": "决定书载明",
        "basis": "行政处罚法第四十八条",
        "agreed": "芜信办〔2017〕2号",
    }
    made = services.add_item(actor=cast.officer_of_bureau(), **(said | more))
    if months:
        services.set_term(made.id, actor=cast.officer_of_bureau(), months=months, basis="市信用办规定", least_months=3)
    return made


def said(code: str = "CF-01", number: str = "一号", **more: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "item_code": code,
        "subject_kind": SubjectKind.LEGAL,
        "subject_code": COMPANY,
        "subject_name": "示例建材有限公司",
        "matter": "未按规定公示年度报告",
        "description": "罚款一万元",
        "document_no": number,
        "document_on": today,
        "file": paper(),
        "valid_from": today,
        "long_term": True,
        "level": Level.PUBLIC,
        "made_on": today,
        "nature": "negative",
    } | more


def add(
    cast: Cast, code: str = "CF-01", number: str = "一号", *, by: str = "civil_affairs", **more: Any
) -> CreditRecord:
    return services.add_record(actor=cast.person(by), **said(code, number, **more))


def person(number: str, name: str = "张三丰", *, ended_on: date | None = None, **more: Any) -> dict[str, Any]:
    """What a record of a natural person says more."""
    about = {"subject_kind": SubjectKind.NATURAL, "subject_code": number, "subject_name": name}
    return about | {"act_ended_on": ended_on, "act_open": ended_on is None} | more
