"""The sentences of one leaf's chain: its paths, the sizes of its factors, its product."""

from graph_engine import Step

from ...languages import _, ngettext, translate
from .. import digits
from ..arrays import row_size, size
from ..numbers import times
from ..places import ORDINALS
from ..words import Words, derivative, edge_of


def path(words: Words, step: Step) -> str:
    """What is asked, and which way is gone."""
    walk, number = words.walk, step.path or 0
    assert walk.focus is not None
    path, named = (
        walk.paths[number],
        {"loss": words.loss, "leaf": words.plain(walk.focus)},
    )
    if number:
        return _(
            "The %(ordinal)s path from %(loss)s to %(leaf)s. What it shares with the one before "
            "is known already.",
            ordinal=translate(ORDINALS[number]),
            **named,
        )
    asked = _("How does %(loss)s change when %(leaf)s changes?", **named)
    if any(words.wide(edge) for edge in path) and len(walk.paths) == 1:
        more = ngettext(
            "On the way back there is one local gradient. What is the size of each, and what is "
            "the size of the gradient?",
            "On the way back there are %(num)s local gradients. What is the size of each, and "
            "what is the size of the gradient?",
            len(path),
        )
    elif len(walk.paths) > 1:
        more = ngettext(
            "%(paths)s paths lead from %(loss)s back to %(leaf)s; along the first there is one "
            "local gradient.",
            "%(paths)s paths lead from %(loss)s back to %(leaf)s; along the first there are "
            "%(num)s local gradients.",
            len(path),
            paths=len(walk.paths),
            **named,
        )
    else:
        more = ngettext(
            "On the way from %(loss)s back to %(leaf)s there is one local gradient; their product "
            "is the answer.",
            "On the way from %(loss)s back to %(leaf)s there are %(num)s local gradients; their "
            "product is the answer.",
            len(path),
            **named,
        )
    return f"{asked} {more}"


def sizes(words: Words, step: Step) -> str:
    """The sizes of the factors."""
    run, path = words.run(step), words.walk.paths[step.path or 0]
    return _(
        "The sizes of the factors: %(sizes)s. Inner dimensions match, so the product is "
        "(1×%(last)s): a row, as many columns as there are numbers to learn.",
        sizes="".join(f"({size(run.shape_of(edge))})" for edge in path),
        last=run.shape_of(path[-1])[1],
    )


def reuse(words: Words, step: Step) -> str:
    """A local gradient that another path told already."""
    edge = edge_of(step)
    if step.product is None:
        return _(
            "The local gradient %(derivative)s is known already.",
            derivative=derivative(words, edge),
        )
    return _(
        "The local gradient %(derivative)s is known already; the product so far is %(product)s.",
        derivative=derivative(words, edge),
        product=words.product(step.product),
    )


def product(words: Words, step: Step) -> str:
    """The product of a chain."""
    walk, run = words.walk, words.run(step)
    assert walk.focus is not None and step.path is not None
    slopes = [run.slope(edge) for edge in walk.paths[step.path]]
    among, whole = digits.chain(words, step.iteration, step.path)
    # Sizes and numbers are not mixed in one product.
    write = words.factor if all(map(words.short, slopes)) else words.slope
    factors = [write(each, among) for each in slopes]
    product = words.product(step.product, whole)
    chain = f"{times(factors)} = {product}" if len(factors) > 1 else product
    if len(walk.paths) > 1:
        return _(
            "Along the %(ordinal)s path: %(chain)s.",
            ordinal=translate(ORDINALS[step.path]),
            chain=chain,
        )
    end = f"∂{words.loss}/∂{words.flat[walk.focus].plain}"
    if words.node(walk.focus).shape:
        count = row_size(words.node(walk.focus).shape)
        if count in product:
            return _(
                "The product of the chain, from the loss on: %(end)s = %(chain)s.",
                end=end,
                chain=chain,
            )
        return _(
            "The product of the chain, from the loss on: %(end)s = %(chain)s, a row (%(count)s).",
            end=end,
            chain=chain,
            count=count,
        )
    return _("The product of the chain: %(end)s = %(chain)s.", end=end, chain=chain)
