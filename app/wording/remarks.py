"""What has to be owned up to: infinities, rounding, conventions at kinks, in plain words."""

from typing import Any

import numpy as np

from graph_engine import Edge, Step
from graph_engine.remarks import finite

from ..languages import _, translate
from . import digits
from .arrays import enumerated
from .words import Words, derivative


def remark(words: Words, step: Step) -> str:
    """What has to be owned up to at a step: infinities, rounding, conventions; mostly nothing."""
    if step.kind == "value" and step.node is not None:
        return value_remark(words, step.iteration, step.node)
    if step.kind in ("slope", "flow") and step.edge is not None:
        return edge_remark(words, step, step.edge)
    if step.kind == "product" and step.path is not None:
        last = words.walk.paths[step.path][-1]
        return flow_remark(words, step, last, step.product)
    if step.kind == "new" and step.node is not None:
        return kept_remark(words, step.iteration, step.node)
    return ""


def kept_remark(words: Words, iteration: int, index: int) -> str:
    """What goes wrong where the gradient of earlier iterations was not reset."""
    walk = words.walk
    kept, gradient = (
        walk.kept(iteration, index),
        walk.runs[iteration].gradients[index],
    )
    if kept is None or gradient is None or walk.graph.loss is None:
        return ""
    name, used = words.plain(index), walk.used[iteration][index]
    if np.ndim(gradient):
        text = [
            _(
                "The gradient of %(name)s was not reset: the old one is still in it, and is added.",
                name=name,
            )
        ]
    else:
        among = digits.as_sum(words, (kept, gradient), used)
        text = [
            _(
                "The gradient was not reset: here ∂%(loss)s/∂%(name)s is %(here)s, but %(kept)s "
                "from before is still there, so the update takes %(used)s.",
                loss=words.loss,
                name=name,
                here=words.product(gradient, among),
                kept=words.product(kept, among),
                used=words.product(used),
            )
        ]
    if float(np.sum(used * gradient)) < 0:
        text.append(_("The old gradients outweigh the new one: the step goes uphill."))
    elif np.linalg.norm(used) > np.linalg.norm(gradient):
        text.append(_("The step is longer than the slope here asks for."))
    then, now = walk.runs[iteration : iteration + 2]
    before, after = (float(run.values[walk.graph.loss]) for run in (then, now))
    if after > before:
        apart = words.apart(then, now, walk.graph.loss)
        text.append(
            _(
                "%(loss)s rises from %(before)s to %(after)s.",
                loss=words.loss,
                before=apart.loss(before),
                after=apart.loss(after),
            )
        )
    text.append(_("In PyTorch: call zero_grad() before backward()."))
    return " ".join(text)


def value_remark(words: Words, iteration: int, index: int) -> str:
    """The remark on a node's value."""
    found = words.remarks[iteration].get(index)
    node, run = words.node(index), words.walk.runs[iteration]
    if found is None or node.op is None:
        return ""
    called = words.plain(index)
    inputs = enumerated(
        [
            # A number of the program has no name but itself.
            words.plain(arg)
            if words.names[arg].number
            else f"{words.plain(arg)} = {words.value(run, arg, words.full)}"
            for arg in dict.fromkeys(node.args)
        ]
    )
    match found.trouble:
        case "pole":
            text = _(
                "%(name)s is infinite here (%(inputs)s): %(reason)s.",
                name=called,
                inputs=inputs,
                reason=translate(node.op.pole_reason),
            )
            inner = words.node(node.args[0]).op
            if node.op.name == "neglog" and inner is not None and inner.name == "sigmoid":
                advice = _("logistic_loss(y, z) computes −log σ(y·z) as one node and stays finite.")
                return f"{text} {advice}"
            return text
        case "overflow":
            return _(
                "%(name)s is larger than 1.8e308, the largest number that can be stored "
                "(%(inputs)s), so it became infinite.",
                name=called,
                inputs=inputs,
            )
        case "undefined":
            return _(
                "%(name)s has no value at %(inputs)s: the %(operation)s is defined for %(domain)s.",
                name=called,
                inputs=inputs,
                operation=translate(node.op.noun(node.shape)),
                domain=translate(node.op.domain),
            )
        case "inherited":
            assert found.cause is not None
            cause = words.plain(found.cause)
            if finite(run.values[index]):
                return _(
                    "%(name)s is computed from %(cause)s, which is not a finite number.",
                    name=called,
                    cause=cause,
                )
            return _(
                "%(name)s is not a finite number because %(cause)s is not.",
                name=called,
                cause=cause,
            )
        case _other:
            return _(
                "The %(operation)s never is exactly %(value)s: the true number is so close to it "
                "(%(inputs)s) that it was rounded, and its slope with it.",
                operation=translate(node.op.noun(node.shape)),
                value=words.value(run, index, words.full),
                inputs=inputs,
            )


def edge_remark(words: Words, step: Step, edge: Edge) -> str:
    """The remark on an edge's local gradient and on what flows back there, along the path told."""
    run, op = words.run(step), words.node(edge.dst).op
    assert op is not None
    found = words.slope_remarks[step.iteration].get(edge.dst)
    if found is not None and found.trouble == "flat":
        return translate(op.flat)
    if found is not None and op.kink is not None:
        return translate(op.kink.convention)
    slope: Any = 0.0 if words.wide(edge) else run.slope(edge)
    d = derivative(words, edge)
    if slope != slope:
        return _(
            "%(derivative)s has no value here, because the numbers it is made of have none.",
            derivative=d,
        )
    if abs(slope) == float("inf"):
        return _(
            "%(derivative)s is infinite here: the slope is too steep for a number.", derivative=d
        )
    # With the last factor of a path nothing is told to flow back: that is the path's product.
    flow = run.flow(edge) if step.path is None else step.product
    return "" if flow is None else flow_remark(words, step, edge, flow)


def flow_remark(words: Words, step: Step, edge: Edge, flow: Any) -> str:
    """The remark on what flows back on a wire; nothing where that is finite."""
    if finite(flow):
        return ""
    if np.any(np.isnan(flow)):
        if not np.any(np.isnan(words.upstream(step, edge))):
            return _("0 times infinity has no value, so what flows back from here on is undefined.")
        return _("What arrives here is undefined already, so what flows on is undefined too.")
    return _("What flows back here is infinite: no update can be made with it.")
