"""A card's tangent is its number; each kind says what it teaches, and nothing that is not told."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph_engine as ge
from app.callout.cards import by_step, callouts_json, html, made
from app.callout.kinds.many import MOST, largest
from app.lessons import lessons
from app.picture.rooms import USUAL
from app.state.view import Look
from app.story import Story, story_of
from app.wording.agreeing import rounding
from app.wording.numbers import read
from graph_engine.ops import FUNCTIONS

from ...graph_engine.programs import Program, programs
from ..stories import SLIDE, story

CSS = Path(__file__).parents[3] / "static" / "css"
ELSEWHERE = {"callout.css", "neuron.css", "reference.css", "gallery.css", "print.css"}
"""The cards' own sheet, and those of pages that have none."""

REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
DRAWN = re.compile(r'data-unit="([^ ]+) ([^"]+)"><path class="tangent" d="M[^l]+l([^,]+),([^"]+)"')
BOXED = re.compile(r'<mrow class="boxed"><mrow class="local">(.*?)</mrow></mrow>')


def cards(told: Story) -> dict[str, str]:
    return {key: html(card) for key, card in made(told)}


def one(program: str, edge: str, **view: object) -> str:
    """The card of the wire into an operation: "p/v"."""
    told = story("# t\n" + program, **view)
    out, operand = edge.split("/")
    (found,) = [
        html(card)
        for key, card in made(told)
        if (wire := wires(told).get(key))
        and told.words.plain(wire.dst) == out
        and told.words.plain(wire.src) == operand
    ]
    return found


def wires(told: Story) -> dict[str, ge.Edge]:
    return {
        at.key: step.edge
        for step, at in zip(told.walk.steps, by_step(told), strict=True)
        if at and step.edge
    }


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", markup))


def slopes(told: Story) -> Iterator[tuple[float, str, float]]:
    """Of each card with a tangent its slope read back, what the box says, and how exactly."""
    for key, markup in cards(told).items():
        found = DRAWN.search(markup)
        if not found:
            continue
        across, up, dx, dy = map(float, found.groups())
        (boxed,) = BOXED.findall(markup)
        number = re.sub("<[^>]*>", "", boxed)
        yield -(dy / up) / (dx / across), number, told.walk.runs[0].slope(wires(told)[key])


def agree(told: Story) -> int:
    count = 0
    for drawn, written, _slope in slopes(told):
        number = read(written)
        allowed = rounding(number, told.words.wire, cut=True)
        if "e" in written or abs(number) >= 1000 or number == 0:
            allowed = max(allowed, 0.051 * abs(number))
        if len(written.lstrip("−")) < len(f"{abs(number):.2e}") and 0 < abs(number) < 0.01:
            allowed = max(allowed, 0.051 * abs(number))  # a box has room for seven signs
        assert drawn == pytest.approx(number, abs=1.02 * allowed + 1e-9, rel=1e-5), written
        count += 1
    return count


def test_in_every_lesson_the_tangent_is_the_number_in_the_box():
    assert sum(agree(lesson.story()) for lesson in lessons().values()) > 30


@settings(max_examples=200)
@given(programs())
def test_in_any_program_the_tangent_is_the_number_in_the_box(program: Program):
    agree(story(program.text))


def test_a_tangent_takes_the_slope_as_it_is_and_not_as_a_slide_rounds_it():
    found = {written: drawn for drawn, written, _ in slopes(story(**SLIDE))}
    assert found["0.2"] == pytest.approx(0.1966, rel=1e-4)  # σ′(−1)
    assert found["−3.7"] != pytest.approx(-3.7, rel=1e-4)


def test_one_operand_has_a_curve_its_formula_its_number_and_a_check_of_both_sides():
    said = words_of(one("v: weight = -1\np = sigmoid(v)\nL: loss = -log(p)", "p/v"))
    assert "the slope of the curve at the point" in said
    assert "slope 0.197" in said and "v ± 0.001: p ± 0.000197" in said


def test_of_a_product_the_line_is_there_before_its_slope_as_any_curve_is():
    told = story("# t\ny = 1\nq = -1\nL: loss = y*q")
    (card,) = (
        card
        for key, card in made(told)
        if (wire := wires(told).get(key)) and told.words.plain(wire.src) == "q"
    )
    assert 'class="curve"' in card.seen and 'class="tangent"' not in card.seen
    assert 'class="tangent"' in card.slope and 'class="chip"' in card.slope


def test_of_a_product_the_slope_is_the_other_one_and_its_wire_is_lit():
    told = one("w: weight = -1\nx: input = 2\nL: loss = w * x", "ℒ/w")
    assert "the slope is the other factor" in told and "w ± 0.001: ℒ ± 0.002" in told
    assert re.search(r'data-lit="(e[^"]+)"', told)
    assert re.search(r'<rect class="chip".*?<text class="lit[^>]*>2<', told)


def test_a_kink_shows_both_slopes_and_says_which_one_is_taken():
    told = one("a: weight = 0\nL: loss = relu(a)", "ℒ/a")
    assert "left: 0" in told and "right: 1" in told and "convention" in told
    assert "a + 0.001: ℒ + 0.001" in told and "a − 0.001: ℒ stays" in told
    assert "data-unit" not in told
    assert 'class="tangent other"' in told


def test_flat_is_not_zero_and_a_lens_says_by_how_much_it_stretches():
    told = one("v: weight = 10\np = sigmoid(v)\nL: loss = -log(p)", "p/v")
    assert "the slope is small, but not 0" in told and 'class="lens"' in told and "↕ ×" in told
    dead = one("a: weight = -2\nL: loss = relu(a)", "ℒ/a")
    assert 'class="lens"' not in dead


def test_where_there_is_no_value_there_is_no_tangent_and_nothing_to_nudge():
    told = one("a: weight = -1\nL: loss = log(a)", "ℒ/a")
    assert "no value here" in told and "nothing to nudge" in told and "✗" in told
    assert "tangent" not in told


@pytest.mark.parametrize("number", ["1e308", "-8.9e307", "-1e-310", "1e-308"])
def test_whatever_number_comes_in_there_is_a_card_with_what_is_told(number: str):
    unary = [f"{op.name}(a)" for op in FUNCTIONS if op.name != "neglog"]
    for written in (*unary, "a*b", "b*a", "a/b", "b/a", "a+b", "max(a, b)", "a**2", "a**b"):
        told = story(f"a: weight = {number}\nb: weight = 2\nL: loss = {written}", focus="*")
        for key, markup in cards(told).items():
            assert words_of(markup), (written, key)
            assert not re.search(r'[" ,](nan|inf)\b', markup), (written, key)


def test_a_pole_is_said():
    assert "∞" in one("p: weight = 0.27\nL: loss = -log(p)", "ℒ/p")


def test_of_a_maximum_the_winner_gets_all_and_the_others_are_short():
    program = "a: weight = 1.2\nb: weight = 2\nL: loss = max(a, b)"
    assert "0.8 short: nothing passes here" in one(program, "ℒ/a")
    assert "it wins" in one(program, "ℒ/b")


def test_a_sum_passes_on_and_a_difference_turns_the_sign():
    program = "a: weight = 3\nb: weight = 5\nL: loss = a - b"
    assert "one term grows by δ" in one(program, "ℒ/a")
    assert "what is subtracted grows by δ" in one(program, "ℒ/b")


def test_of_a_jacobian_the_largest_entry_is_ringed_and_nudged():
    told = one(
        "x: input = [2, -1, 1]\nW: weight = [[0.5, -1, 1], [1, 2, 0]]\ny = W @ x\n"
        "L: loss = norm2(y)",
        "y/W",
    )
    assert "each row meets only its own weights" in told and "2×6" in told
    assert "W[1,1] ± 0.001: y[1] ± 0.002" in told and "the other 1 stay" in told
    assert told.count('class="entry') == 6


def test_a_matrix_stands_to_scale_beside_its_column_and_what_belongs_together_is_lit():
    told = one(
        "x: input = [2, -1, 1, 3]\nW: weight = [[1, 0, 1, 2], [1, 2, 0, 1]]\ny = W @ x\n"
        "L: loss = norm2(y)",
        "y/W",
    )

    def boxes(kind: str) -> list[list[float]]:
        found = re.findall(rf'<rect class="{kind}" x="([^"]+)" y="([^"]+)" width="([^"]+)" '
                           r'height="([^"]+)"', told)  # fmt: skip
        return [[float(x) for x in each] for each in found]

    ((x, y, wide, high),) = boxes("square weights")
    ((left, _top, thin, long),) = boxes("square other")
    ((_, _, across, down),) = boxes("square result")
    assert wide / high == pytest.approx(4 / 2) and long / thin == pytest.approx(4)
    assert wide == pytest.approx(long) and high == pytest.approx(down) and across == thin
    assert 0 < left - x - wide < 4
    row, entry, _cell = boxes("ring")
    assert row[2] == wide and row[3] == entry[3] == pytest.approx(high / 2) and row[1] == entry[1]
    assert y <= row[1] < y + high


def test_of_very_many_blocks_the_first_and_the_last_ones_are_drawn_and_no_cell():
    (told,) = [each for each in cards(lessons()["large-layer"].story()).values()
               if ">1000×1000000</text>" in each]  # fmt: skip
    assert told.count('class="block full"') == 6 and told.count('class="entry') == 0


def test_softmax_moves_sum_to_nothing():
    told = one("s: weight = [2, 1, 0]\np = softmax(s)\nL: loss = -log(p[1])", "p/s")
    assert "together 0" in told
    moves = [read(x) for x in re.findall(r'class="small (?:up|down)[^>]*>([^<]+)<', told)]
    assert len(moves) == 3 and sum(moves) == pytest.approx(0, abs=2e-3)


def test_a_leaf_shows_old_step_and_new():
    told = cards(story(**SLIDE))
    (leaf,) = [words_of(found) for key, found in told.items() if ".new." in key]
    assert "old −1" in leaf and "new 0.48" in leaf and "step 1.48" in leaf


def test_a_large_vector_shows_its_largest_entries_only():
    told = one("x: weight = " + str([k / 7 for k in range(40)]) + "\nL: loss = norm2(x)", "ℒ/x")
    assert told.count('class="pillar') == 5 and "and 35 more" in told


@pytest.mark.parametrize("hide", ["local", "values"])
def test_what_is_hidden_is_in_no_card(hide: str):
    look = Look(view=lessons()["simple-network"].look.view, hide=(hide,))
    data = callouts_json(story_of(look), USUAL)
    for markup in data["cards"].values():
        if "update" in markup and hide == "local":
            continue
        assert "tangent" not in markup
        assert "boxed" not in markup and "✓" not in markup and "said" not in markup


def test_a_card_that_is_made_before_its_number_is_told_has_nothing_of_it():
    whole = lessons()["example-2"].look
    told = story_of(Look(view=whole.view, locks=("slope:p/v",)))
    data = callouts_json(told, USUAL)
    assert len(data["steps"]) == len(told.walk.steps)
    last = data["steps"][told.last]
    assert last and last[1] is False
    markup = data["cards"][last[0]]
    assert "tangent" not in markup
    assert "boxed" not in markup and "✓" not in markup


def test_a_jacobian_of_a_million_entries_is_not_built():
    cells = cards(lessons()["large-layer"].story())
    assert all(len(markup) < 40_000 for markup in cells.values())
    assert any("1000×1000000" in markup.replace(" ", "") for markup in cells.values())


def test_every_step_of_an_operation_has_its_card():
    told = lessons()["example-2"].story()
    kinds = {
        step.kind for step, at in zip(told.walk.steps, by_step(told), strict=True) if at is not None
    }
    assert kinds == {"slope_symbols", "slope", "new"}
    assert np.all([at is None or at.key in cards(told) for at in by_step(told)])


def test_a_view_of_layers_says_what_a_layer_is():
    told = cards(lessons()["network"].story())
    assert any("a layer: 3 operations as one" in markup for markup in told.values())


def test_no_rule_for_something_else_on_the_page_changes_a_shape_of_a_card():
    """A rule for `.bar` alone made every bar of a card as high as the page's header."""
    some = ("example-2", "flat", "flow-patterns", "map", "matrix-norm", "network", "vector-neuron")
    every = "".join("".join(cards(lessons()[slug].story()).values()) for slug in some)
    classes = re.findall(r'<(?:path|rect|circle|text) class="([^"]*)"', every)
    drawn = {name for names in classes for name in names.split()}
    shapes = re.compile(r"(?:^|;)\s*(?:width|height|x|y|rx|ry|r|d|transform|display)\s*:")
    found = [
        (sheet.name, name)
        for sheet in CSS.glob("*.css")
        if sheet.name not in ELSEWHERE
        for rule, body in re.findall(r"([^{}]+)\{([^{}]*)\}", REMARK.sub("", sheet.read_text()))
        for name in re.findall(r"(?:^|,)\s*\.([\w-]+)[^\s>+~,]*\s*(?=,|$)", rule.strip())
        if name in drawn and shapes.search(body)
    ]
    assert found == []


@given(st.lists(st.sampled_from([0.0, 1.0, 2.5, 7.0]), min_size=1, max_size=30), st.data())
def test_the_largest_are_the_first_of_those_that_are_as_large_and_what_is_kept(
    sizes: list[float], data: st.DataObject
):
    places = st.integers(0, len(sizes) - 1)
    keep = data.draw(st.lists(places, max_size=2, unique=True))
    others = sorted(set(range(len(sizes))) - set(keep), key=lambda k: (-sizes[k], k))
    found = largest(np.array(sizes), keep=keep)
    assert found == sorted([*keep, *others[: MOST - len(keep)]])
