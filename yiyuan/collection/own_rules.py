"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("collection.end", "停止采集须写明原因", "请写明为什么停止采集。"),
    own("collection.paper", "收下的文件", "{problem}", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB。"),
    own("collection.mandate", "登记的职责", "已登记过“{duty}”。", "每项职责只登记一次。"),
)
