"""Every change can be undone and done again, and numbers come back to the lesson's."""

import re

from playwright.sync_api import expect

from .conftest import Opener
from .studio import Studio


def _state(studio: Studio) -> tuple[str, str, str, str, str]:
    page = studio.page
    arithmetic = page.get_attribute("[data-numbers][aria-current]", "data-numbers") or ""
    return (
        page.input_value("#program"),
        studio.number("w1").input_value().replace(",", "."),
        studio.value("w1"),
        arithmetic,
        page.input_value("#focus"),
    )


def test_five_changes_are_undone_and_done_again(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    page = studio.page
    undo, redo = (page.locator(f"[data-do={name}]") for name in ("undo", "redo"))
    expect(undo).to_be_disabled()
    states = [_state(studio)]
    program = states[0][0]
    for change in (
        lambda: studio.number("w1").fill("0,5"),
        lambda: studio.arithmetic("exact"),
        lambda: studio.choose("focus", "*"),
        lambda: studio.write(program.replace("z1 + z2", "z1 - z2")),
        lambda: studio.number("x2").fill("1/4"),
    ):
        studio.change(change)
        states.append(_state(studio))
    page.locator("[data-picture]").focus()
    for k in (4, 3, 2, 1, 0):
        studio.change(lambda: studio.press("Control+z"))
        after = _state(studio)
        assert after == states[k], k
    expect(undo).to_be_disabled()
    assert studio.number("x2").input_value() == "1"
    for k in (1, 2, 3):
        studio.change(lambda: studio.press("Control+Shift+Z"))
        assert _state(studio) == states[k], k
    studio.change(lambda: studio.press("Control+y"))
    studio.change(redo.click)
    assert _state(studio) == states[5]
    assert studio.value("x2") == "0.25"
    expect(redo).to_be_disabled()
    studio.change(undo.click)
    assert _state(studio) == states[4]


def test_in_a_text_undo_is_the_texts_own(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.change(lambda: studio.number("w1").fill("3"))
    before = studio.page.input_value("#program")
    studio.edit()
    studio.page.focus("#program")
    studio.change(lambda: studio.page.keyboard.type("#"))
    studio.change(lambda: studio.press("Control+z"))
    assert studio.page.input_value("#program") == before
    assert studio.value("w1") == "3"


def test_a_changed_number_is_marked_and_one_press_brings_the_lessons_back(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.edit()
    back = studio.page.get_by_role("button", name="w1 back to -1")
    expect(back).to_be_hidden()
    studio.change(lambda: studio.number("w1").fill("3"))
    expect(back).to_be_visible()
    studio.change(back.click)
    expect(back).to_be_hidden()
    assert studio.number("w1").input_value() == "-1"
    assert studio.value("w1") == "−1"
    assert "v.w1" not in studio.address()


def test_random_numbers_are_new_ones_for_inputs_and_weights_only(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.edit()
    studio.change(studio.page.get_by_role("button", name="Random numbers").click)
    for key in ("x1", "x2", "w1", "w2"):
        typed = studio.number(key).input_value()
        assert re.fullmatch(r"-?[012](\.\d)?", typed), typed
        assert float(typed) != 0
    assert studio.number("y").input_value() == "1"
    studio.change(lambda: studio.page.get_by_role("button", name="Undo", exact=True).click())
    assert studio.number("w1").input_value() == "-1"


def test_random_numbers_of_a_vector_keep_its_shape(visit: Opener) -> None:
    studio = visit("/lesson/vector-neuron?step=3")
    before = [
        len(text.split(",")) for text in studio.page.locator(".field textarea").all_inner_texts()
    ]
    studio.edit()
    studio.change(studio.page.get_by_role("button", name="Random numbers").click)
    expect(studio.status).to_be_hidden()
    after = [
        len(text.split(",")) for text in studio.page.locator(".field textarea").all_inner_texts()
    ]
    assert before == after


def test_arrows_step_a_number_up_and_down(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.number("x1").focus()
    studio.change(lambda: studio.press("ArrowUp"))
    assert studio.number("x1").input_value() == "2.1"
    studio.press("ArrowDown", "ArrowDown", "Shift+ArrowDown")
    studio.wait(lambda: studio.value("x1") == "0.9")
    studio.settle()
    assert studio.slider("x1").input_value() == "0.9"


def test_a_dragged_slider_asks_one_thing_at_a_time_and_ends_where_the_hand_does(
    visit: Opener,
) -> None:
    studio = visit("/lesson/example-2?step=17")
    studio.page.evaluate(
        """() => {
            const send = window.fetch;
            let open = 0;
            window.most = 0;
            window.fetch = async (...asked) => {
                // Cards are asked for when the hand rests, whatever else is on its way.
                if (String(asked[0]).includes("/api/callouts")) return send(...asked);
                open += 1;
                window.most = Math.max(window.most, open);
                try {
                    return await send(...asked);
                } finally {
                    open -= 1;
                }
            };
        }"""
    )
    studio.slider("w1").evaluate(
        """async (slider) => {
            for (let k = 0; k <= 60; k += 1) {
                slider.value = String(-3 + k / 10);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise((done) => requestAnimationFrame(done));
            }
        }"""
    )
    studio.wait(lambda: studio.value("w1") == "3")
    studio.settle()
    assert studio.page.evaluate("window.most") == 1
    assert studio.number("w1").input_value() == "3"
    assert studio.snapshot() == studio.servers(studio.address())
    studio.page.locator("[data-picture]").focus()
    studio.change(lambda: studio.press("Control+z"))
    assert studio.value("w1") == "−1", "a drag is one change"
