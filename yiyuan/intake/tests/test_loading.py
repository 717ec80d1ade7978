"""Files come in, rows are kept or refused, and what was kept stands in the pool: on the real database."""

import random
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.support.refusals import refused
from tests.support.sheets import Raw, book, sheet
from yiyuan.audit.models import Entry
from yiyuan.catalog.models import Resource
from yiyuan.catalog.services import withdraw_resource
from yiyuan.dataplane import readers, staging
from yiyuan.dataplane.readers import apart
from yiyuan.intake import loading, services
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.intake.tests.conftest import HEADER, citizen, csv, jsonl, pack, parquet, row, xlsx
from yiyuan.intake.types import Failure, State, Verdict
from yiyuan.intake.workflow import BATCH
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.pools.api import rows_of, view_of
from yiyuan.pools.models import Load, PoolTable
from yiyuan.pools.policies import visible as visible_pools


def pool_rows(resource, *names):
    """The rows of the published view, by item name."""
    view = view_of(resource.id, resource.version_number)
    columns = {item.name: item.column for item in resource.items}
    with connection.cursor() as cur:
        cur.execute(f"select {', '.join(columns[n] for n in names)} from {view.name} order by 1")
        return cur.fetchall()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", csv([row(1), row(2)])),
        ("a.csv", csv([row(1), row(2)], encoding="utf-8-sig")),
        ("a.csv", csv([row(1), row(2)], encoding="gb18030")),
        ("a.xlsx", xlsx([row(1), row(2)])),
        ("a.parquet", parquet([row(1), row(2)])),
        ("a.jsonl", jsonl([row(1), row(2)])),
        ("a.zip", pack(a=csv([row(1)]), b=csv([row(2)], encoding="gb18030"))),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "xlsx", "parquet", "json lines", "zip"],
)
def test_a_clean_file_stands_whole_in_the_pool(cast, load, name, content):
    resource = cast.resource("civil_affairs")
    batch = load(resource, content, name=name)
    assert (batch.state, batch.failure) == (State.LOADED, "")
    assert (batch.read_rows, batch.kept_rows, batch.refused_rows, batch.inserted_rows) == (2, 2, 0, 2)
    assert pool_rows(resource, "登记证字号", "男方姓名", "登记日期") == [
        ("J000001", "张一", date(2026, 1, 2)),
        ("J000002", "张一", date(2026, 1, 2)),
    ]
    assert rows_of(resource.id) == 2
    assert Resource.objects.get(id=resource.id).fresh_on == legal.today()
    assert Load.objects.get(batch_id=batch.id).inserted_rows == 2


def test_the_original_is_kept_sealed_and_nothing_plain_is_left(cast, load, originals_folder):
    batch = load(cast.resource("civil_affairs"), csv([row(1)]))
    files = [path for path in originals_folder.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [batch.stored_as.split("/")[1]]
    assert b"J000001" not in files[0].read_bytes()
    assert files[0].stat().st_mode & 0o077 == 0


def test_an_original_altered_on_disk_ends_its_batch_in_words_and_is_not_tried_again(cast, hand_in, originals_folder):
    batch = hand_in(cast.resource("civil_affairs"), csv([row(1)])).batch
    file = originals_folder / batch.stored_as
    file.write_bytes(file.read_bytes()[:-1])
    assert loading.load_batch(batch.id) == State.FAILED
    batch.refresh_from_db()
    assert (batch.failure, batch.failure_detail) == (Failure.DAMAGED, file.name)
    assert Entry.objects.filter(tag="operations.damage.found", facts__file=file.name).exists()
    assert hand_in(cast.resource("civil_affairs"), csv([row(1)])).batch.id != batch.id


def test_a_large_workbook_is_read_apart_at_the_door_and_by_the_job(cast, load, monkeypatch):
    monkeypatch.setattr(apart, "SMALL_BYTES", 0)
    resource = cast.resource("civil_affairs")
    batch = load(resource, xlsx([row(1), row(2, 男方姓名="")]), name="登记.xlsx")
    assert (batch.state, batch.kept_rows, batch.refused_rows) == (State.LOADED, 1, 1)
    with refused("intake.file") as broken:
        load(resource, book(sheet(HEADER.split(","), far={"XFD1048576": "远"})), name="远.xlsx")
    assert "MB 内存" in broken.value.facts["problem"]


def test_every_row_is_kept_or_refused_with_its_reasons(cast, load):
    resource = cast.resource("civil_affairs")
    rows = [
        row(1),
        row(2, 男方姓名=""),
        row(3, 登记类别="再婚"),
        row(4, 登记日期="2026-02-30"),
        row(4, 男方姓名="王五"),
        row(5),
        row(5),
        row(6, 男方证件号码="110101199001011"),
    ]
    batch = load(resource, csv(rows))
    assert batch.state == State.LOADED
    assert (batch.read_rows, batch.kept_rows, batch.refused_rows) == (8, 4, 4)
    assert {(c.reason, c.column): c.rows for c in batch.reason_counts} == {
        ("missing", "男方姓名"): 1,
        ("not_in_codes", "登记类别"): 1,
        ("not_date", "登记日期"): 1,
        ("duplicate_key", "登记证字号"): 1,
    }
    assert batch.marked_rows == 1
    kept, reasons = loading.read_frames(RefusedRows.objects.get(batch=batch))
    assert kept["_row"].to_list() == [3, 4, 5, 8]
    assert reasons.height == 4
    assert [r[0] for r in pool_rows(resource, "登记证字号")] == ["J000001", "J000004", "J000005", "J000006"]


def test_a_value_the_checks_missed_costs_its_row_and_not_the_file(cast, load, monkeypatch):
    resource = cast.resource("civil_affairs")
    column = next(item.column for item in resource.items if item.name == "登记证字号")
    made = staging.create

    def with_a_server_that_is_stricter(cur, table, checks):
        made(cur, table, checks)
        cur.execute(
            "create or replace function pg_temp.strict() returns trigger language plpgsql as $$ begin"
            f" if new.{column} = 'J000002' then raise exception 'no' using errcode = '22003'; end if; return new; end $$"
        )
        cur.execute(
            f"create trigger strict before insert on {table.schema}.{table.name} for each row execute function pg_temp.strict()"
        )

    monkeypatch.setattr(staging, "create", with_a_server_that_is_stricter)
    batch = load(resource, csv([row(1), row(2), row(3)]))
    assert (batch.state, batch.read_rows, batch.kept_rows, batch.refused_rows) == (State.LOADED, 3, 2, 1)
    assert [(c.reason, c.rows) for c in batch.reason_counts] == [("not_taken", 1)]
    kept, _reasons = loading.read_frames(RefusedRows.objects.get(batch=batch))
    assert kept["登记证字号"].to_list() == ["J000002"]


@pytest.mark.requirement("jiaozuo-2020-data/12.2")
def test_the_region_says_whether_a_wrong_identity_number_is_refused_or_marked(cast, load):
    wrong = citizen(1)[:17] + ("0" if citizen(1)[17] != "0" else "1")
    marked = load(cast.resource("civil_affairs"), csv([row(1, 男方证件号码=wrong), row(2)]))
    assert (marked.kept_rows, marked.marked_rows, marked.refused_rows) == (2, 1, 0)
    resource = cast.resource("civil_affairs", place="jiaozuo", basis_level="law")
    officer = cast.person("civil_affairs", place="jiaozuo")
    refused = load(resource, csv([row(1, 男方证件号码=wrong), row(2)]), actor=officer)
    assert (refused.kept_rows, refused.marked_rows, refused.refused_rows) == (1, 0, 1)
    assert refused.reason_counts[0].reason == "bad_citizen_id"


def test_an_identity_number_destroyed_by_excel_is_refused(cast, load):
    destroyed = row(1, 男方证件号码="110101199001010010")
    batch = load(cast.resource("civil_affairs"), xlsx([destroyed], numeric=["男方证件号码"]), name="a.xlsx")
    assert (batch.state, batch.failure, batch.refused_rows) == (State.FAILED, Failure.NONE_KEPT, 1)
    assert batch.reason_counts[0].reason == "damaged"


def test_a_second_file_updates_by_key(cast, load):
    resource = cast.resource("civil_affairs")
    load(resource, csv([row(1), row(2)]))
    batch = load(resource, csv([row(1), row(2, 男方姓名="赵六"), row(3)]))
    assert (batch.inserted_rows, batch.updated_rows, batch.unchanged_rows) == (1, 1, 1)
    assert pool_rows(resource, "登记证字号", "男方姓名")[1] == ("J000002", "赵六")
    assert rows_of(resource.id) == 3


def test_without_a_key_each_file_replaces_the_one_before(cast, load):
    cast.place = "liyang"  # asks for no key
    items = [{"name": "网点", "data_type": "C", "length": 20}, {"name": "坐席", "data_type": "I"}]
    resource = cast.resource("civil_affairs", items=items)
    load(resource, csv([{"网点": "一", "坐席": "3"}, {"网点": "二", "坐席": "4"}], header="网点,坐席"))
    batch = load(resource, csv([{"网点": "三", "坐席": "5"}, {"网点": "二", "坐席": "4"}], header="网点,坐席"))
    assert (batch.state, batch.inserted_rows, batch.unchanged_rows, batch.removed_rows) == (State.LOADED, 1, 1, 1)
    assert pool_rows(resource, "网点", "坐席") == [("三", 5), ("二", 4)]
    assert rows_of(resource.id) == 2


def test_the_same_file_is_recognised_and_not_loaded_again(cast, load, hand_in):
    resource = cast.resource("civil_affairs")
    first = load(resource, csv([row(1)]))
    again = hand_in(resource, csv([row(1)]), name="改了名.csv")
    assert again.again
    assert again.batch == first
    assert Batch.objects.filter(resource_id=resource.id).count() == 1


def test_a_file_whose_load_failed_may_come_again(cast, load):
    resource = cast.resource("civil_affairs")
    bad = csv([row(1, 男方姓名="")])
    assert load(resource, bad).failure == Failure.NONE_KEPT
    assert load(resource, bad).failure == Failure.NONE_KEPT


def test_the_header_may_differ_in_order_spaces_and_width(cast, load):
    header = " 登记日期 ,登记类别,登记证字号,男方姓名,男方证件号码,女方姓名 ,女方证件号码"
    assert load(cast.resource("civil_affairs"), csv([row(1)], header=header)).state == State.LOADED


def test_a_wrong_header_names_what_is_missing_and_what_is_unknown(cast, hand_in):
    resource = cast.resource("civil_affairs")
    with refused("intake.header") as broken:
        hand_in(resource, csv([row(1)], header=HEADER.replace("登记日期", "日期")))
    assert "缺少“登记日期”" in broken.value.facts["problem"]
    assert "“日期”" in broken.value.facts["problem"]
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "空的"),
        ("a.csv", csv([]), "只有表头"),
        ("a.xlsx", xlsx([]), "只有表头"),
        ("a.xlsx", xlsx([row(1)], sheets=("一", "二")), "别的工作表"),
        ("a.xlsx", b"PK\x03\x04 broken", "不是 .xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "不是 .xls"),
        ("a.zip", pack(a=csv([row(1)]), b=csv([row(2)], header=HEADER[:-5])), "“b.csv”的表头和“a.csv”不同"),
        ("a.pdf", b"%PDF", "在资源的“电子文件”里交"),
        ("a.xlsm", b"PK", "宏"),
        ("a.exe", b"MZ", "不支持"),
        ("a.csv", b"PK\x03\x04", "不是文本"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_clear_words(  # noqa: PLR0917 - three of them are the table
    cast, hand_in, originals_folder, name, content, words
):
    resource = cast.resource("civil_affairs")
    with refused("intake.file") as broken:
        hand_in(resource, content, name=name)
    assert words in broken.value.facts["problem"]
    assert not [path for path in originals_folder.rglob("*") if path.is_file()]


def test_a_file_above_the_limit_is_refused(cast, hand_in, monkeypatch):
    monkeypatch.setattr(readers, "MAX_BYTES", 100)
    with pytest.raises(RuleBroken) as broken:
        hand_in(cast.resource("civil_affairs"), csv([row(n) for n in range(9)]))
    assert "超过上限" in broken.value.facts["problem"]


def test_only_the_provider_and_units_under_it_hand_in(cast, hand_in, load):
    resource = cast.resource("civil_affairs")
    with pytest.raises(NotAllowed):
        hand_in(resource, csv([row(1)]), actor=cast.person("police"))
    with pytest.raises(NotAllowed):
        hand_in(resource, csv([row(1)]), actor=cast.person("civil_affairs", "reviewer"))
    with pytest.raises(NotFound):
        hand_in(type("R", (), {"id": 987654}), csv([row(1)]))


@pytest.mark.requirement("anhui-2020-data/17.1")
def test_a_unit_under_the_provider_hands_in_to_the_providers_pool(cast, load):
    from yiyuan.organisations.models import Organisation

    resource = cast.resource("civil_affairs")
    Organisation.objects.filter(id=cast.organisation("education")).update(parent_id=cast.organisation("civil_affairs"))
    batch = load(resource, csv([row(1)]), actor=cast.person("education"))
    assert batch.state == State.LOADED
    assert batch.provider_id == cast.organisation("civil_affairs")
    assert rows_of(resource.id) == 1
    for name, seen in (("civil_affairs", True), ("education", True), ("tax", False)):
        pools = visible_pools(PoolTable.objects.all(), to=cast.person(name))
        assert [pool.resource_id for pool in pools] == [resource.id] * seen, name


def test_data_that_stays_with_the_provider_is_not_handed_in(cast, hand_in):
    resource = cast.resource("civil_affairs", place="liyang", held_by_provider=True, basis_level="law")
    with refused("handin.scope"):
        hand_in(resource, csv([row(1)]), actor=cast.person("civil_affairs", place="liyang"))


@pytest.mark.requirement("anhui-2020-data/19.2")
def test_an_unconfirmed_batch_stays_out_of_the_pool_until_the_department_confirms(cast, load):
    resource = cast.resource("civil_affairs")
    batch = load(resource, csv([row(1), row(2, 男方姓名="")]), confirmed=False)
    assert (batch.state, batch.kept_rows, batch.refused_rows) == (State.CHECKED, 1, 1)
    assert rows_of(resource.id) == 0
    with pytest.raises(NotFound):
        services.confirm_batch(batch.id, actor=cast.person("police"))
    with pytest.raises(NotAllowed):
        services.confirm_batch(batch.id, actor=cast.officer_of_bureau())
    services.confirm_batch(batch.id, actor=cast.person("civil_affairs"))
    loading.load_batch(batch.id)
    batch.refresh_from_db()
    assert batch.state == State.LOADED
    assert rows_of(resource.id) == 1


def test_a_job_is_deferred_with_the_batch_one_at_a_time_per_resource(cast, hand_in):
    resource = cast.resource("civil_affairs")
    batch = hand_in(resource, csv([row(1)])).batch
    job = ProcrastinateJob.objects.get(task_name=services.JOB)
    assert job.args == {"batch_id": batch.id}
    assert job.lock == f"pool.{resource.id}"


def _other_connection():
    given = connection.get_connection_params()
    return psycopg.connect(
        **{k: given[k] for k in ("host", "port", "dbname", "user", "password", "options") if k in given},
        autocommit=True,
    )


def _staged(resource, hand_in, **more):
    """A batch that was checked and whose worker then died."""
    batch = hand_in(resource, csv([row(1), row(2), row(3, 男方姓名="")]), **more).batch
    original = loading.merge_batch
    try:
        loading.merge_batch = _die
        with pytest.raises(_Killed):
            loading.load_batch(batch.id)
    finally:
        loading.merge_batch = original
    batch.refresh_from_db()
    assert batch.state == State.ACCEPTED
    return batch


class _Killed(BaseException):
    """Stands for kill -9: nothing of ours catches it."""


def _die(_batch_id):
    raise _Killed


@pytest.mark.parametrize("crash", ["worker", "server truncates", "staging is gone", "half is there"])
def test_a_load_killed_between_check_and_merge_goes_on_as_if_nothing_happened(cast, hand_in, crash):
    resource = cast.resource("civil_affairs")
    batch = _staged(resource, hand_in)
    with _other_connection() as link:
        match crash:
            case "server truncates":
                link.execute(f"truncate staging.b{batch.id}")
            case "staging is gone":
                link.execute(f"drop table staging.b{batch.id}")
            case "half is there":
                link.execute(f"delete from staging.b{batch.id} where _row = 2")
    assert loading.load_batch(batch.id) == State.LOADED
    batch.refresh_from_db()
    assert (batch.read_rows, batch.kept_rows, batch.refused_rows, batch.inserted_rows) == (3, 2, 1, 2)
    assert rows_of(resource.id) == 2
    assert RefusedRows.objects.get(batch=batch).deleted_on is None
    assert loading.load_batch(batch.id) == State.LOADED
    assert Load.objects.filter(batch_id=batch.id).count() == 1


def test_staging_lost_between_looking_and_merging_is_made_anew(cast, hand_in, monkeypatch):
    resource = cast.resource("civil_affairs")
    batch = _staged(resource, hand_in)
    with _other_connection() as link:
        link.execute(f"truncate staging.b{batch.id}")
    seen = []
    real = loading.is_staged
    monkeypatch.setattr(loading, "is_staged", lambda link, b: seen.append(1) or len(seen) == 1 or real(link, b))
    assert loading.load_batch(batch.id) == State.LOADED
    assert rows_of(resource.id) == 2


def test_a_merge_that_dies_leaves_neither_rows_nor_state(cast, hand_in, monkeypatch):
    resource = cast.resource("civil_affairs")
    batch = _staged(resource, hand_in)

    def dying(*args, **kwargs):
        raise _Killed

    monkeypatch.setattr("yiyuan.workflow.engine.record", dying)
    with pytest.raises(_Killed):
        loading.load_batch(batch.id)
    batch.refresh_from_db()
    assert batch.state == State.ACCEPTED
    assert rows_of(resource.id) == 0
    monkeypatch.undo()
    assert loading.load_batch(batch.id) == State.LOADED
    assert rows_of(resource.id) == 2


def _cancel(cast, resource, batch):
    Batch.objects.filter(id=batch.id).update(stage="reading")  # at work: it is asked to stop
    services.cancel_batch(batch.id, actor=cast.person("civil_affairs"))


def _withdraw(cast, resource, batch):
    withdraw_resource(resource.id, actor=cast.person("civil_affairs"), reason="职能调整")


@pytest.mark.parametrize(("act", "failure"), [(_cancel, Failure.CANCELLED), (_withdraw, Failure.WITHDRAWN)])
def test_what_ended_after_the_check_and_before_the_merge_stays_out(cast, hand_in, monkeypatch, act, failure):
    resource = cast.resource("civil_affairs")
    batch = _staged(resource, hand_in)
    staged = loading.is_staged
    monkeypatch.setattr(loading, "is_staged", lambda link, b: staged(link, b) and not act(cast, resource, batch))
    assert loading.load_batch(batch.id) == State.FAILED
    batch.refresh_from_db()
    assert batch.failure == failure
    assert rows_of(resource.id) == 0


def test_a_load_someone_else_is_at_work_on_is_left_alone(cast, hand_in):
    from yiyuan.kernel.errors import Unavailable

    batch = hand_in(cast.resource("civil_affairs"), csv([row(1)])).batch
    with _other_connection() as link:
        link.execute("select pg_advisory_lock(%s, %s)", [loading.LOCK_SPACE, batch.id])
        with pytest.raises(Unavailable):
            loading.load_batch(batch.id)
    assert loading.load_batch(batch.id) == State.LOADED


def test_a_cancelled_batch_never_reaches_the_pool(cast, hand_in):
    resource = cast.resource("civil_affairs")
    waiting = hand_in(resource, csv([row(1)])).batch
    services.cancel_batch(waiting.id, actor=cast.person("civil_affairs"))
    assert loading.load_batch(waiting.id) == State.FAILED
    reading = hand_in(resource, csv([row(2)])).batch
    Batch.objects.filter(id=reading.id).update(stage="reading")
    services.cancel_batch(reading.id, actor=cast.person("civil_affairs"))
    assert loading.load_batch(reading.id) == State.FAILED
    reading.refresh_from_db()
    assert reading.failure == Failure.CANCELLED
    checked = hand_in(resource, csv([row(3)]), confirmed=False).batch
    assert loading.load_batch(checked.id) == State.CHECKED
    services.cancel_batch(checked.id, actor=cast.person("civil_affairs"))
    with connection.cursor() as cur:
        cur.execute("select to_regclass(%s)", [f"staging.b{checked.id}"])
        assert cur.fetchone() == (None,)
    assert rows_of(resource.id) == 0
    with pytest.raises(MoveRefused):
        services.cancel_batch(reading.id, actor=cast.person("civil_affairs"))


@pytest.mark.parametrize(
    "content",
    [
        csv([row(1), row(2, 男方姓名="机密★1年")]),
        csv([row(1, 女方姓名="秘密")]),
        csv([row(1)], header=HEADER + ",绝密★启用前"),
        csv([row(1, 男方姓名="密级：机密")]),
    ],
)
def test_suspected_classified_content_stops_everything(cast, load, content, originals_folder):
    resource = cast.resource("civil_affairs")
    batch = load(resource, content)
    assert (batch.state, batch.failure, batch.isolated) == (State.FAILED, Failure.CLASSIFIED, True)
    assert (batch.read_rows, batch.reasons) == (0, [])
    assert not RefusedRows.objects.filter(batch=batch, deleted_on=None).exists()
    assert rows_of(resource.id) == 0
    assert Entry.objects.filter(tag="intake.batch.isolated", object_id=str(batch.id)).exists()
    with pytest.raises(NotAllowed):
        services.judge_isolated(batch.id, actor=cast.person("civil_affairs"), verdict=Verdict.CLEAR)


def test_words_that_only_speak_of_secrets_are_no_mark(cast, load):
    batch = load(cast.resource("civil_affairs"), csv([row(1, 男方姓名="商业秘密研究所张一", 女方姓名="密云")]))
    assert batch.state == State.LOADED


def test_the_secrecy_reviewer_clears_or_destroys(cast, load, originals_folder, django_capture_on_commit_callbacks):
    resource = cast.resource("civil_affairs")
    clear = load(resource, csv([row(1, 男方姓名="秘密")]))
    reviewer = cast.person("civil_affairs", "secrecy")
    services.judge_isolated(clear.id, actor=reviewer, verdict=Verdict.CLEAR)
    assert loading.load_batch(clear.id) == State.LOADED
    secret = load(resource, csv([row(2, 男方姓名="绝密")]))
    with django_capture_on_commit_callbacks(execute=True):
        services.judge_isolated(secret.id, actor=reviewer, verdict=Verdict.SECRET)
    assert not (originals_folder / secret.stored_as).exists()
    secret.refresh_from_db()
    assert (secret.stored_as, secret.isolated) == ("", False)


def test_refused_rows_are_deleted_in_time_and_their_count_stays(
    cast, load, clock, originals_folder, django_capture_on_commit_callbacks
):
    clock.set(date(2026, 3, 2))
    batch = load(cast.resource("civil_affairs"), csv([row(1), row(2, 男方姓名="")]))
    kept = RefusedRows.objects.get(batch=batch)
    file = originals_folder / kept.stored_as
    assert kept.delete_on == date(2026, 4, 1)
    clock.set(kept.delete_on - timedelta(days=1))
    assert services.purge_refused() == 0
    assert file.exists()
    clock.set(kept.delete_on)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.purge_refused() == 1
    assert services.purge_refused() == 0
    assert not file.exists()
    batch.refresh_from_db()
    assert batch.refused_rows == 1
    with pytest.raises(NotFound):
        services.read_refused(batch.id, actor=cast.person("civil_affairs"))


def test_refused_rows_are_read_by_their_department_alone_and_on_the_record(cast, load):
    batch = load(cast.resource("civil_affairs"), csv([row(1), row(2, 男方姓名="")]))
    with pytest.raises(NotFound):
        services.read_refused(batch.id, actor=cast.person("police"))
    for overseer in (cast.officer_of_bureau(), cast.person("bureau", "operator")):
        with pytest.raises(NotAllowed):
            services.read_refused(batch.id, actor=overseer)
    services.read_refused(batch.id, actor=cast.person("civil_affairs"))
    assert Entry.objects.filter(tag="intake.refused.read", object_id=str(batch.id)).count() == 1


def test_the_record_of_a_batch_holds_no_content(cast, load):
    batch = load(cast.resource("civil_affairs"), csv([row(1), row(2, 登记类别="再婚")]))
    entries = Entry.objects.filter(object_type="intake.batch", object_id=str(batch.id)).order_by("id")
    assert [e.tag for e in entries] == ["intake.batch.received", "intake.batch.keep", "intake.batch.load"]
    assert "再婚" not in str([e.facts for e in entries]) + str(batch.reasons)


def test_random_dirty_files_always_add_up(cast, load):
    resource = cast.resource("civil_affairs")
    chance = random.Random(7)
    for _round in range(5):
        rows = [row(chance.randrange(60)) for _ in range(80)]
        for r in rows:
            if chance.random() < 0.3:
                r[chance.choice(list(r))] = chance.choice(["", "坏", "2026-13-01", "1" * 40])
        batch = load(resource, csv(rows))
        assert batch.state == State.LOADED
        assert batch.read_rows == 80 == batch.kept_rows + batch.refused_rows
        kept, _ = loading.read_frames(RefusedRows.objects.get(batch=batch))
        assert kept.height == batch.refused_rows
        assert batch.kept_rows == batch.inserted_rows + batch.updated_rows + batch.unchanged_rows
    assert rows_of(resource.id) == len(pool_rows(resource, "登记证字号"))


# ---- data as it really comes ----
def _cells(number, **changes):
    return [{**row(number), **changes}[name] for name in HEADER.split(",")]


ERROR, UNCOMPUTED = Raw('t="e"', "<v>#N/A</v>"), Raw("", "<f>A1&amp;1</f>")


def test_what_a_workbook_hides_is_refused_row_by_row_and_the_rest_is_told(cast, client, load):
    content = book(
        sheet(
            ["婚姻登记报送表"],
            HEADER.split(","),
            _cells(1, 男方姓名="张合并"),
            _cells(2, 男方姓名=None),
            _cells(3, 女方姓名=ERROR),
            _cells(4, 登记日期=UNCOMPUTED),
            _cells(5, 男方姓名="前_x0000_后"),
            [None, " "],
            _cells(6, 男方姓名="'张撇"),
            merged=["B3:B4"],
            hidden=[9],
        )
    )
    resource = cast.resource("civil_affairs")
    batch = load(resource, content, name="a.xlsx")
    assert (batch.read_rows, batch.kept_rows, batch.refused_rows) == (6, 3, 3)
    assert {(c.reason, c.first_row) for c in batch.reason_counts} == {
        ("formula_error", 5),
        ("no_result", 6),
        ("garbled", 7),
    }
    assert [name for (name,) in pool_rows(resource, "男方姓名")] == ["张合并", "张合并", "张撇"]
    assert [note[:8] for note in batch.notes] == ["表头在第 2 行", "有 1 处合并的", "有 1 行是隐藏"]
    client.force_login(cast.account("civil_affairs"))
    page = client.get(batch.get_absolute_url()).content.decode()
    assert all(note in page for note in batch.notes)


def test_a_sum_is_kept_and_told(cast, client, load):
    resource = cast.resource("civil_affairs")
    batch = load(resource, csv([row(1), row(2, 登记证字号="合计")]))
    assert (batch.kept_rows, batch.marked_rows) == (2, 1)
    client.force_login(cast.account("civil_affairs"))
    assert "像是合计行，整行 1 行（例：第 3 行）" in client.get(batch.get_absolute_url()).content.decode()


def test_a_cell_far_away_refuses_the_file_at_once(cast, hand_in):
    content = book(sheet(HEADER.split(","), _cells(1), far={"XFD1048576": " "}))
    with refused("intake.file") as broken:
        hand_in(cast.resource("civil_affairs"), content, name="a.xlsx")
    assert "1048576" in broken.value.facts["problem"]


def test_lines_in_another_encoding_are_refused_as_garbled(cast, load):
    resource = cast.resource("civil_affairs")
    strange = csv([row(8)]).split(b"\n", 1)[1]
    batch = load(resource, csv([row(n) for n in range(8)], encoding="gb18030") + strange)
    assert (batch.read_rows, batch.kept_rows, batch.reason_counts[0].reason) == (9, 8, "garbled")


def test_two_acts_at_the_same_moment_do_not_overwrite_each_other(cast, load):
    batch = load(cast.resource("civil_affairs"), csv([row(1)]), confirmed=False)
    assert batch.state == State.CHECKED
    stale = Batch.objects.get(id=batch.id)
    services.cancel_batch(batch.id, actor=cast.person("civil_affairs"))
    with pytest.raises(Conflict):
        BATCH.move(stale, "confirm", actor=cast.person("civil_affairs"), preview=stale.foreseen)
    assert Batch.objects.get(id=batch.id).state == State.FAILED
    with pytest.raises(MoveRefused):
        services.confirm_batch(batch.id, actor=cast.person("civil_affairs"))
