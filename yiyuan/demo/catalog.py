"""Resources of the demo, from data/resources.yaml, published through drafting, review and publication."""

import re
from importlib import resources
from typing import Any

import yaml

from yiyuan.catalog import services
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ItemClass, ResourceInfo, Sharing
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.workflow.api import Law

ITEM = re.compile(r"(?P<name>\S+) (?P<type>[A-Z])(?P<size>[0-9.]*)(?P<flags>[*!]*)(@(?P<cls>\w+))?(=(?P<codes>.+))?")
PERSONAL = {
    ItemClass.NAME,
    ItemClass.CITIZEN_ID,
    ItemClass.MOBILE,
    ItemClass.ADDRESS,
    ItemClass.BANK_CARD,
    ItemClass.BIRTH,
}


def described(file: str = "resources.yaml") -> list[dict[str, Any]]:
    """The entries of a file, `like` filled in. values: of an entry that differ from those of all others."""
    text = (resources.files("yiyuan.demo") / "data" / file).read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    by_key = {entry["key"]: entry for entry in entries}
    return [{**by_key[entry["like"]], **entry} if "like" in entry else entry for entry in entries]


def item_of(written: str) -> dict[str, Any]:
    """One item from its short form."""
    found = ITEM.fullmatch(written)
    assert found, written
    length, _, scale = found["size"].partition(".")
    item_class = ItemClass(found["cls"] or "general")
    return {
        "name": found["name"],
        "data_type": found["type"],
        "length": int(length) if length else None,
        "scale": int(scale) if scale else None,
        "key": "*" in found["flags"],
        "required": "!" in found["flags"],
        "item_class": item_class,
        "personal": item_class in PERSONAL,
        "codes": found["codes"].split("|") if found["codes"] else [],
    }


def values_of(entry: dict[str, Any], *, law: Law) -> dict[str, Any]:
    """A complete description by the law of the provider's region."""
    level, basis = entry.get("basis", ["", ""])
    known = law("sharing.methods")
    wanted = entry.get("methods", [])
    methods = [m for m in wanted if m in known] or ([known[0]] if wanted else [])
    shared = entry["sharing"] != Sharing.NOT_SHARED
    return {
        "held_by_provider": entry.get("held", False),
        "held_reason": "业务系统实时办理，按次答复才是最新的。" if entry.get("held") else "",
        "held_basis_level": "law" if entry.get("held") else "",
        "held_basis": "有关法律规定由本部门保管的条款（演示）" if entry.get("held") else "",
        "name": entry["name"],
        "summary": entry["summary"],
        "category": entry.get("category", "3"),
        "class_code": entry.get("class", "07"),
        "subclass_code": "001",
        **_origin(entry, law=law),
        "format": "database",
        "cycle": entry["cycle"],
        "officer": entry.get("officer", "数据专员"),
        "officer_phone": "0553-0000000",
        "sharing": entry["sharing"],
        "condition": entry.get("condition", ""),
        "scope": "依法履行职责需要的政务部门" if shared else "",
        "purpose": "行政依据" if shared else "",
        "materials": ["履职依据", "数据安全承诺书"] if entry["sharing"] == Sharing.CONDITIONAL else [],
        "basis_level": level,
        "basis": basis,
        "reason": entry.get("reason", "含个人信息，须按人核验。" if entry["sharing"] != Sharing.UNCONDITIONAL else ""),
        "methods": methods,
        "use_terms": "只用于授权写明的用途，不得转给第三方。",
        "opening": "not_open" if entry["sharing"] != Sharing.UNCONDITIONAL else "unconditional",
        "opening_method": "不开放" if entry["sharing"] != Sharing.UNCONDITIONAL else "下载",
        "opening_basis": "含个人隐私" if entry["sharing"] != Sharing.UNCONDITIONAL else "",
        "security_level": 3 if entry["sharing"] != Sharing.UNCONDITIONAL else 1,
        **entry.get("values", {}),
    }


def _origin(entry: dict[str, Any], *, law: Law) -> dict[str, Any]:
    if entry.get("paper"):
        return {"electronic": False, "source_kind": "", "source_system": ""}
    kinds = law("catalog.source_kinds")
    return {"source_kind": "system" if "system" in kinds else kinds[0], "source_system": "业务系统（演示）"}


def conditions_of(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """What a machine tests: here the authorisation of those the data is about, on the basis the entry names for it."""
    basis = entry.get("authorisation")
    return [{"kind": "authorisation", "values": ["person"], "basis": basis}] if basis else []


def publish(staff: Staff, entry: dict[str, Any]) -> ResourceInfo:
    """Draft, submit, clear, approve, publish by the people the region names."""
    provider = entry["provider"]
    place = provider.split(".")[0]
    officer = staff.actor(f"{provider}.officer")
    law = Law(officer.region_code, clock.today())
    items = [item_of(written) for written in entry["items"]]
    draft = services.draft_resource(
        actor=officer, values=values_of(entry, law=law), items=items, conditions=conditions_of(entry)
    )
    services.submit_version(draft.id, actor=officer)
    services.clear_secrecy(draft.id, actor=staff.actor(f"{provider}.secrecy"), note="未发现涉密内容")
    bureau = staff.actor(f"{place}.bureau.bureau")
    reviewer = bureau if law("catalog.reviewer") == "bureau" else staff.actor(f"{provider}.reviewer")
    services.approve_version(
        draft.id, actor=reviewer, note="要素齐全", fixing_basis=values_of(entry, law=law)["basis"] or "共享为原则"
    )
    services.publish_version(draft.id, actor=bureau if law("catalog.publisher") == "bureau" else officer)
    if entry.get("held"):
        services.mark_fresh(draft.resource_id, fresh_on=clock.today())  # as if its own system had answered
    return published_resource(draft.resource_id)
