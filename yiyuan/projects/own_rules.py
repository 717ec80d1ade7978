"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "projects.approval_number",
        "批复文号不重复",
        "批复文号“{number}”已经登记过项目，请核对。",
        "批复文号已经登记过项目。",
    ),
    own("projects.accepted_on", "验收日期不晚于今天", "验收日期还没有到，验收之后再记。"),
    own("projects.year", "计划年度", "计划年度从 {first} 到 {last} 年。", "计划年度是今年或者以后五年。"),
    own("projects.plan_once", "一年一份计划", "{year} 年度的计划已经建立。", "每个年度只建立一份计划。"),
    own("projects.declared", "申报项目须写明", "请写明{missing}。", "申报项目须写明建设目标和主体内容。"),
    own("projects.consent_paper", "政府同意的文号和日期", "请写明同意的文号，日期不晚于今天。"),
    own("projects.note", "写明理由", "请写明理由。"),
    own("projects.file", "项目材料的文件", "{problem}", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB。"),
    own("projects.institution", "测评报告写明机构", "请写明出具测评报告的专业机构。"),
    own("projects.expert_conflict", "专家回避", "专家与{unit}有利害关系，应当回避。", "有利害关系的专家应当回避。"),
    own("projects.expert_once", "专家只登记一次", "这位专家已经登记。"),
    own("projects.no_exception", "哪些规定有例外", "本地区的规定对这一项没有例外。"),
    own("projects.approved", "批复写得完整", "请写明批复文号、内容和大于零的金额。"),
    own("projects.amount", "金额大于零", "金额须大于零。"),
    own("projects.reversal", "冲正", "这一笔不能冲正：已经冲正过，或者冲正以后账户不足。"),
    own("projects.completed_on", "竣工日期不晚于今天", "竣工日期还没有到，竣工之后再记。"),
    own("projects.rectify_by", "不合格写明意见和期限", "请写明验收意见和以后的整改期限。"),
    own("projects.filing_number", "备案须有备案号", "请写明备案号。"),
    own("projects.inspection_asked", "监督检查写明要求和期限", "请写明要求，答复期限在今天以后。"),
    own("projects.audit_once", "每年审计一次", "{year} 年度的审计计划已经列入。", "这一年度的审计计划已经列入。"),
)
