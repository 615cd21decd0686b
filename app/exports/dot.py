"""The graph in Graphviz's language, with its names and numbers, for tools that draw or read DOT."""

from collections.abc import Iterator, Sequence

import graphviz

from ..languages import later
from ..picture import scene as drawing
from ..picture import slots
from ..picture.items import EdgePicture, NodePicture, Part
from ..picture.style import tokens
from ..story import Story
from ..wording.names import Name
from ..wording.words import derivative
from .format import Format, Options, Tick


def fullest(story: Story, steps: Sequence[int]) -> int:
    """Of many steps the one where most is seen: the end of the first pass, before an update."""
    if len(steps) == 1:
        return steps[0]
    walked = story.walk.steps
    return max(k for k in steps if not walked[k].iteration and walked[k].phase != "update")


def source(story: Story, step: int, *, theme: str) -> str:
    """The DOT of the picture after a step; of neurons that of their layers."""
    story = story.as_graph
    words, graph = story.words, story.graph
    scene = drawing.at(story.scene, story.changes, step)
    colour = tokens(theme)
    dot = graphviz.Digraph(
        comment="Written by Chalkgraph. To draw it: dot -Tsvg -O FILE",
        graph_attr={
            "label": graphviz.escape(graph.title),
            "labelloc": "t",
            "rankdir": "LR",
            "bgcolor": colour["--paper"],
            "fontname": "Helvetica",
            "fontcolor": colour["--ink"],
        },
        node_attr={
            "style": "filled",
            "fillcolor": colour["--surface"],
            "color": colour["--ink"],
            "fontcolor": colour["--ink"],
            "fontname": "Times",
        },
        edge_attr={
            "color": colour["--wire"],
            "fontcolor": colour["--ink"],
            "fontname": "Helvetica",
            "fontsize": "11",
        },
    )
    flow = f"∂{words.loss} = "
    wires = {item.slot: item for item in scene.items if isinstance(item, EdgePicture)}
    bodies = {item.slot: item for item in scene.items if isinstance(item, NodePicture)}

    def value(index: int, wire: EdgePicture) -> Iterator[str]:
        """What a wire carries: it is written on it, or at the node that has several."""
        body = bodies[slots.node(index)]
        there = body if body.value else wire
        return _value(words.names[index], there.value, there.shape)

    for item in scene.items:
        if isinstance(item, NodePicture):
            lines = [_symbol(item), *_said(item.total, flow), *_said(item.update)]
            leaf = item.size == "name"
            role = "weight" if item.role == "variable" else item.role
            dot.node(
                item.slot,
                _label(lines),
                shape="box" if leaf else "circle" if item.round else "ellipse",
                style="filled,rounded" if leaf else "filled",
                fillcolor=colour[f"--{role}" if leaf else "--surface"],
                tooltip=graphviz.escape(item.title),
            )
    for edge in graph.edges:
        wire = wires[edge.id]
        local = _said(wire.local, f"{derivative(words, edge)} = ")
        lines = [*value(edge.src, wire), *local, *_said(wire.gradient, flow)]
        title = graphviz.escape(wire.title)
        dot.edge(
            slots.node(edge.src), slots.node(edge.dst), _label(lines), id=edge.id, tooltip=title
        )
    for index in graph.ends:
        wire = wires[slots.wire(index)]
        dot.node(wire.slot, "", shape="point", style="invis")
        lines = [*value(index, wire), *_said(wire.gradient, flow)]
        dot.edge(slots.node(index), wire.slot, _label(lines), tooltip=graphviz.escape(wire.title))
    for new, old in graph.back:
        dot.edge(
            slots.node(new),
            slots.node(old),
            style="dashed",
            color=colour["--update"],
            constraint="false",
        )
    return str(dot.source)


def _symbol(item: NodePicture) -> str:
    return item.name.plain if item.size == "name" else item.symbol


def _value(name: Name, value: Part | None, shape: Part | None) -> Iterator[str]:
    """Name and number of what a wire carries; the name alone where the number is not known yet."""
    if value is not None:
        known = value.text.removeprefix("=").strip() if value.state != "absent" else ""
        size = f" ({shape.text})" if shape and shape.text else ""
        yield f"{name.plain}{size} = {known}" if known else f"{name.plain}{size}"


def _said(part: Part, before: str = "") -> Iterator[str]:
    if part.text and part.state != "absent":
        yield f"{before}{part.text}"


def _label(lines: Sequence[str]) -> str:
    r"""Lines as a label; `\n` between them is Graphviz's own."""
    return r"\n".join(graphviz.escape(line) for line in lines)


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The graph with the numbers of a step; of many steps, with all that one pass finds."""
    data = source(story, fullest(story, steps), theme=options.theme).encode()
    tick(1, 1)
    return data


FORMAT = Format("gv", later("Graphviz DOT"), "text/vnd.graphviz", write, whole=True, single=True)
