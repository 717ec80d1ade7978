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
)
