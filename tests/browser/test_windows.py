"""What is kept of a window for the next test: nothing that a page could see."""

from playwright.sync_api import Browser

from .windows import Windows


def test_a_window_that_is_lent_again_remembers_nothing(chromium: Browser, address: str) -> None:
    windows = Windows(chromium, address)
    first = windows.lend(base_url=address)
    page = first.context.new_page()
    page.goto("/healthz")
    page.evaluate("localStorage.setItem('a', 'b'); document.cookie = 'c=d'")
    windows.take_back(first)
    assert windows.lend(base_url=address, locale="cs-CZ") is not first
    again = windows.lend(base_url=address)
    assert again is first and again.context.pages == [again.first]
    page = again.context.new_page()
    page.goto("/healthz")
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    page.clock.install(time=0)
    windows.take_back(again)
    assert windows.lend(base_url=address) is not again, "its clock cannot be started again"
    assert again.context not in chromium.contexts
