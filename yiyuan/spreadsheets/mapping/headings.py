"""What other people's spreadsheets call our fields and values. Only proposals rest on it; a person confirms them."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from yiyuan.catalog import rules

# field -> headings seen in catalogs of provinces and cities, most telling first; item.* are columns of items
HEADINGS: Mapping[str, str] = {
    "name": (
        "信息资源名称 数据资源名称 资源名称 目录名称 数据集名称 资料名称 資料名稱 資料集名稱 数据名称 名称"
        " name_zh name title"
    ),
    "summary": "信息资源摘要 资源摘要 摘要 资源描述 数据集描述 資料集描述 描述 简介 内容简介 description",
    "provider": (
        "信息资源提供方 资源提供方 提供部门 提供单位 责任部门 责任单位 資料集提供機關 提供機關 数源单位"
        " 数据提供方 所属部门 部门"
    ),
    "class": "信息资源分类 资源分类 目录分类 分类 類別 分類",
    "source_system": "来源信息系统 来源系统 所属信息系统 信息系统名称 业务系统",
    "source_kind": "数据来源 来源方式",
    "format": "信息资源格式 资源格式 数据格式 格式分类 檔案格式 資源格式",
    "cycle": "更新周期 更新频率 更新頻率 更新时限 update_frequency",
    "officer": "责任专人 责任人 联系人 填报人",
    "officer_phone": "联系电话 联系方式 责任人电话",
    "sharing": "共享类型 共享属性 共享方式分类",
    "condition": "共享条件",
    "scope": "共享范围",
    "purpose": "使用用途 用途",
    "basis": "共享依据 不予共享依据 依据",
    "reason": "不予共享理由 理由",
    "methods": "共享方式 提供方式 共享途径",
    "use_terms": "使用要求",
    "opening": "开放类型 开放属性 是否向社会开放",
    "opening_method": "开放方式",
    "opening_basis": "不予开放依据 不开放理由",
    "security_level": "安全级别 数据分级 安全等级",
    "held_by_provider": "数据留在提供部门",
    "held_reason": "不归集的理由 不归集理由",
    "held_basis": "不归集的依据名称和条款 不归集依据",
    "held_basis_level": "不归集的依据级别",
    "secret": "涉密 是否涉密 涉密标识",
    "work_secret": "含工作秘密 是否含工作秘密",
    "items": "主要欄位說明 主要欄位 信息项 数据项 主要字段 字段列表 数据内容 data_content data_content_zh",
    "item.name": "信息项名称 数据项名称 字段中文名 字段名称 数据元名称",
    "item.data_type": "数据类型 字段类型 数据项类型",
    "item.length": "数据长度 字段长度 长度",
    "item.required": "是否必填 是否为空 必填",
    "item.key": "是否主键 主键",
    "item.codes": "值域 代码范围 字典",
    "item.note": "信息项描述 字段描述 数据项说明 字段说明 备注",
    "item.sharing": "信息项共享类型",
}
# field -> words seen for its codes
WORDS: Mapping[str, Mapping[str, str]] = {
    "cycle": {
        "realtime": "实时 實時 即時 即时 real-time realtime",
        "daily": "每日 按日 每天 日 daily",
        "weekly": "每周 每週 按周 周 weekly",
        "monthly": "每月 按月 月 monthly",
        "quarterly": "每季度 每季 按季 季度 季 quarterly",
        "half_yearly": "每半年 半年 semi-annual",
        "yearly": "每年 按年 年 年度 annual yearly",
        "irregular": "不定期 其他 按需 irregular",
    },
    "format": {
        "database": "数据库 库表 数据表 database mysql oracle 关系型数据库",
        "spreadsheet": "电子表格 excel xls xlsx csv et",
        "file": "电子文件 文件 pdf doc docx xml json txt ofd wps",
        "image": "图形图像 图片 jpg png shp kml kmz gif tif",
        "stream": "流媒体 视频 音频 mp4 mp3",
        "service": "服务接口 接口 api url webservice rest",
    },
    "sharing": {
        "unconditional": "无条件共享 无条件 完全共享 普遍共享",
        "conditional": "有条件共享 有条件 受限共享 授权共享",
        "not_shared": "不予共享 不共享 非共享",
    },
    "opening": {
        "unconditional": "无条件开放 是 开放 完全开放",
        "conditional": "有条件开放 受限开放 依申请开放",
        "not_open": "不予开放 否 不开放 非开放",
    },
}
TYPES: Mapping[str, str] = {
    "C": "字符型 字符串型 字符串 字符 文本 文本型 varchar varchar2 nvarchar char string text c",
    "N": "数值型 数值 数字 数字型 number numeric decimal n",
    "Y": "货币型 货币 金额 money y",
    "D": "日期型 日期 date d",
    "T": "日期时间型 时间型 时间 日期时间 datetime timestamp t",
    "L": "逻辑型 布尔型 布尔 boolean bool bit l",
    "M": "备注型 备注 clob longtext 大文本 m",
    "I": "整型 整数 整数型 int integer bigint smallint i",
    "F": "浮点型 双精度型 浮点 float double real f",
}
_TYPE = re.compile(
    r"(?P<word>[^0-9(（]+?2?)\s*[(（]?\s*(?P<length>[0-9]{1,9})?\s*(?:[,，.]\s*(?P<scale>[0-9]{1,9}))?\s*[)）]?"
)
# what the end of an item's name says of its type, where nobody said it
_ENDINGS = (
    ("T", re.compile(r"(时间|時間)$")),
    ("D", re.compile(r"(日期|年月日|生日)$")),
    ("N", re.compile(r"(金额|金額|数量|數量|人数|人數|面积|面積|比例|百分比|[率数數])$")),
)
_TEXT_LENGTH = 200


def plain(text: str) -> str:
    """A heading or value without what only looks different."""
    return rules.plain_name(text)


@cache
def _by_heading() -> dict[str, str]:
    return {plain(word): field for field, words in HEADINGS.items() for word in words.split()}


@cache
def _by_word(field: str) -> dict[str, str]:
    return {plain(word): code for code, words in WORDS[field].items() for word in words.split()}


@cache
def _by_type() -> dict[str, str]:
    return {plain(word): code for code, words in TYPES.items() for word in words.split()}


def known_heading(text: str) -> bool:
    return bool(text) and field_of(text) != ""


def field_of(heading: str) -> str:
    """The field a heading means; empty where it says nothing known. Of "a/b" the last part counts first."""
    if not heading:
        return ""
    parts = [heading, heading.rsplit("/", maxsplit=1)[-1], re.sub(r"[(（*].*", "", heading)]
    return next((found for part in parts if (found := _by_heading().get(plain(part), ""))), "")


def code_of(field: str, text: str, known: Mapping[str, str]) -> str:
    """The code a word means: by the region's own words, by ours, by the first of several; empty where unknown."""
    for part in (text, *re.split(r"[,，、/;；\s]+", text)):
        wanted = plain(part)
        if not wanted:
            continue
        own = next((code for code, word in known.items() if wanted in {plain(code), plain(word)}), "")
        if found := own or (_by_word(field).get(wanted, "") if field in WORDS else ""):
            return found if found in known else ""
    return ""


def type_of(text: str) -> tuple[str, int | None, int | None] | None:
    """Letter, length and decimals of a type as people write it: "字符型C(50)", "varchar(20)", "数值 10,2"."""
    folded = unicodedata.normalize("NFKC", text).strip()
    found = _TYPE.fullmatch(folded)
    if found is None:
        return None
    word = found["word"].strip()
    code = _by_type().get(plain(word)) or _by_type().get(plain(re.sub(r"\s*[A-Za-z]+$", "", word)))
    if not code:
        return None
    length, scale = found["length"], found["scale"]
    return code, int(length) if length else None, int(scale) if scale else None


def guessed_type(item_name: str) -> tuple[str, int | None]:
    """A type proposed from an item's name alone: letter and length."""
    for code, ending in _ENDINGS:
        if ending.search(item_name):
            return code, None
    return "C", _TEXT_LENGTH
