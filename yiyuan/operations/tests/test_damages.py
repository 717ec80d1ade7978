"""A sealed file that was altered or lost on disk: what each door says, who is told, and when it is over."""

import os

import pytest

from tests.support.pages import Browser
from yiyuan.audit.models import Entry
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Channel, Doubt, Said
from yiyuan.disputes.types import File as Evidence
from yiyuan.kernel.actor import Actor, Function
from yiyuan.operations import console, damages, finding
from yiyuan.operations.api import damaged
from yiyuan.operations.models import Damage
from yiyuan.operations.types import OperationsTag, Standing
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_endpoints import Program
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.types import File, PaperKind

pytestmark = pytest.mark.django_db
OPERATOR = Actor(1, "运维", 1, "大数据中心", "340200", frozenset({Function.OPERATOR}))
DOORS = {
    "attachment": "sharing/attachments/{}",
    "paper": "sharing/papers/{}/scan",
    "evidence": "disputes/evidence/{}",
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def kept(cast, clock):
    """The address of a file that was handed in at each of the doors that give files out again."""

    def at(door):
        officer = cast.person("housing_fund")
        cast.organisation("bureau")
        sent = ask(cast)[0]
        if door == "attachment":
            paper = File("职责.pdf", b"%PDF-1.7 duty")
            made = sharing.attach_file(sent.id, actor=officer, material="履职依据", file=paper).id
        elif door == "paper":
            signed = {"number": "1", "signed_on": clock.today(), "scan_name": "a.pdf", "scan": b"%PDF scan"}
            made = sharing.record_paper(sent.id, actor=officer, kind=PaperKind.APPLICATION, **signed).id
        else:
            said = Said(record="J1", detail="不一致", should_be="2026-01-12")
            filed = disputes.file_recheck(
                sent.resource_id,
                actor=officer,
                doubt=Doubt.WRONG,
                said=said,
                channel=Channel.PLATFORM,
                items=["登记日期"],
            )
            disputes.add_evidence(filed.id, actor=officer, file=Evidence("档案.pdf", b"%PDF evidence"))
            made = filed.evidence.get().id
        return DOORS[door].format(made)

    return at


def altered(home):
    [file] = home.rglob("*.sealed")
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(bytes(content))
    return file


@pytest.mark.parametrize("door", DOORS)
def test_an_altered_file_is_said_in_words_with_its_place_and_what_to_do(cast, kept, home, door):
    address = kept(door)
    place = str(altered(home).relative_to(home))
    page = Browser()
    page.force_login(cast.account("housing_fund"))
    answer = page.get(f"/{address}/")
    text = answer.content.decode()
    assert (answer.status_code, "Retry-After" in answer) == (503, False)
    assert "与封存时不一致" in text
    assert f"位置：{place}" in text
    assert "从备份恢复" in text
    assert "再试一次" not in text
    status, said = Program(cast.person("housing_fund"))("GET", f"/api/v1/{address}")
    assert (status, said["code"], said["facts"]["file"]) == (503, "damaged", place)
    assert "从备份恢复" in said["detail"]


def test_a_file_that_is_gone_is_said_the_same_way(cast, kept, home):
    address = kept("evidence")
    altered(home).unlink()
    status, said = Program(cast.person("housing_fund"))("GET", f"/api/v1/{address}")
    assert (status, said["code"]) == (503, "damaged")


def test_the_operator_is_told_until_it_was_brought_back_and_the_record_knows(cast, kept, home):
    address = kept("paper")
    [file] = home.rglob("*.sealed")
    genuine = file.read_bytes()
    altered(home)
    program = Program(cast.person("housing_fund"))
    number = program("GET", f"/api/v1/{address}")[1]["request_id"]
    program("GET", f"/api/v1/{address}")
    place = str(file.relative_to(home))
    [line] = [one for one in console.lines(OPERATOR) if one.name == "封存的文件"]
    assert (line.state, line.found, line.words) == (Standing.LATE, place, "1 个损坏或被改动")
    assert "备份" in line.do
    assert [entry.facts["file"] for entry in Entry.objects.filter(tag=OperationsTag.DAMAGED)] == [place]
    found = finding.find(cast.person("bureau", "operator"), number)
    assert ("损坏或被改动" in found.what, found.do) == (True, console.DAMAGED_DO)
    file.write_bytes(genuine)
    os.utime(file)
    Damage.objects.update(seen_at=Damage.objects.get().seen_at.replace(year=2020))
    assert damaged() == []
    assert program.client.get(f"/api/v1/{address}").status_code == 200


def test_a_file_that_is_damaged_again_after_it_was_brought_back_is_told_again(home):
    damages.note("papers/ab/x.sealed")
    damages.note("papers/ab/x.sealed")
    assert Entry.objects.filter(tag=OperationsTag.DAMAGED).count() == 1
    (home / "papers/ab").mkdir(parents=True)
    (home / "papers/ab/x.sealed").write_bytes(b"brought back")
    Damage.objects.update(seen_at=Damage.objects.get().seen_at.replace(year=2020))
    damages.note("papers/ab/x.sealed")
    assert Entry.objects.filter(tag=OperationsTag.DAMAGED).count() == 2
    assert [damage.place for damage in damaged()] == ["papers/ab/x.sealed"]
