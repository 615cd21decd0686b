"""`app.lesson` in a notebook's cell, in a browser without a network: it steps inside its frame."""

from pathlib import Path

from playwright.sync_api import Browser, expect

import app
from app.lessons import lessons

from .chromium import PATIENCE


def test_the_frame_in_a_cell_steps_offline(chromium: Browser, tmp_path: Path) -> None:
    shown = app.lesson("example-2", step=12)
    cell = tmp_path / "cell.html"
    cell.write_text(
        f"<!doctype html><meta charset='utf-8'><div>{shown._repr_html_()}</div>", encoding="utf-8"
    )
    context = chromium.new_context(viewport={"width": 1100, "height": 800}, offline=True)
    faults: list[str] = []
    context.set_default_timeout(PATIENCE)
    context.on("console", lambda message: faults.append(f"console: {message.text}"))
    context.on("weberror", lambda error: faults.append(f"uncaught: {error.error}"))
    page = context.new_page()
    page.goto(cell.as_uri())
    frame = page.frame_locator("iframe")
    stage = frame.locator("[data-stage]")
    expect(stage).to_have_attribute("data-step", "12")
    frame.locator("[data-do=next]").click()
    expect(stage).to_have_attribute("data-step", "13")
    page.keyboard.press("ArrowRight")
    expect(stage).to_have_attribute("data-step", "14")
    page.keyboard.press("End")
    expect(stage).to_have_attribute("data-step", str(lessons()["example-2"].story().last))
    frame.locator("[data-set-theme=board]").click()
    expect(frame.locator("html")).to_have_attribute("data-theme", "board")
    page.screenshot(path=tmp_path / "cell.png")
    context.close()
    assert faults == []
