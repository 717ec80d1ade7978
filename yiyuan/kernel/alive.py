"""Whether a process of ours answers at a port of this machine."""

import urllib.request
from http import HTTPStatus

PROMPT_S = 2.0  # for whoever asks again soon
PATIENT_S = 20.0  # for a verdict: a process on a machine that is busy with other work answers late, not never


def answers(port: int, *, within_s: float = PROMPT_S) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=within_s) as reply:
            return bool(reply.status == HTTPStatus.OK)
    except OSError:
        return False
