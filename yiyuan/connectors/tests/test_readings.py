"""Tables of real databases come into the pool: nothing lost, doubled or guessed; each reading has its receipt."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.support.refusals import refused
from yiyuan.connectors import feeds, running, services
from yiyuan.connectors.models import Feed, Run
from yiyuan.connectors.types import Mode, RunKind
from yiyuan.dataplane.sources import SourceFailed
from yiyuan.intake import loading
from yiyuan.intake.models import Batch
from yiyuan.intake.services import confirm_batch
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.notices.models import Notice
from yiyuan.pools.api import view_of


def pool(resource):
    view = view_of(resource.id, resource.version_number)
    columns = ", ".join(f"{item.column}::text" for item in resource.items)
    with connection.cursor() as cur:
        cur.execute(f"select {columns} from {view.name} order by 1")
        return cur.fetchall()


def test_a_table_comes_whole_with_its_blanks_and_the_receipt_says_what_came(feed, resource, carry_out):
    feed()
    run = carry_out()
    assert (run.state, run.source_rows, run.read_rows) == ("done", 1, 1)
    assert pool(resource) == [("A1", " 张三 ", "1.50", "2026-01-02 03:04:05")]
    batch = Batch.objects.get(id=run.batch_id)
    assert (batch.sha256, batch.declared_rows, batch.way) == (run.sha256, 1, "replace")
    assert {name: run.result[name] for name in ("loaded", "kept", "added")} == {"loaded": True, "kept": 1, "added": 1}


def test_an_increment_brings_what_changed_and_what_was_committed_late(alter, feed, resource, carry_out, officer):
    made = feed(Mode.INCREMENT, cursor="updated", overlap=60)
    assert carry_out().state == "done"
    alter("insert into {} values ('A2', '李四', 2, '2026-01-02 05:00:00')")
    running.ask_run(made.id, actor=officer)
    second = carry_out()
    assert (second.since, second.read_rows) == ("2026-01-02 02:04:05", 2)
    alter("insert into {} values ('A3', '王五', 3, '2026-01-02 04:30:00')")  # committed late
    alter("update {} set amount = 9, updated = '2026-01-02 06:00:00' where id = 'A1'")
    running.ask_run(made.id, actor=officer)
    third = carry_out()
    assert [row[0] for row in pool(resource)] == ["A1", "A2", "A3"]
    assert pool(resource)[0][2] == "9.00"
    assert (third.result["added"], third.result["changed"], third.result["same"]) == (1, 1, 1)


def test_an_increment_of_which_nothing_entered_the_pool_is_read_again(feed, carry_out, officer):
    made = feed(Mode.INCREMENT, cursor="updated", looked_at=True)
    first = carry_out()
    assert (first.state, first.result["loaded"]) == ("done", False)
    running.ask_run(made.id, actor=officer)
    assert carry_out().since == ""


def test_an_increment_that_was_withdrawn_from_the_pool_is_read_again(alter, feed, resource, carry_out, cast):
    from yiyuan.pools import withdrawing

    officer, head = cast.person("civil_affairs"), cast.person("civil_affairs", "head")
    made = feed(Mode.INCREMENT, cursor="updated", overlap=60)
    carry_out()
    alter("insert into {} values ('A2', '李四', 2, '2026-01-02 05:00:00')")
    running.ask_run(made.id, actor=officer)
    second = carry_out()
    asked = withdrawing.ask_withdrawal(second.batch_id, actor=officer, reason="取早了")
    withdrawing.confirm_withdrawal(asked.id, actor=head)
    withdrawing.withdraw(asked.id)
    assert [row[0] for row in pool(resource)] == ["A1"]
    running.ask_run(made.id, actor=officer)
    third = carry_out()
    assert (third.state, third.since) == ("done", "2026-01-02 02:04:05")
    assert [row[0] for row in pool(resource)] == ["A1", "A2"]


def test_after_columns_are_mapped_anew_an_increment_reads_from_the_beginning(feed, wanted, carry_out, officer):
    made = feed(Mode.INCREMENT, cursor="updated")
    carry_out()
    feeds.remap_feed(made.id, actor=officer, wanted=wanted(Mode.INCREMENT, cursor="amount"))
    feeds.start_feed(made.id, actor=officer)
    run = carry_out()
    assert (run.state, run.since, run.read_rows) == ("done", "", 1)


def test_a_comparison_whose_hour_has_come_waits_for_the_reading_that_goes_on(feed, carry_out):
    made = feed(compare_days=7)
    Feed.objects.update(next_at=legal.real_now(), compare_at=legal.real_now())
    assert running.begin_due() == 0
    carry_out()
    assert running.begin_due() == 1
    assert Run.objects.latest("id").kind == RunKind.COMPARE
    made.refresh_from_db()
    assert made.compare_at > legal.real_now()


def test_a_comparison_that_agrees_waits_for_a_person_where_nobody_may_confirm_it(feed, carry_out, cast, monkeypatch):
    made = feed()
    carry_out()
    running.compare_feed(made.id, actor=cast.person("civil_affairs"))
    run = Run.objects.latest("id")
    running.read_table(run.id)
    run.refresh_from_db()
    loading.load_batch(run.batch_id)
    monkeypatch.setattr(running, "actor_of_account", lambda *_given, **_more: None)
    running.follow()
    run.refresh_from_db()
    assert run.state == "done"
    assert run.words.startswith("与数据池一致。批次")


def test_where_nothing_changed_nothing_is_handed_in(alter, feed, carry_out, officer):
    made = feed(Mode.INCREMENT, cursor="updated")
    carry_out()
    alter("delete from {}")
    running.ask_run(made.id, actor=officer)
    run = carry_out()
    assert (run.state, run.batch_id) == ("nothing", None)


def test_a_comparison_finds_what_an_increment_cannot_and_mends_it_once_confirmed(
    alter, feed, resource, carry_out, officer
):
    made = feed(Mode.INCREMENT, cursor="updated")
    alter("insert into {} values ('A2', '李四', 2, '2026-01-02 05:00:00')")
    alter("insert into {} values ('A3', '王五', 3, '2026-01-02 05:00:00')")
    carry_out()
    alter("delete from {} where id = 'A1'")
    alter("update {} set xingming = '李小四' where id = 'A2'")  # its clock did not move
    running.compare_feed(made.id, actor=officer)
    run = carry_out()
    assert (run.kind, run.state) == (RunKind.COMPARE, "done")
    assert "两边不同 1 行，池里有、源表没有 1 行" in run.words
    assert run.result["equal"] == pytest.approx(1 / 3)
    assert len(pool(resource)) == 3
    batch = Batch.objects.get(id=run.batch_id)
    assert batch.state == "checked"
    confirm_batch(batch.id, actor=officer, preview=batch.preview["number"])


def test_a_comparison_that_finds_nothing_ends_by_itself(feed, carry_out, officer):
    made = feed()
    carry_out()
    running.compare_feed(made.id, actor=officer)
    run = carry_out()
    assert (run.state, run.words, run.result["equal"]) == ("done", "与数据池一致。", 1.0)
    assert Batch.objects.get(id=run.batch_id).state == "loaded"


def test_rows_that_do_not_fit_are_kept_with_their_reason_and_counted(alter, feed, carry_out):
    alter("insert into {} values ('', '无编号', 1, '2026-01-02 03:04:05')")
    feed()
    run = carry_out()
    assert (run.result["kept"], run.result["refused"]) == (1, 1)
    assert "未收 1 行" in run.words


@pytest.mark.parametrize(
    "changed",
    [
        ("alter table {} drop column amount", "少了列 amount"),
        ("alter table {} rename column amount to money", "少了列 amount"),
        ("drop table {}", "不在了"),
    ],
)
def test_a_table_whose_structure_changed_stops_with_a_task_for_its_owner(alter, feed, carry_out, cast, changed):
    change, words = changed
    made = feed()
    carry_out()
    alter(change)
    running.ask_run(made.id, actor=cast.person("civil_affairs"))
    run = carry_out()
    made.refresh_from_db()
    assert (run.state, made.state) == ("failed", "drifted")
    assert words in made.drift
    assert words in run.words
    assert Notice.objects.filter(account=cast.account("civil_affairs", "officer")).exists()
    assert running.begin_due() == 0


def test_a_new_column_of_the_table_changes_nothing(alter, table, feed, carry_out):
    made = feed()
    alter("alter table {} add column more int")
    assert carry_out().state == "done"
    made.refresh_from_db()
    assert made.state == "on"


def test_a_database_that_is_away_fails_the_reading_and_is_told(feed, carry_out, connector):
    feed()
    type(connector).objects.update(port=1, options={**connector.options, "address": "http://127.0.0.1:1/"})
    run = carry_out()
    assert run.state == "failed"
    assert "连不上" in run.words


def test_a_server_that_gives_other_rows_than_it_counted_brings_nothing(feed, carry_out, monkeypatch):
    feed()
    monkeypatch.setattr(running, "_counting", _short(running._counting))
    run = carry_out()
    assert (run.state, run.batch_id) == ("failed", None)
    assert "数目不合" in run.words


def _short(counting):
    def lose(run, source, selection, counted):
        return counting(run, source, selection, type(counted)(counted.rows + 1, counted.last))

    return lose


def test_a_reading_that_was_killed_begins_again_and_brings_each_row_once(feed, resource, carry_out, monkeypatch):
    feed()
    run = Run.objects.get()
    with monkeypatch.context() as killed:
        killed.setattr(running, "_hand_in", _die)
        with pytest.raises(KeyboardInterrupt):
            running.read_table(run.id)
    run.refresh_from_db()
    assert run.state == "reading"
    assert carry_out().state == "done"
    assert len(pool(resource)) == 1
    assert Batch.objects.count() == 1


def _die(*_given, **_more):
    raise KeyboardInterrupt


def test_one_that_is_cancelled_stops_and_brings_nothing(feed, officer):
    feed()
    run = Run.objects.get()
    running.cancel_run(run.id, actor=officer)
    running.read_table(run.id)
    run.refresh_from_db()
    assert (run.state, Batch.objects.count()) == ("cancelled", 0)


def test_one_that_is_cancelled_while_it_reads_stops_at_its_next_piece(feed, monkeypatch, officer):
    feed()
    run = Run.objects.get()
    counting = running._counting

    def cancelled(*given):
        running.cancel_run(run.id, actor=officer)
        return counting(*given)

    monkeypatch.setattr(running, "_counting", cancelled)
    running.read_table(run.id)
    run.refresh_from_db()
    assert (run.state, Batch.objects.count()) == ("cancelled", 0)


def test_readings_begin_when_their_hour_has_come_and_never_two_of_a_table(feed, carry_out, officer):
    made = feed(every_hours=24, compare_days=7)
    with refused("connectors.running"):
        running.ask_run(made.id, actor=officer)
    carry_out()
    assert running.begin_due() == 0
    Feed.objects.update(next_at=legal.real_now())
    assert running.begin_due() == 1
    assert running.begin_due() == 0
    made.refresh_from_db()
    assert made.next_at - legal.real_now() > timedelta(hours=23)
    carry_out()
    Feed.objects.update(next_at=legal.real_now(), compare_at=legal.real_now())
    running.begin_due()
    assert Run.objects.latest("id").kind == RunKind.COMPARE


def test_nothing_is_read_of_a_connector_that_is_stopped(feed, carry_out, connector, officer):
    made = feed()
    services.pause_connector(connector.id, actor=officer)
    assert carry_out().state == "failed"
    assert running.begin_due() == 0
    with refused("connectors.active"):
        running.ask_run(made.id, actor=officer)


def test_who_looks_at_a_table_sees_what_would_be_refused_and_nothing_is_kept(
    alter, connector, resource, wanted, officer
):
    alter("insert into {} values ('', '无编号', 1, '2026-01-02 03:04:05')")
    sample = feeds.look(connector.id, resource.id, actor=officer, wanted=wanted())
    assert sample.headers == ("编号", "姓名", "金额", "更新时间")
    [(bad, why)] = sample.refused.items()
    assert sample.rows[bad][1] == "无**"
    assert sample.first[0] == (why, sample.rows[bad])
    assert "编号" in why
    assert Batch.objects.count() == 0


def test_columns_are_proposed_by_name_and_comment(foreign, table, connector, resource, officer):
    found, columns = feeds.columns_of(connector.id, feeds.Place(foreign.schema, table), actor=officer)
    assert found == connector
    told = [column if column.name != "xingming" else _with(column, comment="姓名") for column in columns]
    assert list(feeds.proposal(resource, told).values()) == ["xingming"]


def _with(column, **changes):
    return type(column)(**{name: getattr(column, name) for name in column.__slots__} | changes)


def test_a_feed_asks_for_every_item_and_an_increment_for_a_column_that_grows(connector, resource, wanted, officer):
    less = wanted()
    with refused("connectors.mapping"):
        columns = dict(list(less.columns.items())[:2])
        feeds.add_feed(
            connector.id, resource.id, actor=officer, wanted=type(less)(less.schema, less.table, columns, less.mode)
        )
    with refused("connectors.increment"):
        feeds.add_feed(connector.id, resource.id, actor=officer, wanted=wanted(Mode.INCREMENT, cursor="xingming"))
    feeds.add_feed(connector.id, resource.id, actor=officer, wanted=wanted())
    with refused("connectors.one_feed"):
        feeds.add_feed(connector.id, resource.id, actor=officer, wanted=wanted())


def test_a_connector_is_tried_before_it_is_confirmed_and_says_what_is_wrong(connector, foreign, cast, officer):
    head = cast.person("civil_affairs", "head")
    kind, account = connector.kind, {"host": "127.0.0.1", "port": 1, "database": "x", "username": "x"}
    options = {**foreign.account.options, "address": "http://127.0.0.1:1/"}
    services.change_connector(connector.id, actor=officer, name="业务库", kind=kind, options=options, **account)
    said = {"protection": "只读", "contact": "周敏", "phone": "1"}
    with refused("connectors.tried"):
        services.confirm_connector(connector.id, actor=head, **said)
    trial = services.try_connector(connector.id, actor=officer)
    assert (trial.ok, "连不上" in trial.words) == (False, True)
    type(connector).objects.update(tried_ok=True)
    with refused("connectors.said"):
        services.confirm_connector(connector.id, actor=head, **{**said, "phone": " "})
    with pytest.raises(NotAllowed):
        services.confirm_connector(connector.id, actor=officer, **said)


def test_the_password_is_kept_sealed_and_shown_to_nobody(connector, foreign):
    assert foreign.account.password.encode() not in bytes(connector.password)
    with services.open_source(connector) as source:
        assert source.version()


def test_the_page_of_the_resource_says_which_table_brings_it_to_those_who_see_it(feed, resource, cast):
    made = feed()
    pages = {}
    for name in ("civil_affairs", "tax"):
        client = Client()
        client.force_login(cast.account(name))
        pages[name] = client.get(f"/catalog/resources/{resource.id}/").content.decode()
    assert made.get_absolute_url() in pages["civil_affairs"]
    assert made.get_absolute_url() not in pages["tax"]


def test_another_department_does_not_know_of_it(connector, feed, cast):
    made = feed()
    other = cast.person("tax")
    for act in (
        lambda: services.try_connector(connector.id, actor=other),
        lambda: feeds.tables_of(connector.id, actor=other),
        lambda: running.ask_run(made.id, actor=other),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_source_that_breaks_off_is_said_in_words_to_who_looks(connector, monkeypatch, officer):
    def broken(_connector):
        raise SourceFailed("连不上")

    monkeypatch.setattr(feeds, "open_source", broken)
    with refused("connectors.source"):
        feeds.tables_of(connector.id, actor=officer)
