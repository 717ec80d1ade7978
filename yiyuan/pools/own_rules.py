"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("pools.withdraw", "撤回一批数据", "这一批现在不能撤回：{problem}", "这一批现在不能撤回。"),
    own("pools.other_person", "撤回由另一个人确认", "提出撤回的人已经算一个，要由本单位另一名专人或负责人确认。"),
    own("pools.past", "看过去的数据", "{problem}", "那一天的数据没有保留。"),
    own("pools.row", "查一行的来历", "{problem}", "请写明要查哪一行。"),
)
