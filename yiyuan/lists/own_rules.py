"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (own("catalog.list_empty", "空清单须说明", "清单是空的，请说明原因后再提交。"),)
