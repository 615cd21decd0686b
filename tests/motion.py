"""`python -m tests.motion`: five frames of each motion, as a picture for each kind in docs/motion/.

The page's one clock is held at a part of its time, so that the frames do not depend on the machine.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from app.lessons import lessons
from app.story import tell

from .browser import chromium
from .browser.serving import serving
from .browser.studio import STILL

FRAMES = (0.0, 0.25, 0.5, 0.75, 1.0)
WIDTH = 300
"""Of a frame in the picture, in pixels."""
DOCS = Path(__file__).parent.parent / "docs" / "motion"

HELD = """part => {
    const moving = document.getAnimations()
        .filter(({ effect }) => effect.getTiming().duration === 430);
    for (const each of moving) {
        each.pause();
        each.currentTime = Math.min(430 * part, 429.9);
    }
    return moving.length;
}"""
"""Hold the clock at a part of its time: how many things move."""

BEGUN = (
    """() => document.getAnimations().some(({ effect }) => effect.getTiming().duration === 430)"""
)


@dataclass(frozen=True)
class Kind:
    """A motion that is shown: of a lesson the first step of a kind behind another one."""

    name: str
    lesson: str
    step: str
    room: tuple[int, int] = (560, 330)
    """What is seen around the middle of what the step is about."""
    lift: float = 0.0
    """By how much of its height it is higher, to show the card."""


KINDS = (
    Kind("forward", "example-2", "value:p", (420, 160)),
    Kind("local", "example-2", "slope:p/v", (460, 310), 0.22),
    Kind("backward", "sigmoid-gates", "flow:h/g", (420, 160)),
    Kind("sum", "fork", "sum:x", (460, 260)),
    Kind("update", "example-2", "new:w1", (520, 340), 0.2),
    Kind("product", "example-2", "product:1", (1200, 260)),
)


def step_of(kind: Kind) -> int:
    """The step that moves so."""
    told = tell(lessons()[kind.lesson].view)
    return next(each.index for each in told.keys.steps(kind.step))


def held(page: Page, address: str, kind: Kind) -> int:
    """Begin a motion and hold it at its start: how many things move."""
    page.goto(f"{address}/lesson/{kind.lesson}?step={step_of(kind) - 1}")
    page.evaluate(STILL)
    page.locator("body").press("ArrowRight")
    page.wait_for_function(BEGUN)
    return int(page.evaluate(HELD, 0.0))


def _clip(page: Page, kind: Kind) -> dict[str, float]:
    about = page.locator(
        ".strip .chain" if kind.name == "product" else '.canvas .node[data-state="active"] .box'
    ).first.bounding_box()
    assert about
    wide, high = kind.room
    x = min(max(about["x"] + about["width"] / 2 - wide / 2, 0), 1440 - wide)
    lift = high * kind.lift
    y = min(max(about["y"] + about["height"] / 2 - high / 2 - lift, 0), 900 - high)
    return {"x": x, "y": y, "width": wide, "height": high}


def strip(page: Page, address: str, kind: Kind, to: Path) -> None:
    """Five frames beside each other, or below each other where they are broad."""
    held(page, address, kind)
    clip: Any = _clip(page, kind)
    shots = []
    for k, part in enumerate(FRAMES):
        page.evaluate(HELD, part)
        path = to / f"{kind.name}-{k}.png"
        page.screenshot(path=path, clip=clip)
        with Image.open(path) as shot:
            shots.append(shot.convert("RGB"))
        path.unlink()
    wide = WIDTH if kind.room[0] < 1000 else 5 * WIDTH // 2
    high = round(wide * kind.room[1] / kind.room[0])
    across = kind.room[0] < 1000
    size = (5 * wide, high) if across else (wide, 5 * high)
    made = Image.new("RGB", size, "white")
    for k, shot in enumerate(shots):
        small = shot.resize((wide - 4, high - 4), Image.Resampling.LANCZOS)
        made.paste(small, (k * wide, 0) if across else (0, k * high))
    made.quantize(160, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        to / f"{kind.name}.png", optimize=True
    )


def main() -> None:
    """Make them all."""
    DOCS.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.FLAGS
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for kind in KINDS:
            strip(page, address, kind, DOCS)
        browser.close()


if __name__ == "__main__":
    main()
