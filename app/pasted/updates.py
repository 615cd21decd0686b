"""Updates of weights, which are left out; and `+=` of everything else."""

import ast
import re
from typing import Any

from graph_engine.claims import LOSSES
from graph_engine.saying import Said, say

from . import inplace, stacks
from .arithmetic import operate
from .expressions import SIGNS
from .left_out import AGAIN, UPDATES
from .lines import term_of
from .naming import assign, named
from .pace import Step, changing, factors, falls, tainted
from .rounds import changes, is_grad, regrades
from .state import State, Steps
from .syntax import base_of, last_name, path_of
from .values import (
    Follows,
    Function,
    Many,
    Nothing,
    Scope,
    Stack,
    Term,
    Text,
    Unread,
    single,
)

RATE = re.compile(r"lr|alpha|eta|α|η|rate|\w*learning_rate|step_?(?:size)?", re.I)
SLOPE = re.compile(r"d[A-Z_]\w*|d(?!t\b)[a-z]\d*(?:_\w+)?|d\w+_d\w+|\w*grad\w*|\w*delta\w*")
SURE = re.compile(r"\w*grad\w*|\w*delta\w*")
"""What is added to a weight where it is a gradient: the target minus the prediction goes down."""


# -- updates --------------------------------------------------------------------------------


def is_update(state: State, node: ast.Assign) -> bool:
    """Whether a line takes a weight one step further, `w = w - lr * dw`, or its gradient."""
    if regrades(node):
        return True
    (target, *others) = node.targets
    if others or not isinstance(node.value, ast.BinOp):
        return False
    path = path_of(target)
    return (
        bool(path)
        and any(
            path_of(item) == path for item in ast.walk(node.value) if isinstance(item, ast.expr)
        )
        and isinstance(node.value.op, ast.Sub | ast.Add)
        and _steps_down(state, target, node.value, down=falls(node.value.op, node.value.right))
    )


def _names(value: ast.AST) -> list[str]:
    return [
        last_name(item) for item in ast.walk(value) if isinstance(item, ast.Name | ast.Attribute)
    ]


def called_loss(name: str) -> bool:
    """Whether a name is one that people give to a loss."""
    return name in LOSSES or name.endswith("loss")


def graded(value: ast.AST, pattern: re.Pattern[str]) -> bool:
    """Whether something in it is called like a gradient."""
    return any(pattern.fullmatch(name) for name in _names(value))


def _steps_down(state: State, target: ast.expr, value: ast.expr, *, down: bool) -> bool:
    """Whether what is taken away is like a gradient, or a rate times something."""
    sloped = graded(value, SLOPE if down else SURE)
    rated = down and any(RATE.fullmatch(name) for name in _names(value))
    if not (sloped or rated or (down and _behind(state, target))):
        return False
    if isinstance(target, ast.Name):
        found = state.scope.find(target.id)
        return isinstance(found, Term) and found.named and state.lines.is_leaf(found.text)
    return sloped or rated


def _behind(state: State, target: ast.expr) -> bool:
    """Whether a loss was computed from what is changed here."""
    found = state.scope.find(target.id) if isinstance(target, ast.Name) else None
    losses = [each.name for each in state.lines.items if not each.leaf and each.name in LOSSES]
    return isinstance(found, Term) and found.text in state.lines.before(losses) and bool(losses)


def left(state: State, node: ast.stmt) -> Steps:
    """Leave an update out, but for its rate: what follows is the next round."""
    yield from taken(state, node)
    state.after = True
    state.leave(UPDATES, node.lineno)


def taken(state: State, node: ast.stmt) -> Steps:
    """What an update takes away, and from what."""
    if regrades(node):
        state.pace.kept = state.pace.learns = True
        state.pace.rounds = 0
        return state.pace.doubt(REGRADED, node.lineno)
    found = _parts(node)
    if found is None:
        return
    target, value, sign = found
    pace, lines = state.pace, state.lines
    pace.learns = True
    changed = yield from known_of(target)
    weights = changed.items.flat if isinstance(changed, Stack) else (changed,)
    names = [each.text for each in weights if isinstance(each, Term) and lines.is_leaf(each.text)]
    flips, parts = factors(value)
    slopes, others, rate = 0, 0, float(sign * flips)
    for factor, power in parts if sign else ():
        if (yield from is_slope(factor)):
            slopes += 1
            continue
        known = yield from known_of(factor)
        number = single(known)
        if number is not None and lines.before(known.uses).isdisjoint(names):
            rate *= float(number) ** power
            if pace.loop is not None and changes(pace.loop, factor):
                changing(pace, node.lineno)
        else:
            others += 1
    if slopes == 1 and not others:
        pace.steps.append(Step(node.lineno, rate))
    else:
        term = (yield from known_of(value)) if sign else None
        if (
            isinstance(term, Term)
            and len(names) == 1
            and not tainted(pace, lines.items, term, names[0])
        ):
            said = rate if others == 1 else None
            pace.steps.append(Step(node.lineno, said, names[0], term, sign))
        else:
            pace.steps.append(Step(node.lineno))
    for name in names:
        pace.updated.setdefault(name, len(lines.items))


def mapped(state: State, function: Any) -> Steps:
    """The rate in `tree_map(lambda w, g: w - lr * g, params, grads)`."""
    node = function.node if isinstance(function, Function) else None
    if not isinstance(node, ast.Lambda) or len(node.args.args) != 2:
        raise Unread(say("this is no update of weights, which alone is read here."))
    weight, slope = (each.arg for each in node.args.args)
    outer, state.scope = state.scope, Scope({slope: Nothing("gradient")}, function.names)
    line = state.lines.source
    target = ast.Name(weight, ast.Store(), lineno=line, col_offset=0)
    try:
        yield from taken(state, ast.Assign([target], node.body, lineno=line, col_offset=0))
    finally:
        state.scope = outer
    state.after = True
    state.leave(UPDATES, line)


def inside(state: State, body: list[ast.stmt]) -> Steps:
    """The rates of the updates under `no_grad`, which are left out together."""
    for each in ast.walk(ast.Module(body, [])):
        if isinstance(each, ast.stmt) and (regrades(each) or (_parts(each) and graded(each, SURE))):
            yield from taken(state, each)


REGRADED: Said = say(
    "The gradient is changed here before it is taken: α stays as it was, and the picture's updates "
    "are others."
)
SLOPES = frozenset({"gradient", "grad"})
"""What `Nothing` says of itself where it is a gradient that nothing was done to."""


def is_slope(node: ast.expr) -> Steps:
    """Whether this is a gradient as it was computed: `w.grad`, `g["w"]`; not `0.5 * g`."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr="detach" | "clone"), args=[]):
                node = inner
                continue
        known = yield from known_of(node)
        if is_grad(node) or (isinstance(known, Nothing) and known.what in SLOPES):
            return True
        match node:
            case ast.Attribute(value=inner, attr=name) if name not in ("T", "mT", "shape"):
                node = inner
            case ast.Subscript(value=inner, slice=place) if not isinstance(place, ast.Slice):
                node = inner
            case _:
                return False


def _touched(state: State, target: ast.expr) -> None:
    """A gradient that is changed in place, `g *= 0.5`, is none any more."""
    name = base_of(target)
    if name and isinstance(state.scope.find(name), Nothing | Many):
        state.scope.values[name] = Nothing()


def known_of(node: ast.expr) -> Steps:
    """What an expression is; None where it cannot be read."""
    try:
        return (yield node)
    except (Unread, Follows):
        return None


def _parts(node: ast.stmt) -> tuple[ast.expr, ast.expr, int] | None:
    """What an update changes, what it takes away, and 1, or -1 where that is added."""
    match node:
        case ast.AugAssign(target=target, op=ast.Sub() | ast.Add() as op, value=value):
            return target, value, 1 if isinstance(op, ast.Sub) else -1
        case ast.Assign(
            targets=[target], value=ast.BinOp(left, ast.Sub() | ast.Add() as op, right)
        ):
            path = _bare(target)
            if _bare(left) == path:
                return target, right, 1 if isinstance(op, ast.Sub) else -1
            if _bare(right) == path and isinstance(op, ast.Add):
                return target, left, -1
            return target, node.value, 0  # `w = w * (1 - decay) - …`
        case ast.Expr(
            value=ast.Call(ast.Attribute(target, "sub_" | "add_" as name), [*given], words)
        ):
            more = [each.value for each in words if each.arg == "alpha"]
            product = [*given, *more]
            if not product:
                return None
            value = product[0]
            for each in product[1:]:
                value = ast.copy_location(ast.BinOp(value, ast.Mult(), each), each)
            return target, value, 1 if name == "sub_" else -1
    return None


def _bare(node: ast.expr) -> str:
    """A name, whether its numbers are asked for (`w.data`) or not."""
    return ast.unparse(node).removesuffix(".data")


def augmented(state: State, node: ast.AugAssign) -> Steps:
    """`x += …`: a value of its own, under the same name."""
    path = path_of(node.target)
    down = falls(node.op, node.value)
    if (
        path.endswith(".grad")
        or regrades(node)
        or (
            isinstance(node.op, ast.Sub | ast.Add)
            and _steps_down(state, node.target, node.value, down=down)
        )
    ):
        return (yield from left(state, node))
    if not isinstance(node.target, ast.Name | ast.Attribute | ast.Subscript):
        raise Unread(say("nothing can be given to this."))
    if isinstance(node.target, ast.Subscript) and isinstance(node.op, ast.Add | ast.Sub):
        whole_ = yield node.target.value
        if isinstance(whole_, Term) and not whole_.fixed:
            place, value = (yield node.target.slice), (yield node.value)
            made = inplace.added(state, SIGNS[type(node.op)], whole_, place, value)
            if made is not None:
                made = named(state, path or "u", made)
                inplace.rebound(state, whole_, made)
                return None
    share = isinstance(node.op, ast.Div | ast.Mult) and path in state.running
    if share and state.after:
        return state.leave(AGAIN, node.lineno)  # the mean over rounds, of which one is here
    now = yield node.target
    value = yield node.value
    sign = type(node.op)
    if isinstance(now, Many) and isinstance(value, Many):
        yield from assign(state, node.target, Many((*now.items, *value.items)))
        if not isinstance(node.value, ast.Tuple):  # a longer tuple is another one
            inplace.rebound(state, now, (yield node.target))
        return None
    if isinstance(now, Nothing):
        return _touched(state, node.target)
    if isinstance(now, Text) or isinstance(value, Text | Nothing):
        return None
    if sign not in SIGNS:
        raise Unread(say("this operator is not read here."))
    if isinstance(now, Term) and isinstance(node.target, ast.Name) and SLOPE.fullmatch(path):
        # What a gradient gets besides, `dW += reg * W`, belongs to it: one line has the whole.
        found = operate(SIGNS[sign], state.lines.taken_back(now), term_of(value, state.lines))
        yield from assign(state, node.target, found)
        return None
    if stacks.between(SIGNS[sign], now, value):
        both = stacks.operated(SIGNS[sign], now, value, state.lines)
        yield from assign(state, node.target, both)
        return None
    found = operate(SIGNS[sign], term_of(now, state.lines), term_of(value, state.lines))
    if isinstance(now, Term) and now.shape and state.dialect in ("PyTorch", "numpy"):
        # In place: other names of the same array see it, too.
        made = found if len(found.text) < 60 else state.lines.computed(path or "u", found)
        if isinstance(node.target, ast.Name) and not found.fixed:
            state.running.add(node.target.id)
            inplace.rebound(state, now, made)
            state.scope.values[node.target.id] = made
            return None
    if isinstance(node.target, ast.Name) and not found.fixed:
        # In a loop that adds up, the running sum has no line of its own until it is used.
        state.running.add(node.target.id)
        state.scope.values[node.target.id] = (
            found if len(found.text) < 60 else state.lines.computed(node.target.id, found)
        )
        return None
    yield from assign(state, node.target, found)
    return None
