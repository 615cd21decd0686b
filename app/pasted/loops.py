"""Loops and branches: loops over constants are unrolled, one that learns is read once."""

import ast

from graph_engine.saying import Said, say

from . import calling
from .conditions import decided
from .expressions import iterated
from .left_out import AGAIN, PRINTS, UPDATES
from .naming import assign_loop
from .pace import falls
from .rounds import alike, carries
from .state import Body, Signal, State, Steps
from .syntax import base_of, last_name, loads, path_of, stored
from .together import steps_in
from .updates import RATE, SLOPE, SURE, called_loss, graded, inside
from .values import Many, Nothing, Unread

# -- loops and branches ---------------------------------------------------------------------


_ASKS = frozenset({"backward", "step", "zero_grad", "value_and_grad", "grad", "update"})
"""What is called where gradients are asked for, and taken."""


def _called(node: ast.AST) -> set[str]:
    return {last_name(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}


def trains(node: ast.stmt) -> bool:
    """Whether a loop is one of learning: gradients or steps in it.

    What is taken away is no step where it is from something that each round computes anew
    (`scores -= np.max(scores)`), or in a loop without a loss, a rate and a gradient.
    """
    anew, a_loss = _anew(node), _has_loss(node)

    def steps(target: ast.expr, value: ast.expr) -> bool:
        if _of_loss(target, value):
            return False
        sure = graded(value, SLOPE) or graded(value, RATE)
        return sure or (a_loss and base_of(target) not in anew)

    for item in ast.walk(node):
        if isinstance(item, ast.Call):
            last = last_name(item.func)
            if last in _ASKS or (last in ("sub_", "add_") and graded(item, SURE)):
                return True
        if isinstance(item, ast.AugAssign) and (
            (isinstance(item.op, ast.Sub) and steps(item.target, item.value))
            or (isinstance(item.op, ast.Add) and graded(item.value, SURE))
            or (falls(item.op, item.value) and graded(item.value, SLOPE))
        ):
            return True
        if steps_in(item):
            return True
        if isinstance(item, ast.Assign) and isinstance(item.value, ast.BinOp):
            path = path_of(item.targets[0])
            down, same = falls(item.value.op, item.value.right), path_of(item.value.left) == path
            if path and down and same and steps(item.targets[0], item.value):
                return True
    return False


def _anew(node: ast.stmt) -> set[str]:
    """Names that each round of a loop computes from others."""
    return {
        target.id
        for item in ast.walk(node)
        if isinstance(item, ast.Assign) and not isinstance(item.value, ast.Name | ast.Subscript)
        for target in item.targets
        if isinstance(target, ast.Name) and target.id not in loads(item.value)
    }


def _has_loss(node: ast.stmt) -> bool:
    """Whether a loop computes something that is called a loss; one line alone may be in one."""
    if not isinstance(node, ast.For | ast.While):
        return True
    return any(
        isinstance(item, ast.Name | ast.Attribute) and called_loss(last_name(item))
        for item in ast.walk(node)
    )


def _of_loss(target: ast.expr, value: ast.expr) -> bool:
    """Whether this is a loss that adds up, `loss -= np.log(p)`: none is learned."""
    return called_loss(path_of(target)) and not (graded(value, SLOPE) or graded(value, RATE))


def loop(state: State, node: ast.For) -> Steps:
    """`for`: round by round."""
    learning = trains(node) and not _updates(node)
    items = yield node.iter
    rounds = items.items if isinstance(items, Many) else ()
    rounds = rounds if isinstance(items, Nothing | Many) else iterated(items)
    count = items.count if isinstance(items, Many) else len(rounds)
    if not rounds and isinstance(items, Nothing):
        raise Unread(
            say("what this goes through is not in the text, or it is too long."),
            say("Write it out, or take the first few."),
        )
    if learning and state.after:
        return state.leave(AGAIN, node.lineno)
    if learning and len(rounds) > 1:
        state.say(_first(node))
    if learning:
        _goes_round(state, node, count)
    before = state.after
    for value in rounds[:1] if learning else rounds:
        yield from assign_loop(state, node.target, value)
        state.unrolled += not learning
        signal = yield Body(node.body)
        state.unrolled -= not learning
        if signal is not None and signal.kind != "continue":
            return _handed_on(signal)
        if state.after and not before and not learning and not _updates(node):
            # What learns is a function that is called here.
            state.say(_first(node))
            _goes_round(state, node, count)
            break
    return (yield Body(node.orelse)) if node.orelse else None


def _goes_round(state: State, node: ast.For, rounds: int) -> None:
    """A loop that learns was met; the outer one counts."""
    pace = state.pace
    if pace.loop is None:
        pace.loop, pace.learns = node, True
        tree = state.source.tree
        same = alike(node, _says_nothing, _updating) and not carries(node, tree, _updating)
        pace.rounds *= rounds if same else 0
        resets = {"zero_grad", "zero_", "grad"} & _called(tree)
        sets = any(
            isinstance(each, ast.Assign) and path_of(each.targets[0]).endswith(".grad")
            for each in ast.walk(tree)
        )
        pace.adds_up = "backward" in _called(tree) and not resets and not sets


def learns(node: ast.For) -> bool:
    """Whether a loop computes a loss with every round and updates by its gradient."""
    return trains(node) and not _updates(node) and any(
        graded(each, RATE) and trains(each) for each in node.body
    )  # fmt: skip


def _updating(node: ast.stmt) -> bool:
    """Whether a line, or a loop over all weights, does nothing but update."""
    if isinstance(node, ast.For):
        return _updates(node)
    if isinstance(node, ast.With):
        each = [_updating(item) or _says_nothing(item) for item in node.body]
        return all(each) and any(map(_updating, node.body))
    simple = isinstance(node, ast.Assign | ast.AugAssign | ast.Expr)
    own = bool(steps_in(node)) or _ASKS.isdisjoint(_called(node))
    return simple and trains(node) and own


def _updates(node: ast.For) -> bool:
    """Whether each round of a loop updates a weight of its own, and does nothing else."""
    names = set(stored(node.target))
    used = {name for each in node.body for name in (*loads(each), *stored(each))}
    return (
        bool(names & used)
        and any(map(_updating, node.body))
        and all(_updating(each) or _says_nothing(each) for each in node.body)
    )


def _handed_on(signal: Signal | None) -> Signal | None:
    """What a loop that has ended hands on of what its body came to: a return."""
    return signal if signal is not None and signal.kind == "return" else None


def _first(node: ast.stmt) -> Said:
    return say(
        "The loop in line %(line)s learns: its first round is here; the picture can go on.",
        line=node.lineno,
    )


def repeated(state: State, node: ast.While) -> Steps:
    """`while`: as long as what it asks holds."""
    if trains(node):
        if state.after:
            return state.leave(AGAIN, node.lineno)
        state.say(_first(node))
        signal = yield Body(node.body)
        return _handed_on(signal)
    while True:
        asked = yield node.test
        state.lines.source = node.lineno
        if not decided(state, asked):
            return (yield Body(node.orelse)) if node.orelse else None
        signal = yield Body(node.body)
        if signal is not None and signal.kind != "continue":
            return _handed_on(signal)


def branch(state: State, node: ast.If) -> Steps:
    """`if`: the branch whose condition holds, where that is known."""
    test = node.test
    if isinstance(test, ast.Compare) and path_of(test.left) == "__name__":
        return (yield Body(node.body))
    lines = (*node.body, *node.orelse)
    if all(_says_nothing(each) for each in lines):
        counts = any(
            isinstance(item, ast.Break | ast.Continue) or last_name(item) in _LONGER
            for item in ast.walk(node)
        )
        if not counts or state.after or state.lines.loss:
            return state.leave(PRINTS, node.lineno)
    return (yield Body(node.body if decided(state, (yield test)) else node.orelse))


_LONGER = frozenset({"append", "extend", "insert"})
"""What gives a list more items."""


def _says_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Pass() | ast.Break() | ast.Continue():
            return True
        case ast.Expr(value=ast.Call(func=function)):
            return last_name(function) in calling.SILENT | {"append", "zero_", "zero_grad"}
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[target]):
            return path_of(target).endswith(".grad")
    return False


def context(state: State, node: ast.With) -> Steps:
    """`with`: its body; under `no_grad`, once gradients were asked for, an update."""
    head = [
        item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
        for item in node.items
    ]
    quiet = any(path_of(each).rpartition(".")[2] in ("no_grad", "inference_mode") for each in head)
    if quiet and (state.after or state.lines.loss):
        yield from inside(state, node.body)
        state.leave(UPDATES if trains(node) else PRINTS, node.lineno)
        state.after = True
        return None
    for item in node.items:
        if isinstance(item.optional_vars, ast.Name):
            state.scope.values[item.optional_vars.id] = Nothing("context")
    return (yield Body(node.body))
