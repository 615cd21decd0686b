"""Takes pictures of what users see: `make look`, or `python -m tests.look --only phone`.

Every picture is a PNG file in look/, in themes, sizes and steps. Sheets have every lesson's first,
middle and last step, in the studio and on the stage. With --readme it takes the README's picture
instead.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from app.lessons import lessons

from ..browser.chromium import FLAGS, executable
from ..browser.serving import ROOT, serving
from ..browser.studio import STILL
from . import classes, pages
from .pages import SHEETS
from .shot import SIZES, Shot

FOLDER = ROOT / "look"
README = ROOT / "docs" / "studio.png"
README_STEP = 17

ROWS = 6
"""Lessons on a sheet."""


def take(browser: Browser, base: str, shot: Shot, file: Any) -> None:
    """One picture, in a browser that remembers nothing of the one before."""
    width, height = SIZES[shot.size]
    with browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=shot.size == "phone",
        **dict(shot.context),
    ) as context:
        page = context.new_page()
        page.goto(base + shot.path)
        page.evaluate("document.fonts.ready.then(() => {})")
        page.wait_for_selector("[data-fitting]", state="detached")
        scripted = dict(shot.context).get("java_script_enabled", True)
        if scripted:
            page.evaluate(STILL)
        if shot.before:
            shot.before(page)
            page.evaluate(STILL)
        page.screenshot(path=file, full_page=shot.whole, animations="disabled")


def sheets(page: str) -> Iterator[Path]:
    """Put the pictures that there are of a page's lessons on sheets."""
    slugs = list(lessons())
    for number, start in enumerate(range(0, len(slugs), ROWS), start=1):
        files = [
            (row, column, FOLDER / f"{page}-{slug}-{column}.png")
            for row, slug in enumerate(slugs[start : start + ROWS])
            for column in range(3)
        ]
        found = [(row, column, file) for row, column, file in files if file.exists()]
        if not found:
            continue
        width, height = (side // 2 for side in SIZES["desk"])
        sheet = Image.new("RGB", (3 * (width + 8), ROWS * (height + 8)), "gray")
        for row, column, file in found:
            with Image.open(file) as picture:
                place = column * (width + 8) + 4, row * (height + 8) + 4
                sheet.paste(picture.resize((width, height)), place)
        made = FOLDER / f"sheet-{page}-{number}.png"
        sheet.save(made)
        yield made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.look", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="those with TEXT in their name")
    parser.add_argument("--readme", action="store_true", help=f"write {README.relative_to(ROOT)}")
    asked = parser.parse_args()
    chosen = [
        (shot, FOLDER / f"{shot.name}.png")
        for shot in (*pages.shots(), *classes.shots())
        if asked.only in shot.name
    ]
    if asked.readme:
        chosen = [(Shot("readme", f"/lesson/example-2?step={README_STEP}"), README)]
    if not chosen:
        parser.error(f"no picture has {asked.only!r} in its name")
    with serving() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        for shot, file in chosen:
            file.parent.mkdir(exist_ok=True)
            take(browser, base, shot, file)
            print(file.relative_to(ROOT), flush=True)
        browser.close()
    if not asked.readme:
        for made in (each for page in SHEETS for each in sheets(page)):
            print(made.relative_to(ROOT))


if __name__ == "__main__":
    main()
