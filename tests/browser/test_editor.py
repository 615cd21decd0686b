"""The program is numbered, coloured, completed and cured; its lines are the picture's nodes."""

import pytest
from playwright.sync_api import Locator, expect

from app.state.link import pack

from .conftest import Opener, Watch
from .studio import Studio

REFUSED = "status of 422"
BROKEN = pack("x = 3\ny = x^2")


def _options(studio: Studio) -> Locator:
    return studio.page.locator("#completions [role=option]")


def _at_the_end(studio: Studio) -> None:
    studio.edit()
    studio.page.focus("#program")
    studio.press("Control+End")


def test_lines_are_numbered_and_words_are_told_apart(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = studio.page
    program = page.input_value("#program")
    lines = page.locator("[data-underline] .line")
    assert lines.count() == len(program.split("\n"))
    kinds = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-underline] span[class]")]
            .filter((span) => span.className !== "line")
            .map((span) => [span.textContent.trim(), span.className]))"""
    )
    assert kinds["weight"] == "role weight"
    assert kinds["loss"] == "role loss"
    assert kinds["sigmoid"] == kinds["log"] == "function"
    assert kinds["q"] == "name" or kinds["q"] == "given"
    assert kinds["2"] == "number"
    assert kinds["# Example II: learning the weights of a neuron"] == "comment"
    colours = page.evaluate(
        """() => [".role", ".function", ".number", ".comment"].map((kind) =>
            getComputedStyle(document.querySelector(`[data-underline] ${kind}`)).color)"""
    )
    assert len({*colours}) == 4


def test_the_coloured_text_lies_under_the_typed_one(visit: Opener) -> None:
    studio = visit("/lesson/network-two-layers")
    page = studio.page
    studio.edit()
    heights = page.evaluate(
        """() => {
            const [typed, drawn] = ["#program", "[data-underline]"].map((each) =>
                document.querySelector(each));
            return [typed.clientWidth, drawn.clientWidth, typed.scrollHeight, drawn.scrollHeight];
        }"""
    )
    assert heights[0] == heights[1]
    assert abs(heights[2] - heights[3]) <= 1
    studio.edit()
    page.focus("#program")
    page.evaluate("document.querySelector('#program').scrollTop = 60")
    page.wait_for_function(
        "() => document.querySelector('#program').scrollTop "
        "=== document.querySelector('[data-underline]').scrollTop"
    )


def test_a_word_is_completed_by_keyboard(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/lesson/example-2")
    page = studio.page
    before = page.input_value("#program")
    _at_the_end(studio)
    page.keyboard.type("\nr = sigm")
    expect(_options(studio)).to_have_count(1)
    assert _options(studio).first.inner_text().startswith("sigmoid")
    studio.press("Tab")
    assert page.input_value("#program") == f"{before}\nr = sigmoid()"
    expect(page.locator("#completions")).to_be_hidden()
    page.keyboard.type("z")
    expect(_options(studio)).to_have_count(3)
    studio.press("ArrowDown", "ArrowDown")
    assert page.get_attribute("#program", "aria-activedescendant") == "completion-1"
    studio.change(lambda: studio.press("Enter"))
    assert page.input_value("#program") == f"{before}\nr = sigmoid(z1)"
    expect(page.locator('.canvas .node[data-name="r"]')).to_be_visible()


def test_enter_is_a_new_line_while_nothing_is_chosen_and_escape_closes(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append(REFUSED)  # what is half typed may be asked for
    studio = visit("/lesson/example-2")
    page = studio.page
    before = page.input_value("#program")
    _at_the_end(studio)
    page.keyboard.type("\nr = q")
    expect(page.locator("#completions")).to_be_hidden()
    page.keyboard.type(" + z")
    expect(page.locator("#completions")).to_be_visible()
    studio.press("Escape")
    expect(page.locator("#completions")).to_be_hidden()
    page.keyboard.type("1")
    studio.press("Enter")
    assert page.input_value("#program") == f"{before}\nr = q + z1\n"


def test_enter_below_a_loop_indents_and_backspace_takes_the_indentation_back(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append(REFUSED)  # a loop without lines may be asked for
    studio = visit("/studio")
    page = studio.page
    start = "w: weight = 0.8\nh[0] = 1"
    studio.change(lambda: studio.write(start))
    _at_the_end(studio)
    page.keyboard.type("\nfor t in range(3):")
    studio.press("Enter")
    loop = f"{start}\nfor t in range(3):\n    "
    assert page.input_value("#program") == loop
    page.keyboard.type("z = w*h[t]")
    studio.press("Enter")
    page.keyboard.type("h[t+1] = tanh(z)")
    studio.press("Enter")
    loop += "z = w*h[t]\n    h[t+1] = tanh(z)\n"
    assert page.input_value("#program") == f"{loop}    "
    studio.press("Backspace")
    assert page.input_value("#program") == loop
    studio.change(lambda: page.keyboard.type("L: loss = h[3]"))
    assert page.input_value("#program") == f"{loop}L: loss = h[3]"
    expect(studio.problem).to_be_empty()
    for name in ("h1", "h2", "h3"):
        expect(page.locator(f'.canvas .node[data-name="{name}"]')).to_be_visible()


def test_roles_are_offered_behind_a_colon(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/lesson/example-2")
    page = studio.page
    _at_the_end(studio)
    page.keyboard.type("\nb:")
    expect(_options(studio)).to_have_count(5)
    page.keyboard.type(" w")
    expect(_options(studio)).to_have_count(1)
    studio.press("Tab")
    assert page.input_value("#program").endswith("\nb: weight = ")


def test_the_cure_is_one_press(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/lesson/example-2")
    page = studio.page
    good = page.input_value("#program")
    studio.write(good.replace("sigmoid(v)", "sigmod(v)"))
    cure = studio.problem.get_by_role("button", name="Put sigmoid there")
    expect(cure).to_be_visible()
    studio.change(cure.click)
    assert page.input_value("#program") == good
    expect(studio.problem).to_be_empty()
    expect(page.locator("#program")).to_be_focused()


def test_a_broken_link_offers_its_cure_too(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/studio?p=" + BROKEN)
    studio.change(studio.problem.get_by_role("button", name="Put ** there").click)
    expect(studio.problem).to_be_empty()
    assert studio.page.input_value("#program") == "x = 3\ny = x**2"


def test_the_palette_inserts_at_the_caret_and_around_what_is_chosen(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = studio.page
    program = page.input_value("#program")
    studio.edit()
    page.get_by_text("Operations", exact=True).click()
    start = program.index("sigmoid(v)")
    page.evaluate(
        "([from, to]) => document.querySelector('#program').setSelectionRange(from, to)",
        [start, start + len("sigmoid(v)")],
    )
    studio.edit()
    page.focus("#program")
    studio.change(page.get_by_role("button", name="square(x)").click)
    assert page.input_value("#program") == program.replace("sigmoid(v)", "square(sigmoid(v))")
    expect(page.locator("#program")).to_be_focused()


def test_a_hovered_line_lights_its_node_and_a_hovered_node_its_line(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    page = studio.page
    studio.edit()
    lines = page.locator("[data-underline] .line")
    at = next(k for k in range(lines.count()) if lines.nth(k).inner_text().startswith("q "))
    box = lines.nth(at).bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    lit = page.locator(".canvas .node.lit")
    expect(lit).to_have_attribute("data-name", "q")
    studio.node("p").locator(".box").hover()
    expect(page.locator("[data-underline] .line.lit")).to_have_text("p  = sigmoid(v)")
    page.mouse.move(5, 5)
    studio.node("v").focus()
    expect(page.locator("[data-underline] .line.lit")).to_have_text("v  = y * q")


def test_the_caret_lights_the_node_of_its_line(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.edit()
    studio.page.focus("#program")
    studio.page.locator("#program").evaluate(
        """program => {
            const line = program.value.indexOf("\\nL:") + 1;
            program.setSelectionRange(line, line);
        }"""
    )
    lit = studio.page.locator(".canvas .node.lit")
    expect(lit).to_have_attribute("data-name", "L")
    studio.press("ArrowUp")
    expect(lit).to_have_attribute("data-name", "p")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_button_that_closes_the_editor_lies_on_nothing(visit: Opener, size: str) -> None:
    page = visit("/lesson/example-2", size=size).page
    page.keyboard.press("e")
    expect(page.locator(".side .close")).to_be_visible()
    close = page.locator(".side .close").bounding_box()
    box = page.locator(".side .editor").bounding_box()
    assert close and box and close["y"] + close["height"] <= box["y"]
