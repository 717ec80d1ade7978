"""What tests of opening begin from: a resource with rows, a data set, a release on any rung of its way."""

from typing import Any

from django.db import connection

from tests.support.cast import Cast
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.opening import running, services
from yiyuan.opening.models import OpenDataset, OpenRelease
from yiyuan.opening.types import File, Rule
from yiyuan.pools import api as pools

PDF = b"%PDF-1.7 scan"
SCHOOLS = [
    {"name": "学校代码", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "学校名称", "data_type": "C", "length": 60, "required": True},
    {"name": "所在区", "data_type": "C", "length": 20},
    {"name": "学段", "data_type": "C", "length": 20},
    {"name": "学位数", "data_type": "N", "length": 8},
    {"name": "备注", "data_type": "C", "length": 200},
]
OPENED = {
    "name": "学校学位信息",
    "summary": "全市中小学的学段和学位数。",
    "opening": "unconditional",
    "opening_method": "下载、接口",
    "opening_basis": "",
    "cycle": "monthly",
}
KINDS = {
    "range": "开放范围",
    "form": "开放形式",
    "classes": "分类标准规范",
    "masking": "数据脱敏标准",
    "review": "开放审核流程",
}


def schools(cast: Cast, *, place: str = "", rows: Any = None, items: Any = None, **values: Any) -> ResourceInfo:
    """A published resource of the education bureau with rows in the pool."""
    resource = cast.resource("education", place=place, items=items or SCHOOLS, **{**OPENED, **values})
    put(resource, rows if rows is not None else plain_rows(12))
    return resource


def plain_rows(count: int) -> list[list[Any]]:
    areas, stages = ("镜湖区", "弋江区"), ("小学", "初中")
    return [[f"X{n:03d}", f"第{n}学校", areas[n % 2], stages[n // 2 % 2], 100 * n, ""] for n in range(count)]


def put(resource: ResourceInfo, rows: Any) -> None:
    """Rows straight into the pool."""
    pools.prepare(resource.id)
    names = ", ".join([*(item.column for item in resource.items), "_batch_id", "_loaded_at", "_digest"])
    marks = ", ".join(["%s"] * (len(resource.items) + 3))
    with connection.cursor() as cur:
        for n, row in enumerate(rows):
            cur.execute(
                f"insert into pool_{resource.provider_id}.r{resource.id} ({names}) values ({marks})",
                [*row, 7, clock.real_now(), n],
            )


def dataset(
    cast: Cast, resource: ResourceInfo, *, unit: str = "education", place: str = "", **values: Any
) -> OpenDataset:
    said = {"rule": Rule.ALLOWED, "rule_basis": "《示例条例》第九条", **values}
    return services.register_dataset(actor=cast.person(unit, place=place), resource_id=resource.id, **said)


def draft(
    cast: Cast, found: OpenDataset, resource: ResourceInfo, *names: str, place: str = "", **values: Any
) -> OpenRelease:
    """names: items that are opened; all where none is given. quasi, sensitive: names too."""
    ids = {item.name: item.id for item in resource.items}
    said: dict[str, Any] = {"licence": "芜湖市政务数据开放许可", "uses": "可以自由利用，注明来源。", **values}
    said["quasi_ids"] = [ids[name] for name in said.pop("quasi", ())]
    said["sensitive_id"] = ids.get(said.pop("sensitive", ""))
    chosen = [ids[name] for name in names or list(ids)]
    return services.prepare_release(found.id, actor=cast.person("education", place=place), item_ids=chosen, **said)


def built(cast: Cast, release: OpenRelease, *, place: str = "", masked: bool = False) -> OpenRelease:
    if masked:
        services.mask(release.id, actor=centre(cast, place=place))
    else:
        services.build(release.id, actor=cast.person("education", place=place))
    running.build_release(release.id)
    release.refresh_from_db()
    return release


def centre(cast: Cast, *, place: str = "") -> Any:
    """Somebody of the body that runs the platform."""
    return cast.person("bureau", "operator", place=place)


def standards(cast: Cast, *, place: str = "", **parts: int) -> None:
    """All five, by the bureau."""
    for kind, title in KINDS.items():
        more = parts if kind == "masking" else {}
        services.publish_standard(
            actor=cast.officer_of_bureau(place=place), kind=kind, title=title, text="按本标准执行。", **more
        )


def opened(cast: Cast, release: OpenRelease, *, place: str = "") -> OpenRelease:
    """From built to open."""
    services.submit(release.id, actor=cast.person("education", place=place))
    services.clear_secrecy(release.id, actor=cast.person("education", "secrecy", place=place))
    services.publish_release(release.id, actor=cast.officer_of_bureau(place=place))
    release.refresh_from_db()
    return release


def scan_file() -> File:
    return File("协议.pdf", PDF)


def open_schools(cast: Cast, **values: Any) -> OpenRelease:
    """The whole way in one."""
    resource = schools(cast, **values)
    standards(cast)
    found = dataset(cast, resource)
    return opened(cast, built(cast, draft(cast, found, resource, "学校代码", "学校名称", "所在区", "学段", "学位数")))
