"""The whole road: a program and how it is looked at, told as steps with words and a picture."""

import base64
import binascii
import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, Literal

import graph_engine as ge
from graph_engine import limits

from . import picture
from . import scene as drawing
from .wording import cards, sentences
from .wording.sentences import Words

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class View:
    """A program and how it is looked at: all that a link carries."""

    program: str
    values: Mapping[str, float] = field(default_factory=dict)
    arithmetic: Literal["exact", "slide"] = "exact"
    focus: str = ge.WHOLE
    """A leaf's name, `WHOLE` or `FORWARD`."""
    rate: float = 1.0
    iterations: int = 1


@dataclass(frozen=True)
class Story:
    """A telling with its words and its picture, made as they are asked for."""

    view: View
    telling: ge.Telling
    notes: Mapping[str, str] = field(default_factory=dict)
    """A lesson's own words at steps, by the step's key."""

    @property
    def graph(self) -> ge.Graph:
        """What is told."""
        return self.telling.graph

    @cached_property
    def words(self) -> Words:
        """Names and numbers as they are written."""
        return Words(self.telling)

    @cached_property
    def scene(self) -> drawing.Scene:
        """The picture before its first step."""
        return drawing.scene(self.words)

    @cached_property
    def changes(self) -> list[list[drawing.Change]]:
        """What changes in the picture, step by step."""
        return drawing.changes(self.words)

    @cached_property
    def nudges(self) -> Mapping[int, ge.Nudge]:
        """The check of every gradient; against the exact run, whatever is told."""
        run = self.telling.runs[0]
        if run.arithmetic == "slide":
            run = ge.run(self.graph, values=self.view.values)
        return ge.nudges(run)

    @property
    def last(self) -> int:
        """The last step."""
        return len(self.telling.steps) - 1

    def clamp(self, step: int) -> int:
        """The nearest step that exists."""
        return min(max(step, 0), self.last)

    def note(self, step: ge.Step) -> str:
        """The author's own words at a step; at the start the introduction comes first."""
        words = self.notes.get(self.telling.key(step), "")
        return f"{self.graph.introduction} {words}".strip() if step.kind == "start" else words

    def svg(self, step: int, *, theme: str = "paper") -> str:
        """The picture after a step, on its own."""
        return picture.standalone_svg(drawing.at(self.scene, self.changes, step), theme=theme)

    def inline_svg(self, step: int, *, interactive: bool = True) -> str:
        """The picture after a step, for a page."""
        return picture.svg(drawing.at(self.scene, self.changes, step), interactive=interactive)

    @cached_property
    def structure(self) -> str:
        """The same for two stories whose pictures differ in numbers and states only."""
        items = [(type(i).__name__, i.slot, i.title) for i in self.scene.items]
        return sha256(repr((items, self.scene.width, self.scene.height)).encode()).hexdigest()[:16]


def tell(view: View, *, notes: Mapping[str, str] | None = None) -> Story:
    """Parse, run and tell; raises `ProgramError` or `GraphError`, both in plain words."""
    telling = ge.tell(
        parse(view.program),
        values=view.values,
        arithmetic=view.arithmetic,
        focus=view.focus,
        rate=view.rate,
        iterations=view.iterations,
    )
    return Story(view=view, telling=telling, notes=notes or {})


@lru_cache(maxsize=128)
def parse(program: str) -> ge.Graph:
    """A program's graph; kept, so that a changed number costs no parsing."""
    return ge.parse(program)


# -- as JSON ----------------------------------------------------------------------


def as_json(story: Story, *, slug: str = "", step: int = 0) -> Json:
    """The story as the page and other programs get it (see `docs/openapi.yaml`)."""
    graph, run = story.graph, story.telling.runs[0]
    return {
        "title": graph.title,
        "introduction": graph.introduction,
        "slug": slug,
        "arithmetic": story.view.arithmetic,
        "focus": story.view.focus,
        "rate": story.view.rate,
        "link": pack(story.view.program),
        "loss": None if graph.loss is None else f"n{graph.loss}",
        "structure": story.structure,
        "svg": story.inline_svg(story.clamp(step)),
        "nodes": [_node_json(story, node) for node in graph.nodes],
        "edges": [
            {
                "id": edge.id,
                "from": f"n{edge.src}",
                "to": f"n{edge.dst}",
                "port": edge.port,
                "local_shape": [1, 1],
                "local": bare(run.slope(edge)),
                "contribution": bare(run.flow(edge)),
            }
            for edge in graph.edges
        ],
        "titles": cards.TITLES,
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
                "old": bare(run.values[index]),
                "new": bare(story.telling.runs[1].values[index]),
            }
            for index in story.telling.updates
            if len(story.telling.runs) > 1
        ],
    }


def bare(number: Any) -> float | str:
    """A number that JSON can carry: what is not finite becomes a word."""
    x = float(number)
    if math.isfinite(x):
        return x + 0.0
    return "nan" if math.isnan(x) else ("inf" if x > 0 else "-inf")


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
        "op": node.op.name if node.op else None,
        "shape": list(node.shape),
        "value": bare(run.values[node.index]),
        "gradient": bare(0.0 if gradient is None else gradient),
        "check": {"text": text, "verdict": verdict},
        "remark": sentences.value_remark(words, 0, node.index),
    }


def _step_json(story: Story, step: ge.Step, changes: list[drawing.Change]) -> Json:
    words = story.words
    lines = cards.lines(words, step)
    return {
        "index": step.index,
        "phase": step.phase,
        "kind": step.kind,
        "iteration": step.iteration,
        "node": None if step.node is None else f"n{step.node}",
        "edge": None if step.edge is None else step.edge.id,
        "path": step.path,
        "stop": step.stop,
        "group": group(step),
        "check": checked(story, step),
        "sentence": sentences.sentence(words, step),
        "remark": sentences.remark(words, step),
        "note": story.note(step),
        "cards": [line.card for line in lines],
        "formulas": [line.mathml for line in lines],
        "shown": [[c.slot, c.attribute, c.value] for c in changes],
    }


def group(step: ge.Step) -> str:
    """Steps of one group share their cards in the explanation."""
    if step.phase == "update" or step.kind in ("path", "product"):
        return f"{step.iteration} {step.phase} {step.kind if step.path is not None else ''}"
    if step.edge is not None:
        return f"{step.iteration} {step.edge.id} {step.path}"
    return f"{step.iteration} {step.phase} {step.node}"


def checked(story: Story, step: ge.Step) -> str | None:
    """The node whose gradient has just become known, so that it can be checked; its id."""
    graph, index = story.graph, None
    if step.iteration:
        return None
    if step.kind == "sum":
        index = step.node
    elif step.edge is not None and step.kind in ("flow", "slope"):
        alone = sum(edge.dst in graph.to_loss for edge in graph.consumers[step.edge.src]) == 1
        if alone and (step.kind == "flow" or len(story.telling.paths) == 1):
            index = step.edge.src
    return f"n{index}" if index in story.nudges else None


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


# -- as a link ----------------------------------------------------------------------

VERSION = "1"


class LinkError(ValueError):
    """A link that does not hold a program."""


def pack(program: str) -> str:
    """A program as it travels in a link; empty where it is too long for one."""
    packed = base64.urlsafe_b64encode(zlib.compress(program.encode(), 9)).decode().rstrip("=")
    return VERSION + packed if len(packed) < limits.LINK.most else ""


def unpack(packed: str) -> str:
    """The program in a link; raises `LinkError`. It is never unpacked past the limit."""
    if not packed.startswith(VERSION) or len(packed) > limits.LINK.most:
        raise LinkError("this link is damaged")
    body = packed[len(VERSION) :]
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        most = 4 * limits.CHARACTERS.most
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(data, most)
        if not unpacker.eof or unpacker.unused_data:
            raise LinkError("this link is damaged")
        return text.decode()
    except (binascii.Error, zlib.error, UnicodeError, ValueError) as error:
        raise LinkError("this link is damaged") from error


def dumps(value: Any) -> str:
    """JSON without bare NaN or Infinity, compact."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
