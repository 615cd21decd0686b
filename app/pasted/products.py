"""Products, and what is made of them: `dot`, `einsum`, `linear`, choices by a mask."""

import numpy as np

from graph_engine.saying import say

from . import arithmetic, placing
from .arithmetic import call, operate, together
from .calls import Call
from .functions import TABLE, does, two
from .lines import term_of
from .values import Term, Text, Unread, number

TABLE |= dict.fromkeys(("matmul", "mm", "mv", "bmm"), two("@"))


@does("dot", "inner", "vdot")
def _dot(c: Call) -> Term:
    left, right = c.term(0), c.term(1, "b", "other")
    if not left.shape or not right.shape:
        return operate("*", left, right)
    if len(left.shape) == len(right.shape) == 1 and not (left.fixed and right.fixed):
        arithmetic.product(left.shape, right.shape)
        return call("dot", left, right, shape=())
    return operate("@", left, right)


@does("outer", "ger")
def _outer(c: Call) -> Term:
    left, right = c.term(0), c.term(1)
    return call("outer", left, right, shape=(*left.shape, *right.shape), compute=np.outer)


@does("normalize")
def _normalize(c: Call) -> Term:
    x = c.term(0)
    if len(x.shape) != 1:
        raise Unread(say("only the length of a vector is here: `sqrt(norm2(x))`."))
    x = x if x.named else c.lines.computed("u", x)
    return operate("/", x, call("sqrt", call("norm2", x, shape=())))


@does("cosine_similarity")
def _cosine(c: Call) -> Term:
    left, right = c.term(0), c.term(1)
    if left.shape != right.shape or len(left.shape) not in (1, 2):
        raise Unread(say("only the length of a vector is here: `sqrt(norm2(x))`."))
    said = c.axis(2)
    axis = placing.axis_of((1 if len(left.shape) == 2 else 0) if said is None else said, left.shape)
    if len(left.shape) == 2:

        def along(x: Term) -> Term:
            return call("sum", x, shape=(x.shape[1 - axis],), more=f", axis={axis}")

        sizes = [call("sqrt", along(operate("**", each, number(2)))) for each in (left, right)]
        return operate("/", along(operate("*", left, right)), operate("*", *sizes))
    lengths = [call("sqrt", call("norm2", each, shape=())) for each in (left, right)]
    return operate("/", call("dot", left, right, shape=()), operate("*", *lengths))


@does("pairwise_distance")
def _distance(c: Call) -> Term:
    """The length of what is between, a little more than nothing added to each entry."""
    apart = operate("-", c.term(0), c.term(1))
    apart = operate("+", apart, term_of(c.get(3, "eps") or number(1e-6), c.lines))
    axis = len(apart.shape) - 1
    more = f", axis={axis}" if axis else ""
    return call("sqrt", call("sum", call("square", apart), shape=apart.shape[:-1], more=more))


@does("einsum")
def _einsum(c: Call) -> Term:
    how = c.args[0].text.replace(" ", "") if c.args and isinstance(c.args[0], Text) else ""
    parts, _arrow, out = how.partition("->")
    terms = [term_of(each, c.lines) for each in c.args[1:]]
    match parts.split(","), terms:
        case [[one, two], [a, b]]:
            if len(one) == len(two) == 2 and one[1] == two[0] and out == one[0] + two[1]:
                return operate("@", a, b)
            if len(one) == 2 and len(two) == 1 and one[1] == two and out == one[0]:
                return operate("@", a, b)
            if len(one) == len(two) == 2 and one[1] == two[1] and out == one[0] + two[0]:
                return operate("@", a, placing.transposed(b))
            if len(one) == len(two) == 1 and one == two and not out:
                return call("dot", a, b, shape=())
            if len(one) == len(two) == 1 and out == one + two:
                return call("outer", a, b, shape=(*a.shape, *b.shape))
            if one == two == out:
                return operate("*", a, b)
            if one == two and not out:
                return call("sum", operate("*", a, b), shape=())
        case [[one], [a]] if len(one) == 2:
            if out == one[::-1]:
                return placing.transposed(a)
            if not out:
                return call("sum", a, shape=())
    raise Unread(say("this `einsum` is not here."), say("Write it with `@`, `sum` and products."))


@does("linear")
def _linear(c: Call) -> Term:
    x, weight = c.term(0, "input"), c.term(1, "weight")
    found = affine(x, weight)
    return operate("+", found, c.term(2, "bias")) if c.has(2, "bias") else found


def affine(x: Term, weight: Term) -> Term:
    """W x of one sample, X Wᵀ of a batch."""
    if len(x.shape) == 1:
        return operate("@", weight, x)
    return operate("@", x, placing.transposed(weight))


@does("addmm", "addmv")
def _addmm(c: Call) -> Term:
    return operate("+", c.term(0), operate("@", c.term(1), c.term(2)))


@does("logaddexp")
def _logaddexp(c: Call) -> Term:
    left, right = c.term(0), c.term(1)
    for zero, other in ((left, right), (right, left)):
        if zero.fixed and np.all(np.equal(zero.value, 0)):
            shape = together(zero.shape, other.shape)
            if other.shape == shape:
                loss = _logistic(other)
                return call("softplus", other) if loss is None else loss
    raised = operate("+", call("exp", left), call("exp", right))
    return call("log", raised)


def _logistic(term: Term) -> Term | None:
    """The logistic loss, where a term is −y z."""
    match term.form:
        case "*", Term(form=("neg", Term() as y)), Term() as z:
            return call("logistic_loss", y, z)
        case "neg", Term(form=("*", Term() as y, Term() as z)):
            return call("logistic_loss", y, z)
    return None


@does("where")
def _where(c: Call) -> Term:
    mask, yes, no = c.term(0, "condition"), c.term(1), c.term(2)
    if mask.fixed and yes.fixed and no.fixed:
        return number(np.where(mask.value, yes.value, no.value))
    if mask.form[:1] == ("nonzero",):
        mask = mask.form[1]
    if mask.form[:1] == (">",):
        x, zero = mask.form[1:]
        slope = no.form[1] if no.form[:1] == ("*",) and no.form[2].text == x.text else None
        if zero.fixed and np.all(np.equal(zero.value, 0)) and yes.text == x.text:
            if no.fixed and np.all(np.equal(no.value, 0)):
                return call("relu", x)
            if slope is not None and slope.fixed and not slope.shape:
                return call("leaky_relu", x, slope)
    return call("where", mask, yes, no)
