"""Pictures of pages, wide and narrow, with the system's Chromium (Debian: chromium, chromium-l10n, fonts-noto-cjk).

As a program: `python tools/shots.py http://127.0.0.1:8000 shots.json`, the file a list of
{"name": "...", "path": "/...", "login": ["name", "password"], "open": "css of a control to click first"}
("login" and "open" are optional). Writes var/shots/<name>-wide.png and <name>-narrow.png.
As a library: `take(base, shots, folder=...)`; returns what the browser complained about, by name.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
    "--font-render-hinting=none",
)
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
FOLDER = Path(__file__).parents[1] / "var/shots"


@dataclass(frozen=True, slots=True)
class Shot:
    """One page. login: name and password typed into the login page first. click: a control to use first.

    follow: links to go along from `path`, as CSS selectors, one after the other.
    """

    name: str
    path: str
    login: tuple[str, str] | None = None
    click: str = ""
    follow: tuple[str, ...] = ()


def take(
    base: str,
    shots: Sequence[Shot],
    *,
    folder: Path = FOLDER,
    sizes: Sequence[str] = tuple(SIZES),
    login_path: str = "/login/",
) -> dict[str, list[str]]:
    """Take every shot in every size; one session per person. Horizontal overflow counts as a complaint."""
    folder.mkdir(parents=True, exist_ok=True)
    complaints: dict[str, list[str]] = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=list(FLAGS), env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        sessions: dict[tuple[str, tuple[str, str] | None], BrowserContext] = {}
        for shot in shots:
            for size in sizes:
                key = (size, shot.login)
                if key not in sessions:
                    sessions[key] = _session(browser, base, size, shot.login, login_path)
                found = _picture(sessions[key], base, shot, folder / f"{shot.name}-{size}.png")
                if found:
                    complaints[f"{shot.name}-{size}"] = found
        browser.close()
    return complaints


def _session(browser: Browser, base: str, size: str, login: tuple[str, str] | None, login_path: str) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    if login is not None:
        page = context.new_page()
        page.goto(base + login_path)
        page.fill("input[name=login]", login[0])
        page.fill("input[name=password]", login[1])
        page.click("main button[type=submit], main button:not([type])")
        page.wait_for_load_state()
        page.close()
    return context


def _picture(context: BrowserContext, base: str, shot: Shot, target: Path) -> list[str]:
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(base + shot.path)
    for selector in shot.follow:
        link = page.locator(selector).first
        if not link.count():
            said.append(f"no {selector} on {page.url}")
            break
        answer = page.goto(base + (link.get_attribute("href") or ""))
    if answer is not None and answer.status >= 500:
        said.append(f"status {answer.status}")
    said = [line for line in said if "Failed to load resource: the server responded with a status of 4" not in line]
    if shot.click:
        page.click(shot.click)
    page.wait_for_load_state("networkidle")
    over: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        said.append(f"wider than the window by {over} px")
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.screenshot(path=str(target))  # as tall as the page, so a bar at the foot of the window stands at its end
    page.close()
    return said


def main() -> None:
    base, file = sys.argv[1], Path(sys.argv[2])
    shots = [
        Shot(s["name"], s["path"], tuple(s["login"]) if s.get("login") else None, s.get("open", ""))
        for s in json.loads(file.read_text())
    ]
    complaints = take(base.rstrip("/"), shots)
    for name, said in complaints.items():
        print(name, *said, sep="\n  ")
    print(f"{len(shots)} pages, {len(complaints)} pictures with complaints, in {FOLDER}")


if __name__ == "__main__":
    main()
