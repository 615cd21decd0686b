"""What has to be owned up to: infinities, rounding, conventions at kinks, in plain words."""

from typing import Any

import numpy as np

from graph_engine import Edge, Step
from graph_engine import remarks as remarking

from .sentences import Words, derivative


def remark(words: Words, step: Step) -> str:
    """What has to be owned up to at a step: infinities, rounding, conventions; mostly nothing."""
    if step.kind == "value" and step.node is not None:
        return value_remark(words, step.iteration, step.node)
    if step.kind in ("slope", "flow") and step.edge is not None:
        return edge_remark(words, step, step.edge)
    if step.kind == "new" and step.node is not None:
        return kept_remark(words, step.iteration, step.node)
    return ""


def kept_remark(words: Words, iteration: int, index: int) -> str:
    """What goes wrong where the gradient of earlier iterations was not reset."""
    telling = words.telling
    kept, gradient = telling.kept(iteration, index), telling.runs[iteration].gradients[index]
    if kept is None or gradient is None or telling.graph.loss is None:
        return ""
    name, used = words.plain(index), telling.used[iteration][index]
    if np.ndim(gradient):
        told = f"The gradient of {name} was not reset: the old one is still in it, and is added."
    else:
        told = (
            f"The gradient was not reset: here ∂{words.loss}/∂{name} is "
            f"{words.full.product(float(gradient))}, but {words.full.product(float(kept))} from "
            f"before is still there, so the update takes {words.full.product(float(used))}."
        )
    if float(np.sum(used * gradient)) < 0:
        told += " The old gradients outweigh the new one: the step goes uphill."
    elif np.linalg.norm(used) > np.linalg.norm(gradient):
        told += " The step is longer than the slope here asks for."
    before, after = (float(telling.runs[iteration + k].values[telling.graph.loss]) for k in (0, 1))
    if after > before:
        told += f" {words.loss} rises from {words.full.exact(before)} to {words.full.exact(after)}."
    return f"{told} In PyTorch: call zero_grad() before backward()."


def value_remark(words: Words, iteration: int, index: int) -> str:
    """The remark on a node's value."""
    found = words.remarks[iteration].get(index)
    node, run = words.node(index), words.telling.runs[iteration]
    if found is None or node.op is None:
        return ""
    called = words.plain(index)
    inputs = " and ".join(
        f"{words.plain(arg)} = {words.value(run, arg, words.full)}"
        for arg in dict.fromkeys(node.args)
    )
    advice = ""
    if node.op.name == "neglog" and words.node(node.args[0]).op is not None:
        inner = words.node(node.args[0]).op
        if inner is not None and inner.name == "sigmoid":
            advice = " logistic_loss(y, z) computes −log σ(y·z) as one node and stays finite."
    match found.trouble:
        case "pole":
            return f"{called} is infinite here ({inputs}): {node.op.pole_reason}.{advice}"
        case "overflow":
            return (
                f"{called} is larger than 1.8e308, the largest number that can be stored "
                f"({inputs}), so it became infinite."
            )
        case "undefined":
            return (
                f"{called} has no value at {inputs}: the {node.op.title} is defined for "
                f"{node.op.domain}."
            )
        case "inherited":
            assert found.cause is not None
            cause = words.plain(found.cause)
            if np.all(np.isfinite(run.values[index])):
                return f"{called} is computed from {cause}, which is not a finite number."
            return f"{called} is not a finite number because {cause} is not."
        case _:
            value = words.value(run, index, words.full)
            return (
                f"The {node.op.title} never is exactly {value}: the true number is so close to it "
                f"({inputs}) that it was rounded, and its slope with it."
            )


def edge_remark(words: Words, step: Step, edge: Edge) -> str:
    """The remark on an edge's local gradient and on what flows back there, along the path told."""
    run, op = words.run(step), words.node(edge.dst).op
    assert op is not None
    found = remarking.of_slope(run, edge)
    if found is not None and found.trouble == "flat":
        return op.flat
    if found is not None and op.kink is not None:
        return op.kink.convention
    flow = run.flow(edge) if step.product is None else step.product
    upstream = words.upstream(step, edge)
    d = derivative(words, edge)
    slope: Any = 0.0 if words.wide(edge) else run.slope(edge)
    if slope != slope:
        return f"{d} has no value here, because the numbers it is made of have none."
    if abs(slope) == float("inf"):
        return f"{d} is infinite here: the slope is too steep for a number."
    if np.any(np.isnan(flow)):
        if not np.any(np.isnan(upstream)):
            return "0 times infinity has no value, so what flows back from here on is undefined."
        return "What arrives here is undefined already, so what flows on is undefined too."
    if np.any(np.isinf(flow)):
        return "What flows back here is infinite: no update can be made with it."
    return ""
