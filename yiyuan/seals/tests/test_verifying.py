"""Each way a file can be tampered with breaks the check that is named for it; what is no file is said in words."""

import base64
import io
import random
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from yiyuan.seals import curve, esl, oids, verifying
from yiyuan.seals.certificates import Trust
from yiyuan.seals.checks import QUESTIONS, Result
from yiyuan.seals.tests.conftest import NOW, Office
from yiyuan.seals.tests.test_files import files

SIGN = "Doc_0/Signs/Sign_0"


def packed(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def asked(office, content, *, now=NOW, trust=None):
    return verifying.verify(content, trust=trust or office.trust, now=now)


def flipped(part, at=None):
    at = len(part) // 2 if at is None else at
    return part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :]


def resigned(office, parts, holder=None):
    """The list of digests and the seal's signature made anew, as somebody with the key could."""
    holder = holder or office.holder
    listed = parts[f"{SIGN}/Signature.xml"]
    stated = esl.to_sign(parts[f"{SIGN}/Seal.esl"], digest=curve.sm3(listed), path=f"/{SIGN}/Signature.xml", at=NOW)
    parts[f"{SIGN}/SignedValue.dat"] = esl.signature_of(stated, signer=holder.key, certificate=holder.certificate)
    return parts


@pytest.mark.parametrize("kind", ["ofd", "pdf", "pdf for others"])
def test_a_file_as_it_was_sealed_passes_every_check_in_words(office, kind):
    content = {"ofd": office.ofd, "pdf": office.pdf, "pdf for others": lambda: office.pdf(oids.P256)}[kind]()
    report = asked(office, content)
    assert report.result is Result.WELL
    assert [check.words for check in report.checks] == [QUESTIONS[check.key] for check in report.checks]
    assert all(check.detail for check in report.checks)
    assert "市民政局公章" in report.signer
    if kind == "ofd":
        assert {check.key for check in report.checks} == set(QUESTIONS)
        assert report.about == {"ZZMC": "社会组织登记证书"}
        assert (report.seal, report.seal_number) == ("市民政局公章", "34020000000001")


def test_one_byte_changed_in_any_file_of_the_package_breaks_a_check_that_names_it(office):
    parts = files(office.ofd())
    broken = {}
    assert len(parts) == 12
    for name, part in parts.items():
        report = asked(office, packed(parts | {name: flipped(part)}))
        assert report.result is Result.BAD, name
        broken[name] = report.broken
    assert broken["Doc_0/Res/font_0.ttf"] == ["digests"]
    assert broken["Doc_0/Res/image_0.jpeg"] == ["digests"]
    assert broken["Doc_0/Pages/Page_0/Content.xml"] == ["digests"]
    assert "hash" in broken[f"{SIGN}/Signature.xml"] or broken[f"{SIGN}/Signature.xml"] == ["readable"]
    assert broken[f"{SIGN}/Seal.esl"] == ["seal"]


def test_no_flipped_byte_of_the_signature_leaves_the_file_sound(office):
    parts = files(office.ofd())
    value = parts[f"{SIGN}/SignedValue.dat"]
    dice = random.Random(1)
    for at in {*range(200), *range(len(value) - 900, len(value)), *dice.sample(range(len(value)), 100)}:
        report = asked(office, packed(parts | {f"{SIGN}/SignedValue.dat": flipped(value, at)}))
        assert report.result is Result.BAD, at


def test_a_signature_that_leaves_bits_out_is_no_signature(office):
    """A signature ends with a bit that is 0 every second time; left out, it would read the same."""
    for second in range(60):
        parts = files(office.ofd(at=NOW + timedelta(seconds=second)))
        value = parts[f"{SIGN}/SignedValue.dat"]
        if value[-1] % 2 == 0:
            break
    signature = value.rindex(b"\x00\x30")
    changed = value[:signature] + b"\x01" + value[signature + 1 :]
    assert asked(office, packed(parts | {f"{SIGN}/SignedValue.dat": changed})).broken == ["readable"]


def test_a_file_added_after_sealing_is_found_even_beside_the_signature(office):
    for name in ("Doc_0/Res/more.png", f"{SIGN}/more.xml", "更多.txt"):
        report = asked(office, packed(files(office.ofd()) | {name: b"x"}))
        assert report.broken == ["unreferenced"]
        assert name in report.checks[-1].detail


def test_a_file_taken_away_is_named(office):
    parts = files(office.ofd())
    del parts["Doc_0/Res/image_0.jpeg"]
    report = asked(office, packed(parts))
    assert "digests" in report.broken
    assert "image_0.jpeg" in next(check.detail for check in report.checks if check.key == "digests")


def test_the_signature_of_another_file_does_not_fit(office):
    other = files(office.ofd(at=NOW + timedelta(seconds=5)))
    parts = files(office.ofd()) | {f"{SIGN}/SignedValue.dat": other[f"{SIGN}/SignedValue.dat"]}
    assert asked(office, packed(parts)).broken == ["hash"]


def test_who_is_not_on_the_list_of_the_seal_cannot_use_it(office):
    other = office.of(oids.SM2, "education")
    assert asked(office, office.ofd(holder=other)).broken == ["listed"]


def test_a_seal_somebody_made_for_himself_is_refused(office):
    forged = esl.make_seal(**office.said | {"maker": office.holder.key})  # names the maker, signed by another
    parts = files(office.ofd()) | {f"{SIGN}/Seal.esl": forged}
    assert asked(office, packed(resigned(office, parts))).broken == ["seal"]


def test_a_list_of_digests_that_leaves_a_page_out_is_found(office):
    parts = files(office.ofd())
    listed = parts[f"{SIGN}/Signature.xml"]
    start = listed.index(b'<ofd:Reference FileRef="/Doc_0/Pages')
    end = listed.index(b"</ofd:Reference>", start) + len(b"</ofd:Reference>")
    parts[f"{SIGN}/Signature.xml"] = listed[:start] + listed[end:]
    assert asked(office, packed(resigned(office, parts))).broken == ["unreferenced"]


def test_third_party_files_pass_when_their_root_is_trusted_and_are_unsettled_before(office, tmp_path):
    other = Office(tmp_path / "other")
    content = other.ofd()
    report = asked(office, content)
    assert report.result is Result.UNKNOWN
    assert {check.key for check in report.checks if check.result is Result.UNKNOWN} == {"chain", "revocation"}
    both = Trust(office.trust.roots + other.trust.roots, lists=office.trust.lists + other.trust.lists)
    assert asked(office, content, trust=both).result is Result.WELL
    assert asked(office, packed(files(content) | {"Doc_0/Document.xml": b"<a/>"}), trust=both).result is Result.BAD


@pytest.mark.parametrize("algorithm", [oids.SM2, oids.P256])
def test_a_revoked_certificate_breaks_what_was_sealed_after_and_not_before(tmp_path, algorithm):
    office = Office(tmp_path / "a")
    later = NOW + timedelta(days=1)
    office.authority.revoke(office.of(algorithm).certificate, at=later)
    trust = office.authority.trust(at=later)

    def make(at):
        return office.ofd(at=at) if algorithm == oids.SM2 else office.pdf(algorithm, at=at)

    before = asked(office, make(NOW), now=later, trust=trust)
    assert before.result is Result.WELL
    assert "吊销" in next(check.detail for check in before.checks if check.key == "revocation")
    assert asked(office, make(later), now=later, trust=trust).broken == ["revocation"]
    stale = asked(office, make(NOW), now=later + timedelta(days=60), trust=trust)
    assert stale.result is Result.UNKNOWN  # the next list is overdue


def test_what_was_sealed_outside_the_time_of_seal_or_certificate_or_in_the_future_is_refused(office):
    long = timedelta(days=366)
    assert asked(office, office.ofd(at=NOW + long), now=NOW + long, trust=_fresh(office, NOW + long)).broken == [
        "validity"
    ]
    assert asked(office, office.ofd(at=NOW + timedelta(days=1))).broken == ["validity"]
    assert asked(office, office.ofd(at=NOW - timedelta(days=1))).broken == ["validity"]
    old = NOW + timedelta(days=5 * 365)
    expired = office.ofd(at=old, valid_until=old + long)
    assert "validity" in asked(office, expired, now=old, trust=_fresh(office, old)).broken


def _fresh(office, at):
    return office.authority.trust(at=at)


def test_a_pdf_changed_anywhere_or_added_to_is_refused(office):
    content = office.pdf()
    dice = random.Random(2)
    places = dice.sample(range(20, len(content)), 60)
    assert places
    for at in places:
        assert asked(office, flipped(content, at)).result is not Result.WELL, at
    longer = content + b"\n% more\n"
    assert "unreferenced" in asked(office, longer).broken


def test_an_unsealed_file_is_readable_and_not_signed(office):
    from yiyuan.seals import ofd, pdf

    for content in (ofd.write(office.page, about={}, at=NOW), pdf.write(office.page, about={})):
        report = asked(office, content)
        assert report.broken == ["signed"]


def test_any_byte_of_the_whole_file_may_be_anything_and_the_answer_is_words(office):
    content = office.ofd()
    dice = random.Random(4)
    for _ in range(150):
        changed = bytearray(content)
        for _ in range(dice.choice([1, 1, 3, 30])):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        report = asked(office, bytes(changed[: dice.choice([len(changed), dice.randrange(len(changed))])]))
        assert all(check.detail for check in report.checks)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + "b" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]><a>&c;</a>'
)


def deep(depth):
    return "<a>" * depth + "</a>" * depth


@pytest.mark.parametrize(
    ("name", "part", "words"),
    [
        ("OFD.xml", BOMB, "XML"),
        ("OFD.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "文档类型声明"),
        ("OFD.xml", "<a", "不是正常的 XML"),
        ("OFD.xml", "<a/>", "GB/T 33190"),
        ("OFD.xml", deep(100_000), "不是正常的 XML"),
        ("OFD.xml", "", "不是正常的 XML"),
        ("Doc_0/Document.xml", '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"/>', "没有页"),
        (f"{SIGN}/SignedValue.dat", b"", "GB/T 38540"),
        (f"{SIGN}/SignedValue.dat", b"\x30\x84\xff\xff\xff\xff", "GB/T 38540"),
        (f"{SIGN}/SignedValue.dat", b"\x30\x80" * 3000, "GB/T 38540"),
        (f"{SIGN}/SignedValue.dat", b"\x30\x03\x02\x01\x04", "GB/T 38540"),
        (f"{SIGN}/Signature.xml", "<a/>", "缺少文件位置"),
    ],
)
def test_malformed_parts_are_answered_in_words(office, name, part, words):
    report = asked(office, packed(files(office.ofd()) | {name: part}))
    assert "readable" in report.broken
    assert words in report.checks[-1].detail


def test_a_file_that_leads_outside_the_package_is_refused(office):
    parts = files(office.ofd())
    parts["OFD.xml"] = parts["OFD.xml"].replace(b"Doc_0/Document.xml", b"../../etc/passwd")
    assert "没有的文件" in asked(office, packed(parts)).checks[-1].detail


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"abc",
        b"PK\x03\x04" + b"\0" * 100,
        b"%PDF-1.7",
        b"%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    ],
)
def test_what_is_no_sealed_file_is_answered_in_words(office, content):
    report = asked(office, content)
    assert report.broken == ["readable"]
    assert "请向出具人要原文件" in report.checks[-1].detail


def test_zip_bombs_and_odd_packages_are_refused(office):
    big = packed({"OFD.xml": bytes(60 * 1024 * 1024)})
    assert len(big) < 100_000
    assert "过大" in asked(office, big).checks[-1].detail
    many = packed({f"{n}": b"" for n in range(2001)})
    assert "太多" in asked(office, many).checks[-1].detail
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("OFD.xml", "a")
        archive.writestr("OFD.xml", "b")
    assert "同名" in asked(office, content.getvalue()).checks[-1].detail
    assert "名称不正常" in asked(office, packed({"OFD.xml": b"", "../x": b""})).checks[-1].detail


def test_an_entity_is_never_read_from_the_disk(office, tmp_path):
    (tmp_path / "secret").write_text("密")
    xml = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><a>&x;</a>'
    report = asked(office, packed({"OFD.xml": xml}))
    assert "密" not in "".join(check.detail for check in report.checks)


def test_digests_are_compared_byte_by_byte(office):
    parts = files(office.ofd())
    listed = parts[f"{SIGN}/Signature.xml"]
    good = base64.b64encode(curve.sm3(parts["OFD.xml"]))
    for wrong in (b"", b"====", good[:-4]):
        changed = dict(parts)
        changed[f"{SIGN}/Signature.xml"] = listed.replace(good, wrong)
        assert asked(office, packed(resigned(office, changed))).broken == ["digests"]


def test_a_report_is_only_well_when_nothing_is_unknown(office):
    report = asked(office, office.ofd())
    report.checks[3] = replace(report.checks[3], result=Result.UNKNOWN)
    assert report.result is Result.UNKNOWN
    report.checks[4] = replace(report.checks[4], result=Result.BAD)
    assert report.result is Result.BAD
