"""Past a fork, and where a gradient was added up: own numbers and mistakes go on with the sum."""

import math

import numpy as np
import pytest

from app.predict import Verdict, check

from .asking import NEURON, asked, said, told

FORK = "x: weight = 0.7\nh = sin(x)\nL: loss = h * exp(h)"
H = math.sin(0.7)
ARRIVING = math.exp(H), H * math.exp(H)
"""What flows back to h: from the product, and over the exponential function."""


def answer(key: str, text: str, program: str = FORK, focus: str = "*", **earlier: str) -> Verdict:
    """What is said to an answer, questions by the keys of their steps."""
    of = told(program, focus=focus)
    named = {of.walk.steps[each.step].key.replace(":", "_"): each.id for each in asked(of)}
    named |= {key.replace("/", "_"): found for key, found in named.items()}
    known = {named[each]: typed for each, typed in earlier.items()}
    return check(of, question=named[key], answer=text, earlier=known)


@pytest.mark.parametrize("own", [-1.9, 2.5])
def test_own_contributions_are_added_past_a_fork_where_nobody_typed_the_sum(own: float):
    follows = f"{(own + ARRIVING[1]) * math.cos(0.7):.4f}"
    assert answer("flow_h_x", follows).result == "wrong"
    found = answer("flow_h_x", follows, flow_L_h=str(own))
    assert found.result == "follows" and "Right, given your" in found.text
    # One's own sum goes before what one's own contributions would have given.
    other = f"{2.2 * math.cos(0.7):.4f}"
    assert answer("flow_h_x", other, flow_L_h=str(own), sum_h="2.2").result == "follows"


def test_an_update_follows_from_own_contributions_to_its_weight():
    program = "w: weight = 0.5\nL: loss = sin(w) + exp(w)"
    of = told(program)
    flows = [each for each in asked(of) if each.kind == "contribution"]
    assert len(flows) == 2
    new = next(each for each in asked(of) if each.kind == "update")
    true = {"sin": math.cos(0.5), "exp": math.exp(0.5)}
    first = "sin" if np.isclose(float(flows[0].number), true["sin"]) else "exp"
    other = true["exp" if first == "sin" else "sin"]
    found = check(
        of, question=new.id, answer=f"{0.5 - (3 + other):.4f}", earlier={flows[0].id: "3"}
    )
    assert found.result == "follows"


@pytest.mark.parametrize("focus", ["*", "x"])
def test_a_wrong_sign_or_a_missing_factor_in_one_contribution_is_named(focus: str):
    program = "x: weight = 0.7\ny = 3.1*sin(x)\nz = 0.6*exp(x)\nL: loss = y * z"
    y, z = 3.1 * math.sin(0.7), 0.6 * math.exp(0.7)
    over_y, over_z = z * 3.1 * math.cos(0.7), y * 0.6 * math.exp(0.7)
    of = told(program, focus=focus)
    total = next(each for each in asked(of) if each.kind == "sum")
    assert math.isclose(total.number, over_y + over_z)
    assert said(of, total, f"{over_z - over_y:.5f}") == ("wrong", ("sign of one",))
    assert said(of, total, f"{over_y - over_z:.5f}") == ("wrong", ("sign of one",))
    without = over_z + over_y / math.cos(0.7)
    assert said(of, total, f"{without:.5f}") == ("wrong", ("factor of one",))
    assert said(of, total, f"{over_y + over_z:.5f}")[0] == "right"


@pytest.mark.parametrize("focus", ["*", "s"])
@pytest.mark.parametrize(
    ("program", "both"),
    [
        ("s: weight = [1.3, 2.7]\nL: loss = dot(s, s)", "2.6, 5.4"),
        ("s: weight = [1.3, 2.7]\nq = dot(s, s)\nL: loss = 3*q", "7.8, 16.2"),
        ("s: weight = [1.3, 2.7]\nL: loss = sum(s * s)", "2.6, 5.4"),
    ],
)
def test_the_whole_derivative_at_one_place_of_a_vector_is_no_number_counted_twice(
    program: str, both: str, focus: str
):
    of = told(program, focus=focus)
    places = [each for each in asked(of) if "in one place" in each.ask and each.count]
    places = places or [each for each in asked(of) if "path" in each.ask and each.count]
    assert places or focus == "s"  # where the first slope is the whole path nothing is asked
    for each in places:
        assert said(of, each, both) == ("wrong", ("whole",)), each.ask


@pytest.mark.parametrize("focus", ["*", "w"])
def test_a_new_weight_may_be_worked_out_from_several_shown_numbers(focus: str):
    of = told(NEURON, focus=focus, rate=0.3)
    new = next(each for each in asked(of) if each.kind == "update" and "w" in each.ask)
    # 0.4 + 0.3 · 0.88 · 1.3, and with the upstream gradient as it is shown elsewhere.
    for text in ("0.7432", "0.74320", "0.743100", "0.7431", "0.743"):
        assert said(of, new, text)[0] == "right", text
    for text in ("0.7442", "0.7532", "0.0568", "0.4", "1.544"):
        assert said(of, new, text)[0] == "wrong", text


def test_a_new_weight_behind_a_fork_may_be_worked_out_from_shown_contributions():
    program = "w: weight = 0.5\nL: loss = sin(w) + exp(w)"
    of = told(program, rate=0.3)
    new = next(each for each in asked(of) if each.kind == "update")
    assert (
        said(of, new, f"{0.5 - 0.3 * (0.878 + 1.65):.4f}")[0] == "right"
    )  # as the wires have them
    assert said(of, new, f"{0.5 - 0.3 * (0.878 + 1.75):.4f}")[0] == "wrong"
