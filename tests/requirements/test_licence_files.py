"""Sealed files of licences: made when issued, verified anywhere, refused when changed or revoked."""

import base64
import hashlib
import io
import json
import re
import zipfile
from datetime import date

import pytest
from asn1crypto import pem
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_licence_types import FIELDS as EXEMPT_FIELDS
from tests.requirements.test_licence_types import SAID as A_TYPE
from tests.requirements.test_licences import CODE, day, entry, filed, issue, issued, line, made, said, sheet, taken, use
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.config import cli
from yiyuan.formats import services as formats
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.licences import selectors, services
from yiyuan.licences.files import content_of
from yiyuan.licences.models import Licence, LicenceFile, LicenceLayout, Seal
from yiyuan.licences.types import Action, State
from yiyuan.organisations.services import issue_token
from yiyuan.seals import certificates, contents, oids
from yiyuan.seals.checks import Result
from yiyuan.seals.curve import sm3
from yiyuan.seals.reading import Package
from yiyuan.seals.signing import fits
from yiyuan.seals.tests.conftest import Office

assert day  # the day of the story, for every test
KINDS = ["ofd", "pdf"]
EXEMPT = {**A_TYPE, "sealed": False}


def sealed(cast, **changes):
    """An issued licence and its files by kind."""
    filed(cast)
    found = issued(cast, entry(cast), **changes)
    return found, {file.kind: content_of(file) for file in found.files.all()}


def asked(client, content, name="证照.ofd"):
    return text(client.post("/licence-verify/", {"file": SimpleUploadedFile(name, content)}))


# ---- made and kept ----


@pytest.mark.requirement("wuhu-2020-license/3.2", "anhui-2020-data/33.3")
def test_an_issued_licence_is_a_stored_file_with_its_data_identifier_and_digest(cast):
    found, files = sealed(cast)
    assert sorted(files) == KINDS
    for file in found.files.all():
        assert file.sha256 == hashlib.sha256(files[file.kind]).hexdigest()
        assert file.size_bytes == len(files[file.kind])
    about = Package(files["ofd"]).about()
    assert about["ZZBS"] == found.number
    assert (about["ZZMC"], about["CZZTDM"], about["ZZBH"]) == (found.type_name, CODE, found.licence_no)
    shown = contents.of_ofd(files["ofd"])
    words = "".join(part for _, _, part in shown.texts)
    for value in (found.holder_name, found.licence_no, found.issuer_name, found.number, *found.values.values()):
        assert value in words
    assert contents.same(shown, contents.of_pdf(files["pdf"]))


@pytest.mark.requirement("wuhu-2020-license/12.1", "wuhu-2020-license/7.3")
def test_issuing_fails_without_the_seal_of_the_issuing_department(cast, as_, clock):
    filed(cast)
    kind = entry(cast)
    seal = Seal.objects.get()
    operator = cast.person("bureau", "operator")
    services.make_seal(actor=operator, organisation_id=cast.organisation("education"))
    services.end_seal(seal.id, actor=operator, note="更换印章")
    number = made(cast, kind)
    services.move_licence(number, "audit", actor=cast.person("civil_affairs", "reviewer"))
    with refused("licences.sealed"):
        services.move_licence(number, "issue", actor=cast.person("civil_affairs", "head"))
    page = text(as_("civil_affairs", "head").post(f"/licences/{number}/moves/issue/", {}), 422)
    assert "没有在用的电子印章" in page
    assert "芜政办〔2020〕10号（证照）" in page
    assert Licence.objects.get(id=number).state == State.AUDITED
    assert not LicenceFile.objects.exists()
    again = services.make_seal(actor=operator, organisation_id=cast.organisation("civil_affairs"))
    clock.set(again.valid_until.date().replace(year=again.valid_until.year + 1))
    with refused("licences.sealed"):  # a seal past its time is none
        services.move_licence(number, "issue", actor=cast.person("civil_affairs", "head"))


@pytest.mark.requirement("wuhu-2016-license/19.1", "wuhu-2020-license/12.1", "anhui-2020-data/33.1")
@pytest.mark.parametrize("kind", KINDS)
def test_any_byte_changed_in_a_licence_file_makes_the_check_fail(cast, kind):
    found, files = sealed(cast)
    content = files[kind]
    verified = services.verify_file(content)
    assert (verified.result, verified.licence) == (Result.WELL, found)
    places = range(11, len(content), len(content) // 60)
    assert len(places) > 50
    for at in places:
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert services.verify_file(changed).result is Result.BAD, at


@pytest.mark.requirement("wuhu-2016-license/3.2", "wuhu-2020-license/4.1")
def test_a_licence_is_only_shown_as_valid_with_a_good_seal_that_counts_and_while_it_stands(cast, as_):
    found, _files = sealed(cast)
    page = text(as_("civil_affairs").get(f"/licences/{found.id}/"))
    assert "本地演示印章，无法律效力，不能作为有效电子证照使用" in page
    assert "核验通过，但印章是演示用的，无法律效力" in page
    assert page.count("● 通过") == 14
    Seal.objects.update(custody="server")  # as one of the city's own maker would stand there
    assert "不能作为有效电子证照使用" not in text(as_("civil_affairs").get(f"/licences/{found.id}/"))
    services.move_licence(found.id, "suspend", actor=cast.person("civil_affairs"), note="核查")
    page = text(as_("civil_affairs").get(f"/licences/{found.id}/"))
    assert "核验不通过：证照现在有效" in page
    kind = entry_of_licence(found)
    rows = sheet(kind, [line(kind, 证照编号="芜社字0009")], history=True)
    past = taken(kind, rows, actor=cast.person("civil_affairs"), history=True)
    old = issue(cast, past.licences.get().id)
    assert not old.files.exists()
    assert "尚未加盖电子印章、没有版式文件，不能作为有效电子证照使用" in text(
        as_("civil_affairs").get(f"/licences/{old.id}/")
    )


@pytest.mark.requirement("wuhu-2020-license/12.2", "wuhu-2020-license/4.1")
def test_a_licence_of_a_type_the_law_exempts_is_issued_without_a_seal_and_is_valid_by_its_form(cast, as_):
    law, centre = "《某法》第三条", cast.person("bureau", "operator")
    kind = entry(cast)
    said = {**EXEMPT, "name": kind.name, "exempt": law}
    made_type = formats.make_type(actor=centre, said=said, fields=EXEMPT_FIELDS)
    formats.move_type(made_type.id, "publish", actor=centre)
    found, files = sealed(cast)
    assert {(file.seal, file.exempt) for file in found.files.all()} == {(None, law)}
    assert sorted(files) == KINDS
    for content in files.values():
        verified = services.verify_file(content)
        assert (verified.result, verified.sentence) == (Result.WELL, "核验通过")
        assert services.verify_file(content.replace(b"2026", b"2027", 1) + b" ").result is Result.BAD
    page = text(as_("civil_affairs").get(f"/licences/{found.id}/"))
    assert f"依法不加盖电子印章：{law}" in page
    assert "不能作为有效电子证照使用" not in page


@pytest.mark.requirement("wuhu-2020-license/10.3")
@pytest.mark.parametrize(("move", "words"), [("suspend", "已停用"), ("cancel", "已注销")])
def test_a_licence_that_was_revoked_fails_verification_at_once(cast, client, move, words):
    found, files = sealed(cast)
    assert "核验通过" in asked(client, files["ofd"])
    services.move_licence(found.id, move, actor=cast.person("civil_affairs"), note="核查")
    page = asked(client, files["ofd"])
    assert "核验不通过：证照现在有效" in page
    assert words in page
    assert words in text(client.get(f"/licence-verify/{found.code}/"))


def test_a_new_version_voids_the_file_of_the_old_one(cast):
    found, files = sealed(cast)
    newer = services.update_licence(
        found.id, actor=cast.person("civil_affairs"), stated=said(entry_of_licence(found), holder_name="晨光志愿者协会")
    )
    after = issue(cast, newer)
    assert services.verify_file(files["ofd"]).sentence == "核验不通过：证照现在有效"
    assert services.verify_file(content_of(after.files.get(kind="ofd"))).result is Result.WELL
    assert after.code != found.code


def entry_of_licence(found):
    from yiyuan.catalog.api import licence_entry

    return licence_entry(found.resource_id)


# ---- layouts and characters ----


def test_a_layout_keeps_its_version_until_the_items_of_the_type_change(cast):
    found, _ = sealed(cast)
    second = issued(cast, entry_of_licence(found), licence_no="芜社字0002")
    kept = {file.layout_id for file in LicenceFile.objects.all()}
    assert len(kept) == 1
    layout = LicenceLayout.objects.get()
    LicenceLayout.objects.update(content=[layout.content[0], *layout.content[2:]])
    third = issued(cast, entry_of_licence(found), licence_no="芜社字0003")
    assert third.files.first().layout.version == 2
    assert second.files.first().layout.version == 1


def test_a_character_no_font_has_stops_its_row_and_is_named_and_the_others_are_made(cast, as_):
    filed(cast)
    kind = entry(cast)
    rows = [
        line(kind),
        line(kind, 证照编号="芜社字0002", 持证主体="\U00031350光队"),
        line(kind, 证照编号="芜社字0003", 持证主体="𬭁㛃𫍽队"),
    ]
    for row in rows:
        row.update(颁发日期="2026-09-01", 有效期起="2026-09-01")
    done = taken(kind, sheet(kind, rows), actor=cast.person("civil_affairs"))
    assert (done.made_rows, done.refused_rows) == (2, 1)
    assert "字库里没有“\U00031350”（U+31350）" in done.refusals[0]["reasons"][0]
    with refused("licences.fields") as broken:
        made(cast, kind, holder_name="\U00031350光队")
    assert "U+31350" in broken.value.facts["problem"]


def test_what_fits_no_page_is_refused_before_it_is_issued(cast):
    filed(cast)
    kind = entry(cast)
    number = made(cast, kind)
    Licence.objects.filter(id=number).update(values={item.name: "很长的业务范围" * 400 for item in kind.items})
    services.move_licence(number, "audit", actor=cast.person("civil_affairs", "reviewer"))
    with refused("licences.layout") as broken:
        services.move_licence(number, "issue", actor=cast.person("civil_affairs", "head"))
    assert "放不下" in broken.value.facts["problem"]
    assert Licence.objects.get(id=number).state == State.AUDITED


# ---- seals ----


def test_a_seal_says_whose_it_is_how_it_looks_until_when_where_its_key_lies_and_every_use(cast, as_):
    found, _ = sealed(cast)
    seal = Seal.objects.get()
    page = text(as_("bureau", "operator").get(f"/licences/seals/{seal.id}/"))
    for words in (
        seal.organisation.name,
        seal.number,
        "本地演示密钥（无法律效力）",
        found.type_name,
    ):
        assert words in page
    assert as_("bureau", "operator").get(f"/licences/seals/{seal.id}/picture/").content[:4] == b"\x89PNG"
    assert [use.kind for use in seal.uses.order_by("id")] == KINDS
    assert Entry.objects.filter(tag="licences.licence.sealed").count() == 1
    assert as_("education").get(f"/licences/seals/{seal.id}/").status_code == 404


@pytest.mark.requirement("anhui-2020-data/33.2")
def test_the_seal_on_a_licence_has_the_identifier_on_record_and_it_is_checked_when_the_file_is_read(cast):
    found, files = sealed(cast)
    seal = found.files.get(kind="ofd").seal
    report = services.verify_file(files["ofd"])
    assert report.report.seal_number == seal.number
    assert seal.number in next(check.detail for check in report.checks if check.key == "seal_number")
    assert report.result is not Result.BAD
    Seal.objects.filter(id=seal.id).update(number="34020000000099")  # another seal stands on record
    said = services.verify_file(files["ofd"])
    assert said.result is Result.BAD
    assert "登记的是 34020000000099" in next(check.detail for check in said.checks if check.result is Result.BAD)


def test_the_key_of_a_seal_is_in_no_database_and_readable_by_its_owner_alone(cast, settings):
    sealed(cast)
    keys = [*(settings.HOME / "seals").rglob("*.key")]
    assert len(keys) == 5
    for key in keys:
        assert key.stat().st_mode & 0o777 == 0o600
        assert pem.unarmor(key.read_bytes())[2] not in bytes(Seal.objects.get().content)


def test_a_seal_is_made_and_ended_by_the_centre_alone_one_for_each_department(cast, as_):
    body = cast.organisation("civil_affairs")
    for who in (("civil_affairs", "head"), ("bureau", "officer")):
        with pytest.raises(NotAllowed):
            services.make_seal(actor=cast.person(*who), organisation_id=body)
    centre = as_("bureau", "operator")
    assert centre.post("/licences/seals/new/", {"organisation_id": str(body), "name": ""}).status_code == 303
    page = text(centre.post("/licences/seals/new/", {"organisation_id": str(body), "name": ""}), 422)
    assert "已有在用的电子印章" in page
    seal = Seal.objects.get()
    with pytest.raises(NotAllowed):
        services.end_seal(seal.id, actor=cast.person("civil_affairs", "head"), note="换章")
    with refused("licences.reason"):
        services.end_seal(seal.id, actor=cast.person("bureau", "operator"))
    with pytest.raises(NotFound):
        services.end_seal(seal.id, actor=cast.person("education", "head"), note="换章")


def test_what_was_sealed_before_a_seal_was_ended_stays_good_and_nothing_is_sealed_after(cast, clock):
    _found, files = sealed(cast)
    clock.set(legal.today().replace(day=25))
    services.end_seal(Seal.objects.get().id, actor=cast.person("bureau", "operator"), note="更换印章")
    for kind in KINDS:
        verified = services.verify_file(files[kind])
        assert verified.result is Result.WELL
        assert any("被吊销" in check.detail for check in verified.checks)


# ---- verified by anybody ----


def test_anybody_verifies_a_file_on_a_page_without_a_login_in_words(cast, client):
    found, files = sealed(cast)
    for kind in KINDS:
        page = asked(client, files[kind], f"证照.{kind}")
        assert "核验通过，但印章是演示用的，无法律效力" in page
        assert found.issuer_name in page
        assert found.holder_name not in page
    broken = files["ofd"][:-3000] + bytes(3000)
    for content in (broken, b"abc", b"%PDF-1.7 ", b"PK\x03\x04"):
        assert "核验不通过：文件完整、可读" in asked(client, content)
    assert "不保存" in text(client.get("/licence-verify/"))
    assert client.post("/licence-verify/", {}).status_code == 422


def test_a_file_that_only_names_a_licence_of_ours_learns_nothing_of_it(cast, client):
    _, files = sealed(cast)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files["ofd"])) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    verified = services.verify_file(content.getvalue())
    assert [check.key for check in verified.checks if check.result is Result.BAD] == ["kept"]
    assert verified.licence is None
    assert "status" not in {check.key for check in verified.checks}


def test_files_are_verified_from_outside_only_so_often_a_day(cast, client, monkeypatch):
    _, files = sealed(cast)
    monkeypatch.setattr("yiyuan.licences.services.objections.KNOCKS_A_DAY", 1)
    asked(client, files["ofd"])
    again = client.post("/licence-verify/", {"file": SimpleUploadedFile("a.ofd", files["ofd"])})
    assert "次数已经到上限" in text(again, 422)


def test_the_code_on_a_licence_shows_how_it_stands_and_no_more_of_its_holder_than_lets_both_be_compared(cast, client):
    found, _ = sealed(cast)
    page = text(client.get(f"/licence-verify/{found.code}/"))
    for words in (found.type_name, found.issuer_name, found.licence_no, "已签发", "晨**"):
        assert words in page
    for hidden in (found.holder_name, CODE):
        assert hidden not in page
    assert client.get("/licence-verify/abcdefghijklmnopqrstuv/").status_code == 404
    assert len(found.code) == 22


@pytest.mark.requirement("wuhu-2016-license/7.1")
def test_a_file_sealed_elsewhere_verifies_here_once_its_root_is_trusted(cast, clock, settings, tmp_path):
    clock.set(date(2026, 9, 25))
    other = Office(tmp_path / "elsewhere")
    content = other.ofd()
    first = services.verify_file(content)
    assert first.sentence == "文件没有改动过，但不能确认是谁盖的章"
    folder = settings.HOME / "seals" / "trusted"
    folder.mkdir(parents=True)
    for number, root in enumerate(other.trust.roots):
        (folder / f"{number}.crt").write_bytes(pem.armor("CERTIFICATE", root.dump()))
    for number, listed in enumerate(other.trust.lists):
        (folder / f"{number}.crl").write_bytes(listed.dump())
    (folder / "broken.crt").write_bytes(b"nonsense")
    assert services.verify_file(content).result is Result.WELL


def test_a_machine_verifies_a_file_and_gets_every_check(cast, client):
    _, files = sealed(cast)
    secret = issue_token(actor=cast.person("housing_fund"), name="脚本", functions=(), days=1)
    headers = {"Authorization": f"Bearer {secret}"}

    def call(content):
        body = {"file": base64.b64encode(content).decode(), "file_name": "a.ofd"}
        return client.post("/api/v1/licences/verify", body, "application/json", headers=headers)

    answer = call(files["ofd"]).json()
    assert (answer["result"], answer["demo"], answer["seal"]) == ("well", True, Seal.objects.get().name)
    assert {"digests", "unreferenced", "chain", "revocation", "status"} <= {check["key"] for check in answer["checks"]}
    assert call(files["ofd"][:5000]).json()["result"] == "bad"
    assert call(b"").status_code == 422


def test_the_command_verifies_a_file_and_says_so_by_its_exit_code(cast, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(cli.start, "use_role", lambda _role: None)
    monkeypatch.setattr(cli.start, "django_ready", lambda: None)
    _, files = sealed(cast)
    file = tmp_path / "a.pdf"
    file.write_bytes(files["pdf"])
    assert cli.main(["licence", "verify", str(file)]) == 0
    assert "● 证书没有被吊销：通过" in capsys.readouterr().out
    assert cli.main(["licence", "verify", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["result"] == "well"
    file.write_bytes(files["pdf"] + b" ")
    assert cli.main(["licence", "verify", str(file)]) == 1
    assert "▲ 没有签章以外的文件：不通过" in capsys.readouterr().out
    assert cli.main(["licence", "verify", str(tmp_path / "none")]) == 2


def test_the_page_for_places_without_a_network_holds_the_root_and_a_signed_list_of_what_is_void(cast, client):
    found, _ = sealed(cast)
    services.move_licence(found.id, "suspend", actor=cast.person("civil_affairs"), note="核查")
    services.end_seal(Seal.objects.get().id, actor=cast.person("bureau", "operator"), note="换章")
    answer = client.get("/licence-verify/offline/")
    assert "attachment" in answer.headers["Content-Disposition"]
    page = answer.content.decode()
    assert "http" not in re.sub(r"http://www.ofdspec.org/2016|http-equiv", "", page)  # it asks nobody
    pinned = json.loads(re.search(r'id="pinned">(.*?)</script>', page).group(1))
    root = certificates.read(base64.b64decode(pinned["root"]))
    assert fits(root, pinned["list"].encode(), base64.b64decode(pinned["signature"]), oids.SM2)
    listed = json.loads(pinned["list"])
    assert listed["void"] == {sm3(found.number.encode()).hex(): "已停用"}
    assert len(listed["revoked"]) == 2
    assert found.number not in page
    assert listed["at"].startswith("2026-09-24")
    assert listed["until"].startswith("2026-10-01")


# ---- handed out ----


def test_the_issuer_and_whom_the_holder_presented_it_get_the_file_and_each_reading_is_on_record(cast, as_):
    found, files = sealed(cast)
    for kind in KINDS:
        answer = as_("civil_affairs").get(f"/licences/{found.id}/files/{kind}/")
        assert answer.content == files[kind]
        assert re.search(r"attachment", answer.headers["Content-Disposition"])
    for who in (("bureau", "operator"), ("education", "officer")):
        assert as_(*who).get(f"/licences/{found.id}/files/ofd/").status_code == 404
    opened, closed = use(cast, Action.READ), use(cast, Action.VERIFY)
    consumer = as_("housing_fund")
    assert consumer.get(f"/licences/uses/{opened.id}/files/ofd/").content == files["ofd"]
    assert consumer.get(f"/licences/uses/{closed.id}/files/ofd/").status_code == 404
    assert consumer.get(f"/licences/uses/{opened.id}/files/doc/").status_code == 404
    assert Entry.objects.filter(tag="licences.file.read").count() == 3
    assert selectors.file_of(found, "pdf").person_name
