"""Classes in tests of the browser: opened, joined, followed, answered."""

from typing import Any

from playwright.sync_api import Page, expect

from .conftest import Opener
from .studio import Studio

SLOTS = """() =>
    [...document.querySelectorAll(":is([data-picture], [data-strip]) [data-slot]")]
    .map((each) => [
        each.getAttribute("data-slot"), each.getAttribute("data-state"),
        (each.querySelector("[data-text]") ?? each).childElementCount ? "" : each.textContent,
        each.getAttribute("data-sign"), each.getAttribute("data-path"),
    ].join("|")).sort()"""
"""All that can differ from step to step, slot by slot."""

SMALL = """(part) => [...document.querySelectorAll(`${part} *`)]
    .filter((each) => each.offsetWidth > 1 && [...each.childNodes]
        .some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((each) => [each.textContent.trim(), parseFloat(getComputedStyle(each).fontSize)])
    .filter(([, size]) => size < 13)"""
"""Letters of a part that are below 13 px, and where."""


def opened(visit: Opener, path: str, size: str = "desk") -> tuple[Page, str]:
    """A stage that leads a class, and the code of that."""
    page = visit(path, size=size).page
    page.keyboard.press("c")
    panel = page.locator(".class-open")
    expect(panel).to_be_visible()
    code = panel.locator(".code-of").inner_text().replace(" ", "")
    panel.get_by_role("button", name="Begin").click()
    expect(panel).to_be_hidden()
    return page, code


def joined(visit: Opener, code: str, **settings: Any) -> Studio:
    student = visit(f"/class/{code}", **settings)
    expect(student.page.locator("[data-linked]")).to_have_attribute("data-linked", "live")
    return student


def desk_of(lecturer: Page, path: str = "/present/example-2?") -> Page:
    """The speaker's window of what a lecturer presents, with the class in it."""
    desk = lecturer.context.new_page()
    desk.goto(f"{path}window=speaker")
    expect(desk.locator("[data-desk]")).to_be_visible()
    return desk


def step(page: Page) -> str:
    return page.get_attribute("[data-stage]", "data-step") or ""


def follows(student: Page, lecturer: Page) -> None:
    expect(student.locator("[data-stage]")).to_have_attribute("data-step", step(lecturer))


def phase(page: Page, name: str) -> None:
    expect(page.locator(".class-corner")).to_have_attribute("data-phase", name)


def answered(page: Page, text: str) -> None:
    page.fill("#answer", text)
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_have_attribute("data-mood", "good")


def ended(lecturer: Page) -> None:
    """The class is ended in its open panel: at the second press, as it cannot be taken back."""
    lecturer.get_by_role("button", name="End the class").click()
    lecturer.get_by_role("button", name="Really end: press once more").click()
