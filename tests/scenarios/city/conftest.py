"""One browser for all who look at the city."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tools.shots import CHROMIUM, FLAGS


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)  # a slow machine is no fault of the page
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=list(FLAGS), env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        yield browser
        browser.close()
