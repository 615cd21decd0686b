"""Browsers without memory, lent to one test after another: a window of a new one takes a second."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from .chromium import PATIENCE

MOST = 6
"""Windows that wait for the next test."""

UNTOUCHED = "() => /native code/.test(Date.now) && /native code/.test(setTimeout)"
"""Whether nobody has stopped the clock of this browser, which cannot be undone."""


@dataclass(frozen=True)
class Window:
    """A browser of its own (a context), which is open as long as its first page is."""

    context: BrowserContext
    first: Page
    session: CDPSession
    settings: str


@dataclass
class Windows:
    """Those that are free; `origin` is all that pages are from."""

    browser: Browser
    origin: str
    free: list[Window] = field(default_factory=list)

    def lend(self, **settings: Any) -> Window:
        """One with these settings that remembers nothing."""
        wanted = repr(sorted(settings.items()))
        found = next((each for each in self.free if each.settings == wanted), None)
        if found is None:
            context = self.browser.new_context(**settings)
            context.set_default_timeout(PATIENCE)
            first = context.new_page()
            return Window(context, first, context.new_cdp_session(first), wanted)
        self.free.remove(found)
        found.context.clear_cookies()
        found.session.send(
            "Storage.clearDataForOrigin", {"origin": self.origin, "storageTypes": "all"}
        )
        return found

    def take_back(self, window: Window) -> None:
        """Keep it for the next one; or not, where more than its pages has been changed."""
        for page in window.context.pages:
            if page is not window.first:
                page.close()
        if not window.first.evaluate(UNTOUCHED):
            return window.context.close()
        self.free.append(window)
        if len(self.free) > MOST:
            self.free.pop(0).context.close()
