"""Neurons in the browser: they are stepped, touched and asked like any picture."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Opener

LIT = """svg => [...svg.querySelectorAll('.connection[data-touched] .weight')]
    .filter((each) => getComputedStyle(each).visibility === 'visible')
    .map((each) => each.textContent)"""
WIDE = "lines => lines.map((each) => each.querySelector('.wire').getAttribute('stroke-width'))"


def test_neurons_are_chosen_stepped_touched_and_asked(visit: Opener) -> None:
    studio = visit("/lesson/network?step=2")
    studio.change(lambda: studio.choose("zoom", "neurons"))
    page, canvas = studio.page, studio.page.locator("[data-picture]")
    svg = canvas.locator("svg.graph[data-view='neurons']")
    expect(svg).to_be_visible()
    y2, z2 = (svg.locator(f"[data-neuron='n{node}.1']") for node in (5, 6))
    expect(y2.locator(".value").first).to_have_text("0.182")
    assert z2.locator(".value").first.text_content() == ""
    # the next layer comes with its step, and the picture stays where it is
    before = y2.locator(".called").bounding_box()
    studio.press("ArrowRight", "ArrowRight")
    expect(z2.locator(".value").first).to_have_text("0.509")
    assert y2.locator(".called").bounding_box() == before
    assert "value 0.509" in (z2.get_attribute("aria-label") or "")
    # a neuron that is touched shows its row of weights, what it weighs, and its sum
    y2.locator(".box").hover()
    assert svg.evaluate(LIT) == ["−1", "0.5", "1", "0"]
    expect(y2.locator(".sum")).to_be_visible()
    expect(y2.locator(".sum")).to_have_text(
        "y₂ = σ(−1 · 2 + 0.5 · (−1) + 1 · 1 + 0) = σ(−1.5) = 0.182"
    )
    lit = svg.locator(".neuron[data-touched]").evaluate_all("all => all.map(e => e.dataset.neuron)")
    assert lit == ["n0.0", "n0.1", "n0.2", "n5.1"]
    # a connection by the keyboard: its weight, and its gradient once that is told
    studio.go(21)
    line = svg.locator(".connection", has_text="0.172")
    line.focus()
    assert svg.evaluate(LIT) == ["−1"]
    assert "weight −1, gradient of ℒ 0.172" in (line.get_attribute("aria-label") or "")
    # hidden numbers are nowhere, and no line tells of its weight
    widths = svg.locator(".line").evaluate_all(WIDE)
    assert len({*widths}) == 4
    studio.press("V")
    for wire in svg.locator(".line .wire").all()[12:]:
        expect(wire).to_have_css("stroke-width", "1.2px")
    studio.press("V")
    expect(line).to_contain_text("0.172")
    # the next numbers are asked for at the neurons themselves
    studio.go(5)
    studio.press("q")
    expect(svg.locator("[data-slot='n7.a0']")).to_have_text("?")
    expect(page.locator("#answer")).to_be_focused()
    # the update changes the lines of its weights, and no others
    page.click("[data-do=ask]")
    studio.go(21)
    old = svg.locator(".line").evaluate_all(WIDE)
    studio.go(24)
    new = svg.locator(".line").evaluate_all(WIDE)
    assert old[:12] != new[:12] and old[12:] == new[12:]
    assert page.locator("svg.graph").count() == 1


def test_a_touched_connection_is_asked_for_in_its_place_in_the_studio_and_on_the_stage(
    visit: Opener,
) -> None:
    """Before the answer its number is nowhere in the document: no text, attribute or width."""
    number, title = "0.086", "connection from x₂ to y₂"
    markup = "() => [...document.querySelectorAll('main svg, main section, main p')]"
    markup += ".map((each) => each.outerHTML).join(' ')"
    studio = visit("/lesson/network?zoom=neurons&focus=*&step=31")
    page = studio.page
    line = page.locator(f".connection[data-title='{title}']")
    assert number in page.evaluate(markup)
    line.focus()
    studio.press("q")
    expect(page.locator("#answer")).to_be_focused()
    assert studio.step == 30
    assert studio.sentence.startswith("What is ∂ℒ/∂W[2,2], the gradient by the weight from x")
    expect(line.locator(".gradient")).to_have_text("?")
    assert number not in page.evaluate(markup)
    expect(line.locator(".weight")).to_be_visible()
    ribbons = page.locator(".ribbon[data-slot^='e5-0.r'] > :first-child")
    assert {each.get_attribute("stroke-width") for each in ribbons.all()} == {"0"}
    # the field is over the number's own place
    field, place = page.locator("#answer").bounding_box(), line.locator(".touch").bounding_box()
    assert field and place and place["x"] < field["x"] < place["x"] + place["width"]
    page.keyboard.type("0.0860")
    studio.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("the size is right, the sign is not")
    page.fill("#answer", "−0.086")
    studio.press("Enter")
    studio.at(31)
    expect(line).to_have_attribute("data-touched", "this")
    expect(line.locator(".gradient")).to_have_text("−0.086")
    studio.press("ArrowRight")
    expect(page.locator("svg.graph")).not_to_have_attribute("data-touched", re.compile(""))

    stage = visit("/present/network?zoom=neurons&focus=*&step=21", size="hall")
    page = stage.page
    line = page.locator(f".connection[data-title='{title}']")
    place = line.locator(".touch").bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 5, place["y"] + place["height"] / 2)
    page.keyboard.press("q")
    expect(page.locator("[data-caption]")).to_contain_text("from x₂ to y₂?")
    expect(page.locator("[data-stage]")).to_have_attribute("data-step", "30")
    page.mouse.move(5, 5)
    expect(line).to_have_attribute("data-touched", "this")
    assert number not in page.evaluate(markup)
    page.keyboard.press("ArrowRight")
    expect(line.locator(".gradient")).to_have_text("−0.086")
    expect(line).to_have_attribute("data-touched", "this")


def test_a_neuron_opens_as_its_scalar_graph_and_closes_by_keyboard_hand_and_link(
    visit: Opener,
) -> None:
    studio = visit("/lesson/network?zoom=neurons&focus=*&step=31")
    page = studio.page
    neuron = page.locator(".canvas [data-open='y[2]']")
    neuron.focus()
    # What it is comes first, as of everything in a picture; of its whole layer it is the same.
    studio.press("Enter")
    offered = page.locator("[data-explanation] [data-alone]")
    expect(offered).to_have_text(["Open neuron y₁", "Open neuron y₂", "Open neuron y₃"])
    page.locator(".canvas [data-open='y[3]'] .box").click()
    expect(offered.first).to_be_visible()
    assert studio.step == 31
    neuron.focus()
    studio.press("Enter")
    studio.change(lambda: studio.press("Enter"))
    opened = page.locator(".canvas [data-name='y[2]']")
    expect(opened).to_be_focused()
    expect(page.locator("[data-place]")).to_contain_text("backward")
    expect(page.locator("svg.graph")).to_contain_text("0.182")
    expect(page).to_have_url(re.compile(r"zoom=neurons.*open=y(%5B|\[)2"))
    studio.press("End")
    expect(page.locator("[data-strip]")).to_contain_text("0.172")  # ∂ℒ/∂W₂₁, as on its connection
    studio.change(lambda: studio.press("Escape"))
    expect(neuron).to_be_focused()
    assert studio.step == 31
    expect(page).not_to_have_url(re.compile("open="))
    # from what is said of it
    neuron.locator(".box").click()
    studio.change(lambda: offered.nth(1).click())
    expect(page).to_have_url(re.compile(r"open=y(%5B|\[)2"))
    studio.change(lambda: studio.press("Escape"))
    # from the list beside the picture
    studio.change(lambda: studio.choose("open", "q"))
    expect(page.locator("[data-title-of], h1")).to_contain_text("neuron q")

    stage = visit("/present/network?zoom=neurons&focus=*&step=4", size="hall")
    page = stage.page
    page.locator(".canvas [data-open='y[2]'] .box").click()
    expect(page.locator("[data-explanation]")).to_contain_text("Wx")
    page.locator(".canvas [data-open='y[2]'] .box").click()
    expect(page.locator(".canvas [data-name='y[2]']")).to_be_visible()
    expect(page.locator("[data-away]")).to_be_visible()
    said = page.locator("[data-away-said]")
    expect(said).to_have_text("Neuron y[2], opened. Away from the lesson.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-open='y[2]']")).to_be_visible()
    expect(page.locator("[data-stage]")).to_have_attribute("data-step", "4")


def test_what_is_touched_is_outlined_in_the_chain_and_what_of_it_is_touched_in_the_picture(
    visit: Opener,
) -> None:
    studio = visit("/lesson/network?zoom=neurons&step=22")
    page = studio.page
    y = page.locator(".column:has(.caption:has-text('Wx')) .neuron").nth(1)
    which = y.get_attribute("data-neuron")
    y.locator(".box").hover(force=True)
    lit = page.locator(".strip [data-touched]")
    # y₂: a column of ∂z/∂y, its block of ∂y/∂w, its row of ∂L/∂W.
    expect(lit).to_have_count(3 + 4 + 4)
    for each in lit.all():
        assert which in (each.get_attribute("data-neurons") or "").split()
    cell = lit.last
    cell.hover()
    assert cell.get_attribute("data-touched") == "this"
    expect(page.locator(".canvas .neuron[data-touched]")).to_have_count(1)
    expect(page.locator(".canvas .line[data-touched]")).to_have_count(1)
    page.locator(".weights[data-name='V']").hover()
    expect(page.locator(".canvas .line[data-touched]")).to_have_count(12)
    expect(lit).to_have_count(0)


@pytest.mark.parametrize("size", ["desk", "slate"])
def test_the_field_of_a_cell_that_is_asked_for_covers_no_neuron(visit: Opener, size: str) -> None:
    studio = visit("/lesson/network?zoom=neurons&step=10", size=size)
    page = studio.page
    page.locator("[data-do='ask']").click()
    covered = """() => {
        const box = document.querySelector('.predict').getBoundingClientRect();
        return [...document.querySelectorAll('.canvas .neuron .box')].filter((each) => {
            const r = each.getBoundingClientRect();
            return r.left < box.right - 1 && r.right > box.left + 1
                && r.top < box.bottom - 1 && r.bottom > box.top + 1;
        }).map((each) => each.closest('.neuron').dataset.neuron);
    }"""
    asks, cells = page.locator(".predict form"), 0
    expect(asks).to_be_visible()
    for _press in range(24):
        if asks.is_hidden():
            studio.press("ArrowRight")
        elif page.locator(".strip g[data-state='asked']").count():
            cells += 1
            assert page.evaluate(covered) == []
            break
        else:
            asked = page.locator(".predict [data-ask]").text_content() or ""
            page.locator("[data-show]").click()
            page.wait_for_function(
                """(asked) => document.querySelector('.predict form').hidden
                    || document.querySelector('.predict [data-ask]').textContent !== asked""",
                arg=asked,
            )
        studio.still()
    assert cells, "a cell of the chain is asked for"
