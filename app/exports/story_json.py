"""The story as JSON: what the page and other programs get (see `docs/openapi.yaml`)."""

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

import graph_engine as ge

from .. import locks
from ..changes import Change
from ..languages import later, lesson_text, told
from ..link import pack
from ..story import Story, checked, group
from ..wording import cards, remarks, sentences
from .format import Format, Options, Tick

Json = dict[str, Any]


def story_json(story: Story, *, slug: str = "", step: int = 0, have: str = "") -> Json:
    """The story as the page and other programs get it (see `docs/openapi.yaml`).

    `have`: the structure of the picture that the page has; the same is not drawn again.
    """
    graph, run = story.graph, story.telling.runs[0]
    return {
        "title": lesson_text(graph.title),
        "introduction": lesson_text(graph.introduction),
        "slug": slug,
        "arithmetic": story.view.arithmetic,
        "focus": story.view.focus,
        "rate": story.view.rate,
        "link": pack(story.view.program),
        "loss": None if graph.loss is None else f"n{graph.loss}",
        "structure": story.structure,
        "matrices": story.matrices,
        **({} if have == story.structure else {"svg": story.inline_svg(story.clamp(step))}),
        "nodes": [_node_json(story, node) for node in graph.nodes],
        "edges": [
            {
                "id": edge.id,
                "from": f"n{edge.src}",
                "to": f"n{edge.dst}",
                "port": edge.port,
                "local_shape": list(run.shape_of(edge)),
                "local": _local(run, edge),
                "contribution": _short(run.flow(edge)),
            }
            for edge in graph.edges
        ],
        "titles": {card: told(title) for card, title in cards.TITLES.items()},
        "steps": [
            _step_json(story, step, changes)
            for step, changes in zip(story.telling.steps, story.changes, strict=True)
        ],
        "asides": _asides(story),
        "chains": [
            {
                "leaf": f"n{story.telling.focus}",
                "paths": [[edge.id for edge in path] for path in story.telling.paths],
            }
        ]
        if story.telling.focus is not None
        else [],
        "updates": [
            {
                "leaf": f"n{index}",
                "old": _short(run.values[index]),
                "new": _short(story.telling.runs[1].values[index]),
            }
            for index in story.telling.updates
            if len(story.telling.runs) > 1
        ],
    }


def brief_json(story: Story, *, step: int) -> Json:
    """What a picture in hand needs when only numbers have changed: quick, for a slider that moves.

    Of the steps that are explained with `step` everything, of the others what is shown; the rest
    of the story follows when the hand rests.
    """
    now = group(story.telling.steps[story.clamp(step)])
    return {
        "structure": story.structure,
        "focus": story.view.focus,
        "steps": [
            _step_json(story, told, changes)
            if group(told) == now
            else {"index": told.index, "shown": _shown(changes)}
            for told, changes in zip(story.telling.steps, story.changes, strict=True)
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
    """The local gradient; null where it is too large to send."""
    rows, columns = run.shape_of(edge)
    if rows * columns > SENT:
        return None
    slope = run.slope(edge)
    return bare(slope.built if isinstance(slope, ge.Jacobian) else slope)


def _node_json(story: Story, node: ge.Node) -> Json:
    run, words = story.telling.runs[0], story.words
    gradient = run.gradients[node.index]
    nudge = story.nudges.get(node.index)
    text, verdict = ("", "") if nudge is None else cards.check_text(words, node.index, nudge)
    return {
        "id": node.id,
        "name": node.name,
        "written": words.plain(node.index),
        "role": node.role,
        "line": node.line,
        "op": node.op.name if node.op else None,
        "shape": list(node.shape),
        "value": _short(run.values[node.index]),
        "gradient": _short(np.zeros(node.shape) if gradient is None else gradient),
        "check": {"text": text, "verdict": verdict},
        "remark": remarks.value_remark(words, 0, node.index),
        "fold": {"key": node.fold, "closed": bool(node.parts)} if node.fold else None,
    }


def _step_json(story: Story, step: ge.Step, changes: list[Change]) -> Json:
    words = story.words
    lines = cards.lines(words, step)
    check = checked(story, step)
    return {
        "index": step.index,
        "phase": step.phase,
        "kind": step.kind,
        "key": locks.key(story.telling, step),
        "iteration": step.iteration,
        "node": None if step.node is None else f"n{step.node}",
        "edge": None if step.edge is None else step.edge.id,
        "path": step.path,
        "stop": step.stop,
        "group": group(step),
        "check": None if check is None else f"n{check}",
        "sentence": sentences.sentence(words, step),
        "remark": remarks.remark(words, step),
        "note": story.note(step),
        "cards": [line.card for line in lines],
        "formulas": [line.mathml for line in lines],
        "shown": _shown(changes),
    }


def _shown(changes: list[Change]) -> list[list[str]]:
    return [[c.slot, c.attribute, c.value] for c in changes]


def _asides(story: Story) -> list[Json]:
    """The explanations of edges that this telling passes over: off the chosen path."""
    telling, words = story.telling, story.words
    told = {step.edge for step in telling.steps if step.edge is not None}
    run = telling.runs[0]
    found = []
    for edge in telling.graph.edges:
        if edge in told:
            continue
        formulas = [cards.local_symbols(words, edge), cards.local_numbers(words, run, edge)]
        names = ["local", "local"]
        if run.gradients[edge.dst] is not None:
            formulas.append(cards.flow(words, run, edge))
            names.append("flow")
        found.append({"edge": edge.id, "cards": names, "formulas": formulas})
    return found


def dumps(value: Any) -> str:
    """JSON without bare NaN or Infinity, compact."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def embedded(data: Json) -> str:
    """JSON for a script element, which no text in it can end."""
    return dumps(data).replace("<", r"\u003c").replace("&", r"\u0026")


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The whole story; all its steps are in it, whichever were asked for."""
    data = dumps(story_json(story, slug=options.slug, step=options.step)).encode()
    tick(1, 1)
    return data


FORMAT = Format("json", later("Data (JSON)"), "application/json", write, whole=False, single=False)
