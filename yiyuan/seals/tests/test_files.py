"""OFD and PDF of one page: the same content, a seal others accept."""

import io
import re
import zipfile

import pytest
from lxml import etree
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from yiyuan.seals import contents, curve, esl, ofd, oids, pdf, sm2
from yiyuan.seals.errors import Malformed
from yiyuan.seals.reading import OFD
from yiyuan.seals.tests.conftest import NOW, VALUES


def files(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_both_files_show_the_same_words_and_pictures_at_the_same_places(office):
    a, b = contents.of_ofd(office.ofd()), contents.of_pdf(office.pdf())
    assert contents.same(a, b)
    shown = "".join(words for _, _, words in a.texts).replace(" ", "")
    for value in ("证照名称", "持证主体", "业务范围"):
        assert VALUES[value].replace(" ", "") in shown
    assert len(a.pictures) == 2
    assert (a.width, a.height) == (297, 210)


def test_another_word_place_or_picture_is_not_the_same(office):
    one = contents.of_ofd(office.ofd())
    (x, y, words), *texts = one.texts
    (left, top, wide, high, digest), *pictures = one.pictures
    others = [
        ((x, y, words + "。"), *texts),
        ((x + 1, y, words), *texts),
        tuple(texts),
    ]
    for other in others:
        assert not contents.same(one, contents.Shown(297, 210, other, one.pictures))
    moved = ((left, top + 1, wide, high, digest), *pictures)
    for other in (moved, ((left, top, wide, high, "0"), *pictures), ()):
        assert not contents.same(one, contents.Shown(297, 210, one.texts, other))
    assert not contents.same(one, contents.Shown(210, 297, one.texts, one.pictures))


def test_an_ofd_is_laid_out_as_the_standard_asks(office):
    found = files(office.ofd())
    for name, part in found.items():
        if name.endswith(".xml"):
            root = etree.fromstring(part)
            assert root.nsmap["ofd"] == "http://www.ofdspec.org/2016"
    entry = etree.fromstring(found["OFD.xml"])
    assert entry.findtext(f".//{OFD}CustomData") == "社会组织登记证书"
    numbers = re.findall(
        rb' ID="(\d+)"',
        found["Doc_0/Pages/Page_0/Content.xml"] + found["Doc_0/PublicRes.xml"] + found["Doc_0/DocumentRes.xml"],
    )
    assert len(numbers) == len(set(numbers))
    assert max(map(int, numbers)) == int(etree.fromstring(found["Doc_0/Document.xml"]).findtext(f".//{OFD}MaxUnitID"))
    assert found["Doc_0/Res/font_0.ttf"][:4] == b"\0\1\0\0"  # TrueType; readers draw nothing of CFF
    for text in etree.fromstring(found["Doc_0/Pages/Page_0/Content.xml"]).iter(f"{OFD}TextCode"):
        assert len((text.get("DeltaX") or "").split()) == len(text.text) - 1


def test_the_seal_signs_as_the_standard_says(office):
    found = files(office.ofd())
    signed = esl.read_signature(found["Doc_0/Signs/Sign_0/SignedValue.dat"])
    listed = found["Doc_0/Signs/Sign_0/Signature.xml"]
    assert signed.digest == curve.sm3(listed)
    assert signed.path == "/Doc_0/Signs/Sign_0/Signature.xml"
    point = signed.seal.maker.public_key["public_key"].native
    assert sm2.verify(point, signed.seal.signed, signed.seal.signature)  # over DER(SES_SealInfo) alone
    assert (signed.seal.version, signed.seal.picture_kind, signed.seal.width) == (4, "png", 42)
    references = re.findall(rb'FileRef="/([^"]+)"', listed)
    own = {f"Doc_0/Signs/Sign_0/{name}" for name in ("Signature.xml", "Seal.esl", "SignedValue.dat")}
    assert {name.decode() for name in references} == set(found) - own


def test_the_same_page_makes_the_same_file_but_for_the_signature(office):
    stamp = None
    first, second = (ofd.write(office.page, about={"a": "b"}, at=NOW, stamp=stamp) for _ in range(2))
    assert first == second
    assert pdf.write(office.page, about={}) == pdf.write(office.page, about={})


def test_another_product_finds_the_signed_pdf_valid(office):
    found = PdfFileReader(io.BytesIO(office.pdf(oids.P256))).embedded_signatures[0]
    root = office.authority.root(oids.P256, at=NOW).certificate
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root], moment=NOW))
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("version", [4, 5])
def test_seals_of_both_versions_are_read_and_no_other(office, version, monkeypatch):
    monkeypatch.setattr(esl, "VERSION", version)
    seal = esl.make_seal(**office.said)
    assert esl.read_seal(seal).version == version
    monkeypatch.setattr(esl, "VERSION", 1)
    with pytest.raises(Malformed, match="第 1 版"):
        esl.read_seal(esl.make_seal(**office.said))
