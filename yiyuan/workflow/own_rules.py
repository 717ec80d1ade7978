"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("workflow.evidence", "提出线索须附证据", "请写明证据：看到了什么、在哪里、什么时候。"),
    own("workflow.basis", "其他情形须写明违反的规定", "请写明违反了哪一项规定、第几条。"),
    own("workflow.statement", "陈述须有内容", "请写明情况和理由。"),
    own("workflow.conclusion", "结论须写明理由", "认定或不予认定都须写明理由。"),
)
