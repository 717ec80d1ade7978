"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "rectification.confirmed",
        "通知整改以认定为据",
        "这条线索还没有认定，或者已经不予认定。部门说明、主管部门认定之后才能通知整改。",
    ),
    own("rectification.once", "一条认定只通知一次", "这条认定已经有整改通知，请在那一件里办理。"),
    own("rectification.no_issuer", "通知须有签发单位", "本地区没有登记可以通知整改的单位，请先登记数据资源主管部门。"),
    own("rectification.said", "通知须写明问题和要求", "请写明存在的问题和整改要求。"),
    own("rectification.number", "签发的文书须有文号", "请填写文号。文书在平台外签署后，在这里登记。"),
    own("rectification.answer", "报告整改须写明做了什么", "请写明怎样整改的、结果怎样。"),
    own("rectification.rechecked", "复查须写明情况", "请写明复查看到了什么。"),
    own(
        "rectification.lapsed",
        "逾期以后才有下一步",
        "整改期限到 {due_on}，还没有过，不能上报或者通报。",
        "整改期限还没有过，不能上报或者通报。",
    ),
    own("rectification.why", "撤销须写明原因", "请写明原因。"),
    own("rectification.person", "移送须写明事实和责任人", "请写明事实和责任人。"),
    own("rectification.organ", "移送须写明收件机关", "请写明移送给哪个机关，并登记日期。日期不晚于今天。"),
    own("rectification.decided", "处理决定须有内容", "请写明处理决定。"),
    own("rectification.file", "文书和材料", "{problem}", "文件须是 PDF、OFD、DOCX 或者图片，不超过 20 MB。"),
)
