"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("catalog.workbook", "目录工作簿", "{problem}", "这个文件不是目录工作簿，请下载模板填写。"),
    own("catalog.sheet", "目录表格", "{problem}", "这个文件读不了，请另存为 .xlsx 或 .csv 后再导入。"),
    own(
        "catalog.sheet_columns",
        "列对照",
        "还没有指明{missing}在哪一列。",
        "请先指明资源名称在哪一列。",
    ),
)
