"""The public site of open data as a WSGI application, served by granian in a process of its own."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
os.environ.setdefault("YIYUAN_SITE", "open")
_pages = get_wsgi_application()

from yiyuan.config import beats  # noqa: E402 - Django is set up first
from yiyuan.opening.api import public_site  # noqa: E402 - Django is set up first

application = public_site(_pages)
beats.begin()
