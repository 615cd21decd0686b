"""The story as JSON: what the page and other programs get (see `docs/openapi.yaml`)."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import graph_engine as ge

from ..languages import later, lesson_text, translate
from ..picture import slots
from ..picture.changes import Change
from ..predict import opening
from ..state.link import pack
from ..story import Story, checked, group
from ..wording import cards, remarks, sentences
from .format import Format, Options, Tick

Json = dict[str, Any]


def story_json(story: Story, *, slug: str = "", step: int = 0, have: str = "") -> Json:
    """The story as the page and other programs get it (see `docs/openapi.yaml`).

    `have`: the structure of the picture that the page has (`Story.arrangement`); the same is not
    drawn again.
    """
    graph, run, kept = story.graph, story.walk.runs[0], story.withheld
    return {
        "title": story.title,
        "introduction": lesson_text(graph.introduction),
        "slug": slug,
        "arithmetic": story.view.arithmetic,
        "focus": story.view.focus,
        "rate": story.view.rate,
        "link": pack(story.view.program),
        "loss": None if graph.loss is None else slots.node(graph.loss),
        **drawn_json(story, step=step, have=have),
        "matrices": story.matrices,
        "nodes": [_node_json(story, node) for node in graph.nodes],
        "edges": [
            {
                "id": edge.id,
                "from": slots.node(edge.src),
                "to": slots.node(edge.dst),
                "port": edge.port,
                "local_shape": list(run.shape_of(edge)),
                "local": None if kept and kept.local(edge) else _local(run, edge),
                "contribution": None if kept and kept.contribution(edge) else _flow(run, edge),
            }
            for edge in graph.edges
        ],
        "titles": {card: translate(title) for card, title in cards.TITLES.items()},
        "steps": [
            _step_json(story, step, changes)
            for step, changes in zip(story.walk.steps, story.changes, strict=True)
        ],
        "locked": None if kept is None else _locked_json(story, kept.asked),
        "asides": _asides(story),
        "doubts": [_doubt_json(doubt) for doubt in story.doubts],
        "chains": [
            {
                "leaf": slots.node(story.walk.focus),
                "paths": [[edge.id for edge in path] for path in story.walk.paths],
            }
        ]
        if story.walk.focus is not None
        else [],
        "updates": [
            {
                "leaf": slots.node(index),
                "old": _short(run.values[index]),
                "new": _short(story.walk.runs[1].values[index]),
            }
            for index in story.walk.updates
            if len(story.walk.runs) > 1 and not (kept and kept.updated(index))
        ],
    }


def drawn_json(story: Story, *, step: int, have: str = "") -> Json:
    """The picture alone, unless it is arranged as the one that the page has."""
    svg = {} if have == story.arrangement else {"svg": story.inline_svg(story.clamp(step))}
    return {"structure": story.arrangement, **svg}


def brief_json(story: Story, *, step: int) -> Json:
    """What a picture in hand needs when only numbers have changed: quick, for a slider that moves.

    Of the steps that are explained with `step` everything, of the others what is shown; the rest
    of the story follows when the hand rests.
    """
    now = group(story.walk.steps[story.clamp(step)])
    return {
        "structure": f"{story.structure}.",
        "focus": story.view.focus,
        "steps": [
            _step_json(story, translate, changes)
            if group(translate) == now
            else {"index": translate.index, "shown": _shown(changes)}
            for translate, changes in zip(story.walk.steps, story.changes, strict=True)
        ],
    }


Bare = float | str | list[Any]
"""A number or nested lists of numbers; what is not finite is a word."""


def bare(value: Any) -> Bare:
    """A value that JSON can carry: what is not finite becomes a word, an array nested lists."""
    if np.ndim(value):
        return [bare(entry) for entry in value]
    x = float(value)
    if math.isfinite(x):
        return x + 0.0
    return "nan" if math.isnan(x) else ("inf" if x > 0 else "-inf")


SENT = 256
"""Entries up to which a value or a Jacobian is sent; of a larger one the page has its size."""


def _short(value: Any) -> Bare | None:
    return bare(value) if np.size(value) <= SENT else None


def _local(run: ge.Run, edge: ge.Edge) -> Bare | None:
    """The local gradient; null by a number, and where it is too large to send."""
    rows, columns = run.shape_of(edge)
    if rows * columns > SENT or run.graph.nodes[edge.src].number:
        return None
    slope = run.slope(edge)
    return bare(slope.built if isinstance(slope, ge.Jacobian) else slope)


def _node_json(story: Story, node: ge.Node) -> Json:
    run, words, kept = story.walk.runs[0], story.words, story.withheld
    silent = kept is not None and not node.leaf and kept.value(node.index)
    unsaid = kept is not None and kept.gradient(node.index)
    gradient = None if unsaid else run.gradients[node.index]
    nudge = None if unsaid else story.nudges.get(node.index)
    text, verdict = "", ""
    if nudge is not None:
        text, verdict = cards.check_text(words.precisely, node.index, nudge)
    return {
        "id": node.id,
        "name": node.name,
        "written": words.plain(node.index),
        "role": node.role,
        "line": node.line,
        "op": node.op.name if node.op else None,
        "shape": list(node.shape),
        "value": None if silent else _short(run.values[node.index]),
        "gradient": None if gradient is None else _short(gradient),
        "check": {"text": text, "verdict": verdict},
        "remark": "" if silent else remarks.value_remark(words, 0, node.index),
        "fold": _fold(node),
    }


def _flow(run: ge.Run, edge: ge.Edge) -> Bare | None:
    """What flows back on an edge; null where nothing does."""
    found = run.contributions[run.graph.place(edge)]
    return None if found is None else _short(found)


def _doubt_json(doubt: ge.Doubt) -> Json:
    """What was read and may have been meant otherwise, in the form of an error."""
    return {
        "message": translate(doubt.message),
        "hint": translate(doubt.hint),
        "line": doubt.line,
        "column": doubt.column,
        "end_column": doubt.end_column,
        "cure": doubt.put,
    }


def _fold(node: ge.Node) -> Json | None:
    """Under which key a node of a view of layers is opened and closed."""
    here = ge.views.origin(node)
    return {"key": here.fold, "closed": bool(here.parts)} if here.fold else None


def _step_json(story: Story, step: ge.Step, changes: Sequence[Change]) -> Json:
    words = story.words
    lines = cards.lines(words.precisely, step)
    check = checked(story, step)
    # What differs from step to step stands together, and what does not: so it packs well.
    return {
        "index": step.index,
        "kind": step.kind,
        "stop": step.stop,
        "key": step.key,
        "node": None if step.node is None else slots.node(step.node),
        "edge": None if step.edge is None else slots.wire(step.edge),
        "group": group(step),
        "phase": step.phase,
        "iteration": step.iteration,
        "path": step.path,
        "check": None if check is None else slots.node(check),
        "remark": remarks.remark(words, step),
        "note": story.note(step),
        "sentence": sentences.sentence(words, step),
        "cards": [line.card for line in lines],
        "formulas": [line.mathml for line in lines],
        "shown": _shown(changes),
    }


def _locked_json(story: Story, step: ge.Step) -> Json:
    """The step whose number is locked and asked for: which it is, and nothing that it says."""
    found = _step_json(story, replace(step, facts=()), [])
    empty: Json = {"remark": "", "note": "", "sentence": "", "cards": [], "formulas": []}
    # It stands right behind the last open step, also where a product began before.
    question = opening(story)
    ask = question.id if question else ""
    return {**found, **empty, "check": None, "index": story.last + 1, "ask": ask}


def _shown(changes: Sequence[Change]) -> list[list[str]]:
    return [[*change] for change in changes]


def _asides(story: Story) -> list[Json]:
    """The explanations of edges that this walk passes over: off the chosen path."""
    walk, words, kept = story.walk, story.words.precisely, story.withheld
    told = kept.walk if kept else walk
    translate = {step.edge for step in told.steps if step.edge is not None}
    run = walk.runs[0]
    found = []
    for edge in walk.graph.edges:
        if edge in translate or walk.graph.nodes[edge.src].number or (kept and kept.local(edge)):
            continue  # told already, or by a number
        formulas = [cards.local_symbols(words, edge), cards.local_numbers(words, run, edge)]
        names = ["local", "local"]
        if run.gradients[edge.dst] is not None and not (kept and kept.contribution(edge)):
            formulas.append(cards.flow(words, run, edge))
            names.append("flow")
        found.append({"edge": edge.id, "cards": names, "formulas": formulas})
    return found


def dumps(value: Any) -> str:
    """JSON without bare NaN or Infinity, compact."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def embedded(data: Json) -> str:
    """JSON for a script element, which no text in it can end.

    Only tags that begin with m stay as they are: formulas are full of them, and harmless.
    """
    safe = dumps(data).replace("<", r"\u003c").replace("&", r"\u0026")
    return safe.replace(r"\u003cm", "<m").replace(r"\u003c/m", r"<\/m")


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The whole story; all its steps are in it, whichever were asked for."""
    data = dumps(story_json(story, slug=options.slug, step=options.step)).encode()
    tick(1, 1)
    return data


FORMAT = Format(
    "json",
    later("Data (JSON)"),
    "application/json",
    write,
    whole=False,
    single=False,
    takes=frozenset({"step"}),
)
