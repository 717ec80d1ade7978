"""The page that verifies without a network, in the system's Chromium with the network cut."""

from datetime import UTC, datetime

import pytest

from tools.shots import CHROMIUM, FLAGS
from yiyuan.seals import oids
from yiyuan.seals.offline import page
from yiyuan.seals.tests.conftest import Office
from yiyuan.seals.tests.test_files import files
from yiyuan.seals.tests.test_verifying import SIGN, flipped, packed

pytestmark = pytest.mark.browser


def test_a_sealed_file_passes_a_changed_one_does_not_and_a_void_one_is_said(tmp_path, monkeypatch):
    from playwright.sync_api import sync_playwright

    monkeypatch.setattr("yiyuan.seals.tests.conftest.NOW", datetime.now(UTC))
    office, now = Office(tmp_path / "authority"), datetime.now(UTC)
    root = office.authority.root(oids.SM2, at=now)
    good = office.ofd(at=now)
    parts = files(good)
    pages = {}
    for name, void, revoked in (("clean", {}, {}), ("revoked", {}, {office.holder.certificate.serial_number: now})):
        pages[name] = tmp_path / f"{name}.html"
        pages[name].write_text(page(root, revoked=revoked, void=void, at=now, demo=True), encoding="utf-8")
    changed = {
        "每个文件的摘要": packed(parts | {"Doc_0/Res/font_0.ttf": flipped(parts["Doc_0/Res/font_0.ttf"])}),
        "没有签章以外的文件": packed(parts | {"more": b"x"}),
        "签名与签章人证书一致": packed(
            parts | {f"{SIGN}/SignedValue.dat": flipped(parts[f"{SIGN}/SignedValue.dat"], -5)}
        ),
        "印章由制章人签发": packed(parts | {f"{SIGN}/Seal.esl": flipped(parts[f"{SIGN}/Seal.esl"])}),
        "文件完整、可读": b"abc",
    }
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(offline=True)
        seen, errors = context.new_page(), []
        seen.on("pageerror", lambda error: errors.append(str(error)))

        def said(which, content):
            seen.goto(f"file://{pages[which]}")
            seen.set_input_files("#file", {"name": "a.ofd", "mimeType": "application/ofd", "buffer": content})
            seen.wait_for_function("document.getElementById('sentence').textContent")
            return seen.inner_text("#sentence")

        assert said("clean", good).startswith("核验通过，但印章是演示用的")
        assert len(changed) == 5
        for words, content in changed.items():
            assert words in said("clean", content)
        assert "证书没有被吊销" in said("revoked", good)
        assert errors == []
        browser.close()
