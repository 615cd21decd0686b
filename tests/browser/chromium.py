"""Says which Chromium the browser tests drive, and the flags it is started with.

Use it with Playwright like this::

    playwright.chromium.launch(executable_path=executable(), args=FLAGS)

Run as a program it prints the path that such a launch would use, or fails when there is no browser.
"""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

FLAGS = (
    "--no-sandbox",  # Chromium refuses to sandbox itself for root, who runs CI
    "--disable-gpu",
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    # Without the rest Chromium calls home at every start: slow and noisy where it cannot.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PATIENCE = 60_000
"""Milliseconds; a busy machine is no fault of the page's."""

NAMES = (
    "chromium-headless-shell",  # the same pages, without a window around them
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


@functools.cache
def executable() -> str | None:
    """Return the browser to drive: $CHROMIUM, else one on the PATH, else None for Playwright's own.

    A snap (or Ubuntu's stub that only offers to install one) does not count: it is confined to its
    own folders and Playwright cannot drive it reliably.
    """
    if wanted := os.environ.get("CHROMIUM"):
        return wanted
    for name in NAMES:
        found = shutil.which(name)
        if found and not _is_snap(found) and _starts(found):
            return found
    return None


def _is_snap(path: str) -> bool:
    real = Path(path).resolve()
    if real.is_relative_to("/snap") or real.name == "snap":
        return True
    with real.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/" in start


def _starts(path: str) -> bool:
    """Tell whether the browser runs at all: one that lacks a shared library does not."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=PATIENCE / 1000)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    browser = executable() or _playwrights_own()
    if not _starts(browser):
        sys.exit(f"no browser: {browser} is missing or does not start")
    print(browser)
