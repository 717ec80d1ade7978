"""Synthetic rows: invented people with numbers that no authority ever issues, each row marked as synthetic."""

import csv
import gzip
import random
from datetime import date, timedelta
from importlib import resources
from io import StringIO

from yiyuan.catalog.types import DataType, ItemClass, ItemInfo, ResourceInfo
from yiyuan.demo.people import FAMILY, GIVEN
from yiyuan.kernel.identifiers import citizen_check, uscc_check

UNISSUED = "990000"  # no division has this code, so no real number begins with it
MARK = "合成数据"
PLACES = ["镜湖区", "弋江区", "鸠江区", "湾沚区", "繁昌区", "无为市", "南陵县"]
ROADS = ["中山路", "北京路", "赭山路", "银湖路", "利民路", "文化路", "九华路"]


OF_THE_PERSON = {"死亡日期"}
SLIPS = 0.01
# shipped files of real data: name -> the headings its resource has
SHIPPED = {
    "streets": ["代码", "名称", "县级代码", "省级代码", "地级代码"],
    "service_items": ["事项编码", "事项名称", "实施部门", "实施机构代码", "部门编码", "区划编码"],
}


def shipped(name: str) -> bytes:
    """A shipped file as CSV under its resource's headings."""
    packed = (resources.files("yiyuan.demo") / "data" / f"{name}.csv.gz").read_bytes()
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(SHIPPED[name])
    writer.writerows(row for number, row in enumerate(csv.reader(StringIO(gzip.decompress(packed).decode()))) if number)
    return out.getvalue().encode()


def citizen(number: int) -> str:
    """A citizen number that passes its check and belongs to nobody."""
    born = date(1950, 1, 1) + timedelta(days=number * 37 % 20_000)
    body = f"{UNISSUED}{born:%Y%m%d}{number % 1000:03d}"
    return body + citizen_check(body)


def person(number: int) -> str:
    return FAMILY[number % len(FAMILY)] + GIVEN[number // len(FAMILY) % len(GIVEN)]


def csv_of(resource: ResourceInfo, *, rows: int, seed: int = 1) -> bytes:
    """A UTF-8 CSV with BOM, as Excel saves it."""
    chance = random.Random(f"{resource.name}{seed}")  # noqa: S311 - invented data, the same every time
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([item.name for item in resource.items])
    for number in range(1, rows + 1):
        writer.writerow([_value(item, number, chance) for item in resource.items])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _value(item: ItemInfo, number: int, chance: random.Random) -> str:
    if item.name == "数据说明":
        return MARK
    shift = 5000 if "女方" in item.name else 0
    by_class = {
        ItemClass.CITIZEN_ID: lambda: citizen(number + shift),
        ItemClass.NAME: lambda: person(number + shift),
        ItemClass.USCC: lambda: uscc_of(number),
        ItemClass.ADDRESS: lambda: f"芜湖市{chance.choice(PLACES)}{chance.choice(ROADS)}{chance.randint(1, 300)}号",
        ItemClass.BIRTH: lambda: f"{citizen(number)[6:10]}-{citizen(number)[10:12]}-{citizen(number)[12:14]}",
    }
    if item.item_class in by_class:
        return by_class[item.item_class]()
    if item.codes:
        return chance.choice(item.codes)
    return _plain_value(item, number, chance)


def _plain_value(item: ItemInfo, number: int, chance: random.Random) -> str:
    if item.name in OF_THE_PERSON:  # two departments know it of the same person, and seldom differ
        return (date(2020, 1, 1) + timedelta(days=number * 3 % 2400 + (chance.random() < SLIPS))).isoformat()
    if item.data_type in {DataType.DATE, DataType.DATETIME}:
        return (date(2020, 1, 1) + timedelta(days=chance.randint(0, 2400))).isoformat()
    if item.data_type in {DataType.NUMBER, DataType.MONEY}:
        return f"{chance.randint(100, 99999) / 100:.2f}"
    if "年月" in item.name:
        return f"{chance.randint(2020, 2026)}-{chance.randint(1, 12):02d}"
    if item.key:
        return f"YS{number:010d}"
    return f"演示{item.name[:6]}{chance.randint(1, 40)}"


def uscc_of(number: int) -> str:
    """A credit code of no registered body."""
    body = f"91{UNISSUED}{number:09d}"
    return body + uscc_check(body)


def damaged_workbook(resource: ResourceInfo) -> bytes:
    """An XLSX of 40 rows; every eighth identity number is stored as a number, as Excel does when nobody watches."""
    from io import BytesIO

    import xlsxwriter

    chance = random.Random(7)  # noqa: S311 - invented data, the same every time
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("低保对象")
    sheet.write_row(0, 0, [item.name for item in resource.items])
    for number in range(1, 41):
        values = [_value(item, number + 9000, chance) for item in resource.items]
        for column, (item, value) in enumerate(zip(resource.items, values, strict=True)):
            if item.item_class is ItemClass.CITIZEN_ID and number % 8 == 0 and value.isdigit():
                sheet.write_number(number, column, float(value))
            else:
                sheet.write_string(number, column, value)
    book.close()
    return out.getvalue()
