"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "notices.contact",
        "告知结果的手机号或邮箱",
        "这里现在只能告知到{other}；也可以不填，用查询码查看结果。",
        "写 11 位手机号，或者邮箱地址；也可以不填，用查询码查看结果。",
    ),
)
