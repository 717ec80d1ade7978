"""Opening in the demo city: a data set on the public site, one that waits, an event, a contest, requests and
a result.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import cases
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.opening import running, services
from yiyuan.opening.models import OpenDataset, OpenRelease, PublicRequest, Reuse
from yiyuan.opening.site import views
from yiyuan.opening.types import ActivityKind, Rule

LICENCE = "芜湖市政务数据开放许可（署名）（演示）"
USES = "可以自由使用、传播和加工，注明来源；不得用于识别个人。"
STANDARDS = {
    "range": ("开放范围", "没有不得开放情形的数据都在开放范围内。"),
    "form": ("开放形式", "文件（CSV、XLSX、JSON、XML）和接口。"),
    "classes": ("分类标准规范", "按信息资源目录的类、项、目分类。"),
    "masking": ("数据脱敏标准", "准标识符相同的行不少于 5 行，敏感属性不少于 2 种。"),
    "review": ("开放审核流程", "提供部门准备，保密审查，主管部门审核。"),
}


def play(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """At dates before today."""
    today = clock.today()
    bureau = staff.actor("wuhu.bureau.bureau")
    with clock.frozen(cases.workdays_before(today, 30)):
        for kind, (title, text) in STANDARDS.items():
            services.publish_standard(actor=bureau, kind=kind, title=f"{title}（演示）", text=text)
    with clock.frozen(cases.workdays_before(today, 20)):
        items = _opened(staff, published["service_items"], "wuhu.bureau")
        _waiting(staff, published["enterprises"])
        services.publish_list(actor=bureau, title="芜湖市数据开放清单（演示）", words="同意。")
    with clock.frozen(cases.workdays_before(today, 3)):
        _around(staff, items)


def _opened(staff: Staff, resource: ResourceInfo, unit: str) -> OpenDataset:
    officer = staff.actor(f"{unit}.officer")
    found = services.register_dataset(
        actor=officer,
        resource_id=resource.id,
        rule=Rule.ALLOWED,
        rule_basis="《政府信息公开条例》（演示）",
        priorities=["livelihood", "need"],
        planned_on=clock.today(),
    )
    release = services.prepare_release(
        found.id,
        actor=officer,
        item_ids=[item.id for item in resource.items],
        licence=LICENCE,
        uses=USES,
        kept_fresh=True,
    )
    _through(staff, release, unit)
    return found


def _through(staff: Staff, release: OpenRelease, unit: str) -> None:
    officer = staff.actor(f"{unit}.officer")
    services.build(release.id, actor=officer)
    running.build_release(release.id)
    release.refresh_from_db()
    if release.findings:
        services.explain_findings(release.id, actor=officer, words="事项名称里的词，不是个人信息。")
    services.submit(release.id, actor=officer)
    services.clear_secrecy(release.id, actor=staff.actor(f"{unit}.secrecy"))
    services.publish_release(release.id, actor=staff.actor("wuhu.bureau.bureau"))


def _waiting(staff: Staff, resource: ResourceInfo) -> None:
    """Made ready, and not handed in: no text says that it may be opened, so a security review comes first."""
    officer = staff.actor("wuhu.market.officer")
    found = services.register_dataset(
        actor=officer,
        resource_id=resource.id,
        rule=Rule.UNSTATED,
        priorities=["growth"],
        planned_on=clock.today() + timedelta(days=10),
    )
    release = services.prepare_release(
        found.id, actor=officer, item_ids=[item.id for item in resource.items], licence=LICENCE, uses=USES
    )
    services.build(release.id, actor=officer)
    running.build_release(release.id)


def _around(staff: Staff, found: OpenDataset) -> None:
    centre, officer = staff.actor("wuhu.centre.operator"), staff.actor("wuhu.bureau.officer")
    today = clock.today()
    services.publish_activity(
        actor=centre,
        kind=ActivityKind.CONTEST,
        title="开放数据应用竞赛（演示）",
        words="用开放数据做方便市民办事的应用。",
        begins_on=today,
        ends_on=today + timedelta(days=60),
        dataset_ids=[found.id],
    )
    services.declare_emergency(
        actor=officer,
        kind="natural",
        title="暴雨红色预警（演示）",
        basis="防汛一级响应（演示）",
        dataset_ids=[found.id],
    )
    sent: list[tuple[str, dict[str, Any]]] = [
        (
            "request",
            {
                "kind": "correction",
                "dataset": found.id,
                "text": "第 3 行的实施部门已经改名。",
                "receipt": "DEMO00000001",
            },
        ),
        ("request", {"kind": "demand", "dataset": found.id, "text": "希望增加办理时间。", "receipt": "DEMO00000002"}),
        (
            "reuse",
            {
                "kind": "product",
                "title": "办事地图（演示）",
                "maker": "示例科技有限公司",
                "words": "按街道查办事的地方。",
                "datasets": [found.id],
                "returned": "街道\n事项数",
            },
        ),
    ]
    for kind, body in sent:
        views.send(kind, body)
    services.take_inbox()
    corrected = PublicRequest.objects.get(code="DEMO00000001")
    services.answer_request(corrected.id, actor=officer, words="已核对，下一次发布更正。谢谢。")
    services.show_reuse(Reuse.objects.get(title="办事地图（演示）").id, actor=centre)
