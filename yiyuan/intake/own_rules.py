"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("intake.file", "文件可读", "{problem}", "这个文件读不了，请另存后重新上传。"),
    own(
        "intake.header",
        "表头与目录的信息项一致",
        "表头与目录的信息项不一致：{problem}。请照模板填写，或者说明每一列对应哪一项。",
        "表头与目录的信息项不一致，请下载模板，照样填写。",
    ),
    own("intake.document", "电子文件可认", "{problem}", "这个文件认不出是什么，没有收。"),
    own("intake.columns", "每一列都有着落", "列没有对好：{problem}。", "列没有对好。"),
    own(
        "intake.way",
        "没有主键的整体替换",
        "“{resource}”没有主键，分不清哪一行是哪一行，每次只能整体替换。",
        "没有主键的只能整体替换。",
    ),
    own(
        "intake.preview",
        "确认的就是预览过的",
        "预览之后数据池又变了（{batch}已入池），正在重新预览。请看过新的结果再确认。",
        "这批数据已经重新预览过。请看过现在的结果（第 {number} 次预览）再确认。",
        "请看过预览再确认。",
    ),
    own("intake.other_person", "替换由另一个人再确认", "交文件的人已经算一个，要由本单位另一名专人或负责人再确认。"),
)
