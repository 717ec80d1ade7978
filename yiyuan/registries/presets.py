"""What stands from the start: the base registries of a region, the themes and the catalog's 项 they are filed under."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import yaml

from yiyuan.registries.types import Decides

THEME_CLASSES: Final = {
    "health": "02",
    "medical": "02",
    "insurance": "03",
    "food": "04",
    "safety": "05",
    "prices": "06",
    "charges": "06",
    "energy": "07",
    "credit": "08",
    "building": "09",
    "community": "10",
    "environment": "11",
    "emergency": "12",
    "poverty": "13",
    "services": "14",
    "other": "99",
}


@dataclass(frozen=True, slots=True)
class ItemPreset:
    name: str
    item_class: str
    decides: Decides


@dataclass(frozen=True, slots=True)
class BasePreset:
    """class_code: 项 of the catalog. expected: departments that should contribute, in words."""

    class_code: str
    name: str
    expected: str
    items: tuple[ItemPreset, ...]


@cache
def bases() -> dict[str, BasePreset]:
    """By value of the rule key `registries.bases`."""
    text = (resources.files("yiyuan.registries") / "data" / "bases.yaml").read_text(encoding="utf-8")
    return {
        code: BasePreset(one["class"], one["name"], one["expected"], tuple(map(_item, one["items"])))
        for code, one in yaml.safe_load(text).items()
    }


def _item(text: str) -> ItemPreset:
    decides = Decides.AGREE if text.endswith("!") else Decides.PRIORITY
    name, _at, item_class = text.rstrip("!").partition("@")
    return ItemPreset(name, item_class or "general", decides)
