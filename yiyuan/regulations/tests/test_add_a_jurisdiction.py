"""Follows docs/how-to/add-a-jurisdiction.md to the letter: the file there, a folder, nothing else."""

import textwrap
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Term
from yiyuan.regulations import api, engine
from yiyuan.regulations.check import check

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-jurisdiction.md"
ON = date(2026, 9, 24)


@pytest.fixture(autouse=True)
def _the_file_of_the_page(tmp_path, monkeypatch):
    block = PAGE.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / "sample.yaml").write_text(textwrap.dedent(block), "utf-8")
    monkeypatch.setenv("YIYUAN_PROFILES", str(tmp_path))
    engine.forget()
    yield
    monkeypatch.undo()
    engine.forget()


def test_the_check_finds_nothing():
    assert check() == []


def test_its_rules_hold_in_its_region_and_within():
    for region in ("350100", "350102"):
        reply = api.resolve("sharing.reply", region=region, on=ON)
        assert (reply.term, reply.cite, reply.profile) == (Term(5), ("sample-2024-data/8.1",), "sample/2024-07-01")
        assert api.resolve("sharing.decider", region=region, on=ON).choice == "bureau"


def test_what_it_does_not_say_is_a_default():
    assert api.resolve("sharing.coordinator", region="350100", on=ON).is_default
    assert api.resolve("sharing.grant_term", region="350100", on=ON).is_default


def test_it_does_not_hold_before_its_day_or_elsewhere():
    assert api.resolve("sharing.reply", region="350100", on=date(2024, 6, 30)).is_default
    assert api.resolve("sharing.reply", region="350200", on=ON).is_default


def test_its_refusals_cite_its_own_text():
    refusal = api.explain(RuleBroken("sharing.refusal", missing=["reason"]), region="350100", on=ON)
    assert refusal.chips[0].text == "示政〔2024〕1号 第8条"


@pytest.mark.urls("yiyuan.regulations.tests.urls")
def test_its_pages_show(settings):
    settings.MIDDLEWARE = ["yiyuan.web.middleware.KernelErrors"]
    processors = ["django.template.context_processors.request"]
    settings.TEMPLATES = [
        one | {"OPTIONS": one["OPTIONS"] | {"context_processors": processors}} for one in settings.TEMPLATES
    ]
    for path in ("profile?region=350100", "keys/sharing.reply?region=350100", "sample-2024-data/8", ""):
        html = Client().get(f"/law/{path}").content.decode()
        assert "示例市" in html
