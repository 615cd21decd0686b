"""Everything by keyboard and by ear: names, order, focus, live text, axe-core, reduced motion."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.picture.svg import THEMES

from .axe import faults
from .conftest import Opener, Watch
from .studio import Studio


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_serious_in_the_studio(visit: Opener, size: str) -> None:
    studio = visit("/lesson/example-2", size=size)
    for step in (12, 27) if size == "desk" else (27,):
        for theme in THEMES if size == "desk" else THEMES[:1]:  # colours are alike in any size
            studio.go(step)
            studio.theme(theme)
            assert faults(studio, colours_only=theme != THEMES[0]) == [], f"{theme}, step {step}"
    studio.change(lambda: studio.choose("focus", "*"))
    studio.go(40)
    assert faults(studio) == [], "the whole backward pass"
    studio.wire("wire from v to p").dispatch_event("click")
    assert faults(studio) == [], "a wire explained"


def _error(studio: Studio) -> None:
    studio.write("a = 2\nb = a * zz")
    expect(studio.problem).not_to_be_empty()
    expect(studio.status).not_to_be_empty()


def _help(studio: Studio) -> None:
    studio.press("?")
    expect(studio.page.locator("[data-help]")).to_be_visible()


def _menu(studio: Studio) -> None:
    studio.page.locator(".menu summary").click()


def _drawer(studio: Studio) -> None:
    studio.edit()


def _more(studio: Studio) -> None:
    studio.more()


def _why(studio: Studio) -> None:
    expect(studio.explanation).not_to_be_empty()


def _garbage(studio: Studio) -> None:
    studio.number("x1").fill("abc")
    expect(studio.status).to_contain_text("is not a number")


STATES: dict[str, list[tuple[Callable[[Studio], None], str]]] = {
    "desk": [(_help, "[data-help]"), (_menu, ".menu"), (_more, ".more")],
    "phone": [(_drawer, "#side"), (_more, ".more"), (_why, "[data-why]")],
}
"""What can be opened, and where that is."""

MISTAKES = (_garbage, "#side"), (_error, "#side")
"""They stay, in the drawer: so they come last, and last the one with which the program is gone."""


@pytest.mark.parametrize("size", STATES)
def test_axe_finds_nothing_serious_in_other_states(visit: Opener, watch: Watch, size: str) -> None:
    """Names and order on all of the page; colours in what has come, in each theme now and then."""
    watch.expected.append("status of 422")
    studio = visit("/lesson/example-2?step=17", size=size)
    states = (*STATES[size], *(MISTAKES if size == "desk" else ()))
    for k, (bring_about, part) in enumerate(states):
        for theme in (THEMES[0], THEMES[1 + k % (len(THEMES) - 1)]):
            studio.theme(theme)
            bring_about(studio)
            expect(studio.page.locator(part).first).to_be_visible()
            if theme == THEMES[0]:
                assert faults(studio, colours=False) == [], part
            assert faults(studio, colours_only=True, part=part) == [], f"{theme}, {part}"
            studio.press("Escape")


def test_axe_finds_nothing_serious_on_a_page_that_is_not_there(visit: Opener, watch: Watch) -> None:
    watch.expected.append("status of 404")
    studio = visit("/lesson/nothing")
    assert faults(studio) == []
    studio.page.evaluate(
        """() => {
            const [bad, nameless] = ["p", "button"].map((tag) => document.createElement(tag));
            bad.textContent = "Who can read this?";
            bad.style.color = "color-mix(in srgb, currentcolor 30%, transparent)";
            document.querySelector("main").append(bad, nameless);
        }"""
    )
    found = [fault.partition(":")[0] for fault in faults(studio)]
    assert found == ["critical button-name", "serious color-contrast"], "and it sees what is"
    assert "Who can read this" in faults(studio, colours_only=True)[0]


# -- names and order ---------------------------------------------------------------------


def test_every_wire_and_node_has_a_spoken_name_with_what_is_known_of_it(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    tree = studio.page.locator(".canvas svg").aria_snapshot()
    names = re.findall(r'^\s+- button "(.*)"', tree, re.MULTILINE)
    assert (
        "wire from v to p (logistic sigmoid), value −1, local gradient 0.2, flows back −0.74"
        in (names)
    )
    assert "logistic sigmoid, p" in names
    assert "weight w₁" in names
    assert any(name.startswith("ℒ, the loss, value 1.3") for name in names)
    drawn = studio.page.locator(".canvas .node, .canvas .edge").count()
    assert len(names) == len(set(names)) == drawn
    assert "\u200b" not in tree


def test_a_name_says_nothing_that_is_not_known_yet(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    wire = studio.wire("wire from v to p")
    name = "wire from v to p (logistic sigmoid)"
    assert wire.get_attribute("aria-label") == name
    studio.go(8)
    assert wire.get_attribute("aria-label") == f"{name}, value −1"
    studio.go(17)
    assert wire.get_attribute("aria-label") == (
        f"{name}, value −1, local gradient 0.2, flows back −0.74"
    )
    studio.go(0)
    assert wire.get_attribute("aria-label") == name


def test_the_picture_is_a_named_group_of_buttons_not_an_image(visit: Opener) -> None:
    picture = visit("/lesson/example-2").page.locator(".canvas svg")
    assert picture.get_attribute("role") == "group"
    assert picture.get_attribute("aria-roledescription") == "computational graph"
    assert picture.get_attribute("aria-label") == "Example II: learning the weights of a neuron"


@pytest.mark.parametrize("slug", ["example-2", "fork", "sigmoid-gates", "simple-network"])
def test_tab_reaches_every_wire_and_node_operands_before_results(visit: Opener, slug: str) -> None:
    studio = visit(f"/lesson/{slug}?step=12")
    page = studio.page
    page.locator("[data-picture]").focus()
    reached: list[str] = []
    focused = "document.activeElement.closest('.canvas [data-slot]')?.dataset.slot ?? ''"
    while True:
        studio.press("Tab")
        slot = page.evaluate(focused)
        if not slot:
            break
        reached.append(slot)
    drawn = page.locator(".canvas .node, .canvas .edge").evaluate_all(
        "all => all.map((each) => each.dataset.slot)"
    )
    assert reached == drawn
    ends = page.evaluate(
        """() => JSON.parse(document.querySelector("#story").textContent).edges
            .map(({ id, from, to }) => [from, id, to])"""
    )
    for start, edge, end in ends:
        assert reached.index(start) < reached.index(edge) < reached.index(end)


def test_focus_can_be_seen_on_everything_that_takes_it(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17", reduced_motion="reduce")
    page = studio.page
    studio.edit()
    page.evaluate("document.activeElement.blur()")
    looks = """(blurred) => {
        const element = blurred ?? document.activeElement;
        window.held = element;
        const style = (found) => {
            const { outlineStyle, outlineWidth, stroke, strokeWidth } = getComputedStyle(found);
            return [outlineStyle, outlineWidth, stroke, strokeWidth].join(" ");
        };
        return [element, element.closest(".editor"), ...element.querySelectorAll(".box, .touch")]
            .filter(Boolean).map(style).join("; ");
    }"""
    names, unseen = [], []
    while True:
        studio.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        with_focus = page.evaluate(f"() => ({looks})(null)")
        page.evaluate("held.blur()")
        without = page.evaluate(f"() => ({looks})(held)")
        page.evaluate("held.focus({ preventScroll: true })")
        names.append(page.evaluate("held.ariaLabel ?? held.textContent.trim().slice(0, 40)"))
        if with_focus == without:
            unseen.append(names[-1])
    assert unseen == []
    assert len(names) > 45


def test_the_skip_link_comes_first_and_leads_to_the_picture(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    studio.press("Tab")
    skip = studio.page.get_by_role("link", name="Skip to the picture")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    studio.press("Enter")
    expect(studio.page.locator("[data-picture]")).to_be_focused()
    studio.press("ArrowRight")
    assert studio.step == 18, "and the keys still step"


def test_focus_stays_where_it_is_while_the_picture_changes(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    slot = "document.activeElement.dataset.slot"
    wire = studio.wire("wire from v to p")
    wire.focus()
    before = studio.page.evaluate(slot)
    studio.press("ArrowRight", "ArrowRight")
    assert studio.page.evaluate(slot) == before
    studio.edit()
    studio.number("x1").focus()
    studio.change(lambda: studio.press("Control+A", "5"))
    expect(studio.number("x1")).to_be_focused()
    studio.page.locator("#program").focus()
    studio.press("Control+End")
    studio.change(lambda: studio.page.keyboard.insert_text("extra = q + 1"))
    expect(studio.page.locator("#program")).to_be_focused()
    studio.more()
    studio.page.locator("#focus").focus()
    studio.change(lambda: studio.choose("focus", "*"))
    expect(studio.page.locator("#focus")).to_be_focused()


def test_every_control_has_a_name(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    studio.edit()
    studio.more()
    tree = studio.page.locator("body").aria_snapshot()
    nameless = re.findall(
        r"^\s*- (?:button|link|textbox|slider|combobox|navigation|region|contentinfo|img)(?::|$|"
        r" \[)",
        tree,
        re.MULTILINE,
    )
    assert nameless == []
    for name in ('textbox "Program"', 'combobox "Tell"', 'button "Play"', 'link "Next step"'):
        assert name in tree
    assert 'textbox "x1 (input)"' in tree
    assert 'slider "x1, slider"' in tree


# -- live text ---------------------------------------------------------------------------

LISTEN = """() => {
    window.said = [];
    for (const live of document.querySelectorAll("[aria-live], [role=status], [role=alert]")) {
        new MutationObserver(() => {
            if (live.textContent.trim()) window.said.push(live.textContent.trim());
        }).observe(live, { childList: true, characterData: true, subtree: true });
    }
}"""


@pytest.mark.parametrize("slug", ["example-2", "fork", "gates"])
def test_each_step_is_said_exactly_once(visit: Opener, slug: str) -> None:
    studio = visit(f"/lesson/{slug}")
    caption = studio.page.locator("[data-caption]")
    assert caption.get_attribute("aria-live") == "polite"
    sentences = studio.page.evaluate(
        """() => JSON.parse(document.querySelector("#story").textContent).steps
            .map((step) => step.sentence)"""
    )
    studio.page.evaluate(LISTEN)
    for _ in sentences[1:]:
        studio.press("ArrowRight")
    assert studio.page.evaluate("window.said") == sentences[1:]


def test_a_changed_number_says_the_step_again_once_and_an_error_itself(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append("status of 422")
    studio = visit("/lesson/example-2?step=24&numbers=exact")
    studio.page.evaluate(LISTEN)
    studio.change(lambda: studio.number("x1").fill("3"))
    said = studio.page.evaluate("window.said")
    assert len(said) == 1
    assert "−2.64" in said[0]
    studio.write("a = zz")
    expect(studio.problem).not_to_be_empty()
    expect(studio.status).not_to_be_empty()
    studio.pause(100)
    said = studio.page.evaluate("window.said")[1:]
    assert sorted(said) == [
        said_line
        for said_line in sorted(
            [studio.problem.text_content().strip(), studio.status.text_content().strip()]
        )
    ]


# -- motion ------------------------------------------------------------------------------

DURATIONS = """() => [...document.querySelectorAll("*")].flatMap((element) => {
    const { transitionDuration, transitionProperty, animationName } = getComputedStyle(element);
    const longest = Math.max(...transitionDuration.split(", ").map(parseFloat));
    return longest > 0 || animationName !== "none"
        ? [[element.className.baseVal ?? element.className, longest, animationName]] : [];
})"""


def test_nothing_moves_under_reduced_motion(visit: Opener) -> None:
    for size in ("desk", "phone"):
        studio = visit("/lesson/example-2?step=17", size=size, reduced_motion="reduce")
        studio.page.evaluate("document.querySelector('[data-stage]').dataset.stale = 'yes'")
        assert studio.page.evaluate(DURATIONS) == []


def test_motion_is_at_most_a_fifth_of_a_second(visit: Opener) -> None:
    for size in ("desk", "phone"):
        studio = visit("/lesson/example-2?step=17", size=size, reduced_motion="no-preference")
        found = studio.page.evaluate(DURATIONS)
        assert found
        assert all(longest <= 0.2 for _, longest, _ in found)


# -- the drawer ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["desk", "slate", "phone"])
def test_the_drawer_opens_takes_the_focus_and_gives_it_back(visit: Opener, size: str) -> None:
    studio = visit("/lesson/example-2?step=17", size=size)
    page = studio.page
    editor = page.locator("#program")
    button = page.locator(f"{'.more' if size == 'phone' else '.tools >'} [data-do=drawer]")
    # On a phone the button is among the rest, which closes behind it.
    from_ = page.locator(".more > summary") if size == "phone" else button

    def press() -> None:
        if size == "phone":
            studio.more()
        button.click()

    close = page.locator("#side").get_by_role("button", name="Close")
    expect(editor).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    for leave in (close.click, lambda: page.keyboard.press("Escape")):
        press()
        expect(editor).to_be_visible()
        expect(editor).to_be_in_viewport()
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(close).to_be_focused()
        leave()
        expect(editor).to_be_hidden()
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(from_).to_be_focused()
    press()
    page.mouse.click(page.viewport_size["width"] - 4, 300)
    if size == "phone":
        expect(editor).to_be_hidden()  # it lay over the picture
    else:
        expect(editor).to_be_visible()


def test_typing_in_the_drawer_is_left_with_escape(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12", size="phone")
    studio.change(lambda: studio.number("x1").fill("3"))
    studio.press("Escape")
    expect(studio.page.locator("#program")).to_be_hidden()
    assert studio.value("x1") == "3"


def test_on_a_wide_page_the_picture_makes_room_for_the_drawer(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = studio.page
    button = page.locator(".tools > [data-do=drawer]")
    width = "document.querySelector('[data-picture]').clientWidth"
    before = page.evaluate(width)
    expect(page.locator("#program")).to_be_hidden()
    button.click()
    expect(page.locator("#program")).to_be_visible()
    studio.wait(lambda: page.evaluate(width) < before - 200)
    studio.press("Tab", "Tab", "x", "Escape")
    expect(page.locator("[data-picture]")).to_be_focused()
    studio.press("e")
    expect(page.locator("#program")).to_be_hidden()
    studio.wait(lambda: page.evaluate(width) == before)
