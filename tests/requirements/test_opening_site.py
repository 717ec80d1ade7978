"""The public site of open data, and what comes in by it. Read from the `accept` sentences."""

import csv
import hashlib
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pyshacl
import pytest
import rdflib
from django.conf import settings as django_settings
from django.test import Client, override_settings
from lxml import etree

from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog.models import Version
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.opening import services, store
from yiyuan.opening.models import OpenAccess, PublicRequest, Reuse
from yiyuan.opening.services import schedule
from yiyuan.opening.site import hits, limits, linked
from yiyuan.opening.site.snapshot import PUBLICATION
from yiyuan.opening.tests import steps
from yiyuan.opening.tests.steps import built, centre, dataset, draft, open_schools, opened, schools, standards
from yiyuan.opening.types import AccessState, ActivityKind, ConditionKind
from yiyuan.web.components import moment
from yiyuan.web.public import Kept
from yiyuan.workflow.models import Term

TODAY = date(2026, 9, 24)
CODE = "91340200MA2N0T3X0"
CODE += uscc_check(CODE)
DESCRIBED = {
    "id": 1, "name": "d-1", "title": "学校", "summary": "", "code": "c", "provider_id": 1, "provider": "教育局", "opening": "unconditional",
    "issued": "2026-01-01", "modified": "2026-01-02", "theme": "教育", "cycle": "", "apply": False, "licence": "许可", "bytes": 1,
    "sha256": "0" * 64, "number": 1, "items": [{"column": "v1", "name": "名称", "type": "C"}],
}  # fmt: skip
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0"}


@pytest.fixture(autouse=True)
def today(clock, settings, tmp_path):
    clock.set(TODAY)
    settings.HOME = tmp_path


class Visitor(Client):
    """Somebody outside, at the public site: no login, no cookie, its own addresses and middleware."""

    def request(self, **request):
        there = {"ROOT_URLCONF": django_settings.PUBLIC_URLCONF, "MIDDLEWARE": django_settings.PUBLIC_MIDDLEWARE}
        with override_settings(**there):
            return super().request(**request)


@pytest.fixture
def site(cast):
    PUBLICATION._state = None
    hits._WAITING.clear()
    return Visitor(**PERSON)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def conditional(cast, kind=ConditionKind.APPLY, **values):
    """An open conditional data set."""
    resource = schools(cast, opening="conditional", opening_condition="用于教育研究", **values)
    standards(cast)
    found = dataset(cast, resource, condition_kind=kind)
    opened(cast, built(cast, draft(cast, found, resource, "学校代码", "学段"), masked=True))
    return found


def name_of(found):
    return next(one for one in PUBLICATION.current()[1].datasets if one["id"] == found.id)["name"]


ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def placed(cast):
    """An open data set with coordinates: one of them lies nowhere."""
    items = [
        {"name": "名称", "data_type": "C", "length": 20, "key": True, "required": True},
        {"name": "区", "data_type": "C", "length": 20},
        {"name": "经度", "data_type": "N", "length": 12, "scale": 4},
        {"name": "纬度", "data_type": "N", "length": 12, "scale": 4},
    ]
    told = [("甲", "镜湖区", "118.37", "31.33"), ("乙", "镜湖区", "118.40", "31.30"), ("丙", "弋江区", "999", "31.3")]
    resource = steps.schools(cast, items=items, rows=told)
    standards(cast)
    found = dataset(cast, resource)
    opened(cast, built(cast, draft(cast, found, resource, "名称", "区", "经度", "纬度")))
    return name_of(found)


# ---- the site ----


@pytest.mark.requirement("wuhu-2020-data/18.1")
def test_the_site_stands_apart_and_needs_no_account(cast, site):
    release = open_schools(cast)
    page = site.get("/")
    told = text(page)
    assert release.dataset.name in told
    assert not page.cookies
    assert site.get("/opening/datasets/").status_code == 404
    assert site.get("/login/").status_code == 404
    assert all("Session" not in one for one in django_settings.PUBLIC_MIDDLEWARE)


@pytest.mark.requirement("wuhu-2020-data/18.1")
def test_its_role_reads_what_is_published_and_nothing_else(cast, site):
    release = open_schools(cast)
    asked = [
        ("open_data.page", "SELECT"),
        ("open_data.inbox", "INSERT"),
        (f"open_data.d{release.id}", "SELECT"),
        ("open_data.inbox", "SELECT"),
        ("open_data.page", "UPDATE"),
        ("control.opening_opendataset", "SELECT"),
        ("control.organisations_account", "SELECT"),
    ]
    may = [
        store.execute("select has_table_privilege('yiyuan_public', %s, %s)", [table, right])[0][0]
        for table, right in asked
    ]
    assert may == [True, True, True, False, False, False, False]
    assert store.execute("select has_schema_privilege('yiyuan_public', 'control', 'USAGE')") == [(False,)]


@pytest.mark.requirement("wuhu-2020-data/18.2")
def test_the_citys_site_links_the_catalog_by_a_stable_address_and_a_feed(cast, site):
    release = open_schools(cast)
    name = name_of(release.dataset)
    services.withdraw(release.id, actor=cast.person("education"), words="更正")
    assert site.get(f"/dataset/{name}").status_code == 404
    resource = Version.objects.get(id=release.version_id).resource_id
    from yiyuan.catalog.api import published_resource

    opened(cast, built(cast, draft(cast, release.dataset, published_resource(resource), "学校名称")))
    assert site.get(f"/dataset/{name}").status_code == 200
    feed = site.get("/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"/dataset/{name}" in text(feed)
    assert etree.fromstring(feed.content).tag == "{http://www.w3.org/2005/Atom}feed"


def test_what_was_withdrawn_a_moment_ago_is_missing_and_its_rows_are_erased_within_the_hour(cast, site, monkeypatch):
    release = open_schools(cast)
    name = name_of(release.dataset)
    stands = PUBLICATION.current()
    services.withdraw(release.id, actor=cast.person("education"), words="更正")
    seen = "select has_table_privilege('yiyuan_public', 'open_data.d' || %s, 'SELECT')"
    assert store.execute(seen, [release.id]) == [(False,)]
    assert schedule.drop_withdrawn() == 1
    assert release.id not in store.tables()
    for path in ("", "/data.csv", "/data.json"):
        monkeypatch.setattr(PUBLICATION, "_followed", True)
        monkeypatch.setattr(PUBLICATION, "_state", stands)  # the site has not heard of it
        assert site.get(f"/dataset/{name}{path}").status_code == 404, path
    monkeypatch.setattr(PUBLICATION, "_state", stands)
    assert site.get(f"/api/v1/datasets/{name}/rows").status_code == 404
    monkeypatch.setattr(PUBLICATION, "_state", stands)
    assert site.get(f"/api/3/action/datastore_search?resource_id={name}-csv").status_code == 404


@pytest.mark.requirement("wuhu-2020-data/17.3")
def test_every_open_data_set_shows_its_licence_and_permitted_uses(cast, site):
    resource = schools(cast)
    with refused("opening.licence"):
        draft(cast, dataset(cast, resource), resource, "学段", licence="")
    release = open_schools(cast, name="另一个")
    told = text(site.get(f"/dataset/{name_of(release.dataset)}"))
    assert "芜湖市政务数据开放许可" in told
    assert "可以自由利用，注明来源。" in told
    assert "字符型 C" in told


@pytest.mark.requirement("anhui-2020-data/36.2")
@pytest.mark.parametrize("kind", ["csv", "json", "xml", "xlsx"])
def test_an_anonymous_visitor_downloads_an_unconditional_data_set_whole(cast, site, kind):
    release = open_schools(cast)
    answer = site.get(f"/dataset/{name_of(release.dataset)}/data.{kind}")
    content = body(answer)
    assert (answer.status_code, answer["X-Rows"]) == (200, "12")
    if kind == "csv":
        assert hashlib.sha256(content).hexdigest() == release.sha256 == answer["X-Digest-SHA256"]
        assert len(list(csv.reader(io.StringIO(content.decode())))) == 13
    if kind == "json":
        told = json.loads(content)
        assert (told["rows"], told["complete"], len(told["records"])) == (12, True, 12)
    if kind == "xml":
        assert content.endswith(b'<end rows="12"/></dataset>')


def test_rows_are_paged_to_the_end_each_once_and_filtered_by_item(cast, site):
    release = open_schools(cast)
    at, seen, done = 0, [], False
    while not done:
        told = site.get(f"/api/v1/datasets/{name_of(release.dataset)}/rows?limit=5&after={at}").json()
        seen += [row["学校代码"] for row in told["records"]]
        at, done = told["after"], told["complete"]
    assert seen == [f"X{n:03d}" for n in range(12)]
    some = site.get(f"/api/v1/datasets/{name_of(release.dataset)}/rows", {"所在区": "镜湖区"}).json()
    assert (some["total"], {row["所在区"] for row in some["records"]}) == (6, {"镜湖区"})
    assert site.get(f"/api/v1/datasets/{name_of(release.dataset)}/rows?nothing=1").status_code == 422


@pytest.mark.parametrize("asked", ["学位", "xuewei", "xwxx", "教育局 学位", "学段"])
def test_it_is_found_by_name_pinyin_initials_department_and_item(cast, site, asked):
    release = open_schools(cast)
    assert release.dataset.name in text(site.get("/", {"q": asked}))
    assert "没有找到" in text(site.get("/", {"q": "完全不相干"}))


def test_a_page_costs_no_query_until_something_new_is_published(cast, site, django_assert_num_queries):
    release = open_schools(cast)
    asked = []

    def pages(environ, start_response):
        asked.append(environ["PATH_INFO"])
        answer = site.get(environ["PATH_INFO"])
        start_response("200 OK", list(answer.items()))
        return [answer.content]

    kept = Kept(pages, number=lambda: number[0])
    number, told = [1], []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/dataset/{name_of(release.dataset)}"}

    def start(status, headers, exc_info=None):
        told[:] = [status, dict(headers)]

    first = b"".join(kept(dict(environ), start))
    with django_assert_num_queries(0):
        assert b"".join(kept(dict(environ), start)) == first
    assert "X-Keep" not in told[1]
    assert b"".join(kept({**environ, "HTTP_IF_NONE_MATCH": told[1]["ETag"]}, start)) == b""
    assert told[0].startswith("304")
    number[0] = 2
    kept(dict(environ), start)
    assert len(asked) == 2


@pytest.mark.parametrize("sent", [{"CONTENT_LENGTH": "70000"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_what_is_longer_than_a_form_is_not_read(sent):
    told = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/requests/new", **sent}
    assert Kept(lambda *_: pytest.fail("read"), number=lambda: 1)(environ, lambda *said: told.extend(said))
    assert told[0].startswith("413")


def test_the_large_mode_is_one_button_and_no_open_redirect(cast, site):
    answer = site.get("/large?on=1&next=/requests/")
    assert (answer.status_code, answer["Location"]) == (302, "/requests/")
    assert 'class="large"' in text(site.get("/"))
    assert site.get("/large?on=0&next=//evil.example/")["Location"] == "/"


def test_rows_with_coordinates_are_geojson_a_map_and_a_chart_of_two_columns_with_their_figures(cast, site):
    name = placed(cast)
    told = json.loads(body(site.get(f"/dataset/{name}/data.geojson")))
    points = [one["geometry"] and one["geometry"]["coordinates"] for one in told["features"]]
    assert (told["type"], told["rows"], told["complete"]) == ("FeatureCollection", 3, True)
    assert points == [None, [118.4, 31.3], [118.37, 31.33]]  # in the order of the key
    page = text(site.get(f"/dataset/{name}"))
    assert page.count("<circle") == 2
    assert f"/dataset/{name}/data.geojson" in page
    chart = text(site.get(f"/dataset/{name}/chart?by=v2"))
    assert "data-chart=" in chart
    assert "镜湖区</th><td>2</td>" in chart
    assert "镜湖区</th><td>236.8" in text(site.get(f"/dataset/{name}/chart?by=v2&of=v3"))
    for nothing in ("by=v9", "by=v1&of=v2", "by=x"):
        assert "画不成图表" in text(site.get(f"/dataset/{name}/chart?{nothing}"))
    plain = open_schools(cast, name="没有坐标")
    assert site.get(f"/dataset/{name_of(plain.dataset)}/data.geojson").status_code == 404


def test_rows_are_asked_for_so_often_and_no_more(cast, site, settings):
    name = name_of(open_schools(cast).dataset)
    settings.OPEN_PER_MINUTE = 2
    limits.ADDRESSES._of = -1
    asked = [f"/api/v1/datasets/{name}/rows", f"/dataset/{name}/data.json", f"/dataset/{name}/data.json"]
    answers = [site.get(path) for path in asked]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert site.get(f"/api/3/action/datastore_search?resource_id={name}-csv").status_code == 429
    assert site.get(f"/dataset/{name}").status_code == 200


def test_stars_are_counted_within_a_minute_and_not_the_fourth_of_one_address_in_a_day(cast, site):
    name = name_of(open_schools(cast).dataset)
    limits.RATINGS._of = -1
    assert site.post(f"/dataset/{name}/rate", {"stars": "9"}).status_code == 422
    for stars in ("5", "4", "3", "1"):
        assert "已提交" in text(site.post(f"/dataset/{name}/rate", {"stars": stars}))
    site.post(f"/dataset/{name}/rate", {"stars": "1", "homepage": "x"}, REMOTE_ADDR="192.0.2.7")
    assert services.take_inbox() == 3
    assert "4.0 星（3 人次）" in text(site.get(f"/dataset/{name}"))


def test_use_is_counted_without_robots_shown_and_forgotten_after_two_years(cast, site):
    found = open_schools(cast).dataset
    rows = "insert into open_data.hit (day, dataset_id, kind, robot) values (%s, %s, 'download', %s)"
    for day, robot in ((TODAY, False), (TODAY, True), (TODAY - timedelta(days=800), False)):
        store.execute(rows, [day, found.id, robot])
    schedule.count_use()
    assert store.execute("select count(*) from open_data.hit") == [(2,)]
    told = text(site.get("/statistics/"))
    assert "2026-09</th><td>1</td><td>0</td>" in told
    assert f"{found.name}</a>　1 次" in told
    number = PUBLICATION.current()[0]
    schedule.count_use()
    assert PUBLICATION.current()[0] == number


def test_a_card_of_a_data_set_stands_in_the_frame_of_any_site_and_nothing_else_does(cast, site):
    name = name_of(open_schools(cast).dataset)
    assert "frame-ancestors *" in site.get(f"/dataset/{name}/card")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in site.get(f"/dataset/{name}")["Content-Security-Policy"]


# ---- machines ----


def test_the_feed_holds_to_what_atom_obliges_it_to(cast, site):
    """RFC 4287, sections 3 and 4.1.1 to 4.2.15."""
    release = open_schools(cast)
    services.declare_emergency(
        actor=cast.person("bureau", "officer"),
        kind="natural",
        title="暴雨 <红色>",
        basis="一级响应",
        dataset_ids=[release.dataset_id],
    )
    for path, most in (("/feed.atom", 2), ("/feed.atom?q=学位&theme=没有", 0)):
        feed = etree.fromstring(site.get(path).content)
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == most
        for one in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert len(one.findall(ATOM + name)) == 1, name
            assert urlsplit(one.findtext(f"{ATOM}id")).scheme in {"http", "https"}
            assert INSTANT.fullmatch(one.findtext(f"{ATOM}updated"))
            assert all(author.findtext(f"{ATOM}name") for author in one.findall(f"{ATOM}author"))
            links = [(link.get("rel", "alternate"), link.get("type")) for link in one.findall(f"{ATOM}link")]
            assert len(set(links)) == len(links)
            assert all(link.get("href").isascii() for link in one.findall(f"{ATOM}link"))
        assert feed.findall(f"{ATOM}author")
        assert feed.find(f"{ATOM}link[@rel='self']").get("href").startswith("http")
        assert all(one.find(f"{ATOM}link[@rel='alternate']") is not None for one in entries)
        assert len({one.findtext(f"{ATOM}id") for one in entries}) == most
        assert feed.findtext(f"{ATOM}updated") >= max((one.findtext(f"{ATOM}updated") for one in entries), default="")


def test_pages_of_the_catalog_lead_to_each_other_in_the_syntax_that_was_asked_for():
    told = [{**DESCRIBED, "id": n, "name": f"d-{n}"} for n in range(linked.PAGE + 1)]
    for page, there, missing in ((1, "next", "previous"), (2, "previous", "next")):
        graph = linked.catalog(told, site="https://o.example", title="开放", page=page, ending="jsonld")
        here = next(graph.subjects(rdflib.RDF.type, linked.HYDRA.PagedCollection))
        assert int(graph.value(here, linked.HYDRA.totalItems)) == linked.PAGE + 1
        assert str(graph.value(here, linked.HYDRA[there])) == f"https://o.example/catalog.jsonld?page={3 - page}"
        assert graph.value(here, linked.HYDRA[missing]) is None


def test_a_page_says_of_itself_what_croissant_obliges_it_to():
    """Croissant 1.0: the properties that are required of a data set, a file and a field, and what they point to."""
    told = linked.schema_org(DESCRIBED, site="https://o.example")
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert {"@context", "@type", "name", "description", "license", "url", "creator", "datePublished"} <= set(told)
    (file,) = told["distribution"]
    assert (file["@id"], file["sha256"], file["encodingFormat"]) == ("data.csv", "0" * 64, "text/csv")
    (records,) = told["recordSet"]
    assert [(one["dataType"], one["source"]["extract"]["column"]) for one in records["field"]] == [("sc:Text", "名称")]
    assert all(one["source"]["fileObject"]["@id"] == file["@id"] for one in records["field"])
    assert "recordSet" not in linked.schema_org({**DESCRIBED, "apply": True}, site="https://o.example")


def test_ckan_clients_find_walk_and_read_it(cast, site):
    release = open_schools(cast)
    name = name_of(release.dataset)

    def ask(action, **asked):
        return site.post(f"/api/3/action/{action}", json.dumps(asked), content_type="application/json").json()

    found = ask("package_search", q="学位", rows=5)["result"]
    assert (found["count"], found["results"][0]["name"]) == (1, name)
    assert ask("package_list")["result"] == [name]
    shown = ask("package_show", id=name)["result"]
    assert ask("package_show", id=shown["id"])["result"]["name"] == name
    store_ = ask("datastore_search", resource_id=f"{name}-csv", limit=5, offset=10, sort="学校代码 desc")["result"]
    assert (store_["total"], [row["学校代码"] for row in store_["records"]]) == (12, ["X001", "X000"])
    missing = site.get("/api/3/action/package_show?id=none")
    assert (missing.status_code, missing.json()["error"]["__type"]) == (404, "Not Found Error")
    assert site.get("/api/3/action/package_search?rows=x").status_code == 409
    assert ask("organization_list", all_fields=True)["result"][0]["package_count"] == 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of the reader
@pytest.mark.parametrize("syntax", ["turtle", "json-ld", "xml"])
def test_the_catalog_parses_as_dcat_in_every_syntax(cast, site, syntax):
    rdflib = pytest.importorskip("rdflib")
    release = open_schools(cast)
    media = {"turtle": "text/turtle", "json-ld": "application/ld+json", "xml": "application/rdf+xml"}[syntax]
    page = site.get(f"/dataset/{name_of(release.dataset)}", HTTP_ACCEPT=media)
    assert page["Content-Type"].startswith(media)
    for answer in (page, site.get("/catalog", HTTP_ACCEPT=media)):
        graph = rdflib.Graph().parse(data=answer.content, format=syntax)
        node = next(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset))
        assert len(list(graph.objects(node, rdflib.DCAT.distribution))) == 4
        assert str(next(graph.objects(node, rdflib.DCTERMS.title))) == release.dataset.name
    assert linked.wanted("text/html,*/*") == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator
def test_the_catalog_holds_to_the_shapes_of_dcat_ap(cast, site):
    release = open_schools(cast)
    shapes = Path(__file__).parents[1] / "support" / "dcat_ap.ttl"
    for address in ("/catalog", f"/dataset/{name_of(release.dataset)}"):
        found = site.get(address, HTTP_ACCEPT="text/turtle").content
        holds, _, said = pyshacl.validate(
            found, shacl_graph=str(shapes), data_graph_format="turtle", shacl_graph_format="turtle"
        )
        assert holds, said
    lame = found.replace(b"dct:title", b"dct:alternative")
    assert not pyshacl.validate(lame, shacl_graph=str(shapes), data_graph_format="turtle", shacl_graph_format="turtle")[
        0
    ]


# ---- conditional ----


@pytest.mark.requirement("anhui-2020-data/36.3")
def test_a_conditional_set_opens_its_part_at_once_or_its_rows_once_the_condition_is_met(cast, site):
    part = conditional(cast, ConditionKind.PART)
    answer = site.get(f"/dataset/{name_of(part)}/data.csv")
    assert body(answer).decode().split("\n")[0] == "学校代码,学段"
    assert site.get(f"/dataset/{name_of(part)}/apply").status_code == 302
    whole = conditional(cast, name="要申请的")
    name = name_of(whole)
    assert site.get(f"/dataset/{name}/data.csv").status_code == 403
    assert site.get(f"/api/v1/datasets/{name}/rows").status_code == 403
    assert site.get(f"/api/3/action/datastore_search?resource_id={name}-csv").status_code == 404
    assert "X001" not in text(site.get(f"/dataset/{name}"))
    access = asked_for(cast, site, whole)
    key = signed(cast, access)
    answer = site.get(f"/dataset/{name}/data.csv", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert (answer.status_code, b"X001" in body(answer)) == (200, True)


def asked_for(cast, site, found):
    said = {"applicant": "示例科技有限公司", "code": CODE, "purpose": "研究", "plan": "建模", "security": "专机专人"}
    assert site.post(f"/dataset/{name_of(found)}/apply", said).status_code == 200
    assert services.take_inbox() == 1
    return OpenAccess.objects.latest("id")


def signed(cast, access, months=6):
    actor = centre(cast)
    services.agree(access.id, actor=actor, reply="同意")
    issued = services.sign_agreement(
        access.id, actor=actor, number="开协〔2026〕1 号", signed_on=TODAY, months=months, file=steps.scan_file()
    )
    return issued.key


@pytest.mark.requirement("wuhu-2020-data/21.1")
def test_conditional_data_wants_a_signed_agreement_on_file(cast, site):
    access = asked_for(cast, site, conditional(cast))
    term = Term.objects.get(workflow="opening.access", matter_id=access.id)
    assert term.due_on > TODAY
    actor = centre(cast)
    services.agree(access.id, actor=actor)
    said = {"number": " ", "signed_on": TODAY, "months": 6, "file": steps.scan_file()}
    with refused("opening.agreement"):
        services.sign_agreement(access.id, actor=actor, **said)
    with refused("opening.agreement"):
        services.sign_agreement(
            access.id, actor=actor, **{**said, "number": "1", "signed_on": TODAY + timedelta(days=1)}
        )
    services.sign_agreement(access.id, actor=actor, **{**said, "number": "开协 1 号"})
    access.refresh_from_db()
    assert (access.state, access.agreement_file, bool(access.agreement_sha256)) == (
        AccessState.ACTIVE,
        "协议.pdf",
        True,
    )


@pytest.mark.requirement("wuhu-2020-data/21.2")
def test_an_agreement_sets_a_cycle_and_a_missed_report_is_flagged_and_rests_the_key(cast, site, clock):
    whole = conditional(cast)
    access = asked_for(cast, site, whole)
    services.agree(access.id, actor=centre(cast))
    said = {"number": "一号", "signed_on": TODAY, "file": steps.scan_file()}
    with refused("opening.reports"):
        services.sign_agreement(access.id, actor=centre(cast), months=0, **said)
    key = services.sign_agreement(access.id, actor=centre(cast), months=3, **said).key
    access.refresh_from_db()
    due_on = access.report_due_on
    clock.set(due_on)
    assert services.flag_missed() == 0
    clock.set(due_on + timedelta(days=1))
    assert services.flag_missed() == 1
    access.refresh_from_db()
    assert (access.state, access.missed_on) == (AccessState.PAUSED, due_on)
    read = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    assert site.get(f"/dataset/{name_of(whole)}/data.csv", **read).status_code == 403
    services.record_report(access.id, actor=centre(cast), words="用于学位预测")
    services.resume_access(access.id, actor=centre(cast))
    access.refresh_from_db()
    assert access.missed_on is None
    assert access.report_due_on > due_on
    assert body(site.get(f"/dataset/{name_of(whole)}/data.csv", **read))


@pytest.mark.requirement("wuhu-2020-data/21.5")
def test_who_does_not_report_or_not_truly_is_heard_and_loses_access_by_the_agreement(cast, as_, site, clock):
    whole = conditional(cast)
    access = asked_for(cast, site, whole)
    read = {"HTTP_AUTHORIZATION": f"Bearer {signed(cast, access)}"}
    actor, at = centre(cast), f"/dataset/{name_of(whole)}/data.csv"
    with refused("opening.breach"):
        services.open_breach(access.id, actor=actor, kind="silent", evidence="没有报告")
    services.record_report(access.id, actor=actor, words="用于学位预测")
    page = as_("bureau", "operator")
    said = {"kind": "untrue", "evidence": "公开网页显示转售", "rests": "on"}
    answer = page.post(f"{access.get_absolute_url()}breach/", said)
    assert answer.status_code == 303
    assert site.get(at, **read).status_code == 403
    with refused("opening.breach"):
        services.resume_access(access.id, actor=actor)
    shown = text(page.get(answer["Location"]))
    assert "第21条" in shown
    told = {"statement": "承认转售", "words": "按协议第八条终止", "ends": "on"}
    page.get(answer["Location"])
    assert page.post(f"{answer['Location']}uphold/", {**told, "statement": " "}).status_code == 422
    assert page.post(f"{answer['Location']}uphold/", told).status_code == 303
    access.refresh_from_db()
    assert access.state == AccessState.ENDED
    assert site.get(at, **read).status_code == 403


# ---- events, requests, results ----


@pytest.mark.requirement("anhui-2020-data/35.4")
@pytest.mark.parametrize("kind", ["natural", "accident", "health", "security"])
def test_an_emergency_of_the_four_kinds_is_on_the_site_at_once_with_its_update_time(cast, site, kind):
    release = open_schools(cast)
    officer = cast.person("education")
    with refused("opening.emergency"):
        services.declare_emergency(actor=officer, kind="other", title="x", basis="y", dataset_ids=[release.dataset_id])
    made = services.declare_emergency(
        actor=officer, kind=kind, title="暴雨红色预警", basis="一级响应", dataset_ids=[release.dataset_id]
    )
    assert "应急开放" in text(site.get("/"))
    before = text(site.get(f"/emergencies/{made.id}"))
    assert release.dataset.name in before
    assert moment(made.updated_at) in before
    services.update_emergency(made.id, actor=officer, words="水位回落")
    assert "水位回落" in text(site.get(f"/emergencies/{made.id}"))
    services.end_emergency(made.id, actor=officer, words="响应终止")
    assert "应急开放" not in text(site.get("/"))
    assert "响应终止" in text(site.get(f"/emergencies/{made.id}"))


@pytest.mark.requirement("anhui-2020-data/37.1")
@pytest.mark.parametrize("kind", ["research", "advice", "product", "processing"])
def test_a_visitor_registers_a_result_of_one_of_the_four_kinds_linked_to_its_data(cast, site, kind):
    release = open_schools(cast)
    said = {
        "kind": kind,
        "title": "学位地图",
        "maker": "示例团队",
        "words": "查学位",
        "datasets": [str(release.dataset_id)],
    }
    assert site.post("/reuses/new", {**said, "kind": "fun"}).status_code == 422
    assert site.post("/reuses/new", said).status_code == 200
    services.take_inbox()
    made = Reuse.objects.get()
    assert (made.kind, list(made.datasets.values_list("id", flat=True))) == (kind, [release.dataset_id])
    assert "学位地图" not in text(site.get("/reuses/"))
    services.show_reuse(made.id, actor=centre(cast))
    assert "学位地图" in text(site.get("/reuses/"))
    assert "学位地图" in text(site.get(f"/dataset/{name_of(release.dataset)}"))


@pytest.mark.requirement("wuhu-2020-data/21.3")
def test_a_derived_data_set_given_back_enters_the_catalog_with_its_lineage(cast, site):
    release = open_schools(cast)
    said = {
        "kind": "processing",
        "title": "学位供需表",
        "maker": "示例公司",
        "words": "合并",
        "datasets": [release.dataset_id],
    }
    site.post("/reuses/new", {**said, "returned": "街道\n缺口"})
    services.take_inbox()
    made = Reuse.objects.get()
    services.show_reuse(made.id, actor=centre(cast))
    with pytest.raises(NotAllowed):
        services.enter_returned(made.id, actor=cast.officer_of_bureau())
    number = services.enter_returned(made.id, actor=centre(cast))
    entered = Version.objects.get(resource_id=number)
    assert [item.name for item in entered.items.all()] == ["街道", "缺口"]
    assert f"资源 {release.dataset.resource_id}" in entered.summary
    entry = Entry.objects.get(tag="opening.reuse.entered")
    assert entry.facts["sources"] == [release.dataset.resource_id]


@pytest.mark.requirement("wuhu-2020-data/20.2")
def test_a_contest_is_on_the_site_with_its_data_sets_and_results(cast, site):
    release = open_schools(cast)
    made = services.publish_activity(
        actor=centre(cast),
        kind=ActivityKind.CONTEST,
        title="数据应用竞赛",
        words="用开放数据做应用。",
        begins_on=TODAY,
        ends_on=TODAY + timedelta(days=60),
        dataset_ids=[release.dataset_id],
    )
    told = text(site.get("/activities/"))
    assert ("数据应用竞赛" in told, release.dataset.name in told) == (True, True)
    services.publish_results(made.id, actor=centre(cast), words="一等奖：学位地图")
    assert "一等奖：学位地图" in text(site.get("/activities/"))


def test_a_correction_is_answered_in_public_by_its_day_and_holds_nothing_of_who_asked(cast, site):
    release = open_schools(cast)
    name = name_of(release.dataset)
    answer = site.post(f"/dataset/{name}/request", {"kind": "correction", "text": "第三学校的学位数不对"})
    receipt = answer.context["receipt"]
    services.take_inbox()
    made = PublicRequest.objects.get(code=receipt)
    told = text(site.get(f"/requests/?code={receipt}"))
    due_on = Term.objects.get(workflow="opening.request", matter_id=made.id).due_on
    assert f"{due_on} 前答复" in told
    services.answer_request(made.id, actor=cast.person("education"), words="已更正")
    assert "已更正" in text(site.get(f"/dataset/{name}"))
    assert store.execute("select body::text from open_data.inbox") == [("{}",)]


def test_what_a_program_fills_into_the_hidden_field_is_not_kept(cast, site):
    open_schools(cast)
    site.post("/requests/new", {"kind": "demand", "text": "广告", "homepage": "spam"})
    assert store.execute("select count(*) from open_data.inbox") == [(0,)]


@pytest.mark.requirement("wuhu-2020-data/20.1")
def test_an_assessment_of_a_period_counts_downloads_calls_and_results_per_department(cast, site):
    release = open_schools(cast)
    name = name_of(release.dataset)
    for _ in range(2):
        body(site.get(f"/dataset/{name}/data.csv"))
    site.get(f"/api/v1/datasets/{name}/rows")
    site.get(f"/dataset/{name}/data.json", HTTP_USER_AGENT="ExampleBot/1.0")
    assert hits.write() == 4
    said = {"kind": "product", "title": "甲", "maker": "乙", "words": "丙", "datasets": [release.dataset_id]}
    site.post("/reuses/new", said)
    services.take_inbox()
    services.show_reuse(Reuse.objects.get().id, actor=centre(cast))
    made = services.assess(actor=centre(cast), begins_on=TODAY, ends_on=TODAY)
    line = made.figures.get(organisation_id=cast.organisation("education"))
    assert (line.datasets, line.downloads, line.calls, line.robots, line.reuses) == (1, 2, 1, 1, 1)
    with pytest.raises(NotAllowed):
        services.assess(actor=cast.person("education"), begins_on=TODAY, ends_on=TODAY)
    with refused("opening.period"):
        services.assess(actor=centre(cast), begins_on=TODAY, ends_on=TODAY + timedelta(days=1))
