"""A real server, a real Chromium, and pages that fail their test when anything goes wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from .chromium import FLAGS, PATIENCE, executable
from .serving import serving
from .studio import HALLS, SIZES, Studio
from .windows import Window, Windows

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with serving(hurried=True) as base:
        yield base


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=executable(), args=FLAGS, timeout=PATIENCE
            )
        except Error as error:
            pytest.fail(
                "The browser tests need Chromium, and none starts here: run "
                f"tests/browser/install_chromium.sh (make test does), or set CHROMIUM.\n{error}"
            )
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong on the pages of a test."""

    base: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of console messages that the test provokes, such as a 422 that it asks for."""

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def leave(self, context: BrowserContext) -> None:
        context.remove_listener("request", self._request)
        context.remove_listener("console", self._console)
        context.remove_listener("weberror", self._error)

    def _error(self, error: WebError) -> None:
        self.faults.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        url = request.url
        if not url.startswith((f"{self.base}/", "data:", "about:")):
            self.faults.append(f"a request left the server's own host: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location["url"]
            self.faults.append(f"console {message.type}: {message.text} ({where})")

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(part in fault for part in self.expected)]


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    watch = Watch(address)
    yield watch
    assert not watch.unexpected()


Opener = Callable[..., Studio]


@pytest.fixture(scope="session")
def windows(chromium: Browser, address: str) -> Windows:
    return Windows(chromium, address)


@pytest.fixture
def visit(windows: Windows, address: str, watch: Watch) -> Iterator[Opener]:
    """`visit("/lesson/example-2", size="phone")` opens a page in a browser without memory, in which
    nothing moves unless a test wants it to."""
    lent: list[Window] = []

    def open_(path: str, *, size: str = "desk", **settings: Any) -> Studio:
        width, height = {**SIZES, **HALLS}[size]
        window = windows.lend(
            base_url=address,
            viewport={"width": width, "height": height},
            **{"has_touch": size == "phone", "reduced_motion": "reduce", **settings},
        )
        lent.append(window)
        context = window.context
        watch.follow(context)
        page = context.new_page()
        page.goto(path)
        studio = Studio(page)
        if settings.get("java_script_enabled", True):
            studio.still()
        return studio

    yield open_
    for window in lent:
        watch.leave(window.context)
        windows.take_back(window)


@pytest.fixture
def stage(visit: Opener) -> Iterator[Any]:
    """`stage("/present/example-2")` opens a stage on which nothing moves slowly."""

    def open_(path: str, **settings: Any) -> Studio:
        return visit(path, reduced_motion="reduce", **settings)

    yield open_
