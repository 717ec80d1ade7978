"""Tests run against a real PostgreSQL: the embedded one, or the server of YIYUAN_DATABASE_URL."""

import os
from pathlib import Path

ROOT = Path(__file__).parent
os.environ["YIYUAN_HOME"] = os.environ.get("YIYUAN_TEST_HOME") or str(ROOT / "var" / "test")
os.environ.setdefault("YIYUAN_SECOND_FACTOR", "none")  # its own tests demand it
os.environ["DJANGO_SETTINGS_MODULE"] = "yiyuan.config.settings"

import django  # noqa: E402 - after the environment is set

django.setup()

from django.conf import settings  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests make many accounts
pytest_plugins = ["tests.support.database", "tests.support.trace_plugin", "tests.support.cast", "tests.support.budget"]
