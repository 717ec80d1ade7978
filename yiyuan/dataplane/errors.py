"""Why a whole file is refused, in words for the person who sent it."""

from typing import Any

from yiyuan.kernel.errors import RuleBroken


class FileRefused(RuleBroken):
    """The file as a whole cannot be read; nothing of it has been taken. `reason` is a code, facts say where."""

    code = "file_refused"

    def __init__(self, reason: str, **facts: Any) -> None:  # facts are whatever the sentence needs
        super().__init__(f"file.{reason}", **facts)
        self.reason = reason

    @property
    def sentence(self) -> str:
        """The sentence for the sender; names no content of the rows."""
        return _sentences()[self.reason] % self.facts


def _sentences() -> dict[str, str]:
    return {
        "empty": "文件是空的，没有表头。",
        "too_large": "文件有 %(megabytes)d MB，超过上限 %(limit)d MB；请拆分后上传。",
        "duplicate_header": "表头“%(header)s”出现了不止一次（第 %(first)d 列和第 %(second)d 列）；请改名后重新上传。",
        "broken_header": "第 %(position)d 列的表头读不出：%(why)s。",
        "missing_header": "第 %(position)d 列没有表头；请补上列名后重新上传。",
        "reserved_header": "表头“%(header)s”是系统保留的名称；请改名后重新上传。",
        "wrong_header": "表头不对：%(problem)s。请对照要求改好后重新上传。",
        "missing_columns": "缺少这些列：%(columns)s。请对照目录的信息项补齐表头后重新上传。",
        "broken_quote": "第 %(row)d 行附近的双引号没有成对；请检查该行后重新上传。",
        "undecodable": "认不出文件的编码；请另存为 UTF-8 或 GB18030 编码的 CSV。",
        "binary": "这不是文本文件；请上传 CSV 或 Excel（.xlsx）文件。",
        "not_xlsx": "这不是 .xlsx 工作簿，或文件已损坏；请在 Excel 或 WPS 中另存为 .xlsx 后重新上传。",
        "old_or_locked": "工作簿设了打开密码，或是旧版 .xls 改了扩展名；请去掉密码并另存为 .xlsx 后重新上传。",
        "macros": "工作簿含有宏；请另存为不含宏的 .xlsx 后重新上传。",
        "bomb": "工作簿解压后过大，可能是恶意文件；请拆分后上传。",
        "too_many_cells": "表格一直到第 %(rows)d 行、第 %(columns)d 列，超过上限 %(limit)d 个单元格；"
        "请删去多余的行和列，或拆分后另存为 CSV 再上传。",
        "too_full": "工作簿里有 %(cells)d 个单元格，超过上限 %(limit)d 个；请删去多余的行和格式，或拆分后重新上传。",
        "far_cell": "表格一直到单元格 %(where)s，中间几乎都是空的；请删去离表格很远的内容（可能只是空格）后重新上传。",
        "too_heavy": "读这个文件要用超过 %(megabytes)d MB 内存或 %(minutes)d 分钟，没有读；"
        "请删去离表格很远的内容、多余的行和格式，或者拆分、另存为 CSV 后再上传。",
        "error_cells": "工作簿里有单元格显示公式错误；请改正公式或填写数值后重新上传。",
        "no_sheet": "工作簿里没有可读的工作表。",
        "not_parquet": "这不是 Parquet 文件，或文件已损坏；请重新导出。",
        "not_single": "这些列的值不是单个的值（列表、结构或二进制）：%(columns)s；请改为文字、数字或日期后重新导出。",
        "json_line": "第 %(row)d 行不是一个 JSON 对象，或有同名的项；每行写一个对象，UTF-8 编码。",
        "geojson": "这不是 GeoJSON 的要素集合（FeatureCollection），或者有同名的项；请重新导出，UTF-8 编码。",
        "geojson_system": "坐标不是经纬度（WGS 84 或国家 2000）；请转换坐标系后重新导出。",
        "geojson_feature": "第 %(row)d 个要素的属性里有列表或嵌套的对象；每一项只能是文字、数字、真假或空。",
        "not_zip": "这不是 ZIP 压缩包，或文件已损坏；请重新压缩。",
        "zip_empty": "压缩包里没有文件。",
        "zip_many": "压缩包里有 %(members)d 个文件，超过上限 %(limit)d 个；请分几次交。",
        "zip_large": "压缩包解开有 %(megabytes)d MB，超过上限 %(limit)d MB，或者大得不合常理；请分几次交。",
        "member": "压缩包里的“%(member)s”%(why)s",
        "not_xls": "这不是 .xls 工作簿，或文件已损坏、设了打开密码；请在 Excel 或 WPS 中另存为 .xlsx 后重新上传。",
        "not_ods": "这不是 .ods 工作簿，或文件已损坏、设了打开密码；请另存为 .xlsx 后重新上传。",
        "json_nested": "第 %(row)d 行里有列表或嵌套的对象；每一项只能是文字、数字、真假或空。",
        "unsupported": "不支持 %(suffix)s 文件；请上传 CSV、Excel（.xlsx、.xls）、ODS、Parquet、JSON 行（.jsonl）文件，"
        "或者它们的 ZIP 压缩包。",
    }
