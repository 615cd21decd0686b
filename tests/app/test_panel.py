"""The explanation that the server writes is the one that the page's script would show."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports.story_json import story_json
from app.panel import Panel, panel

from ..graph_engine.programs import Program, programs
from . import stories
from .stories import SLIDE, few, step


def as_the_page_does(data: Any, k: int) -> tuple[dict[str, list[str]], str, str]:
    """The cards and the check of a step, put together from the JSON alone."""
    now = data["steps"][k]
    cards: dict[str, list[str]] = {}
    for each in data["steps"][: k + 1]:
        if each["group"] == now["group"]:
            for card, formula in zip(each["cards"], each["formulas"], strict=True):
                cards.setdefault(data["titles"][card], []).append(formula)
    checks = {node["id"]: node["check"] for node in data["nodes"]}
    check = checks.get(now["check"], {"text": "", "verdict": ""})
    return cards, check["text"], check["verdict"]


def shown(found: Panel) -> tuple[dict[str, list[str]], str, str]:
    cards = {card.title: list(card.formulas) for card in found.cards}
    return cards, found.check, found.verdict


@few
@given(programs(), st.sampled_from(["exact", "slide"]), st.booleans())
def test_server_and_page_explain_a_step_alike(program: Program, arithmetic: str, chain: bool):
    focus = next(iter(program.leaves)) if chain else ge.WHOLE
    told = stories.story(program.text, arithmetic=arithmetic, focus=focus)
    data = story_json(told)
    for k in range(0, told.last + 1, 3):
        found = panel(told, k)
        assert shown(found) == as_the_page_does(data, k)
        each = data["steps"][k]
        assert (found.sentence, found.remark, found.phase) == (
            each["sentence"], each["remark"], each["phase"],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("start", ["Forward"]),
        ("symbols p", ["Forward"]),
        ("slope_symbols p/v", ["Local gradient"]),
        ("slope p/v", ["Local gradient", "Upstream × local"]),
        ("product 1", ["Chain"]),
        ("rule w1", ["Update"]),
        ("new w1", ["Update"]),
    ],
)
def test_each_kind_of_step_has_its_cards(key: str, titles: list[str]):
    told = stories.story(**SLIDE)
    assert [card.title for card in panel(told, step(told, key).index).cards] == titles


def test_the_sum_of_contributions_has_a_card_of_its_own():
    told = stories.story("x = 3\ny = x*x + x")
    assert [card.title for card in panel(told, step(told, "sum x").index).cards] == [
        "Sum of contributions"
    ]


def test_a_lessons_own_words_stand_at_their_step():
    told = stories.tell(stories.View(program="x = 2\ny = 3*x"), notes={"value y": "Six."})
    assert panel(told, step(told, "value y").index).note == "Six."
    assert panel(told, 0).note == ""


def test_a_gradient_that_is_known_is_checked_at_once():
    told = stories.story()
    found = panel(told, step(told, "flow z1/w1").index)
    assert found.verdict == "agrees"
    assert found.check == "Nudge w₁ by 0.001: ℒ moves by −0.001462."
