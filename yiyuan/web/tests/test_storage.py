"""Static files: named by content once gathered, plain before."""

from pathlib import Path

from django.core.management import call_command
from django.templatetags.static import static
from pytest_django import Settings

from yiyuan.web.storage import Hashed


def test_gathered_files_are_named_by_their_content_and_compressed(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {"staticfiles": {"BACKEND": "yiyuan.web.storage.Hashed"}}
    assert static("web/yiyuan.css") == "/static/web/yiyuan.css"
    call_command("collectstatic", verbosity=0, interactive=False)
    named = Hashed(location=str(tmp_path), base_url="/static/").url("web/yiyuan.css")
    assert named.startswith("/static/web/yiyuan.")
    assert named != "/static/web/yiyuan.css"
    assert (tmp_path / f"{named.removeprefix('/static/')}.gz").exists()
    assert "chevron.svg" not in (tmp_path / named.removeprefix("/static/")).read_text()
