"""What this room is, for the house."""

from yiyuan.web.rooms import Room

ROOM = Room(
    "spreadsheets",
    "表格",
    pages={
        "catalog/": "yiyuan.spreadsheets.urls",
    },
    api={
        "catalog/": "yiyuan.spreadsheets.endpoints",
    },
    words={
        "catalog.workbook.imported": "导入目录工作簿",
        "catalog.sheet.received": "交来目录表格",
        "catalog.sheet.started": "开始导入目录表格",
        "catalog.sheet.imported": "导入目录表格",
        "catalog.sheet.cancelled": "停止导入目录表格",
        "catalog.sheet.distributed": "把目录表格分发给各部门",
        "catalog.sheet.take": "导入分发来的目录表格",
        "catalog.sheet.decline": "退回分发来的目录表格",
    },
)
