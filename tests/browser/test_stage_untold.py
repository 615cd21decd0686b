"""What is hidden, asked or locked stands in no explanation over the stage's picture."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import expect

from app.state.view import Look, View
from app.story import story_of

from ..app.routes.reading import studio as address
from ..app.routes.test_hidden import ODD, numbers_of
from ..app.routes.test_locked import untold
from .studio import Studio
from .test_hidden import EVERYTHING, OWN, asked_numbers
from .test_stage_why import OPEN, closed, over

HAND = """
    const stage = document.querySelector("[data-stage]");
    const press = (key) => (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const things = () => [...document.querySelectorAll('[data-screen="now"] .canvas [data-title]')]
        .map((each) => each.dataset.slot);
    const thing = (slot) =>
        document.querySelector(`[data-screen="now"] .canvas [data-slot="${slot}"]`);
"""
"""Keys, and what is drawn, for a walk inside the page: a step is as long as the page takes."""

EXPLAINED = f"""() => {{
    {HAND}
    const found = [];
    const look = () => found.push(document.querySelector('{OPEN}')?.outerHTML ?? "");
    press("Home");
    press("w");
    for (let before = ""; before !== stage.dataset.step;) {{
        before = stage.dataset.step;
        look();
        press("ArrowRight");
    }}
    press("w");
    for (const slot of things()) {{
        if (["input", "weight", "label", "constant"].includes(thing(slot).dataset.role)) continue;
        thing(slot).focus();
        press("Enter");
        look();
        press("Escape");
    }}
    return found;
}}"""


def explained(studio: Studio) -> str:
    """All that the explanation of every step, every node and every wire has in the document."""
    found: list[str] = studio.page.evaluate(EXPLAINED)
    assert sum(bool(each) for each in found) > 20
    return re.sub(r"<[^>]*>", " ", " ".join(found)) + " ".join(found)


LAYERS = {"values": "v", "local": "l", "gradients": "Shift+G"}


@pytest.mark.parametrize(("focus", "layers"), [("*", LAYERS), ("b", ("local", "gradients"))])
def test_a_hidden_number_stands_in_no_explanation(
    stage: Any, focus: str, layers: Iterable[str]
) -> None:
    """Values are told alike whatever chain is told after them."""
    studio = stage(address(ODD, "", focus=focus).replace("/studio", "/present", 1))
    shown = explained(studio) if focus == "*" else ""
    for layer in layers:
        key = LAYERS[layer]
        if shown:
            with pytest.raises(AssertionError):
                untold(shown, numbers_of(layer))
        studio.press(key)
        hidden = explained(studio)
        untold(hidden, numbers_of(layer))
        if layer == "local":
            with pytest.raises(AssertionError):
                untold(hidden, numbers_of("gradients"))
        studio.press(key)


def test_what_is_asked_is_explained_after_the_answer(stage: Any) -> None:
    numbers = asked_numbers("*")
    studio = stage(address(OWN, "", focus="*").replace("/studio", "/present", 1))
    page, caption, seen = studio.page, studio.page.locator("[data-caption]").first, 0
    for _turn in range(len(numbers)):
        if not over(page).count():
            studio.press("w")
        expect(over(page)).to_be_visible()
        studio.press("q")
        expect(caption).to_have_attribute("data-says", "question")
        hidden = numbers[caption.inner_text().strip()]
        studio.press("w")
        expect(studio.status).to_have_text("What is asked is explained after the answer.")
        closed(page)
        untold(page.evaluate(EVERYTHING), hidden)
        studio.press("Enter")
        expect(caption).not_to_have_attribute("data-says", "question")
        expect(studio.status).to_be_hidden()
        seen += bool(hidden)
        if seen == 6:
            break
    assert seen == 6


OPENED = f"""() => {{
    {HAND}
    return things().map((slot) => {{
        thing(slot).focus();
        if (!["a", "b", "c"].includes(document.activeElement.dataset.name)) press("Enter");
        return ({EVERYTHING})();
    }});
}}"""
"""The whole document, each time that one more thing is asked for (a leaf would tell its chain)."""


def test_a_locked_number_is_in_no_explanation(stage: Any) -> None:
    told = story_of(Look(view=View(program=OWN)))
    step = next(step for step in told.walk.steps if step.key == "value:v")
    locked = told.words.full.value(float(told.walk.runs[0].values[step.node]))
    shown = stage(address(OWN, "").replace("/studio", "/present", 1))
    with pytest.raises(AssertionError):
        untold(explained(shown), {locked})
    held = stage(address(OWN, "", lock="value:v").replace("/studio", "/present", 1))
    held.press("End", "w")
    expect(held.status).to_have_text("What is asked is explained after the answer.")
    closed(held.page)
    held.press("ArrowLeft", "w")
    expect(over(held.page)).to_be_visible()
    documents = held.page.evaluate(OPENED)
    assert len(documents) > 15
    for each in documents:
        untold(each, {locked})
