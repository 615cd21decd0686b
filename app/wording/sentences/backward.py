"""The sentences of the way back: the seed, local gradients, and what arrives at a node."""

from math import prod
from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian, Run, Step

from ...languages import _, translate
from .. import digits
from ..cards.pieces import true_of
from ..numbers import plus
from ..words import Words, derivative, edge_of, index_of, last_place, whole_derivative


def seed(words: Words, step: Step) -> str:
    """Where the way back begins."""
    text = _(
        "Backward: we begin at the end. %(loss)s changes by 1 when %(loss)s changes by 1: "
        "∂%(loss)s/∂%(loss)s = 1.",
        loss=words.loss,
    )
    if words.walk.path_count and words.walk.focus is not None:
        more = _(
            "There are %(count)s paths to %(leaf)s, too many to tell one by one: contributions are "
            "added where paths meet.",
            count=words.walk.path_count,
            leaf=words.plain(words.walk.focus),
        )
        return f"{text} {more}"
    return text


def slope_symbols(words: Words, step: Step) -> str:
    """What is asked of a local gradient."""
    edge = edge_of(step)
    node = words.node(edge.dst)
    assert node.op is not None
    if words.twins(edge):
        return _(
            "%(source)s stands in %(target)s in several places. How strongly does it move "
            "%(target)s in this one alone: %(place)s, written %(written)s?",
            source=words.plain(edge.src),
            target=words.plain(edge.dst),
            place=words.place(edge),
            written=words.below(edge).plain,
        )
    if words.marked(edge):
        return _(
            "%(source)s comes into %(target)s in another way, too. How strongly does it move "
            "%(target)s in this place alone: %(place)s, written %(written)s?",
            source=words.plain(edge.src),
            target=words.plain(edge.dst),
            place=words.place(edge),
            written=words.below(edge).plain,
        )
    return _(
        "How strongly does %(source)s move %(target)s? That is the slope of this %(operation)s.",
        source=words.plain(edge.src),
        target=words.plain(edge.dst),
        operation=translate(node.op.noun(node.shape)),
    )


def slope(words: Words, step: Step) -> str:
    """A local gradient, or how its matrix is read."""
    edge = edge_of(step)
    node = words.node(edge.dst)
    run = words.run(step)
    assert node.op is not None
    slope = words.slope(run.slope(edge))
    d = derivative(words, edge)
    if words.wide(edge):
        text = _reading(words, edge, run)
    elif len(node.args) == 1 and not node.literal:
        forward, partial = node.op.forward, node.op.partial(0)
        among = true_of(
            words,
            run,
            node.args,
            slope,
            lambda x: partial(forward(x), x) if callable(partial) else partial,
            cut=True,
        )
        text = _(
            "%(symbol)s at %(name)s = %(value)s has the slope %(slope)s: that is the local "
            "gradient %(derivative)s.",
            symbol=_symbol(words, edge),
            name=words.plain(edge.src),
            value=words.value(run, edge.src, among),
            slope=slope,
            derivative=d,
        )
    else:
        text = _("The local gradient %(derivative)s is %(slope)s.", derivative=d, slope=slope)
    if last_place(words, step):
        text = f"{text} {_whole(words, edge, run)}"
    if step.path is not None and step.product is not None:
        assert words.walk.focus is not None
        if edge.dst == words.walk.graph.loss:
            return text
        more = _("The product so far is %(product)s.", product=words.product(step.product))
        return f"{text} {more}"
    return text


SIGNS = {"−": "−", "=": ""}
"""Signs in a node, and what is written before an operand for them."""


def _symbol(words: Words, edge: Edge) -> str:
    """A function by its symbol, σ; its x is what it is taken of: u₁² at u₁, −u₁ at u₁."""
    op = words.node(edge.dst).op
    assert op is not None
    symbol = words.symbols.sign(op.symbol)
    if symbol in SIGNS:  # a sign is no function's name
        return f"{SIGNS[symbol]}{words.plain(edge.src)}"
    return symbol if symbol.isalpha() else symbol.replace("x", words.plain(edge.src))


def _whole(words: Words, edge: Edge, run: Run) -> str:
    """The derivative by a node that stands in an operation in several places."""
    slopes, total = words.whole(run, edge)
    if not slopes:
        return _(
            "%(whole)s is the sum of the local gradients of its places.",
            whole=whole_derivative(words, edge),
        )
    among = digits.as_sum(words, slopes, total)
    return _(
        "All places together: %(whole)s = %(sum)s = %(total)s.",
        whole=whole_derivative(words, edge),
        sum=plus([among.whole(each) for each in slopes]),
        total=words.full.whole(total),
    )


def _reading(words: Words, edge: Edge, run: Run) -> str:
    """How the rows and columns of a local Jacobian are read."""
    source, target = words.node(edge.src), words.node(edge.dst)
    rows, columns = run.shape_of(edge)
    slope = run.slope(edge)
    if isinstance(slope, Jacobian) and slope.vanishes:
        return _nothing(words, edge)
    if target.shape and source.shape:
        pattern = _(
            "The local gradient %(derivative)s is a matrix, %(rows)s×%(columns)s: a row for each "
            "entry of %(target)s, a column for each entry of %(source)s."
        )
    elif target.shape:
        pattern = _(
            "The local gradient %(derivative)s is a matrix, %(rows)s×%(columns)s: a row for each "
            "entry of %(target)s, one column."
        )
    else:
        pattern = _(
            "The local gradient %(derivative)s is a matrix, %(rows)s×%(columns)s: one row, a "
            "column for each entry of %(source)s."
        )
    return pattern % {
        "derivative": derivative(words, edge),
        "rows": rows,
        "columns": columns,
        "target": words.plain(edge.dst),
        "source": words.plain(edge.src),
    }


def _nothing(words: Words, edge: Edge) -> str:
    """That all of a local Jacobian is 0 at this point, and why, where the operation knows it."""
    op = words.node(edge.dst).op
    assert op is not None
    numbers = {"derivative": derivative(words, edge)}
    rows, columns = (words.node(end).shape for end in (edge.dst, edge.src))
    numbers["size"] = f"{prod(rows)}×{prod(columns)}"
    if op.mask == edge.port:
        return _(
            "All of the matrix %(derivative)s, %(size)s, is 0 here: the mask only chooses, and "
            "lets no gradient through to itself.",
            **numbers,
        )
    if op.name == "relu":
        return _(
            "All of the matrix %(derivative)s, %(size)s, is 0 here: no entry of %(source)s is "
            "above 0.",
            source=words.plain(edge.src),
            **numbers,
        )
    if op.flat:
        return _(
            "All of the matrix %(derivative)s, %(size)s, is 0 here: this operation is flat.",
            **numbers,
        )
    return _("All of the matrix %(derivative)s, %(size)s, is 0 here.", **numbers)


def _all_zero(words: Words, gradient: Any) -> str:
    """Of a gradient that is written by its size: that all of it is 0."""
    written = words.product(gradient)
    if np.ndim(gradient) and "×" in written and not np.any(gradient):
        return _("%(size)s, all of it 0,", size=written)
    return written


def flow(words: Words, step: Step) -> str:
    """What arrives, times the local gradient."""
    edge = edge_of(step)
    run = words.run(step)
    upstream, slope = run.gradients[edge.dst], run.slope(edge)
    among = digits.as_product(words, (upstream, slope), run.flow(edge))
    numbers = {
        "upstream": words.product(upstream, among),
        "slope": words.slope(slope, among),
        "flow": _all_zero(words, run.flow(edge)),
        "source": words.plain(edge.src),
    }
    if edge.dst == words.walk.graph.loss:
        return _(
            "%(upstream)s comes back from the end; times the local gradient %(slope)s that makes "
            "%(flow)s at %(source)s.",
            **numbers,
        )
    return _(
        "%(upstream)s comes back from %(target)s; times the local gradient %(slope)s that makes "
        "%(flow)s at %(source)s.",
        target=words.plain(edge.dst),
        **numbers,
    )


def total(words: Words, step: Step) -> str:
    """The sum of what arrives at a node."""
    index, run = index_of(step), words.run(step)
    walk, name = words.walk, words.plain(index)
    if walk.focus is not None and not walk.paths and not walk.path_count:
        return _(
            "No path leads from %(loss)s to %(name)s: %(loss)s does not depend on it, so its "
            "gradient is 0.",
            loss=words.loss,
            name=name,
        )
    terms = words.terms(step, index)
    among = digits.as_sum(words, terms, run.gradients[index])
    each = [words.product(term, among) for term in terms]
    total = words.product(run.gradients[index])
    named = {
        "count": len(each),
        "name": name,
        "sum": f"{plus(each)} = {total}",
    }
    if walk.paths:
        return _("%(count)s paths lead to %(name)s; its gradient is the sum: %(sum)s.", **named)
    if len(each) == 2:
        return _("%(name)s is used twice; its gradient is the sum: %(sum)s.", **named)
    return _("%(name)s is used %(count)s times; its gradient is the sum: %(sum)s.", **named)
