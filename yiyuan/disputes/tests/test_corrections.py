"""A wrong death date is corrected at its source, and everybody who was given it learns of it and answers."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.disputes import corrections, selectors, services
from yiyuan.disputes.models import Correction, Recheck
from yiyuan.disputes.types import CorrectionState, Doubt, Received, Said, State
from yiyuan.exchange import services as exchange
from yiyuan.exchange.types import Format
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.intake.tests.conftest import citizen
from yiyuan.kernel.errors import MoveRefused, NotFound
from yiyuan.notices.models import Notice
from yiyuan.organisations.models import Account
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_services import STATED, SUITED
from yiyuan.sharing.types import Condition, Operator, Scope
from yiyuan.workflow import selectors as workflow
from yiyuan.workflow.services import watch_terms

THURSDAY = date(2026, 9, 3)
METHODS = ("batch_download", "online_query")
DEAD = citizen(7)
ITEMS = [
    {"name": "证件号码", "data_type": "C", "length": 18, "key": True, "required": True, "item_class": "citizen_id"},
    {"name": "死亡日期", "data_type": "D", "required": True},
    {"name": "所在区县", "data_type": "C", "length": 20},
]
for item in ITEMS:
    item["personal"] = True


def register_file(day: str, *, district: str = "镜湖区") -> SimpleUploadedFile:
    rows = [f"{citizen(n)},2026-08-0{n % 9 + 1},鸠江区" for n in range(5)]
    text = "\n".join(["证件号码,死亡日期,所在区县", f"{DEAD},{day},{district}", *rows]) + "\n"
    return SimpleUploadedFile("死亡登记.csv", text.encode())


class Deaths:
    """The death register, and who was given what of it."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.resource = cast.resource(
            "civil_affairs", **{**SUITED, "name": "死亡登记信息", "methods": list(METHODS)}, items=ITEMS
        )
        self.provider = cast.person("civil_affairs")
        self.hand_in("2026-08-01")

    def item(self, name):
        return next(one.id for one in self.resource.items if one.name == name)

    def hand_in(self, day):
        batch = intake.receive_file(
            self.resource.id, actor=self.provider, upload=register_file(day), confirmed=True
        ).batch
        loading.load_batch(batch.id)
        return batch

    def grant(self, name, *, rows=()):
        officer = self.cast.person(name)
        fields = frozenset(one.id for one in self.resource.items)
        scope = Scope(fields, frozenset(rows), frozenset(METHODS), THURSDAY + timedelta(days=90))
        asked = sharing.draft_application(self.resource.id, actor=officer, scope=scope, values=STATED)
        sharing.send_application(asked.id, actor=officer)
        head = self.cast.person("civil_affairs", "head")
        return sharing.grant_application(asked.id, actor=head, scope=scope, reason="按需").id, officer

    def look_up(self, name, number):
        grant_id, officer = self.grant(name)
        found = exchange.look_up(grant_id, actor=officer, asked={"证件号码": number}, case="A-1", reason="核对待遇")
        assert len(found.rows) == 1
        return officer

    def take_file(self, name, **conditions):
        grant_id, officer = self.grant(name, **conditions)
        b"".join(exchange.take_file(grant_id, actor=officer, format_=Format.CSV).pieces)
        return officer

    def doubt(self, name="housing_fund", *, record=DEAD):
        return services.file_recheck(
            self.resource.id,
            actor=self.cast.person(name),
            doubt=Doubt.WRONG,
            said=Said(record=record, detail="死亡日期早了一个月", should_be="2026-09-01"),
            items=["死亡日期"],
        )

    def correct(self, recheck, day="2026-09-01"):
        batch = self.hand_in(day)
        services.answer_recheck(
            recheck.id, actor=self.provider, outcome=State.CORRECTED, answer="按死亡证明更正", batch_id=batch.id
        )


@pytest.fixture
def deaths(cast, clock):
    clock.set(THURSDAY)
    cast.organisation("bureau")
    return Deaths(cast)


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


def test_whoever_was_given_the_wrong_value_is_told_which_record_and_answers(cast, deaths):
    looked = deaths.look_up("housing_fund", DEAD)
    took = deaths.take_file("police")
    other = deaths.look_up("tax", citizen(2))
    elsewhere = Condition(deaths.item("所在区县"), Operator.IS, "鸠江区")
    narrow = deaths.take_file("education", rows=[elsewhere])
    made = deaths.doubt()
    deaths.correct(made)

    told = {one.receiver_id: one for one in Correction.objects.all()}
    assert {told[one.organisation_id].received for one in (looked,)} == {Received.NAMED}
    assert told[took.organisation_id].received == Received.IN_BULK
    assert told[narrow.organisation_id].received == Received.PERHAPS
    assert other.organisation_id not in told
    assert len(told) == 3
    for actor in (looked, took, narrow):
        one = told[actor.organisation_id]
        assert workflow.todo(actor).filter(workflow="disputes.correction", matter_id=one.id).exists()
        assert Notice.objects.filter(account_id=actor.account_id, sentence__contains="更正通知").exists()
        page = page_of(actor).get(one.get_absolute_url()).content.decode()
        assert "死亡日期" in page
        assert (DEAD in page) is (actor is not narrow)
        answer = page_of(actor).post(f"{one.get_absolute_url()}acknowledge/", {"effect": "replaced", "note": ""})
        assert answer.status_code == 303
    assert set(Correction.objects.values_list("state", flat=True)) == {CorrectionState.ACKNOWLEDGED}
    assert Notice.objects.filter(account_id=deaths.provider.account_id, sentence__contains="更正通知").count() == 3


def test_the_filer_never_sees_who_was_given_the_record(cast, deaths):
    deaths.look_up("police", DEAD)
    made = deaths.doubt("housing_fund")
    deaths.correct(made)
    made.refresh_from_db()
    (one,) = Correction.objects.all()
    filer = page_of(cast.person("housing_fund"))
    assert "公安局" not in filer.get(made.get_absolute_url()).content.decode()
    assert filer.get(one.get_absolute_url()).status_code == 404
    assert "公安局" in page_of(deaths.provider).get(made.get_absolute_url()).content.decode()
    with pytest.raises(NotFound):
        corrections.acknowledge_correction(one.id, actor=cast.person("housing_fund"), effect="replaced")


def test_the_number_of_a_person_stands_nowhere_but_sealed(deaths):
    deaths.look_up("police", DEAD)
    deaths.correct(deaths.doubt())
    kept = f"{list(Recheck.objects.values())} {list(Correction.objects.values())} {list(Notice.objects.values())}"
    assert DEAD not in kept


def test_a_record_named_by_another_word_than_the_number_finds_its_subject(cast, deaths):
    """The key is the number; with another key the subject is read off the row as it stood at filing."""
    deaths.look_up("police", DEAD)
    made = deaths.doubt(record=f" {DEAD.lower()} ")
    assert len(made.subjects) == 1
    deaths.correct(made)
    assert Correction.objects.get().received == Received.NAMED


def test_nobody_is_told_of_what_was_confirmed_and_a_doubt_that_names_no_record_tells_all(deaths):
    deaths.look_up("police", citizen(2))
    confirmed = deaths.doubt()
    services.answer_recheck(confirmed.id, actor=deaths.provider, outcome=State.CONFIRMED, answer="与证明一致")
    assert not Correction.objects.exists()
    deaths.correct(deaths.doubt(record=""), day="2026-09-02")
    assert Correction.objects.get().received == Received.PERHAPS


def test_a_receiver_is_reminded_and_answers_once_saying_what_came_of_cases_it_handled_anew(clock, deaths):
    officer = deaths.look_up("police", DEAD)
    deaths.correct(deaths.doubt())
    one = Correction.objects.get()
    term = selectors.term_of_correction(one)
    clock.set(term.due_on + timedelta(days=1))
    watch_terms()
    assert "late" in selectors.term_of_correction(one).reminders
    with refused("disputes.rehandled"):
        corrections.acknowledge_correction(one.id, actor=officer, effect="rehandled", note=" ")
    corrections.acknowledge_correction(one.id, actor=officer, effect="rehandled", note="两件已重新核对，无变化")
    with pytest.raises(MoveRefused):
        corrections.acknowledge_correction(one.id, actor=officer, effect="replaced")


def test_the_page_says_whether_the_data_were_taken_anew(deaths):
    officer = deaths.look_up("police", DEAD)
    deaths.correct(deaths.doubt())
    one = Correction.objects.get()
    assert "还没有重新取用" in page_of(officer).get(one.get_absolute_url()).content.decode()
    found = exchange.look_up(one.grant_id, actor=officer, asked={"证件号码": DEAD}, case="A-2", reason="核对待遇")
    assert found.rows[0]["死亡日期"] == "2026-09-01"
    assert "更正后已于" in page_of(officer).get(one.get_absolute_url()).content.decode()
