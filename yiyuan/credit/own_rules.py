"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("credit.said", "写明原因", "请写明原因或者说明。"),
    own("credit.reason", "查档案写明理由", "请写明为什么查档案。"),
    own("credit.record_once", "同一文书的记录不重复", "这个主体已经有这份文书的同一事项记录。"),
    own("credit.item_once", "事项代码不重复", "这个事项代码已经有了。"),
    own("credit.subject_kind", "主体类别与目录相符", "这个事项只收{kind}的信息。", "主体类别要与目录事项相符。"),
    own("credit.subject_moved", "名称或者代码变更", "新代码已经属于另一个主体，或者代码不合规则。"),
    own("credit.file", "附件的文件", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB，不带宏。"),
    own(
        "credit.form",
        "批量提供的格式",
        "{problem}",
        "文件须是 CSV 或者 XLSX，第一行是双公示的列名（XK_ 或者 CF_ 开头）。",
    ),
    own("credit.objection_once", "同一条记录一件异议", "这条记录已经有一件异议在办，两个门看到的是同一件。"),
    own(
        "credit.repairable",
        "修复的条件",
        "还不能申请修复：{problem}",
        "只有在公示期的不良信息，满了最短公示期、已经纠正并作出信用承诺，才能申请修复。",
    ),
)
