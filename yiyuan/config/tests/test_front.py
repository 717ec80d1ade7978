"""The front of the pages: a stranger's body is bounded and never takes the last thread."""

import io
import threading

import pytest

from yiyuan.config.front import DOOR_BYTES, FORM_BYTES, STRANGERS, Front


class Body(io.BytesIO):
    """A slow one comes when it is let go."""

    def __init__(self, *, slow=False):
        super().__init__(b"x" * 10)
        self.slow = slow
        self.let_go = threading.Event()
        self.reading = threading.Event()

    def read(self, *args):
        if self.slow:
            self.reading.set()
            self.let_go.wait(10)
        return super().read(*args)


def pages(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


@pytest.fixture
def front():
    def known(session, token):
        return "ours" in (session, token)

    return Front(pages, known=known, doors=("/recheck/",), cookie="yiyuan")


def status_of(front, path="/login/", *, length="10", body=None, **environ):
    said = []
    asked = {"PATH_INFO": path, "CONTENT_LENGTH": length, "wsgi.input": body or Body(), **environ}
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


def test_a_body_arrives_whole_at_the_page(front):
    asked = {"PATH_INFO": "/login/", "CONTENT_LENGTH": "10", "wsgi.input": Body()}
    assert list(front(asked, lambda *_: None)) == [b"x" * 10]


def test_slow_strangers_leave_threads_for_everybody_else(front):
    bodies = [Body(slow=True) for _ in range(STRANGERS)]
    threads = [threading.Thread(target=status_of, args=(front,), kwargs={"body": body}) for body in bodies]
    for thread in threads:
        thread.start()
    assert [body.reading.wait(10) for body in bodies] == [True] * STRANGERS
    assert status_of(front) == 503
    assert status_of(front, length="") == 200  # who only reads
    assert status_of(front, HTTP_COOKIE="yiyuan=ours") == 200
    for body in bodies:
        body.let_go.set()
    for thread in threads:
        thread.join()
    assert status_of(front) == 200


def test_a_page_at_work_keeps_no_stranger_waiting():
    inside, done = threading.Event(), threading.Event()

    def slow_page(environ, start_response):
        inside.set()
        done.wait(120)
        return pages(environ, start_response)

    slow = Front(slow_page, known=lambda *_: False, doors=(), cookie="yiyuan")
    threads = [threading.Thread(target=status_of, args=(slow,)) for _ in range(STRANGERS)]
    for thread in threads:
        thread.start()
    assert inside.wait(60)
    free = [slow._strangers.acquire(timeout=60) for _ in range(STRANGERS)]
    done.set()
    assert free == [True] * STRANGERS


def test_a_session_and_a_token_of_ours_are_known(cast, client):
    from yiyuan.organisations import services
    from yiyuan.organisations.api import is_known

    client.force_login(cast.account("police"))
    assert is_known(client.session.session_key, "")
    assert not is_known("forged", "forged")
    secret = services.issue_token(actor=cast.person("police"), name="脚本", functions=(), days=5)
    assert is_known("", secret)
