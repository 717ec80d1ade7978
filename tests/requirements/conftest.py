"""What the tests read from the regulations share."""

import pytest

from tests.support.pages import Browser


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def as_(cast):
    """A logged-in browser: as_("civil_affairs", "head", place="liyang")."""

    def client(name, post="officer", place=""):
        made = Browser()
        made.force_login(cast.account(name, post, place=place))
        return made

    return client
