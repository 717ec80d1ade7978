"""The Chinese words of what an entry says."""

from enum import StrEnum

from yiyuan.catalog.types.entries import (
    Cycle,
    DataType,
    Form,
    Format,
    Freshness,
    Funding,
    ItemClass,
    Network,
    SystemLink,
)

# 项, in the order of the national guide; recalled, so a city may change the file it is read from
CLASS_WORDS: dict[str, dict[str, str]] = {
    "1": {"01": "国家人口", "02": "法人单位", "03": "自然资源和空间地理", "04": "社会信用", "05": "电子证照"},
    "2": {
        "01": "公共服务",
        "02": "健康保障",
        "03": "社会保障",
        "04": "食品药品安全",
        "05": "安全生产",
        "06": "价格监管",
        "07": "能源安全",
        "08": "信用体系",
        "09": "城乡建设",
        "10": "社区治理",
        "11": "生态环保",
        "12": "应急维稳",
        "13": "精准扶贫",
        "14": "政务服务",
        "99": "其他主题",
    },
    "3": {"07": "省、市、县部门"},
}

DATA_TYPE_WORDS = {
    DataType.TEXT: "字符型 C",
    DataType.NUMBER: "数值型 N",
    DataType.MONEY: "货币型 Y",
    DataType.DATE: "日期型 D",
    DataType.DATETIME: "日期时间型 T",
    DataType.LOGICAL: "逻辑型 L",
    DataType.MEMO: "备注型 M",
    DataType.INTEGER: "整型 I",
    DataType.FLOAT: "浮点型 F",
}

ITEM_CLASS_WORDS = {
    ItemClass.GENERAL: "一般",
    ItemClass.NAME: "姓名",
    ItemClass.CITIZEN_ID: "公民身份号码",
    ItemClass.USCC: "统一社会信用代码",
    ItemClass.MOBILE: "手机号码",
    ItemClass.ADDRESS: "住址",
    ItemClass.BANK_CARD: "银行卡号",
    ItemClass.EMAIL: "电子邮箱",
    ItemClass.BIRTH: "出生日期",
    ItemClass.SENSITIVE: "其他敏感信息",
    ItemClass.TRADE_SECRET: "商业秘密",
}

FORMAT_WORDS = {
    Format.DATABASE: "数据库",
    Format.SPREADSHEET: "电子表格",
    Format.FILE: "电子文件",
    Format.IMAGE: "图形图像",
    Format.STREAM: "流媒体",
    Format.SERVICE: "服务接口",
    Format.DESCRIBED: "自描述格式",
}

CYCLE_WORDS = {
    Cycle.REALTIME: "实时",
    Cycle.DAILY: "每日",
    Cycle.WEEKLY: "每周",
    Cycle.MONTHLY: "每月",
    Cycle.QUARTERLY: "每季度",
    Cycle.HALF_YEARLY: "每半年",
    Cycle.YEARLY: "每年",
    Cycle.IRREGULAR: "不定期",
}

FRESHNESS_WORDS = {
    Freshness.KEPT: "按周期更新",
    Freshness.BEHIND: "超过更新周期",
    Freshness.NEVER: "尚未归集",
    Freshness.HELD: "数据留在提供部门",
}

SECURITY_LEVEL_WORDS = {1: "1 级（最低）", 2: "2 级", 3: "3 级", 4: "4 级（最高）"}

FORM_WORDS = {Form.FILE: "文件", Form.MATERIAL: "资料", Form.CHART: "图表", Form.DATA: "数据"}

# what is said of each form: field -> label
FORM_FIELDS: dict[str, dict[str, str]] = {
    Form.FILE: {"file_type": "文件类型", "layout": "版式"},
    Form.MATERIAL: {"carrier": "载体", "extent": "份数或页数"},
    Form.CHART: {"chart_type": "图表类型", "scale": "比例或分辨率"},
    Form.DATA: {"storage": "库表或文件", "encoding": "字符编码"},
}

CONTENT_WORDS = {
    "text": "文字",
    "number": "数字",
    "chart": "图表",
    "image": "图像",
    "audio": "音频",
    "video": "视频",
}

NETWORK_WORDS = {Network.GOVERNMENT: "政务外网", Network.INTERNET: "互联网", Network.PRIVATE: "部门专网"}
SYSTEM_LINK_WORDS = {SystemLink.INTERFACE: "接口", SystemLink.DATABASE: "库表、前置机", SystemLink.FILE: "文件"}
FUNDING_WORDS = {
    Funding.CITY_OR_BELOW: "市级及以下财政资金",
    Funding.ABOVE: "中央或者省级财政资金",
    Funding.OTHER: "其他资金",
}

STANDARD_LEVELS = {"national": "国家标准", "province": "省级标准", "city": "市级标准", "county": "县级标准"}

LICENCE_WORDS = {
    "document": "证件",
    "certificate": "证明",
    "approval": "批文",
    "appraisal": "鉴定报告",
    "result": "办事结果",
}

HOLDER_WORDS = {"person": "自然人", "legal_person": "法人", "other": "其他组织"}


class WordOrigin(StrEnum):
    """How a word came into the thesaurus."""

    SHIPPED = "shipped"
    BUREAU = "bureau"
    LEARNED = "learned"


ORIGIN_WORDS = {WordOrigin.SHIPPED: "随产品提供", WordOrigin.BUREAU: "主管部门添加", WordOrigin.LEARNED: "由查找学到"}


class WordDecision(StrEnum):
    """What the bureau decided of a word people searched."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


WORD_DECISION_WORDS = {WordDecision.ACCEPTED: "已采纳", WordDecision.REFUSED: "不采纳"}
