"""A pasted program run by PyTorch itself, with the random numbers that our reader has drawn: its
loss, and the gradients of all its leaves, where `backward` is called first."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.pasted import Reading, read
from app.pasted.makers import Random

INITIAL = ("kaiming_uniform_", "uniform_", "normal_", "xavier_uniform_", "xavier_normal_")


class Stop(BaseException):
    """Gradients were asked for."""


@dataclass
class Truth:
    """What PyTorch says."""

    loss: float = np.nan
    leaves: tuple[tuple[Any, Any], ...] = ()
    """Numbers and gradient of each."""


def drawn(text: str) -> tuple[Reading, list[Any]]:
    """A text as we read it, and what was drawn meanwhile, in its order."""
    found: list[Any] = []
    with contextlib.ExitStack() as stack:
        for name in ("ours", "within", "chosen"):
            stack.enter_context(_kept(name, found))
        return read(text), found


@contextlib.contextmanager
def _kept(name: str, found: list[Any]) -> Iterator[None]:
    before = getattr(Random, name)

    def work(self: Random, *given: Any) -> Any:
        term = before(self, *given)
        found.append(np.asarray(term.value, dtype=float))
        return term

    setattr(Random, name, work)
    try:
        yield
    finally:
        setattr(Random, name, before)


def truth(text: str, numbers: list[Any]) -> Truth:
    """Run it, up to the first `backward`."""
    import torch

    left, found = [*numbers], Truth()

    def take(*shape: Any, **words: Any) -> Any:
        shape = words.get("size", shape)
        sizes = tuple(shape[0] if shape and not isinstance(shape[0], int) else shape)
        made = torch.tensor(left.pop(0).reshape(sizes))
        return made.requires_grad_(words.get("requires_grad", False))

    def spread(_mean: Any, _std: Any, size: Any, **words: Any) -> Any:
        return take(size, **words)

    def pick(*_given: Any, **_words: Any) -> Any:
        return torch.tensor(left.pop(0)).long()

    def fill(tensor: Any, *_given: Any, **_words: Any) -> Any:
        with torch.no_grad():
            return tensor.copy_(take(*tensor.shape))

    def backward(loss: Any, gradient: Any = None, **_words: Any) -> None:
        loss = loss if gradient is None else (loss * gradient).sum()
        leaves = [*_leaves(loss)]
        slopes = torch.autograd.grad(loss, leaves)
        found.loss = float(loss.detach())
        found.leaves = tuple(
            (leaf.detach().numpy().copy(), slope.numpy().copy())
            for leaf, slope in zip(leaves, slopes, strict=True)
        )
        raise Stop

    with contextlib.ExitStack() as stack:
        stack.callback(torch.set_default_dtype, torch.get_default_dtype())
        torch.set_default_dtype(torch.float64)
        for owner, name, other in (
            (torch, "randn", take),
            (torch, "rand", take),
            (torch, "normal", spread),
            (torch, "randint", pick),
            (torch, "randperm", pick),
            (torch, "float32", torch.float64),
            (torch, "float", torch.float64),
            (torch.Tensor, "float", torch.Tensor.double),
            (torch.Tensor, "backward", backward),
            *((torch.nn.init, name, fill) for name in INITIAL),
        ):
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, other)
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        with contextlib.suppress(Stop):
            exec(compile(text, "pasted", "exec"), {"__name__": "__main__"})
    assert not left, "numbers were drawn that PyTorch does not draw"
    return found


def _leaves(loss: Any) -> set[Any]:
    found, seen, todo = set(), set(), [loss.grad_fn]
    while todo:
        node = todo.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            found.add(node.variable)
        todo += [each for each, _place in node.next_functions]
    return found
