"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("opening.said", "写明原因和结论", "请写明原因、结论或者答复。"),
    own("opening.dataset_once", "一个资源一个开放数据集", "这个资源已经登记为开放数据集。"),
    own("opening.resource", "从已发布的目录登记", "{problem}", "请选本部门已发布的资源，数据要归集在平台。"),
    own("opening.basis", "规定可以开放的写明依据", "写明了规定可以开放，请写依据：文件名称和第几条。"),
    own("opening.items", "选择要开放的信息项", "请至少选一个信息项；选行要同时写信息项和值。"),
    own("opening.pool", "数据在平台上才能准备", "{problem}", "数据归集到平台以后才能准备开放。"),
    own(
        "opening.treatment",
        "处理方式与信息项相符",
        "“{how}”只能用于{kinds}。",
        "处理方式要与信息项的类型相符。",
    ),
    own(
        "opening.found",
        "公民身份号码和银行卡号不得开放",
        "扫描发现：{found}。去掉、遮盖或者加密这一列以后重新处理。",
        "扫描发现的公民身份号码和银行卡号要先去掉。",
    ),
    own(
        "opening.explained",
        "扫描发现的内容要说明",
        "扫描发现：{found}。去掉，或者说明为什么可以开放。",
        "扫描发现的内容要去掉或者说明。",
    ),
    own("opening.quasi", "有个人信息的要选准标识符", "资源有个人信息，请选哪些信息项合起来可能认出一个人。"),
    own(
        "opening.k",
        "同一组至少有几行",
        "最小的一组只有 {k} 行，少于 {least} 行。再概括，或者去掉小组。",
        "准标识符相同的行不能太少。",
    ),
    own(
        "opening.unique",
        "唯一的行不能太多",
        "有 {rows} 行可以被单独认出，最多允许 {most} 行。",
        "可以被单独认出的行不能超过标准。",
    ),
    own(
        "opening.l",
        "同一组的敏感属性至少有几种",
        "有一组的敏感属性只有 {l} 种，少于 {least} 种。",
        "同一组的敏感属性不能太少。",
    ),
    own("opening.parts", "可核对的内容", "k 不小于 2，l 不小于 1，唯一行数不小于 0。"),
    own("opening.period", "评估的期间", "开始不晚于结束，结束不晚于今天。"),
    own("opening.breach", "利用情况违规的核查", "{problem}", "有漏报或者报告虚假情况的才立案。"),
    own("opening.chosen", "选择数据集", "请选已经开放的数据集。"),
    own("opening.file", "扫描件的文件", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB，不带宏。"),
    own("opening.source_once", "用到的资源不重复", "{problem}", "请选别的部门已发布的资源，每个资源征求一次。"),
)
