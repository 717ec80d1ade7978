import io
import json
import zipfile

import polars as pl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from yiyuan.intake import loading, services
from yiyuan.intake.models import Batch
from yiyuan.kernel.identifiers import citizen_check

HEADER = "登记证字号,男方姓名,男方证件号码,女方姓名,女方证件号码,登记类别,登记日期"


def citizen(number: int) -> str:
    """A synthetic citizen id: region 110101 of no living person, running number."""
    body = f"110101199001{number // 1000 % 28 + 1:02d}{number % 1000:03d}"
    return body + citizen_check(body)


def row(number: int, **changes: str) -> dict[str, str]:
    made = {
        "登记证字号": f"J{number:06d}",
        "男方姓名": "张一",
        "男方证件号码": citizen(number),
        "女方姓名": "李二",
        "女方证件号码": citizen(number + 500),
        "登记类别": "结婚",
        "登记日期": "2026-01-02",
    }
    return {**made, **changes}


def csv(rows, *, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    lines = [header, *(",".join(r.get(name.strip(), "") for name in header.split(",")) for r in rows)]
    return ("\n".join(lines) + "\n").encode(encoding)


def parquet(rows) -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame(rows).select(HEADER.split(",")).write_parquet(buffer)
    return buffer.getvalue()


def jsonl(rows) -> bytes:
    return "\n".join(json.dumps(r, ensure_ascii=False) for r in rows).encode()


def pack(**files: bytes) -> bytes:
    """An archive of CSV files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return buffer.getvalue()


def xlsx(rows, *, header: str = HEADER, numeric=(), sheets=("数据",)) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for column, title in enumerate(header.split(",")):
                sheet.write_string(0, column, title)
                for at, r in enumerate(rows, 1):
                    if title in numeric:
                        sheet.write_number(at, column, float(r[title]))
                    else:
                        sheet.write_string(at, column, r[title])
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def originals_folder(settings, tmp_path):
    settings.ORIGINALS = tmp_path / "originals"
    return settings.ORIGINALS


@pytest.fixture
def hand_in(cast):
    """Receive a file of bytes; the job is not run."""

    def receive(resource, content: bytes, *, name="登记.csv", actor=None, confirmed=True, **more):
        upload = SimpleUploadedFile(name, content)
        who = actor or cast.person("civil_affairs")
        return services.receive_file(resource.id, actor=who, upload=upload, confirmed=confirmed, **more)

    return receive


@pytest.fixture
def load(hand_in):
    """Receive and load."""

    def run(resource, content: bytes, **more) -> Batch:
        batch = hand_in(resource, content, **more).batch
        loading.load_batch(batch.id)
        batch.refresh_from_db()
        return batch

    return run


@pytest.fixture
def login(cast):
    def enter(name, post="officer", *, place=""):
        client = Browser()
        client.force_login(cast.account(name, post, place=place))
        return client

    return enter


def body_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()
