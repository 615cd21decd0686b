"""What `make bench` measures in the browser is there to be measured."""

from playwright.sync_api import Browser

from .measure import drag


def test_the_benchmark_sees_the_picture_follow_a_slider(chromium: Browser, address: str) -> None:
    assert drag(chromium, address, moves=5)["last"] == 0.75
