"""The front of the pages: a stranger's body is bounded and never takes the last thread."""

import io
import threading

import pytest

from yiyuan.config.front import DOOR_BYTES, FORM_BYTES, STRANGERS, Front


class Pages:
    """Reads the body as Django does; a slow one waits until it is let go."""

    def __init__(self):
        self.let_go = threading.Event()
        self.reading = threading.Semaphore(0)

    def __call__(self, environ, start_response):
        if environ.get("slow"):
            self.reading.release()
            self.let_go.wait(10)
        start_response("200 OK", [])
        return [b"page"]


@pytest.fixture
def pages():
    return Pages()


@pytest.fixture
def front(pages):
    def known(session, token):
        return "ours" in (session, token)

    return Front(pages, known=known, doors=("/recheck/",), cookie="yiyuan")


def status_of(front, path="/login/", *, length="10", **environ):
    said = []
    asked = {"PATH_INFO": path, "CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(), **environ}
    list(front(asked, lambda status, _headers: said.append(int(status.split()[0]))))
    return said[0]


def test_a_stranger_sends_no_more_than_a_form_needs(front):
    assert status_of(front) == 200
    assert status_of(front, length=str(FORM_BYTES + 1)) == 413
    assert status_of(front, length="", HTTP_TRANSFER_ENCODING="chunked") == 413
    assert status_of(front, "/recheck/", length=str(DOOR_BYTES)) == 200
    assert status_of(front, "/recheck/", length=str(DOOR_BYTES + 1)) == 413


@pytest.mark.parametrize("who", [{"HTTP_COOKIE": "yiyuan=ours"}, {"HTTP_AUTHORIZATION": "Bearer ours"}])
def test_whoever_is_known_sends_files(front, who):
    assert status_of(front, length=str(FORM_BYTES + 1), **who) == 200


@pytest.mark.parametrize("who", [{"HTTP_COOKIE": "yiyuan=forged"}, {"HTTP_AUTHORIZATION": "Bearer forged"}])
def test_a_forged_cookie_or_token_makes_nobody_known(front, who):
    assert status_of(front, length=str(FORM_BYTES + 1), **who) == 413


def test_slow_strangers_leave_threads_for_everybody_else(front, pages):
    threads = [threading.Thread(target=status_of, args=(front,), kwargs={"slow": True}) for _ in range(STRANGERS)]
    for thread in threads:
        thread.start()
    assert [pages.reading.acquire(timeout=10) for _ in threads] == [True] * STRANGERS
    assert status_of(front) == 503
    assert status_of(front, length="") == 200  # who only reads
    assert status_of(front, HTTP_COOKIE="yiyuan=ours") == 200
    pages.let_go.set()
    for thread in threads:
        thread.join()
    assert status_of(front) == 200


def test_a_session_and_a_token_of_ours_are_known(cast, client):
    from yiyuan.organisations import services
    from yiyuan.organisations.api import is_known

    client.force_login(cast.account("police"))
    assert is_known(client.session.session_key, "")
    assert not is_known("forged", "forged")
    secret = services.issue_token(actor=cast.person("police"), name="脚本", functions=(), days=5)
    assert is_known("", secret)
