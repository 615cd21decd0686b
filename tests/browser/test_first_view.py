"""What a page asks for before it is seen, and a talk whose other stories come after that."""

from typing import Any

from playwright.sync_api import Route, expect

from .conftest import Watch
from .studio import AFTER_THE_FIRST_VIEW


def test_a_talk_is_seen_before_its_other_stories_are_here_and_waits_for_them(
    stage: Any, watch: Watch
) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")  # cards are asked for at rest
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


FIRST = {
    "/": 150_000,
    "/lesson/example-2": 150_000,
    "/lesson/sigmoid-gates": 150_000,
    "/lesson/samples": 160_000,
    "/studio": 160_000,
    "/present/samples": 160_000,
    "/talk/lecture": 160_000,
}
"""Bytes of each page's first view, with its fonts, as they are sent."""


def test_a_first_view_is_six_requests_and_150_or_160_kilobytes(stage: Any) -> None:
    page = stage("/neuron").page
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    found: dict[str, dict[str, Any]] = {}
    session.on(
        "Network.responseReceived",
        lambda e: found.setdefault(e["requestId"], {}).update(
            url=e["response"]["url"], type=e["type"]
        ),
    )
    session.on(
        "Network.loadingFinished",
        lambda e: found.setdefault(e["requestId"], {}).update(size=e["encodedDataLength"]),
    )
    page.route("**/talk/lecture.json*", lambda route: None)  # comes when the first one is seen
    page.route(AFTER_THE_FIRST_VIEW, lambda route: None)
    for path, most in FIRST.items():
        page.goto("about:blank")
        found.clear()
        page.goto(path)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(200)
        first = [
            each for each in found.values() if "size" in each and each["url"].startswith("http")
        ]
        # However many files they are in: scripts are one where they are bundled.
        assert {each["type"] for each in first} >= {"Document", "Stylesheet", "Script"}, path
        assert len(first) <= 6, (path, first)
        assert sum(each["size"] for each in first) <= most, (path, first)
