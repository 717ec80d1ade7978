"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("quality.meant", "质量规则说得通", "{problem}", "这条规则说不通，请改正。"),
    own("quality.tried", "试用过才启用", "这条规则还没有在数据池里试过。请先试用，看查出多少行。"),
    own("quality.running", "一次只查一遍", "这个资源正在检查，等它结束再查。"),
    own("quality.pool", "数据在平台才能检查", "这个资源在平台没有数据，无法检查。"),
    own("quality.done", "写明怎样更正", "请写明怎样更正的。"),
)
