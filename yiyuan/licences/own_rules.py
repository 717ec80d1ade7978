"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("licences.other_person", "审核、签发由另一人", "审核和签发不能由制证人自己办理。"),
    own("licences.reason", "须写明原因", "请写明原因。"),
    own("licences.fields", "证照内容合乎目录", "{problem}。", "证照内容不合目录的要求。"),
    own("licences.update", "更新已签发的证照", "只有已签发、没有更新版本在办的证照可以更新。"),
    own("licences.file", "制证的表可读", "{problem}。", "这张表读不了，请用模板填写。"),
    own(
        "licences.no_match",
        "编号和证件号码对得上",
        "没有对上：编号和持证主体代码须与同一件已签发的证照一致。",
    ),
    own("licences.copy", "加注件", "只有已签发、有版式文件的证照可以制作加注件。"),
    own("licences.layout", "版式文件排得出来", "{problem}。", "按模板排不出这件证照的版式文件。"),
    own("licences.seal_name", "一个单位一枚在用印章", "这个单位已有在用的电子印章。要换的，先停用原来的。"),
    own("licences.verify", "核验的文件", "请选一份 OFD 或 PDF 文件，不超过 20 MB。"),
    own("licences.door", "公开查找的次数", "今天从这个网络查找的次数已经到上限，请明天再来，或者直接找颁证单位。"),
    own("licences.applicant", "异议申请人", "请写明异议申请人的姓名或名称和联系方式。"),
    own("licences.outcome", "异议须有结果", "请选结果，并写明核查情况。"),
    own("licences.told_how", "告知方式", "请写明是怎样告知申请人的。"),
)
