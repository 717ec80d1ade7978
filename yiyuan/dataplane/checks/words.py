"""The sentences about refused rows."""

from collections.abc import Mapping
from typing import Final

from yiyuan.dataplane.checks.specs import ColumnSpec, Reason

_SHOWN_CODES: Final = 12
RULE: Final = "rule:"  # before the key of a rule of the resource, where a reason of the checks would stand


def reason_text(
    reason: str,
    spec: ColumnSpec | None = None,
    value: str = "",
    *,
    position: int = 0,
    said: Mapping[str, str] | None = None,
) -> str:
    """The sentence a clerk reads beside the row: which column, what is wrong, what to do.

    position: of the column in the file, from 1. `spec` is None for reasons that concern the row as a whole.
    said: rules of the resource, as reasons, with their sentences.
    """
    if reason.startswith(RULE):
        return (said or {}).get(reason, "不符合资源的质量规则")
    code = Reason(reason)
    if spec is None:
        return _row_texts()[code]
    facts = {
        "limit": spec.max_length,
        "scale": spec.scale,
        "codes": "、".join(sorted(spec.codes or ())[:_SHOWN_CODES])
        + ("…" if len(spec.codes or ()) > _SHOWN_CODES else ""),
        "minimum": spec.minimum,
        "maximum": spec.maximum,
        "length": len(value),
        "value": value if len(value) <= 40 else value[:39] + "…",  # noqa: PLR2004 - fits a comment
    }
    where = f"第 {position} 列“{spec.name}”" if position else f"“{spec.name}”"
    text = "%(length)d 位号码存成了数字，末位已被 Excel 改动；请把该列设为文本后重新填写"
    if code is not Reason.DAMAGED or not value.isdigit():
        text = _cell_texts()[code]
    return f"{where}：{text % facts}"


def value_text(reason: str, value: str) -> str:
    """What is wrong with one value, without its column."""
    return _cell_texts()[Reason(reason)] % {"value": value, "limit": "", "scale": "", "codes": ""}


def _row_texts() -> Mapping[Reason, str]:
    return {
        Reason.LONG: "这一行的列数比表头多；请检查是否有多余的分隔符，或含逗号的内容没有加双引号",
        Reason.SHORT: "这一行的列数比表头少；请补齐后重新填写",
        Reason.TOTAL: "像是合计行；不是数据的，请删去",
        Reason.DUPLICATE_KEY: "主键重复：前面的行已有相同的主键；请只保留一行",
        Reason.NOT_TAKEN: "这一行有数据库存不下的值；请核对后重新填写",
    }


def _cell_texts() -> Mapping[Reason, str]:
    return {
        Reason.GARBLED: "含有乱码；请检查文件编码后重新填写",
        Reason.DAMAGED: "号码存成了数字，已被 Excel 改写成“%(value)s”；请把该列设为文本后重新填写",
        Reason.FORMULA_ERROR: "单元格显示公式错误 %(value)s；请改正公式或填写数值",
        Reason.NO_RESULT: "单元格是公式，没有结果；请在 Excel 或 WPS 中打开并保存，或粘贴为数值",
        Reason.MERGED: "单元格和左边的合并在一起，分不清是哪一列的值；请取消合并后逐格填写",
        Reason.MISSING: "必填，不能为空",
        Reason.NOT_INTEGER: "“%(value)s”不是整数",
        Reason.NOT_NUMBER: "“%(value)s”不是数字",
        Reason.NOT_DATE: "“%(value)s”不是有效日期；请写成 2026-01-02 的样子",
        Reason.NOT_DATETIME: "“%(value)s”不是有效时间；请写成 2026-01-02 08:30:00 的样子",
        Reason.NOT_BOOLEAN: "“%(value)s”应填“是”或“否”",
        Reason.TOO_LONG: "超过 %(limit)s 位",
        Reason.TOO_PRECISE: "小数位数超过 %(scale)s 位",
        Reason.NOT_IN_CODES: "“%(value)s”不在允许的取值之内（%(codes)s）",
        Reason.NOT_MATCHING: "“%(value)s”不符合规定的格式",
        Reason.BELOW_MINIMUM: "“%(value)s”小于下限 %(minimum)s",
        Reason.ABOVE_MAXIMUM: "“%(value)s”大于上限 %(maximum)s",
        Reason.BAD_CITIZEN_ID: "“%(value)s”不是正确的居民身份证号码（长度、出生日期或校验码不对）",
        Reason.BAD_USCC: "“%(value)s”不是正确的统一社会信用代码（长度、字符或校验码不对）",
        Reason.NOT_TAKEN: "“%(value)s”数据库存不下；请核对后重新填写",
        Reason.DUPLICATE_KEY: "主键重复：前面的行已有相同的主键；请只保留一行",
    }
