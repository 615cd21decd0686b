"""Methods of vectors and matrices, of lists, of layers."""

from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import gradients, layers, letters, libraries, own, placing, stacks
from .applying import applied
from .arithmetic import call as written
from .arithmetic import operate
from .expressions import iterated
from .lines import term_of
from .makers import Drawing
from .naming import named
from .state import Apply, State, Steps
from .values import (
    Layer,
    Many,
    Method,
    Nothing,
    Plain,
    Stack,
    Table,
    Term,
    Text,
    Thing,
    Unread,
    key_of,
    number,
    whole,
)

# -- methods --------------------------------------------------------------------------------


QUIET = frozenset(
    [
        "zero_grad",
        "step",
        "train",
        "eval",
        "state_dict",
        "requires_grad_",
        "item",
        "tolist",
        "retain_grad",
        "register_hook",
        "format",
        "join",
        "zero_",
        "to_string",
        "summary",
        "append_",
    ]
)
"""Methods that say nothing about the graph."""

QUIET_OF_LAYERS = frozenset({"register_buffer", "register_parameter", "add_module"})
"""Methods of a module that give it a part."""

SAME = frozenset(
    [
        "clone",
        "copy",
        "numpy",
        "float",
        "double",
        "to",
        "cpu",
        "cuda",
        "contiguous",
        "astype",
        "type",
        "long",
        "requires_grad_",
        "tolist",
        "asnumpy",
        "block_until_ready",
        "item",
        "retain_grad",
        "set_label",
    ]
)
"""Methods that hand a value on."""


def called(state: State, method: Method, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """What a method gives."""
    owner, name = method.owner, method.name
    if name.startswith("vmap"):
        return (yield from _mapped(state, method, args))
    if isinstance(owner, Drawing):
        return owner.draw(state.call(name, args, words, "numpy"))
    if name == "backward" and isinstance(owner, Term):
        if args and isinstance(args[0], Term) and not args[0].fixed:
            owner = written("sum", operate("*", owner, args[0]), shape=())
        return _ends_in(state, owner)
    if isinstance(owner, Stack) and (name in SAME or name == "detach"):
        return _of_stack(state, name, owner)
    if name == "backward" and isinstance(owner, Stack):
        owner = stacks.total(
            "sum", owner if not args else stacks.operated("*", owner, args[0], state.lines)
        )
        return _ends_in(state, owner)
    if name == "detach" and isinstance(owner, Term):
        return owner if owner.fixed or not owner.uses else written("detach", owner)
    if name in SAME and isinstance(owner, Term):
        if name == "requires_grad_":
            wanted = args[0] if args else words.get("requires_grad", Plain(value=True))
            if owner.named:
                state.lines.asked(owner.text, wanted)
            return replace(owner, learned=getattr(wanted, "value", True) is not False)
        if name == "clone" and state.ours and owner.named:
            return replace(owner, named=False)  # a node of its own
        if name == "long" and np.any(np.mod(known := _known(owner, name), 1)):
            return number(np.trunc(known))
        if name in ("clone", "copy", "astype"):
            # Another thing, even of the same name: what is put into one does not change the other.
            return replace(owner, form=owner.form if owner.named else ("copy", *owner.form[1:]))
        return owner
    if name in ("copy_", "fill_") and isinstance(owner, Term):
        given = term_of(args[0], state.lines)
        made = given if name == "copy_" else number(np.full(owner.shape, float(given.value or 0)))
        layers.set_numbers(state.lines, owner, made)
        return owner
    if isinstance(owner, Layer | Thing) and name in SAME | {"eval", "train"}:
        return owner
    if name in ("nelement", "numel") and isinstance(owner, Term | Stack):
        return number(prod(owner.shape))
    if name == "dim" and isinstance(owner, Term | Stack):
        return number(len(owner.shape))
    if name == "size" and isinstance(owner, Term | Stack):
        sizes = tuple(map(number, owner.shape))
        place = whole(words["dim"] if "dim" in words else args[0]) if args or words else None
        return Many(sizes) if place is None else sizes[placing.axis_of(place, owner.shape)]
    if isinstance(owner, Table) and (found := _of_table(name, owner, args)) is not None:
        return found
    if name in ("parameters", "named_parameters") and isinstance(owner, Layer | Thing):
        named_ = name == "named_parameters"
        return Many(tuple(Many((Text(key), each)) if named_ else each
                          for key, each in own.parameters(owner)))  # fmt: skip
    if isinstance(owner, Text) and name in letters.KNOWN:
        return letters.method(owner.text, name, args)
    if isinstance(owner, Many) and name == "index" and args and isinstance(args[0], Text):
        return number(owner.items.index(args[0]))
    if isinstance(owner, Layer | Text | Nothing | Thing | Many | Plain) or name in QUIET:
        if isinstance(owner, Layer) and name == "forward":
            return (yield Apply(owner, args, words))
        if name in QUIET or isinstance(owner, Text | Nothing | Layer | Plain):
            return Nothing(name)
        if isinstance(owner, Thing) and name in QUIET_OF_LAYERS and len(args) > 1:
            key = args[0].text if isinstance(args[0], Text) else ""
            owner.fields[key] = named(state, key, args[1])
            return Nothing(name)
        if isinstance(owner, Thing):
            raise Unread(say("`%(name)s` is not defined in this text.", name=name))
        owner = term_of(owner, state.lines)
    call = state.call(name, (owner, *args), words, _library(state))
    does = next((table[name] for table in libraries.TABLES[1:] if name in table), None)
    if does is None:
        raise Unread(say("the method `%(name)s` is not read here.", name=name))
    return applied(call, does)


def _ends_in(state: State, owner: Term) -> Nothing:
    """Gradients are asked for: of this."""
    gradients.ends_in(state, owner)
    state.after = True
    return Nothing("backward")


def _of_table(name: str, owner: Table, args: tuple[Any, ...]) -> Any:
    """What a dict is asked for; None where it is not asked like a dict."""
    first = args[0] if args else None
    match name:
        case "items":
            return Many(tuple(Many((key_of(key), each)) for key, each in owner.items.items()))
        case "values":
            return Many(tuple(owner.items.values()))
        case "keys":
            return Many(tuple(map(key_of, owner.items)))
        case "get" if isinstance(first, Text):
            return owner.items.get(first.text, args[1] if len(args) > 1 else Plain(None))
        case "update" if isinstance(first, Table):
            owner.items.update(first.items)
            return Nothing(name)
    return None


def _of_stack(state: State, name: str, owner: Stack) -> Any:
    """What hands a value on, of each of its matrices."""
    if name == "requires_grad_":
        for item in owner.items.flat:
            state.lines.become(item.text, "weight")
    if name == "detach":
        return stacks.each(lambda x: x if x.fixed or not x.uses else written("detach", x), owner)
    return owner


def _known(owner: Term, name: str) -> Any:
    """Known numbers, or a mask's; raises for computed ones, which would lose their fractions."""
    if owner.value is None and owner.form[:1] not in ((">",), ("<",), (">=",), ("<=",)):
        raise Unread(
            say("computed numbers are made whole or true and false by `%(name)s`.", name=name),
            say("Leave them as they are, or give such numbers as an input."),
        )
    return 0 if owner.value is None else owner.value


def _library(state: State) -> str:
    return "torch" if state.dialect == "PyTorch" else "numpy"


def _mapped(state: State, method: Method, args: tuple[Any, ...]) -> Steps:
    """`vmap(f)`: row by row, and the results one under the other."""
    axes = method.name.partition(" ")[2].split(",")
    given = [
        (None if len(axes) == len(args) and axes[k] == "-" else iterated(each))
        for k, each in enumerate(args)
    ]
    counts = {len(each) for each in given if each is not None}
    if len(counts) != 1:
        raise Unread(say("what this goes through is not of one length."))
    found = []
    for k in range(counts.pop()):
        row = tuple(args[place] if each is None else each[k] for place, each in enumerate(given))
        found.append((yield Apply(method.owner, row)))
    return placing.stacked([term_of(each, state.lines) for each in found])
