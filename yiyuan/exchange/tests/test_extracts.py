"""A large file, written by the job with a connection of its own."""

import hashlib

import pytest
from django.conf import settings as live

from yiyuan.exchange import files, services
from yiyuan.exchange.models import Delivery, Extract
from yiyuan.exchange.tests.conftest import ROWS
from yiyuan.exchange.types import ExtractState, Format
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Damaged
from yiyuan.sharing import services as sharing


@pytest.fixture(autouse=True)
def extracts_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(live, "HOME", tmp_path)
    monkeypatch.setattr(files, "AT_ONCE", {Format.CSV: 5, Format.XLSX: 5})


@pytest.mark.parametrize("format_", list(Format))
def test_it_is_sealed_at_rest_and_recorded_when_it_leaves(city, format_):
    grant, _ = city.grant()
    officer = city.cast.person("housing_fund")
    asked = services.take_file(grant.id, actor=officer, format_=format_)
    assert services.write_extract(asked.id) == ExtractState.READY
    ready = Extract.objects.get(id=asked.id)
    assert (ready.done_rows, ready.expected_rows) == (ROWS, ROWS)
    (sealed,) = files.root().glob("*")
    assert b"J000001" not in sealed.read_bytes()
    assert not Delivery.objects.filter(grant_id=grant.id).exists()
    taken = services.take_extract(asked.id, actor=officer)
    content = b"".join(taken.pieces)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (ready.bytes, taken.delivery.sha256)
    assert Delivery.objects.get(grant_id=grant.id).rows == ROWS
    assert services.write_extract(asked.id) == ExtractState.READY


def test_one_that_was_altered_on_disk_is_neither_given_out_nor_recorded_as_delivered(city):
    grant, _ = city.grant()
    officer = city.cast.person("housing_fund")
    asked = services.take_file(grant.id, actor=officer, format_=Format.CSV)
    services.write_extract(asked.id)
    (sealed,) = files.root().glob("*")
    sealed.write_bytes(sealed.read_bytes()[:-1])
    with pytest.raises(Damaged) as damaged:
        services.take_extract(asked.id, actor=officer)
    assert damaged.value.place == f"extracts/{sealed.name}"
    assert not Delivery.objects.filter(grant_id=grant.id).exists()


def test_it_is_not_given_out_after_a_revocation_and_is_removed_in_time(city):
    grant, _ = city.grant()
    officer = city.cast.person("housing_fund")
    asked = services.take_file(grant.id, actor=officer, format_=Format.CSV)
    services.write_extract(asked.id)
    sharing.revoke_grant(grant.id, actor=city.cast.person("civil_affairs", "head"), reason="停用")
    with pytest.raises(services.RuleBroken):
        services.take_extract(asked.id, actor=officer)
    assert services.remove_extracts() == 0
    Extract.objects.filter(id=asked.id).update(expires_at=clock.real_now())
    assert services.remove_extracts() == 1
    assert not list(files.root().glob("*"))


def test_writing_stops_when_the_person_cancels(city, monkeypatch):
    grant, _ = city.grant()
    officer = city.cast.person("housing_fund")
    asked = services.take_file(grant.id, actor=officer, format_=Format.CSV)
    real = files.write

    def cancelled_meanwhile(link, plan, **more):
        services.cancel_extract(asked.id, actor=officer)
        return real(link, plan, **more)

    monkeypatch.setattr(files, "write", cancelled_meanwhile)
    assert services.write_extract(asked.id) == ExtractState.CANCELLED
    assert Extract.objects.get(id=asked.id).state == ExtractState.CANCELLED
    assert not list(files.root().glob("*"))
