"""What neurons and connections show is what the engine computes, entry by entry."""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import graph_engine as ge
from app.lessons import lessons
from app.picture import ribbons
from app.picture.changes import seen
from app.picture.neurons import lines, shown, slots
from app.state.view import Look, View
from app.story import Story, story_of, tell
from graph_engine import views

from ....graph_engine.views.programs import FCNN
from ....graph_engine.views.test_network import PROGRAMS
from ...stories import near, number, step

STORIES = ["the lecture's network", "2-2-1", "4-8-3", "tied weights", "one sample"]


def neurons(program: str, **view: Any) -> Story:
    sample = 2 if "each(" in program else 0
    return tell(View(program=program, zoom="neurons", sample=sample, **view))


def entries(told: Story, at: int, slot: Any, of: Any) -> dict[Any, str]:
    """By target, the texts of a slot after a step; `of` says of which targets."""
    now = seen(told.changes, at)
    return {each: now[slot(*each), "text"] for each in of(told.words)}


def short(text: str) -> Any:
    """A written number: three digits, or two or one where more have no room; then the nought before
    the point may be left out."""
    text = re.sub(r"^(−?)\.", r"\g<1>0.", text)
    digits = re.sub(r"e.*|[^\d]", "", text).lstrip("0")
    return (
        near(number(text), min(3, max(1, len(digits)))) if len(digits) < 3 else near(number(text))
    )


@pytest.mark.parametrize("named", STORIES)
def test_activations_and_weights_are_the_engine_s(named: str):
    told = neurons(PROGRAMS[named][0])
    run, graph = told.walk.runs[0], told.graph
    for index in told.network.column:
        node = graph.nodes[index]
        key = "start" if node.leaf else f"value:{node.name}"
        at = step(told, key).index
        told_by_now = entries(told, at, slots.neuron, shown.neurons)
        for (owner, entry), text in told_by_now.items():
            if owner == index:
                assert float(np.ravel(run.values[index])[entry]) == short(text)
        if not node.leaf:
            before = entries(told, at - 1, slots.neuron, shown.neurons)
            assert {text for (owner, _), text in before.items() if owner == index} == {""}
    for (edge, entry), text in entries(told, 0, slots.weight, shown.weighed).items():
        if graph.nodes[edge.src].leaf:
            assert float(np.ravel(run.values[edge.src])[entry]) == short(text)


@pytest.mark.parametrize("named", STORIES)
def test_gradients_of_activations_and_of_weights_are_the_engine_s(named: str):
    told = neurons(PROGRAMS[named][0])
    run = told.walk.runs[0]
    at = max(each.index for each in told.walk.steps if each.phase == "backward")
    for (index, entry), text in entries(told, at, slots.neuron_gradient, shown.neurons).items():
        gradient = run.gradients[index]
        if gradient is not None:
            assert float(np.ravel(gradient)[entry]) == short(text)
    for (edge, entry), text in entries(told, at, slots.weight_gradient, shown.weighed).items():
        assert float(np.ravel(run.flow(edge))[entry]) == short(text)
    for (edge, entry), text in entries(told, at, slots.tied_gradient, shown.tied).items():
        assert float(np.ravel(run.gradients[edge.src])[entry]) == short(text)
    assert ("tied" in named) == bool([*shown.tied(told.words)])


def test_the_chain_of_w_tells_what_it_hands_back_and_no_other_gradient():
    told = neurons(FCNN, focus="W")
    graph, run = told.graph, told.walk.runs[0]
    at = step(told, "product:1").index
    known = entries(told, at, slots.weight_gradient, shown.weighed)
    for (edge, entry), text in known.items():
        if graph.nodes[edge.src].name == "W":
            assert float(np.ravel(run.gradient("W"))[entry]) == short(text)
        else:
            assert text == ""
    # before its step nothing of it is known
    early = entries(told, step(told, "slope:y/W").index - 1, slots.weight_gradient, shown.weighed)
    assert {*early.values()} == {""}


def test_a_ribbon_is_as_wide_as_much_flows_back_on_its_connection():
    told = neurons(FCNN, focus="W")
    run, graph, network = told.walk.runs[0], told.graph, told.network
    assert network is not None
    now = seen(told.changes, step(told, "product:1").index)
    sizes = {}
    for each in network.connections({i: (*range(network.size(i)),) for i in network.column}):
        assert each.weight is not None
        ribbon = ribbons.read(now[slots.weight_ribbon(*each.weight), "ribbon"])
        target = graph.nodes[each.target[0]].name
        if target == "y":
            back = float(np.ravel(run.gradient("W"))[each.weight[1]])
        elif each.along is None:
            assert ribbon == ribbons.NONE  # V and u are not told here
            continue
        else:
            local = np.asarray(run.of_edge(each.along[0]).built)
            upstream = np.ravel(run.gradients[each.target[0]])[each.target[1]]
            back = float(upstream * local[each.target[1], each.along[1]])
        assert ribbon.sign == ("+" if back > 0 else "-" if back < 0 else "0")
        sizes[ribbon.width] = max(sizes.get(ribbon.width, 0.0), abs(back))
    widths = sorted(sizes)
    assert [sizes[width] for width in widths] == sorted(sizes.values())
    # what all connections hand back to a neuron is its gradient: the first one's, from three
    y = graph.node("y").index
    assert now[slots.neuron_gradient(y, 0), "text"] == "0.142"


def test_a_line_is_as_wide_as_its_weight_is_large_and_changes_with_the_update():
    told = neurons(FCNN, focus="W")
    start, end = (seen(told.changes, k) for k in (0, step(told, "placed:W").index))
    before, after = told.walk.runs[:2]
    largest = max(float(np.max(np.abs(run.value(n)))) for run in (before, after) for n in "WVu")
    moved = 0
    for edge, entry in shown.weighed(told.words):
        for now, run in ((start, before), (end, after)):
            weight = float(np.ravel(run.values[edge.src])[entry])
            line = lines.read(now[slots.line(edge, entry), "line"])
            assert line.sign == ("0" if weight == 0 else "+" if weight > 0 else "-")
            assert line.width == pytest.approx(
                max(lines.LEAST, lines.MOST * abs(weight) / largest), abs=0.06
            )
        moved += now[slots.line(edge, entry), "line"] != start[slots.line(edge, entry), "line"]
    assert 0 < moved <= 12  # V and u have not moved


def test_what_is_hidden_or_locked_is_not_in_the_document():
    hidden = replace(neurons(FCNN), hide=("values", "gradients"))
    root = ElementTree.fromstring(hidden.inline_svg(hidden.last, interactive=False))
    said = " ".join(root.itertext())
    assert not re.search(r"0[.,]\d", said)
    drawn = [e for e in root.iter() if "line" in e.attrib.get("class", "").split()]
    assert {e.attrib["data-sign"] for e in drawn} == {""} and len(drawn) == 28
    assert not [e for e in root.iter() if "ribbon" in e.attrib.get("class", "").split()]

    lesson = lessons()["network"]
    look = Look(view=replace(lesson.story().view, zoom="neurons"), locks=("value:z",))
    told = story_of(look)
    numbers = {slots.of_neurons(told.words, told.graph.node(name).index)[0] for name in "yz"}
    texts = {slot: seen(told.changes, told.last)[slot, "text"] for slot in numbers}
    y, z = (told.graph.node(name).index for name in "yz")
    assert texts[slots.neuron(y, 0)] == "0.881" and texts[slots.neuron(z, 0)] == ""
    assert "0.725" not in str(told.changes)


@pytest.mark.parametrize("named", STORIES)
def test_the_sum_of_a_neuron_is_that_of_its_products_and_the_engine_s(named: str):
    told = neurons(PROGRAMS[named][0])
    # The nodes that a layer hides have the sums: those of the program itself, drawn in one sample.
    graph = ge.parse(told.view.program)
    whole = ge.run(views.only(graph, 2) if graph.samples else graph)
    at = max(
        each.index for each in told.walk.steps if not each.iteration and each.phase == "forward"
    )
    for (index, entry), text in entries(told, at, slots.neuron_sum, shown.summing).items():
        node = whole.graph.node(str(told.graph.nodes[index].name))
        inner = node.args[0] if len(node.args) == 1 else node.index
        expected = float(np.ravel(whole.values[inner])[entry])
        around = re.fullmatch(r"\S+ = (\w+)\((.*)\) = \1\((.*)\) = (\S+)", text)
        left, right = around.groups()[1:3] if around else text.split(" = ")[1:]
        if around:
            activation = float(np.ravel(told.walk.runs[0].values[index])[entry])
            assert number(around[4]) == near(activation)
        assert number(right) == near(expected)
        worked = re.sub(r"the other \d+: ", "", left).replace("−", "-").replace("·", "*")
        value = eval(worked)  # what a reader works out
        assert value == pytest.approx(expected, abs=0.02)


def test_of_many_products_the_largest_are_written_and_the_others_added():
    inputs, weights = [k / 10 for k in range(1, 10)], [(-1) ** k * k for k in range(9)]
    program = f"x: input = {inputs}\nw: weight = {weights}\nq = w @ x\nL: loss = (q - 1)**2"
    told = neurons(program)
    q = told.graph.node("q").index
    text = seen(told.changes, step(told, "value:q").index)[slots.neuron_sum(q, 0), "text"]
    assert text == ("q = 4 · 0.5 − 5 · 0.6 + 6 · 0.7 − 7 · 0.8 + 8 · 0.9 + (the other 4: −0.8) = 4")


def test_a_neuron_alone_is_a_story_without_updates_that_keeps_the_chain_it_has():
    program = PROGRAMS["the lecture's network"][0]
    told = tell(View(program=program, zoom="neurons", opened=frozenset({"y[2]"})))
    assert told.network is None and told.title == "neuron y₂"
    assert {each.phase for each in told.walk.steps} == {"start", "forward", "backward"}
    assert told.as_graph is told
    # x goes into other neurons, too: its gradient here is a part, and that is said
    assert "gets more from there" in told.note(told.walk.steps[0])
    whole = tell(View(program=program, zoom="neurons"))
    assert told.structure != whole.structure
    # of a leaf that is not in it the whole pass is told, and of a matrix its first entry's chain
    elsewhere = View(program=program, zoom="neurons", opened=frozenset({"y[2]"}), focus="u")
    assert tell(elsewhere).walk.focus is None
    chain = tell(replace(elsewhere, focus="W"))
    assert chain.graph.nodes[chain.walk.focus].name == "W[2,1]"
    # back among all neurons the entry is its matrix
    back = tell(View(program=program, zoom="neurons", focus="W[2,1]"))
    assert back.graph.nodes[back.walk.focus].name == "W"


def test_where_something_is_locked_no_neuron_is_opened():
    program = PROGRAMS["the lecture's network"][0]
    view = View(program=program, zoom="neurons", opened=frozenset({"y[2]"}))
    told = story_of(Look(view=view, locks=("value:y",)))
    assert told.network is not None and told.withheld is not None
