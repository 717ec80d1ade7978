"""A catalog of any size for measuring and for a look at long lists: synthetic entries of synthetic departments.

Written past the services (a hundred thousand publications would take hours), plainly marked, never in a real city.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.db import connection, models, transaction

from yiyuan.catalog.models import Item, Resource, Version
from yiyuan.catalog.tokens import tokens
from yiyuan.catalog.types import ITEM_CLASS_WORDS, Cycle, Format, ItemClass, State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.organisations import services
from yiyuan.organisations.models import Organisation

MARK = "合成"
PORTION = 5_000
BODIES = (
    "公安 民政 司法 财政 人社 自然资源 生态环境 住建 交通 水务 农业 商务 文旅 卫健 退役军人 应急 审计 市场监管 体育"
    " 统计 医保 信访 城管 人防 林业 税务 气象 地震 消防 海关 教育 科技 工信 民宗 粮食 乡村振兴 机关事务 档案 残联 公积金"
).split()
SUBJECTS = (
    "人口 户籍 婚姻 收养 低保 特困 残疾人 老年人 儿童 学生 教师 学校 企业 个体户 社会组织 机动车 驾驶员 道路 桥梁 船舶"
    " 港口 房屋 土地 矿产 林地 湿地 河道 水库 水源 排污口 空气 噪声 固废 医院 医师 护士 药店 药品 疫苗 食品 餐饮 特种设备"
    " 计量 商标 专利 合同 招标 采购 预算 税源 发票 社保 医保 公积金 就业 失业 工伤 职称 技工 劳动争议 律师 公证 法律援助"
    " 社区矫正 消防 应急物资 避难场所 气象 地震 文物 图书 景区 酒店 体育场馆 运动员 退役军人 烈士 农户 农机 种子 畜禽 渔船"
).split()
ACTS = (
    "登记 年检 许可 备案 处罚 检查 监测 检测 评定 补贴 救助 核验 变更 注销 转移 抽查 投诉 信用 统计 名录 分布 巡查 培训"
    " 考核 认证 缴费 减免 档案 预警 整改"
).split()
SPANS = [f"{year}年" for year in range(1986, 2027)]
ITEMS = (
    "编号 名称 姓名 证件类型 证件号码 性别 出生日期 民族 籍贯 住址 联系电话 所属区划 乡镇街道 社区 "
    "经度 纬度 面积 数量 金额 单价 总价 起始日期 截止日期 登记日期 发证机关 发证日期 有效期 "
    "许可内容 许可编号 统一社会信用代码 法定代表人 注册资本 行业代码 经营范围 状态 类别 级别 等级 "
    "得分 结果 结论 原因 依据 处罚种类 处罚金额 整改期限 整改结果 检查人 检查时间 监测点 监测值 "
    "超标倍数 设备编号 设备名称 型号 生产厂家 使用单位 责任人 责任单位 主管部门 受理编号 受理时间 "
    "办结时间 办理环节 申请人 申请时间 审批人 审批意见 补贴标准 补贴月份 开户银行 银行账号 家庭人口 "
    "户主 与户主关系 学历 学位 专业 毕业院校 工作单位 职务 职称 入职日期 参保状态 缴费基数 缴费月数 "
    "车牌号 车辆类型 发动机号 车架号 房屋坐落 产权证号 用途 结构 楼层 建成年份 权利人 抵押情况 "
    "查封情况 水位 流量 库容 水质类别 温度 湿度 风向 降水量 批号 规格 剂型 保质期 备注 更新时间 "
    "数据来源"
).split()
_CLASSES = {word: kind.value for kind, word in ITEM_CLASS_WORDS.items()}
METHODS = ["online_query", "batch_download"]


@transaction.atomic
def generate(*, entries: int, region_code: str, items: int = 20, seed: int = 1) -> int:
    """Add this many published entries with so many items each; returns how many. All providers are new and marked."""
    chance = random.Random(seed)  # noqa: S311 - the same catalog every time
    providers = [_department(number, name, region_code) for number, name in enumerate(BODIES)]
    names = [f"{span}{subject}{act}信息" for span, subject, act in product(SPANS, SUBJECTS, ACTS)]
    chance.shuffle(names)
    assert entries <= len(names), f"at most {len(names):,} different names"
    for start in range(0, entries, PORTION):
        _portion(names[start : start + PORTION], start, providers, region_code, items=items, chance=chance)
    return entries


def _department(number: int, name: str, region_code: str) -> Organisation:
    body = f"11{region_code}99{number:03d}0000"
    made = services.register_organisation(
        actor=SYSTEM,
        name=f"{name}局（{MARK}）",
        short_name=f"{name}局",
        uscc=body + uscc_check(body),
        region_code=region_code,
    )
    return Organisation.objects.get(id=made)


def _portion(
    names: list[str],
    first: int,
    providers: list[Organisation],
    region_code: str,
    *,
    items: int,
    chance: random.Random,
) -> None:
    today = clock.today()
    resources = Resource.objects.bulk_create(
        Resource(
            provider=providers[(first + number) % len(providers)],
            region_code=region_code,
            code=f"307999/{first + number:06d}",
            listed_on=today - timedelta(days=chance.randrange(900)),
            fresh_on=chance.choice([None, today - timedelta(days=chance.randrange(400))]),
            name=name,
            sharing=chance.choices(["unconditional", "conditional", "not_shared"], [6, 3, 1])[0],
            format=chance.choice(list(Format)),
            cycle=chance.choice(list(Cycle)),
            item_count=items,
        )
        for number, name in enumerate(names)
    )
    versions = Version.objects.bulk_create(_version(resource) for resource in resources)
    chosen = [chance.sample(ITEMS, items) for _ in versions]
    _copy(
        Item,
        ("version_id", "position", "name", "data_type", "length", "item_class"),
        (
            (version.id, position, name, "C", 100, _CLASSES.get(name, ItemClass.GENERAL.value))
            for version, of_version in zip(versions, chosen, strict=True)
            for position, name in enumerate(of_version, 1)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE vectors (id bigint, current bigint, found text, named text) ON COMMIT DROP")
        with cursor.copy("COPY vectors FROM STDIN") as copy:
            for resource, version, of_version in zip(resources, versions, chosen, strict=True):
                copy.write_row((resource.id, version.id, *_vectors(resource, version, of_version)))
        cursor.execute(
            "UPDATE catalog_resource r SET current_id = v.current, search = v.found::tsvector,"
            " name_search = v.named::tsvector FROM vectors v WHERE v.id = r.id"
        )
        cursor.execute("DROP TABLE vectors")


def _copy(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows of these columns; the other columns get the model's defaults."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - Django's API
    rest = [field for field in fields if field.column not in names]
    defaults = tuple(field.get_default() for field in rest)
    columns = ", ".join(f'"{column}"' for column in (*names, *(field.column for field in rest)))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy,  # noqa: SLF001 - Django's API
    ):
        for row in rows:
            copy.write_row((*row, *defaults))


def _version(resource: Resource) -> Version:
    published: date | None = resource.listed_on
    return Version(
        resource=resource,
        number=1,
        state=State.PUBLISHED,
        author_account_id=0,
        author_name=MARK,
        name=resource.name,
        summary=f"{resource.name}，{MARK}条目，供试用和测速。",
        category="3",
        class_code="07",
        source_kind="system",
        format=resource.format,
        cycle=resource.cycle,
        officer=MARK,
        sharing=resource.sharing,
        methods=METHODS if resource.sharing != "not_shared" else [],
        published_on=published,
        law_on=published,
    )


def _vectors(resource: Resource, version: Version, items: list[str]) -> tuple[str, str]:
    """The two search vectors as text."""
    provider = resource.provider
    name = tokens(f"{version.name} {resource.code}")
    more = tokens(f"{' '.join(items)} {provider.name} {provider.short_name} {version.summary}")
    return " ".join(f"'{token}'" for token in name | more), " ".join(f"'{token}'" for token in name)
