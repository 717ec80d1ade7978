"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("disputes.said", "疑义须写明", "请写明哪里不对、应当是什么。"),
    own("disputes.own", "对其他部门的数据提出", "这是本部门自己的数据，请直接在源头更正后重新提交。"),
    own("disputes.answer", "校核结果须写明", "请写明核对了什么、结果是什么，申请人会看到。"),
    own(
        "disputes.correction",
        "更正在源头办理",
        "更正在源头办理：《{resource}》在收到申请之后还没有新的批次入池，请先提交更正后的数据，再选那个批次。",
        "更正在源头办理，平台不改数据。请先指明资源；平台有副本的，提交更正后的数据并选那个批次。",
    ),
    own("disputes.extension_reason", "延期须写明理由", "请写明延长的理由。"),
    own("disputes.extension_asked", "延期只请一次", "已经请求过延期，正在等待同意。"),
    own("disputes.evidence", "佐证材料可收", "佐证材料须是 PDF、PNG 或 JPEG，不超过 20 MB。"),
    own("disputes.settled", "有结论的须办理", "这件校核是两部门数据不一致的结论，须由提供部门办理，不能撤回。"),
    own("disputes.sides", "两个部门的数据", "要比的是两个部门各自的资源，本部门须是其中一方。"),
    own("disputes.differ", "不一致须写明", "请写明哪条记录、双方各是什么，或者怎样发现的。"),
    own("disputes.comparing", "比对一次一个", "这两个来源正在比对，等比对完再来。"),
    own("disputes.matched", "两个来源要能对应", "{problem}", "两个来源要有相同的标识，记录才对应得起来。"),
    own("disputes.difference", "差异清单里的一条", "差异清单里没有这个序号，或者已经提出过。", "这次比对没有差异。"),
    own("disputes.view", "意见须写明理由", "请写明为什么以这一方为准。"),
    own("disputes.escalated", "请求协调须写明", "请写明协商到哪一步、分歧在哪里。"),
    own("disputes.concluded", "甄别结论须写明", "请写明参加的单位和人员、结论。"),
    own("disputes.expert", "专家意见须写明", "请写明专家姓名、单位和意见。"),
    own("disputes.dropped", "不属于不一致须写明", "请写明为什么不属于不一致。"),
    own("disputes.rehandled", "重新核对的须写明结果", "请写明重新核对了哪些办件、结果怎样。"),
    own("disputes.organised", "组织情况须写明", "请写明怎样组织提供部门校核。"),
)
