"""What the columns of the workbook mean, and how a cell of each is read."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from yiyuan.catalog import rules
from yiyuan.catalog.types import (
    CATEGORY_WORDS,
    CLASS_WORDS,
    CYCLE_WORDS,
    DATA_TYPE_WORDS,
    FORMAT_WORDS,
    ITEM_CLASS_WORDS,
    PURPOSES,
)
from yiyuan.catalog.vocabulary import Vocabulary, Words
from yiyuan.kernel.dates import day_in
from yiyuan.regulations.api import key

RESOURCES, ITEMS, GUIDE = "资源", "信息项", "填表说明"
REASON = "原因"
NAME = "资源名称"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HIDDEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
Law = Callable[[str], Any]  # value of a rule key, see regulations.keys


class MisreadError(ValueError):
    """A cell that cannot be understood; the text says what is allowed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource as the workbook holds it: fields of the columns, and its items."""

    values: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook and the field it fills.

    kind: text, line, plain (full-width forms become plain ones), list, whole, yes, day, word. words: code -> word,
    where the cell takes one of these; `many`: several of them; also: words read but not offered. help: what to write,
    for the guide sheet. keys: rule keys whose articles stand behind it.
    """

    name: str
    label: str
    kind: str = "line"
    words: Words = field(default_factory=dict)
    many: bool = False
    also: Words = field(default_factory=dict)
    help: str = ""
    keys: tuple[str, ...] = ()
    width: int = 16
    must: bool = False

    def read(self, value: object) -> Any:  # the field's own type
        """The value of a cell. Raises MisreadError in the clerk's words."""
        text = tidy(value)
        if self.kind == "day":
            return _day(value, text)
        if self.kind == "word":
            return self._words(text)
        return _READERS[self.kind](text)

    def write(self, value: Any) -> str | int | date | None:  # the field's own type
        """What stands in the cell for a value; `read` gives the value back."""
        match self.kind:
            case "list":
                return rules.joined(value)
            case "yes":
                return "是" if value else "否"
            case "word" if self.many:
                return "、".join(self._shown(one) for one in value)
            case "word":
                return self._shown(str(value))
        return value  # type: ignore[no-any-return]  # a text, a number or a day

    def _shown(self, code: str) -> str:
        return self.words.get(code) or self.also.get(code) or code

    def _words(self, text: str) -> Any:  # one code or several
        if not self.many:
            return self._word(text) if text else ""
        return rules.in_order([self._word(one) for one in rules.listed(text)], known=self.also or self.words)

    def _word(self, text: str) -> str:
        wanted = rules.plain_name(text)
        for code, word in (*self.words.items(), *self.also.items()):
            if wanted in {rules.plain_name(word), rules.plain_name(code)}:
                return code
        short = [code for code, word in self.words.items() if wanted in map(rules.plain_name, word.split())]
        if len(short) == 1:
            return short[0]
        allowed = "、".join(self.words.values())
        raise MisreadError(f"“{text[:30]}”不在可选范围。可填：{allowed}")


def tidy(value: object) -> str:
    """Text of a cell without what nobody sees: outer blanks of any width, hidden characters, ".0" of numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    text = _HIDDEN.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return text.strip().strip("\u3000\u00a0").strip()


def _narrow(text: str) -> str:
    """Full-width digits and letters as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _whole(text: str) -> int | None:
    plain = _narrow(text)
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:  # noqa: PLR2004 - fits an integer column
        raise MisreadError(f"“{text[:30]}”不是整数")
    return int(plain)


def _yes(text: str) -> bool:
    plain = _narrow(text).lower()
    if plain in {"", "否", "n", "no", "0", "×", "x", "false"}:
        return False
    if plain in {"是", "y", "yes", "1", "√", "✓", "true"}:
        return True
    raise MisreadError(f"“{text[:30]}”读不懂，请填“是”或“否”")


def _day(value: object, text: str) -> date | None:
    if not text:
        return None
    if isinstance(value, datetime):
        return value.date()
    found = day_in(text)
    if found is None:
        raise MisreadError(f"“{text[:30]}”不是日期，请写成 2026-10-12 的样子")
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


_READERS: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "line": _line,
    "plain": _narrow,
    "list": rules.listed,
    "whole": _whole,
    "yes": _yes,
}
CLASSES: Words = {
    f"{category}{code}": f"{category}{code} {word}"
    for category, words in CLASS_WORDS.items()
    for code, word in words.items()
}


def _text_words(words: Mapping[Any, str]) -> Words:  # keys are our enumerations
    return {str(code): word for code, word in words.items()}


def resource_columns(known: Vocabulary) -> list[Column]:
    """The columns of the sheet of resources. `class` stands for category and class code together."""
    classes = "、".join(f"{code} 开头为{word}" for code, word in CATEGORY_WORDS.items())
    elements, states = ("catalog.elements",), ("catalog.conditional_states",)
    levels = ("catalog.basis_levels.conditional", "catalog.basis_levels.not_shared")
    # The table keeps its columns.
    # fmt: off
    columns = [
        Column("name", NAME, help="说清数据是什么，本部门内不重名；不写系统名", width=28, must=True),
        Column("code", "资源代码", "plain", help="首次发布时由平台给出：新资源留空，已有的不要改", keys=("catalog.code",), width=18),  # noqa: E501
        Column("summary", "摘要", "text", help="数据的范围、来历、起始年份", keys=elements, width=36),
        Column("class", "分类", "word", CLASSES, help=classes, keys=elements, width=22),
        Column("subclass_code", "目", "plain", help="三位数字，不填按 001"),
        Column("source_kind", "数据来源", "word", known.sources, keys=("catalog.source_kinds",), width=20),
        Column("source_system", "来源信息系统", width=20),
        Column("electronic", "电子形式", "yes", help="不填为“是”；纸质数据填“否”"),
        Column("format", "资源格式", "word", _text_words(FORMAT_WORDS), keys=elements),
        Column("cycle", "更新周期", "word", _text_words(CYCLE_WORDS), keys=elements),
        Column("officer", "责任专人", keys=elements),
        Column("officer_phone", "联系电话", "plain"),
        Column("sharing", "共享类型", "word", known.sharing, help="平台不预先选定", keys=("catalog.sharing_types",)),
        Column("condition", "共享条件", "text", help="有条件共享时填写", keys=states, width=28),
        Column("scope", "共享范围", "text", help="有条件共享时填写：哪些部门，或哪些信息项", keys=states, width=24),
        Column("purpose", "使用用途", "text", help="有条件共享时填写，例如：" + "、".join(PURPOSES), keys=states, width=24),  # noqa: E501
        Column("materials", "申请材料名录", "list", help="申请这项资源要交的全部材料，用分号隔开", keys=states, width=24),  # noqa: E501
        Column("basis_level", "依据级别", "word", known.levels, keys=levels, width=18),
        Column("basis", "依据名称和条款", "text", keys=("catalog.basis",), width=28),
        Column("reason", "理由", "text", keys=("catalog.reason_for_types",), width=24),
        Column("methods", "共享方式", "word", known.methods, many=True, help="可填几种，用顿号隔开", keys=("sharing.methods",), width=22),  # noqa: E501
        Column("use_terms", "使用要求", "text", keys=elements, width=24),
        Column("held_by_provider", "数据留在提供部门", "yes", keys=("handin.scope",)),
        Column("held_reason", "不归集的理由", "text", help="数据留在提供部门时填写", keys=("handin.refusal",), width=24),  # noqa: E501
        Column("held_basis_level", "不归集的依据级别", "word", known.held_levels, keys=("handin.refusal_basis_levels",), width=18),  # noqa: E501
        Column("held_basis", "不归集的依据名称和条款", "text", keys=("handin.refusal",), width=24),
        Column("opening", "开放类型", "word", known.opening, help="平台不预先选定", keys=("catalog.opening_types",)),
        Column("opening_method", "开放方式"),
        Column("opening_basis", "不予开放的理由和依据", "text", width=24),
        Column("opening_grounds", "不得开放的情形", "word", key("opening.grounds").values, many=True, help="可填几种，用顿号隔开", keys=("opening.grounds",), width=22),  # noqa: E501
        Column("opening_condition", "开放条件", "text", keys=("opening.conditions",), width=24),
        Column("security_level", "安全级别", "whole", help="1 至 4，4 最高"),
        Column("secret", "涉密", "yes", help="涉密内容不得进入本平台，有一项标为涉密的整个文件不收", keys=("catalog.no_secrets",)),  # noqa: E501
        Column("work_secret", "含工作秘密", "yes", help="只作标注", keys=("catalog.work_secrets",)),
        Column("repeat_basis", "重复采集的依据", "text", help="别的部门已是来源而仍须采集时填写", keys=("catalog.one_source",), width=24),  # noqa: E501
        Column("change_cause", "变更原因", "text", help="修改已发布的资源时填写", width=24),
        Column("changed_on", "变更发生日期", "day", help="2026-10-12 的样子"),
    ]
    # fmt: on
    return [replace(column, also=known.also.get(column.name, {})) for column in columns]


def item_columns(known: Vocabulary) -> list[Column]:
    """The columns of the sheet of information items."""
    kinds = _text_words(ITEM_CLASS_WORDS)
    return [
        Column("resource", NAME, help="与“资源”表中的名称一致", width=28, must=True),
        Column("name", "信息项名称", help="同一资源内不重名", width=22, must=True),
        Column("data_type", "数据类型", "word", _text_words(DATA_TYPE_WORDS), must=True),
        Column("length", "长度", "whole", width=8),
        Column("scale", "小数位", "whole", width=8),
        Column("key", "主键", "yes", help="能认出一条记录的信息项；没有主键的资源每次须全量交数据", width=8),
        Column("required", "必填", "yes", width=8),
        Column("codes", "代码范围", "list", help="只能取这些值时填写，用分号隔开", width=24),
        Column("pattern", "格式", "text", help="正则表达式，整个值须符合", width=18),
        Column("minimum", "最小值", "plain", width=10),
        Column("maximum", "最大值", "plain", width=10),
        Column("item_class", "信息类别", "word", kinds, help="不填为“一般”；决定怎样检查和脱敏", width=18),
        Column("personal", "个人信息", "yes", keys=("catalog.personal_not_unconditional",), width=10),
        Column(
            "sharing",
            "本项共享类型",
            "word",
            known.sharing,
            help="与资源不同时填写",
            also=known.also.get("sharing", {}),
            width=16,
        ),
        Column(
            "opening",
            "本项开放类型",
            "word",
            known.opening,
            help="与资源不同时填写",
            also=known.also.get("opening", {}),
            width=16,
        ),
        Column("note", "说明", "text", width=24),
    ]
