"""The pages as a WSGI application, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

from yiyuan.catalog.tokens import sound
from yiyuan.config import beats
from yiyuan.config.front import Application, Front

UNSENT = ("/static/", "/healthz", "/login/", "/report/")  # open to all, and nobody sends a file there


def fronted(pages: Application) -> Front:
    """The pages behind their front; Django is set up."""
    from django.conf import settings
    from django.db import close_old_connections

    from yiyuan.config.edge import open_to_all
    from yiyuan.organisations.api import is_known

    def known(session_key: str, secret: str) -> bool:
        close_old_connections()  # asked before the request begins, which does this for whatever follows
        return is_known(session_key, secret)

    doors = tuple(address for address in open_to_all() if address not in UNSENT)
    return Front(pages, known=known, doors=doors, cookie=settings.SESSION_COOKIE_NAME)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
application = fronted(get_wsgi_application())
sound("一源")  # the first search is not to wait for the dictionary
beats.begin()
