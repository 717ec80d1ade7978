"""Organisations and staff of the demo, from data/tenants.yaml."""

from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password

from yiyuan.demo import city
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.organisations import services
from yiyuan.organisations.models import Account
from yiyuan.organisations.selectors import actor_for
from yiyuan.organisations.types import FUNCTION_WORDS, Duty, Kind, Legal, Office

PASSWORD = "Yiyuan-demo-1"  # noqa: S105 - printed for everybody to see
SINCE = date(2024, 1, 2)
TOKEN_DAYS = 300
LACKING = "education"  # the department whose security officer nobody has named
FAMILY = "周孙赵吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = [
    "敏",
    "卫东",
    "海燕",
    "国平",
    "静",
    "建华",
    "晓峰",
    "丽",
    "志强",
    "雪梅",
    "文博",
    "婷",
    "俊",
    "秀兰",
    "明远",
    "欣",
]
POSTS: dict[str, tuple[str, tuple[Function, ...]]] = {
    "officer": ("数据专员", (Function.DATA_OFFICER,)),
    "reviewer": ("目录审核岗", (Function.REVIEWER,)),
    "secrecy": ("保密审查岗", (Function.SECRECY,)),
    "head": ("主要负责人", (Function.HEAD,)),
}
OFFICE_POSTS: dict[Office, dict[str, tuple[str, tuple[Function, ...]]]] = {
    Office.BUREAU: {
        "bureau": ("数据管理科科长", (Function.BUREAU,)),
        "admin": ("系统管理员", (Function.SYSTEM_ADMIN,)),
        "security": ("安全管理员", (Function.SECURITY_ADMIN,)),
        "auditadmin": ("审计管理员", (Function.AUDIT_ADMIN,)),
    },
    Office.CENTRE: {"operator": ("平台运维", (Function.OPERATOR,)), "head": ("中心主任", (Function.HEAD,))},
    Office.GOVERNMENT: {"head": ("秘书长", (Function.HEAD,))},
    Office.LEADING_GROUP: {"head": ("办公室主任", (Function.HEAD, Function.LEADING))},
    Office.AUDIT: {"auditor": ("审计员", (Function.AUDITOR,))},
}


@dataclass
class Staff:
    """Who is who: organisation ids by "wuhu.civil", accounts by "wuhu.civil.officer"."""

    organisations: dict[str, int]
    accounts: dict[str, int]
    listed: list[dict[str, Any]]  # as `yiyuan demo accounts` prints them

    def actor(self, login: str) -> Actor:
        account = Account.objects.get(id=self.accounts[login])
        found = actor_for(account, organisation_id=self.organisations[login.rsplit(".", 1)[0]])
        assert found is not None
        return found


def tenants() -> list[dict[str, Any]]:
    text = (resources.files("yiyuan.demo") / "data" / "tenants.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    for tenant in found:
        if tenant["key"] == city.PLACE:
            tenant["bodies"] += city.bodies()
    return found


def register() -> Staff:
    """All organisations with their people and a personal access token each."""
    staff = Staff({}, {}, [])
    for tenant in tenants():
        for body in tenant["bodies"]:
            _register_body(staff, tenant, body)
    _second_hat(staff, "wuhu.bureau.bureau", "wuhu.centre", Function.OPERATOR)
    # one hash for all of them: a hundred slow ones would take half a minute
    Account.objects.filter(id__in=staff.accounts.values()).update(password=make_password(PASSWORD))
    return staff


def _register_body(staff: Staff, tenant: dict[str, Any], body: dict[str, Any]) -> None:
    place, region = tenant["key"], tenant["region"]
    office = Office(body.get("office", "none"))
    serial = len(staff.organisations) + 1
    stem = f"11{region}99{serial:05d}".ljust(17, "0")
    key = f"{place}.{body['key']}"
    staff.organisations[key] = services.register_organisation(
        actor=SYSTEM,
        name=body["name"],
        short_name=body["short"],
        uscc=stem + uscc_check(stem),
        region_code=region,
        kind=Kind(body.get("kind", "own")),
        legal=Legal(body.get("legal", "government_department")),
        office=office,
        parent_id=staff.organisations.get(f"{place}.{body.get('parent', '')}"),
        established_on=date(2019, 1, 1),
    )
    posts = OFFICE_POSTS.get(office, POSTS)
    if office is Office.BUREAU:
        posts = {**POSTS, **posts}
    for number, (post, (title, functions)) in enumerate(posts.items()):
        seed = serial * 7 + number * 3
        name = FAMILY[seed % len(FAMILY)] + GIVEN[(seed * 5 + number) % len(GIVEN)]
        _employ(staff, key, post, title=title, functions=functions, name=name)
    _name_officers(staff, key, lacks=body["key"] == LACKING)
    for post, (_title, functions) in posts.items():
        _equip(staff, key, post, functions=functions, body=body)


def _name_officers(staff: Staff, key: str, *, lacks: bool) -> None:
    """Who stands for what; one department forgot its security officer."""
    organisation_id = staff.organisations[key]
    of_post = {
        post: Account.objects.get(id=staff.accounts[f"{key}.{post}"]).person.name
        for post in ("head", "officer", "secrecy")
        if f"{key}.{post}" in staff.accounts
    }
    services.name_unit(organisation_id, actor=SYSTEM, unit="数据资源科")
    named = {Duty.FIRST: "head", Duty.SHARING: "officer", Duty.OPENING: "officer", Duty.SECURITY: "secrecy"}
    for duty, post in {**named, Duty.DEDICATED: "officer"}.items():
        if post in of_post and not (lacks and duty is Duty.SECURITY):
            substitute = of_post["officer"] if duty is Duty.SECURITY else ""
            services.name_officer(
                organisation_id, actor=SYSTEM, duty=duty, name=of_post[post], substitute=substitute, from_on=SINCE
            )
    if "head" not in of_post:
        first = next(login for login in staff.accounts if login.startswith(f"{key}."))
        name = Account.objects.get(id=staff.accounts[first]).person.name
        services.name_officer(organisation_id, actor=SYSTEM, duty=Duty.FIRST, name=name, from_on=SINCE)
    services.enrol_organisation(organisation_id, actor=SYSTEM, on=SINCE)


def _employ(staff: Staff, key: str, post: str, *, title: str, functions: tuple[Function, ...], name: str) -> None:
    login = f"{key}.{post}"
    account_id = services.open_account(
        actor=SYSTEM, login=login, password=None, person_name=name, post=title, phone="0553-0000000"
    )
    services.assign(
        actor=SYSTEM,
        account_id=account_id,
        organisation_id=staff.organisations[key],
        functions=functions,
        from_on=SINCE,
    )
    staff.accounts[login] = account_id


def _equip(staff: Staff, key: str, post: str, *, functions: tuple[Function, ...], body: dict[str, Any]) -> None:
    """A token, and a line in the printed list."""
    login = f"{key}.{post}"
    token = services.issue_token(actor=staff.actor(login), name="演示", functions=(), days=TOKEN_DAYS)
    staff.listed.append(
        {
            "login": login,
            "password": PASSWORD,
            "token": token,
            "person": staff.actor(login).person_name,
            "organisation": body["name"],
            "roles": [FUNCTION_WORDS[f] for f in functions],
            "functions": [f.value for f in functions],
            "shown": key.startswith("wuhu.")
            and key.split(".")[1] in {"bureau", "civil", "fund", "police", "inspection"},
        }
    )


def _second_hat(staff: Staff, login: str, key: str, function: Function) -> None:
    """One login, two organisations."""
    services.assign(
        actor=SYSTEM,
        account_id=staff.accounts[login],
        organisation_id=staff.organisations[key],
        functions=[function],
        from_on=SINCE,
    )
