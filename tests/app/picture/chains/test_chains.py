"""Chains side by side: what they share is one number, and nothing of what comes is there."""

import re

import numpy as np

import graph_engine as ge
from app.lessons import lessons
from app.picture import slots
from app.picture.chains.changes import shades
from app.picture.strip import strip
from app.story import Story, tell
from app.wording.arrays import LEVELS

from ...stories import story

VIEW = {"zoom": "chains", "focus": ge.WHOLE}


def network() -> Story:
    return story(lessons()["network-all"].program, **VIEW)


def drawn(told: Story, key: str) -> str:
    return told.svg(told.keys.steps(key)[0].index, fonts=False)


def test_nine_factors_are_written_and_six_are_worked_out():
    svg = drawn(network(), "flow y/W")
    assert svg.count('data-edge="') == 6
    assert svg.count('class="again"') == 3
    assert svg.count('class="shared"') == 2
    assert [text for text in re.findall(r'data-text=""[^>]*>([^<]+)<', svg)] == [
        *("−0.529", "(1×4)", "(1×3)", "(3×12)", "(3×3)", "(3×12)"),
    ]


def test_a_number_is_there_when_its_step_is_told_and_not_before():
    told = network()
    before, after = drawn(told, "value L"), drawn(told, "flow q/u")
    assert "0.529" not in before and 'class="heat"' in before
    assert re.findall(r'data-heat="(\d*)"', before) == ["", "", ""]
    shown = re.findall(r'data-heat="(\d*)"', after)
    assert [len(levels) for levels in shown] == [4, 0, 0]
    # "computed once" comes when a second chain is complete.
    at = {key: drawn(told, key) for key in ("flow q/u", "flow z/V")}
    frames = {key: re.findall(r'"shared"[^>]*data-state="(\w+)"', svg) for key, svg in at.items()}
    assert frames["flow q/u"][0] != "done" and frames["flow z/V"][0] == "done"


def test_the_gradient_has_the_shape_of_its_leaf_and_the_signs_of_the_engine():
    told = network()
    run = told.walk.runs[0]
    for chain in told.words.abreast:
        node = told.graph.nodes[chain.leaf]
        gradient = np.asarray(run.gradients[chain.leaf])
        levels = shades(gradient, node.shape)
        signs = [np.sign(int(each) - LEVELS // 2) for each in levels]
        assert signs == [np.sign(each) for each in gradient.ravel()]
        assert shades(np.zeros(node.shape), node.shape) == str(LEVELS // 2) * gradient.size


def test_a_large_matrix_has_few_cells_and_a_hidden_layer_no_sizes():
    text = (
        "x: input = [1, 2]\nW: weight = 0.01 * ones(40, 2)\nu: weight = 0.01 * ones(40)\n"
        "y = tanh(W @ x)\nL: loss = u @ y"
    )
    told = story(text, **VIEW)
    svg = told.svg(told.last, fonts=False)
    assert max(len(levels) for levels in re.findall(r'data-heat="(\d*)"', svg)) <= 48
    assert ">as W: 40×2<" in svg


def test_every_lesson_with_two_weights_can_be_looked_at_so():
    found = []
    for slug in ("example-2", "network", "gates", "sigmoid-gates", "dead-relu"):
        lesson = lessons()[slug]
        told = story(lesson.program, **VIEW)
        found.append(len(told.words.abreast))
        assert 'data-view="chains"' in told.svg(told.last, fonts=False)
    assert found == [2, 3, 3, 3, 2]
    assert tell(told.view).words.abreast == told.words.abreast


def test_after_the_update_both_losses_stand_there_and_the_strip_has_the_weights_alone():
    told = network()
    (was,) = {float(run.values[told.graph.loss]) for run in told.walk.runs[:1]}
    before, after = drawn(told, "flow y/W"), drawn(told, "again L")
    assert f">{told.words.wire.value(was)}</tspan></text>" not in before
    assert re.search(rf'data-state="done"[^>]*>{told.words.wire.value(was)}</tspan>', after)
    listed = strip(told.words, told.changes, told.last)
    assert listed is not None
    assert [cell.slot for cell in listed.gradients] == [
        slots.leaf_gradient(chain.leaf) for chain in told.words.abreast
    ], "in the order of the chains above"


def test_a_gradient_of_before_the_update_stands_beside_no_chain_without_numbers():
    told = network()
    shaped = re.compile(r'<g class="heat"[^>]*data-state="(\w+)"')
    assert shaped.findall(drawn(told, "placed")) == ["done"] * 3
    assert shaped.findall(drawn(told, "again L")) == ["absent"] * 3


def test_the_gradient_by_a_vector_has_the_size_of_the_row_as_which_it_is_drawn():
    chains = story(lessons()["network-all"].program, **VIEW).scene.chains
    assert [row.size.text for row in chains.rows] == ["1×4", "as V: 3×4", "as W: 3×4"]
