"""The population registry of the police and the one of companies: a conflict, a contributor that is late; a theme of
one department, which is too few.
"""

from collections.abc import Sequence
from datetime import timedelta

from yiyuan.catalog import services as catalog
from yiyuan.catalog.types import Category, ItemClass, ResourceInfo
from yiyuan.demo import cases, rows
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.registries import running, services
from yiyuan.registries.models import Build, Registry
from yiyuan.registries.services import ItemWanted, SourceWanted
from yiyuan.registries.types import BuildState

LATE_DAYS = 40  # since the insurance last handed in, which it does each month
OTHERS = "赵冬梅"


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    bureau = staff.actor("wuhu.bureau.bureau")
    for class_code, lead in (("01", "wuhu.police"), ("02", "wuhu.market")):
        lead_id = staff.actor(f"{lead}.officer").organisation_id
        catalog.name_lead(actor=bureau, category=Category.BASE, class_code=class_code, lead_id=lead_id)
    bases = Registry.objects.filter(region_code=bureau.region_code, category=Category.BASE)
    population, companies = bases.get(class_code="01"), bases.get(class_code="02")
    _contradict(staff, published["allowance"])
    _hand_in_late(staff, published["insurance"])
    own = {name: name for name in ("公民身份号码", "姓名", "性别", "出生日期", "户籍地址")}
    sources = [
        (published["household"], SourceWanted(own)),
        (published["allowance"], SourceWanted(THEIRS | {"户籍地址": "住址"}, priority=2)),
        (published["insurance"], SourceWanted(THEIRS, priority=3)),
    ]
    _built(staff, "wuhu.police", population, sources)
    firm = {"统一社会信用代码": "统一社会信用代码", "单位名称": "企业名称", "单位类型": "企业类型"}
    firm |= {name: name for name in ("成立日期", "登记状态", "住所")}
    _built(staff, "wuhu.market", companies, [(published["enterprises"], SourceWanted(firm))])
    _themes(staff, population, published)


THEIRS = {"公民身份号码": "证件号码", "姓名": "姓名"}


def _contradict(staff: Staff, allowance: ResourceInfo) -> None:
    """Civil affairs knows two people under another name than the police."""
    lines = rows.csv_of(allowance, rows=2).decode("utf-8-sig")
    for number in (1, 2):
        lines = lines.replace(rows.person(number), OTHERS)
    cases.load(staff.actor("wuhu.civil.officer"), allowance, "低保对象补报.csv", lines.encode())


def contradict_again(staff: Staff, allowance: ResourceInfo) -> None:
    """After the first case was concluded, civil affairs brings a third name: it is held until somebody concludes."""
    lines = rows.csv_of(allowance, rows=3).decode("utf-8-sig").splitlines()
    content = "\n".join([lines[0], lines[3].replace(rows.person(3), OTHERS)]) + "\n"
    cases.load(staff.actor("wuhu.civil.officer"), allowance, "低保对象补报（三）.csv", content.encode())
    _carry_out()


def _hand_in_late(staff: Staff, insurance: ResourceInfo) -> None:
    """What the labour department last handed in is older than its cycle."""
    with clock.frozen(clock.today() - timedelta(days=LATE_DAYS)):
        content = rows.csv_of(insurance, rows=3)
        cases.load(staff.actor("wuhu.labour.officer"), insurance, "参保补报.csv", content)


def _built(
    staff: Staff, lead: str, registry: Registry, sources: Sequence[tuple[ResourceInfo | Registry, SourceWanted]]
) -> None:
    """Defined by its lead, started and built."""
    officer = staff.actor(f"{lead}.officer")
    for source, wanted in sources:
        of = {"base_id": source.id} if isinstance(source, Registry) else {"resource_id": source.id}
        services.define_source(registry.id, actor=officer, wanted=wanted, **of)
    services.start_registry(registry.id, actor=officer)
    _carry_out()


def _carry_out() -> None:
    """What the job would do."""
    for build in Build.objects.filter(state=BuildState.WAITING).order_by("id"):
        running.build_registry(build.id)


def _themes(staff: Staff, population: Registry, published: dict[str, ResourceInfo]) -> None:
    """One upon the population registry and a pool of its own; one of a single department, which is too few."""
    officer = staff.actor("wuhu.civil.officer")
    relief = services.found_registry(
        actor=officer, name="社会救助主题库", kind="203", about="核对救助对象，不再收取证明。"
    )
    items = [
        ItemWanted("公民身份号码", item_class=ItemClass.CITIZEN_ID),
        ItemWanted("姓名", item_class=ItemClass.NAME),
        ItemWanted("保障类别"),
        ItemWanted("户籍地址", item_class=ItemClass.ADDRESS),
    ]
    services.define_items(relief.id, actor=officer, items=items)
    allowance = SourceWanted(THEIRS | {"保障类别": "保障类别"})
    people = SourceWanted({name: name for name in ("公民身份号码", "户籍地址")}, priority=2)
    _built(staff, "wuhu.civil", relief, [(published["allowance"], allowance), (population, people)])
    burial = services.found_registry(actor=officer, name="殡葬服务主题库", kind="299")
    services.define_items(burial.id, actor=officer, items=[ItemWanted("证件号码"), ItemWanted("火化日期")])
    wanted = SourceWanted({name: name for name in ("证件号码", "火化日期")})
    _built(staff, "wuhu.civil", burial, [(published["cremation"], wanted)])
