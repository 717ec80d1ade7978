"""axe over the main pages of each reader, wide and narrow: nothing of serious or critical impact."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.scenarios.city.test_journey_browser import Cast, cast  # noqa: F401 - the fixture
from tools.shots import SIZES
from yiyuan.web.public import LARGE

pytestmark = [pytest.mark.scenario, pytest.mark.browser]

BAD = {"serious", "critical"}
# reader -> addresses, or (list, the link to follow from it)
PAGES: dict[str, list[str | tuple[str, str]]] = {
    "": [
        "/login/",
        "/report/",
        "/recheck/",
        "/ask-once/",
        "/licence-objection/",
        "/help/public/",
        "/licence-verify/",
        "/my-licences/login/",
    ],
    "wuhu.civil.officer": [
        *("/", "/desk/started/", "/notices/", "/catalog/", "/catalog/own/", "/catalog/new/", "/catalog/workbooks/"),
        *("/catalog/changes/", "/catalog/lists/", "/elements/", "/intake/", "/intake/hand-in/", "/pools/"),
        *("/sharing/sent/", "/sharing/got/", "/sharing/needs/new/", "/exchange/deliveries/", "/disputes/"),
        *("/services/items/", "/services/cases/", "/services/shares/", "/services/scenes/", "/services/tasks/"),
        *("/licence-use/grants/", "/licence-use/types/", "/licence-use/scan/", "/licences/uses/"),
        *("/licences/", "/issues/", "/signals/", "/assessments/", "/me/", "/me/tokens/", "/me/second-factor/"),
        *("/help/", "/help/officer/", "/law/", "/law/keys/sharing.reply", "/law/what-if/", "/calendar/2026"),
        *("/organisations/own/", "/audit/", "/quality/", "/registries/"),
        *("/collection/plans/", "/collection/tasks/", "/collection/calendar/", "/connectors/", "/projects/"),
        ("/catalog/", "a[href*='/catalog/resources/']"),
        ("/intake/", "a[href*='/intake/batches/']"),
        ("/intake/hand-in/", "a[href*='/intake/hand-in/']"),
        ("/sharing/sent/", "a[href*='/sharing/applications/']"),
        ("/sharing/got/", "a[href*='/sharing/grants/']"),
        ("/disputes/", "a[href*='/disputes/']:not([href$='new/'])"),
        ("/licences/", "th a[href*='/licences/']"),
        ("/services/items/", "th a[href*='/services/items/']"),
        ("/licence-use/grants/", "th a[href*='/licence-use/grants/']"),
        ("/signals/", "th a[href*='/signals/']"),
    ],
    "wuhu.civil.head": [
        *("/", "/sharing/received/", "/sharing/given/", "/sharing/chain/"),
        ("/sharing/given/", "a[href*='/sharing/grants/']"),
    ],
    "wuhu.bureau.bureau": [
        *("/", "/desk/overseen/", "/assessments/situation/", "/catalog/words/", "/catalog/demands/", "/exchange/uses/"),
        *("/consultations/", "/assessments/schemes/", "/sharing/demands/"),
    ],
    "wuhu.centre.operator": ["/operations/", "/operations/backups/", "/notices/sendings/", "/exchange/interfaces/"],
    "wuhu.bureau.admin": ["/admin/organisations/", "/admin/accounts/", "/admin/acts/"],
    "wuhu.inspection.auditor": ["/audit/", "/audit/subject/", "/audit/verify/"],
}
PUBLIC = [  # of the site of open data, which has a process and a port of its own
    *("/", "/requests/", "/requests/new", "/reuses/", "/reuses/new", "/activities/", "/lists/", "/developers/"),
    ("/", "a[href^='/dataset/']"),
]


def _found(page: Page) -> list[str]:
    """What axe finds of serious or critical impact on the page that is open."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {node['html'][:120]}"
        for one in violations
        if one["impact"] in BAD
        for node in one["nodes"]
    ]


def _open(page: Page, base: str, at: str | tuple[str, str]) -> None:
    listed, link = (at, "") if isinstance(at, str) else at
    page.goto(base + listed)
    if link:
        page.goto(base + (page.locator(f"main {link}").first.get_attribute("href") or ""))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("reader", PAGES, ids=lambda reader: reader or "visitor")
def test_nothing_serious_stands_in_the_way(cast: Cast, reader: str):  # noqa: F811 - the fixture
    page = cast.page(reader) if reader else cast.browser.new_page(locale="zh-CN")
    found = []
    for at in PAGES[reader]:
        _open(page, cast.base, at)
        for size in SIZES:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            found += _found(page)
    assert found == []


@pytest.mark.parametrize("mode", ["normal", "large"])
def test_nothing_serious_stands_in_the_way_on_the_public_site(cast: Cast, city, mode: str):  # noqa: F811 - the fixture
    page, found = cast.browser.new_page(locale="zh-CN"), []
    site = f"http://127.0.0.1:{city.port + 3}"
    if mode == "large":
        page.context.add_cookies([{"name": LARGE, "value": "1", "url": site}])
    for at in PUBLIC:
        _open(page, site, at)
        for size in SIZES:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            found += _found(page)
    assert found == []
