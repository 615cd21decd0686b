"""Hidden and asked numbers are neither seen nor heard, on the studio and on the stage."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.predict import questions
from app.state.view import Look, View
from app.story import story_of

from ..app.routes.reading import studio as address
from ..app.routes.test_hidden import ODD, numbers_of
from ..app.routes.test_locked import untold
from .conftest import Opener

PERCEIVED = """() => {
  const seen = (e) => e.checkVisibility({ checkVisibilityCSS: true, opacityProperty: true });
  const spoken = [...document.querySelectorAll("[aria-label]")].filter(seen);
  const drawn = [...document.querySelectorAll("svg text, svg tspan, math *, td, span, p, li")];
  return [
    document.body.innerText,
    ...spoken.map((e) => e.getAttribute("aria-label")),
    ...drawn.filter((e) => !e.children.length && seen(e)).map((e) => e.textContent),
    document.title,
  ].join(" | ");
}"""


def perceived(page: Page) -> str:
    """All that can be read, and all names that are read out."""
    return str(page.evaluate(PERCEIVED))


@pytest.mark.parametrize("where", ["/studio", "/present"])
def test_a_layer_that_is_hidden_by_hand_is_perceived_nowhere(visit: Opener, where: str) -> None:
    told = story_of(Look(view=View(program=ODD)))
    slopes = [step.index for step in told.walk.steps if step.kind in ("slope", "flow")]
    for step in (slopes[2], slopes[5]):
        studio = visit(address(ODD, "", step=step).replace("/studio", where, 1))
        page = studio.page
        with pytest.raises(AssertionError):
            untold(perceived(page), numbers_of("gradients") | numbers_of("local"))
        expect(page.locator(".ribbon").locator("visible=true")).not_to_have_count(0)
        if where == "/present":
            page.keyboard.press("l")
            page.keyboard.press("Shift+G")
        else:
            studio.more()
            studio.change(page.get_by_label("local gradients").uncheck)
            studio.change(page.get_by_label("gradients", exact=True).uncheck)
        expect(page.locator("[data-caption]")).to_contain_text("?")
        expect(page.locator(".ribbon").locator("visible=true")).to_have_count(0)
        untold(perceived(page), numbers_of("gradients") | numbers_of("local"))
        studio.address()
        page.reload()
        studio.still()
        untold(perceived(page), numbers_of("gradients") | numbers_of("local"))


OWN = """\
# Distinct numbers
a: input = 1.37
b: weight = 0.59
c: weight = 0.83
u = tanh(a * b)
v = exp(u * c)
p = sigmoid(v * 0.71)
L: loss = -log(p)
"""
"""Few of its numbers are equal: a number that is asked for is not there by another right."""

GEOMETRY = "d transform x y dx dy r rx ry width height viewBox style href"
EVERYTHING = f"""() => {{
  const found = [document.title, location.href];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) {{
    const node = walker.currentNode;
    if (node.parentElement?.closest("script, style, noscript")) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    for (const {{ name, value }} of node.attributes) {{
      if (!"{GEOMETRY}".split(" ").includes(name)) found.push(value);
    }}
  }}
  return found.join(" | ");
}}"""
"""Every text and every attribute of the document, seen or not, but its scripts and places."""


WIDTHS = "bands => bands.map((band) => band.getAttribute('stroke-width'))"


def asked_numbers(focus: str) -> dict[str, set[str]]:
    """By question, how its number may be written, where nothing told before has the same."""
    told = story_of(Look(view=View(program=OWN, focus=focus)))
    forms = (told.words.full, told.words.wire)

    def written(number: object) -> set[str]:
        each = float(np.asarray(number))
        texts = {way(each) for form in forms for way in (form.value, form.slope, form.product)}
        return {text.lstrip("−") for text in texts if len(text) > 3 and text not in OWN}

    found = {}
    for question in questions(told):
        facts = told.walk.frame(question.step - 1).facts.values()
        known = [fact.number for fact in facts if fact.number is not None]
        before = set().union(*(written(each) for each in known if np.ndim(each) == 0))
        found[question.ask] = written(question.number) - before
    return found


@pytest.mark.parametrize("where", ["/present", "/embed/studio"])
@pytest.mark.parametrize("focus", ["*", "b"])
def test_a_number_that_is_asked_for_is_nowhere_in_the_document_and_then_it_is_told(
    visit: Opener, where: str, focus: str
) -> None:
    numbers = asked_numbers(focus)
    studio = visit(address(OWN, "", focus=focus).replace("/studio", where, 1))
    page, caption, seen = studio.page, studio.page.locator("[data-caption]").first, 0
    for turn in range(len(numbers)):
        page.keyboard.press("q")
        expect(caption).to_have_attribute("data-says", "question")
        expect(page.locator(".asking").first).to_be_attached()
        hidden = numbers[caption.inner_text().strip()]
        untold(page.evaluate(EVERYTHING), hidden)
        asked = page.locator(".ribbon.asking .band").evaluate_all(WIDTHS)
        assert {*asked} <= {"0"}
        page.keyboard.press("Enter" if turn % 2 else "ArrowRight")
        expect(caption).not_to_have_attribute("data-says", "question")
        expect(page.locator(".asking")).to_have_count(0)
        if hidden:
            with pytest.raises(AssertionError):
                untold(page.evaluate(EVERYTHING), hidden)
            seen += 1
        if studio.step == len(story_of(Look(view=View(program=OWN, focus=focus))).walk.steps) - 1:
            break
    assert seen > 8


def test_in_the_studio_it_is_nowhere_in_the_document_until_it_is_answered_or_shown(
    visit: Opener,
) -> None:
    numbers = asked_numbers("*")
    studio = visit(address(OWN, "", focus="*"))
    page, seen = studio.page, 0
    page.keyboard.press("q")
    asked = page.locator("[data-predict] form")
    expect(asked).to_be_visible()
    for _turn in range(80):
        if asked.is_visible():
            hidden = numbers[page.inner_text("[data-caption]").strip()]
            untold(page.evaluate(EVERYTHING), hidden)
            page.click("[data-show]")
            seen += bool(hidden)
        elif studio.step == studio.steps - 1:
            break
        else:
            page.keyboard.press("Enter")
    assert seen > 8
