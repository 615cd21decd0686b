"""What makes numbers: written ones, ranges, zeros; and random ones, which are drawn with a seed.

numpy's own generator is the same here, so that its numbers are exactly those of the pasted program.
PyTorch's and JAX's are others: theirs cannot be known without running it, which is said.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from graph_engine.saying import say

from .calls import Call
from .lines import Lines, term_of
from .values import KEPT, Many, Nothing, Term, Unread, number, whole

FIRST = 0
"""The seed where none is given."""

DIGITS = 4
"""Of random numbers that are ours anyway."""


@dataclass
class Random:
    """The generators of a pasted program."""

    seed: int = FIRST
    seeded: bool = False
    others: bool = False
    """Whether numbers were drawn that the pasted program would have other ones of."""

    def __post_init__(self) -> None:
        self.old = np.random.RandomState(self.seed)

    def sow(self, seed: int | None) -> None:
        """Begin again from a seed."""
        self.seed = (FIRST if seed is None else seed) % 2**32
        self.seeded = seed is not None
        self.old = np.random.RandomState(self.seed)

    def draw(self, name: str, c: Call) -> Any:
        """Random numbers of `np.random`, `torch` or `jax.random`."""
        exact = c.library == "numpy" and self.seeded
        self.others = self.others or not exact
        if c.library == "numpy":
            return self.numpy(name, c, self.old, exact=exact)
        if c.library == "jax":
            c = replace(c, given=c.args[1:] or (Many(()),))
        if name in ("randint", "randperm", "permutation") and c.library != "python":
            return self.chosen(name, c)
        place = 2 if c.library == "torch" and name == "normal" else 0
        sizes = () if c.library == "python" else c.sizes(place)
        return self.ours(name, sizes, c)

    def chosen(self, name: str, c: Call) -> Term:
        """Whole numbers of our own: between two ends, or each one once."""
        self.others = True
        if name != "randint":
            count = whole(c.get(0, "n", "x"))
            if count is None or not 0 < count <= KEPT:
                raise Unread(say("a size is a whole number."))
            return replace(number(self.old.permutation(count)), drawn=True)
        place = 2 if c.library == "jax" else 1
        two = place == 2 or c.has(2, "size") or "high" in c.words
        ends = [whole(each) for each in (c.get(0, "low", "minval"), c.get(1, "high", "maxval"))]
        if c.library == "jax":
            sizes = c.sizes(0, "shape")
            ends = [whole(c.get(1, "minval")), whole(c.get(2, "maxval"))]
        else:
            sizes = c.sizes(2 if two and not isinstance(c.get(1, "high"), Many) else 1)
        low, high = ends if two and ends[1] is not None else (0, ends[0])
        if low is None or high is None or high <= low or prod(sizes) > KEPT:
            raise Unread(say("a number that is known is needed here."))
        return replace(number(self.old.randint(low, high, sizes)), drawn=True)

    def ours(self, name: str, sizes: tuple[int, ...], c: Call) -> Term:
        """Numbers of our own, from the seed, with few digits."""
        made: Any
        if prod(sizes) > KEPT:
            return large("random", sizes)
        if name in ("randn", "normal", "gauss", "normalvariate"):
            made = self.old.standard_normal(sizes)
            if c.library in ("python", "torch") and name != "randn":
                middle = _known(c.get(0, "mu", "mean"), 0.0)
                made = middle + _known(c.get(1, "sigma", "std"), 1.0) * made
        elif name in ("randint", "permutation", "randperm", "choice", "shuffle", "sample"):
            raise Unread(
                say("random choices are not read: they would be others here."),
                say("Write out what was chosen."),
            )
        else:
            made = self.old.uniform(0, 1, sizes)
            if c.library == "python" and name == "uniform":
                low, high = _known(c.get(0, "a"), 0.0), _known(c.get(1, "b"), 1.0)
                made = low + (high - low) * made
        found = number(np.round(made, DIGITS))
        return replace(found, drawn=True, learned=c.flag("requires_grad"))

    def within(self, reach: float, sizes: tuple[int, ...]) -> Term:
        """Weights as a layer begins with, between −reach and reach."""
        self.others = True
        if prod(sizes) > KEPT:
            return replace(large("random", sizes), learned=True)
        drawn = np.round(self.old.uniform(-reach, reach, sizes), DIGITS)
        return replace(number(drawn), drawn=True, learned=True)

    def numpy(self, name: str, c: Call, state: Any, *, exact: bool) -> Term:
        """What numpy draws, with numpy's own generator."""
        generator = isinstance(state, np.random.Generator)
        draws: dict[str, Callable[[], Any]] = {
            "randn": lambda: state.standard_normal(c.sizes() if c.args else ()),
            "rand": lambda: state.random_sample(c.sizes() if c.args else ()),
            "standard_normal": lambda: state.standard_normal(_size(c, 0)),
            "random_sample": lambda: state.random_sample(_size(c, 0)),
            "random": lambda: (
                state.random(_size(c, 0)) if generator else state.random_sample(_size(c, 0))
            ),
            "normal": lambda: state.normal(
                _known(c.get(0, "loc"), 0.0), _known(c.get(1, "scale"), 1.0), _size(c, 2)
            ),
            "uniform": lambda: state.uniform(
                _known(c.get(0, "low"), 0.0), _known(c.get(1, "high"), 1.0), _size(c, 2)
            ),
            "randint": lambda: state.randint(
                whole(c.get(0, "low")), whole(c.get(1, "high")), _size(c, 2)
            ),
            "permutation": lambda: state.permutation(_counted(c)),
            "choice": lambda: state.choice(
                _counted(c), _size(c, 1), not c.has(-1, "replace") or c.flag("replace")
            ),
            "integers": lambda: state.integers(
                whole(c.get(0, "low")), whole(c.get(1, "high")), _size(c, 2)
            ),
        }
        if name not in draws or (generator and name in ("randn", "rand", "randint")):
            raise Unread(say("`%(name)s` is not read: write its numbers out.", name=c.name))
        sizes = _sizes_of(name, c)
        if prod(sizes) > KEPT:
            self.others = True
            return large("random", sizes)
        try:
            made = draws[name]()
        except (TypeError, ValueError):
            raise Unread(say("`%(name)s` cannot be drawn so.", name=c.name)) from None
        return replace(number(made if exact else np.round(made, DIGITS)), drawn=True)

    def generator(self, c: Call) -> "Drawing":
        """`np.random.default_rng(seed)`."""
        seed = whole(c.get(0, "seed"))
        self.seeded, self.others = seed is not None, self.others or seed is None
        made: Any = (
            np.random.RandomState((seed or FIRST) % 2**32)
            if c.name == "RandomState"
            else np.random.default_rng((seed or FIRST) % 2**64)
        )
        return Drawing(made, self, exact=seed is not None)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A generator with a name of its own."""

    state: Any
    whole: Random
    exact: bool

    def draw(self, c: Call) -> Term:
        """What one of its methods draws."""
        return self.whole.numpy(c.name, c, self.state, exact=self.exact)


def _known(value: Any, usual: float) -> Any:
    if value is None:
        return usual
    if isinstance(value, Term) and value.value is not None:
        return value.value
    raise Unread(say("a number that is known is needed here."))


def large(name: str, shape: tuple[int, ...]) -> Term:
    """Numbers that are too many to be known one by one: `random(300, 400)`."""
    if len(shape) > 2:
        raise Unread(say("at most %(most)s numbers of one value are read.", most=KEPT))
    text = f"{name}({', '.join(map(str, shape))})"
    return Term(text=text, shape=shape, fixed=True, made=True, drawn=name == "random")


def _counted(c: Call) -> Any:
    """So many numbers from 0, or the numbers themselves, of which some are chosen."""
    return _known(c.term(0, "a", "x"), 0.0)


def _sizes_of(name: str, c: Call) -> tuple[int, ...]:
    if name in ("randn", "rand"):
        return c.sizes() if c.args else ()
    if name in ("permutation", "choice"):
        return ()
    place = 2 if name in ("normal", "uniform", "randint", "integers") else 0
    return c.sizes(place) if c.has(place, "size", "shape") else ()


def _size(c: Call, place: int) -> Any:
    found = c.get(place, "size", "shape")
    if found is None:
        return None
    return c.sizes(place)


# -- the numbers of layers -------------------------------------------------------------------


def size_of(c: Call, place: int, *names: str) -> int:
    """A size that a layer is told."""
    found = whole(c.get(place, *names))
    if found is None or not 0 < found <= 2000:
        raise Unread(say("the sizes of a layer are whole numbers."))
    return found


def leaf_of(lines: Lines, letter: str, term: Term) -> Term:
    """A weight with the next free number: W1, W2, …"""
    count = 1
    while f"{letter}{count}" in lines.taken:
        count += 1
    return lines.leaf(f"{letter}{count}", term, "weight")


# -- numbers as they are written ------------------------------------------------------------


def made(c: Call) -> Any:
    """`np.array([...])`, `torch.tensor([...], requires_grad=True)`, `Value(2.0)`."""
    given = c.get(0, "object", "data")
    if given is None or isinstance(given, Nothing):
        raise Unread(say("these numbers are not in the text."), say("Write them out."))
    if isinstance(given, Many):
        given = Many(given.items)
    x = term_of(given, c.lines)
    wants = c.flag("requires_grad") or c.name == "Value"
    if c.name in ("Parameter", "Variable"):
        wants = "requires_grad" not in c.words or c.flag("requires_grad")
    return replace(x, learned=x.learned or wants)


def filled(value: float | None) -> Callable[[Call], Any]:
    """`zeros`, `ones`, `full`."""

    def work(c: Call) -> Any:
        if c.name.endswith("_like"):
            shape, place = c.term(0).shape, 1
        else:
            shape, place = c.sizes(), 1
        each = _known(c.get(place, "fill_value"), 0.0) if value is None else value
        if prod(shape) > KEPT and each in (0, 1):
            return large("ones" if each else "zeros", shape)
        return replace(number(np.full(shape, float(each))), learned=c.flag("requires_grad"))

    return work


def _eye(c: Call) -> Term:
    rows = whole(c.get(0, "n", "N"))
    if rows is None or not 0 < rows <= 64:
        raise Unread(say("a size is a whole number."))
    columns = whole(c.get(1, "M", "m"))
    return number(np.eye(rows, columns or rows, _offset(c)))


def _offset(c: Call) -> int:
    return whole(c.get(2, "k")) or 0


def _linspace(c: Call) -> Term:
    low, high = _known(c.get(0, "start"), 0.0), _known(c.get(1, "stop", "end"), 1.0)
    count = whole(c.get(2, "num", "steps")) or 50
    if not 0 < count <= KEPT:
        raise Unread(say("these are too many numbers."))
    return number(np.linspace(low, high, count))


def arange(c: Call) -> Term:
    """`arange`: whole numbers where all that is said is whole."""
    said = [_known(each, 0) for each in c.args]
    if not 1 <= len(said) <= 3:
        raise Unread(say("`%(name)s` takes one to three numbers.", name=c.name))
    start, stop = (0, said[0]) if len(said) == 1 else said[:2]
    step = said[2] if len(said) == 3 else 1
    if not step or abs((stop - start) / step) > KEPT:
        raise Unread(say("these are too many numbers."))
    found = np.arange(start, stop, step)
    if not found.size:
        raise Unread(say("this list is empty."))
    return number(found)


def _one_hot(c: Call) -> Term:
    x = c.term(0)
    if x.value is None or len(x.shape) > 1:
        raise Unread(say("the classes are whole numbers, written out."))
    places = np.asarray(x.value, dtype=int)
    count = whole(c.get(1, "num_classes")) or int(places.max()) + 1
    if not 0 < count * places.size <= KEPT or places.min() < 0 or places.max() >= count:
        raise Unread(say("there is no such class."))
    return number(np.eye(count)[places])


TABLE: dict[str, Callable[[Call], Any]] = {
    **dict.fromkeys(
        [
            "array",
            "asarray",
            "tensor",
            "as_tensor",
            "from_numpy",
            "Tensor",
            "FloatTensor",
            "LongTensor",
            "Value",
            "Parameter",
            "Variable",
            "constant",
            "asarray_chkfinite",
        ],
        made,
    ),
    **dict.fromkeys(("zeros", "zeros_like"), filled(0.0)),
    **dict.fromkeys(("ones", "ones_like"), filled(1.0)),
    **dict.fromkeys(("full", "full_like"), filled(None)),
    "empty": filled(0.0),
    "eye": _eye,
    "identity": _eye,
    "linspace": _linspace,
    "arange": arange,
    "one_hot": _one_hot,
}
