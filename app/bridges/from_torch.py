"""A `torch.nn.Module` with an example input as a program, through `torch.export`."""

import inspect
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from graph_engine.saying import say

from . import operating as ops
from .agreeing import agreeing
from .asked import Asked, refusing
from .torch_operators import BINARY, ENTRYWISE, TABLE, pair
from .torch_truth import WithLoss, truth
from .writing import Bridged, BridgeError, Tensor, Writing

MOVES = frozenset({
    "view", "reshape", "transpose", "permute", "unflatten", "flatten", "unsqueeze", "squeeze",
    "select", "slice", "expand", "expand_as", "t", "mT", "movedim", "cat", "stack",
    "split", "split_with_sizes", "chunk", "unbind", "repeat", "flip", "roll", "narrow", "concat",
    "concatenate", "view_as", "swapaxes", "swapdims", "hstack", "vstack", "numpy_T", "tile",
    "repeat_interleave", "index", "index_select", "diagonal", "broadcast_tensors", "broadcast_to",
    "atleast_2d",
})  # fmt: skip
"""What only moves entries: done by PyTorch itself, on the places instead of the numbers."""

SAME = frozenset({
    "clone", "to", "_to_copy", "alias", "lift_fresh_copy", "lift_fresh", "type_as", "float",
    "double", "half", "bfloat16", "long", "int", "bool", "_assert_tensor_metadata", "dropout",
    "feature_dropout", "identity", "contiguous",
})  # fmt: skip
"""What changes no number, unless it is of another kind; dropout in training is refused before."""

IGNORED = frozenset({
    "memory_format", "layout", "device", "pin_memory", "cudnn_enabled", "cudnn_enable", "momentum",
    "sparse", "train", "count_include_pad", "threshold",
})  # fmt: skip
"""Arguments that change no number where they come: what would is asked for with them."""


def bridged(
    module: torch.nn.Module, inputs: Sequence[Any], *, loss: Any = None, target: Any = None
) -> Bridged:
    """The module's forward pass (and its loss) on these inputs, without changing the module."""
    whole: torch.nn.Module = module
    if any(isinstance(each, tuple | dict) for each in inputs):
        raise BridgeError(
            say("an input is an array of numbers, not several in one."), type(module).__name__
        )
    given = tuple(torch.as_tensor(each) for each in inputs)
    if not given:
        raise BridgeError(
            say("a module is read along an example input."),
            type(module).__name__,
            say("Write `lesson(model, x)`."),
        )
    if loss is not None:
        whole = WithLoss(module, loss, aimed=target is not None)
        given = (*given, *(() if target is None else (torch.as_tensor(target),)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exported = torch.export.export(whole, given, strict=False)
    except Exception as error:  # what torch.export cannot follow it says in many ways
        first = str(error).strip().partition("\n")[0]
        raise BridgeError(
            say("`torch.export` cannot follow it: %(words)s", words=first), type(module).__name__
        ) from error
    reader = _Reader(exported, module, len(inputs))
    with refusing(reader.w):
        found = reader.read()
        reader.w.where = reader.title
        theirs, slopes, within = truth(whole, given, reader.leaves)
        return agreeing(
            reader.w, found, reader.out, theirs, slopes, library="PyTorch", within=within
        )


class _Reader:
    """Goes through the exported graph once, from inputs to the end."""

    def __init__(self, exported: Any, module: torch.nn.Module, count: int) -> None:
        self.exported, self.title, self.count = exported, type(module).__name__, count
        self.module = module
        self.names = [
            "x" if name == "input" else name
            for name in inspect.signature(module.forward).parameters
        ]
        self.w = Writing(where=self.title)
        self.values: dict[str, Any] = {}
        self.leaves: dict[str, tuple[str, int]] = {}
        """By a tensor's name here, the parameter's in PyTorch, or which input it is."""
        self.groups: dict[str, set[str]] = {}
        """Nodes that may share their numbers in memory."""
        self.out: Tensor | None = None

    def read(self) -> Bridged:
        graph, specs = self.exported.graph, self.exported.graph_signature.input_specs
        given = [node for node in graph.nodes if node.op == "placeholder"]
        called = [*self.names, *["x"] * self.count][: self.count] + ["y"]
        example = iter(self.exported.example_inputs[0])
        used = 0
        for node, spec in zip(given, specs, strict=True):
            kind = spec.kind.name
            if kind == "PARAMETER":
                own = str(spec.target).removeprefix("model.")
                self.enter(
                    node.name,
                    own,
                    self.exported.state_dict[spec.target],
                    "weight",
                    (str(spec.target), 0),
                )
            elif kind == "USER_INPUT":
                value, own = next(example), called[min(used, self.count)]
                role = "input" if used < self.count else "label"
                used += 1
                if not torch.is_floating_point(value):
                    self.values[node.name] = Tensor(value=value.detach().cpu().numpy())
                else:
                    self.enter(node.name, own, value, role, ("", used - 1))
            else:
                stored = {**self.exported.constants, **self.exported.state_dict}[spec.target]
                self.values[node.name] = _number(stored.detach())
        for node in graph.nodes:
            if node.op == "call_function":
                self.w.where = self.standing(node)
                self.values[node.name] = self.called(node)
            elif node.op == "output":
                self.end(node.args[0])
        self.tie()
        return self.w.bridged(self.title)

    def enter(self, key: str, own: str, value: Any, role: str, theirs: tuple[str, int]) -> None:
        """A leaf."""
        if self.used(key):
            numbers = value.detach().cpu().double().numpy()
            before = set(self.w.places)
            self.values[key] = self.w.own(own, numbers, role)
            self.leaves |= {name: theirs for name in self.w.places if name not in before}

    def tie(self) -> None:
        """A parameter that stands in several modules has its gradient under each of their names."""
        named: dict[int, set[str]] = {}
        for own, parameter in self.module.named_parameters(remove_duplicate=False):
            named.setdefault(id(parameter), set()).add(own)
        for names in named.values():
            read = sorted(names & self.w.places.keys())
            if len(read) == 1:
                self.w.places |= {own: self.w.places[read[0]] for own in names}

    def used(self, key: str) -> bool:
        """Whether anything is computed from an input of the graph."""
        return any(node.name == key and node.users for node in self.exported.graph.nodes)

    def standing(self, node: Any) -> str:
        """Where an operation stands in the model: the path of the module, and what it is there."""
        stack = list((node.meta.get("nn_module_stack") or {}).values())
        path, kind = stack[-1] if stack else ("", "")
        path, kind = str(path).removeprefix("model."), str(kind).rpartition(".")[-1]
        return f"{path} ({kind})" if path else kind or self.title

    def end(self, results: Any) -> None:
        """The first result is the loss, if it is one number."""
        first = results[0] if isinstance(results, tuple | list) else results
        found = self.values.get(getattr(first, "name", ""))
        if isinstance(found, Tensor):
            self.out = found
            self.w.loss(found)

    # -- one operation ---------------------------------------------------------------------------

    def argument(self, given: Any) -> Any:
        """An argument with what has been read in place of nodes."""
        if isinstance(given, torch.fx.Node):
            return self.values[given.name]
        if isinstance(given, list | tuple):
            return [self.argument(each) for each in given]
        return given

    def called(self, node: Any) -> Any:
        args, words = self.argument(node.args), dict(node.kwargs)
        if not hasattr(node.target, "_schema"):
            if getattr(node.target, "__name__", "") == "getitem":
                self.share(node, node.args[0])
                return args[0][args[1]]
            name = str(getattr(node.target, "__name__", node.target))
            raise self.w.unread(name, "PyTorch")
        name = node.target._schema.name.rpartition("::")[2]
        schema = [each.name for each in node.target._schema.arguments]
        defaults = {
            each.name: each.default_value
            for each in node.target._schema.arguments
            if each.has_default_value()
        }
        named = {**defaults, **dict(zip(schema, args, strict=False))}
        named |= {key: self.argument(value) for key, value in words.items()}
        inplace = name.endswith("_") and not name.startswith("__")
        bare = name.removesuffix("_") if inplace else name
        shares = bare in SAME or any(each.alias_info for each in node.target._schema.returns)
        of = next((each for each in node.args if isinstance(each, torch.fx.Node)), None)
        if shares and of is not None:
            self.share(node, of)
        if inplace and of is not None:
            self.alone(node, of)
        asked = Asked(named)
        result = self.result(bare, node, asked)
        if bare not in MOVES and bare not in SAME and asked.seen:
            asked.seen |= IGNORED
            if isinstance(asked.get("dtype"), torch.dtype) and asked["dtype"].is_floating_point:
                defaults["dtype"] = asked["dtype"]
            asked.seen.discard("dtype")
            asked.check(self.w, bare, defaults)
        if inplace and of is not None:
            self.values[of.name] = result
        return result

    def share(self, node: Any, of: Any) -> None:
        """Two nodes whose numbers stand in the same memory."""
        whole = self.groups.setdefault(of.name, {of.name})
        whole.add(node.name)
        self.groups[node.name] = whole

    def alone(self, node: Any, of: Any) -> None:
        """Of what is changed in place nobody sees the numbers under another name afterwards."""
        others = self.groups.get(of.name, set()) - {of.name, node.name}
        behind = False
        for each in self.exported.graph.nodes:
            if behind and any(one.name in others for one in each.all_input_nodes):
                raise self.w.refuse(
                    say("`%(name)s` changes numbers that are used elsewhere too.",
                        name=node.target._schema.name.rpartition("::")[2]),
                    say("Give the result a name of its own, instead of changing it in place."),
                )  # fmt: skip
            behind = behind or each is node

    def result(self, name: str, node: Any, named: Mapping[str, Any]) -> Any:
        if name in ("dropout", "feature_dropout") and named.get("train") and named.get("p"):
            raise self.w.refuse(
                say("dropout draws its mask anew each time."), say("Call `model.eval()` first.")
            )
        tensors = _tensors(named.values())
        if name in SAME:
            return self.same(name, node, tensors)
        if all(each.value is not None for each in tensors):
            return self.computed(node, named)
        if name in MOVES:
            return self.moved(node, named)
        found = TABLE.get(name)
        if found is not None:
            return found(self.w, named)
        if name in ENTRYWISE:
            return ops.unary(self.w, ENTRYWISE[name], named["self"])
        if name in BINARY:
            return ops.binary(self.w, BINARY[name], *pair(named))
        raise self.w.unread(name, "PyTorch")

    def same(self, name: str, node: Any, tensors: list[Tensor]) -> Tensor | None:
        """The same numbers; of another kind only where they are known."""
        made = node.meta.get("val")
        if not tensors or not isinstance(made, torch.Tensor):
            return tensors[0] if tensors else None
        first = tensors[0]
        if first.value is not None:
            return _number(torch.from_numpy(np.array(first.value)).to(made.dtype))
        before = node.args[0].meta.get("val")
        whole = not made.dtype.is_floating_point
        if whole and isinstance(before, torch.Tensor) and made.dtype != before.dtype:
            raise self.w.made_whole(name)
        return first

    def computed(self, node: Any, named: Mapping[str, Any]) -> Any:
        """What depends on no parameter and no input, worked out by PyTorch."""
        given = {key: value for key, value in named.items() if key not in _DEVICE}
        if str(given.get("dtype")) in ("torch.float32", "torch.float16", "torch.bfloat16"):
            given["dtype"] = torch.float64
        numbers = {key: _replaced(value, _known) for key, value in given.items()}
        return _results(_call(node.target, numbers), _number)

    def moved(self, node: Any, named: Mapping[str, Any]) -> Any:
        """Entries that come to stand elsewhere."""

        def places(x: Tensor) -> Any:
            return torch.from_numpy(self.w.ids(x))

        given = {
            key: _replaced(value, places if key in ("self", "tensors") else _known)
            for key, value in named.items()
        }
        return _results(_call(node.target, given), lambda each: Tensor(ids=each.numpy()))


_DEVICE = ("device", "pin_memory", "layout", "memory_format")


def _number(value: torch.Tensor) -> Tensor:
    """Numbers that are known: those with a fraction in 64 bits, others of their kind."""
    value = value.cpu()
    return Tensor(value=(value.double() if value.is_floating_point() else value).numpy())


def _known(x: Tensor) -> torch.Tensor:
    """The other way, as a copy: an operation may write into what it is given."""
    return torch.from_numpy(np.array(x.value))


def _tensors(values: Any) -> list[Tensor]:
    found = []
    for each in values:
        if isinstance(each, Tensor):
            found.append(each)
        elif isinstance(each, list | tuple):
            found += _tensors(each)
    return found


def _replaced(value: Any, by: Callable[[Tensor], Any]) -> Any:
    if isinstance(value, Tensor):
        return by(value)
    return [_replaced(each, by) for each in value] if isinstance(value, list) else value


def _call(target: Any, given: Mapping[str, Any]) -> Any:
    """An operator with its arguments by name, those that are keyword-only as such."""
    ordered = [each for each in target._schema.arguments if each.name in given]
    return target(
        *(given[each.name] for each in ordered if not each.kwarg_only),
        **{each.name: given[each.name] for each in ordered if each.kwarg_only},
    )


def _results(found: Any, make: Callable[[Any], Tensor]) -> Any:
    if isinstance(found, torch.Tensor):
        return make(found.contiguous())
    if isinstance(found, list | tuple):
        return [_results(each, make) for each in found]
    return found
