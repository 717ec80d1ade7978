"""Service items ask for nothing twice, cases are handled from data. Read from the `accept` sentences."""

import base64
import hashlib
import json
import subprocess
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.requirements.test_catalog_entries import licence as entry_of
from tests.requirements.test_catalog_entries import published
from tests.requirements.test_licences import CODE, entry, filed, issue, issued
from tests.requirements.test_licences import made as licence_made
from tests.requirements.test_sharing import grant, text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog.api import licence_entry
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Doubt, Said
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import citizen, fill
from yiyuan.holders.selectors import uses_told
from yiyuan.intake.documents import hand_in_documents
from yiyuan.issues import services as issues
from yiyuan.issues.models import Issue
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.licences.models import LicenceUse
from yiyuan.organisations.services import issue_token
from yiyuan.pools import api as pools
from yiyuan.services import ankang, selectors, services, sheets
from yiyuan.services.models import Case, CaseTask, ItemImport, Proof, ServiceItem
from yiyuan.services.services.evidence import digest_of
from yiyuan.services.types import Applicant, CaseState, Checked, File, Got, Ground, MaterialKind, Person
from yiyuan.workflow.models import Term

PDF = b"%PDF-1.7 copy"
TODAY = date(2026, 9, 24)


@pytest.fixture(autouse=True)
def today(clock, settings, tmp_path):
    clock.set(TODAY)
    settings.HOME = tmp_path


def item(cast, *, place="", unit="housing_fund", opened=True, applicant=Applicant.PERSON, **flags):
    officer = cast.person(unit, place=place)
    made = services.register_item(
        actor=officer, name="公积金提取", code=f"GJJ{len(flags)}", applicant=applicant, **{"on_platform": True, **flags}
    )
    if opened:
        services.open_item(made.id, actor=officer)
        made.refresh_from_db()
    return made


def material(cast, made, name, *, place="", unit="housing_fund", **more):
    said = {"required": True, "from_applicant": True, **more}
    return services.add_material(made.id, actor=cast.person(unit, place=place), name=name, **said)


def person(number=1):
    return Person("张一", citizen(number))


def accept(cast, made, who=None, *, unit="housing_fund"):
    return services.open_case(made.id, actor=cast.person(unit), person=who or person())


def proof(case, name):
    return case.proofs.get(name=name)


@pytest.fixture
def register(cast):
    """A marriage register with rows and the housing fund's grant to ask for single records."""

    def make(place="wuhu"):
        cast.place = place
        cast.organisation("bureau")
        resource = cast.resource("civil_affairs", basis_level="law")
        fill(resource, rows=20)
        grant(cast, resource, place)
        return resource

    return make


# ---- nothing is asked for twice ----


@pytest.mark.requirement("jiaozuo-2020-data/23.1")
def test_in_jiaozuo_an_item_that_asks_for_what_the_platform_has_is_not_opened_and_one_outside_is_recorded(cast, as_):
    cast.place = "jiaozuo"
    resource = cast.resource("civil_affairs")
    made = item(cast, opened=False)
    material(cast, made, resource.name)
    page = as_("housing_fund", place="jiaozuo")
    told = text(page.post(f"/services/items/{made.id}/open/"), 422)
    assert f"“{resource.name}”可以从平台取得" in told
    assert "第23条" in told
    services.change_material(
        made.id,
        actor=cast.person("housing_fund"),
        material_id=made.materials.get().id,
        required=True,
        from_applicant=False,
        resource_id=resource.id,
    )
    services.open_item(made.id, actor=cast.person("housing_fund"))
    with refused("services.no_repeat"):
        material(cast, made, "婚姻状况", resource_id=resource.id)
    outside = item(cast, opened=False, on_platform=False)
    material(cast, outside, resource.name)
    services.open_item(outside.id, actor=cast.person("housing_fund"))
    assert "要求重复提交" in text(page.get(outside.get_absolute_url()))
    entry_ = Entry.objects.filter(tag="services.item.repeated", object_id=str(outside.id)).latest("id")
    assert entry_.requirement_ids == ["jiaozuo-2020-data/23.1"]


@pytest.mark.requirement("liyang-2020-sharing/17.8", "wuhu-2020-data/13.13")
@pytest.mark.parametrize("place", ["liyang", "wuhu"])
def test_elsewhere_it_is_flagged_with_what_replaces_it_and_taken_from_the_platform_instead(cast, as_, register, place):
    resource = register(place)
    made = item(cast, opened=False)
    material(cast, made, resource.name)
    services.open_item(made.id, actor=cast.person("housing_fund"))
    page = as_("housing_fund", place=place)
    shown = text(page.get(made.get_absolute_url()))
    assert "要求重复提交" in shown
    assert f"/catalog/resources/{resource.id}/" in shown
    services.change_material(
        made.id,
        actor=cast.person("housing_fund"),
        material_id=made.materials.get().id,
        required=True,
        from_applicant=True,
        resource_id=resource.id,
    )
    assert "要求重复提交" in text(page.get("/services/items/?repeated=yes"))
    case = accept(cast, made)
    assert services.gather(case.id, actor=cast.person("housing_fund")) == 1
    assert proof(case, resource.name).got == Got.FOUND


@pytest.mark.requirement("wuhu-2020-license/15.1")
def test_a_paper_licence_whose_type_is_in_the_library_is_flagged_and_pulled_in_the_case(cast, as_):
    kind = entry(cast)
    filed(cast)
    issued(cast, kind)
    made = item(cast, applicant=Applicant.BODY, opened=False)
    material(cast, made, kind.name)
    services.open_item(made.id, actor=cast.person("housing_fund"))
    page = as_("housing_fund")
    shown = text(page.get(made.get_absolute_url()))
    assert "要求重复提交" in shown
    assert "第15条" in shown
    fix = {"required": "on", "resource_id": str(kind.resource_id), "material_id": str(made.materials.get().id)}
    assert page.post(f"/services/items/{made.id}/changes/", fix).status_code == 303
    assert "要求重复提交" not in text(page.get(made.get_absolute_url()))
    case = accept(cast, made, Person("晨光志愿服务队", CODE))
    page.post(f"{case.get_absolute_url()}gather/")
    assert "芜社字0001" in text(page.get(case.get_absolute_url()))
    used = LicenceUse.objects.get()
    assert (used.case, used.consumer_id) == (case.number, cast.organisation("housing_fund"))


# ---- a case from data ----


@pytest.mark.requirement("anhui-2020-data/32.1", "wuhu-2020-license/4.2")
def test_licence_and_data_fill_the_proofs_and_the_case_closes_without_paper(cast, as_, register):
    resource = register()
    draft = entry_of(cast, "户口簿", licence_holder="person")
    published(cast, draft)
    kind = licence_entry(draft.resource_id)
    filed(cast)
    issued(cast, kind, holder_code=citizen(1), code_kind="111", holder_name="张一")
    made = item(cast)
    material(cast, made, "婚姻证明", from_applicant=False, resource_id=resource.id)
    material(cast, made, "登记证书", from_applicant=False, resource_id=kind.resource_id)
    case = accept(cast, made)
    officer = cast.person("housing_fund")
    with refused("services.ready"):
        services.approve_case(case.id, actor=officer)
    page = as_("housing_fund")
    page.post(f"{case.get_absolute_url()}gather/")
    shown = text(page.get(case.get_absolute_url()))
    assert shown.count("平台已取得，免交") == 2
    assert "上传" not in shown.split("材料</h2>")[1].split("</section>")[0]
    delivery = Delivery.objects.get(case=case.number)
    assert proof(case, "婚姻证明").delivery_id == delivery.id
    assert page.post(f"{case.get_absolute_url()}approve/", {"result": "同意提取"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.sealed) == (CaseState.DONE, None)
    assert not Proof.objects.exclude(sealed=None).exists()
    assert selectors.shares(officer) == [selectors.Share("芜湖市住房公积金管理中心", "公积金提取", 1, 1, 1, 2)]
    assert "100.0%" in text(page.get("/services/shares/"))


@pytest.mark.requirement("wuhu-2020-license/15.2")
def test_a_copy_is_checked_against_the_library_or_not_found_recorded_before_the_approval(cast, as_):
    kind = entry(cast)
    filed(cast)
    issued(cast, kind)
    made = item(cast, applicant=Applicant.BODY)
    material(cast, made, "登记证", from_applicant=False, resource_id=kind.resource_id)
    page = as_("housing_fund")
    ends = {}
    for who, agrees in ((CODE, "yes"), (CODE, "no"), ("91340200MA2MQ12345", "no")):
        code = who if who == CODE else uscc(who)
        case = accept(cast, made, Person("晨光志愿服务队", code))
        at, kept = case.get_absolute_url(), proof(case, "登记证")
        page.get(at)
        sent = {"proof_id": str(kept.id), "file": SimpleUploadedFile("证.pdf", PDF)}
        assert page.post(f"{at}proofs/", sent).status_code == 303
        told = text(page.post(f"{at}approve/", {}), 422)
        assert "还没有用电子证照查验" in told
        assert "第15条" in told
        page.post(f"{at}check/", {"proof_id": str(kept.id)})
        kept.refresh_from_db()
        if kept.checked == Checked.SEEN:
            assert "还没有用电子证照查验" in text(page.post(f"{at}approve/", {}), 422), "seen is not yet compared"
            assert "芜社字0001" in text(page.get(at))
            assert page.post(f"{at}judge/", {"proof_id": str(kept.id), "agrees": agrees}).status_code == 303
            kept.refresh_from_db()
        else:
            with refused("services.material"):
                services.judge_proof(case.id, actor=cast.person("housing_fund"), proof_id=kept.id, agrees=True)
        ends[kept.checked] = page.post(f"{at}approve/", {}).status_code
    assert ends == {"matches": 303, "differs": 422, "not_found": 303}


def uscc(start):
    return start[:17] + uscc_check(start[:17])


CONTRACT = [
    {"name": "合同编号", "data_type": "C", "length": 20, "required": True, "key": True},
    {"name": "买受人证件号码", "data_type": "C", "length": 18, "item_class": "citizen_id", "personal": True},
    {"name": "合同文件", "data_type": "C", "length": 60},
]


def contracts(cast, place):
    """A register of contracts whose row names the file that was handed in with it, and the fund's grant."""
    cast.place = place
    cast.organisation("bureau")
    resource = cast.resource("civil_affairs", basis_level="law", name="商品房买卖合同", items=CONTRACT)
    file_of = SimpleUploadedFile("HT1.pdf", PDF)
    hand_in_documents(resource.id, actor=cast.person("civil_affairs"), file=file_of)
    pools.prepare(resource.id)
    columns = ", ".join([*(one.column for one in resource.items), "_batch_id", "_loaded_at", "_digest"])
    with connection.cursor() as cur:
        cur.executemany(
            f"insert into pool_{resource.provider_id}.r{resource.id} ({columns}) values (%s, %s, %s, 7, now(), %s)",
            [("HT1", citizen(1), "HT1.pdf", 1), ("HT2", citizen(2), None, 2)],
        )
    grant(cast, resource, place)
    return resource


def signed(answer, tmp_path):
    """The statement of a downloaded proof, after an independent program checked its signature."""
    told = json.loads(answer.content)
    for name, content in (("a.json", told["陈述"].encode()), ("a.pem", told["公钥"].encode())):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.sig").write_bytes(base64.b64decode(told["签名"]))
    command = ["openssl", "dgst", "-sha256", "-verify", "a.pem", "-signature", "a.sig", "a.json"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    return json.loads(told["陈述"])


@pytest.mark.requirement("jiaozuo-2020-data/26.1")
@pytest.mark.parametrize(("place", "counts"), [("jiaozuo", True), ("liyang", False)])
def test_a_contract_from_the_platform_comes_with_its_proof_and_stands_for_the_paper(cast, as_, tmp_path, place, counts):
    resource = contracts(cast, place)
    made = item(cast)
    material(cast, made, "购房合同", from_applicant=False, resource_id=resource.id, kind=MaterialKind.CONTRACT)
    page, ends = as_("housing_fund", place=place), []
    for number, file_digest in (
        (1, hashlib.sha256(PDF).hexdigest()),
        (2, None),
    ):
        case = accept(cast, made, person(number))
        page.post(f"{case.get_absolute_url()}gather/")
        kept = proof(case, "购房合同")
        digest = file_digest or digest_of(selectors.found_of(kept))
        assert (kept.got, kept.digest, kept.issuer) == (Got.FOUND, digest, cast.name_of(resource.provider_id))
        said = signed(page.get(f"/services/proofs/{kept.id}/evidence/"), tmp_path)
        assert (said["种类"], said["出具单位"], said["摘要"]["值"]) == ("合同", kept.issuer, digest)
        assert said["出具时间"] == kept.issued_at.isoformat()
        shown = text(page.get(case.get_absolute_url()))
        assert ("与纸质原件同等效力" in shown) is counts
        assert page.post(f"{case.get_absolute_url()}approve/", {}).status_code == 303, "no paper is asked for"
        refuse = {"ground": "materials", "words": "请交纸质合同", "resting_on": str(kept.id)}
        again = accept(cast, made, person(number))
        page.post(f"{again.get_absolute_url()}gather/")
        refuse["resting_on"] = str(proof(again, "购房合同").id)
        ends.append(page.post(f"{again.get_absolute_url()}reject/", refuse))
    assert {one.status_code for one in ends} == {422 if counts else 303}
    assert not counts or "第26条" in ends[0].content.decode()
    assert page.get(f"/services/proofs/{proof(accept(cast, made), '购房合同').id}/evidence/").status_code == 404
    assert as_("police", place=place).get(f"/services/proofs/{kept.id}/evidence/").status_code == 404


def test_a_licence_taken_for_a_case_proves_itself_by_the_digest_of_its_sealed_file(cast, as_, tmp_path):
    kind = entry(cast)
    filed(cast)
    licence = issued(cast, kind)
    made = item(cast, applicant=Applicant.BODY)
    material(cast, made, "登记证", from_applicant=False, resource_id=kind.resource_id)
    case = accept(cast, made, Person("晨光志愿服务队", CODE))
    assert services.gather(case.id, actor=cast.person("housing_fund")), proof(case, "登记证").words
    said = signed(as_("housing_fund").get(f"/services/proofs/{proof(case, '登记证').id}/evidence/"), tmp_path)
    assert said["出具单位"] == licence.issuer_name
    assert licence.files.filter(sha256=said["摘要"]["值"]).exists()


# ---- while a record is under recheck ----


def doubted(cast, register, place, **flags):
    """A case whose marriage record is under recheck, with proof handed in."""
    resource = register(place)
    made = item(cast, **flags)
    material(cast, made, "婚姻证明", from_applicant=False, resource_id=resource.id)
    case = accept(cast, made)
    officer = cast.person("housing_fund")
    services.gather(case.id, actor=officer)
    disputes.file_recheck(
        resource.id, actor=officer, doubt=Doubt.WRONG, said=Said(record=citizen(1), detail="登记类别不对")
    )
    services.add_proof(case.id, actor=officer, proof_id=proof(case, "婚姻证明").id, file=File("离婚证.pdf", PDF))
    return case, officer


@pytest.mark.requirement(
    "wuhu-2020-data/16.4", "anhui-2020-data/26.5", "jiaozuo-2020-data/14.4", "liyang-2020-sharing/19.3"
)
@pytest.mark.parametrize("place", ["wuhu", "anhui", "jiaozuo", "liyang"])
def test_with_valid_proof_a_case_is_completed_while_the_record_is_under_recheck(cast, as_, register, place):
    case, officer = doubted(cast, register, place)
    shown = text(as_("housing_fund", place=place).get(case.get_absolute_url()))
    assert "记录校核中" in shown
    assert "照常办理" in shown
    assert not any(word in forms_of(shown) for word in ("校核", "复核"))
    services.approve_case(case.id, actor=officer, result="按提交的证明办理")
    case.refresh_from_db()
    assert case.state == CaseState.DONE


def forms_of(page):
    """What the page offers to choose as a reason to reject."""
    return page.split('name="ground"')[1].split("</select>")[0] if 'name="ground"' in page else ""


@pytest.mark.requirement("wuhu-2020-data/16.5", "anhui-2020-data/26.5")
@pytest.mark.parametrize(("place", "article"), [("wuhu", "第16条"), ("anhui", "第26条")])
def test_rejecting_for_the_recheck_is_refused_with_the_article_whatever_the_words(cast, as_, register, place, article):
    case, officer = doubted(cast, register, place)
    page = as_("housing_fund", place=place)
    resting = str(proof(case, "婚姻证明").id)
    for said in (
        {"ground": "materials", "words": "婚姻登记信息正在校核"},
        {"ground": "conditions", "words": "条件不符合", "resting_on": resting},
        {"ground": "conditions", "words": "婚姻证明不清楚"},
        {"ground": "conditions", "words": "先去更正登记"},
    ):
        page.get(case.get_absolute_url())
        told = text(page.post(f"{case.get_absolute_url()}reject/", {"resting_on": "", **said}), 422)
        assert article in told, said
    services.reject_case(case.id, actor=officer, ground=Ground.CONDITIONS, words="缴存不满六个月")
    case.refresh_from_db()
    assert (case.state, case.warned) == (CaseState.REJECTED, False)


@pytest.mark.requirement("wuhu-2020-data/16.5")
def test_of_a_case_in_an_outside_system_the_platform_warns_and_records_the_rejection(cast, as_, register):
    case, officer = doubted(cast, register, "wuhu", on_platform=False)
    services.reject_case(case.id, actor=officer, ground=Ground.MATERIALS, words="婚姻登记信息正在校核")
    case.refresh_from_db()
    assert (case.state, case.warned) == (CaseState.REJECTED, True)
    kept = Entry.objects.get(tag="services.case.rejected_outside")
    assert "wuhu-2020-data/16.5" in kept.requirement_ids
    shown = text(as_("housing_fund").get(case.get_absolute_url()))
    assert "不予办理的理由与校核有关" in shown
    assert "第16条" in shown


@pytest.mark.requirement("wuhu-2020-data/16.6", "anhui-2020-data/26.6")
@pytest.mark.parametrize("place", ["wuhu", "anhui"])
def test_no_step_of_a_case_sends_the_applicant_to_correct_the_data(cast, as_, register, place):
    case, _officer = doubted(cast, register, place)
    shown = text(as_("housing_fund", place=place).get(case.get_absolute_url()))
    main = shown.split("<main")[1].split("</main>")[0]
    assert "不要求办事人办理更正" in main
    assert "/recheck/" not in main
    assert "/disputes/" not in main


# ---- a scanned code ----


@pytest.mark.requirement("anhui-2020-data/32.2")
def test_a_scanned_code_opens_what_its_scene_names_and_the_use_stands_in_the_holders_list(cast, as_, settings):
    settings.ANKANG, cast.place = "simulator", "wuhu"
    named, other = entry(cast), entry(cast, "慈善组织证书")
    filed(cast)
    licence = issued(cast, named)
    issue(cast, licence_made(cast, other, licence_no="芜慈字1"))
    officer, page = cast.person("housing_fund"), as_("housing_fund")
    scene = services.name_scene(actor=officer, name="开户窗口", resource_id=named.resource_id)
    made = text(page.post("/services/ankang/", {"name": "晨光志愿服务队", "code": CODE}))
    assert "这不是真的安康码" in made
    code = made.split('class="mono" role="status">')[1].split("<")[0]
    shown = text(page.post(f"{scene.get_absolute_url()}scan/", {"code": code}, follow=True))
    assert "芜社字0001" in shown
    assert "芜慈字1" not in shown, "the scene does not name its type"
    use = LicenceUse.objects.get()
    assert (use.licence_id, use.consumer_id, use.purpose, use.operation) == (
        licence.id,
        officer.organisation_id,
        "开户窗口",
        "ankang",
    )
    assert [one.licence_id for one in uses_told([licence.id])] == [licence.id]
    assert Entry.objects.filter(tag="holders.code.resolved").count() == 1
    assert as_("civil_affairs").post(f"{scene.get_absolute_url()}scan/", {"code": code}).status_code == 403
    assert "不是模拟安康码" in text(page.post(f"{scene.get_absolute_url()}scan/", {"code": code[:-1]}), 422)


@pytest.mark.requirement("anhui-2020-data/32.2")
def test_a_case_starts_from_a_scan_and_what_a_scene_names_counts_as_shown(cast, as_, settings):
    settings.ANKANG = "simulator"
    kind = entry(cast)
    filed(cast)
    issued(cast, kind)
    made = item(cast, applicant=Applicant.BODY)
    material(cast, made, "登记证", from_applicant=False, resource_id=kind.resource_id)
    services.name_scene(actor=cast.person("housing_fund"), name="开户窗口", resource_id=kind.resource_id)
    code = ankang.simulated(Person("晨光志愿服务队", CODE))
    answer = as_("housing_fund").post(f"{made.get_absolute_url()}case/", {"scanned": code})
    assert answer.status_code == 303, text(answer, 422)
    case = Case.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert (selectors.person_of(case).code, proof(case, "登记证").got) == (CODE, Got.SHOWN)
    assert LicenceUse.objects.get().case == case.number
    settings.ANKANG = ""
    with refused("services.code"):
        services.accept_case(made.id, actor=cast.person("housing_fund"), scanned=code)


# ---- from afar, together, shown, later ----


@pytest.mark.requirement("anhui-2020-data/29.2")
def test_a_case_is_accepted_in_one_region_and_handled_in_another_where_the_item_is_open_to_it(cast, as_):
    cast.organisation("civil_affairs", place="anhui")
    home = item(cast, place="wuhu", fully_online=True, province_wide=True, cross_region=True)
    stays = item(cast, place="wuhu", unit="education")
    away = cast.person("civil_affairs", place="anhui")
    with pytest.raises(NotFound):
        services.open_case(stays.id, actor=away, person=person())
    shown = text(as_("civil_affairs", place="anhui").get(home.get_absolute_url()))
    assert "全程网办、全省通办、跨区域可办" in shown
    case = services.open_case(home.id, actor=away, person=person())
    assert (case.accepted_by_id, case.handled_by_id) == (away.organisation_id, home.organisation_id)
    term = Term.objects.get(workflow="services.case", matter_id=case.id, closed_on=None)
    assert term.waits_for_id == home.organisation_id
    services.approve_case(case.id, actor=cast.person("housing_fund", place="wuhu"))
    assert "准予办理" in text(as_("civil_affairs", place="anhui").get(case.get_absolute_url()))


@pytest.mark.requirement("anhui-2020-data/29.1")
def test_an_item_uses_shared_data_and_routes_tasks_to_more_than_one_department(cast, as_, register):
    resource = register("anhui")
    made = item(cast)
    material(cast, made, "婚姻证明", from_applicant=False, resource_id=resource.id)
    case = accept(cast, made)
    officer = cast.person("housing_fund")
    assert services.gather(case.id, actor=officer) == 1
    for unit in ("police", "education"):
        body = cast.organisation(unit)
        services.give_task(case.id, actor=officer, organisation_id=body, words="核对", due_on=date(2026, 9, 30))
    with refused("services.task"):
        services.give_task(
            case.id, actor=officer, organisation_id=officer.organisation_id, words="核对", due_on=date(2026, 9, 30)
        )
    assert CaseTask.objects.count() == 2
    task = CaseTask.objects.get(asked_of_id=cast.organisation("police"))
    page = as_("police", place="anhui")
    assert "公积金提取" in text(page.get("/services/tasks/"))
    assert page.get(case.get_absolute_url()).status_code == 404
    assert page.post(f"{task.get_absolute_url()}answer/", {"answer": "无误"}).status_code == 303
    assert "无误" in text(as_("housing_fund", place="anhui").get(case.get_absolute_url()))


@pytest.mark.requirement("wuhu-2020-license/16.1")
def test_each_department_publishes_where_an_electronic_licence_may_be_shown_alone(cast, as_):
    kind = entry(cast)
    page = as_("housing_fund")
    said = {"name": "窗口核对身份", "resource_id": str(kind.resource_id), "words": "打开证照页面"}
    assert page.post("/services/scenes/new/", said).status_code == 303
    assert "已经公布" in text(page.post("/services/scenes/new/", said), 422)
    shown = text(as_("police").get("/services/scenes/"))
    assert "窗口核对身份" in shown
    assert "芜湖市住房公积金管理中心" in shown


def test_a_shown_licence_and_a_promise_stand_in_for_paper_and_what_was_promised_is_kept(cast):
    kind = entry(cast)
    made = item(cast, applicant=Applicant.BODY)
    material(cast, made, "登记证", from_applicant=False, resource_id=kind.resource_id)
    material(cast, made, "申请书")
    case = accept(cast, made, Person("晨光志愿服务队", CODE))
    officer = cast.person("housing_fund")
    assert services.gather(case.id, actor=officer) == 0
    assert "没有这个人有效的证照" in proof(case, "登记证").words
    services.note_shown(case.id, actor=officer, proof_id=proof(case, "登记证").id, words="芜社字0001")
    with refused("services.promise"):
        services.defer_proof(
            case.id, actor=officer, proof_id=proof(case, "申请书").id, words="三天内补", promised_on=TODAY
        )
    services.defer_proof(
        case.id, actor=officer, proof_id=proof(case, "申请书").id, words="三天内补", promised_on=date(2026, 9, 27)
    )
    services.approve_case(case.id, actor=officer)
    assert selectors.shares(officer)[0].paperless == 0


def test_who_applies_is_sealed_seen_by_those_who_work_on_it_and_erased_at_the_end(cast, as_):
    made = item(cast)
    with refused("services.person"):
        accept(cast, made, Person("张一", "11010119900101001"))
    case = accept(cast, made)
    assert citizen(1) not in f"{list(Case.objects.values())}"
    assert citizen(1) in text(as_("housing_fund").get(case.get_absolute_url()))
    assert citizen(1) not in text(as_("inspection", "auditor").get(case.get_absolute_url()))
    with pytest.raises(NotFound):
        selectors.case_for(cast.person("police"), case.id)
    services.withdraw_case(case.id, actor=cast.person("housing_fund"))
    assert "办结后已删除" in text(as_("housing_fund").get(case.get_absolute_url()))


def test_machines_of_those_who_work_on_a_case_read_its_applicant_until_it_is_closed(cast, client):
    case = accept(cast, item(cast))

    def told(unit, **more):
        secret = issue_token(actor=cast.person(unit, **more), name="脚本", functions=(), days=1)
        answer = client.get(f"/api/v1/services/cases/{case.id}", headers={"Authorization": f"Bearer {secret}"})
        return answer.json()["applicant_code"]

    assert told("housing_fund") == citizen(1)
    assert told("bureau", post="bureau") is None
    services.withdraw_case(case.id, actor=cast.person("housing_fund"))
    assert told("housing_fund") is None


SHEET = """事项名称,事项编码,实施部门,服务对象,材料
社会团体成立登记,A1,芜湖市民政局,法人、其他组织,登记申请书；章程草案
收养登记,A2,芜湖市民政局,自然人,
灵活就业登记,A3,人社部门,自然人,
收养登记,A2,芜湖市民政局,自然人,
,A5,芜湖市民政局,自然人,
"""


def test_a_sheet_of_items_is_taken_in_row_by_row_and_what_is_refused_is_kept_with_its_reasons(cast, as_):
    body = cast.organisation("civil_affairs")
    cast.organisation("bureau")
    page = as_("bureau", "bureau")
    sent = {"file": SimpleUploadedFile("事项.csv", SHEET.encode()), "applicant": "person", "opened": "on"}
    answer = page.post("/services/imports/new/", sent)
    assert answer.status_code == 303, text(answer, 422)
    shown = text(page.get(answer["Location"]))
    for reason in ("没有“人社部门”这个部门", "已经有这个编码的事项", "“事项名称”没有填"):
        assert reason in shown
    made = ItemImport.objects.get()
    assert (made.read_rows, made.made_rows, made.refused_rows) == (5, 2, 3)
    first = ServiceItem.objects.get(code="A1")
    assert (first.state, first.organisation_id, first.applicant, first.materials.count()) == ("open", body, "body", 2)
    assert selectors.coverage(cast.person("civil_affairs")) == [
        selectors.Coverage("芜湖市民政局", items=2, listed=1, materials=2, covered=0, repeated=0)
    ]
    assert "芜湖市民政局" in text(page.get("/services/coverage/"))
    fund = as_("housing_fund")
    sent["file"] = SimpleUploadedFile("事项.csv", SHEET.encode())
    answer = fund.post("/services/imports/new/", sent)
    assert "不是本部门的事项" in text(fund.get(answer["Location"]))
    assert fund.get(made.get_absolute_url()).status_code == 404


def test_the_list_of_items_asks_the_database_as_often_for_a_thousand_as_for_one(cast, django_assert_max_num_queries):
    officer = cast.person("civil_affairs")
    rows = [sheets.Row(n, f"事项{n}", f"B{n}", "", None, ["申请书"], []) for n in range(1135)]
    services.import_items(actor=officer, rows=rows, file_name="a.csv", applicant=Applicant.PERSON, opened=True)
    with django_assert_max_num_queries(3):
        assert len(selectors.items(officer)[:50]) == 50
        assert selectors.coverage(officer)[0].materials == 1135


def test_without_a_grant_the_line_says_so_and_how_to_go_on(cast):
    cast.organisation("bureau")
    resource = cast.resource("civil_affairs", basis_level="law")
    fill(resource, rows=5)
    made = item(cast)
    material(cast, made, "婚姻证明", from_applicant=False, resource_id=resource.id)
    case = accept(cast, made)
    services.gather(case.id, actor=cast.person("housing_fund"))
    assert "没有联机查询" in proof(case, "婚姻证明").words
    assert "申请共享" in proof(case, "婚姻证明").words


@pytest.mark.requirement("wuhu-2020-data/12.2")
def test_a_department_asks_the_centre_for_support_and_sees_state_and_reply(cast, as_):
    centre, officer = cast.organisation("bureau"), cast.person("housing_fund")
    number = issues.raise_issue(actor=officer, title="前置机连不上", detail="超时", assigned_to=centre)
    found = Issue.objects.get(id=number)
    issues.take_issue(number, actor=cast.person("bureau"))
    page = as_("housing_fund")
    found.refresh_from_db()
    assert found.get_state_display() in text(page.get(found.get_absolute_url()))
    issues.close_issue(number, actor=cast.person("bureau"), result="已开通端口")
    assert "已开通端口" in text(page.get(found.get_absolute_url()))
