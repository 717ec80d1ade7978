"""The pages as a WSGI application, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after the settings are read
from django.db import close_old_connections  # noqa: E402 - as above

from yiyuan.config.edge import open_to_all  # noqa: E402 - needs the models
from yiyuan.config.front import Front  # noqa: E402 - as above
from yiyuan.organisations.api import is_known  # noqa: E402 - as above


def known(session_key: str, secret: str) -> bool:
    """Asked before the request begins, so what Django does then for its connections is done here."""
    close_old_connections()
    return is_known(session_key, secret)


doors = tuple(address for address in open_to_all() if address not in {"/static/", "/healthz", "/login/"})
application = Front(pages, known=known, doors=doors, cookie=settings.SESSION_COOKIE_NAME)
