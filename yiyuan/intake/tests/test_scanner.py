import socket
import threading

import pytest

from tests.support.refusals import refused
from yiyuan.intake.models import Batch
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.kernel.errors import Unavailable


@pytest.fixture
def scanner(settings):
    """A scanner that answers every stream with the same words."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answering(words: bytes):
        def serve():
            link, _address = listener.accept()
            with link:
                while not link.recv(65536).endswith(b"\0\0\0\0"):
                    pass
                link.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        settings.SCANNER = f"127.0.0.1:{listener.getsockname()[1]}"

    yield answering
    listener.close()


def test_a_clean_file_passes(cast, hand_in, scanner):
    scanner(b"stream: OK\0")
    assert hand_in(cast.resource("civil_affairs"), csv([row(1)])).batch


def test_a_find_refuses_the_file(cast, hand_in, scanner):
    scanner(b"stream: Eicar-Signature FOUND\0")
    with refused("platform.scan") as broken:
        hand_in(cast.resource("civil_affairs"), csv([row(1)]))
    assert broken.value.facts == {"file": "登记.csv"}
    assert not Batch.objects.exists()


def test_a_scanner_that_is_set_and_does_not_answer_stops_intake(cast, hand_in, scanner, settings):
    resource = cast.resource("civil_affairs")
    scanner(b"INSTREAM size limit exceeded. ERROR\0")
    with pytest.raises(Unavailable):
        hand_in(resource, csv([row(1)]))
    settings.SCANNER = "127.0.0.1:1"
    with pytest.raises(Unavailable):
        hand_in(resource, csv([row(1)]))
