"""Figures of provision per provider and year, in the city that tries the draft."""

from datetime import date

import pytest

from tests.requirements.test_credit import TODAY, profiles, tried  # noqa: F401 - the draft as tried
from yiyuan.credit import rates, services
from yiyuan.credit.api import Reader, records
from yiyuan.credit.rates import Rate
from yiyuan.credit.tests.steps import OTHER, add, item, paper
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import resolve
from yiyuan.standing.services import look_up
from yiyuan.standing.types import Ground
from yiyuan.supervision.readings import read
from yiyuan.supervision.selectors.assessments import asked_measures
from yiyuan.supervision.types import Measure

YEAR = {"first": date(2018, 1, 1), "last": date(2018, 12, 31)}
WHOLE = ("CF_XDR_LB", "CF_SY", "CF_YJ", "CF_CFLB", "CF_CFJG", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM")


@pytest.mark.requirement("wuhu-2016-credit/7.5")
def test_how_timely_accurate_and_complete_a_provider_gives_is_counted_with_the_records_behind(cast, as_):
    item(cast)
    officer, bureau = cast.person("civil_affairs"), cast.officer_of_bureau()
    late = add(cast, made_on=date(2018, 9, 10))
    whole = add(cast, number="二号", values=dict.fromkeys(WHOLE, "有"))
    wrong = add(cast, number="三号", values=dict.fromkeys(WHOLE[:4], "有"))
    services.correct_record(
        wrong.id, actor=officer, matter="更正", description="更正", document_no="更一号", file=paper()
    )
    (found,) = rates.rates(bureau, **YEAR)
    assert (found.records, found.timely, found.accurate, found.complete) == (3, 2, 2, 1)
    assert (found.filled_fields, found.fields) == (12, 24)
    behind = rates.behind(officer, late.provider_id, **YEAR)
    assert {rate: [one.id for one in rates.lacking(behind, rate)] for rate in Rate} == {
        Rate.TIMELY: [late.id],
        Rate.ACCURATE: [wrong.id],
        Rate.COMPLETE: [wrong.id, late.id],
    }
    assert rates.gaps(whole) == []
    assert not rates.rates(bureau, first=date(2018, 10, 1), last=date(2018, 12, 31))
    assert not rates.rates(cast.person("education"), **YEAR)
    with pytest.raises(NotFound):
        rates.behind(cast.person("education"), late.provider_id, **YEAR)
    page = as_("civil_affairs").get("/credit/rates/?first=2018-01-01&last=2018-12-31").content.decode()
    assert "66.7%" in page
    assert "50.0%" in page
    listed = as_("civil_affairs").get(f"/credit/rates/{late.provider_id}/?lacking=timely").content.decode()
    assert "一号" in listed
    assert "二号" not in listed


@pytest.mark.requirement("wuhu-2016-credit/23.1")
def test_collection_sharing_and_use_of_each_department_feed_the_yearly_assessment(cast):
    item(cast)
    late, good = add(cast, made_on=date(2018, 9, 10)), add(cast, number="二号", subject_code=OTHER)
    reader = cast.person("education")
    records(Reader.organ(reader, "评先评优"), late.subject)
    records(Reader.organ(cast.person("civil_affairs"), "核对"), good.subject)
    look_up(actor=reader, ground=Ground.DUTY, name="示例建材有限公司", code=OTHER, purpose="评先评优")
    giver, user = (cast.organisation(one) for one in ("civil_affairs", "education"))

    def figures(organisation_id):
        asked = (Measure.CREDIT_IN_TIME, Measure.CREDIT_GIVEN, Measure.CREDIT_USED)
        return [read(one, organisation_ids=[organisation_id], **YEAR) for one in asked]

    in_time, given, used = figures(giver)
    assert (in_time.total, in_time.good) == (2, 1)
    assert [one.title for one in given.records] == [f"一号（{late.item.name}）"]
    assert not used.records
    assert [one.title for one in figures(user)[2].records] == ["评先评优"]
    assert Measure.CREDIT_IN_TIME in asked_measures("340200", on=TODAY)
    assert not resolve("credit.assessed", region="340100", on=TODAY).cite
    assert Measure.CREDIT_IN_TIME not in asked_measures("340100", on=TODAY)
