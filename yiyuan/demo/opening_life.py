"""Opening in the demo city: data sets on the public site, one by application, one that waits, one late, one withdrawn;
an event, a contest, requests and a result.
"""

import csv
import random
from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.db import connection

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.demo import cases, catalog, rows
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.opening import running, services
from yiyuan.opening.models import OpenDataset, OpenRelease, PublicRequest, Reuse
from yiyuan.opening.services import schedule
from yiyuan.opening.site import views
from yiyuan.opening.types import ActivityKind, ConditionKind, Rule

KINDS = ("download", "download", "call")
NAMED = {"parking": "停车场", "shelters": "避难场所", "schools": "学校", "homes": "养老院"}
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
        made = {entry["key"]: (entry["provider"], _loaded(staff, entry)) for entry in catalog.described("open.yaml")}
    with clock.frozen(cases.workdays_before(today, 20)):
        items = _opened(staff, published["service_items"], "wuhu.bureau")
        _opened(staff, published["townships"], "wuhu.bureau")
        sets = {key: _opened(staff, made[key][1], made[key][0]) for key in ("parking", "shelters", "schools", "food")}
        visits = _by_application(staff, made["visits_open"][1])
        _waiting(staff, published["enterprises"])
        _late(staff, made["homes"][1])
        services.publish_list(actor=bureau, title="芜湖市数据开放清单（演示）", words="同意。")
    with clock.frozen(cases.workdays_before(today, 8)):
        release = OpenRelease.objects.get(dataset=sets["food"])
        why = "9 月的抽检结论有 3 条与检验报告不符，更正后重新发布。（演示）"
        services.withdraw(release.id, actor=staff.actor("wuhu.market.officer"), words=why)
    with clock.frozen(cases.workdays_before(today, 3)):
        _around(staff, items, shelters=sets["shelters"], schools=sets["schools"])
        _asked(visits)
    schedule.drop_withdrawn()
    _used(today, [items, sets["parking"], sets["shelters"], sets["schools"]])
    schedule.count_use()


def _loaded(staff: Staff, entry: dict[str, Any]) -> ResourceInfo:
    """Published, and its made-up rows handed in as a department does."""
    resource = catalog.publish(staff, entry)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([item.name for item in resource.items])
    chance = random.Random(entry["key"])  # noqa: S311 - invented data, the same every time
    for number in range(1, entry["rows"] + 1):
        area = chance.choice(rows.PLACES)
        road = chance.choice(rows.ROADS)
        said = {
            "所在区": area,
            "名称": f"{area}{road}{NAMED[entry['key']]}{number}" if entry["key"] in NAMED else "",
            "经度": f"{chance.gauss(118.38, 0.05):.6f}",
            "纬度": f"{chance.gauss(31.33, 0.04):.6f}",
            "收费标准": chance.choice(["免费", "首小时 3 元", "每小时 2 元", "每次 5 元"]),
            "统计年月": f"2026-{number % 9 + 1:02d}",
            "抽样日期": f"2026-{number % 9 + 1:02d}-{number % 27 + 1:02d}",
        }
        writer.writerow([_cell(item, said, number, chance) for item in resource.items])
    cases.load(staff.actor(f"{entry['provider']}.officer"), resource, f"{resource.name}.csv", out.getvalue().encode())
    return published_resource(resource.id)


def _cell(item: ItemInfo, said: Mapping[str, str], number: int, chance: random.Random) -> str:
    if item.name in said:
        return said[item.name]
    if item.codes:
        return chance.choice(item.codes)
    return f"YS{number:06d}" if item.key else str(chance.randrange(20, 1500, 10))


def _by_application(staff: Staff, resource: ResourceInfo) -> OpenDataset:
    """Opened to those with an agreement, after the data centre's masking."""
    officer = staff.actor("wuhu.health.officer")
    found = services.register_dataset(
        actor=officer,
        resource_id=resource.id,
        rule=Rule.ALLOWED,
        rule_basis="《安徽省政务数据资源管理办法》第三十六条（演示）",
        condition_kind=ConditionKind.APPLY,
        priorities=["livelihood"],
        planned_on=clock.today(),
    )
    release = services.prepare_release(
        found.id, actor=officer, item_ids=[item.id for item in resource.items], licence=LICENCE, uses=USES
    )
    services.mask(release.id, actor=staff.actor("wuhu.centre.operator"))
    _handed_in(staff, release, "wuhu.health")
    return found


def _late(staff: Staff, resource: ResourceInfo) -> None:
    """Its planned day is today's here, and weeks ago when the demo is looked at; nothing of it is prepared."""
    services.register_dataset(
        actor=staff.actor("wuhu.civil.officer"),
        resource_id=resource.id,
        rule=Rule.ALLOWED,
        rule_basis="《政府信息公开条例》（演示）",
        priorities=["livelihood"],
        planned_on=clock.today() + timedelta(days=5),
    )


def _asked(found: OpenDataset) -> None:
    """Two applications that wait for the data centre's answer."""
    for name, number, purpose in (
        ("示例医疗研究院", 31, "研究门诊需求的季节变化"),
        ("示例出行科技有限公司", 32, "就医高峰时段的停车引导"),
    ):
        body = {
            "dataset": found.id,
            "applicant": name,
            "code": rows.uscc_of(number),
            "purpose": f"{purpose}。（演示）",
            "plan": "按月汇总，只发布结论，不发布原始数据。",
            "security": "专人专机保管，用完删除。",
        }
        views.send("access", body)
    services.take_inbox()


def _used(today: date, found: list[OpenDataset]) -> None:
    """Loads of ten months, people's and robots'."""
    chance = random.Random(7)  # noqa: S311 - invented data, the same every time
    hits = [
        (today - timedelta(days=chance.randrange(300)), chance.choice(found).id, chance.choice(KINDS), n % 9 == 0)
        for n in range(400)
    ]
    with connection.cursor() as cur:
        cur.executemany("insert into open_data.hit (day, dataset_id, kind, robot) values (%s, %s, %s, %s)", hits)


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
    _handed_in(staff, release, unit)


def _handed_in(staff: Staff, release: OpenRelease, unit: str) -> None:
    """From being treated to open."""
    officer = staff.actor(f"{unit}.officer")
    running.build_release(release.id)
    release.refresh_from_db()
    if release.findings:
        services.explain_findings(release.id, actor=officer, words="名称和编号里的词，不是个人信息。")
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


def _around(staff: Staff, found: OpenDataset, *, shelters: OpenDataset, schools: OpenDataset) -> None:
    centre, officer = staff.actor("wuhu.centre.operator"), staff.actor("wuhu.bureau.officer")
    today = clock.today()
    services.publish_activity(
        actor=centre,
        kind=ActivityKind.CONTEST,
        title="开放数据应用竞赛（演示）",
        words="用开放数据做方便市民办事的应用。",
        begins_on=today,
        ends_on=today + timedelta(days=60),
        dataset_ids=[found.id, schools.id],
    )
    services.declare_emergency(
        actor=officer,
        kind="natural",
        title="暴雨红色预警（演示）",
        basis="防汛一级响应（演示）",
        dataset_ids=[shelters.id],
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
