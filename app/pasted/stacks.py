"""What has more than two axes, read as the matrices that it is made of, one line each.

An operation on such a value is one on each of its matrices: entry by entry, along one of the last
two axes, or a product. Along an axis in front it is one between the matrices.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine.arrays import Shape
from graph_engine.saying import say

from .arithmetic import call, operate, together
from .calls import Call, Does
from .lines import Lines, role_of, term_of
from .placing import as_shape, axis_of, fronted, keys_of, part, stacked, whole_keys
from .reductions import spread_said, squares
from .values import Many, Nothing, Plain, Stack, Term, Text, Unread, number, whole

MOST = 64
"""Matrices that one value is made of."""


def tall(value: Any) -> bool:
    """Whether a value has more than two axes."""
    return isinstance(value, Stack) or (isinstance(value, Term) and len(value.shape) > 2)


def learned(value: Any) -> bool:
    """Whether its gradient is asked for."""
    return bool(value.items.flat[0].learned if isinstance(value, Stack) else value.learned)


def several(value: Any) -> bool:
    """Whether it is more than one matrix."""
    return isinstance(value, Stack) or (tall(value) and prod(value.shape[:-2]) > 1)


def open_(value: Any) -> bool:
    """Whether it is no bare number: something that has a line, or gets one."""
    return isinstance(value, Stack) or not value.fixed


def few(lead: Shape) -> None:
    """Raise where there would be too many matrices: before any of them is made."""
    if prod(lead) > MOST:
        raise Unread(
            say("this has %(count)s matrices; at most %(most)s are drawn.",
                count=prod(lead), most=MOST),
            say("Take one sample, or one channel."),
        )  # fmt: skip


def items_of(value: Stack | Term) -> NDArray[Any]:
    """Its matrices, in an array whose axes are those in front."""
    if isinstance(value, Stack):
        return value.items
    lead = value.shape[:-2]
    few(lead)
    found = np.empty(lead, dtype=object)
    for place in np.ndindex(lead):
        if value.fixed and value.value is not None:
            own = number(np.asarray(value.value)[place])
            found[place] = replace(own, learned=value.learned, drawn=value.drawn, form=value.form)
        elif prod(lead) == 1:
            core: Term = value.form[1] if value.form[:1] == ("front",) else value
            found[place] = core if len(core.shape) == 2 else as_shape(core, value.shape[-2:])
        else:
            raise Unread(say("these are too many numbers."))
    return found


def assembled(items: NDArray[Any]) -> Any:
    """Matrices, vectors or numbers in an array as one value."""
    while items.ndim and len(items.flat[0].shape) < 2:
        inner = np.empty(items.shape[:-1], dtype=object)
        for place in np.ndindex(inner.shape):
            inner[place] = stacked([*items[place]])
        items = inner
    few(items.shape)
    if not items.ndim:
        return items.item()
    if items.size == 1:
        return fronted(items.item(), (*items.shape, *items.item().shape))
    return Stack(items)


def named(lines: Lines, name: str, value: Stack | Term) -> Any:
    """Each of its matrices in a line of its own: `x_0`, `x_1`."""
    items = items_of(value)
    found = np.empty(items.shape, dtype=object)
    name = _free(lines, name, items.shape)
    for place in np.ndindex(items.shape):
        item: Any = items[place]
        own = placed(name, place, items.shape)
        if item.fixed:
            found[place] = lines.leaf(own, item, role_of(item))
        else:
            found[place] = item if item.named else lines.computed(own, item)
    return assembled(found)


def _free(lines: Lines, name: str, shape: Shape) -> str:
    """A name that has no places yet: x, then x2, whose places are x2_0, x2_1."""
    base, count, first = name, 1, (0,) * len(shape)
    while prod(shape) > 1 and placed(base, first, shape) in lines.taken:
        count += 1
        base = f"{name}{'_' * name[-1:].isdigit()}{count}"
    return base


def placed(name: str, place: Sequence[int], shape: Shape) -> str:
    """The name of one of several matrices, with its places along axes that have more than one."""
    return "_".join([name, *(str(k) for k, n in zip(place, shape, strict=True) if n > 1)])


def each(function: Callable[..., Any], *operands: Any) -> Any:
    """A function of matrices for each place; what has fewer axes goes with all of them."""
    if not any(map(tall, operands)):
        return function(*operands)
    arrays = [items_of(each) if tall(each) else each for each in operands]
    leads = [each.shape for each in arrays if isinstance(each, np.ndarray)]
    lead = together(*leads)
    few(lead)
    wide = [
        np.broadcast_to(each, lead) if isinstance(each, np.ndarray) else each for each in arrays
    ]
    found = np.empty(lead, dtype=object)
    for place in np.ndindex(lead):
        found[place] = function(
            *(each[place] if isinstance(each, np.ndarray) else each for each in wide)
        )
    return assembled(found)


def operated(sign: str, left: Any, right: Any, lines: Lines) -> Any:
    """An operator between two of which one has more than two axes."""
    pair = [each if tall(each) else term_of(each, lines) for each in (left, right)]
    lines.cells += max(prod(each.shape[:-2]) for each in pair)
    if sign == "@" and any(len(each.shape) < 2 for each in pair):
        raise Unread(say("`@` is of matrices here, where one side has more than two axes."))
    return each(lambda a, b: operate(sign, a, b), *pair)


def operand(c: Call, place: int, *names: str) -> Any:
    """An operand of a call, however many axes it has."""
    found = c.get(place, *names)
    return found if isinstance(found, Stack) else c.term(place, *names)


# -- functions ------------------------------------------------------------------------------

REDUCED = frozenset(
    ["sum", "mean", "max", "min", "amax", "amin", "logsumexp", "softmax", "log_softmax",
     "var", "std"]
)  # fmt: skip
_FEWER = frozenset(["ddof", "correction", "unbiased"])
PRODUCTS = frozenset(["matmul", "bmm", "linear", "mm"])
LOSSES = frozenset(
    ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy",
     "binary_cross_entropy_with_logits"]
)  # fmt: skip


def lifted(c: Call, does: Does, entrywise: frozenset[str]) -> Any:
    """What a function gives of something with more than two axes; None where it is not such."""
    operands = [*c.given, *c.words.values()]
    if not any(tall(each) and open_(each) for each in operands):
        return None
    c.lines.cells += max(prod(each.shape[:-2]) for each in operands if tall(each))
    name = c.name.removeprefix("nan")  # no number here is none
    if name in REDUCED:
        return _reduced(replace(c, name=name), does)
    if c.name in LOSSES:
        return _loss(c, does)
    if c.name in PRODUCTS or c.name in entrywise:
        return _applied(c, does)
    return None


def _applied(c: Call, does: Does) -> Any:
    """The function for each place."""
    names = list(c.words)

    def one(*operands: Any) -> Any:
        count = len(c.given)
        words = dict(zip(names, operands[count:], strict=True))
        return does(replace(c, given=operands[:count], words=words))

    return each(one, *c.given, *c.words.values())


def _loss(c: Call, does: Does) -> Any:
    """Losses of all entries, and then their mean or their sum."""
    how = c.word("mean", "reduction")
    words = {**c.words, "reduction": Text("none")}
    found = _applied(replace(c, words=words), does)
    return found if how == "none" else total("sum" if how == "sum" else "mean", found)


def _axes(c: Call, shape: Shape) -> tuple[int, ...] | None:
    given = c.get(1, "axis", "dim")
    if given is None:
        return None
    items = given.items if isinstance(given, Many) else (given,)
    known = [whole(each) for each in items]
    if None in known:
        raise Unread(say("an axis is a whole number here."))
    return tuple(sorted({axis_of(k, shape) for k in known if k is not None}))


def _reduced(c: Call, does: Does) -> Any:
    """Along some axes, or of everything."""
    c = spread_said(c) if c.name in ("var", "std") else c
    x: Any = c.get(0, "input", "a")
    x = x if tall(x) else term_of(x, c.lines)
    axes, kept, deep = _axes(c, x.shape), c.kept(), len(x.shape) - 2
    if axes is None and c.name not in ("softmax", "log_softmax"):
        return total(c.name, x)
    inside = [k - deep for k in axes or () if k >= deep]
    around = [k for k in axes or () if k < deep]
    if len(around) > 1 or (around and inside) or (kept and len(inside) > 1):
        raise Unread(say("an axis is a whole number here."))
    if around:
        x = _between(c.name, x, around[0], kept=kept)
    else:
        words: dict[str, Any] = {"axis": number(inside[0])} if len(inside) == 1 else {}
        words |= {"keepdims": Plain(value=True)} if kept else {}
        words |= {word: each for word, each in c.words.items() if word in _FEWER}
        library = "numpy" if c.name in ("max", "min") else c.library
        one = replace(c, given=(), words=words, library=library)
        x = each(lambda item: does(replace(one, given=(item,))), x)
    two = c.library == "torch" and c.name in ("max", "min") and axes is not None
    return Many((x, Nothing("places"))) if two else x


def _between(name: str, x: Any, axis: int, *, kept: bool) -> Any:
    """Along an axis in front: the matrices added, or the largest of them entry by entry."""
    if name not in ("sum", "mean", "max", "min", "amax", "amin") or not tall(x):
        raise Unread(say("`%(name)s` is not read along this axis.", name=name))
    items = np.moveaxis(items_of(x), axis, -1)
    found = np.empty(items.shape[:-1], dtype=object)
    for place in np.ndindex(found.shape):
        found[place] = as_one(name, [*items[place]])
    return assembled(np.expand_dims(found, axis) if kept else found)


def as_one(name: str, terms: list[Term]) -> Term:
    """Several of one size as one: their sum, their mean, the largest or the smallest."""
    if name[-3:] in ("max", "min") and len(terms) > 1:
        return call(name[-3:], *terms)
    found = terms[0]
    for other in terms[1:]:
        found = operate("+", found, other)
    return operate("/", found, number(len(terms))) if name == "mean" and len(terms) > 1 else found


def total(name: str, x: Any) -> Term:
    """Of all entries."""
    if not tall(x):
        return call(name, x, shape=()) if x.shape else x
    if name not in ("sum", "mean", "max", "min", "amax", "amin"):
        raise Unread(say("`%(name)s` is not read along this axis.", name=name))
    inner = name[-3:] if name[-3:] in ("max", "min") else name
    found = [_of_matrix(inner, item) for item in items_of(x).flat]
    return as_one(inner, found)


def _of_matrix(name: str, item: Term) -> Term:
    return (squares(item) if name == "sum" else None) or call(name, item, shape=())


def entries(owner: Any, place: Any) -> Any:
    """What stands in brackets behind something with more than two axes, or makes it one; None of
    all else."""
    pair = isinstance(owner, Term) and isinstance(place, Term) and not owner.fixed
    if pair and place.value is not None and (len(place.shape), len(owner.shape)) == (2, 2):
        return rows_of(owner, place)
    if not several(owner) or not open_(owner):
        return None
    keys = keys_of(place)
    if keys is None:
        raise Unread(say("only whole numbers and slices stand in brackets here."))
    return subscript(owner, keys)


def subscript(value: Any, keys: tuple[Any, ...]) -> Any:
    """Entries of what has more than two axes."""
    items = items_of(value)
    keys = whole_keys(keys, len(value.shape))
    outer: list[Any] = []
    inner: list[Any] = []
    for key in keys:
        deep = sum(each is not None for each in outer) < items.ndim or (key is None and not inner)
        (outer if deep else inner).append(key)
    try:
        found = items[(*outer, ...)]  # with `...` an array, also of one
    except IndexError:
        raise Unread(
            say("there is no entry %(place)s in this list.", place=str(outer[-1]))
        ) from None
    if not found.size:
        raise Unread(say("this list is empty."))
    if not inner or all(key == slice(None) for key in inner):
        return assembled(found)
    made = np.empty(found.shape, dtype=object)
    for place in np.ndindex(found.shape):
        item: Any = found[place]
        made[place] = part(item, tuple(inner))
    return assembled(made)


def between(sign: str, left: Any, right: Any) -> bool:
    """Whether an operator between these is one for each of several matrices; a product is so of
    one, too, that has axes in front."""
    if not any(tall(each) and open_(each) for each in (left, right)):
        return False
    return sign == "@" or several(left) or several(right)


def rows_of(table: Term, places: Term) -> Any:
    """Rows of a matrix by their numbers, as many as there are numbers: an embedding."""
    known = np.asarray(places.value)
    if not np.all(known == np.floor(known)):
        raise Unread(say("the places in an embedding are whole numbers, written out."))
    few(known.shape[:-1])
    found = np.empty(known.shape, dtype=object)
    for place in np.ndindex(known.shape):
        found[place] = part(table, int(known[place]))
    return assembled(found)


def through(value: Any) -> Iterator[Any]:
    """What a loop goes through: along the first axis."""
    for k in range(value.shape[0]):
        yield subscript(value, (k,))
