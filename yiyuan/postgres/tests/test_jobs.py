"""Whatever breaks a job, its work ends and is told; what will pass is tried again."""

from types import SimpleNamespace

import psycopg
import pytest

from tests.support.jobs import job_of
from yiyuan.kernel import events
from yiyuan.kernel.errors import Unavailable
from yiyuan.postgres.jobs import WorkFailed, ended, retry

TASK = SimpleNamespace(name="a.job", retry_strategy=retry(attempts=3, wait_s=1))


@pytest.fixture
def heard(monkeypatch):
    found = []
    monkeypatch.setitem(events._listeners, WorkFailed, [found.append])
    return found


def broken_by(error, *, attempts=0):
    """The words the work ended with, "" when it was left to another attempt."""
    said = [""]
    with ended(job_of(TASK, attempts=attempts), lambda words: said.append(words) or 7):
        raise error
    return said[-1]


def test_a_fault_of_the_program_ends_the_work_with_a_number_the_operator_finds(heard):
    words = broken_by(ZeroDivisionError())
    [told] = heard
    assert words == f"平台处理出错，运维已得到通知，可以按编号查：{told.number}"
    assert (told.task, told.organisation_id, type(told.error)) == ("a.job", 7, ZeroDivisionError)


@pytest.mark.parametrize("error", [psycopg.OperationalError("gone"), Unavailable("a.part")])
def test_what_will_pass_is_tried_again_and_told_when_it_did_not(heard, error):
    with pytest.raises(type(error)):
        broken_by(error)
    with pytest.raises(type(error)):
        broken_by(error, attempts=2)
    assert heard == []
    assert "按编号查" in broken_by(error, attempts=3)
    assert len(heard) == 1


def test_a_lost_server_in_the_clothes_of_a_library_is_tried_again(heard):
    error = ValueError("read failed")
    error.__cause__ = psycopg.OperationalError("gone")
    with pytest.raises(Unavailable):
        broken_by(error)
    assert heard == []
