"""Somebody presses Ctrl-C while the demo city is being built: it ends in words, and the next start begins anew."""

import os
import signal
import subprocess
import sys

import pytest

from tests.scenarios.conftest import ROOT, City, free_ports

pytestmark = pytest.mark.scenario


def test_a_demo_that_is_interrupted_while_it_is_built_ends_in_words(tmp_path_factory):
    made = City(tmp_path_factory.mktemp("interrupted"), *free_ports())
    command = [sys.executable, "-m", "yiyuan.config.cli", "demo"]
    building = subprocess.Popen(
        command, cwd=ROOT, env=made.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    made.wait_for((made.home / "demo-building").exists)
    os.killpg(building.pid, signal.SIGINT)
    _said, complained = building.communicate(timeout=300)
    assert (building.returncode, complained.decode().strip()) == (130, "已停止。没有做完的部分，下次启动时从头再做。")
    assert (made.home / "demo-building").exists(), "the next start throws it away"
    assert not (made.home / "demo.json").exists()
