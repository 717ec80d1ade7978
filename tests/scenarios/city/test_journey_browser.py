"""The main job clicked through in Debian's Chromium by the people concerned; then again without scripts."""

import io
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.scenarios.city.test_journey_api import STATED, marriages, workbook_of
from tests.support.cast import SUBSCRIBED
from yiyuan.demo.rows import citizen, person, shipped

pytestmark = [pytest.mark.scenario, pytest.mark.browser]

PASSWORD = "Yiyuan-demo-1"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EXPECTED_4XX = "Failed to load resource: the server responded with a status of 422"


class Cast:
    """People before their own browsers. Keeps what the browsers complained about and whom they called."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser = browser
        self.base = base
        self.contexts: dict[tuple[str, bool], BrowserContext] = {}
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.seen = 0
        self.shots = os.environ.get("YIYUAN_JOURNEY_SHOTS", "")

    def page(self, login: str, *, scripts: bool = True) -> Page:
        """The page of a person, logged in."""
        if (login, scripts) not in self.contexts:
            context = self.browser.new_context(
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                viewport={"width": 1440, "height": 900},
                java_script_enabled=scripts,
            )
            context.set_default_timeout(30_000)
            context.on("request", self._called)
            context.on("weberror", lambda error: self.complaints.append(f"{login}: {error.error}"))
            context.on("console", lambda message: self._said(login, message.type, message.text))
            self.contexts[login, scripts] = context
            page = context.new_page()
            page.goto(f"{self.base}/login/")
            page.get_by_label("登录名").fill(login)
            page.get_by_label("密码").fill(PASSWORD)
            press(page, "登录")
            expect(page.get_by_role("heading", level=1)).not_to_have_text("登录")
        return self.contexts[login, scripts].pages[0]

    def look(self, page: Page, *words: str) -> None:
        """What a reader sees: every word is there, in Chinese, and nothing sticks out of the window."""
        for word in words:
            expect(page.locator("body")).to_contain_text(word)
        heading = page.get_by_role("heading", level=1).inner_text()
        assert CHINESE.search(heading + page.title()), heading
        self.seen += 1
        if self.shots:
            Path(self.shots).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{self.shots}/{self.seen:02d}.png", full_page=True)

    def _called(self, request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1" and not request.url.startswith(("data:", "blob:")):
            self.strangers.append(request.url)

    def _said(self, login: str, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and EXPECTED_4XX not in text:
            self.complaints.append(f"{login}: {text}")


@pytest.fixture
def cast(city, chromium) -> Iterator[Cast]:
    city.set_clock("2026-09-24")
    made = Cast(chromium, city.base)
    yield made
    for context in made.contexts.values():
        context.close()
    assert made.complaints == []
    assert made.strangers == []


def renamed(content: bytes) -> bytes:
    """The workbook of the journey under names of its own."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in (row for name in ("资源", "信息项") for row in book[name].iter_rows()):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("旅程", "点击")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def unfold(page: Page, move: str) -> None:
    """Open a move that asks for something, where it is folded."""
    folded = page.locator("details:not([open]) > summary").filter(has_text=move)
    if folded.count():
        folded.first.click()


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("main input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def describe(cast: Cast) -> None:
    """Import the workbook; look at the red cells; hand the drafts in."""
    page = cast.page("wuhu.health.officer")
    page.goto(f"{cast.base}/catalog/own/")
    page.get_by_role("link", name="导入工作簿").first.click()
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    filled = workbook_of(
        template.value.path().read_bytes(), methods="联机查询、批量下载", source="依托政务信息系统形成"
    )
    upload(page, "目录.xlsx", renamed(filled))
    press(page, "导入")
    cast.look(page, "1 个资源没有收下", "婚姻核验（点击）", "红格是要改的地方")
    with page.expect_download() as returned:
        page.get_by_role("link", name="下载红格工作簿").click()
    red = openpyxl.load_workbook(io.BytesIO(returned.value.path().read_bytes()))
    assert any(cell.comment and "随便共享" in str(cell.value) for row in red["资源"].iter_rows() for cell in row)
    for name in NAMES:
        page.goto(f"{cast.base}/catalog/own/")
        page.get_by_role("link", name=name).first.click()
        cast.look(page, name)
        press(page, "提交审核")
        cast.look(page, "已提交，等保密审查。")


NAMES = ("乡镇区划（点击）", "婚姻核验（点击）")


def todo(cast: Cast, login: str, name: str) -> Page:
    """From a person's desk to the thing that waits there."""
    page = cast.page(login)
    page.goto(f"{cast.base}/")
    cast.look(page)
    page.get_by_role("link", name=name).first.click()
    return page


def review(cast: Cast) -> dict[str, str]:
    """Secrecy review, review by another than the author, publication; addresses of the resources by name."""
    made = {}
    for name in NAMES:
        for login, move, button in (
            ("wuhu.health.secrecy", "clear", "保密审查通过"),
            ("wuhu.bureau.bureau", "approve", "审核通过"),
            ("wuhu.health.officer", "", "发布"),
        ):
            page = todo(cast, login, name)
            cast.look(page, name)
            if move:
                page.locator(f"#move_{move}").check()
            press(page, button)
        cast.look(page, "已发布")
        made[name] = page.url
    return made


def hand_in(cast: Cast, name: str, file: str, content: bytes, *, confirm: str) -> Page:
    """A file against a published resource; the page of its batch, which follows the worker by itself."""
    page = cast.page("wuhu.health.officer")
    page.goto(f"{cast.base}/intake/hand-in/")
    page.get_by_role("row", name=name).get_by_role("link", name="交数据").click()
    upload(page, file, content)
    page.get_by_label(confirm).check()
    press(page, "上传并检查")
    expect(page.locator("h1")).to_have_text(name)
    return page


def find(cast: Cast, login: str, name: str, *, of: str, scripts: bool = True) -> Page:
    """From the catalog's search to a resource of a department."""
    page = cast.page(login, scripts=scripts)
    page.goto(f"{cast.base}/catalog/")
    page.locator("input[type=search]:visible").first.fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("row", name=name).filter(has_text=of).get_by_role("link").first.click()
    cast.look(page, name)
    return page


def subscribe(cast: Cast) -> None:
    page = find(cast, "wuhu.police.officer", NAMES[0], of="芜湖市卫生健康委员会")
    page.get_by_role("link", name="订阅").click()
    cast.look(page, "无条件共享")
    for name, words in SUBSCRIBED.items():
        page.locator(f"[name={name}]").fill(words)
    press(page, "订阅")
    cast.look(page, "已订阅，可以立即使用。")


def state_the_need(page: Page, *, items: tuple[str, ...]) -> None:
    """Fill the form of an application: some items, one way, every statement the region wants."""
    for item in items:
        page.get_by_role("checkbox", name=item).first.check()
    page.locator("input[name=methods][value=online_query]").check()
    for name, words in STATED.items():
        if isinstance(words, str):
            page.locator(f"[name={name}]").fill(words)
    page.get_by_role("checkbox", name="履职依据").check()
    page.locator("input[name=undertaking]").check()


def ask(cast: Cast, login: str) -> str:
    """Apply for the conditional resource; its number. Due after seven working days across the holiday."""
    page = find(cast, login, NAMES[1], of="芜湖市卫生健康委员会")
    cast.look(page, "由提供部门答复", "7 个工作日", "第25条")
    page.get_by_role("link", name="申请使用").click()
    cast.look(page, "须经答复")
    state_the_need(page, items=("证号", "姓名", "证件号码", "类别"))
    press(page, "提交")
    cast.look(page, "平台收到的时间就是计时的起点", "剩 7 个工作日", "10-12 周一")
    return number_of(page)


def number_of(page: Page) -> str:
    found = re.search(r"GX-\d+-\d+", page.title())
    assert found, page.title()
    return found.group()


def answer_page(cast: Cast, login: str, number: str, *, scripts: bool = True) -> Page:
    """From the decider's list of received applications to the one page that decides."""
    page = cast.page(login, scripts=scripts)
    page.goto(f"{cast.base}/sharing/received/")
    page.get_by_role("row", name=number).get_by_role("link").first.click()
    page.get_by_role("link", name="去答复").click()
    cast.look(page, "同意后会怎样", "不视为同意", "没有预先选定")
    assert page.locator("input[name=answer]:checked").count() == 0
    return page


def refuse_without_basis(cast: Cast, login: str, number: str, *, scripts: bool = True) -> None:
    """The page comes back with the article beside the field; nothing was decided."""
    page = answer_page(cast, login, number, scripts=scripts)
    page.locator("#a2").check()
    press(page, "作出答复")
    cast.look(page, "答复不予共享，缺少理由、依据。")
    expect(page.locator("#a2")).to_be_checked()
    expect(page.locator(".f-err").first).to_contain_text("安徽299号令 第25条")


def give_less(cast: Cast, login: str, number: str, *, left_out: str, scripts: bool = True) -> Page:
    """One item less, only marriages, until the end of the year."""
    page = answer_page(cast, login, number, scripts=scripts)
    page.get_by_role("checkbox", name=left_out, exact=True).uncheck()
    page.locator("#a1").check()
    page.locator("[name=row_item_0]").select_option(label=left_out)
    page.locator("[name=row_value_0]").fill("结婚")
    page.locator("[name=until_on]").fill("2026-12-31")
    page.locator("#note").fill("其余信息项不是办理所必需")
    press(page, "作出答复")
    cast.look(page, "已同意，授权现在生效。")
    return page


def pasted(line: str) -> dict:
    """What a line of the page says in a terminal."""
    return json.loads(subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout)


def use(cast: Cast) -> None:
    """Make a key, paste the line of the page, look a person up; after the revocation the same line is refused."""
    page = cast.page("wuhu.fund.officer")
    page.goto(f"{cast.base}/sharing/got/")
    page.get_by_role("link", name=NAMES[1]).first.click()
    press(page, "生成密钥")
    cast.look(page, "粘贴就能用", "只显示这一次")
    line = page.locator("pre.y-code").last.inner_text()
    grant = page.url.removesuffix("key/")
    assert "curl" in line
    line = re.sub(r"'\{.*\}'", "'" + json.dumps({"证件号码": citizen(1)}, ensure_ascii=False) + "'", line)
    [row] = pasted(line)["rows"]
    assert set(row) == {"证号", "姓名", "证件号码"}
    assert row["证号"] == "H000001"
    assert citizen(1) not in str(row)
    assert row["姓名"] != person(1)
    page.goto(grant)
    cast.look(page, "200 已交付")

    page.get_by_role("link", name="联机查询").click()
    page.locator("form.y-form input[type=text]").first.fill("H000001")
    page.locator("[name=case]").fill("提取-2026-0001")
    page.locator("[name=reason]").fill("核验提取人婚姻状况")
    press(page, "查询")
    cast.look(page, "查到 1 条")
    expect(page.locator("main")).not_to_contain_text(citizen(1))

    page = cast.page("wuhu.health.head")
    page.goto(f"{cast.base}/sharing/given/")
    page.get_by_role("link", name=NAMES[1]).first.click()
    unfold(page, "撤销授权")
    page.locator("#id_revoke_reason").fill("用途超出授权")
    press(page, "撤销授权")
    cast.look(page, "用途超出授权")
    assert "rows" not in pasted(line)


def prove(cast: Cast) -> None:
    """The auditor finds who read the person's record, and the record as it was sealed."""
    page = cast.page("wuhu.inspection.auditor")
    page.goto(f"{cast.base}/audit/subject/")
    page.locator("[name=number]").fill(citizen(1))
    press(page, "查")
    cast.look(page, "芜湖市住房公积金管理中心")
    assert citizen(1) not in page.url
    page.goto(f"{cast.base}/audit/verify/")
    press(page, "开始核验")
    cast.look(page, "行都与封存时一致")


def load(cast: Cast) -> None:
    """A clean file goes in at once; of a dirty one the rest, after a look at what was refused."""
    page = hand_in(cast, NAMES[0], "streets.csv", shipped("streets"), confirm="本部门已校核")
    expect(page.locator("body")).to_contain_text("41,352 行全部收下", timeout=300_000)
    cast.look(page, "读到")
    page = hand_in(cast, NAMES[1], "婚姻.csv", marriages(200, dirty=3), confirm="先检查")
    expect(page.locator("body")).to_contain_text("可收 200 行，未收 3 行", timeout=300_000)
    press(page, "确认无误，200 行入池")
    expect(page.locator("body")).to_contain_text("3 行未收", timeout=300_000)
    cast.look(page, "未收的 3 行")
    with page.expect_download() as returned:
        page.get_by_role("link", name="下载红格工作簿").click()
    assert openpyxl.load_workbook(io.BytesIO(returned.value.path().read_bytes())).active.max_row >= 4


def test_the_main_job_is_clicked_through(city, cast):
    describe(cast)
    review(cast)
    load(cast)
    subscribe(cast)
    number = ask(cast, "wuhu.fund.officer")
    refuse_without_basis(cast, "wuhu.health.head", number)
    give_less(cast, "wuhu.health.head", number, left_out="类别")
    use(cast)
    prove(cast)


def test_without_scripts_applying_and_deciding_work(city, cast):
    """A conditional resource of the demo: asked for, refused without basis, granted narrowed."""
    page = find(cast, "wuhu.labour.officer", "婚姻登记信息", of="芜湖市民政局", scripts=False)
    page.get_by_role("link", name="申请使用").click()
    state_the_need(page, items=("登记证字号", "男方姓名", "登记类别"))
    press(page, "提交")
    cast.look(page, "平台收到的时间就是计时的起点")
    number = number_of(page)

    decider = "wuhu.civil.head"
    refuse_without_basis(cast, decider, number, scripts=False)
    page = give_less(cast, decider, number, left_out="登记类别", scripts=False)
    page.get_by_role("link", name=re.compile("SQ-")).click()
    cast.look(page, "登记类别等于“结婚”", "只留姓")
