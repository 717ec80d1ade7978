"""What an auditor takes home of a project: tables as CSV in one archive."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from yiyuan.projects.display import amount
from yiyuan.projects.models import Project


def package_of(project: Project) -> bytes:
    """A ZIP of UTF-8 tables: funds and payments, contracts, changes, opinions, materials with digests."""
    ledger = project.ledger.select_related("reverses")
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]] = {  # cells
        "资金和支付": (
            ["编号", "年度", "资金", "来源", "借", "贷", "金额（元）", "摘要", "冲正编号", "经办人", "日期"],
            (
                [
                    one.id,
                    one.year,
                    one.get_fund_display(),
                    one.get_source_display(),
                    one.get_debit_display(),
                    one.get_credit_display(),
                    amount(one.amount),
                    one.words,
                    one.reverses_id or "",
                    one.made_by,
                    one.made_on,
                ]
                for one in ledger
            ),
        ),
        "合同": (
            ["种类", "对方单位", "内容", "金额（元）", "批复文号", "监理资质", "签订日期", "登记人", "登记日期"],
            (
                [
                    one.get_section_display(),
                    one.party,
                    one.content,
                    amount(one.amount),
                    one.refers_to,
                    one.qualification,
                    one.signed_on,
                    one.recorded_by,
                    one.recorded_on,
                ]
                for one in project.contracts.all()
            ),
        ),
        "变更": (
            ["变更", "原来", "变更为", "原因", "状态", "申请日期", "审查人", "审查日期"],
            (
                [
                    one.get_field_display(),
                    one.old,
                    one.new,
                    one.reason,
                    one.state,
                    one.asked_on,
                    one.decided_by,
                    one.decided_on or "",
                ]
                for one in project.changes.all()
            ),
        ),
        "意见": (
            ["意见", "结论", "文号", "内容", "单位", "经办人", "日期"],
            (
                [
                    one.get_kind_display(),
                    "同意" if one.agrees else "不同意",
                    one.number,
                    one.words,
                    one.body.name,
                    one.given_by,
                    one.given_on,
                ]
                for one in project.opinions.select_related("body")
            ),
        ),
        "材料": (
            ["材料", "版本", "文件", "SHA-256", "上传人", "上传日期"],
            (
                [one.get_kind_display(), one.version, one.name, one.sha256, one.added_by, one.added_on]
                for one in project.materials.all()
            ),
        ),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (head, rows) in tables.items():
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(head)
            writer.writerows([[safe(str(cell)) for cell in row] for row in rows])
            archive.writestr(f"{name}.csv", "\ufeff" + text.getvalue())
    return packed.getvalue()


def safe(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "@", "\t"} else cell
