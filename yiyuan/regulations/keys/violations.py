"""Conduct that violation lists name: a signal cites it."""

from yiyuan.regulations.keys.declaring import key
from yiyuan.regulations.keys.words import OCCASIONS
from yiyuan.regulations.types import Key, Merge


def violation(name: str, title: str, *occasions: str) -> Key:
    return key(
        name,
        title,
        Merge.UNION,
        (),
        values={occasion: OCCASIONS[occasion] for occasion in occasions},
        note="只作为线索提出；部门说明情况、经办人确认之后才成为认定。",
    )


VIOLATIONS = (
    violation("catalog.violation", "列举的情形：目录编制和报送", "late", "missing", "incomplete"),
    violation("catalog.violation_change", "列举的情形：目录更新", "late"),
    violation("collection.violation", "列举的情形：采集", "uncatalogued", "duplicate"),
    violation("sharing.violation_reply", "列举的情形：受理和答复", "late", "unfounded"),
    violation("sharing.violation_refusal", "列举的情形：拒绝共享", "unfounded"),
    violation("sharing.violation_supply", "列举的情形：提供数据", "late", "missing", "incomplete"),
    violation("sharing.violation_update", "列举的情形：更新数据", "stale"),
    violation("sharing.violation_use", "列举的情形：超出用途使用", "misuse"),
    violation("disputes.violation_recheck", "列举的情形：校核数据", "late"),
    violation("licences.violation_supply", "列举的情形：提供证照数据", "late", "incomplete"),
    violation("licences.violation_use", "列举的情形：扩大证照使用范围", "misuse"),
    violation("licences.violation_objection", "列举的情形：证照数据不及时核对修正", "late"),
    violation("supervision.violation_other", "列举的情形：其他", "other"),
    violation("supervision.violation_security", "列举的情形：数据安全保护", "irregular"),
    violation("supervision.violation_tampering", "列举的情形：违规更改、删除、复制、记录、存储数据", "irregular"),
    violation("supervision.violation_virus", "列举的情形：上传病毒、木马", "virus"),
    violation("supervision.violation_opening", "列举的情形：开放数据", "irregular"),
    violation("sharing.violation_recollect", "列举的情形：要求提供能共享取得的数据", "recollected"),
    violation("projects.violation", "列举的情形：信息化项目", "irregular"),
    violation("licences.violation_catalog", "列举的情形：电子证照目录", "late", "incomplete"),
    violation("licences.violation_refused", "列举的情形：拒绝承认电子证照效力", "refused"),
    violation("licences.violation_abuse", "列举的情形：证照工作中滥用职权等违法行为", "abuse"),
    violation("licences.violation_other", "列举的情形：电子证照其他", "other"),
    violation("licences.violation_defied", "列举的情形：电子证照问题拒不整改", "defied"),
    violation("credit.violation_supply", "列举的情形：提供信用信息", "late", "incomplete"),
    violation("credit.violation_false", "列举的情形：提供虚假信用信息", "false"),
    violation("credit.violation_update", "列举的情形：发布、更新信用信息", "stale"),
    violation("credit.violation_leak", "列举的情形：擅自发布、泄露信用信息", "leak"),
    violation("credit.violation_objection", "列举的情形：信用信息异议处理", "unhelpful"),
    violation("credit.violation_defied", "列举的情形：信用信息问题拒不整改", "defied"),
    violation("credit.violation_other", "列举的情形：信用信息其他", "other"),
    violation("rectification.violation_defied", "列举的情形：拒不整改", "defied"),
)
