"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("formats.reason", "退回、停用类型和模板须写明原因", "请写明原因。"),
    own("formats.layout", "版面排得出来", "{problem}。", "这个版面排不出来。"),
    own("formats.file", "模板文件可读", "{problem}。", "这个文件不是平台导出的模板。"),
    own("formats.type", "证照类型合乎规范", "{problem}。", "证照类型不合规范。"),
    own("formats.draft", "一个证照一次改一版模板", "这个证照已有一版模板在设计或者待确认，先办完那一版。"),
)
