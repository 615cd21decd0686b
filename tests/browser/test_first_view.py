"""What a page asks for before it is seen, and a talk whose other stories come after that."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect


def test_a_talk_is_seen_before_its_other_stories_are_here_and_waits_for_them(stage: Any) -> None:
    page = stage("/reference").page
    held: list[Route] = []
    page.route("**/talk/lecture.json*", lambda route: held.append(route))
    page.goto("/talk/lecture?slide=22")
    expect(page.locator(".strip")).to_contain_text("−1.48")
    page.keyboard.type("g61")
    page.keyboard.press("Enter")
    # What is not here yet is not shown by halves: the slide before stays.
    expect(page.locator("[data-screen]")).to_have_attribute("data-slide", "22")
    page.wait_for_function("() => document.readyState === 'complete'")
    deadline = page.evaluate("performance.now()") + 10_000
    while not held and page.evaluate("performance.now()") < deadline:
        page.wait_for_timeout(50)
    (only,) = held
    only.continue_()
    expect(page.locator("[data-screen]")).to_have_attribute("data-slide", "61")
    expect(page.locator(".strip .size").first).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.type("g35")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen]")).to_have_attribute("data-slide", "35")
    page.context.set_offline(False)


@pytest.mark.parametrize(
    "path", ["/", "/lesson/samples", "/studio", "/present/samples", "/talk/lecture"]
)
def test_a_first_view_is_six_requests_and_160_kilobytes(stage: Any, path: str) -> None:
    page = stage("/neuron").page
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
    )
    page.route("**/talk/lecture.json*", lambda route: None)  # comes when the first one is seen
    page.goto(path)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(200)
    first = {names[key]: size for key, size in sizes.items() if names[key].startswith("http")}
    assert len(first) <= 6, first
    assert sum(first.values()) <= 160_000, first
