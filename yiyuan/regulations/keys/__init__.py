"""Every rule key, declared once: title, type, merge, platform default and the sentence of its breach.

A key is the name by which code asks the law. What it says in a region on a day stands in `data/profiles/`.
The rules of the product itself stand in each room's `own_rules.py`, found by that name.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pkgutil import iter_modules

import yiyuan
from yiyuan.regulations.keys.catalog import CATALOG
from yiyuan.regulations.keys.collection import COLLECTION
from yiyuan.regulations.keys.credit import CREDIT
from yiyuan.regulations.keys.disputes import DISPUTES
from yiyuan.regulations.keys.exchange import EXCHANGE
from yiyuan.regulations.keys.handin import HANDIN
from yiyuan.regulations.keys.licences import LICENCES
from yiyuan.regulations.keys.opening import OPENING
from yiyuan.regulations.keys.organisations import ORGANISATIONS
from yiyuan.regulations.keys.projects import PROJECTS
from yiyuan.regulations.keys.quality import QUALITY
from yiyuan.regulations.keys.rectification import RECTIFICATION
from yiyuan.regulations.keys.registries import REGISTRIES
from yiyuan.regulations.keys.services import SERVICES
from yiyuan.regulations.keys.sharing import SHARING
from yiyuan.regulations.keys.standing import STANDING
from yiyuan.regulations.keys.supervision import SUPERVISION
from yiyuan.regulations.keys.violations import VIOLATIONS
from yiyuan.regulations.keys.words import ACQUISITION, BASIS_LEVELS, METHODS, SHARING_TYPES, USE_KINDS
from yiyuan.regulations.types import Key


def _of_the_rooms() -> Iterator[tuple[Key, ...]]:
    for room in iter_modules(yiyuan.__path__, "yiyuan."):
        if room.ispkg and find_spec(f"{room.name}.own_rules"):
            yield import_module(f"{room.name}.own_rules").OWN


DECLARED: tuple[Key, ...] = (
    *CATALOG,
    *HANDIN,
    *COLLECTION,
    *SHARING,
    *EXCHANGE,
    *DISPUTES,
    *ORGANISATIONS,
    *LICENCES,
    *PROJECTS,
    *QUALITY,
    *REGISTRIES,
    *SERVICES,
    *OPENING,
    *STANDING,
    *CREDIT,
    *SUPERVISION,
    *RECTIFICATION,
    *VIOLATIONS,
    *chain.from_iterable(_of_the_rooms()),
)
KEYS: Mapping[str, Key] = {key.name: key for key in DECLARED}
LAW_KEYS: Mapping[str, Key] = {name: key for name, key in KEYS.items() if not key.own}

# Names that facts of an error may carry, whatever the key.
VOCABULARY: Mapping[str, Mapping[str, str]] = {
    "type": SHARING_TYPES,
    "level": BASIS_LEVELS,
    "levels": BASIS_LEVELS,
    "allowed": BASIS_LEVELS,
    "method": METHODS,
    "methods": METHODS,
    "fields": METHODS,
    "kind": USE_KINDS,
    "mode": ACQUISITION,
    "kinds": USE_KINDS,
}

AREAS: Mapping[str, str] = {
    "catalog": "目录",
    "handin": "归集",
    "intake": "归集",
    "collection": "采集",
    "sharing": "共享",
    "disputes": "校核",
    "exchange": "交换",
    "organisations": "机构与人员",
    "licences": "电子证照",
    "formats": "证照类型与模板",
    "holders": "用证与持证人",
    "making": "批量制证和同步",
    "projects": "信息化项目",
    "quality": "数据质量",
    "registries": "基础库、主题库",
    "services": "事项与办件",
    "opening": "开放",
    "supervision": "监督",
    "rectification": "违规整改",
    "credit": "公共信用信息",
    "standing": "信用应用",
    "workdays": "日历",
}
