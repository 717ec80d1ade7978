"""What lies on a desk half done: a draft with its papers, an application with files, two batches that wait."""

import io
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import cases, rows
from yiyuan.demo.people import Staff
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.intake.mapping import Told
from yiyuan.intake.types import Way
from yiyuan.kernel import clock
from yiyuan.pools.api import rows_of
from yiyuan.sharing import services as sharing
from yiyuan.sharing.types import File

KEPT_OF_TEN = 8  # tenths of the rows that are in the replacement
OTHER_NAMES = {"证件号码": "身份证号", "姓名": "对象姓名", "月保障金额": "每月金额", "住址": "家庭地址"}


def play(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """Each at the date somebody would have left it there."""
    _draft(staff, published["household"])
    _with_files(staff, published["property"])
    _replacement(staff, published["marriage"])
    _other_headings(staff, published["allowance"])


def _paper(title: str, text: str) -> bytes:
    """A document of one heading and one paragraph."""
    document, out = Document(), io.BytesIO()
    document.add_heading(title)
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def _draft(staff: Staff, resource: ResourceInfo) -> None:
    """Begun yesterday, one of two papers is there."""
    officer = staff.actor("wuhu.civil.officer")
    made = cases.apply(
        staff,
        "wuhu.civil",
        resource,
        on=cases.workdays_before(clock.today(), 1),
        send=False,
        purpose="养老服务补贴资格核验",
        service_item="养老服务补贴发放",
    )
    paper = File("履职依据.docx", _paper("履职依据（演示）", "民政部门负责养老服务补贴的审核。合成文件，只用于演示。"))
    sharing.attach_file(made.id, actor=officer, material="履职依据", file=paper)


def _with_files(staff: Staff, resource: ResourceInfo) -> None:
    """Sent two days ago, with a file for each material."""
    sent_on = cases.workdays_before(clock.today(), 2)
    made = cases.apply(
        staff,
        "wuhu.fund",
        resource,
        on=sent_on,
        send=False,
        purpose="公积金贷款审核",
        service_item="公积金贷款",
        consent="《不动产信息查询授权书》2026-121 号（演示）",
    )
    officer = staff.actor("wuhu.fund.officer")
    with clock.frozen(sent_on):
        for material in ("履职依据", "数据安全承诺书"):
            paper = _paper(f"{material}（演示）", "合成文件，只用于演示。")
            sharing.attach_file(made.id, actor=officer, material=material, file=File(f"{material}.docx", paper))
        sharing.send_application(made.id, actor=officer)


def _replacement(staff: Staff, resource: ResourceInfo) -> None:
    """A whole state that leaves a fifth of the pool out: the officer confirmed, the head is waited for."""
    lines = rows.csv_of(resource, rows=rows_of(resource.id)).splitlines(keepends=True)
    content = b"".join(lines[: 1 + len(lines) * KEPT_OF_TEN // 10])
    officer = staff.actor("wuhu.civil.officer")
    upload = SimpleUploadedFile(f"{resource.name}（全量）.csv", content)
    batch = intake.receive_file(resource.id, actor=officer, upload=upload, confirmed=False, way=Way.REPLACE).batch
    loading.load_batch(batch.id)
    batch.refresh_from_db()
    assert batch.foreseen
    intake.confirm_batch(batch.id, actor=officer, preview=batch.foreseen.number)


def _other_headings(staff: Staff, resource: ResourceInfo) -> None:
    """A file of the street's own system, under its own headings: somebody must say what its columns are."""
    text = rows.csv_of(resource, rows=30, seed=2).decode("utf-8-sig")
    heading, rest = text.split("\n", 1)
    names = [OTHER_NAMES.get(name, name) for name in heading.strip().split(",")]
    content = "\n".join([",".join(names), rest]).encode()
    upload = SimpleUploadedFile(f"{resource.name}（街道导出）.csv", content)
    intake.receive_file(
        resource.id, actor=staff.actor("wuhu.civil.officer"), upload=upload, confirmed=False, columns=Told(asks=True)
    )
