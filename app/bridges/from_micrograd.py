"""micrograd's `Value` as a program: its graph is there already, each node with its operands."""

from collections.abc import Mapping
from typing import Any

from graph_engine.saying import say

from .agreeing import agreeing
from .writing import Bridged, BridgeError, Tensor, Writing, literal

FUNCTIONS = {"ReLU": "relu", "relu": "relu", "tanh": "tanh", "exp": "exp", "log": "log",
             "sigmoid": "sigmoid", "sqrt": "sqrt", "sin": "sin", "cos": "cos"}  # fmt: skip
SIGNS = {"+": "+", "*": "*", "-": "-", "/": "/"}


def bridged(end: Any, names: Mapping[str, Any] | None = None) -> Bridged:
    """What leads to this Value. `names` says how Values are called; so does their own `label`."""
    order = _ordered(end)
    w = Writing()
    known: dict[int, Tensor] = {}
    called = {id(value): name for name, value in (names or {}).items()}
    for node in order:
        if not node._prev:
            label = called.get(id(node)) or getattr(node, "label", "") or "x"
            known[id(node)] = w.own(str(label), float(node.data), "variable")
    for node in order:
        if node._prev:
            w.where = f"Value(data={float(node.data):g})"
            wanted = called.get(id(node)) or getattr(node, "label", "") or "u"
            text = _written(w, node, [known[id(each)] for each in node._prev])
            if node is end:
                text = f"{w.name(str(wanted) if wanted != 'u' else 'L')}: loss = {text}"
                known[id(node)] = w.end_of(text)
            else:
                known[id(node)] = w.line(str(wanted), text, ())
    found = w.bridged("micrograd")
    w.where = f"Value(data={float(end.data):g})"
    result = known[id(end)]
    return agreeing(w, found, result, float(end.data), library="micrograd")


def _ordered(end: Any) -> list[Any]:
    """Every Value, operands first, without recursion."""
    found: list[Any] = []
    seen: set[int] = set()
    stack: list[tuple[Any, bool]] = [(end, False)]
    while stack:
        node, done = stack.pop()
        if done:
            found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack += [(each, False) for each in node._prev if id(each) not in seen]
    return found


def _written(w: Writing, node: Any, operands: list[Tensor]) -> str:
    """The operation; a set of operands has one for a + a, and which comes first says the number."""
    names = [w.text(w.ids(each)) for each in operands]
    op = str(node._op)
    if op.startswith("**"):
        try:
            return f"{names[0]} ** {literal(float(op[2:]))}"
        except ValueError:
            op = "**"
    if op == "-" and len(names) == 1:
        own = next(iter(node._prev)).data
        if own and node.data == -own:
            return f"-{names[0]}"
        if not own:
            op = "-0"  # less itself, or with the other sign: nothing tells which
    if op in SIGNS:
        first, second = names if len(names) == 2 else names * 2
        if op in "-/" and len(names) == 2:
            one, other = (each.data for each in node._prev)
            straight = one - other if op == "-" else one / (other or float("nan"))
            if abs(straight - node.data) > 1e-9 * max(1.0, abs(node.data)):
                first, second = second, first
        return f"{first} {op} {second}"
    if op in FUNCTIONS and len(names) == 1:
        return f"{FUNCTIONS[op]}({names[0]})"
    raise BridgeError(
        say("the operation `%(name)s` of a Value is not read here.", name=op),
        w.where,
        say("Write it with + * ** exp tanh relu."),
    )
