"""Calls: of a library's functions, of methods, of what the pasted program defines itself."""

import ast
from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import (
    convolving,
    gradients,
    layers,
    libraries,
    methods,
    own,
    pace,
    placing,
    pooling,
    python,
    records,
    stacks,
    updates,
)
from .applying import applied
from .calls import Call
from .expressions import iterated
from .lines import term_of
from .makers import Drawing
from .python import ROUNDS
from .state import Apply, State, Steps
from .values import (
    Class,
    Function,
    Layer,
    Many,
    Method,
    Nothing,
    Place,
    Plain,
    Slope,
    Table,
    Term,
    Thing,
    Unread,
    number,
    single,
    whole,
)

SILENT = frozenset({"print", "display", "input", "exit", "show", "show_large", "print_graph"})
"""Functions whose operands are not even looked at."""


def read(state: State, node: ast.Call) -> Steps:
    """What a call gives."""
    if isinstance(node.func, ast.Name) and node.func.id in SILENT:
        return Nothing("print")
    function = _of_base(state, node.func) or (yield node.func)
    if isinstance(function, Place) and function.path.split(".")[0] in ("matplotlib", "logging"):
        return Nothing("plot")
    if isinstance(function, Nothing):
        return Nothing()
    args: list[Any] = []
    for item in node.args:
        value = yield item
        args.extend(iterated(value) if isinstance(item, ast.Starred) else (value,))
    words = {}
    for keyword in node.keywords:
        value = yield keyword.value
        if keyword.arg is not None:
            words[keyword.arg] = value
        elif isinstance(value, Table):
            words |= {str(key): each for key, each in value.items.items()}
    return (yield from called(state, function, tuple(args), words))


def _of_base(state: State, node: ast.expr) -> Any:
    match node:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
            return own.of_base(state, name)
    return None


def called(state: State, function: Any, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """What something gives when it is called."""
    match function:
        case Place(path=path):
            return (yield from _of_library(state, path, args, words))
        case Function():
            return (yield from own.called(state, function, args, words))
        case Class():
            return (yield from own.made(state, function, args, words))
        case Thing(cls=cls):
            for name in ("forward", "__call__"):
                method = cls.method(name)
                if method is not None:
                    bound = Function(method[0], cls.names, (function,), cls=method[1])
                    return (yield from own.called(state, bound, args, words))
            raise Unread(say("`%(name)s` has no `forward`.", name=cls.name))
        case Layer(kind="Sequential", parts=parts):
            value = args[0]
            for part in parts:
                value = yield from called(state, part, (value,), {})
            return value
        case Layer(kind="partial", parts=(inner, *first), options=said):
            return (yield from called(state, inner, (*first, *args), {**said, **words}))
        case Layer(kind=kind):
            if "Dropout" in kind:
                state.say(say("Dropout hands everything on here, as it does at prediction."))
            return layers.forward(function, state.call(kind, args, words, "torch"))
        case Method():
            return (yield from methods.called(state, function, args, words))
        case Slope():
            return (yield from gradients.slope(state, function, args, words))
        case Drawing():
            return Nothing()
    raise Unread(say("this is no function."))


# -- libraries -------------------------------------------------------------------------------


def _of_library(state: State, path: str, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    name = path.rpartition(".")[2]
    if name in libraries.GRADIENTS and args:
        return Slope(args[0], gradients.argnums(args, words), valued=name.startswith("value"))
    if name in libraries.HANDED_ON:
        return args[0] if args else Nothing(name)
    if name == "vmap":
        return Method(args[0], f"vmap {gradients.axes(args, words)}")
    if path.startswith(("torch.optim", "optax")) and _optimizes(state, path, args, words):
        return Nothing(name)
    if path == "functools.partial" and args:
        return Layer("partial", args, words)
    if name == "namedtuple" and (record := records.named_tuple(state, args)) is not None:
        return record
    if name == "scan" and len(args) > 2:
        return (yield from _scanned(state, args, back=_true(words.get("reverse"))))
    if name == "fori_loop" and len(args) == 4:
        return (yield from _counted(state, args))
    if any(path.startswith(each) for each in libraries.OF_NOTHING):
        return Nothing(name)
    if name in ("manual_seed", "seed") or path.endswith("random.PRNGKey") or name == "key":
        state.random.sow(whole(args[0]) if args else None)
        return Nothing("key")
    if name == "split" and path.startswith("jax"):
        return Many((Nothing("key"),) * (whole(args[1]) or 2 if len(args) > 1 else 2))
    if path.startswith("python."):
        return (yield from python.called(state, name, args, words))
    if name in ("tree_map", "map") and path.startswith("jax") and len(args) > 2:
        yield from updates.mapped(state, args[0])
        return args[1]
    call = state.call(name, args, words, libraries.family(path))
    if name in ("default_rng", "RandomState"):
        return state.random.generator(call)
    if ".random." in f".{path}" or name in _DRAWN:
        return _drawn(state, path, call)
    if name == "is_available":
        return Plain(value=False)
    if name in ("TensorDataset", "DataLoader"):
        return _loaded(call)
    if name in _ASIDE or name in (
        "set_default_dtype",
        "set_printoptions",
        "seterr",
        "set_grad_enabled",
        "config",
    ):
        return Nothing(name)
    if path.startswith(("torch.nn.", "micrograd.nn")) and "functional" not in path:
        found = layers.made(name, call, state.random)
        if found is not None:
            return found
        if name in ("ModuleList", "Module"):
            return Many(args[0].items if args and isinstance(args[0], Many) else ())
    if path.startswith("torch.nn.init"):
        return _initial(state, name, call)
    if name in ("float64", "float32", "double"):
        return term_of(args[0], state.lines)
    if name in convolving.NAMES:
        return _settled(call, convolving.called(call))
    if name in pooling.NAMES:
        pooled = stacks.each(
            lambda x: pooling.pooled(call, x, call), stacks.operand(call, 0, "input")
        )
        return _settled(call, pooled)
    if name in ("dropout", "alpha_dropout"):
        state.say(say("Dropout hands everything on here, as it does at prediction."))
        return args[0]
    does = libraries.function(path)
    if does is None:
        raise Unread(
            say("`%(name)s` is not read here.", name=path),
            say("Write it with operations that the reference has."),
        )
    found = applied(call, does)
    if call.flag("requires_grad"):
        return replace(found, learned=True) if isinstance(found, Term) and found.fixed else found
    if name in ("tensor", "as_tensor", "Tensor", "from_numpy"):
        return replace(found, form=("tensor",)) if found.fixed else found
    return found


def _true(value: Any) -> bool:
    return isinstance(value, Plain) and value.value is True


def _scanned(state: State, args: tuple[Any, ...], *, back: bool) -> Steps:
    """`lax.scan(f, carry, xs)`: the last value that is handed on, and what each round gives; of
    several arrays each round has a row of each."""
    carry, xs, found = args[1], args[2], []
    if isinstance(xs, Many):
        rounds = tuple(map(Many, zip(*map(iterated, xs.items), strict=True)))
    else:
        rounds = iterated(xs)
    for each in rounds[::-1] if back else rounds:
        pair = yield Apply(args[0], (carry, each))
        carry, out = iterated(pair)
        found.append(out)
    found = found[::-1] if back else found
    terms = [each for each in found if isinstance(each, Term)]
    given = placing.stacked(terms) if found and len(terms) == len(found) else Plain(None)
    return Many((carry, given))


def _counted(state: State, args: tuple[Any, ...]) -> Steps:
    """`lax.fori_loop(low, high, f, value)`."""
    low, high, function, value = args
    ends = whole(low), whole(high)
    if ends[0] is None or ends[1] is None or ends[1] - ends[0] > ROUNDS:
        raise Unread(say("how often this goes round is not known."))
    for k in range(ends[0], ends[1]):
        value = yield Apply(function, (number(k), value))
    return value


def _optimizes(state: State, path: str, args: tuple[Any, ...], words: dict[str, Any]) -> bool:
    """Whether this is an optimizer; how it learns is kept."""
    name, line = path.rpartition(".")[2], state.lines.source
    if "lr_scheduler" in path:
        pace.changing(state.pace, line)
        return True
    if name not in pace.OTHERS | {"SGD", "sgd"}:
        return False
    order = ("lr", "momentum") if path.startswith("optax") else ("params", "lr", "momentum",
        "dampening", "weight_decay", "nesterov")  # fmt: skip
    given = {**dict(zip(order, args, strict=False)), **words}
    options = {"lr" if key == "learning_rate" else key: _plain(each) for key, each in given.items()}
    pace.optimizer(state.pace, name, options, line)
    groups = given.get("params")
    state.pace.only |= own.leaves_in(groups)
    if isinstance(groups, Many):
        for each in groups.items:
            if isinstance(each, Table) and "lr" in each.items:
                pace.optimizer(state.pace, name, {"lr": _plain(each.items["lr"])}, line)
    return True


def _plain(value: Any) -> float | None:
    """A number that is known."""
    if isinstance(value, Plain):
        return float(bool(value.value))
    known = single(value)
    return None if known is None else float(known)


def _settled(call: Call, found: Any) -> Any:
    """What a function gives, once all that it was told has been looked at."""
    call.settled()
    return found


_DRAWN = frozenset({"randn", "rand", "randint", "randperm", "randn_like", "normal"})
"""Random numbers of PyTorch."""

_ASIDE = frozenset({"device", "Generator", "set_num_threads", "get_device"})
"""Functions of where numbers are kept, which is all the same here."""


def _loaded(call: Call) -> Any:
    """A data set in batches: the tensors, and the first rows of each."""
    if call.name == "TensorDataset":
        return Many(call.args)
    count = whole(call.get(1, "batch_size")) or 1
    first = call.args[0] if call.args else None
    if not isinstance(first, Many):
        raise Unread(say("these numbers are not in the text."), say("Write them out."))
    rows = [placing.part(term_of(each, call.lines), slice(0, count)) for each in first.items]
    return Many((Many(tuple(rows)),))


def _drawn(state: State, path: str, call: Call) -> Any:
    library = {"numpy": "numpy", "jax": "jax", "random": "python", "autograd": "numpy"}.get(
        path.split(".")[0], "torch"
    )
    call = replace(call, library=library)
    if call.name == "randn_like":
        call = replace(call, name="randn", given=(Many(tuple(map(number, call.term(0).shape))),))
    found = state.random.draw(call.name, call)
    return replace(found, form=("tensor",)) if library == "torch" and not found.learned else found


def _initial(state: State, name: str, call: Call) -> Any:
    """`nn.init.constant_(layer.weight, 0.5)` gives a layer its numbers; random ones stay ours."""
    x = call.term(0)
    value = {"zeros_": 0.0, "ones_": 1.0}.get(name)
    if name == "constant_":
        value = call.term(1).value
    if value is not None:
        layers.set_numbers(state.lines, x, number(np.full(x.shape, float(value))))
    return x
