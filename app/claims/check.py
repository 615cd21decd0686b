"""Each line of one's own backward pass beside the true gradient."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

import graph_engine as ge
from graph_engine import Graph, Run, say
from graph_engine.claims import claimed, claims_of

from ..languages import _, translate
from ..predict.mistakes import MISTAKES, TRANSPOSED
from ..wording.arrays import size as sized
from .slips import passed, slips

Status = Literal["right", "wrong", "follows", "open"]

NEAR = 1e-7
"""How far a computed line may be off, in parts of the largest number: roundoff."""

ROUNDED = 6e-3
"""How far a number may be off that was written down: it is rounded."""

SIZES = "sizes"
"""The mistake of a line whose own sizes do not fit."""

WORDS = {each.name: each.words for each in (*reversed(MISTAKES), TRANSPOSED)} | {
    "chain": say("the slope of this operation is forgotten: the chain goes through it"),
    "factor": say("a factor is forgotten"),
    "local sign": say("the sign of the slope is wrong"),
    "one contribution": say("this is one contribution only: gradients add"),
    "path forgotten": say("a path is forgotten: where several lead back, gradients add"),
    "upstream forgotten": say("this is the local gradient alone: the upstream factor is forgotten"),
    "upstream only": say("this is the upstream gradient alone: the local gradient is forgotten"),
    "sign": say("the size is right, the sign is not"),
}
"""What is said of a mistake: as Predict does."""


@dataclass(frozen=True)
class Claim:
    """A line like `dW = …`, and whether it is what its name says; or any left out behind one."""

    line: int
    name: str
    of: str
    """What is derived; empty for the loss."""
    by: str
    """Empty where its name claims nothing."""
    status: Status
    mistake: str = ""
    """The name of the mistake that a wrong one looks like; empty where none was found."""
    place: int = 0
    """The line of the operation in which it was made; 0 where it is of none."""
    words: str = ""


def check(program: str, values: Mapping[str, Any] | None = None) -> tuple[Claim, ...]:
    """Every line of one's own backward pass in a program, in its order.

    Only the first wrong one has its mistake looked for; what is computed from a wrong one follows
    from it, and is not judged. Raises what `ge.parse` raises.
    """
    graph = ge.parse(program)
    said = claims_of(graph)
    if graph.loss is None:
        return ()
    unfit = _unfit(graph)
    if not said:
        return unfit
    known = {
        name: value
        for name, value in (values or {}).items()
        if name in graph.names and graph.names[name].leaf
    }
    run = ge.run(graph, values=known)
    found: list[Claim] = []
    wrong: set[int] = set()
    for index, (of, by) in said.items():
        with np.errstate(all="ignore"):  # mistakes that are tried may divide by 0
            claim = _one(run, index, of, by, searched=not wrong)
        if claim.status == "wrong" and not wrong.isdisjoint(graph.before(index)):
            claim = Claim(claim.line, claim.name, of, by, "follows")
        if claim.status == "wrong":
            wrong.add(index)
        found.append(claim)
    return tuple(sorted((*found, *unfit), key=lambda each: each.line))


def _unfit(graph: Graph) -> tuple[Claim, ...]:
    """The lines that cannot be computed, and those that are left out with them."""
    assert graph.loss is not None
    loss = graph.nodes[graph.loss].name or ""
    found = []
    for each in graph.unfit:
        said = claimed(each.name, graph.names, loss)
        if each.follows:
            words: str = say(
                "`%(name)s` is left out: it is computed from `%(origin)s`.",
                name=each.name,
                origin=each.follows,
            )
            found.append(Claim(each.line, each.name, *(said or ("", "")), "follows", words=words))
        elif said is not None:
            words = each.message
            if each.hint:
                words = say("%(message)s %(hint)s", message=each.message, hint=each.hint)
            found.append(Claim(each.line, each.name, *said, "wrong", SIZES, words=words))
    return tuple(found)


def _one(run: Run, index: int, of: str, by: str, *, searched: bool) -> Claim:
    graph, node = run.graph, run.graph.nodes[index]
    assert graph.loss is not None and node.name is not None
    target = graph.names[of].index if of else graph.loss
    source = graph.names[by].index
    true = _true(run, target, source, whole=not of)
    own = run.values[index]
    reach = ROUNDED if node.leaf else NEAR
    if true is None or node.sampled:
        return Claim(node.line, node.name, of, by, "open")
    if any(_same(own, each, reach) for each in _forms(true, own)):
        return Claim(node.line, node.name, of, by, "right")
    if of and np.ndim(true) and target != graph.loss:
        # The Jacobian may be written in one of many ways, of which some are not tried here.
        return Claim(node.line, node.name, of, by, "open")
    if not searched:
        return Claim(node.line, node.name, of, by, "wrong")
    found = _mistake(run, target, source, own, true, reach)
    return Claim(node.line, node.name, of, by, "wrong", *found)


def _true(run: Run, target: int, source: int, *, whole: bool) -> Any:
    """The derivative; of a vector by a vector of its size what an entry by itself is."""
    graph: Graph = run.graph
    if source == target:
        return np.ones(graph.nodes[target].shape)[()]
    if whole:
        return run.gradient(source)
    if any(graph.nodes[k].sampled for k in graph.before(target)):
        return None
    found = passed(run, target).get(source)
    return np.zeros(graph.nodes[source].shape) if found is None else found


def _forms(true: Any, own: Any) -> list[Any]:
    """The ways in which a gradient is written: transposed where its size says so, as a row or a
    column."""
    forms = [true]
    shape, wanted = np.shape(own), np.shape(true)
    if shape == wanted[::-1] and shape != wanted:
        forms.append(np.transpose(true))
    single = max((*shape, 1)) == max((*wanted, 1)) == np.size(true) == np.size(own)
    if single and shape != wanted:
        forms.append(np.reshape(true, shape))
    return forms


def _same(own: Any, true: Any, reach: float) -> bool:
    """Whether two are the same numbers, within roundoff; or what is added is still apart."""
    if np.shape(own) == np.shape(true):
        size = max(float(np.max(np.abs(true), initial=0.0)), 1e-300)
        apart = np.abs(np.asarray(own) - true)
        return bool(np.all(apart <= reach * max(size, 1e-9) + 1e-12))
    if np.ndim(own) > np.ndim(true) and np.shape(own)[1:] == np.shape(true):
        return _same(np.sum(own, axis=0), true, reach)
    return False


def _mistake(
    run: Run, target: int, source: int, own: Any, true: Any, reach: float
) -> tuple[str, int, str]:
    """The name of the mistake that gives just this, the line of its operation, and its words."""
    if not np.all(np.isfinite(own)):
        return "", 0, ""
    tried = [
        slip
        for slip in (() if _sampled(run, target) else slips(run, target, source))
        if np.all(np.isfinite(slip.gives)) and not _same(slip.gives, true, reach)
    ]
    for slip in tried:
        if np.shape(slip.gives) == np.shape(own) and _same(own, slip.gives, reach):
            line = slip.node.line if slip.node.op is not None else 0
            return slip.name, line, WORDS[slip.name]
    if np.shape(own) == np.shape(true) and np.size(true):
        place = np.unravel_index(int(np.argmax(np.abs(true))), np.shape(true))
        most = np.asarray(true)[place]
        ratio = float(np.asarray(own)[place] / most) if most else 0.0
        if ratio and _same(own, ratio * np.asarray(true), reach):
            if abs(ratio - 2) < reach:
                return "doubled", 0, WORDS["doubled"]
            times = f"{ratio:.4g}"
            words = say("this is %(times)s times the gradient: look at the factors", times=times)
            return "factor", 0, words
    if np.shape(own) != np.shape(true):
        sizes = {"own": sized(np.shape(own)), "true": sized(np.shape(true))}
        return "", 0, say("it is %(own)s, and the gradient is %(true)s", **sizes)
    return "", 0, ""


def _sampled(run: Run, target: int) -> bool:
    return any(run.graph.nodes[k].sampled for k in run.graph.before(target))


def said(claim: Claim, loss: str) -> str:
    """What is said of a line, in the language that is spoken."""
    meant = {"name": claim.name, "of": claim.of or loss, "by": claim.by}
    match claim.status:
        case "right":
            return _("`%(name)s` is right: it is ∂%(of)s/∂%(by)s.", **meant)
        case "follows" if claim.words:
            return translate(claim.words)
        case "follows":
            return _("`%(name)s` is computed from a wrong line.", **meant)
        case "open":
            return _("`%(name)s` is not compared: it is written in many ways.", **meant)
    words = translate(claim.words)
    if claim.mistake == SIZES:
        return _("`%(name)s` cannot be computed: %(reason)s", reason=words, name=claim.name)
    if not words:
        return _("`%(name)s` is not ∂%(of)s/∂%(by)s.", **meant)
    if claim.place:
        return _(
            "`%(name)s` is not ∂%(of)s/∂%(by)s: %(mistake)s (line %(line)s).",
            mistake=words,
            line=claim.place,
            **meant,
        )
    return _("`%(name)s` is not ∂%(of)s/∂%(by)s: %(mistake)s.", mistake=words, **meant)
