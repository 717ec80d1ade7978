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
)
