"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("consultations.openable", "可以发出征求意见", "须有条文、有征求对象，反馈截止在今天之后。"),
    own("consultations.signed", "意见须由主要负责人签字", "请写明签字的主要负责人；没有意见的也要签字反馈。"),
    own("consultations.reason", "意见须有理由", "每条意见都要写明修改为什么、理由是什么。"),
    own(
        "consultations.awaited",
        "到期才能归纳",
        "还有 {count} 个部门没有反馈，反馈截止之后才能归纳。",
        "还有部门没有反馈。",
    ),
    own(
        "consultations.undecided", "意见逐条答复", "还有 {count} 条意见没有写明是否采纳。", "还有意见没有写明是否采纳。"
    ),
    own("consultations.summary", "归纳须有内容", "请写明归纳情况。"),
)
