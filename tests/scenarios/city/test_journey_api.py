"""The main job from end to end by personal access tokens, against the running processes."""

import csv
import gzip
import hashlib
import io
import json
import subprocess

import httpx
import openpyxl
import pytest

from tests.scenarios.conftest import ROOT
from tests.support.cast import SUBSCRIBED
from yiyuan.demo.rows import citizen, person, shipped

pytestmark = pytest.mark.scenario

AREAS = (ROOT / "yiyuan" / "kernel" / "data" / "areas.csv").read_bytes()
NO = "否"
YES = "是"


def sheet(book, name):
    """Column number by heading, and the row after the last filled one."""
    found = book[name]
    heads = next(
        row for row in found.iter_rows(min_row=1, max_row=6) if {"资源名称"} & {str(cell.value) for cell in row}
    )
    return found, {str(cell.value): cell.column for cell in heads if cell.value}, heads[0].row + 1


def put(found, columns, row, values):
    for name, value in values.items():
        found.cell(row=row, column=columns[name], value=value)


DESCRIBED = {
    "目": "001",
    "更新周期": "每年",
    "责任专人": "周敏",
    "使用要求": "只用于本部门履职。",
    "电子形式": YES,
    "来源信息系统": "业务系统（旅程）",
    "重复采集的依据": "几条旅程各自登记同名资源（测试）",
}
OPEN_ENTRY = {
    "分类": "103 自然资源和空间地理",
    "摘要": "公开的区划代码。",
    "资源格式": "电子表格",
    "共享类型": "无条件共享",
    "开放类型": "无条件开放",
    "开放方式": "下载",
}
MARRIAGE = {
    "分类": "307 省、市、县部门",
    "摘要": "婚姻登记，供核验。",
    "资源格式": "数据库",
    "共享类型": "有条件共享",
    "共享条件": "按人核验。",
    "共享范围": "依法履行职责需要的部门",
    "使用用途": "行政依据",
    "申请材料名录": "履职依据",
    "依据级别": "法律",
    "依据名称和条款": "有关法律（演示）",
    "理由": "含个人信息",
    "开放类型": "不予开放",
    "开放方式": "不开放",
    "不予开放的理由和依据": "个人隐私",
}


def workbook_of(template: bytes, *, methods: str, source: str) -> bytes:
    """The template filled in as a clerk would: three resources, one of them without a sharing type."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    resources, columns, first = sheet(book, "资源")
    entries = {"县级区划（旅程）": OPEN_ENTRY, "乡镇区划（旅程）": OPEN_ENTRY, "婚姻核验（旅程）": MARRIAGE}
    for number, (name, entry) in enumerate(entries.items()):
        put(
            resources,
            columns,
            first + number,
            {**DESCRIBED, **entry, "资源名称": name, "共享方式": methods, "数据来源": source},
        )
    put(resources, columns, first + 3, {"资源名称": "错误示例（旅程）", "共享类型": "随便共享"})
    items, columns, row = sheet(book, "信息项")
    listed = {
        "县级区划（旅程）": [
            ("code", 6, True),
            ("name", 60, False),
            ("cityCode", 4, False),
            ("provinceCode", 2, False),
        ],
        "乡镇区划（旅程）": [
            ("代码", 9, True),
            ("名称", 60, False),
            ("县级代码", 6, False),
            ("省级代码", 2, False),
            ("地级代码", 4, False),
        ],
        "婚姻核验（旅程）": [("证号", 20, True), ("姓名", 50, False), ("证件号码", 18, False), ("类别", 10, False)],
    }
    for name, lines in listed.items():
        for item, length, key in lines:
            values = {
                "资源名称": name,
                "信息项名称": item,
                "数据类型": "字符型 C",
                "长度": length,
                "主键": YES if key else NO,
                "必填": YES,
            }
            if item == "姓名":
                values |= {"信息类别": "姓名", "个人信息": YES}
            if item == "证件号码":
                values |= {"信息类别": "公民身份号码", "个人信息": YES}
            if item == "类别":
                values |= {"代码范围": "结婚；离婚"}
            put(items, columns, row, values)
            row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marriages(rows: int, *, dirty: int = 0) -> bytes:
    """Sound rows, then dirty ones: a wrong check digit, an unknown word, a repeated key, a missing name."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["证号", "姓名", "证件号码", "类别"])
    for number in range(rows):
        writer.writerow([f"H{number:06d}", person(number), citizen(number), "结婚" if number % 3 else "离婚"])
    faults = [
        ["X1", "张三", citizen(1), "同居"],
        ["X2", "", citizen(2), "结婚"],
        ["H000001", "李四", citizen(3), "结婚"],
    ]
    writer.writerows(faults[:dirty])
    return out.getvalue().encode("gb18030")


TENANTS = {
    "wuhu": {
        "provider": "wuhu.civil",
        "second": "wuhu.police",
        "third": "wuhu.fund",
        "methods": "系统对接、联机查询、批量下载",
        "source": "依托政务信息系统形成",
        "due_on": "2026-10-12",
        "article": "安徽299号令 第25条",
    },
    "liyang": {
        "provider": "liyang.civil",
        "second": "liyang.police",
        "third": "liyang.labour",
        "methods": "系统对接、联机查询、批量下载",
        "source": "",
        "due_on": "2026-10-15",
        "article": "平台默认",
    },
    "jiaozuo": {
        "provider": "jiaozuo.civil",
        "second": "jiaozuo.police",
        "third": "jiaozuo.labour",
        "methods": "数据接口、联机查询、批量下载",
        "source": "依托政务信息系统形成",
        "due_on": "2026-10-15",
        "article": "平台默认",
    },
}


def said(answer: httpx.Response, status: int = 0):
    """What a machine is told; any success unless the status is named."""
    assert answer.status_code == status if status else answer.is_success, answer.text[:2000]
    return answer.json()


def publish_all(city, place: str, case: dict) -> dict[str, int]:
    """Import the workbook, have each draft reviewed and published; resource ids by name."""
    officer = city.api(f"{case['provider']}.officer")
    template = officer.get("/catalog/workbooks/template").content
    content = workbook_of(template, methods=case["methods"], source=case["source"])
    done = said(officer.post("/catalog/workbooks", files={"file": ("目录.xlsx", content)}), 201)
    assert (done["read"], done["taken"], done["refused"]) == (4, 3, 1), json.dumps(done["outcomes"], ensure_ascii=False)
    returned = officer.get(f"/catalog/workbooks/{done['id']}/returned")
    assert returned.status_code == 200
    red = openpyxl.load_workbook(io.BytesIO(returned.content))
    assert "原因" in {str(cell.value) for row in red["资源"].iter_rows() for cell in row}
    assert any(
        "随便共享" in str(cell.comment.text) + str(cell.value)
        for row in red["资源"].iter_rows()
        for cell in row
        if cell.comment
    )
    drafts = {v["name"]: v for v in said(officer.get("/catalog/versions")) if "旅程" in v["name"]}
    people = {
        "clear": city.api(f"{case['provider']}.secrecy"),
        "bureau": city.api(f"{place}.bureau.bureau"),
        "reviewer": city.api(f"{case['provider']}.reviewer"),
    }
    for draft in drafts.values():
        url = f"/catalog/versions/{draft['id']}/moves"
        said(officer.post(f"{url}/submit", json={}))
        said(people["clear"].post(f"{url}/clear", json={}))
        approved = people["reviewer"].post(f"{url}/approve", json={"note": "要素齐全"})
        if approved.status_code == 403:
            assert place in {"wuhu", "jiaozuo"}
            said(people["bureau"].post(f"{url}/approve", json={"fixing_basis": "有关规定（演示）"}))
            said((people["bureau"] if place == "jiaozuo" else officer).post(f"{url}/publish", json={}))
        else:
            said(officer.post(f"{url}/publish", json={}))
    again = said(
        officer.post(
            "/catalog/workbooks", files={"file": ("导出.xlsx", officer.get("/catalog/workbooks/export").content)}
        ),
        201,
    )
    assert (again["taken"], again["refused"]) == (0, 0), again["outcomes"]
    return {name: draft["resource_id"] for name, draft in drafts.items()}


def load(city, login: str, resource_id: int, name: str, content: bytes) -> dict:
    """Hand a file in and wait until the worker has loaded it."""
    with city.api(login) as api:
        batch = said(
            api.post(
                f"/intake/resources/{resource_id}/batches", files={"file": (name, content)}, data={"confirmed": "true"}
            ),
            201,
        )
        assert batch["sha256"] == hashlib.sha256(content).hexdigest()

        def ended():
            now = said(api.get(f"/intake/batches/{batch['id']}"))
            return now if now["state"] in {"loaded", "failed"} else None

        return city.wait_for(ended)


@pytest.mark.parametrize("place", list(TENANTS))
def test_the_main_job_from_end_to_end(city, place):
    case = TENANTS[place]
    city.set_clock("2026-09-21")
    resources = publish_all(city, place, case)
    officer = f"{case['provider']}.officer"

    for name, file, content, rows in (
        ("县级区划（旅程）", "areas.csv", AREAS, 2978),
        ("乡镇区划（旅程）", "streets.csv", shipped("streets"), 41_352),
    ):
        batch = load(city, officer, resources[name], file, content)
        assert (batch["state"], batch["read_rows"], batch["kept_rows"], batch["refused_rows"]) == (
            "loaded",
            rows,
            rows,
            0,
        )
        assert batch["inserted_rows"] == rows
    assert len(gzip.decompress((ROOT / "yiyuan/demo/data/streets.csv.gz").read_bytes()).splitlines()) == 41_353

    dirty = load(city, officer, resources["婚姻核验（旅程）"], "婚姻.csv", marriages(200, dirty=3))
    assert (dirty["read_rows"], dirty["kept_rows"], dirty["refused_rows"]) == (203, 200, 3)
    assert sum(reason["rows"] for reason in dirty["reasons"]) == 3
    refused = city.api(officer).get(f"/intake/batches/{dirty['id']}/refused.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(refused.content)).active.max_row >= 4
    assert city.api(f"{case['second']}.officer").get(f"/intake/batches/{dirty['id']}").status_code == 404

    grant = subscribe(city, case, resources["乡镇区划（旅程）"])
    read_by_curl(city, case, grant)
    download_all(city, case, grant)
    conditional(city, place, case, resources["婚姻核验（旅程）"])


def subscribe(city, case, resource_id: int) -> dict:
    api = city.api(f"{case['second']}.officer")
    grant = said(api.post("/sharing/subscriptions", json={"resource_id": resource_id, **SUBSCRIBED}))
    assert grant["state"] == "open"
    return grant | {"key": said(api.post(f"/sharing/grants/{grant['id']}/key"))["key"]}


def call(city, key: str, **values) -> httpx.Response:
    return httpx.post(f"{city.gateway}/v1/query", headers={"Authorization": f"Bearer {key}"}, json=values, timeout=60)


def read_by_curl(city, case, grant) -> None:
    """The very line of the page, pasted into a shell with a key of its own."""
    line = (
        f"curl -s {city.gateway}/v1/query -H 'Authorization: Bearer {grant['key']}'"
        " -H 'Content-Type: application/json' -d '{\"代码\": \"340202012\"}'"
    )
    answer = json.loads(subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout)
    assert [row["代码"] for row in answer["rows"]] == ["340202012"]
    assert answer["delivery"]


def download_all(city, case, grant) -> None:
    """Complete, with the digest that was announced, page by page and as a file."""
    key = {"Authorization": f"Bearer {grant['key']}"}
    assert said(httpx.get(f"{city.gateway}/v1/data/count", headers=key))["count"] == 41_352
    api = city.api(f"{case['second']}.officer")
    file = api.post(f"/exchange/grants/{grant['id']}/file")
    assert file.status_code == 200, file.text[:500]
    assert hashlib.sha256(file.content).hexdigest() == file.headers["X-Content-SHA256"]
    assert len(list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))) == 41_353


STATED = {
    "need": "核验婚姻状况",
    "purpose": "业务审核",
    "duty": "本部门职责",
    "legal_basis": "有关法律（演示）",
    "scenario": "窗口办理",
    "business_need": "减少证明材料",
    "use_kinds": ["administrative_basis"],
    "undertaking": True,
    "materials": ["履职依据"],
}


def conditional(city, place: str, case: dict, resource_id: int) -> None:
    city.set_clock("2026-09-24")
    third = city.api(f"{case['third']}.officer")
    refused = third.post("/sharing/applications", json={"resource_id": resource_id, "until_on": "2027-06-30"})
    assert refused.status_code == 422
    assert refused.json()["articles"]
    body = {"resource_id": resource_id, "methods": ["online_query"], "until_on": "2027-06-30", **STATED}
    application = said(third.post("/sharing/applications", json=body))
    assert application["due_on"] == case["due_on"]
    decider = city.api(f"{place}.bureau.bureau" if place == "jiaozuo" else f"{case['provider']}.head")
    other = city.api(f"{case['provider']}.head" if place == "jiaozuo" else f"{place}.bureau.bureau")
    url = f"/sharing/applications/{application['id']}"
    assert other.post(f"{url}/refuse", json={"reason": "不宜"}).status_code == 403
    empty = decider.post(f"{url}/refuse", json={})
    assert empty.status_code == 422
    assert empty.json()["rule"] == "sharing.refusal"
    assert any(case["article"] in article for article in empty.json()["articles"]), empty.json()
    narrowed = {
        "items": ["证号", "姓名", "证件号码"],
        "rows": [{"item": "类别", "operator": "is", "value": "结婚"}],
        "methods": ["online_query"],
        "until_on": "2026-12-31",
        "reason": "其余不是核验所必需",
    }
    grant = said(decider.post(f"{url}/grant", json=narrowed))
    assert grant["narrowed"]
    key = said(third.post(f"/sharing/grants/{grant['id']}/key"))["key"]
    [row] = said(call(city, key, 证件号码=citizen(1)))["rows"]
    assert set(row) == {"证号", "姓名", "证件号码"}
    assert row["证号"] == "H000001"
    assert citizen(1) not in json.dumps(row, ensure_ascii=False)
    assert person(1) != row["姓名"]
    assert call(city, key, 证件号码=citizen(3)).status_code == 404  # a divorce: outside the granted rows
    assert said(other.get(f"/sharing/grants/{grant['id']}"))["state"] in {"open", "in_use"}
    assert city.api(f"{case['second']}.officer").get(f"/sharing/grants/{grant['id']}").status_code == 404
    provider = city.api(f"{case['provider']}.head")
    said(provider.post(f"/sharing/grants/{grant['id']}/revoke", json={"reason": "用途超出授权"}))
    assert call(city, key, 证件号码=citizen(1)).status_code in {401, 403}
    deliveries = said(third.get("/exchange/deliveries", params={"grant_id": grant["id"]}))
    assert deliveries["total"] >= 2


def test_the_record_verifies_and_names_a_row_altered_behind_its_back(city):
    sound = city.command("audit", "verify", "--json")
    assert sound.returncode == 0, sound.stdout
    [(entry, tag)] = city.sql("SELECT id, tag FROM audit.audit_entry WHERE tag = 'catalog.version.publish' LIMIT 1")
    city.sql("UPDATE audit.audit_entry SET tag = 'catalog.version.forged' WHERE id = %s", entry)
    try:
        named = city.command("audit", "verify", "--json")
        assert named.returncode == 1
        findings = json.loads(named.stdout)["findings"]
        assert [(f["fault"], f["entry_id"]) for f in findings] == [("changed", entry)]
    finally:
        city.sql("UPDATE audit.audit_entry SET tag = %s WHERE id = %s", tag, entry)
    assert city.command("audit", "verify").returncode == 0


def test_static_files_travel_compressed_and_are_kept_for_a_year(city):
    login = httpx.get(f"{city.base}/login/").text
    address = login.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = httpx.get(f"{city.base}{address}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_clock_of_the_demo_is_its_own(city):
    assert city.command("doctor").returncode in {0, 1}
    city.set_clock("2026-10-10")
    page = httpx.get(f"{city.base}/login/").text
    assert "2026-10-10" in page
