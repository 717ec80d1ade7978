"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "supervision.circular",
        "通报的条件",
        "还有 {count} 个部门的考核数据没有确认，不能通报。",
        "通报须在各部门数据都确认之后，写明文号和评估情况。",
    ),
    own("supervision.weights", "权重", "权重要么每项都填，要么都不填；不能小于零，不能全是零。"),
    own("supervision.year", "考核年度", "{year} 年还没有开始，或者已经考核过。", "年度还没有开始，或者已经考核过。"),
    own("supervision.statement_said", "说明须有内容", "请写明对数据的意见。"),
)
