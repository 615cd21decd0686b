"""Runs scripts that were written, many in one process, and reads what they print."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

import graph_engine as ge
from app.exports.code.recipes import Language
from app.exports.code.script import LARGE, computed
from app.exports.code.writing import script
from app.state.view import View
from app.story import Story
from graph_engine.learn import taken, updated

BATCH = """
import contextlib, io, json, runpy, sys, traceback, warnings
warnings.simplefilter("error")
for path in sys.argv[1:]:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path(path)
        error = ""
    except BaseException:
        error = traceback.format_exc()
    print(json.dumps([said.getvalue(), error]))
"""

Printed = list[tuple[str, Any]]
"""What a script says, in order: "gradient w1" and the number or the array."""


def python_with(package: str) -> str | None:
    """A Python that has the package: this one, or that of CHALKGRAPH_EXPORTS_PYTHON."""
    if find_spec(package) is not None:
        return sys.executable
    return os.environ.get("CHALKGRAPH_EXPORTS_PYTHON")


def ran(
    folder: Path, told: Sequence[Story], language: Language, python: str = sys.executable
) -> list[Printed]:
    """What the scripts of stories print; a warning is an error, as an error is."""
    paths = []
    for k, story in enumerate(told):
        paths.append(folder / f"{language.name}-{k}.py")
        paths[-1].write_text(script(story, language, file=paths[-1].name), encoding="utf-8")
    done = subprocess.run(
        [python, "-X", "utf8", "-c", BATCH, *map(str, paths)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=300,
    )
    found = []
    for line, path in zip(done.stdout.splitlines(), paths, strict=True):
        said, error = json.loads(line)
        assert not error, f"{error}\n{path.read_text(encoding='utf-8')}"
        found.append(printed(said))
    return found


def printed(said: str) -> Printed:
    """The lines with numbers."""
    return [_line(each) for each in said.splitlines() if " = " in each]


def _line(line: str) -> tuple[str, Any]:
    what, _, number = line.partition(" = ")
    words = number.replace("nan", "NaN").replace("inf", "Infinity")
    return what, np.array(json.loads(words), dtype=float)


def expected(story: Story, *, exact: bool) -> Printed:
    """The same from the engine; `exact`: by a library that does not round as a slide does."""
    story = computed(story)
    graph, runs = story.graph, list(story.walk.runs)
    if exact and runs[0].arithmetic == "slide":
        runs, before = [ge.run(graph, values=_given(runs[0]))], None
        for k in range(len(story.walk.runs) - 1):
            rate, leaves = story.walk.rate_at(k), story.walk.updates
            new = updated(runs[-1], rate=rate, leaves=leaves, before=before)
            before = taken(runs[-1], leaves, before) if story.walk.accumulate else None
            now = {**_given(runs[-1]), **{graph.nodes[i].name: x for i, x in new.items()}}
            runs.append(ge.run(graph, values=now))
    names = spoken(story)
    found: Printed = []
    for iteration, run in enumerate(runs):
        last = iteration == len(runs) - 1
        if iteration < max(1, len(runs) - 1):
            found += [(f"value {names[n.index]}", run.value(n.index)) for n in graph.nodes if n.op]
            if graph.loss is not None and story.view.focus != ge.FORWARD:
                wanted = [n for n in graph.nodes if n.index in graph.to_loss]
                found += [(f"gradient {names[n.index]}", run.gradient(n.index)) for n in wanted]
        if not last:
            new = runs[iteration + 1]
            found += [(f"new {names[i]}", new.value(i)) for i in story.walk.updates]
    if len(runs) > 1:
        after = graph.after(story.walk.updates)
        again = [n for n in graph.nodes if n.op and n.index in after]
        found += [(f"again {names[n.index]}", runs[-1].value(n.index)) for n in again]
    return [_shortened(what, np.asarray(number)) for what, number in found]


def _shortened(what: str, number: Any) -> tuple[str, Any]:
    """Of many numbers a script says three."""
    if number.size <= LARGE:
        return what, number
    three = [number.min(), number.mean(), number.max()]
    return f"{what}: least, mean, largest", np.array(three)


def _given(run: ge.Run) -> dict[str, Any]:
    return {n.name: run.value(n.index) for n in run.graph.leaves if n.name is not None}


def spoken(story: Story) -> Mapping[int, str]:
    """What each node is called in the print: as it was typed, else as on the picture."""
    names = story.words.names
    return {
        node.index: node.name
        or (f"c{node.index}" if names[node.index].number else "".join(_parts(names[node.index])))
        for node in story.graph.nodes
    }


def _parts(name: Any) -> tuple[str, str]:
    return name.base, name.index


def agree(found: Printed, engine: Printed, *, near: float = 1e-9) -> None:
    """Every line, in order, the same number."""
    assert [what for what, _ in found] == [what for what, _ in engine]
    for (what, mine), (_, theirs) in zip(found, engine, strict=True):
        assert mine.shape == theirs.shape, what
        np.testing.assert_allclose(mine, theirs, rtol=near, atol=near, err_msg=what)


def of_operation(op: ge.Op, sample: Sequence[Any], arithmetic: Any = "exact") -> Story:
    """A story of one operation at a sample, its result made one number where it is none."""
    literals = tuple(np.float64(each) for each in sample[len(_operands(op, sample)) :])
    leaves = [
        ge.Node(
            index=k,
            name="abcdefgh"[k],
            role="variable",
            given=np.array(value, dtype=float),
            shape=np.shape(value),
        )
        for k, value in enumerate(_operands(op, sample))
    ]
    node = ge.operation(op, leaves, index=len(leaves), name="out", literal=literals)
    nodes = [*leaves, node]
    if node.shape:
        norm = ge.operation(ge.operations()["norm2"], [node], index=len(nodes), name="L")
        nodes.append(norm)
    graph = ge.Graph(nodes=tuple(nodes), loss=len(nodes) - 1, title=op.title)
    return Story(view=View(program=""), walk=ge.tell(graph, rate=0.01, arithmetic=arithmetic))


def _operands(op: ge.Op, sample: Sequence[Any]) -> Sequence[Any]:
    if op.literal:
        return sample[:-1]
    return sample if op.variadic else sample[: len(op.operands)]


def finite(story: Story) -> bool:
    """Whether every number that is printed is finite."""
    return all(math.isfinite(np.sum(np.abs(number))) for _, number in expected(story, exact=True))
