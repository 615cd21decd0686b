"""Functions that move entries: shapes, joins, masks; and `cumsum` and `diff` of neighbours."""

from dataclasses import replace
from math import prod

import numpy as np

from graph_engine.arrays import Shape
from graph_engine.saying import say

from .arithmetic import call, operate
from .calls import Call, Does
from .lines import term_of
from .placing import axis_of, numbers_of, part, plain, reshaped, stacked, transposed
from .values import Chosen, Many, Term, Unread, number, uses, whole


def _listed(c: Call) -> list[Term]:
    first = c.args[0] if c.args else None
    items = first.items if isinstance(first, Many) else c.args
    return [term_of(each, c.lines) for each in items]


def _stack(c: Call) -> Term:
    terms, axis = _listed(c), c.axis()
    found = stacked(terms)
    if axis not in (0, None) and found.fixed:
        return number(np.moveaxis(found.value, 0, axis))
    return transposed(found) if axis not in (0, None) and len(found.shape) == 2 else found


def _joined(c: Call) -> Term:
    """`concatenate`, `cat`, `hstack`: along an axis."""
    terms = _listed(c)
    if not terms:
        raise Unread(say("this list is empty."))
    axis = c.axis()
    axis = 0 if axis is None else axis
    if c.name == "hstack":
        terms = [reshaped(each, (1,)) if not each.shape else each for each in terms]
        axis = 1 if len(terms[0].shape) > 1 else 0
    if all(each.fixed and each.value is not None for each in terms):
        try:
            return number(np.concatenate([each.value for each in terms], axis=axis))
        except ValueError:
            raise Unread(say("these do not fit behind each other.")) from None
    if any(len(each.shape) > 1 for each in terms):
        return _matrices(terms, axis_of(axis, terms[0].shape))
    if len(terms) == 2 and len(terms[0].shape) == 1 and not terms[0].fixed and _one(terms[1]):
        return call("with_bias", terms[0], shape=(terms[0].shape[0] + 1,))
    names = [each.text[1:-1] if each.text.startswith("[") and each.shape == (1,)
             and each.text.count("[") == 1 else each.text for each in terms]  # fmt: skip
    count = sum(each.shape[0] if each.shape else 1 for each in terms)
    return Term(text=f"concat({', '.join(names)})", shape=(count,), uses=uses(terms))


def _one(term: Term) -> bool:
    """Whether a term is the number 1, as it stands behind x for its bias."""
    return (
        term.fixed
        and term.value is not None
        and np.size(term.value) == 1
        and bool(np.all(np.equal(term.value, 1)))
    )


def _matrices(terms: list[Term], axis: int) -> Term:
    """Matrices behind each other: rows of several, or columns as rows of their transposes."""
    if axis == 1:
        return transposed(_matrices([transposed(each) for each in terms], 0))
    rows = []
    for each in terms:
        if len(each.shape) != 2:
            raise Unread(say("these do not fit behind each other."))
        rows += [part(each, k) for k in range(each.shape[0])]
    return stacked(rows)


def _padded(c: Call) -> Term:
    """Zeros all around: alone where they are written, else for a convolution that has them."""
    x, said = c.term(0), c.get(1, "pad_width", "pad")
    count = _all_around(said, x.shape) if isinstance(said, Many) else whole(said)
    mode = c.get(2, "mode")
    if mode is not None and getattr(mode, "text", "") != "constant":
        raise c.otherwise("mode")
    if count == 0:
        return x
    if count is None or not 0 <= count <= 100:
        raise Unread(say("`%(name)s` is one whole number here.", name="pad"))
    if x.fixed and x.value is not None:
        deep = max(len(x.shape) - 2, 0) if isinstance(said, Many) else 0
        return number(np.pad(x.value, [(0, 0)] * deep + [(count, count)] * (x.value.ndim - deep)))
    shape = tuple(n + 2 * count for n in x.shape)
    zeros = ", ".join("0" for _k in range(count))
    text = f"concat([{zeros}], {x.text}, [{zeros}])" if len(shape) == 1 and count else ""
    return Term(text=text, shape=shape, uses=x.uses, form=("padded", x, count))


def _all_around(said: Many, shape: Shape) -> int | None:
    """The one width of `((0, 0), (1, 1), (1, 1))`, which is that of the last two axes."""
    pairs = [tuple(map(whole, each.items)) for each in said.items if isinstance(each, Many)]
    inner, outer = pairs[-2:], pairs[:-2]
    if len(pairs) != len(shape) or any(each != (0, 0) for each in outer):
        return None
    widths = {each for pair in inner for each in pair}
    return widths.pop() if len(widths) == 1 else None


def _masked_fill(c: Call) -> Term:
    x, mask, value = c.term(0), c.term(1, "mask"), c.term(2, "value")
    return call("where", mask, value, x)


def _triangle(upper: bool) -> Does:
    """`tril`, `triu` of known numbers: a mask."""

    def work(c: Call) -> Term:
        x = c.term(0)
        if x.value is None:
            raise Unread(say("only a mask of known numbers can be a triangle."))
        k = whole(c.get(1, "k", "diagonal")) or 0
        return number((np.triu if upper else np.tril)(x.value, k))

    return work


def _append(c: Call) -> Term:
    x, more = c.term(0), c.term(1)
    if len(x.shape) > 1 or len(more.shape) > 1:
        x, more = reshaped(x, (-1,)), reshaped(more, (-1,))
    return _joined(Call(c.name, (Many((x, more)),), {}, c.lines))


def _argument(name: str) -> Does:
    """`argmax`: where it stands, which is no number of the graph."""
    return lambda c: Chosen(c.term(0), name, c.axis())


def _gather(c: Call) -> Term:
    """The entries that `argmax(…, keepdim=True)` has found: the largest along an axis."""
    x, chosen, axis = c.term(0), c.get(2, "index"), whole(c.get(1, "dim"))
    rows = getattr(chosen, "value", None)
    if rows is not None and np.shape(rows) == (x.shape[0], 1) and axis in (1, -1):
        rows = np.asarray(rows, dtype=int)[:, 0]
        if len(x.shape) == 2 and rows.min() >= 0 and rows.max() < x.shape[1]:
            found = stacked([part(x, (k, int(at))) for k, at in enumerate(rows)])
            return replace(found, shape=chosen.shape, form=("gathered", found))
    if not isinstance(chosen, Chosen) or chosen.axis is None or chosen.term.text != x.text:
        raise Unread(say("only whole numbers and slices stand in brackets here."))
    axis = axis_of(chosen.axis, x.shape)
    rest = tuple(n for k, n in enumerate(x.shape) if k != axis)
    more = f", axis={axis}" if len(x.shape) > 1 else ""
    found = call(chosen.name, x, shape=rest, more=more)
    kept = tuple(1 if k == axis else n for k, n in enumerate(x.shape))
    return replace(found, shape=kept, form=("gathered", found))


def _split(c: Call) -> Many:
    """Pieces of so many entries each (`split` of PyTorch), or so many pieces."""
    x, given = c.get(0, "input", "ary"), c.get(1, "split_size_or_sections", "chunks", "sections",
                                               "split_size", "indices_or_sections")  # fmt: skip
    x = term_of(x, c.lines)
    axis = axis_of(c.axis(2) or 0, x.shape)
    count, size = x.shape[axis], whole(given)
    if isinstance(given, Many) and c.library == "torch":
        sizes = [whole(each) or 0 for each in given.items]
    elif not size or size < 1:
        raise Unread(say("a size is a whole number."))
    else:
        each = size if c.library == "torch" and c.name == "split" else -(-count // size)
        sizes = [min(each, count - start) for start in range(0, count, each)]
        if c.library != "torch" and count % size:
            raise Unread(say("these do not fit behind each other."))
    if sum(sizes) != count:
        raise Unread(say("these do not fit behind each other."))
    found, start = [], 0
    for own in sizes:
        keys = (*(slice(None),) * axis, slice(start, start + own))
        found.append(part(x, keys))
        start += own
    return Many(tuple(found))


def _index_select(c: Call) -> Term:
    x, axis, chosen = c.term(0), c.axis(), numbers_of(c.get(2, "index"), c)
    if not chosen or axis is None:
        raise Unread(say("only whole numbers and slices stand in brackets here."))
    step = chosen[1] - chosen[0] if len(chosen) > 1 else 1
    if step and chosen == list(range(chosen[0], chosen[-1] + (1 if step > 0 else -1), step)):
        last: int | None = chosen[-1] + (1 if step > 0 else -1)
        cut = slice(chosen[0], None if last == -1 else last, step)
        return part(x, (*(slice(None),) * axis, cut))
    found = stacked([part(x, (*(slice(None),) * axis, k)) for k in chosen])
    return transposed(found) if axis else found


def _squeeze(c: Call) -> Term:
    x, axis = c.term(0), c.axis()
    if x.form[:1] == ("gathered",):
        found: Term = x.form[1]
        return found
    shape = tuple(
        n
        for k, n in enumerate(x.shape)
        if n != 1 or (axis is not None and k != axis % len(x.shape))
    )
    return reshaped(x, shape) if shape else _single(x)


def _single(x: Term) -> Term:
    return part(x, (0,) * len(x.shape)) if x.shape else x


def _expanded(c: Call) -> Term:
    x, axis = c.term(0), c.axis()
    place = (axis or 0) % (len(x.shape) + 1)
    return reshaped(x, (*x.shape[:place], 1, *x.shape[place:]))


def _broadcast(c: Call) -> Term:
    x, shape = c.term(0), c.sizes(1)
    now = len(shape) - len(x.shape)
    shape = tuple(x.shape[k - now] if n == -1 else n for k, n in enumerate(shape))
    if shape == x.shape:
        return x
    return call("broadcast_to", x, shape=shape, more=f", {', '.join(map(str, plain(shape)))}")


def order_of(c: Call, shape: Shape) -> list[int]:
    """The axes in the order that is said: `transpose` of PyTorch names two that change places,
    without any all are turned round. Raises `Unread`."""
    order = [*range(len(shape))]
    if c.name == "transpose" and not c.has(1, "axes", "dims", "dim0"):
        return order[::-1]
    two = c.name == "swapaxes" or (c.library == "torch" and c.name == "transpose")
    pair = [whole(c.get(-1, name)) for name in ("dim0", "dim1")] if two else []
    given = [each for each in pair if each is not None] or c.sizes(1, "axes", "dims")
    said = [axis_of(each, shape) for each in given]
    if two and len(said) == 2:
        first, second = said
        order[first], order[second] = second, first
        return order
    if sorted(said) != order:
        raise Unread(say("an axis is a whole number here."))
    return said


def _transpose(c: Call) -> Term:
    x = c.term(0)
    order = order_of(c, x.shape)
    if order == sorted(order):
        return x
    if x.fixed and x.value is not None:
        return replace(number(np.transpose(x.value, order)), drawn=x.drawn, learned=x.learned)
    return transposed(x)


def flat(c: Call, shape: Shape) -> Shape:
    """The shape in which the axes that are said, or all, are one."""
    said = [c.get(1, "start_dim"), c.get(2, "end_dim")]
    first, last = (usual if each is None else whole(each) or 0
                   for each, usual in zip(said, (0, -1), strict=True))  # fmt: skip
    if not shape:
        return (1,)
    first, last = axis_of(first, shape), axis_of(last, shape)
    return (*shape[:first], prod(shape[first : last + 1]), *shape[last + 1 :])


def _flat(c: Call) -> Term:
    x = c.term(0)
    return reshaped(x, flat(c, x.shape))


def _tiled(c: Call) -> Term:
    """`tile`: the whole again and again, below and beside itself."""
    x = c.term(0)
    times = c.sizes(1, "reps", "dims")
    shape = (1,) * (len(times) - len(x.shape)) + x.shape
    times = (1,) * (len(shape) - len(times)) + times
    if x.fixed and x.value is not None:
        return number(np.tile(x.value, times))
    if len(shape) == 1:
        return _joined(Call("concat", (Many((x,) * times[0]),), {}, c.lines))
    if len(shape) > 2 or prod(times) > 64:
        raise Unread(say("`%(name)s` is not read here.", name=c.name))
    rows = [part(x, k) for k in range(shape[0])] if len(x.shape) == 2 else [x]
    if times[1] > 1:
        rows = [_joined(Call("concat", (Many((row,) * times[1]),), {}, c.lines)) for row in rows]
    return stacked(rows * times[0])


def _repeated(c: Call) -> Term:
    """`repeat` of numpy: each entry, or each row, several times; PyTorch's is `tile`."""
    if c.library == "torch" and c.name == "repeat":
        return _tiled(c)
    x, times, axis = c.term(0), whole(c.get(1, "repeats")), c.axis(2)
    if times is None or times < 1 or times * prod(x.shape) > 400:
        raise Unread(say("`%(name)s` is not read here.", name=c.name))
    if x.fixed and x.value is not None:
        return number(np.repeat(x.value, times, axis))
    if axis is None and len(x.shape) > 1:
        x = reshaped(x, (-1,))
    place = axis_of(axis or 0, x.shape)
    before = (slice(None),) * place
    items = [part(x, (*before, k)) for k in range(x.shape[place]) for _again in range(times)]
    found = stacked(items)
    return transposed(found) if place else found


def _running(c: Call) -> Term:
    """`cumsum`: a triangle of ones times the entries."""
    x, axis = c.term(0), c.axis()
    if x.fixed and x.value is not None:
        return number(np.cumsum(x.value, axis))
    if axis is None and len(x.shape) > 1:
        x = reshaped(x, (-1,))
    place = axis_of(axis or 0, x.shape)
    count = x.shape[place]
    if len(x.shape) > 2 or count > 64:
        raise Unread(say("`%(name)s` is not read here.", name=c.name))
    ones = number(np.tril(np.ones((count, count))))
    ones = ones if ones.text else c.lines.leaf("ones", ones, "constant")
    return operate("@", x, transposed(ones)) if place else operate("@", ones, x)


def _differences(c: Call) -> Term:
    x, axis = c.term(0), c.axis(2)
    place = axis_of(-1 if axis is None else axis, x.shape)
    before = (slice(None),) * place
    return operate("-", part(x, (*before, slice(1, None))), part(x, (*before, slice(None, -1))))


def _turned(c: Call) -> Term:
    """`flip`: the other way round along the axes that are said, or all."""
    x, said = c.term(0), c.get(1, "axis", "dims")
    items = said.items if isinstance(said, Many) else () if said is None else (said,)
    axes = {axis_of(whole(each) or 0, x.shape) for each in items} or {*range(len(x.shape))}
    axes = {1} if c.name == "fliplr" else {0} if c.name == "flipud" else axes
    back, all_ = slice(None, None, -1), slice(None)
    return part(x, tuple(back if k in axes else all_ for k in range(len(x.shape))))


TABLE: dict[str, Does] = {
    "tile": _tiled,
    "repeat": _repeated,
    "repeat_interleave": _repeated,
    "cumsum": _running,
    "diff": _differences,
    **dict.fromkeys(("flip", "fliplr", "flipud"), _turned),
    "transpose": _transpose,
    "t": lambda c: transposed(c.term(0)),
    "swapaxes": _transpose,
    "permute": _transpose,
    "reshape": lambda c: reshaped(c.term(0), c.sizes(1, "newshape")),
    "view": lambda c: reshaped(c.term(0), c.sizes(1)),
    "ravel": lambda c: reshaped(c.term(0), (-1,)),
    "flatten": lambda c: _flat(c),
    "unsqueeze": _expanded,
    "expand_dims": _expanded,
    "squeeze": _squeeze,
    "atleast_1d": lambda c: c.term(0),
    "concatenate": _joined,
    "concat": _joined,
    "cat": _joined,
    "hstack": _joined,
    "vstack": lambda c: _stack(c) if len(_listed(c)[0].shape) < 2 else _joined(c),
    "row_stack": _stack,
    "column_stack": lambda c: transposed(_stack(c)),
    "stack": _stack,
    "append": _append,
    "pad": _padded,
    "masked_fill": _masked_fill,
    "tril": _triangle(upper=False),
    "triu": _triangle(upper=True),
    "argmax": _argument("max"),
    "argmin": _argument("min"),
    "gather": _gather,
    "split": _split,
    "chunk": _split,
    "index_select": _index_select,
    "broadcast_to": _broadcast,
    "expand": _broadcast,
}
