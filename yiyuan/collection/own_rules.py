"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("collection.end", "停止采集须写明原因", "请写明为什么停止采集。"),
    own("collection.paper", "收下的文件", "{problem}", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB。"),
    own("collection.task", "基层采集任务写得完整", "{problem}", "任务须写明资源、信息项和基层单位。"),
    own("collection.rows", "填报的行合乎目录", "{problem}", "填报的行须合乎目录的要求。"),
    own("collection.file", "填报的表格读得懂", "{problem}", "请用下载的表格填报。"),
    own("collection.note", "须写明理由", "请写明理由或者结果。"),
    own("collection.mandate", "登记的职责", "已登记过“{duty}”。", "每项职责只登记一次。"),
)
