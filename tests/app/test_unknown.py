"""Weights that are sought: a question mark at each, arg min over them, and no number after them."""

import re
from dataclasses import replace

import pytest

from app.exports.story_json import story_json
from app.lessons import lessons
from app.picture.rooms import STAGE
from app.state.carried import with_options
from app.state.view import Look
from app.story import Story, locked_story
from app.wording import cards
from app.wording.sentences import sentence


def seen(slug: str, **options: str) -> Story:
    return replace(locked_story(with_options(lessons()[slug].look, options)), room=STAGE)


def first(story: Story) -> tuple[str, str]:
    """The sentence and the formula."""
    step = story.walk.steps[0]
    (line,) = cards.lines(story.words, step)
    return sentence(story.words, step), line.mathml


def test_the_sample_stands_there_and_the_weights_are_question_marks():
    story = seen("example-2", unknown="w1,w2")
    shown = {item.key: item for item in story.drawn(0).items if hasattr(item, "key")}
    said = {change.slot: change.value for change in story.changes[0] if change.attribute == "text"}
    at = {
        name: said[f"{story.graph.consumers[story.graph.node(name).index][0].id}.value"]
        for name in ("x1", "x2", "y", "w1", "w2")
    }
    assert at == {"x1": "2", "x2": "1", "y": "1", "w1": "?", "w2": "?"}
    assert shown["w1"].state == shown["x1"].state == "done"
    assert len(story_json(story)["steps"]) == 1
    assert re.findall(r">(\?)<", story.svg(0)) == ["?", "?"]


def test_arg_min_has_what_is_sought_under_it():
    said, formula = first(seen("example-2", unknown="*"))
    assert said == "Given: x₁, x₂ and y. Sought: w₁ and w₂, so that ℒ is smallest."
    under = re.search(r"<munder><mrow><mi>arg</mi>.*?</mrow><mrow>(.*?)</mrow></munder>", formula)
    assert under is not None
    assert re.findall(r"<m[in]>(\w)</m[in]>", under[1]) == ["w", "1", "w", "2"]
    assert "−</mo><mi>log" in formula and "ℒ" not in formula


def test_arg_min_of_a_loss_and_a_prior_has_a_brace_under_each_and_no_brackets_around_both():
    _, formula = first(seen("map", unknown="w"))
    assert formula.count("⏟") == 2
    goal = formula.split("</munder>", 1)[1]
    assert re.fullmatch(
        r"<mspace [^>]*/>(<munder>){2}.*<mtext [^>]*>loss function</mtext></munder><mo>\+</mo>"
        r"(<munder>){2}.*<mtext [^>]*>prior/regulariser</mtext></munder></mrow></math>",
        goal,
    )


def test_the_picture_stands_where_it_will_stand_with_all_its_numbers():
    whole = seen("example-2")
    assert seen("example-2", unknown="*").arrangement == whole.arrangement
    hidden = replace(seen("example-2", hide="values"), sealed=True)
    assert hidden.arrangement != whole.arrangement  # a secret tells nothing by its width
    assert replace(hidden, shown_beside=True).arrangement == whole.arrangement


@pytest.mark.parametrize("zoom", ["scalars", "vectors", "layers", "neurons", "learning", "loop"])
def test_however_it_is_drawn_its_weights_are_sought(zoom: str):
    story = seen("network", zoom=zoom, unknown="*" if zoom == "neurons" else "u")
    assert [step.kind for step in story.walk.steps] == ["start"]
    assert "Sought: " in sentence(story.words, story.walk.steps[0])
    assert "<svg" in story.svg(0)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("a: input = [1, 2]\nb: weight = [2, 1]\nc = a*b", "Given: a. Sought: b."),
        ("b: weight = [2, 1]\nc = b*b", "Sought: b."),
        ("b: weight = 2\nL: loss = b*b", "Sought: b, so that ℒ is smallest."),
    ],
)
def test_a_task_says_what_there_is(program: str, said: str):
    look = Look(view=lessons()["example-2"].view)
    view = replace(look.view, program=program, focus="*", unknown=frozenset({"b"}))
    story = locked_story(replace(look, view=view))
    assert sentence(story.words, story.walk.steps[0]) == said
