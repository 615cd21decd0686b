"""Losses of PyTorch and their like elsewhere: the prediction first, the target second."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from .arithmetic import call, negative, operate
from .calls import Call, Does
from .functions import TABLE as FUNCTIONS
from .lines import term_of
from .placing import part, reshaped
from .values import Term, Text, Unread, number, whole


def _reduced(c: Call, each: Term) -> Term:
    """Losses per entry or sample as one number: their mean, unless something else is said."""
    if not each.shape:
        return each
    how = c.word("mean", "reduction")
    if how == "none":
        return each
    return call("sum" if how == "sum" else "mean", each, shape=())


def _target(c: Call, place: int = 1) -> Term:
    """The right answers: a leaf that is given, not learned."""
    found = c.term(place, "target", "targets", "labels")
    if found.named and not found.learned:
        c.lines.labels.add(found.text)
    return found


def _both(c: Call) -> tuple[Term, Term]:
    """Prediction and target of one size: PyTorch would repeat the smaller one, and warn."""
    x, y = c.term(0, "input"), _target(c)
    if x.shape != y.shape and x.shape and y.shape:
        raise Unread(
            say(
                "prediction and target are not of one size: %(x)s and %(y)s.",
                x="×".join(map(str, x.shape)),
                y="×".join(map(str, y.shape)),
            ),
            say("PyTorch would repeat one over the other. Give both the same size."),
        )
    return x, y


def _per_entry(write: Callable[[Term, Term], Term]) -> Does:
    def work(c: Call) -> Term:
        return _reduced(c, write(*_both(c)))

    return work


def _mse(x: Term, y: Term) -> Term:
    return call("squared_error", y, x)


def _l1(x: Term, y: Term) -> Term:
    return call("abs", operate("-", x, y))


def _huber(c: Call) -> Term:
    """Squares near to the target, distances far from it: PyTorch's two kinds of it."""
    x, y = _both(c)
    smooth = c.name.startswith("smooth")
    edge = term_of(c.get(3 if smooth else -1, "beta" if smooth else "delta") or number(1), c.lines)
    apart = c.lines.computed("apart", operate("-", x, y))
    half = operate("/", number(0.5), edge) if smooth else number(0.5)
    near = operate("*", half, call("square", apart))
    far = operate("-", call("abs", apart), operate("*", number(0.5), edge))
    far = far if smooth else operate("*", edge, far)
    mask = operate("<", call("abs", apart), edge)
    return _reduced(c, call("where", mask, near, far))


def _bce(c: Call) -> Term:
    p, y = _both(c)
    p = p if p.named else c.lines.computed("p", p)
    yes = operate("*", y, call("log", p))
    no = operate("*", operate("-", number(1), y), call("log", operate("-", number(1), p)))
    return _reduced(c, negative(operate("+", yes, no)))


def _with_logits(c: Call) -> Term:
    z, y = _both(c)
    z = z if z.named else c.lines.computed("z", z)
    return _reduced(c, operate("-", call("softplus", z), operate("*", y, z)))


def _classes(c: Call, x: Term) -> Term:
    """The target as a class for each sample, or as shares of all classes."""
    y = _target(c)
    count = x.shape[-1] if x.shape else 0
    smooth = float(getattr(c.get(7, "label_smoothing"), "value", 0))
    if y.shape == x.shape and x.shape:
        if smooth:
            raise c.otherwise("label_smoothing")
        return y
    if y.value is None:
        raise Unread(say("the classes are whole numbers, written out."))
    places = np.asarray(y.value)
    if np.any(places == (whole(c.get(4, "ignore_index")) or 0)) and c.has(4, "ignore_index"):
        raise c.otherwise("ignore_index")
    if not np.all(places == np.floor(places)) or places.min() < 0 or places.max() >= count:
        raise Unread(say("a class is a whole number from 0 to %(last)s.", last=count - 1))
    if len(x.shape) == 1 and places.size == 1:
        k = int(places.reshape(-1)[0])
        return number(_shares(np.eye(count)[k], smooth)) if smooth else number(k)
    if places.shape != x.shape[:1]:
        raise Unread(
            say("there are %(scores)s samples and %(labels)s labels.",
                scores=x.shape[0], labels=places.size)
        )  # fmt: skip
    chosen = number(_shares(np.eye(count)[places.astype(int)], smooth))
    if y.named and c.lines.unused(y.text):
        c.lines.hot[y.text] = number(np.asarray(y.value))
        c.lines.put(y.text, chosen)
        return replace(y, shape=chosen.shape, value=None)
    return c.lines.leaf(y.text if y.named and not y.text[0].isdigit() else "y", chosen, "label")


def _shares(chosen: Any, smooth: float) -> Any:
    """The right class's 1, of which all classes get equal parts of some: smoothed labels."""
    return (1 - smooth) * chosen + smooth / chosen.shape[-1] if smooth else chosen


def _whole(y: Term) -> bool:
    """Whether shares are known, and add up to 1 in each row."""
    return (
        not y.learned and y.value is not None and np.allclose(np.sum(y.value, axis=-1), 1, 0, 1e-13)
    )


def _cross_entropy(c: Call) -> Term:
    x = c.term(0, "input", "logits")
    if len(x.shape) == 1:
        return call("cross_entropy", _classes(c, x), x, shape=())
    if len(x.shape) != 2:
        raise Unread(say("scores are a vector, or a row for each sample."))
    x = x if x.named else c.lines.computed("logits", x)
    given = c.get(1, "target", "targets", "labels")
    known = isinstance(given, Term) and given.shape != x.shape
    y = _classes(c, x)
    more = ", axis=1"
    if not known and not _whole(y):
        # Shares that may add up to anything: each has the whole logarithm for itself.
        least = call("logsumexp", x, shape=(x.shape[0], 1), more=f"{more}, keepdims=True")
        each = operate("*", y, operate("-", x, least))
        return _reduced(c, negative(call("sum", each, shape=x.shape[:1], more=more)))
    right = call("sum", operate("*", y, x), shape=x.shape[:1], more=more)
    loss = operate("-", call("logsumexp", x, shape=x.shape[:1], more=more), right)
    weight = c.get(2, "weight")
    return _reduced(c, loss) if weight is None else _weighted(c, loss, given, weight, known=known)


def _weighted(c: Call, loss: Term, given: Any, weight: Any, *, known: bool) -> Term:
    """Each sample's loss times the weight of its class; the mean is over the weights."""
    weights = term_of(weight, c.lines)
    if not known or weights.value is None or c.has(7, "label_smoothing"):
        raise c.otherwise("weight")
    own = number(np.asarray(weights.value, dtype=float)[np.asarray(given.value, dtype=int)])
    how = c.word("mean", "reduction")
    found = operate("*", own, loss)
    if how == "none":
        return found
    total = call("sum", found, shape=())
    return total if how == "sum" else operate("/", total, number(float(np.sum(own.value))))


def _nll(c: Call) -> Term:
    x = c.term(0, "input")
    if len(x.shape) == 1:
        k = whole(_classes(c, x))
        if k is None:
            raise Unread(say("the classes are whole numbers, written out."))
        return negative(part(x, k))
    y = _classes(c, x)
    right = call("sum", operate("*", y, x), shape=x.shape[:1], more=", axis=1")
    return _reduced(c, negative(right))


def _optax(c: Call) -> Term:
    """optax's: logits and labels, a loss for each sample."""
    words = {**c.words, "reduction": _NONE}
    x = c.term(0, "logits")
    if "integer" in c.name or len(x.shape) < 2:
        return _cross_entropy(replace(c, words=words))
    return _cross_entropy(replace(c, words=words))


def _hinge(c: Call) -> Term:
    x, y = _both(c)
    return _reduced(c, call("hinge", y, x))


def _keras(c: Call) -> Call:
    """TensorFlow's order: the target first."""
    return replace(c, given=(*c.args[1::-1], *c.args[2:]))


_NONE = Text("none")

LOSSES: dict[str, Does] = {
    "mse_loss": _per_entry(_mse),
    "l1_loss": _per_entry(_l1),
    "smooth_l1_loss": _huber,
    "huber_loss": _huber,
    "binary_cross_entropy": _bce,
    "binary_cross_entropy_with_logits": _with_logits,
    "cross_entropy": _cross_entropy,
    "nll_loss": _nll,
    "hinge_loss": _hinge,
    "softmax_cross_entropy": _optax,
    "softmax_cross_entropy_with_integer_labels": _optax,
    "sigmoid_binary_cross_entropy": lambda c: _with_logits(
        replace(c, words={**c.words, "reduction": _NONE})
    ),
    "mean_squared_error": lambda c: LOSSES["mse_loss"](_keras(c)),
}
FUNCTIONS.update(LOSSES)

MODULES = {
    "MSELoss": "mse_loss",
    "L1Loss": "l1_loss",
    "SmoothL1Loss": "smooth_l1_loss",
    "HuberLoss": "huber_loss",
    "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "CrossEntropyLoss": "cross_entropy",
    "NLLLoss": "nll_loss",
}
"""Losses as PyTorch's modules."""

__all__ = ["FUNCTIONS", "LOSSES", "MODULES", "reshaped"]
