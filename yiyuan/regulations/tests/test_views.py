import pytest
from django.test import Client

from yiyuan.kernel import clock
from yiyuan.regulations import engine
from yiyuan.regulations.keys import LAW_KEYS
from yiyuan.regulations.texts import LAW_ROOT, article_href, regulations

pytestmark = [pytest.mark.urls("yiyuan.regulations.tests.urls")]


def _without_navigation(templates):
    processors = ["django.template.context_processors.request"]
    return [one | {"OPTIONS": one["OPTIONS"] | {"context_processors": processors}} for one in templates]


@pytest.fixture
def page(settings):
    settings.MIDDLEWARE = ["yiyuan.web.middleware.KernelErrors"]
    settings.TEMPLATES = _without_navigation(settings.TEMPLATES)

    def get(path, status=200):
        response = Client().get(LAW_ROOT + path)
        assert response.status_code == status, response.content.decode()[:2000]
        return response.content.decode()

    return get


def test_the_index_says_issued_and_never_in_force(page):
    html = page("")
    assert html.count("已发布（效力待核对）") == 6
    assert html.count("送审稿，不是现行规定") == 3
    assert "政务数据共享条例（国务院令第809号）" in html
    assert "上位法待核对" in html
    assert "现行有效" not in html


@pytest.mark.parametrize("text", sorted(regulations()))
def test_each_text_shows_its_structure_as_paraphrase(page, text):
    html = page(f"texts/{text}")
    assert "以下是条文要点，不是原文" in html
    assert html.count('<section class="y-sec" id="a') == len(regulations()[text].articles)


def test_an_article_shows_its_duties_and_the_values_that_rest_on_it(page):
    html = page("anhui-2020-data/25")
    assert "anhui-2020-data/25.3" in html
    assert "有条件共享答复期限：7 个工作日" in html
    assert "test_" not in html  # who proves it stands on the page of proofs
    assert "文号“安徽省人民政府令第299号”查找" in html
    html = page("wuhu-2020-data/13")
    assert "被覆盖" in html and "自 2021-03-01" in html


@pytest.mark.parametrize("path", ["texts/nowhere", "anhui-2020-data/999", "nowhere/1", "keys/no.such.key"])
def test_what_is_missing_is_not_found(page, path):
    page(path, 404)


@pytest.mark.parametrize("region", ["340200", "340281", "320481", "410800", "410804", "110000"])
def test_the_profile_of_a_region_lists_every_key(page, region):
    html = page(f"profile?region={region}&on=2026-09-24")
    for key in LAW_KEYS.values():
        assert f">{key.title}</a>" in html
    assert "平台默认" in html


def test_the_chain_of_the_reply_term_names_winner_and_overridden(page):
    html = page("keys/sharing.reply?region=340200&on=2026-10-10")
    assert "有条件共享答复期限 = 7 个工作日" in html
    assert '<div class="v gone">10 个工作日</div>' in html
    assert "，自 2021-03-01" in html
    assert "此前起算的仍按 10 个工作日" in html
    assert "安徽299号令 第25条" in html
    assert "芜政办〔2020〕10号 第13条" in html
    assert "国务院令第809号" in html
    assert "实际适用" in html


def test_before_the_provincial_rule_the_city_term_holds(page):
    html = page("keys/sharing.reply?region=340200&on=2021-02-28")
    assert "有条件共享答复期限 = 10 个工作日" in html
    assert "上位法待核对" not in html


def test_a_draft_is_shown_as_a_draft(page):
    html = page("keys/catalog.sharing_types?region=340200&on=2026-10-10")
    assert "送审稿怎么写" in html
    assert "芜湖市（2016 年送审稿）" in html


def test_a_date_that_cannot_be_read_is_said_beside_the_field(page):
    assert "请写成" in page("profile?region=340200&on=morgen", 422)


@pytest.mark.parametrize("name", sorted(LAW_KEYS))
def test_every_key_has_a_page_in_every_jurisdiction(page, name):
    for region in ("340200", "410804"):
        assert LAW_KEYS[name].title in page(f"keys/{name}?region={region}")


def test_the_trace_page_adds_up_and_exports(page):
    html = page("trace")
    assert "918" in html and "未证明" in html
    assert "wuhu-2016-credit/1.1" in page("trace?text=wuhu-2016-credit")


def test_addresses_of_articles_are_those_of_the_url_table():
    from django.urls import reverse

    assert reverse("regulations:article", args=["anhui-2020-data", 25]) == article_href("anhui-2020-data", 25)
    resolved = engine.resolve("sharing.reply", region="340200", on=clock.today())
    from yiyuan.regulations.sentences import chain_href

    assert chain_href(resolved).startswith(reverse("regulations:key", args=["sharing.reply"]))


def test_the_draft_of_2016_stands_beside_the_law_in_force_with_its_differences(page):
    html = page("profile?region=340200&on=2026-09-24")
    section = html[html.index("送审稿与现行规定的差别") :]
    assert "从未作为现行规定适用" in section
    row = section[section.index("不予共享依据的效力级别") :]
    row = row[: row.index("</tr>")]
    assert "地方政府规章" in row  # the draft took a lower level of basis
    assert "党中央、国务院政策" in row
    assert "不同" in row
    same = section[section.index("无条件共享由谁授予") :]
    assert "相同" in same[: same.index("</tr>")]
    assert "送审稿与现行规定的差别" not in page("profile?region=320481&on=2026-09-24")
