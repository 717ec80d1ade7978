"""Quality in the city: rules that hold, one to be tried; a work order that is late, one that was answered."""

from collections.abc import Mapping
from datetime import date

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import cases
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.quality import running, services
from yiyuan.quality.models import CheckRun, WorkOrder
from yiyuan.quality.types import OPEN_RUNS

CHECKED = ("cremation", "household", "deaths", "marriage_liyang", "marriage_jiaozuo")
MARK = {"severity": "mark", "dimension": "correctness"}


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """Checks at dates before today, so that scores have a history and terms stand as an officer meets them."""
    today = clock.today()
    earlier = [cases.workdays_before(today, days) for days in (56, 40, 26, 14)]
    civil, market, bureau = (staff.actor(f"wuhu.{who}") for who in ("civil.officer", "market.officer", "bureau.bureau"))
    marriage, allowance, companies = (published[key] for key in ("marriage", "allowance", "enterprises"))
    both = {**MARK, "kind": "compare", "items": ["男方证件号码", "女方证件号码"], "operator": "<>"}
    amounts = {**MARK, "kind": "range", "items": ["月保障金额"], "minimum": "50", "words": "月保障金额不少于 50 元"}
    with clock.frozen(earlier[0]):
        _hold(marriage, civil, both)
        _hold(marriage, civil, {**MARK, "kind": "past", "items": ["登记日期"]})
    for day in earlier:
        _check(marriage, day)
    with clock.frozen(earlier[-1]):
        _hold(allowance, civil, amounts)
    _check(allowance, earlier[-1])
    _hold(companies, market, {**MARK, "kind": "range", "items": ["注册资本万元"], "maximum": "900"})
    _check(companies, earlier[-1])
    for order in WorkOrder.objects.filter(resource_id=companies.id, state="open"):
        running.answer_order(order.id, actor=market, result="已按营业执照核对，改正三百余户，下月重新归集。")
    waits = {"severity": "warn", "dimension": "completeness", "kind": "required", "items": ["登记机关"]}
    services.draw_rule(marriage.id, actor=bureau, **waits)
    for key in CHECKED:
        _check(published[key], today)


def _hold(resource: ResourceInfo, actor: Actor, said: Mapping[str, object]) -> None:
    rule = services.draw_rule(resource.id, actor=actor, **said)
    services.try_rule(rule.id, actor=actor)
    services.switch_on(rule.id, actor=actor)


def _check(resource: ResourceInfo, day: date) -> None:
    """What the job would do; the check that follows a load waits already."""
    with clock.frozen(day):
        run = CheckRun.objects.filter(resource_id=resource.id, state__in=OPEN_RUNS).first() or running.begin(resource)
        CheckRun.objects.filter(id=run.id).update(asked_on=day)
        running.check_resource(run.id)
