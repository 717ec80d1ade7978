"""Pages of the catalog as departments, their reviewers and the bureau see them."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def login(cast):
    def enter(name, post="officer", *, place=""):
        client = Client()
        client.force_login(cast.account(name, post, place=place))
        return client

    return enter


def _get(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode() if not response.streaming else response


def test_all_pages_answer(cast, login):
    published = cast.resource("civil_affairs")
    draft = cast.draft("civil_affairs", name="低保信息", sharing="")
    client = login("civil_affairs")
    for url in [
        "/catalog/", "/catalog/?q=hydj&sharing=conditional&fresh=never", "/catalog/own/", "/catalog/new/",
        f"/catalog/resources/{published.id}/", f"/catalog/versions/{published.version_id}/",
        f"/catalog/versions/{draft.id}/", f"/catalog/versions/{draft.id}/edit/", "/catalog/workbooks/",
    ]:
        _get(client, url)
