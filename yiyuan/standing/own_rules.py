"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("standing.entity", "市场主体写得完整", "请写明名称，统一社会信用代码要有效。"),
    own("standing.subject", "查询对象写得完整", "请写明姓名或者名称，证件号码要有效。"),
    own("standing.said", "信用应用写明理由", "请写明内容和理由。"),
    own("standing.dates", "信用应用的日期", "日期不晚于今天；有效期在签订日期以后、不早于今天。"),
    own(
        "standing.entered",
        "列入名单前告知并听取意见",
        "请写明主体的陈述（放弃陈述的也写明）、决定文书；决定不早于告知，有效期在决定以后。",
    ),
    own("standing.measure", "措施写明依据和期限", "请写明措施和依据；反馈期限和到期日在今天以后。"),
    own("standing.on_list", "在名单的才有措施", "主体不在名单上，不能交办措施。"),
    own("standing.consent_once", "书面授权只用一次", "这份授权书已经用过。请信息主体重新书面授权。"),
    own("standing.watch_once", "一个对象订阅一次", "本部门已经订阅这个对象。"),
    own("standing.file", "信用应用的文件", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB，不带宏。"),
    own("standing.report_day", "信用报告从当天的查询出具", "这次查询不是今天的。请重新查询，再出具报告。"),
    own(
        "standing.clean",
        "有不良信息的不出具无违法违规证明",
        "查到不良信息或者名单 {count} 条，不能出具无违法违规证明，可以出具信用报告。",
        "查到不良信息的，不能出具无违法违规证明。",
    ),
    own("standing.bulk", "批量查询的范围", "{problem}", "请写有效的统一社会信用代码，一行一个，最多 500 个。"),
    own("standing.off", "地区开通后才使用", "本地区没有适用公共信用信息的规定，信用应用没有开通。"),
)
