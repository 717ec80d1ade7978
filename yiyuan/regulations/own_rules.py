"""Rules of the libraries and of the room beside this one, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "workdays.notice",
        "节假日安排通知",
        "{days}有误：同一天写了两次、不在本年度、已列入另一年度的通知，或把平日写成了上班日。",
        "通知须列明当年的放假日。",
        rests_on="国务院办公厅通知",
    ),
    own("platform.text", "文字可以保存", "“{field}”含不能保存的控制字符，请删去后再试。", "含不能保存的控制字符。"),
    own(
        "platform.scan",
        "上传的文件没有病毒",
        "病毒扫描在文件“{file}”里发现恶意内容，没有收；请查杀后重新导出再上传。",
        "病毒扫描在文件里发现恶意内容，没有收；请查杀后重新导出再上传。",
    ),
    own("platform.held", "内容可以保存", "有一项过长、数字过大，或含不能保存的字符，没有保存。"),
)
