"""A program as it is looked at: its graph, what it may cost, and which leaf is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import graph_engine as ge
from graph_engine import views, work
from graph_engine.claims import told
from graph_engine.learn import check_iterations
from graph_engine.spelling import plain

from .state.graphs import Graphs
from .state.view import View, Zoom

OF_ONE_SAMPLE: Mapping[Zoom, ge.Said] = {
    "neurons": ge.say("neurons are drawn of one sample: choose which, as in `sample=1`"),
    "unroll": ge.say("a matrix becomes a vector in one sample: choose which, as in `sample=1`"),
    "chains": ge.say("chains stand side by side in one sample: choose which, as in `sample=1`"),
}
"""What is said where samples are drawn out that have to be drawn one by one."""


def drawn(view: View) -> ge.Graph:
    """The graph as it is looked at: its samples drawn out or one chosen, fine or coarse."""
    graph = parse(view.program)
    _bearable(graph, view)
    if not graph.samples and view.zoom == "vectors":
        return graph
    whole = graph = graph.with_values(view.values)
    if view.zoom == "neurons":
        graph = views.layers(graph)
    elif view.zoom == "unroll":
        graph = views.vectorable(graph)  # raises, where no matrix becomes a vector
    elif view.zoom == "chains":
        graph = views.layers(graph)
    elif view.zoom == "layers":
        graph = views.layers(graph, opened=view.opened, cells=True)
    if graph.samples and view.sample:
        graph = views.only(graph, view.sample)
    elif graph.samples and view.zoom in OF_ONE_SAMPLE:
        raise ge.GraphError(OF_ONE_SAMPLE[view.zoom])
    elif graph.samples and view.zoom not in ("learning", "loop"):
        graph = views.spread(graph)
    match view.zoom:
        case "neurons":
            views.network(graph)  # raises, where there are none
            if view.neuron:
                whole = views.only(whole, view.sample) if whole.samples else whole
                return views.neuron(whole, graph, view.neuron)
        case "chains":
            views.chains(graph)  # raises, where they cannot stand side by side
        case "scalars":
            return views.scalars(graph)
        case "learning":
            return views.unrolled(
                graph, iterations=view.iterations, rate=view.rate, accumulate=view.accumulate
            )
        case "loop":
            return views.loop(graph, rate=view.rate, accumulate=view.accumulate)
    return graph


def _bearable(graph: ge.Graph, view: View) -> None:
    """Raise `GraphError` where a story would be too much work, before any of it is done."""
    check_iterations(view.iterations)  # no estimate has more digits than a number
    told: dict[Zoom, work.Told] = {"learning": "unrolled", "loop": "loop"}
    found = work.of_story(
        graph,
        iterations=view.iterations,
        told=told.get(view.zoom, "passes"),
        rounded=view.arithmetic == "slide",
    )
    work.bearable(graph, found, iterations=view.iterations)


def told_values(view: View) -> Mapping[str, Any]:
    """The values that are not in the graph itself."""
    apart = view.zoom == "vectors" and not parse(view.program).samples
    return view.values if apart else {}


def focus_of(graph: ge.Graph, focus: str, *, opened: bool = False) -> str:
    """The leaf that is asked for, or what it has become in a finer drawing."""
    focus = plain(focus)
    if focus in (ge.WHOLE, ge.FORWARD) or focus in graph.names:
        return focus
    if f"{focus}^0" in graph.names:
        return ge.FORWARD  # in the graph of the learning nothing flows back
    whole = graph.names.get(focus.partition("[")[0])
    if whole is not None:
        # The entry of a finer drawing; of a neuron alone also what comes in.
        return str(whole.name) if whole.leaf else ge.WHOLE
    entry = next((name for name in graph.names if name.startswith(f"{focus}[")), None)
    if entry is None and opened:
        return ge.WHOLE  # what is asked for is not in this neuron
    if entry is None:
        graph.node(focus)  # raises, naming the nearest
    return str(entry)


def without_updates(walk: ge.Walkthrough) -> ge.Walkthrough:
    """One neuron alone does not learn while the others stand still."""
    steps = [step for step in walk.steps if step.phase != "update" and not step.iteration]
    return replace(walk, steps=tuple(steps))


def parse(program: str) -> ge.Graph:
    """A program's graph; kept, so that a changed number costs no parsing."""
    return told(ge.parse(program)) if ge.operations().extended else GRAPHS.parse(program)


GRAPHS = Graphs()
"""Those of this process."""
