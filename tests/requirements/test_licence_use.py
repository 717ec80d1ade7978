"""Who may use which licences, and what is handed out. Read from the `accept` sentences."""

import hashlib
import io
import ipaddress
import json
import subprocess
import zipfile
from datetime import timedelta

import pytest

from tests.requirements.test_catalog_entries import LICENCE, published
from tests.requirements.test_catalog_entries import licence as entry_of
from tests.requirements.test_licences import CODE, TODAY, filed, issue, issued, made
from tests.requirements.test_sharing import text
from tests.support.cast import MARRIAGE
from tests.support.grants import allow
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import EntryKind
from yiyuan.holders import services
from yiyuan.holders.models import UseGrant
from yiyuan.holders.types import BODY, GrantState, Ground, Identity, Wanted
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed
from yiyuan.licences.models import Licence, LicenceUse
from yiyuan.licences.types import Action, FileKind
from yiyuan.organisations.models import Organisation
from yiyuan.organisations.services import issue_token
from yiyuan.organisations.types import Kind


@pytest.fixture(autouse=True)
def day(clock):
    clock.set(TODAY)


def entry(cast, name="社会组织登记证书", **changes):
    draft = entry_of(cast, name, "civil_affairs", **changes)
    published(cast, draft, "civil_affairs")
    return licence_entry(draft.resource_id)


def wanted(kind, **changes):
    said = {
        "resource_id": kind.resource_id,
        "ground": Ground.DUTY,
        "actions": ("use", "read", "verify"),
        "items": (),
        "purpose": "开户",
        "basis": "三定规定",
        "until": TODAY + timedelta(days=90),
        **changes,
    }
    return Wanted(**said)


@pytest.fixture
def kind(cast):
    found = entry(cast)
    filed(cast)
    return found


def asked(**changes):
    return {"number": "芜社字0001", "holder_code": CODE, "case_no": "A-1", "use_cause": "年检", **changes}


def machine(cast, client, unit):
    """Calls by token: machine(...)("queryCertInfo", {...})."""
    token = issue_token(actor=cast.person(unit), name="接口", functions=(), days=1)

    def call(operation, body):
        heads = {"Authorization": f"Bearer {token}"}
        return client.post(f"/api/v1/licence-use/{operation}", body, "application/json", headers=heads)

    return call


@pytest.mark.requirement("wuhu-2020-license/3.4", "wuhu-2020-license/13.1")
def test_a_call_outside_the_granted_types_is_refused_and_logged(cast, as_, kind):
    issue(cast, made(cast, kind))
    page = as_("housing_fund")
    form = {"number": "芜社字0001", "holder_code": CODE, "action": "verify", "case": "A-1", "purpose": "年检"}
    told = text(page.post("/licences/use/", form), 422)
    assert "没有核验“社会组织登记证书”的授权" in told
    assert "第13条" in told
    assert Entry.objects.filter(tag="edge.rule_broken", facts__subject="licences.granted").exists()
    assert not LicenceUse.objects.exists()
    allow(cast, kind.resource_id, actions=[Action.VERIFY])
    assert page.post("/licences/use/", form).status_code == 303
    assert "没有查阅" in text(page.post("/licences/use/", {**form, "action": "read"}), 422)


def test_a_grant_is_asked_for_decided_by_the_issuer_within_its_term_and_ended(cast, as_, kind):
    page = as_("housing_fund")
    body = {"ground": "duty", "actions": ["verify"], "purpose": "开户", "basis": "三定规定", "until": "2026-12-31"}
    assert page.post(f"/licence-use/types/{kind.resource_id}/ask/", body).status_code == 303
    grant = UseGrant.objects.get()
    assert "10月15日" in text(as_("civil_affairs", "head").get(grant.get_absolute_url())) or grant.state == "asked"
    with refused("holders.grant_once"):
        services.ask_grant(kind.resource_id, actor=cast.person("housing_fund"), wanted=wanted(kind))
    with pytest.raises(NotAllowed):
        services.decide_grant(grant.id, actor=cast.person("housing_fund", "head"))
    head = as_("civil_affairs", "head")
    assert head.post(f"{grant.get_absolute_url()}grant/").status_code == 303
    issue(cast, made(cast, kind))
    officer = cast.person("housing_fund")
    services.query_licence(actor=officer, action=Action.VERIFY, **asked())
    assert text(head.post(f"{grant.get_absolute_url()}stop/", {"reason": ""}), 422)
    assert head.post(f"{grant.get_absolute_url()}stop/", {"reason": "机构改革"}).status_code == 303
    with refused("licences.granted"):
        services.query_licence(actor=officer, action=Action.VERIFY, **asked())


def test_a_grant_ends_with_its_last_day(cast, clock, kind):
    issue(cast, made(cast, kind))
    allow(cast, kind.resource_id)
    clock.set(TODAY + timedelta(days=365))
    services.query_licence(actor=cast.person("housing_fund"), action=Action.VERIFY, **asked())
    clock.set(TODAY + timedelta(days=366))
    with refused("licences.granted"):
        services.query_licence(actor=cast.person("housing_fund"), action=Action.VERIFY, **asked())
    assert services.expire(today=legal.today()) == 1
    assert UseGrant.objects.get().state == GrantState.EXPIRED


@pytest.mark.requirement("wuhu-2020-license/13.2", "wuhu-2016-license/12.1")
def test_one_documented_interface_queries_matches_and_verifies_whatever_the_type(cast, as_, client, kind):
    issued(cast, kind)
    call = machine(cast, client, "housing_fund")
    found = call("queryCertInfo", asked(action="read"))
    assert (found.status_code, found.json()["cert_no"]) == (200, "芜社字0001")
    listed = call(
        "queryCertInfoByHolderCode",
        {k: v for k, v in asked(action="read").items() if k != "number"} | {"resource_id": kind.resource_id},
    )
    assert [one["cert_no"] for one in listed.json()] == ["芜社字0001"]
    value = next(iter(found.json()["items"]))
    same = call("verifyCertInfo", asked(values={value: "3402"})).json()
    other = call("verifyCertInfo", asked(values={value: "别的"})).json()
    assert (same["match"], other["match"], other["differ"]) == (True, False, [value])
    assert call("queryCertInfo", asked(action="read", case_no=" ")).status_code == 422
    assert call("queryCertInfo", asked(action="read", holder_code="000000000")).json()["rule"] == "licences.no_match"
    paths = as_("housing_fund").get("/api/v1/openapi.json").json()["paths"]
    assert {"queryCertInfo", "verifyCertInfo", "verifyFile"} <= {path.rpartition("/")[2] for path in paths}


def test_personal_items_that_were_not_granted_are_masked_by_class_and_the_file_is_kept_back(cast, as_):
    officer = cast.person("civil_affairs")
    values = {**MARRIAGE, "name": "社会工作者证书", "basis_level": "law", **LICENCE}
    items = [
        {"name": "证书编号", "data_type": "C", "length": 30, "key": True, "required": True},
        {"name": "姓名", "data_type": "C", "length": 30, "item_class": "name", "personal": True},
        {"name": "手机", "data_type": "C", "length": 11, "item_class": "mobile", "personal": True},
    ]
    draft = catalog.draft_resource(actor=officer, values=values, items=items, kind=EntryKind.LICENCE)
    published(cast, draft, "civil_affairs")
    person = licence_entry(draft.resource_id)
    filed(cast)
    issue(cast, made(cast, person, values={"证书编号": "1", "姓名": "张三丰", "手机": "13812345678"}))
    allow(cast, person.resource_id, items=["姓名"])
    use_id, _found, shown = services.query_licence(actor=cast.person("housing_fund"), action=Action.READ, **asked())
    assert shown == {"证书编号": "1", "姓名": "张三丰", "手机": "138****5678"}
    page = as_("housing_fund")
    seen = text(page.get(f"/licences/uses/{use_id}/"))
    assert "138****5678" in seen
    assert "13812345678" not in seen
    assert page.get(f"/licences/uses/{use_id}/files/ofd/").status_code == 404
    with refused("holders.copy_whole"):
        services.copy_link(use_id, actor=cast.person("housing_fund"), kind=FileKind.PDF)


@pytest.mark.requirement("wuhu-2020-license/24.1", "wuhu-2020-license/2.1", "wuhu-2016-license/2.1")
def test_a_public_utility_is_issuer_and_user_under_the_same_checks_as_a_department(cast, kind):
    issue(cast, made(cast, kind))
    water = cast.person("water_company")
    with refused("licences.granted"):
        services.query_licence(actor=water, action=Action.READ, **asked())
    allow(cast, kind.resource_id, "water_company")
    assert services.query_licence(actor=water, action=Action.READ, **asked())[1].licence_no == "芜社字0001"
    own = entry_of(cast, "供水合同", "water_company")
    published(cast, own, "water_company")
    assert licence_entry(own.resource_id).provider_id == cast.organisation("water_company")


@pytest.mark.requirement("wuhu-2020-license/4.3")
def test_the_archive_package_is_checked_by_a_third_party_without_the_platform(cast, as_, kind, tmp_path):
    issued(cast, kind)
    use_id, _found, _shown = services.query_licence(actor=cast.person("housing_fund"), action=Action.USE, **asked())
    page = as_("housing_fund")
    answer = page.get(f"/licences/uses/{use_id}/archive/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "package")
        told = json.loads(archive.read("manifest.json"))
        checked = json.loads(archive.read("seal-check.json"))
    assert {one["name"] for one in told["files"]} >= {"licence.ofd", "licence.pdf", "metadata.json", "seal-check.json"}
    assert checked["licence.ofd"]["result"] == "well"
    ofd = (tmp_path / "package" / "licence.ofd").read_bytes()
    assert hashlib.sha256(ofd).hexdigest() == told["files"][0]["sha256"]
    ran = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "package", capture_output=True, check=False)
    assert ran.returncode == 0
    assert as_("police").get(f"/licences/uses/{use_id}/archive/").status_code == 404


def test_an_annotated_copy_says_for_whom_and_what_is_fetched_once_and_verified(cast, as_, client, clock, kind):
    issued(cast, kind)
    use_id, _found, _shown = services.query_licence(actor=cast.person("housing_fund"), action=Action.USE, **asked())
    page = as_("housing_fund")
    told = text(page.post(f"/licence-use/copies/{use_id}/", {"kind": "ofd", "days": "30"}))
    key = told.partition("/licence-copy/")[2].partition("/")[0]
    assert client.get(f"/licence-copy/{key}/").status_code == 200
    answer = client.post(f"/licence-copy/{key}/")
    assert client.post(f"/licence-copy/{key}/").status_code == 422
    found = services.check_file(answer.content)
    assert found.result.value == "well"
    assert "仅供" in " ".join(check.detail for check in found.checks)
    assert found.report.about["JZJZZSY"] == "年检"
    clock.set(TODAY + timedelta(days=31))
    assert services.check_file(answer.content).result.value == "bad"


@pytest.mark.requirement("wuhu-2020-license/18.1")
def test_a_social_user_verifies_only_with_the_holders_recorded_consent(cast, kind):
    issue(cast, made(cast, kind))
    Organisation.objects.filter(id=cast.organisation("water_company")).update(kind=Kind.SOCIAL)
    bank = cast.person("water_company")
    with refused("holders.grant"):
        services.ask_grant(kind.resource_id, actor=bank, wanted=wanted(kind))
    with refused("holders.grant"):
        services.ask_grant(kind.resource_id, actor=bank, wanted=wanted(kind, ground=Ground.SOCIAL))
    allow(cast, kind.resource_id, "water_company", ground=Ground.SOCIAL)
    with refused("licences.consent"):
        services.query_licence(actor=bank, action=Action.VERIFY, **asked())
    holder, _key = services.enter(identity())
    consent = services.give_consent(
        holder,
        licence_id=Licence.objects.get().id,
        organisation_id=bank.organisation_id,
        purpose="开户",
        until=TODAY + timedelta(days=9),
    )
    use_id, _found, shown = services.query_licence(actor=bank, action=Action.VERIFY, **asked())
    assert (use_id > 0, shown) == (True, {})
    services.end_consent(holder, consent.id)
    with refused("licences.consent"):
        services.query_licence(actor=bank, action=Action.VERIFY, **asked())


def identity():
    return Identity("晨光志愿服务队", CODE, BODY, "simulator")


@pytest.mark.requirement("wuhu-2020-license/7.2", "wuhu-2016-license/7.2")
def test_library_and_platform_have_rights_and_addresses_of_their_own(cast, as_, settings, kind):
    issued(cast, kind)
    user, maker = as_("housing_fund"), as_("civil_affairs")
    assert user.get(f"/licences/make/{kind.resource_id}/").status_code == 403
    assert maker.get(f"/licences/make/{kind.resource_id}/").status_code == 200
    other = {**asked(action="verify")}
    with refused("licences.granted"):  # who makes licences does not use those of others for it
        services.query_licence(actor=cast.person("education"), action=Action.VERIFY, **asked())
    inside, outside = [ipaddress.ip_network("10.1.0.0/16")], []
    settings.PARTS = {"licence_platform": inside, "licence_library": outside}
    assert maker.get(f"/licences/make/{kind.resource_id}/").status_code == 404
    assert maker.get("/licences/seals/").status_code == 404
    assert user.get("/licences/uses/").status_code == 200
    assert user.get("/licence-use/scan/").status_code == 200
    settings.PARTS = {"licence_platform": outside, "licence_library": inside}
    assert maker.get("/licences/seals/").status_code == 200
    assert user.get("/licences/uses/").status_code == 404
    assert user.post("/api/v1/licence-use/queryCertInfo", other).status_code == 404
    assert user.get("/licence-use/scan/", REMOTE_ADDR="10.1.2.3").status_code == 200


@pytest.mark.requirement("wuhu-2016-license/4.2")
def test_the_centre_has_making_seals_and_the_interface(cast, as_, kind):
    issued(cast, kind)
    centre = as_("bureau", "operator")
    assert centre.get(f"/licences/make/{kind.resource_id}/").status_code == 200
    assert centre.get("/licences/seals/new/").status_code == 200
    assert "社会组织登记证书" in text(centre.get("/licence-use/grants/"))
    assert centre.post(f"/licences/{Licence.objects.get().id}/moves/cancel/", {"note": "误"}).status_code == 403
