"""A draft goes out with its basis column, opinions come back with reasons, each is adopted or not."""

from datetime import date

import pytest
from django.test import Client

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.consultations import selectors, services
from yiyuan.consultations.models import Consultation, Invitation, Opinion
from yiyuan.consultations.types import Reply, Verdict
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.organisations.services import issue_token
from yiyuan.workflow import selectors as workflow

ARTICLES = [("本办法适用于本市行政区域。", "《上海市政务数据资源共享管理办法》第一条"), ("共享以无条件为主。", "")]


def client_of(account):
    client = Browser()
    client.force_login(account)
    return client


@pytest.fixture
def asked(cast, clock):
    """The notice of 2016: sent on 19 July, to be answered by 29 July, silence counts as no objection."""
    clock.set(date(2016, 7, 19))
    bureau = cast.officer_of_bureau()
    made = services.draft_consultation(
        actor=bureau,
        title="政务信息资源共享交换管理办法（送审稿）",
        notice="关于征求意见的通知",
        due_on=date(2016, 7, 29),
        silence_consents=True,
        articles=ARTICLES,
    )
    bodies = [cast.organisation(name) for name in ("civil_affairs", "police")]
    for name in ("civil_affairs", "police"):
        cast.person(name, "head")
    services.open_consultation(made, actor=bureau, invited=bodies)
    return made


def test_it_stands_on_the_desk_of_each_department_until_the_day_of_the_notice(cast, asked):
    head = cast.person("civil_affairs", "head")
    (term,) = workflow.todo(head)
    assert (term.due_on, term.key, term.ask) == (date(2016, 7, 29), "", "反馈意见")
    page = client_of(cast.account("civil_affairs", "head")).get(f"/consultations/{asked}/").content.decode()
    assert "上海市政务数据资源共享管理办法" in page
    assert "通知写明逾期不反馈视为无意见" in page
    with pytest.raises(NotFound):
        selectors.consultation_for(cast.person("tax", "head"), asked)


def test_an_opinion_needs_its_reason_and_the_signature_of_the_head(cast, asked):
    head = cast.person("civil_affairs", "head")
    opinion = {"article": "2", "stance": "change", "text": "以共享为原则", "reason": ""}
    with refused("consultations.reason"):
        services.answer_consultation(asked, actor=head, opinions=[opinion], signed_by="某局长")
    with refused("consultations.signed"):
        services.answer_consultation(asked, actor=head, opinions=[], signed_by=" ")
    with pytest.raises(NotAllowed):
        services.answer_consultation(asked, actor=cast.person("civil_affairs"), opinions=[], signed_by="某局长")
    client = client_of(cast.account("civil_affairs", "head"))
    said = {"stance_2": "change", "text_2": "以共享为原则", "reason_2": "与国务院文件一致", "signed_by": "某局长"}
    assert client.post(f"/consultations/{asked}/answer/", {**said, "reason_2": ""}).status_code == 422
    assert client.post(f"/consultations/{asked}/answer/", said).status_code == 303
    assert Opinion.objects.get().reason == "与国务院文件一致"


@pytest.mark.parametrize(("consents", "words"), [(True, "视为无意见"), (False, "到期未反馈")])
def test_silence_means_what_the_notice_says_and_no_more(cast, clock, asked, consents, words):
    Consultation.objects.update(silence_consents=consents)
    clock.set(date(2016, 7, 29))
    assert services.lapse_unanswered() == 0
    clock.set(date(2016, 7, 30))
    assert services.lapse_unanswered() == 2
    assert services.lapse_unanswered() == 0
    assert {one.state for one in Invitation.objects.all()} == {Reply.SILENT}
    page = client_of(cast.account("bureau", "bureau")).get(f"/consultations/{asked}/").content.decode()
    replies = page[page.index("各部门反馈") :]
    assert words in replies
    assert ("视为无意见" in replies) is consents
    with pytest.raises(MoveRefused):
        services.answer_consultation(asked, actor=cast.person("police", "head"), opinions=[], signed_by="某局长")


def test_it_is_summed_up_when_every_opinion_was_adopted_or_not(cast, clock, asked):
    bureau = cast.officer_of_bureau()
    opinion = {"article": "2", "stance": "object", "text": "删去", "reason": "没有上位法依据"}
    services.answer_consultation(
        asked, actor=cast.person("civil_affairs", "head"), opinions=[opinion], signed_by="某局长"
    )
    with refused("consultations.awaited"):
        services.close_consultation(asked, actor=bureau, summary="共一条意见")
    clock.set(date(2016, 7, 30))
    services.lapse_unanswered()
    with refused("consultations.undecided"):
        services.close_consultation(asked, actor=bureau, summary="共一条意见")
    made = Opinion.objects.get()
    with pytest.raises(NotAllowed):
        services.decide_opinion(
            made.id, actor=cast.person("civil_affairs", "head"), verdict=Verdict.ADOPTED, answer="同意"
        )
    services.decide_opinion(made.id, actor=bureau, verdict=Verdict.NOT_ADOPTED, answer="国务院文件已有规定")
    services.close_consultation(asked, actor=bureau, summary="共一条意见，不采纳一条")
    page = client_of(cast.account("police", "head")).get(f"/consultations/{asked}/").content.decode()
    assert "不采纳：国务院文件已有规定" in page
    assert "共一条意见，不采纳一条" in page


def test_before_the_summary_a_department_sees_its_own_opinions_only(cast, asked):
    opinion = {"article": "1", "stance": "change", "text": "增加县区", "reason": "范围不清"}
    services.answer_consultation(
        asked, actor=cast.person("civil_affairs", "head"), opinions=[opinion], signed_by="某局长"
    )
    assert (
        "增加县区" in client_of(cast.account("civil_affairs", "head")).get(f"/consultations/{asked}/").content.decode()
    )
    assert "增加县区" not in client_of(cast.account("police", "head")).get(f"/consultations/{asked}/").content.decode()


def machine_of(person):
    secret = issue_token(actor=person, name="试", functions=(), days=1)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_machine_drafts_answers_and_reads_what_the_page_shows(cast, asked):
    bureau = machine_of(cast.officer_of_bureau())
    draft = {"title": "稿", "notice": "通知", "due_on": "2016-08-01", "articles": [{"text": "一|二", "basis": "三"}]}
    made = bureau.post("/api/v1/consultations/", draft, content_type="application/json")
    assert (made.status_code, made.json()["moves"]) == (201, ["open"])
    assert made.json()["articles"] == [{"number": 1, "text": "一|二", "basis": "三"}]
    head = machine_of(cast.person("civil_affairs", "head"))
    where = f"/api/v1/consultations/{asked}"
    assert head.get(where).json()["moves"] == ["answer"]
    opinion = {"article": 2, "stance": "object", "text": "删去", "reason": "没有上位法依据"}

    def answer(*opinions):
        said = {"opinions": list(opinions), "signed_by": "某局长"}
        return head.post(f"{where}/answer", said, content_type="application/json")

    assert answer(opinion, opinion).status_code == 422
    assert answer({**opinion, "article": 9}).status_code == 422
    told = answer(opinion).json()
    assert [(one["article"], one["verdict"]) for one in told["opinions"]] == [(2, None)]
    assert (told["replies"], told["moves"]) == ([], [])
    page = bureau.get("/api/v1/consultations/?state=open").json()
    assert (page["total"], page["items"][0]["id"]) == (1, asked)
    assert [one["state"] for one in bureau.get(where).json()["replies"]] == ["answered", "awaited"]
