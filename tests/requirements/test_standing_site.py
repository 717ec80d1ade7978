"""The public site of credit. Read from the `accept` sentences."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest

from tests.requirements.test_opening_site import PERSON, Visitor
from tests.requirements.test_sharing import text
from tests.requirements.test_standing import CODE, NAME, TODAY, city, committed, day, listed
from yiyuan.standing import services
from yiyuan.standing.types import ListKind

__all__ = ["city", "day"]


@pytest.fixture
def visitor():
    return Visitor(**PERSON)


@pytest.mark.requirement("wuhu-2016-credit/14.3")
def test_a_commitment_and_its_breach_stand_on_the_site_without_login(city, visitor):
    made = committed(city)
    shown = text(visitor.get("/credit/lists/commitment"))
    assert NAME in shown
    assert "送审稿" in shown
    assert "违反承诺" not in shown
    said = {"document_no": "芜市监罚〔2026〕8号", "found_on": TODAY, "words": "虚假宣传"}
    services.note_breach(made.id, actor=city.person("civil_affairs"), **said)
    assert "芜市监罚〔2026〕8号" in text(visitor.get(f"/credit/subject/{CODE}"))


@pytest.mark.requirement("wuhu-2016-credit/13.1")
def test_an_anonymous_visitor_looks_up_a_legal_person_by_name_or_code(city, visitor):
    assert "没有找到" in text(visitor.get("/credit/", {"q": NAME}))
    committed(city)
    for asked in (NAME, NAME[2:6], CODE, CODE.lower()):
        found = text(visitor.get("/credit/", {"q": asked}))
        assert f"/credit/subject/{CODE}" in found, asked
    assert "没有找到" in text(visitor.get("/credit/", {"q": "另一家公司"}))
    assert visitor.get("/credit/subject/91340200000000000X").status_code == 404


def test_an_entry_leaves_the_site_the_day_after_its_last_with_no_step_and_when_it_leaves_the_list(city, visitor, clock):
    entry = listed(city, ListKind.BLACK)
    at = "/credit/lists/black"
    assert NAME in text(visitor.get(at))
    services.object_to(entry.id, actor=city.person("civil_affairs"), words="已纠正")
    assert "异议处理中" in text(visitor.get(at))
    clock.set(entry.until)
    assert NAME in text(visitor.get(at))
    clock.set(entry.until + timedelta(days=1))  # nothing ran
    for address in (at, "/credit/feed.atom", "/credit/?q=" + CODE):
        assert NAME not in text(visitor.get(address)).replace(f'value="{NAME}"', "")
    clock.set(TODAY)
    services.leave(entry.id, actor=city.person("civil_affairs"), words="已撤销处罚")
    assert NAME not in text(visitor.get(at))


def test_feeds_are_well_formed_and_guides_stand(city, visitor):
    committed(city)
    for address in ("/credit/feed.atom", "/credit/lists/commitment.atom"):
        feed = ET.fromstring(visitor.get(address).content)
        assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    for name in ("objection", "repair"):
        assert "/my-licences/" in text(visitor.get(f"/credit/guides/{name}"))
    assert visitor.get("/credit/guides/other").status_code == 404
    assert visitor.get("/credit/lists/other").status_code == 404
