"""The demo's people get their tokens although an installation demands a second factor of some."""

import pytest

from yiyuan.demo import build, people
from yiyuan.kernel.actor import Function
from yiyuan.organisations.models import AccessToken
from yiyuan.organisations.services import load_regions


class Enough(Exception):
    """The people are there; the city is not needed."""


@pytest.mark.django_db
def test_administrators_of_the_demo_have_tokens(settings, monkeypatch):
    settings.SECOND_FACTOR = frozenset({Function.SYSTEM_ADMIN})
    load_regions()
    register = people.register

    def registered():
        register()
        raise Enough

    monkeypatch.setattr(people, "register", registered)
    with pytest.raises(Enough):
        build.build()
    assert AccessToken.objects.filter(functions__contains=[Function.SYSTEM_ADMIN]).exists()
