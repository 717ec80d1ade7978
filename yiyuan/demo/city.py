"""The breadth of the demo city: its further departments and all they keep, from data/city.yaml, in short form."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

SHARING = {"u": "unconditional", "c": "conditional", "n": "not_shared"}
PLACE = "wuhu"
FORMATS = {"monitoring": ["interface", "batch_download", "online_query"]}
DAILY = {"daily", "realtime"}  # conditional data that changes every day stays in the system of its provider
WORDS = {
    "certificate": "持证人员和证书状态，供核验资格。",
    "benefit": "待遇享受人员和发放情况，供核验待遇。",
    "event": "业务办理记录，供核验办件。",
    "matter": "单位办理事项的记录，供查询办件。",
    "licence": "许可和持证单位，供查询和核验。",
    "penalty": "行政处罚决定，供信用核查。",
    "register": "单位名录和经营状态，供查询。",
    "place": "设施位置和基本情况，供公共服务使用。",
    "figure": "按区划和时间汇总的统计数。",
    "monitoring": "站点自动监测值。",
    "inspection": "检查对象和检查结果。",
    "document": "文件目录和发布信息。",
    "project": "项目基本情况和批复。",
}


@cache
def _city() -> dict[str, Any]:
    text = (resources.files("yiyuan.demo") / "data" / "city.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def bodies() -> list[dict[str, Any]]:
    """The further departments, as tenants.yaml describes one."""
    return list(_city()["bodies"])


def entries() -> list[dict[str, Any]]:
    """Their resources, as resources.yaml describes one."""
    kept = {body["key"]: body["entries"] for body in _city()["bodies"]} | _city()["more"]
    return [_entry(key, number, line) for key, lines in kept.items() for number, line in enumerate(lines)]


def _entry(body: str, number: int, line: str) -> dict[str, Any]:
    name, kind, letter, cycle = line.rsplit(" ", 3)
    sharing = SHARING[letter]
    return {
        "key": f"{body}_{number}",
        "provider": f"{PLACE}.{body}",
        "name": name,
        "summary": f"{name}：{WORDS[kind]}",
        "sharing": sharing,
        "condition": "用于依法履行职责时核验，按件查询。" if sharing == "conditional" else "",
        "basis": ["law" if sharing == "not_shared" else "admin_regulation", "有关法律、行政法规的条款（演示）"]
        if sharing != "unconditional"
        else ["", ""],
        "methods": [] if sharing == "not_shared" else FORMATS.get(kind, ["batch_download", "online_query"]),
        "cycle": cycle,
        "held": sharing == "conditional" and cycle in DAILY,
        "items": [*_city()["kinds"][kind], "数据说明 C20"],
    }
