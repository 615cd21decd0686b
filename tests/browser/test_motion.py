"""A step moves for a moment; what is shown is its last state from the first moment on."""

from pathlib import Path

import pytest
from PIL import Image

from .. import motion
from .conftest import Opener
from .studio import SNAPSHOT, Studio

MOVES = """() => document.getAnimations().filter(
    ({ effect }) => effect.getTiming().duration === 430).length"""
"""How many things move by the one clock of a key."""

KEYS = """async ([seed, count]) => {
    let x = seed;
    const random = () => (x = (x * 48271) % 2147483647) / 2147483647;
    const keys = ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"];
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let most = 0;
    for (let k = 0; k < count; k += 1) {
        const key = keys[Math.floor(random() * (k % 40 ? 4 : 6))];
        const pressed = { key, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new KeyboardEvent("keydown", pressed));
        if (random() < 0.12) {
            await frame();
            await frame();
            most = Math.max(most, document.getAnimations().length);
        }
    }
    return most;
}"""
"""Many keys at odd moments, in the page itself: how much moved at once at the most."""


def _moving(visit: Opener, path: str) -> Studio:
    studio = visit(path, reduced_motion="no-preference")
    studio.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => /motion/.test(name))"
    )
    studio.still()
    return studio


def test_a_thousand_keys_at_odd_moments_leave_the_right_state_and_nothing_that_moves(
    visit: Opener,
) -> None:
    studio = _moving(visit, "/lesson/example-2")
    page = studio.page
    assert page.evaluate(KEYS, [12, 1000]) > 0, "something has moved in between"
    studio.still()
    assert page.evaluate(MOVES) == 0 and page.locator(".motion, .rider").count() == 0
    there = page.evaluate(f"() => {{ {SNAPSHOT} return snapshot(); }}")
    server = page.evaluate(
        f"""async (url) => {{ {SNAPSHOT}
            const text = await (await fetch(url)).text();
            return snapshot(new DOMParser().parseFromString(text, "text/html"));
        }}""",
        f"/lesson/example-2?step={studio.step}",
    )
    assert there == server


def test_a_step_forward_moves_and_all_is_written_when_it_begins(visit: Opener) -> None:
    studio = _moving(visit, "/lesson/example-2?step=16")
    page = studio.page
    for key, moves in (("ArrowRight", True), ("ArrowLeft", False), ("End", False)):
        found = page.evaluate(
            f"""async (key) => {{
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", {{ key, bubbles: true, cancelable: true }}));
                const step = Number(document.querySelector("[data-stage]").dataset.step);
                const strip = document.querySelector("[data-slot=c0-1]").textContent;
                const frame = () => new Promise((done) => requestAnimationFrame(done));
                await frame();
                await frame();
                return [step, strip, ({MOVES})()];
            }}""",
            key,
        )
        assert (found[2] > 0) == moves, key
        if moves:
            assert found[:2] == [17, "0.2"]
    studio.still()
    page.emulate_media(reduced_motion="reduce")
    studio.press("Home", "ArrowRight", "ArrowRight")
    assert page.evaluate(MOVES) == 0, "none where none is wanted"


@pytest.mark.parametrize("kind", motion.KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_motion_has_its_five_frames_in_the_docs(kind: motion.Kind) -> None:
    path = motion.DOCS / f"{kind.name}.png"
    assert path.stat().st_size < 60_000
    with Image.open(path) as made:
        across = kind.room[0] < 1000
        wide = motion.WIDTH * 5 if across else motion.WIDTH * 5 // 2
        assert made.width == wide
    assert motion.step_of(kind) > 0
    assert path.name in (Path(motion.DOCS).parent / "motion.md").read_text(encoding="utf-8")
