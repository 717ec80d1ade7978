"""What the console says of each part, and what can be done there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.support.cast import Cast
from tests.support.pages import Browser
from yiyuan.audit.models import Entry, KeyMark
from yiyuan.exchange.models import RefusedCall
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import Conflict, NotAllowed, NotFound
from yiyuan.operations import console, rules, services
from yiyuan.operations.models import Sighting
from yiyuan.operations.types import TASK_WORDS, Standing
from yiyuan.organisations.services import issue_token
from yiyuan.sharing.jobs import note_first_delivery

OPERATOR = Actor(1, "运维", 1, "大数据中心", "340200", frozenset({Function.OPERATOR}))
OFFICER = Actor(2, "专员", 1, "民政局", "340200", frozenset({Function.DATA_OFFICER}))


def line(name: str) -> console.Line:
    [found] = [one for one in console.lines(OPERATOR) if one.name == name]
    return found


def given_up() -> int:
    job_id = note_first_delivery.defer(grant_id=0)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed' where id = %s", [job_id])
    return job_id


def test_every_job_has_a_name_people_read():
    ours = {name for name in app.tasks if "procrastinate" not in name}
    assert ours == set(TASK_WORDS)


@pytest.mark.django_db
def test_a_gateway_that_does_not_answer_is_said_with_when_it_last_did(monkeypatch, settings):
    seen = clock.real_now() - timedelta(hours=2)
    for asks in (console, services):
        monkeypatch.setattr(asks, "answers", lambda _port: True)
    assert (line("网关").state, line("网关").do) == (Standing.OK, "")
    services.watch_processes()
    assert set(Sighting.objects.values_list("name", flat=True)) == {"pages", "gateway", "public"}
    Sighting.objects.update(seen_at=seen)
    for asks in (console, services):
        monkeypatch.setattr(asks, "answers", lambda port: port == settings.PAGE_PORT)
    services.watch_processes()
    found = line("网关")
    assert (found.state, found.words, found.seen_at) == (Standing.LATE, "没有应答", seen)
    assert "gateway.log" in found.do
    assert (line("公开网站").state, "public.log" in line("公开网站").do) == (Standing.LATE, True)
    assert console.worst(console.lines(OPERATOR)) is Standing.LATE


@pytest.mark.django_db
def test_a_worker_without_a_heartbeat_is_seen():
    assert line("后台任务").words == "没有心跳"
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert line("后台任务").state is Standing.OK
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '5 minutes'")
    found = line("后台任务")
    assert (found.state, found.seen_at < clock.real_now() - timedelta(minutes=4)) == (Standing.LATE, True)


@pytest.mark.django_db
def test_a_job_that_waits_too_long_is_seen_one_of_tomorrow_is_not():
    note_first_delivery.configure(schedule_in={"days": 1}).defer(grant_id=0)
    assert line("等待的任务").found == "0 件"
    note_first_delivery.defer(grant_id=0)
    assert (line("等待的任务").state, line("等待的任务").found) == (Standing.OK, "1 件，最久等了 0 秒")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = now() - interval '11 minutes'")
    assert (line("等待的任务").state, line("等待的任务").found) == (Standing.LATE, "1 件，最久等了 11 分钟")


@pytest.mark.django_db
def test_a_job_given_up_is_listed_done_again_once_and_on_record():
    job_id = given_up()
    assert [job.id for job in console.failed_jobs(OPERATOR)] == [job_id]
    assert line("没有做成的任务").words == "1 件要处理"
    with pytest.raises(NotAllowed):
        services.retry_job(job_id, actor=OFFICER)
    services.retry_job(job_id, actor=OPERATOR)
    assert ProcrastinateJob.objects.get(id=job_id).status == "todo"
    assert Entry.objects.get(tag="operations.job.retried").object_id == str(job_id)
    with pytest.raises(Conflict):
        services.retry_job(job_id, actor=OPERATOR)
    with pytest.raises(NotFound):
        services.retry_job(job_id + 1, actor=OPERATOR)


@pytest.mark.django_db
def test_a_key_that_is_not_the_one_on_record_is_seen():
    KeyMark.objects.all().delete()
    KeyMark.objects.create(name="secret.key", fingerprint="0" * 32, noted_at=clock.real_now())
    found = line("安装密钥")
    assert (found.state, "0" * 32 in found.found, found.do != "") == (Standing.LATE, True, True)


@pytest.mark.django_db
def test_a_resource_that_stays_with_its_provider_is_listed_without_an_interface_too():
    assert line("提供方接口").state is Standing.OK
    values = {"held_by_provider": True, "held_basis": "《某法》第九条", "held_basis_level": "law"}
    Cast().resource("civil_affairs", basis_level="law", **values)
    found = line("提供方接口")
    assert (found.state, found.words) == (Standing.SOON, "1 项没有登记接口")


@pytest.mark.django_db
def test_calls_without_a_valid_key_are_listed_by_network_and_many_of_one_are_said(cast):
    hour = clock.real_now() - timedelta(hours=3)
    told = {"hour": hour, "reason": "unknown_key", "recorded": 0}
    RefusedCall.objects.create(network="10.0.0.0/24", calls=rules.PEAK - 1, **told)
    assert (line("没有有效密钥的调用").words, line("没有有效密钥的调用").do) == ("不多", "")
    RefusedCall.objects.create(network="10.0.1.0/24", calls=rules.PEAK, **told)
    found = line("没有有效密钥的调用")
    assert (found.state, found.found) == (Standing.SOON, f"七天 {2 * rules.PEAK - 1} 次，2 个网段")
    browser = Browser()
    browser.force_login(cast.account("bureau", "operator"))
    page = browser.get("/operations/", {"call_network": "0.1."}).content.decode()
    assert "10.0.1.0/24" in page
    assert "10.0.0.0/24" not in page
    secret = issue_token(actor=cast.person("bureau", "operator"), name="值班", functions=(), days=1)
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    listed = machine.get("/api/v1/operations/refused-calls").json()["items"]
    assert [(one["network"], one["words"], one["peak"]) for one in listed] == [
        ("10.0.1.0/24", "密钥无效", rules.PEAK),
        ("10.0.0.0/24", "密钥无效", rules.PEAK - 1),
    ]


@pytest.mark.django_db
def test_only_who_keeps_the_installation_reads_it():
    with pytest.raises(NotAllowed):
        console.lines(OFFICER)
    with pytest.raises(NotAllowed):
        console.failed_jobs(OFFICER)


@pytest.mark.parametrize(
    ("free_gb", "total_gb", "state"), [(1, 10, "late"), (3, 100, "soon"), (20, 100, "ok"), (2, 10, "ok")]
)
def test_a_disk_is_judged_by_what_is_free(free_gb, total_gb, state):
    assert rules.disk_standing(free=free_gb * 1024**3, total=total_gb * 1024**3) == state


def test_an_age_is_said_in_the_largest_unit():
    assert [rules.age_words(timedelta(seconds=s)) for s in (5, 120, 7300, 200_000)] == [
        "5 秒",
        "2 分钟",
        "2 小时",
        "2 天",
    ]
