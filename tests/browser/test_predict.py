"""Ask, in the studio: a worksheet is done by keyboard alone; nothing is seen before it is asked."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from app.lessons import lessons
from app.predict import questions
from app.story import tell

from .conftest import Opener
from .studio import Studio


def answers() -> dict[str, str]:
    """What is to be typed at each question of Example II, by what is asked."""
    story = lessons()["example-2"].story()
    return {each.ask: f"{float(each.number):.3g}" for each in questions(story)}


def said(studio: Studio) -> str:
    return studio.page.inner_text("[data-said]")


def waits(studio: Studio) -> bool:
    return studio.page.locator("[data-predict] form").is_visible()


def submit(studio: Studio, text: str) -> None:
    """Type an answer where the focus is, send it by Enter, and wait until something is said."""
    studio.page.keyboard.type(text)
    word = studio.page.locator("[data-said]")
    word.evaluate("said => said.replaceChildren()")
    studio.press("Enter")
    expect(word).not_to_be_empty()


def begin(visit: Opener, path: str, **settings: str) -> Studio:
    studio = visit(path, **settings)
    ask = studio.page.locator('[data-do="ask"]')
    expect(ask).to_have_attribute("aria-pressed", "true")
    expect(ask).to_have_attribute("aria-busy", "false")  # the questions are there
    return studio


def on(studio: Studio) -> None:
    """Go on to where the next number is asked for, by Enter, from wherever the focus is."""
    step = studio.step
    studio.press("Enter")
    studio.at(step + 1)


def test_a_whole_worksheet_by_keyboard_with_one_wrong_answer(visit: Opener) -> None:
    known = answers()
    studio = visit("/lesson/example-2")
    with studio.page.expect_response("**/api/questions"):
        studio.press("q")
    expect(studio.page.locator("#answer")).to_be_focused()
    assert studio.sentence == "What is z₁?"
    assert studio.value("z1") == "?"
    field = studio.page.locator("#answer").bounding_box()
    number = studio.wire("wire from z₁").locator("text.value").bounding_box()
    assert field and number
    assert abs(field["x"] + field["width"] / 2 - number["x"] - number["width"] / 2) < 60
    assert abs(field["y"] + field["height"] / 2 - number["y"] - number["height"] / 2) < 40
    submit(studio, "2")
    assert "the sign is not" in said(studio) and studio.step == 1
    studio.page.click("[data-hint]")
    studio.page.click("[data-hint]")
    expect(studio.page.locator("#answer")).to_be_focused()
    assert "w₁ = −1" in studio.page.inner_text("[data-hints]")
    for _ in range(80):
        if not waits(studio):
            if studio.step == studio.steps - 1:
                break
            on(studio)
            continue
        submit(studio, known[studio.sentence])
        assert said(studio).startswith("Right")
    assert studio.step == studio.steps - 1
    expect(studio.page.locator("[data-sum]")).to_be_focused()
    studio.press("Enter")
    rows = studio.page.locator("[data-kinds] tr").all_inner_texts()
    assert rows[0].split("\t") == ["Values", "10 of 11", "1", "0"]
    assert [row.split("\t")[2:] for row in rows[1:]] == [["0", "0"]] * (len(rows) - 1)
    with studio.page.expect_download() as saved:
        studio.page.click("[data-save]")
    text = saved.value.path().read_text(encoding="utf-8")
    assert "Values: 10 of 11 right at once, 1 later" in text and "2; -2" in text
    assert "predict=1" in studio.address()


@pytest.mark.parametrize(
    ("focus", "level"), [("w1", "node"), ("*", "node"), ("*", "edge"), ("-", "formula")]
)
def test_no_number_is_seen_before_it_was_asked_for(visit: Opener, focus: str, level: str) -> None:
    studio = begin(visit, f"/lesson/example-2?focus={focus}&predict=1")
    studio.page.select_option("[data-level]", level)
    studio.page.locator("[data-stage]").evaluate("e => document.activeElement.blur()")
    seen, last = -1, tell(replace(lessons()["example-2"].view, focus=focus)).last
    for turn in range(90):
        step = studio.step
        assert step >= seen
        seen = step
        if waits(studio):
            if turn < 3:
                studio.page.locator("[data-do=last]").dispatch_event("click")
                assert studio.step == step
                assert "First:" in said(studio)
            assert studio.page.locator(".asking").count() >= 1
            studio.page.locator("[data-show]").click()
        elif step < last:
            studio.press("ArrowRight")
        else:
            break
    assert studio.step == last
    assert studio.page.locator(".asking").count() == 0


def test_who_goes_on_before_the_questions_are_there_skips_none(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    line = studio.hold("/api/questions")
    studio.press("q")
    assert len(line.asked) == 1
    studio.press("End")
    assert studio.step == 0
    line.let_go(0)
    studio.at(1)
    expect(studio.page.locator("label[data-ask]")).to_have_text("What is z₁?")
    assert studio.value("z1") == "?"


def test_without_a_connection_the_answer_is_kept_and_can_still_be_shown(visit: Opener) -> None:
    studio = begin(visit, "/lesson/example-2?predict=1&step=1")
    studio.hold("/api/check").cut()
    studio.page.fill("#answer", "-2")
    studio.press("Enter")
    expect(studio.page.locator("[data-said]")).to_contain_text("No connection")
    assert studio.page.input_value("#answer") == "-2"
    studio.page.click("[data-show]")
    assert studio.step == 2


def test_on_a_phone_everything_can_be_touched(visit: Opener) -> None:
    studio = begin(visit, "/lesson/vector-neuron?predict=1&focus=w", size="phone")
    for _ in range(40):
        if waits(studio):
            for part in (
                "#answer",
                "[data-hint]",
                "[data-show]",
                "[data-predict] .primary >> nth=0",
            ):
                box = studio.page.locator(part).bounding_box()
                assert box and box["height"] >= 44 and box["width"] >= 44
            if "size" in studio.sentence:
                submit(studio, "2x1")
                assert "rows and columns are exchanged" in said(studio)
                studio.page.fill("#answer", "")
                submit(studio, "1x2")
                assert said(studio) == "Right."
                break
            studio.page.locator("[data-show]").tap()
        else:
            studio.page.locator("[data-do=next]").tap()
    assert studio.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_locked_number_appears_once_it_is_predicted_right(visit: Opener) -> None:
    studio = begin(visit, "/lesson/example-2?predict=1&lock=value:z1")
    on(studio)
    expect(studio.page.locator("#answer")).to_be_focused()
    studio.press("PageDown")
    assert studio.value("z1") == "?"
    studio.change(lambda: submit(studio, "-2"))
    assert studio.value("z1") == "−2"
    assert studio.page.locator(".card.lock").count() == 0


COVERED = """() => {
    const box = document.querySelector("[data-predict]").getBoundingClientRect();
    const seen = [...document.querySelectorAll(".canvas .asking")].map((each) =>
        each.closest("[data-title]")?.dataset.title ?? "a ribbon");
    const nodes = [...document.querySelectorAll(".canvas .node[data-state=active] .box")];
    const touching = [...document.querySelectorAll(".canvas .node[data-state=active]")].flatMap(
        ({ dataset }) => [...document.querySelectorAll(".canvas .edge text.value")].filter((text) =>
            text.closest("[data-title]").dataset.title.includes(
                `to ${dataset.title.split(", ").at(-1)} (`)));
    const hides = ({ left, right, top, bottom }) => left < box.right && box.left < right
        && top < box.bottom && box.top < bottom;
    return [...nodes, ...touching].filter((each) => hides(each.getBoundingClientRect()))
        .map((each) => `${each.textContent} at ${seen}`);
}"""


def test_the_field_covers_neither_the_node_nor_what_comes_into_it(visit: Opener) -> None:
    studio = begin(visit, "/lesson/example-2?predict=1")
    on(studio)
    for turn in range(11):
        submit(studio, f"{61 + 7 * turn}.5")  # what follows from a wrong one would be right
        assert studio.measured(COVERED) == []
        studio.page.click("[data-show]")
        if not waits(studio):
            on(studio)
    assert studio.page.inner_text("[data-place]").endswith("backward")


def test_escape_ends_asking_and_the_sentence_is_back(visit: Opener) -> None:
    studio = begin(visit, "/lesson/example-2?predict=1&step=1")
    expect(studio.page.locator("#answer")).to_be_visible()
    question = studio.sentence
    studio.page.locator("#answer").focus()
    studio.press("Escape")
    expect(studio.page.locator("[data-predict]")).to_be_hidden()
    expect(studio.page.locator("[data-caption]")).not_to_have_text(question)
    assert studio.page.locator(".asking").count() == 0
    assert "predict" not in studio.address()
