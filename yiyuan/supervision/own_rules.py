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
    own(
        "supervision.joint_scores",
        "联合考核评分",
        "至少给一个部门评分；分数在 0 到 100 之间，每个部门每项一次，只评这次考核的部门和内容。",
    ),
    own(
        "supervision.joint_awaited",
        "联合考核汇总",
        "还有 {count} 个单位没有评分，{due_on} 之后才能汇总。",
        "各单位评完，或者评分截止之后，才能汇总。",
    ),
    own("supervision.report_said", "年度报告须有内容", "请写明上一年度的共享工作情况。"),
    own(
        "supervision.inspection_result",
        "公布检查结果的条件",
        "还有 {count} 个单位没有检查记录，不能公布。",
        "各单位都有检查记录，写明检查情况，才能公布。",
    ),
    own("supervision.answer_said", "整改须写明情况", "请写明整改情况。"),
    own(
        "supervision.seen_said",
        "检查记录须完整",
        "写明看到的情况；有问题的，写明检查内容、问题和整改期限，期限不早于今天。",
    ),
    own("supervision.bodies", "名称和单位", "请写明名称，选本地区的单位。"),
    own("supervision.retake_said", "重新取数须有理由", "请写明为什么重新取数：采纳了部门的哪一点意见。"),
    own("supervision.statement_said", "说明须有内容", "请写明对数据的意见。"),
)
