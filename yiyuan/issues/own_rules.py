"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (own("issues.result", "关闭问题须写明结果", "请写明问题是怎样解决的。"),)
