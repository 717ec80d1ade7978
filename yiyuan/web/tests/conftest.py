"""These tests need templates and static files only: without the project's settings a small set will do."""

import os

import django
import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

MIDDLEWARE = [
    "yiyuan.web.middleware.RequestId",
    "yiyuan.web.middleware.SecurityHeaders",
    "django.middleware.csrf.CsrfViewMiddleware",
    "yiyuan.web.middleware.KernelErrors",
]


def pytest_configure() -> None:
    if os.environ.get("DJANGO_SETTINGS_MODULE") or django_settings.configured:
        return
    django_settings.configure(
        SECRET_KEY="for tests alone",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.staticfiles", "template_partials", "yiyuan.web"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        STATIC_URL="/static/",
        LANGUAGE_CODE="zh-hans",
        TIME_ZONE="Asia/Shanghai",
        USE_TZ=True,
    )
    django.setup()


@pytest.fixture(autouse=True)
def _own_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = "yiyuan.web.tests.urls"
    settings.MIDDLEWARE = MIDDLEWARE
    settings.YIYUAN_EXPLAIN = ""
