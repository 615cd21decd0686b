"""A picture that is to be taken, and how large windows are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

SIZES = {
    "desk": (1440, 900),
    "slate": (1024, 768),
    "phone": (390, 844),
    "hall": (1920, 1080),
    "beamer": (1280, 720),
}

PAGES = ("desk", "slate", "phone")
"""Sizes of the ordinary pages; the others are projectors."""


@dataclass(frozen=True)
class Shot:
    """One picture: where, how large, and what is done on the page before it is taken."""

    name: str
    path: str
    size: str = "desk"
    before: Callable[[Page], object] | None = None
    whole: bool = False
    """The whole page, not only what is seen without scrolling."""
    context: tuple[tuple[str, Any], ...] = ()
    """More settings of the browser, such as forced colours."""
