"""Keys of base registries and thematic databases."""

from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

YES = True
BASES = {
    "population": "人口",
    "legal": "法人",
    "geography": "自然资源和空间地理",
    "licences": "电子证照",
    "credit": "信用",
}
THEMES = {
    "health": "健康保障",
    "medical": "医疗健康",
    "insurance": "社会保障",
    "food": "食品药品安全",
    "safety": "安全生产",
    "prices": "价格监管",
    "charges": "价格收费",
    "energy": "能源安全",
    "credit": "信用体系",
    "building": "城乡建设",
    "community": "社区治理",
    "environment": "生态环保",
    "emergency": "应急维稳",
    "poverty": "精准扶贫",
    "services": "政务服务",
    "other": "其他主题",
}
NATIONAL = (
    "health insurance food safety prices energy credit building community environment emergency poverty services other"
)

REGISTRIES = (
    key(
        "registries.bases",
        "须建的基础库",
        Merge.UNION,
        tuple(BASES),
        "基础库须有：{value}。",
        values=BASES,
    ),
    key(
        "registries.themes",
        "主题库的主题",
        Merge.REPLACE,
        tuple(NATIONAL.split()),
        "主题从这些里选：{value}；没有的选“其他主题”，自己写名称。",
        values=THEMES,
    ),
    key(
        "registries.several",
        "主题库由多部门资源组成",
        Merge.STRICTEST,
        YES,
        "“{name}”只有 {count} 个部门的资源，不是多部门资源共同组成的主题库。",
        "主题库由多部门资源共同组成。",
    ),
    standing(
        "registries.current",
        "基础库、主题库及时更新",
        "来源部门须按要求提供、及时更新原始数据。",
    ),
    key(
        "registries.modes",
        "基础库的建设方式",
        Merge.UNION,
        ("central", "connected"),
        "基础库可以：{value}。",
        values={"central": "在平台上集中建设", "connected": "接入平台"},
    ),
    key(
        "registries.conflict",
        "有冲突的数据先不入库",
        Merge.STRICTEST,
        YES,
        "来源对同一数据说法不一，须经甄别才能进入资源库。",
    ),
)
