"""The whole road: what Example II says at each step, and what is said where numbers break down."""

import math
from dataclasses import replace

import pytest

import graph_engine as ge
from app.explanation import of_step, written
from app.exports.story_json import dumps, story_json
from app.lessons import lessons
from app.picture.strip import strip
from app.state.view import View
from app.story import checked, group, tell

from ..graph_engine.programs import EXAMPLE_II
from . import stories
from .stories import DOUBLING, SLIDE, chain, everything_said, number, picture, sentence, step, wires

EXACT = {"focus": "w1"}
OTHER_LABEL = EXAMPLE_II.replace("label  = 1", "label  = -1")


# -- Example II, as the lecture tells it -------------------------------------------------


def test_after_the_forward_phase_the_lectures_numbers_stand_above_the_wires():
    above = wires(stories.story(**SLIDE), "value L")
    assert [above[name] for name in ("z1", "z2", "q", "v", "p", "L")] == [
        "−2", "1", "−1", "−1", "0.27", "1.3"
    ]  # fmt: skip
    assert [above[name] for name in ("x1", "x2", "w1", "w2", "y")] == ["2", "1", "−1", "1", "1"]


def test_before_the_forward_phase_only_the_leaves_have_numbers():
    above = wires(stories.story(**SLIDE), 0)
    assert {name for name, text in above.items() if text} == {"x1", "x2", "w1", "w2", "y"}


def test_the_local_gradients_come_in_the_lectures_order():
    told = stories.story(**SLIDE)
    order = [
        (
            each.key.removeprefix("slope_symbols:").removeprefix("slope:"),
            each.kind,
        )
        for each in told.walk.steps
        if each.kind in ("slope_symbols", "slope")
    ]
    edges = ["L/p", "p/v", "v/q", "q/z1", "z1/w1"]
    assert order == [(e, kind) for e in edges for kind in ("slope_symbols", "slope")]


def test_a_formula_comes_before_its_number():
    told = stories.story(**SLIDE)
    edge = told.graph.edge("v", "p").id
    before, after = picture(told, "slope_symbols p/v"), picture(told, "slope p/v")
    assert f"{edge}.local" not in before.seen and before.states()[f"{edge}.local"] == "asked"
    assert after.seen[f"{edge}.local"] == "0.2"


def test_at_the_product_the_strip_reads_as_on_the_slide():
    told = stories.story(**SLIDE)
    assert chain(told, "product 1") == ["−3.7", "0.2", "1", "1", "2", "−1.48"]
    assert chain(told, "slope v/q") == ["−3.7", "0.2", "1", "?", "?", "?"]
    assert chain(told, 0) == ["?"] * 6
    assert "−3.7 · 0.2 · 1 · 1 · 2 = −1.48" in sentence(told, "product 1")


def test_the_product_builds_up_along_the_wires():
    told = stories.story(**SLIDE)
    seen = picture(told, "product 1").seen
    flows = [seen[f"{edge.id}.gradient"] for edge in told.walk.paths[0]]
    assert flows == ["−3.7", "−0.74", "−0.74", "−0.74", "−1.48"]


def test_the_new_weight_stands_in_the_picture():
    told = stories.story(**SLIDE)
    w1 = told.graph.node("w1").id
    assert picture(told, "new w1").seen[f"{w1}.update"] == "−1 → +0.48"
    assert wires(told, "placed w1")["w1"] == "0.48"
    assert sentence(told, "placed w1").startswith("w₁ = +0.48 now stands in the graph.")


def test_once_the_new_weight_is_in_place_the_numbers_behind_it_are_marked_as_old():
    told = stories.story(**SLIDE)
    states = picture(told, "placed w1").states()
    old = {e.id for e in told.graph.edges if states[f"{e.id}.value"] == "stale"}
    behind = {e.id for e in told.graph.edges if told.graph.nodes[e.src].name in ("z1", *"qvp")}
    assert old == behind
    assert states[f"o{told.graph.loss}.value"] == "stale"


def test_forward_again_with_the_new_weight_the_loss_falls():
    told = stories.story(**SLIDE)
    above = wires(told)
    assert [above[name] for name in ("z1", "q", "v", "p", "L")] == [
        "0.96", "1.96", "1.96", "0.88", "0.13"
    ]  # fmt: skip
    assert sentence(told, "again L").endswith("ℒ was 1.3, now it is 0.13: it fell.")
    assert "stale" not in picture(told).states().values()


def test_exact_numbers_have_three_digits_in_words_as_on_wires_and_all_in_the_explanation():
    told = stories.story(**EXACT)
    assert sentence(told, "product 1").endswith("= −3.718 · 0.1966 · 1 · 1 · 2 = −1.46.")
    assert sentence(told, "new w1") == "w₁ was −1; it becomes +0.462."
    explained = of_step(written(told), step(told, "new w1").index).html()
    assert "0.462117" in explained and "1.462117" in explained
    w1 = told.graph.node("w1").id
    seen = picture(told, "new w1").seen
    assert seen[f"{told.graph.edge('w1', 'z1').id}.gradient"] == "−1.46"
    assert seen[f"{w1}.update"] == "−1 → +0.462"


@pytest.mark.parametrize("slug", ["example-2", "flat", "network", "sigmoid-gates", "vanishing"])
def test_a_sentence_writes_an_exact_value_as_its_wire_does(slug: str):
    told = tell(replace(lessons()[slug].view, arithmetic="exact"))
    said = [each for each in told.walk.steps if each.kind == "value" and not each.iteration]
    for each in said:
        if told.graph.nodes[each.node].shape:
            continue  # on a wire a vector's entries have two digits, for its width
        texts = {text for slot, _kind, text in told.changes[each.index] if slot.endswith("value")}
        name, number = sentence(told, each.key.replace(":", " ")).rstrip(".").split(" = ")
        assert texts & {number, f"= {number}"}, (name, number)


def test_with_a_larger_input_the_exact_chain_is_the_references():
    told = stories.story(values={"x1": 3}, **EXACT)
    assert chain(told, "product 1") == ["−8.39", "0.105", "1", "1", "3", "−2.64"]


def test_with_a_larger_input_the_slide_chain_is_the_references():
    told = stories.story(values={"x1": 3}, **SLIDE)
    assert chain(told, "product 1") == ["−8.4", "0.1", "1", "1", "3", "−2.52"]


def test_with_the_other_label_the_gradient_points_the_other_way():
    for told in (stories.story(OTHER_LABEL, **EXACT), stories.story(values={"y": -1}, **EXACT)):
        assert chain(told, "product 1")[-1] == "0.538"
        assert "it becomes −1.54" in sentence(told, "new w1")


def test_when_everything_is_told_every_wire_is():
    told = stories.story(arithmetic="slide")
    edges = [each.edge for each in told.walk.steps if each.kind == "flow"]
    assert sorted(edges) == sorted(told.graph.edges)
    seen = picture(told, "flow z1/x1").seen
    assert all(f"{e.id}.local" in seen and f"{e.id}.gradient" in seen for e in told.graph.edges)


def test_when_everything_is_told_all_weights_are_updated():
    told = stories.story(arithmetic="slide")
    assert sentence(told, "new w1") == "w₁ was −1; it becomes +0.48."
    assert sentence(told, "new w2") == "w₂ was 1; it becomes +1.74."
    assert wires(told)["p"] == "0.94"


def test_forward_only_never_goes_backward():
    told = stories.story(focus=ge.FORWARD)
    assert {each.phase for each in told.walk.steps} == {"start", "forward"}
    assert strip(told.words, told.changes, told.last) is None


def test_two_iterations_are_told_one_after_the_other():
    told = stories.story(iterations=2, **EXACT)
    losses = [each for each in told.walk.steps if each.key.startswith("again:L")]
    assert [each.iteration for each in losses] == [1, 2]
    w1 = [told.walk.runs[k].values[told.graph.node("w1").index] for k in range(3)]
    for k in (0, 1):  # by hand: dL/dw1 = -(1 - σ(q)) · 2 with q = 2 w1 + 1
        slope = -2 * (1 - 1 / (1 + math.exp(-(2 * w1[k] + 1))))
        assert w1[k + 1] == pytest.approx(w1[k] - slope)
    second = next(s for s in told.walk.steps if s.kind == "product" and s.iteration == 1)
    k = second.index
    slope = -2 * (1 - 1 / (1 + math.exp(-(2 * w1[1] + 1))))
    assert number(chain(told, k)[-1]) == pytest.approx(slope, abs=5e-4)
    assert chain(told, "again z1") == chain(told, "new w1"), "it stands until the next pass"


def test_the_learning_rate_scales_the_update():
    assert "becomes −0.854" in sentence(stories.story(rate=0.1, **EXACT), "new w1")


def test_with_a_rate_of_zero_a_weight_stays_but_its_gradient_is_not_said_to_be_zero():
    told = stories.story(rate=0, **EXACT)
    assert sentence(told, "new w1") == "w₁ stays −1: α is 0."


def test_a_weight_without_a_gradient_stays():
    told = stories.story(values={"x1": 0}, **EXACT)
    assert sentence(told, "new w1") == "w₁ stays −1: its gradient is 0."


# -- several paths -----------------------------------------------------------------------


def test_a_product_of_a_variable_with_itself_has_two_wires():
    told = stories.story("x = 3\ny = x*x")
    drawn = [g.attrib["data-edge"] for g in picture(told).groups("edge")]
    assert drawn == ["e1-0", "e1-1", ""]  # and the one that leaves to the right
    seen = picture(told, "sum x").seen
    assert (seen["e1-0.gradient"], seen["e1-1.gradient"], seen["n0.total"]) == ("3", "3", "6")


@pytest.mark.parametrize("focus", ["x", ge.WHOLE])
def test_three_contributions_add_up(focus: str):
    told = stories.story("x = 3\ny = x*x + x", focus=focus, rate=0.1)
    said = sentence(told, "sum x")
    contributions = said[said.index("sum: ") + 5 :].partition(" = ")
    assert sorted(contributions[0].split(" + ")) == ["1", "3", "3"]
    assert contributions[2] == "7."


def test_a_sum_on_a_slide_is_written_in_full_in_the_picture_too():
    told = stories.story("x = 3\na = 12.3 * x\nb = 0.11 * x\nL: loss = a + b", arithmetic="slide")
    assert picture(told, "sum x").seen["n0.total"] == "12.11"


def test_each_path_is_a_row_of_the_strip_and_their_sum_its_last_one():
    told = stories.story("x = 3\ny = x*x + x", focus="x")
    found = strip(told.words, told.changes, told.walk.steps[-1].index - 4)
    assert found is not None and found.total is not None
    at = strip(told.words, told.changes, step(told, "sum x").index)
    assert at is not None and at.total is not None
    assert sorted(row.product.text for row in at.rows) == ["1", "3", "3"]
    assert at.total.text == "7"


def test_several_paths_through_one_wire_are_not_several_uses():
    told = stories.story("x = 3\nu = x + 1\ny = u*u", focus="x")
    assert sentence(told, "sum x") == "2 paths lead to x; its gradient is the sum: 4 + 4 = 8."


def test_a_leaf_on_which_the_loss_does_not_depend_has_the_gradient_zero():
    told = stories.story(EXAMPLE_II + "unused: weight = 7\n", focus="unused")
    assert "ℒ does not depend on it, so its gradient is 0" in everything_said(told)
    assert told.walk.updates == ()
    assert picture(told).seen.get("n11.update") is None


def test_too_many_paths_to_tell_are_added_where_they_meet():
    told = stories.story(DOUBLING, focus="x0")
    assert f"{2**40} paths to x₀, too many to tell one by one" in everything_said(told)
    last = step(told, "sum x0")
    assert sentence(told, "sum x0").endswith("= 1.1e12.")
    assert float(last.facts[0].number) == 2.0**40
    assert len(told.walk.steps) < 1000


def test_steps_of_one_card_are_in_one_group():
    told = stories.story(**SLIDE)
    groups = [group(each) for each in told.walk.steps]
    assert len(set(groups)) < len(groups)
    for one, other in zip(told.walk.steps, told.walk.steps[1:], strict=False):
        same_edge = one.edge == other.edge and one.node == other.node and one.phase == other.phase
        if one.edge is not None:
            assert (group(one) == group(other)) == same_edge


def test_a_gradient_is_checked_when_it_has_just_become_known():
    whole = stories.story()
    found = [checked(whole, each) for each in whole.walk.steps]
    asked = [each for each in found if each is not None]
    assert len(asked) == len(set(asked))
    assert set(asked) == whole.graph.to_loss - {whole.graph.node("L").index}


def test_the_structure_is_the_same_for_other_numbers_and_another_for_another_graph():
    one = stories.story().structure
    assert stories.story(values={"x1": 3}).structure == one
    assert stories.story(arithmetic="slide", focus="w1").structure == one
    assert stories.story(EXAMPLE_II.replace("sigmoid(v)", "tanh(v)")).structure != one


def test_a_step_out_of_range_is_the_nearest_one():
    told = stories.story()
    assert [told.clamp(k) for k in (-1, 0, 3, told.last, told.last + 1, 10**9)] == [
        0, 0, 3, told.last, told.last, told.last
    ]  # fmt: skip


def test_a_view_is_told_the_same_way_twice():
    view = View(program=EXAMPLE_II, focus="w1", iterations=2)
    assert dumps(story_json(tell(view))) == dumps(story_json(tell(view)))


def test_numbers_in_sentences_can_be_read_back():
    told = stories.story(**EXACT)
    assert number(sentence(told, "value L").removeprefix("ℒ = ").rstrip(".")) == pytest.approx(
        1.313262, abs=5e-3
    )


def test_the_structure_is_known_before_the_picture_and_says_what_its_parts_are():
    told = stories.story(**SLIDE)
    assert told.structure == stories.story(values={"x1": 3.5}, arithmetic="exact").structure
    assert "scene" not in told.__dict__
    for program in (
        EXAMPLE_II.replace("x1", "x7"),
        EXAMPLE_II.replace("sigmoid", "tanh"),
        EXAMPLE_II.replace("x1: input", "x1: weight"),
        EXAMPLE_II.replace("w1 * x1", "x1 * w1"),
        "x = 1\ny = 2*x\n",
    ):
        assert program != EXAMPLE_II
        assert stories.story(program).structure != told.structure
    assert stories.story("x = 1\ny = 2*x").structure != stories.story("x = 1\ny = 3*x").structure


def test_who_asks_for_the_forward_pass_alone_is_not_told_that_a_loss_is_missing():
    program = "x: input = [1, 2]\ny = tanh(x)\n"
    assert story_json(stories.story(program))["doubts"] != []
    assert story_json(stories.story(program, focus="-"))["doubts"] == []
    for slug in ("network-layer", "network-two-layers"):
        assert story_json(lessons()[slug].story())["doubts"] == []
