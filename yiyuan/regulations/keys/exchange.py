"""Keys of exchange."""

from yiyuan.kernel.terms import Term
from yiyuan.regulations.keys.declaring import key
from yiyuan.regulations.types import Merge

PARTS = {"address": "地址", "parameters": "查询参数", "fields": "返回字段", "errors": "错误码说明"}
EXCHANGE = (
    key(
        "exchange.interface_spec",
        "接口说明须写明",
        Merge.UNION,
        ("address", "parameters", "fields"),
        "接口说明缺少{missing}，不能开通。须写明：{value}。",
        "接口说明须写明：{value}。",
        values=PARTS,
    ),
    key(
        "exchange.interface_repair",
        "接口中断后恢复的期限",
        Merge.STRICTEST,
        Term(1),
        "接口中断后须在{value}内恢复。",
        note="自平台发现中断之日起。",
    ),
)
