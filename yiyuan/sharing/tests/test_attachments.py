"""Files of the materials of an application, at both doors: what is taken, what is refused and how, who reads them."""

import base64
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.dataplane import vault
from yiyuan.kernel.errors import Damaged, MoveRefused, NotAllowed, NotFound
from yiyuan.sharing import rules, services
from yiyuan.sharing.models import Application, Attachment
from yiyuan.sharing.services.files import reseal
from yiyuan.sharing.tests.test_endpoints import API, HIDDEN, REFUSED, Program
from yiyuan.sharing.tests.test_services import STATED, SUITED, ask
from yiyuan.sharing.types import File

PDF = File("三定规定.pdf", b"%PDF-1.7 duty")
DUTY = "履职依据"


def package(*parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for part in parts:
            made.writestr(part, "x")
    return held.getvalue()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def officer(cast):
    return cast.person("housing_fund")


@pytest.fixture
def draft(cast):
    return Application.objects.get(id=ask(cast, send=False)[0].id)


@pytest.fixture
def as_(cast):
    def client(name, post="officer"):
        made = Browser()
        made.force_login(cast.account(name, post))
        return made

    return client


def sealed(home):
    return sorted((home / "papers").rglob("*.sealed"))


# ---- what is taken ----


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (PDF, "pdf"),
        (File("a.PNG", b"\x89PNG\r\n"), "png"),
        (File("a.jpeg", b"\xff\xd8\xff\xe0"), "jpg"),
        (File("a.ofd", package("OFD.xml")), "ofd"),
        (File("a.docx", package("word/document.xml")), "docx"),
    ],
)
def test_a_file_is_what_its_content_says(file, kind):
    assert _checked(file) == kind


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (File("a.pdf", b""), "是空的"),
        (File("a.pdf", b"%PDF" + b"x" * 97), "上限"),
        (File("a.exe", b"MZ"), "不是 PDF、OFD"),
        (File("a.pdf", b"MZ"), "不是 PDF、OFD"),
        (File("a.docx", package("word/document.xml", "word/vbaProject.bin")), "带有宏"),
        (File("a.docx", package("xl/workbook.xml")), "不是 PDF、OFD"),
        (File("a.docx", b"PK\x03\x04 broken"), "不是 PDF、OFD"),
        (File("a.png", b"%PDF-1.7"), "和扩展名不一致"),
    ],
)
def test_a_refused_file_says_which_of_which_material_why_and_what_to_do(file, said):
    with refused("sharing.material_file") as broken:
        _checked(file, most_bytes=max(100, len(file.content)) if "上限" not in said else 100)
    problem = broken.value.facts["problem"]
    assert problem.startswith(f"材料“{DUTY}”的文件“{file.name}”")
    assert said in problem
    assert "再附" in problem


def _checked(file, *, most_bytes=10_000, held=0):
    return rules.check_material_file(
        material=DUTY,
        name=file.name,
        content=file.content,
        kinds=("pdf", "ofd", "png", "jpg", "docx"),
        most_bytes=most_bytes,
        held=held,
        most_files=3,
    )


def test_kinds_size_and_number_are_settings(draft, officer, settings):
    settings.MATERIAL_KINDS, settings.MATERIAL_BYTES, settings.MATERIAL_FILES = ("pdf",), 20, 1
    for file in (File("a.png", b"\x89PNG"), File("a.pdf", b"%PDF" + b"x" * 17)):
        with refused("sharing.material_file"):
            services.attach_file(draft.id, actor=officer, material=DUTY, file=file)
    services.attach_file(draft.id, actor=officer, material=DUTY, file=PDF)
    with refused("sharing.material_file") as broken:
        services.attach_file(draft.id, actor=officer, material=DUTY, file=File("b.pdf", b"%PDF"))
    assert "最多附 1 个文件" in broken.value.facts["problem"]


@pytest.mark.requirement("anhui-2020-data/24.2")
def test_only_a_material_of_the_published_list_takes_a_file(draft, officer, home):
    with refused("sharing.materials_listed"):
        services.attach_file(draft.id, actor=officer, material="无犯罪证明", file=PDF)
    assert not sealed(home)


# ---- at rest, and read ----


def test_a_file_is_sealed_with_its_digest_and_read_by_who_sees_the_application(cast, officer, as_, home):
    application, _, _ = ask(cast)
    kept = services.attach_file(application.id, actor=officer, material=DUTY, file=PDF)
    (place,) = sealed(home)
    assert b"%PDF" not in place.read_bytes()
    assert vault.read_pieces(place)
    assert Entry.objects.get(tag="sharing.application.attached").facts["sha256"] == kept.sha256
    assert services.attach_file(application.id, actor=officer, material=DUTY, file=PDF) == kept
    address = f"/sharing/attachments/{kept.id}/"
    readers = [
        ("housing_fund", "officer"),
        ("civil_affairs", "officer"),
        ("civil_affairs", "head"),
        ("bureau", "bureau"),
    ]
    assert {as_(*who).get(address).content for who in readers} == {PDF.content}
    assert as_("police").get(address).status_code == HIDDEN
    pages = {
        f"/sharing/applications/{application.id}/": "housing_fund officer",
        f"/sharing/applications/{application.id}/decide/": "civil_affairs head",
    }
    shown = [as_(*who.split()).get(page).content.decode() for page, who in pages.items()]
    assert [kept.sha256 in page and PDF.name in page and f'href="{address}"' in page for page in shown] == [True, True]


def test_a_file_that_was_altered_is_not_handed_out(cast, officer):
    application, _, _ = ask(cast)
    kept = services.attach_file(application.id, actor=officer, material=DUTY, file=PDF)
    Attachment.objects.filter(id=kept.id).update(sha256="0" * 64)
    with pytest.raises(Damaged):
        services.read_file(kept.id, actor=officer)


def test_files_are_sealed_anew_under_the_next_secret(cast, officer, settings):
    kept = services.attach_file(ask(cast)[0].id, actor=officer, material=DUTY, file=PDF)
    settings.INSTALLATION_SECRETS = ["another-secret", *settings.INSTALLATION_SECRETS]
    settings.INSTALLATION_SECRET = "another-secret"
    assert (reseal(), reseal()) == (1, 0)
    settings.INSTALLATION_SECRETS = ["another-secret"]
    assert services.read_file(kept.id, actor=officer)[1] == PDF.content


# ---- who, and when ----


def test_the_applicants_officer_adds_until_the_answer_and_takes_back_only_from_a_draft(
    cast, draft, officer, django_capture_on_commit_callbacks, home
):
    for stranger, error in (
        (cast.person("housing_fund", "head"), NotAllowed),
        (cast.person("civil_affairs"), NotFound),
        (cast.person("police"), NotFound),
    ):
        with pytest.raises(error):
            services.attach_file(draft.id, actor=stranger, material=DUTY, file=PDF)
    Application.objects.filter(id=draft.id).update(materials=[])
    kept = services.attach_file(draft.id, actor=officer, material=DUTY, file=PDF)
    draft.refresh_from_db()
    assert draft.materials == [DUTY]  # what has a file is handed in
    services.change_draft(draft.id, actor=officer, values={"materials": []})
    draft.refresh_from_db()
    assert draft.materials == [DUTY]
    with django_capture_on_commit_callbacks(execute=True):
        services.detach_file(kept.id, actor=officer)
    draft.refresh_from_db()
    assert (draft.materials, sealed(home)) == ([], [])
    sent = services.send_application(draft.id, actor=officer)
    kept = services.attach_file(sent.id, actor=officer, material=DUTY, file=PDF)
    with pytest.raises(MoveRefused):
        services.detach_file(kept.id, actor=officer)
    with pytest.raises(NotAllowed):
        services.attach_file(sent.id, actor=cast.person("civil_affairs"), material=DUTY, file=PDF)
    head = cast.person("civil_affairs", "head")
    services.refuse_application(sent.id, actor=head, reason="不宜", basis="《某法》第三条", basis_level="law")
    with pytest.raises(MoveRefused):
        services.attach_file(sent.id, actor=officer, material=DUTY, file=File("b.pdf", b"%PDF b"))


def test_a_returned_application_is_completed_with_a_file(cast, officer):
    application, _, _ = ask(cast)
    Application.objects.filter(id=application.id).update(materials=[])
    services.return_application(application.id, actor=cast.person("civil_affairs", "head"), missing=[DUTY])
    services.attach_file(application.id, actor=officer, material=DUTY, file=PDF)
    assert services.resend_application(application.id, actor=officer, supplied=[]).state == "sent"


def test_a_draft_thrown_away_takes_its_files_along(draft, officer, home, django_capture_on_commit_callbacks):
    services.attach_file(draft.id, actor=officer, material=DUTY, file=PDF)
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_draft(draft.id, actor=officer)
    assert not Attachment.objects.exists()
    assert not sealed(home)


def test_applying_again_brings_the_files_along_as_copies(cast, officer, home):
    application, _, _ = ask(cast)
    services.attach_file(application.id, actor=officer, material=DUTY, file=PDF)
    services.withdraw_application(application.id, actor=officer)
    again = services.repeat_application(application.id, actor=officer)
    copied = again.attachments.get()
    assert services.read_file(copied.id, actor=officer)[1] == PDF.content
    assert application.attachments.count() == 1
    assert len(sealed(home)) == 2


# ---- pages and programs ----


def upload(file):
    return SimpleUploadedFile(file.name, file.content)


def test_a_refused_file_on_the_page_loses_nothing_else(cast, as_):
    resource = cast.resource("civil_affairs", **SUITED)
    client = as_("housing_fund")
    wrong = File("程序.exe", b"MZ")
    values = {
        "need": "核验提取人婚姻状况",
        "items": [str(resource.items[0].id)],
        "file_0": [upload(PDF), upload(wrong)],
    }
    answer = client.post(f"/sharing/apply/{resource.id}/", values)
    assert answer.status_code == REFUSED
    page = answer.content.decode()
    assert "文件“程序.exe”的内容不是" in page
    assert "核验提取人婚姻状况" in page
    draft = Application.objects.get()
    assert (draft.state, draft.need, draft.fields) == ("draft", "核验提取人婚姻状况", [resource.items[0].id])
    assert [one.name for one in draft.attachments.all()] == [PDF.name]  # the good one need not be chosen again
    assert PDF.name in page
    assert Entry.objects.get(tag="edge.rule_broken").facts["subject"] == "sharing.material_file"
    until = {"methods": ["online_query"], "until_on": draft.created_at.replace(year=2027).date().isoformat()}
    sent = client.post(f"/sharing/applications/{draft.id}/edit/", {**until, **STATED})
    assert sent.status_code == 303
    assert Application.objects.get().state == "sent"


def test_files_are_added_and_taken_back_on_the_pages_of_a_draft(draft, as_):
    client = as_("housing_fund")
    page, edit = draft.get_absolute_url(), f"/sharing/applications/{draft.id}/edit/"
    client.get(page)
    assert client.post(f"{page}attach/", {"material": DUTY, "file": upload(PDF)}).status_code == 303
    kept = draft.attachments.get()
    refused_ = client.post(f"{page}attach/", {"material": DUTY, "file": upload(File("b.pdf", b"MZ"))})
    assert refused_.status_code == REFUSED
    assert "文件“b.pdf”的内容不是" in refused_.content.decode()
    client.get(edit)
    assert client.post(edit, {"drop": [str(kept.id)], "save": "draft"}).status_code == 303
    assert not draft.attachments.exists()


def test_programs_attach_list_fetch_and_take_back(cast, draft):
    program = Program(cast.person("housing_fund"))
    one = f"{API}/applications/{draft.id}"
    body = {"material": DUTY, "file": base64.b64encode(PDF.content).decode(), "file_name": PDF.name}
    (listed,) = program.done("POST", f"{one}/attach", body)["attachments"]
    kept = draft.attachments.get()
    assert (listed["material"], listed["name"], listed["sha256"]) == (DUTY, PDF.name, kept.sha256)
    assert program.client.get(f"{API}/attachments/{kept.id}").content == PDF.content
    stranger = Program(cast.person("police")).client
    assert stranger.get(f"{API}/attachments/{kept.id}").status_code == HIDDEN
    assert stranger.delete(f"{API}/attachments/{kept.id}").status_code == HIDDEN
    status, said = program("POST", f"{one}/attach", {**body, "file": base64.b64encode(b"MZ").decode()})
    assert (status, said["rule"], list(said["fields"])) == (REFUSED, "sharing.material_file", ["file"])
    assert program.client.delete(f"{API}/attachments/{kept.id}").status_code == 204
    assert program.done("GET", one)["attachments"] == []


def test_a_scanner_that_is_set_and_does_not_answer_takes_no_file(draft, as_, settings, home):
    settings.SCANNER = "127.0.0.1:1"  # nobody listens
    client, page = as_("housing_fund"), draft.get_absolute_url()
    client.get(page)
    answer = client.post(f"{page}attach/", {"material": DUTY, "file": upload(PDF)})
    assert answer.status_code == 503
    assert not Attachment.objects.exists()
    assert not sealed(home)
