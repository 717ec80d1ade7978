"""A file that is the whole state of a resource: previewed, confirmed by one person or two, and only then the pool."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.dataplane.compare import Fate
from yiyuan.intake import loading, services
from yiyuan.intake.models import Batch
from yiyuan.intake.preview import samples
from yiyuan.intake.tests.conftest import citizen, csv, row
from yiyuan.intake.tests.test_loading import _die, _Killed, _other_connection, pool_rows
from yiyuan.intake.types import Preview, State, Way
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotAllowed, NotFound, Unavailable
from yiyuan.notices.models import Notice
from yiyuan.organisations.services import issue_token
from yiyuan.pools.api import check, rows_of
from yiyuan.workflow.models import Term

KEYLESS = [{"name": "网点", "data_type": "C", "length": 20}, {"name": "坐席", "data_type": "I"}]
POINTS = "网点,坐席"


def whole(load, resource, numbers, *, changed=(), **more) -> Batch:
    """A file that is the whole state, checked."""
    rows = [row(number, **({"男方姓名": "赵六"} if number in changed else {})) for number in numbers]
    return load(resource, csv(rows), **{"confirmed": False, "way": Way.REPLACE, **more})


def confirmed(batch, actor, *, number=None):
    """Confirmed as previewed, and the job run."""
    services.confirm_batch(batch.id, actor=actor, preview=number or batch.foreseen.number)
    loading.load_batch(batch.id)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def filled(cast, load):
    """A resource of twenty rows."""
    resource = cast.resource("civil_affairs")
    load(resource, csv([row(number) for number in range(1, 21)]))
    return resource


def test_a_merge_leaves_what_the_file_does_not_have_and_that_is_the_default(load, filled):
    batch = load(filled, csv([row(1, 男方姓名="赵六"), row(99)]))
    assert (batch.way, batch.preview) == (Way.MERGE, None)
    assert (batch.inserted_rows, batch.updated_rows, batch.removed_rows) == (1, 1, 0)
    assert rows_of(filled.id) == 21


def test_both_ways_are_previewed_before_anything_enters_the_pool(cast, load, filled):
    merge = load(filled, csv([row(1), row(2, 男方姓名="赵六"), row(99), row(100, 登记类别="再婚")]), confirmed=False)
    assert merge.foreseen == Preview(
        number=1, after_batch=merge.id - 1, pool=20, added=1, changed=1, same=1, gone=0, lost=0
    )
    assert (merge.refused_rows, merge.foreseen.after, rows_of(filled.id)) == (1, 21, 20)
    replace = whole(load, filled, [*range(2, 21), 99], changed={2})
    assert replace.state == State.CHECKED
    assert replace.foreseen == Preview(
        number=1, after_batch=merge.id - 1, pool=20, added=1, changed=1, same=18, gone=1, lost=1
    )
    assert (replace.foreseen.after, rows_of(filled.id)) == (20, 20)
    done = confirmed(replace, cast.person("civil_affairs"))
    assert (done.state, done.inserted_rows, done.updated_rows, done.unchanged_rows, done.removed_rows) == (
        State.LOADED, 1, 1, 18, 1
    )  # fmt: skip
    assert (rows_of(filled.id), "J000001" in str(pool_rows(filled, "登记证字号"))) == (20, False)
    assert check() == []


def test_the_first_whole_state_takes_nothing_out(cast, load):
    resource = cast.resource("civil_affairs")
    batch = whole(load, resource, [1, 2])
    assert (batch.foreseen.pool, batch.foreseen.added, batch.foreseen.gone) == (0, 2, 0)
    assert confirmed(batch, cast.person("civil_affairs")).state == State.LOADED
    assert rows_of(resource.id) == 2


@pytest.mark.parametrize(
    ("numbers", "state"),
    [(range(1, 21), State.LOADED), (range(1, 31), State.LOADED), (range(2, 21), State.CHECKED)],
    ids=["as it is", "more", "one less"],
)
def test_what_was_confirmed_with_the_file_goes_in_unless_rows_go_that_nobody_has_seen(load, filled, numbers, state):
    batch = whole(load, filled, numbers, changed={5}, confirmed=True)
    assert (batch.state, batch.confirmed) == (state, state is State.LOADED)
    assert batch.confirmed_by == ("" if state is State.CHECKED else batch.person_name)
    assert rows_of(filled.id) == max(20, len(numbers))


def test_the_sample_is_masked_and_of_each_kind_at_most_twenty(load, filled):
    batch = whole(load, filled, range(3, 60), changed={3}, confirmed=False)
    added, changed, gone = samples(batch)
    assert (added.fate, added.rows, len(added.shown)) == (Fate.ADDED, 39, 20)
    assert (changed.headers, changed.shown) == (["登记证字号", "变化"], [["J000003", "男方姓名：张** → 赵**"]])
    number = citizen(1)
    first = Batch.objects.get(id=batch.foreseen.after_batch).number
    assert [line[0] for line in gone.shown] == ["J000001", "J000002"]
    assert gone.headers[-1] == "原来的批次"
    assert gone.shown[0][1:3] == ["张**", f"{number[:6]}********{number[-4:]}"]
    assert gone.shown[0][-1] == first
    assert "张一".encode() not in bytes(batch.preview_rows)


def test_the_lists_are_masked_whole_on_record_and_the_officers_alone(cast, load, filled):
    batch = whole(load, filled, range(3, 60))
    officer = cast.person("civil_affairs")
    for other in (cast.officer_of_bureau(), cast.person("civil_affairs", "reviewer")):
        with pytest.raises(NotAllowed):
            services.read_changes(batch.id, Fate.GONE, actor=other)
    with pytest.raises(NotFound):
        services.read_changes(batch.id, Fate.GONE, actor=cast.person("police"))
    for actor in (officer, cast.person("civil_affairs", "head")):
        _batch, rows = services.read_changes(batch.id, Fate.GONE, actor=actor)
        with connection.cursor() as wrapped:
            found = wrapped.cursor.execute(rows.query).fetchall()
        assert [(line[0], line[1]) for line in found] == [("J000001", "张**"), ("J000002", "张**")]
    assert Entry.objects.filter(tag="intake.changes.read").count() == 2


# ---- two persons ----


def test_up_to_the_share_one_person_confirms(cast, load, filled):
    batch = whole(load, filled, range(3, 21))
    assert (batch.foreseen.lost, batch.foreseen.pool) == (2, 20)
    assert confirmed(batch, cast.person("civil_affairs")).state == State.LOADED


@pytest.mark.parametrize("other", ["head", "colleague"])
def test_above_the_share_another_person_of_the_body_confirms_after_who_handed_it_in(cast, load, filled, other):
    first = cast.person("civil_affairs")
    second = cast.person(
        "civil_affairs", other, functions=[Function.HEAD if other == "head" else Function.DATA_OFFICER]
    )
    batch = whole(load, filled, range(4, 21))
    assert batch.foreseen.lost == 3
    assert confirmed(batch, first).state == State.SECOND
    assert rows_of(filled.id) == 20
    with refused("intake.other_person"):
        services.confirm_batch(batch.id, actor=first, preview=1)
    with pytest.raises(NotFound):
        services.confirm_batch(batch.id, actor=cast.person("police", "head"), preview=1)
    with pytest.raises(NotAllowed):
        services.confirm_batch(batch.id, actor=cast.person("civil_affairs", "reviewer"), preview=1)
    done = confirmed(batch, second)
    assert (done.state, done.first_by, done.confirmed_by) == (State.LOADED, first.person_name, second.person_name)
    assert rows_of(filled.id) == 17


def test_another_person_who_looks_first_is_already_the_second(cast, load, filled):
    batch = whole(load, filled, range(11, 21))
    assert confirmed(batch, cast.person("civil_affairs", "head")).state == State.LOADED


def test_the_head_confirms_nothing_that_one_officer_confirms(cast, load, filled):
    batch = whole(load, filled, range(2, 21))
    with pytest.raises(NotAllowed):
        services.confirm_batch(batch.id, actor=cast.person("civil_affairs", "head"), preview=1)


def test_whoever_is_waited_for_hears_of_it_and_has_it_on_the_desk(cast, load, filled):
    batch = whole(load, filled, range(11, 21))
    head = cast.person("civil_affairs", "head")
    assert not Notice.objects.filter(account_id=head.account_id, sentence__contains="确认替换").exists()
    confirmed(batch, cast.person("civil_affairs"))
    notice = Notice.objects.get(account_id=head.account_id, sentence__contains="确认替换")
    assert notice.href == batch.get_absolute_url()
    term = Term.objects.get(workflow="intake.batch", matter_id=batch.id, closed_on=None)
    assert (term.waits_for_id, set(term.functions)) == (head.organisation_id, {"head", "data_officer"})
    confirmed(batch, head)
    assert not Term.objects.filter(workflow="intake.batch", matter_id=batch.id, closed_on=None).exists()


def test_who_is_asked_as_the_second_may_also_cancel(cast, load, filled):
    batch = confirmed(whole(load, filled, range(11, 21)), cast.person("civil_affairs"))
    services.cancel_batch(batch.id, actor=cast.person("civil_affairs", "head"))
    batch.refresh_from_db()
    assert (batch.state, batch.preview_rows, rows_of(filled.id)) == (State.FAILED, None, 20)


@pytest.mark.parametrize(
    ("points", "lost"),
    [([f"新{n}" for n in range(20)], 0), ([f"新{n}" for n in range(18)], 2), ([f"新{n}" for n in range(17)], 3)],
    ids=["as many", "the share", "fewer"],
)
def test_without_a_key_it_counts_by_how_many_the_pool_gets_fewer(cast, load, points, lost):
    cast.place = "liyang"  # asks for no key
    resource = cast.resource("civil_affairs", items=KEYLESS)
    load(resource, csv([{"网点": f"旧{n}", "坐席": "1"} for n in range(20)], header=POINTS))
    batch = load(resource, csv([{"网点": name, "坐席": "1"} for name in points], header=POINTS), confirmed=False)
    assert (batch.way, batch.foreseen.gone, batch.foreseen.lost) == (Way.REPLACE, 20, lost)
    assert confirmed(batch, cast.person("civil_affairs")).state == (State.SECOND if lost > 2 else State.LOADED)


def test_a_merge_without_a_key_is_refused(cast, hand_in):
    cast.place = "liyang"  # asks for no key
    resource = cast.resource("civil_affairs", items=KEYLESS)
    with refused("intake.way"):
        hand_in(resource, csv([{"网点": "一", "坐席": "3"}], header=POINTS), way=Way.MERGE)


# ---- the pool moves ----


def test_a_pool_that_moved_before_the_confirmation_is_previewed_anew(cast, load, filled):
    officer = cast.person("civil_affairs")
    batch = whole(load, filled, range(3, 21))
    other = load(filled, csv([row(50), row(51)]))
    with refused("intake.preview") as broken:
        services.confirm_batch(batch.id, actor=officer, preview=1)
    assert broken.value.facts == {"batch": other.number}
    batch.refresh_from_db()
    assert (batch.state, rows_of(filled.id)) == (State.RECEIVED, 22)
    loading.load_batch(batch.id)
    batch.refresh_from_db()
    assert batch.state == State.CHECKED
    assert batch.foreseen == Preview(
        number=2, after_batch=other.id, pool=22, added=0, changed=0, same=18, gone=4, lost=4
    )
    with refused("intake.preview") as broken:  # from a page that was opened before
        services.confirm_batch(batch.id, actor=officer, preview=1)
    assert broken.value.facts == {"number": 2}
    with refused("intake.preview"):
        services.confirm_batch(batch.id, actor=officer)
    assert confirmed(batch, officer, number=2).state == State.SECOND


def test_a_pool_that_moved_between_confirmation_and_load_is_previewed_anew(cast, load, hand_in, filled):
    batch = whole(load, filled, range(3, 21))
    services.confirm_batch(batch.id, actor=cast.person("civil_affairs"), preview=1)
    other = load(filled, csv([row(50)]))
    loading.load_batch(batch.id)
    batch.refresh_from_db()
    assert (batch.state, batch.confirmed, batch.foreseen.number) == (State.CHECKED, False, 2)
    assert (batch.foreseen.after_batch, rows_of(filled.id)) == (other.id, 21)
    assert Notice.objects.filter(sentence__contains="数据池变了，重新预览").exists()


def test_the_second_person_confirms_what_the_first_one_saw(cast, load, filled):
    batch = confirmed(whole(load, filled, range(11, 21)), cast.person("civil_affairs"))
    load(filled, csv([row(50)]))
    with refused("intake.preview"):
        services.confirm_batch(batch.id, actor=cast.person("civil_affairs", "head"), preview=1)
    batch.refresh_from_db()
    assert (batch.state, batch.first_by) == (State.RECEIVED, "")


def test_what_was_confirmed_with_the_file_is_held_against_the_pool_again_by_itself(load, hand_in, filled, monkeypatch):
    batch = hand_in(filled, csv([row(number) for number in range(1, 22)]), way=Way.REPLACE).batch
    real = loading.merge_batch

    def late(batch_id):
        monkeypatch.setattr(loading, "merge_batch", real)
        load(filled, csv([row(21, 男方姓名="赵六")]))
        real(batch_id)

    monkeypatch.setattr(loading, "merge_batch", late)
    assert loading.load_batch(batch.id) == State.LOADED
    batch.refresh_from_db()
    assert (batch.foreseen.number, batch.updated_rows, batch.removed_rows) == (2, 1, 0)


def test_a_whole_state_may_come_back_after_another_one_and_not_twice_in_a_row(cast, load, hand_in, filled):
    officer = cast.person("civil_affairs")
    first = confirmed(whole(load, filled, range(2, 21)), officer)
    again = hand_in(filled, csv([row(number) for number in range(2, 21)]), way=Way.REPLACE)
    assert (again.again, again.batch) == (True, first)
    confirmed(whole(load, filled, range(3, 21)), officer)
    back = whole(load, filled, range(2, 21))
    assert back.id != first.id
    assert confirmed(back, officer).inserted_rows == 1


# ---- what goes is kept, and killed workers ----


def test_rows_that_went_are_kept_with_the_batches_that_brought_and_took_them(cast, load, filled):
    officer = cast.person("civil_affairs")
    batch = confirmed(whole(load, filled, range(3, 21)), officer)
    first = Batch.objects.exclude(id=batch.id).get()
    _batch, rows = services.read_changes(batch.id, Fate.GONE, actor=officer)
    with connection.cursor() as wrapped:
        assert [(line[0], line[-1]) for line in wrapped.cursor.execute(rows.query)] == [
            ("J000001", first.number),
            ("J000002", first.number),
        ]
        column = filled.items[0].column
        wrapped.cursor.execute(f"select {column}, _gone_by from pool_{filled.provider_id}.r{filled.id}_gone order by 1")
        assert wrapped.cursor.fetchall() == [("J000001", batch.id), ("J000002", batch.id)]
    with pytest.raises(NotFound):
        services.read_changes(first.id, Fate.GONE, actor=officer)
    with pytest.raises(NotFound):
        services.read_changes(batch.id, Fate.ADDED, actor=officer)
    assert check() == []


def test_a_replacement_killed_on_its_way_leaves_the_pool_as_it_was_and_goes_on(cast, load, filled, monkeypatch):
    batch = whole(load, filled, range(3, 22))
    services.confirm_batch(batch.id, actor=cast.person("civil_affairs"), preview=1)
    before = pool_rows(filled, "登记证字号")
    for place in ("yiyuan.dataplane.gone.remove", "yiyuan.pools.services.publish", "yiyuan.workflow.engine.record"):
        with monkeypatch.context() as dying:
            dying.setattr(place, _die_anyhow)
            with pytest.raises(_Killed):
                loading.load_batch(batch.id)
        batch.refresh_from_db()
        assert (batch.state, pool_rows(filled, "登记证字号"), check()) == (State.ACCEPTED, before, []), place
    assert loading.load_batch(batch.id) == State.LOADED
    batch.refresh_from_db()
    assert (batch.inserted_rows, batch.removed_rows, rows_of(filled.id)) == (1, 2, 19)


def _die_anyhow(*_arguments, **_named):
    raise _Killed


@pytest.mark.parametrize("crash", ["worker", "server truncates"])
def test_a_preview_killed_on_its_way_is_made_by_the_next_job(load, hand_in, filled, monkeypatch, crash):
    batch = hand_in(filled, csv([row(number) for number in range(3, 21)]), way=Way.REPLACE, confirmed=False).batch
    with monkeypatch.context() as dying:
        dying.setattr("yiyuan.intake.preview.seal_sample", _die)
        with pytest.raises(_Killed):
            loading.load_batch(batch.id)
    batch.refresh_from_db()
    assert (batch.state, batch.preview) == (State.RECEIVED, None)
    if crash != "worker":
        with _other_connection() as link:
            link.execute(f"truncate staging.b{batch.id}")
    assert loading.load_batch(batch.id) == State.CHECKED
    batch.refresh_from_db()
    assert (batch.foreseen.gone, batch.kept_rows) == (2, 18)


def test_lists_asked_for_after_a_crash_wait_until_the_file_was_read_again(cast, load, filled, monkeypatch):
    batch = whole(load, filled, range(3, 21))
    waiting = ProcrastinateJob.objects.filter(args={"batch_id": batch.id}).count()
    monkeypatch.setattr("yiyuan.intake.selectors.is_staged", lambda _cur, _batch: False)
    with pytest.raises(Unavailable):
        services.read_changes(batch.id, Fate.GONE, actor=cast.person("civil_affairs"))
    assert ProcrastinateJob.objects.filter(args={"batch_id": batch.id}).count() == waiting + 1


# ---- at both doors ----


@pytest.fixture
def login(cast):
    def enter(post="officer", *, name="civil_affairs"):
        client = Browser()
        client.force_login(cast.account(name, post))
        return client

    return enter


@pytest.fixture
def token(cast):
    def open_(post="officer"):
        secret = issue_token(actor=cast.person("civil_affairs", post), name="接口", functions=[], days=30)
        return {"Authorization": f"Bearer {secret}"}

    return open_


def page_of(client, batch, status=200):
    answer = client.get(batch.get_absolute_url())
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_whole_state_is_handed_in_previewed_and_confirmed_on_pages(cast, login, filled):
    client = login()
    where = f"/intake/hand-in/{filled.id}/"
    assert "整体替换" in client.get(where).content.decode()
    numbers = [*range(2, 21), 99]
    content = csv([row(number) for number in numbers] + [row(7)])
    upload = SimpleUploadedFile("全部.csv", content)
    answer = client.post(where, {"file": upload, "confirm": "at_once", "way": "replace"})
    assert answer.status_code == 303
    batch = Batch.objects.latest("id")
    loading.load_batch(batch.id)
    page = page_of(client, batch)
    for words in (
        "数据池现有 <b>20</b> 行，确认后有 <b>20</b> 行",
        "确认无误，20 行入池，去掉 1 行",
        "原来的批次",
        "J000001",
    ):
        assert words in page
    listed = client.get(f"{batch.get_absolute_url()}changes/gone.csv")
    assert b"J000001" in b"".join(listed.streaming_content)
    seen_by_bureau = login("bureau", name="bureau").get(batch.get_absolute_url()).content.decode()
    assert "确认后有 <b>20</b> 行" in seen_by_bureau
    assert "J000001" not in seen_by_bureau
    assert client.post(f"{batch.get_absolute_url()}confirm/", {"preview": "1"}).status_code == 303
    loading.load_batch(batch.id)
    page = page_of(client, batch)
    assert "整体替换，数据池里去掉 1 行，另存备查" in page
    assert b"J000001" in b"".join(client.get(f"{batch.get_absolute_url()}changes/gone.csv").streaming_content)
    assert client.get(f"{batch.get_absolute_url()}changes/other.csv").status_code == 404


def test_the_page_names_who_is_waited_for_and_offers_the_button_to_them_alone(cast, load, login, filled):
    cast.account("civil_affairs", "head")
    batch = whole(load, filled, range(11, 21))
    officer, head = login(), login("head")
    page = page_of(officer, batch)
    assert "可以确认的人：civil_affairshead" in page
    assert "确认，交另一个人再确认" in page
    assert officer.post(f"{batch.get_absolute_url()}confirm/", {"preview": "1"}).status_code == 303
    page = page_of(officer, batch)
    assert "等本单位另一个人再确认" in page
    assert f'action="{batch.get_absolute_url()}confirm/"' not in page
    assert "10 行入池，去掉 10 行" in page_of(head, batch)
    assert "确认替换" in head.get("/").content.decode()
    assert head.post(f"{batch.get_absolute_url()}confirm/", {"preview": "1"}).status_code == 303


def test_a_pool_that_moved_is_said_on_the_page_with_what_holds_now(load, login, filled):
    batch = whole(load, filled, range(3, 21))
    client = login()
    other = load(filled, csv([row(50)]))
    answer = client.post(f"{batch.get_absolute_url()}confirm/", {"preview": "1"})
    assert answer.status_code == 422
    assert f"预览之后数据池又变了（{other.number}已入池）" in answer.content.decode()
    loading.load_batch(batch.id)
    assert "这是第 2 次预览" in page_of(client, batch)
    answer = client.post(f"{batch.get_absolute_url()}confirm/", {"preview": "1"})
    assert "第 2 次预览" in answer.content.decode()


def test_the_form_of_a_resource_without_a_key_offers_no_choice(cast, login):
    cast.place = "liyang"  # asks for no key
    resource = cast.resource("civil_affairs", items=KEYLESS)
    page = login().get(f"/intake/hand-in/{resource.id}/").content.decode()
    assert 'name="way"' not in page
    assert "整体换下旧的" in page


def test_by_token_the_same_is_handed_in_looked_at_and_confirmed(cast, client, filled, token):
    first, second = token(), token("head")
    api = "/api/v1/intake"
    upload = SimpleUploadedFile("全部.csv", csv([row(number) for number in range(11, 22)]))
    sent = {"file": upload, "way": "replace", "confirmed": "true"}
    made = client.post(f"{api}/resources/{filled.id}/batches", sent, headers=first).json()
    assert (made["way"], made["preview"]) == ("replace", None)
    one = f"{api}/batches/{made['id']}"
    assert client.get(f"{one}/preview", headers=first).status_code == 404
    loading.load_batch(made["id"])
    seen = client.get(f"{one}/preview", headers=first).json()
    assert {name: seen[name] for name in ("number", "pool", "added", "same", "gone", "after", "refused")} == {
        "number": 1, "pool": 20, "added": 1, "same": 10, "gone": 10, "after": 11, "refused": 0
    }  # fmt: skip
    assert (seen["two_persons"], [sample["fate"] for sample in seen["samples"]]) == (True, ["added", "gone"])
    listed = client.get(f"{one}/changes/gone.csv", headers=first)
    assert len(b"".join(listed.streaming_content).splitlines()) == 11
    unseen = client.post(f"{one}/confirm", headers=first)
    assert (unseen.status_code, unseen.json()["rule"]) == (422, "intake.preview")
    for who, state in ((first, "second"), (second, "accepted")):
        answer = client.post(f"{one}/confirm?preview=1", headers=who)
        assert answer.json()["state"] == state
    loading.load_batch(made["id"])
    assert client.get(one, headers=first).json()["removed_rows"] == 10
