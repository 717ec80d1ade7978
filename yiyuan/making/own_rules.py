"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("making.reason", "退回、不制、不同步须写明原因", "请写明原因。"),
    own("making.mapping", "数据与照面对得上", "{problem}。", "数据与照面对不上。"),
    own("making.source", "按颁证单位自己的数据制证", "这份数据不能用来制证：{problem}。", "这份数据不能用来制证。"),
    own("making.one_run", "一种证照一次批量制一批", "这种证照正在批量制证，等它制完或者取消。"),
    own(
        "making.sample",
        "抽查有误的退回",
        "抽查发现 {wrong} 件有误，请退回并写明原因。",
        "抽查发现有误，请退回并写明原因。",
    ),
    own("making.file", "底稿的格式", "请用图片、PDF、Word（.docx）或者 HTML 文件，不超过 20 MB，不带宏。"),
    own("making.list", "对账的表可读", "{problem}。", "这张表读不了。"),
    own("making.future", "事件已经发生", "发生日期还没有到。"),
)
