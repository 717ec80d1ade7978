"""The house cast: the departments and persons all tests share. Real rows, made by the rooms' own services."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.support.memory import Memory
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Channel, Function
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.organisations import services
from yiyuan.organisations.models import Account, Organisation, Region
from yiyuan.organisations.selectors import actor_for
from yiyuan.organisations.types import Duty, Kind, Office
from yiyuan.regulations.keys import KEYS
from yiyuan.workflow.api import Law

MARRIAGE = {
    "name": "婚姻登记信息",
    "summary": "本市婚姻登记机关办理的结婚、离婚登记。",
    "category": "3",
    "class_code": "07",
    "subclass_code": "001",
    "source_kind": "system",
    "source_system": "婚姻登记系统",
    "format": "database",
    "cycle": "daily",
    "officer": "周敏",
    "sharing": "conditional",
    "condition": "用于核验当事人婚姻状况，按人查询。",
    "scope": "依法履行职责需要的政务部门。",
    "purpose": "行政依据",
    "materials": ["履职依据"],
    "basis_level": "admin_regulation",
    "basis": "《婚姻登记条例》第十八条",
    "reason": "含个人信息。",
    "repeat_basis": "各部门依职责分别登记（测试）",
    "methods": ["batch_download", "online_query"],
    "use_terms": "只用于申请写明的用途。",
    "opening": "not_open",
    "opening_method": "不开放",
    "opening_basis": "含个人隐私",
}
MARRIAGE_ITEMS: list[dict[str, Any]] = [
    {"name": "登记证字号", "data_type": "C", "length": 30, "key": True, "required": True},
    {"name": "男方姓名", "data_type": "C", "length": 50, "required": True, "item_class": "name", "personal": True},
    {
        "name": "男方证件号码",
        "data_type": "C",
        "length": 18,
        "required": True,
        "item_class": "citizen_id",
        "personal": True,
    },
    {"name": "女方姓名", "data_type": "C", "length": 50, "required": True, "item_class": "name", "personal": True},
    {
        "name": "女方证件号码",
        "data_type": "C",
        "length": 18,
        "required": True,
        "item_class": "citizen_id",
        "personal": True,
    },
    {"name": "登记类别", "data_type": "C", "length": 10, "codes": ["结婚", "离婚"]},
    {"name": "登记日期", "data_type": "D"},
]
# what a subscription says, whatever the region demands
SUBSCRIBED = {
    "need": "核对编码",
    "purpose": "编码对照",
    "duty": "《编码规范》第三条",
    "scenario": "窗口受理时核对",
}
# name in tests -> (Chinese name, office, kind)
BODIES = {
    "bureau": ("数据资源管理局", Office.BUREAU, Kind.OWN),
    "civil_affairs": ("民政局", Office.NONE, Kind.OWN),
    "police": ("公安局", Office.NONE, Kind.OWN),
    "housing_fund": ("住房公积金管理中心", Office.NONE, Kind.OWN),
    "education": ("教育局", Office.NONE, Kind.OWN),
    "tax": ("税务局", Office.NONE, Kind.VERTICAL),
    "government": ("人民政府", Office.GOVERNMENT, Kind.OWN),
    "inspection": ("审计局", Office.AUDIT, Kind.OWN),
    "leading_group": ("大数据发展领导小组", Office.LEADING_GROUP, Kind.OWN),
    "water_company": ("供水有限公司", Office.NONE, Kind.UTILITY),
    "street": ("赭山街道办事处", Office.NONE, Kind.GRASSROOTS),
}
# place in tests -> (region code, name)
PLACES = {
    "wuhu": ("340200", "芜湖市"),
    "liyang": ("320481", "溧阳市"),
    "jiaozuo": ("410800", "焦作市"),
    "macun": ("410804", "马村区"),
    "anhui": ("340000", "安徽省"),
    "sample": ("350100", "示例市"),
}
DEPARTMENT_FUNCTIONS = {
    "officer": [Function.DATA_OFFICER],
    "reviewer": [Function.REVIEWER],
    "secrecy": [Function.SECRECY],
    "head": [Function.HEAD],
}


@dataclass
class Cast:
    """Departments by (place, name), persons by (place, name, post). Made when first asked for."""

    place: str = "wuhu"
    _organisations: dict[tuple[str, str], int] = field(default_factory=dict)
    _accounts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _published: list[int] = field(default_factory=list)
    _memory: Memory = field(default_factory=Memory)

    def region(self, place: str = "") -> str:
        return PLACES[place or self.place][0]

    def organisation(self, name: str, *, place: str = "") -> int:
        """Organisation id."""
        place = place or self.place
        if (place, name) not in self._organisations:
            code, region_name = PLACES[place]
            Region.objects.get_or_create(code=code, defaults={"name": region_name})
            self._organisations[place, name] = self._memory.remember(
                ("organisation", place, name, clock.today()), lambda: self._register(name, place)
            )
        return self._organisations[place, name]

    def _register(self, name: str, place: str) -> int:
        code, region_name = PLACES[place]
        title, office, kind = BODIES[name]
        body = f"11{code}{list(BODIES).index(name):03d}{list(PLACES).index(place):02d}000A"
        body = body[:17].ljust(17, "0")
        since = date(2010, 1, 1)
        made = services.register_organisation(
            actor=SYSTEM,
            name=f"{region_name}{title}",
            short_name=title,
            uscc=body + uscc_check(body),
            region_code=code,
            kind=kind,
            office=office,
            established_on=since,
            first_responsible=f"{title}主要负责人",
        )
        services.name_unit(made, actor=SYSTEM, unit="数据资源科")
        services.name_officer(made, actor=SYSTEM, duty=Duty.DEDICATED, name="专职数据员", from_on=since)
        return made

    def account(self, name: str, post: str = "officer", *, place: str = "", functions: Any = None) -> Account:
        """A person with a login; `post` names a set of functions, or give `functions`."""
        place = place or self.place
        if (place, name, post) not in self._accounts:
            organisation_id = self.organisation(name, place=place)
            held = tuple(functions or DEPARTMENT_FUNCTIONS.get(post) or [Function(post)])
            self._accounts[place, name, post] = self._memory.remember(
                ("account", organisation_id, post, held, clock.today()),
                lambda: self._open_account(f"{place}.{name}.{post}", f"{name}{post}", organisation_id, held),
            )
        return Account.objects.get(id=self._accounts[place, name, post])

    def _open_account(self, login: str, name: str, organisation_id: int, held: tuple[Function, ...]) -> int:
        account_id = services.open_account(actor=SYSTEM, login=login, password="correct horse", person_name=name)
        services.assign(
            actor=SYSTEM,
            account_id=account_id,
            organisation_id=organisation_id,
            functions=held,
            from_on=date(2015, 1, 1),
        )
        return account_id

    def person(self, name: str, post: str = "officer", *, place: str = "", functions: Any = None) -> Actor:
        """An actor: `post` is officer, reviewer, secrecy, head, or the value of any function ("bureau")."""
        account = self.account(name, post, place=place, functions=functions)
        actor = actor_for(account, organisation_id=self.organisation(name, place=place), channel=Channel.PAGE)
        assert actor is not None
        return actor

    def officer_of_bureau(self, *, place: str = "") -> Actor:
        return self.person("bureau", "bureau", place=place)

    def reviewer(self, provider: str, *, place: str = "") -> Actor:
        """Who reviews an entry of this department in its region."""
        by_bureau = self.law(place)("catalog.reviewer") == "bureau"
        return self.officer_of_bureau(place=place) if by_bureau else self.person(provider, "reviewer", place=place)

    def draft(self, provider: str, *, place: str = "", items: Any = None, **values: Any) -> Version:
        """A complete draft of a marriage register entry, conditional; `values` change fields."""
        conditions = values.pop("conditions", ())
        return catalog.draft_resource(
            actor=self.person(provider, "officer", place=place),
            values={**MARRIAGE, **values},
            items=items or MARRIAGE_ITEMS,
            conditions=conditions,
        )

    def resource(self, provider: str, *, place: str = "", items: Any = None, **values: Any) -> ResourceInfo:
        """A published resource, gone through submission, secrecy review and review."""
        place = place or self.place
        self.hands(provider, place)  # they stand there before, whoever asked first
        if not self._memory.is_all():
            return self._publish(provider, place=place, items=items, **values)
        asked = (provider, place, repr(items), repr(sorted(values.items())))
        key = ("resource", *asked, *self._stands(place))
        made = self._memory.remember(key, lambda: self._publish(provider, place=place, items=items, **values))
        self._published.append(made.id)
        return made

    def scene(self, name: str, *asked: str, make: Callable[[], int]) -> int:
        """What `make` gives; from memory where nothing but what the cast made stands. It deletes nothing of before.

        name, asked: all that `make` depends on beside the day, the law and what the cast has made.
        """
        if not self._memory.is_all():
            return make()
        known = (self._organisations, self._accounts)

        def played() -> Any:  # what is put back below
            return make(), tuple(dict(each) for each in known), list(self._published), _keys_of_seals()

        key = ("scene", name, *asked, *self._stands(self.place))
        made, others, published, keys = self._memory.remember(key, played)
        for file, content in keys.items():
            (settings.HOME / file).parent.mkdir(parents=True, exist_ok=True)
            (settings.HOME / file).write_bytes(content)
            (settings.HOME / file).chmod(0o600)
        for mine, found in zip(known, others, strict=True):
            mine.update(found)
        self._published = [*published, made]
        return made

    def _stands(self, place: str) -> tuple[Any, ...]:
        """The day, the law, and what the cast has made."""
        law = self.law(place)
        known = tuple(tuple(sorted(each.items())) for each in (self._organisations, self._accounts))
        return clock.today(), tuple(str(law(key)) for key in KEYS), *known, tuple(self._published)

    def hands(self, provider: str, place: str) -> dict[str, Actor]:
        """Who writes, clears, reviews and publishes an entry here, by what they do."""
        law = self.law(place)
        by_bureau = {"review": law("catalog.reviewer") == "bureau", "publish": law("catalog.publisher") == "bureau"}
        own = {"write": "officer", "clear": "secrecy", "review": "reviewer", "publish": "officer"}
        return {
            act: self.officer_of_bureau(place=place) if by_bureau.get(act) else self.person(provider, post, place=place)
            for act, post in own.items()
        }

    def _publish(self, provider: str, *, place: str, items: Any, **values: Any) -> ResourceInfo:
        return self.published(self.draft(provider, place=place, items=items, **values), provider, place=place)

    def published(self, draft: Version, provider: str, *, place: str = "") -> ResourceInfo:
        """A draft gone through submission, secrecy review, review and publication."""
        hands = self.hands(provider, place or self.place)
        catalog.submit_version(draft.id, actor=hands["write"])
        catalog.clear_secrecy(draft.id, actor=hands["clear"])
        catalog.approve_version(draft.id, actor=hands["review"], fixing_basis="《示例办法》第一条")
        catalog.publish_version(draft.id, actor=hands["publish"])
        return published_resource(draft.resource_id)

    def law(self, place: str = "") -> Law:
        return Law(self.region(place), clock.today())

    def name_of(self, organisation_id: int) -> str:
        return Organisation.objects.get(id=organisation_id).name


def _keys_of_seals() -> dict[str, bytes]:
    """File below the home -> content: a seal that is put back needs its key."""
    folder = Path(settings.HOME) / "seals"
    return {str(file.relative_to(settings.HOME)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()
