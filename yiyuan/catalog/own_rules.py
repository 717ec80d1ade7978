"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "catalog.item_name",
        "信息项名称不是公式",
        "信息项“{items}”以 =、+、- 或 @ 开头，做了表头会被表格软件当作公式；请改名。",
        "信息项的名称不能以 =、+、- 或 @ 开头。",
    ),
    own("catalog.items_twice", "信息项名称不重复", "信息项“{items}”写了两次。", "信息项的名称不能重复。"),
    own(
        "catalog.fits",
        "填写的内容合乎格式",
        "“{field}”填得不对：{problem}",
        "有一项填得不合格式。",
        rests_on="政务信息资源目录编制指南",
    ),
    own("catalog.said", "决定须说明", "{field}须写明。", "须写明理由。"),
    own(
        "catalog.template",
        "编制指南的要求",
        "“{guide}”还要求写明：{lacks}。",
        "编制指南要求的内容不全。",
        rests_on="本地编制指南",
    ),
    own(
        "catalog.data_element",
        "数据元标准",
        "信息项“{item}”不合“{standard}”：应为 {expected}。",
        "信息项不合数据元标准。",
        rests_on="编制指南所附数据元标准",
    ),
    own("catalog.condition_basis", "每个条件各有依据", "“{condition}”没有写明依据。", "每个条件须各有依据。"),
    own("catalog.attachment", "附件可收", "{problem}", "附件不能收。"),
    own("catalog.challenged_already", "一次提一个异议", "本部门对这个资源的类型异议还没有答复，不用再提。"),
    own("catalog.own_entry", "对他人的资源提出", "这是本部门自己的资源。"),
    own("catalog.return_reason", "退回须写明原因", "退回须写明原因，编制人才知道改什么。"),
)
