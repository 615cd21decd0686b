"""The whole road: what Example II says at each step, and what is said where numbers break down."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports.story_json import bare, dumps, story_json
from app.story import View, checked, group, tell
from app.strip import strip
from app.wording import cards

from ..graph_engine.programs import EXAMPLE_II, Program, programs, shown
from . import stories
from .stories import DOUBLING, SLIDE, everything_said, few, number, picture, remark, sentence, step

EXACT = {"focus": "w1"}
OTHER_LABEL = EXAMPLE_II.replace("label  = 1", "label  = -1")


def wires(told: Any, at: int | str | None = None) -> dict[str, str]:
    """What stands above the wires, by the node that they come from."""
    seen = picture(told, at).seen
    return {
        str(told.graph.nodes[edge.src].name): seen[f"{edge.id}.value"].removeprefix("= ")
        for edge in told.graph.edges
        if f"{edge.id}.value" in seen
    } | {str(told.graph.nodes[k].name): seen.get(f"o{k}.value", "")[2:] for k in told.graph.ends}


def chain(told: Any, at: int | str) -> list[str]:
    """The numbers of the strip's one row, and their product."""
    k = at if isinstance(at, int) else step(told, at).index
    found = strip(told.words, told.changes, k)
    assert found is not None
    (row,) = found.rows
    return [*(cell.text for cell in row.cells), row.product.text]


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
        (told.telling.key(each).removeprefix("slope_symbols ").removeprefix("slope "), each.kind)
        for each in told.telling.steps
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
    flows = [seen[f"{edge.id}.gradient"] for edge in told.telling.paths[0]]
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


def test_exact_numbers_have_six_decimals_in_words_and_three_digits_on_wires():
    told = stories.story(**EXACT)
    assert "= −1.462117." in sentence(told, "product 1")
    assert sentence(told, "new w1") == "w₁ was −1; it becomes +0.462117."
    w1 = told.graph.node("w1").id
    seen = picture(told, "new w1").seen
    assert seen[f"{told.graph.edge('w1', 'z1').id}.gradient"] == "−1.46"
    assert seen[f"{w1}.update"] == "−1 → +0.462"


def test_with_a_larger_input_the_exact_chain_is_the_references():
    told = stories.story(values={"x1": 3}, **EXACT)
    assert chain(told, "product 1") == ["−8.389056", "0.104994", "1", "1", "3", "−2.642391"]


def test_with_a_larger_input_the_slide_chain_is_the_references():
    told = stories.story(values={"x1": 3}, **SLIDE)
    assert chain(told, "product 1") == ["−8.4", "0.1", "1", "1", "3", "−2.52"]


def test_with_the_other_label_the_gradient_points_the_other_way():
    for told in (stories.story(OTHER_LABEL, **EXACT), stories.story(values={"y": -1}, **EXACT)):
        assert chain(told, "product 1")[-1] == "0.537883"
        assert "it becomes −1.537883" in sentence(told, "new w1")


def test_when_everything_is_told_every_wire_is():
    told = stories.story(arithmetic="slide")
    edges = [each.edge for each in told.telling.steps if each.kind == "flow"]
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
    assert {each.phase for each in told.telling.steps} == {"start", "forward"}
    assert strip(told.words, told.changes, told.last) is None


def test_two_iterations_are_told_one_after_the_other():
    told = stories.story(iterations=2, **EXACT)
    losses = [each for each in told.telling.steps if told.telling.key(each) == "again L"]
    assert [each.iteration for each in losses] == [1, 2]
    w1 = [told.telling.runs[k].values[told.graph.node("w1").index] for k in range(3)]
    for k in (0, 1):  # by hand: dL/dw1 = -(1 - σ(q)) · 2 with q = 2 w1 + 1
        slope = -2 * (1 - 1 / (1 + math.exp(-(2 * w1[k] + 1))))
        assert w1[k + 1] == pytest.approx(w1[k] - slope)
    second = next(s for s in told.telling.steps if s.kind == "product" and s.iteration == 1)
    k = second.index
    slope = -2 * (1 - 1 / (1 + math.exp(-(2 * w1[1] + 1))))
    assert number(chain(told, k)[-1]) == pytest.approx(slope, abs=1e-6)
    assert chain(told, "again z1")[0] == "?"


def test_the_learning_rate_scales_the_update():
    assert "becomes −0.853788" in sentence(stories.story(rate=0.1, **EXACT), "new w1")


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


def test_each_path_is_a_row_of_the_strip_and_their_sum_its_last_one():
    told = stories.story("x = 3\ny = x*x + x", focus="x")
    found = strip(told.words, told.changes, told.telling.steps[-1].index - 4)
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
    assert told.telling.updates == ()
    assert picture(told).seen.get("n11.update") is None


def test_too_many_paths_to_tell_are_added_where_they_meet():
    told = stories.story(DOUBLING, focus="x0")
    assert f"{2**40} paths to x₀, too many to tell one by one" in everything_said(told)
    last = step(told, "sum x0")
    assert sentence(told, "sum x0").endswith("= 1.099512e12.")
    assert float(last.facts[0].number) == 2.0**40
    assert len(told.telling.steps) < 1000


# -- where numbers break down ------------------------------------------------------------

BROKEN = [
    # program, the node that is marked first, what is said there, nodes that inherit it
    ("x = 0\ny = log(x)\nL = 2*y", "y", "y is infinite here (x = 0): the logarithm falls", "L"),
    ("x = 0\ny = 1/x\nL = y + x", "y", "y is infinite here (x = 0): a division by 0", "L"),
    ("a = 1\nb = 0\ny = a/b\nL = -y", "y", "y is infinite here (a = 1 and b = 0)", "L"),
    ("x = 1000\ny = exp(x)\nL = 3*y", "y", "y is larger than 1.8e308", "L"),
    ("x = -1\ny = log(x)\nL = 2*y", "y", "y has no value at x = −1", "L"),
    ("x = -4\ny = sqrt(x)\nL = 2*y", "y", "y has no value at x = −4", "L"),
    ("a = 0\nb = 0\ny = a/b\nL = 2*y", "y", "y has no value at a = 0 and b = 0", "L"),
    ("x = 0\ny = x**-1\nL = 2*y", "y", "0 to a negative power is a division by 0", "L"),
    ("x = 1e200\ny = x**2\nz = x*y\nL = 2*z", "y", "larger than 1.8e308", "z L"),
    ("x = -1000\np = sigmoid(x)\nL = 2*p", "p", "never is exactly 0", ""),
    ("x = 1000\np = sigmoid(x)\nL = 2*p", "p", "never is exactly 1", ""),
    ("x = -1000\np = exp(x)\nL = 2*p", "p", "never is exactly 0", ""),
    ("x = 40\np = tanh(x)\nL = 2*p", "p", "never is exactly 1", ""),
]


@pytest.mark.parametrize(("program", "where", "what", "after"), BROKEN, ids=shown)
def test_the_picture_marks_where_it_began_and_words_say_what_happened(
    program: str, where: str, what: str, after: str
):
    told = stories.story(program)
    assert what in remark(told, f"value {where}")
    for name in after.split():
        said = f"{told.words.plain(told.graph.node(name).index)} is not a finite number because "
        assert remark(told, f"value {name}") == f"{said}{where} is not."
    marked = {slot for slot, warn in picture(told, "value L").states("warn").items() if warn}
    assert marked == {told.graph.node(name).id for name in (where, *after.split())}


def test_infinity_times_zero_says_so_and_nothing_behind_it_pretends():
    told = stories.story("z = -1000\np = sigmoid(z)\nL: loss = -log(p)")
    assert "infinite here (p = 0)" in remark(told, "value L")
    assert "logistic_loss(y, z)" in remark(told, "value L")
    assert "0 times infinity has no value" in remark(told, "flow p/z")
    assert picture(told, "flow p/z").seen["e1-0.gradient"] == "undefined"
    assert told.telling.updates and len(told.telling.runs) == 1  # no update with it
    assert not any(each.phase == "update" for each in told.telling.steps)


def test_the_stable_node_that_is_offered_instead_has_the_true_numbers():
    told = stories.story("z = -1000\ny: label = 1\nL: loss = logistic_loss(y, z)", focus="z")
    assert wires(told, "value L")["L"] == "1000"
    assert chain(told, "product 1") == ["−1", "−1"]
    assert "undefined" not in everything_said(told)
    assert not any(picture(told).states("warn").values())


def test_zero_times_infinity_going_forward_has_no_value():
    told = stories.story("a = 0\nx = 1000\ny = exp(x)\nL = a*y")
    assert wires(told, "value L")["L"] == "undefined"
    assert remark(told, "value L") == "ℒ is not a finite number because y is not."


def test_a_remark_on_a_path_is_about_that_path():
    told = stories.story("x = -1\nu = x + 1\nd = 3*u\nc = log(u)\nL = d + c", focus="x")
    first = next(s for s in told.telling.steps if told.telling.key(s) == "slope u/x")
    assert "The product so far is 3." in sentence(told, "slope u/x")
    assert first.path == 0 and remark(told, "slope u/x") == ""
    assert "infinite" in remark(told, "slope c/u")


@pytest.mark.parametrize(
    ("program", "key", "what"),
    [
        ("x = 0\nL = relu(x)", "slope L/x", "the slope there is a convention: 0"),
        ("x = 0\nL = abs(x)", "slope L/x", "the slope there is a convention: 0"),
        ("x = 2\ny = 2\nL = max(x, y)", "slope L/y", "On a tie the slope is a convention"),
        ("x = 3\nL = sign(x)", "slope L/x", "nothing flows back"),
        ("x = 0\nL = sqrt(x)", "slope L/x", "∂ℒ/∂x is infinite here"),
    ],
    ids=shown,
)
def test_a_convention_or_an_infinite_slope_is_owned_up_to(program: str, key: str, what: str):
    program = program.replace("L =", "L: loss =")
    told = stories.story(program)
    assert what in remark(told, key)
    assert not any(picture(told, "value L").states("warn").values())


def test_no_check_is_claimed_where_there_is_nothing_to_check_with():
    for program, _, _, after in BROKEN:
        told = stories.story(program)
        if after:
            verdicts = [node["check"]["verdict"] for node in story_json(told)["nodes"]]
            assert "agrees" not in verdicts and "differs" not in verdicts, program


def test_the_check_says_so_when_a_gradient_is_wrong(monkeypatch: pytest.MonkeyPatch):
    for arithmetic in ("exact", "slide"):
        told = stories.story(arithmetic=arithmetic)
        index = told.graph.node("w1").index
        right = told.nudges[index]
        wrong = ge.Nudge(by=right.by, moved=right.moved, slope=right.slope * 1.1, error=0.1)
        assert cards.check_text(told.words, index, right)[1] == "agrees"
        assert cards.check_text(told.words, index, wrong)[1] == "differs"


def test_on_a_slide_the_check_names_the_exact_gradient_and_the_rounding():
    told = stories.story(**SLIDE)
    text, _ = cards.check_text(told.words, *_item(told, "w1"))
    assert "So the exact gradient is −1.462117; on the slide it is −1.48" in text


def _item(told: Any, name: str) -> tuple[int, ge.Nudge]:
    index = told.graph.node(name).index
    return index, told.nudges[index]


# -- as JSON -----------------------------------------------------------------------------


def no_bare(constant: str) -> Any:
    raise AssertionError(f"bare {constant} in JSON")


def strict(text: str) -> Any:
    return json.loads(text, parse_constant=no_bare)


@pytest.mark.parametrize("program", [each[0] for each in BROKEN], ids=shown)
def test_what_is_not_finite_is_a_word_in_json(program: str):
    told = stories.story(program)
    found = strict(dumps(story_json(told)))
    run = told.telling.runs[0]
    for node, value in zip(found["nodes"], run.values, strict=True):
        if math.isfinite(value):
            assert node["value"] == value
        else:
            assert float(node["value"]) == pytest.approx(value, nan_ok=True)
            assert node["value"] in ("inf", "-inf", "nan")


@given(st.floats())
def test_every_float_crosses_json_as_itself_or_as_a_word(x: float):
    back = strict(dumps(bare(x)))
    assert isinstance(back, float) == math.isfinite(x)
    assert float(back) == x or math.isnan(x) and back == "nan"
    assert not (back == 0 and math.copysign(1, back) < 0)  # −0 is 0


def test_bare_infinity_never_gets_into_json():
    for x in (math.inf, -math.inf, math.nan):
        with pytest.raises(ValueError):
            dumps({"x": x})


@few
@given(programs(), st.sampled_from(["exact", "slide"]), st.data())
def test_a_random_story_is_whole_json_with_every_step_said(
    program: Program, arithmetic: str, data: st.DataObject
):
    focus = data.draw(st.sampled_from([*program.leaves, ge.WHOLE, ge.FORWARD]))
    iterations = data.draw(st.integers(1, 2))
    told = stories.story(program.text, arithmetic=arithmetic, focus=focus, iterations=iterations)
    found = strict(dumps(story_json(told)))
    ids = {n["id"] for n in found["nodes"]} | {e["id"] for e in found["edges"]}
    assert [s["index"] for s in found["steps"]] == list(range(len(found["steps"])))
    for each in found["steps"]:
        assert each["sentence"].endswith((".", "?"))
        assert each["node"] in ids | {None} and each["edge"] in ids | {None}
        assert len(each["cards"]) == len(each["formulas"])
        assert all(
            "nan" not in text and "-" not in text for _, a, text in each["shown"] if a == "text"
        )
    for path in (p for c in found["chains"] for p in c["paths"]):
        assert set(path) <= ids


def test_steps_of_one_card_are_in_one_group():
    told = stories.story(**SLIDE)
    groups = [group(each) for each in told.telling.steps]
    assert len(set(groups)) < len(groups)
    for one, other in zip(told.telling.steps, told.telling.steps[1:], strict=False):
        same_edge = one.edge == other.edge and one.node == other.node and one.phase == other.phase
        if one.edge is not None:
            assert (group(one) == group(other)) == same_edge


def test_a_gradient_is_checked_when_it_has_just_become_known():
    whole = stories.story()
    found = [checked(whole, each) for each in whole.telling.steps]
    asked = [each for each in found if each]
    assert len(asked) == len(set(asked))
    assert set(asked) == {n.id for n in whole.graph.nodes if n.index in whole.graph.to_loss} - {
        whole.graph.node("L").id
    }


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
        1.313262, abs=1e-6
    )
