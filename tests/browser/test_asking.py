"""A click asks: a leaf for its chain, a node or a wire for its explanation. Q asks the reader."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from app.state.link import pack

from .conftest import Opener


def test_a_clicked_leaf_gets_its_chain_told(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    studio.change(lambda: studio.node("w2").locator(".symbol").click())
    page = studio.page
    assert page.input_value("#focus") == "w2"
    assert page.inner_text("[data-place]").endswith("backward")
    assert "w₂" in page.locator("[data-tell] option:checked").first.text_content()
    studio.press("3", "ArrowLeft")
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 1 = −0.74"
    on_path = page.locator('.canvas .node[data-path="on"]').evaluate_all(
        "nodes => nodes.map((node) => node.dataset.name)"
    )
    assert on_path == ["w2", "z2", "q", "v", "p", "L"]


def test_the_keyboard_asks_for_a_chain_too(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    studio.node("x1").focus()
    studio.change(lambda: studio.press("Enter"))
    assert studio.page.input_value("#focus") == "x1"
    assert studio.page.evaluate("document.activeElement.dataset.name") == "x1"


def test_what_is_told_can_be_chosen_from_a_list(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = studio.page
    studio.change(lambda: studio.choose("focus", "*"))
    gradients = page.locator("[data-strip] .gradients th")
    expect(gradients).to_have_count(5)
    studio.press("End")
    studio.change(lambda: studio.choose("focus", "-"))
    assert page.inner_text("[data-strip]").strip() == ""
    studio.press("End")
    assert page.inner_text("[data-place]").endswith("forward")
    studio.change(lambda: studio.choose("focus", "w1"))
    assert page.locator("[data-strip] .symbol").count() == 5


def test_a_clicked_wire_is_explained(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    studio.wire("wire from v to p").locator(".value").click()
    assert studio.thing == "The wire from v to p"
    assert studio.sentence.startswith("The product of the chain"), "what is told stays"
    titles = studio.explanation.locator("h3").all_inner_texts()
    assert [title.casefold() for title in titles] == ["local gradient", "upstream × local", "check"]
    assert studio.step == 24, "asking does not step"


def test_a_wire_whose_number_is_still_to_come_says_where_and_leads_there(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=13")
    studio.wire("wire from v to p").locator(".value").click()
    cards = studio.explanation.inner_text()
    assert "0.2" not in cards, "what is not computed yet is not told"
    studio.page.get_by_role("button", name="Its number comes at step 18").click()
    assert studio.step == 17
    assert "0.2" in studio.explanation.inner_text()


def test_a_wire_off_the_told_path_is_explained_and_said_to_be_off_it(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    studio.wire("wire from w₂").dispatch_event("click")  # its number would be changed by a click
    assert "not on the way that is told now" in studio.explanation.inner_text()
    assert studio.explanation.locator(".card.local").count() == 1


@pytest.mark.parametrize(("step", "known"), [(0, False), (24, True)])
def test_a_clicked_node_is_explained_as_far_as_it_is_known(
    visit: Opener, step: int, known: bool
) -> None:
    studio = visit(f"/lesson/example-2?step={step}")
    studio.node("p").locator(".box").click()
    assert studio.thing == "The node p"
    formulas = studio.explanation.locator(".card.forward .formula")
    expect(formulas.first).to_contain_text("σ")
    assert formulas.count() == (2 if known else 1)
    assert ("0.27" in studio.explanation.inner_text()) is known


def test_a_step_takes_the_explanation_back(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=16")
    studio.node("p").locator(".box").click()
    studio.press("ArrowRight")
    assert re.match("Step 18 of 33", studio.page.inner_text("[data-place]"))
    assert "slope 0.2" in studio.sentence


def test_the_explanation_has_the_cards_of_the_step(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    cards = studio.explanation.locator(".card")
    assert [title.casefold() for title in cards.locator("h3").all_inner_texts()] == [
        "local gradient",
        "upstream × local",
        "check",
    ]
    expect(cards.nth(0)).to_contain_text("0.2")
    expect(cards.nth(1)).to_contain_text("−0.74")
    expect(cards.nth(2)).to_contain_text("agrees with finite differences")


def test_a_gradient_of_several_paths_has_a_card_with_their_sum(visit: Opener) -> None:
    studio = visit("/lesson/fork?focus=*")
    while not studio.explanation.locator(".card.sum").count():
        before = studio.step
        studio.press("ArrowRight")
        assert studio.step > before, "there is no sum"
    expect(studio.explanation.locator(".card.sum")).to_contain_text("7")


@pytest.mark.parametrize("where", ["/present", "/embed/lesson"])
def test_where_nobody_types_a_question_does_not_say_how(visit: Opener, where: str) -> None:
    studio = visit(f"{where}/vector-neuron")
    caption, seen = studio.page.locator("[data-caption]").first, []
    for _ in range(12):
        studio.press("q")
        expect(caption).to_have_attribute("data-says", "question")
        seen.append(caption.inner_text().strip())
        studio.press("ArrowRight")
        expect(caption).not_to_have_attribute("data-says", "question")
    assert any("∂q/∂w" in each for each in seen), "a vector is asked for, too"
    assert not [each for each in seen if not each.endswith("?")]


def test_where_an_answer_is_typed_the_question_says_how(visit: Opener) -> None:
    program = "a: input = [1, 2]\nb: weight = [3, 1]\nc = a + b\nL: loss = sum(c)"
    studio = visit(f"/studio?p={pack(program)}")
    page = studio.page
    with page.expect_response("**/api/questions"):
        studio.press("q")
    how = re.compile(r"\? It has 2 entries: all of them, like .*, or one at a time\.$")
    expect(page.locator("[data-predict] [data-ask]")).to_have_text(how)
    expect(page.locator("[data-caption]")).to_have_text(how)


def test_a_cell_of_a_matrix_is_asked_for_in_its_place_and_all_others_wait(stage: Any) -> None:
    page = stage("/present/network?step=18").page
    page.keyboard.press("q")
    cell = page.locator('[data-screen="now"] .cells g[data-state="asked"]')
    expect(cell).to_have_count(1)
    expect(cell).to_have_text("?")
    expect(cell).to_be_visible()
    matrix = cell.locator("xpath=..")
    assert (matrix.text_content() or "").strip() == "?", "its neighbours would tell"
    assert "row 3, column 9" in page.inner_text('[data-screen="now"] [data-caption]')
    page.keyboard.press("Enter")
    expect(page.locator('[data-screen="now"] [data-slot="m3-32"]')).to_have_text(".393")
    expect(page.locator('[data-screen="now"] .cells g[data-state="asked"]')).to_have_count(0)
