"""What PyTorch itself gives for a module: its result, and the gradients of it."""

import copy
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from .agreeing import EXACT, ROUGH, direction


class WithLoss(torch.nn.Module):
    """A module and a loss of its output, of a target too where there is one."""

    def __init__(self, model: torch.nn.Module, loss: Any, *, aimed: bool) -> None:
        """Keep both."""
        super().__init__()
        self.model, self.measured, self.aimed = model, loss, aimed

    def forward(self, *given: Any) -> Any:
        """The loss; the target stands behind the inputs."""
        inputs, target = (given[:-1], given[-1:]) if self.aimed else (given, ())
        return self.measured(self.model(*inputs), *target)


def truth(
    module: torch.nn.Module, given: Sequence[Any], leaves: Mapping[str, tuple[str, int]]
) -> tuple[Any, dict[str, Any], float]:
    """What PyTorch itself gives, of a copy, with 64 bits if the module can be run with them."""
    for double in (True, False):
        own = copy.deepcopy(module)
        inputs = [each.detach().clone() for each in given]
        if double:
            own = own.double()
            inputs = [each.double() if each.is_floating_point() else each for each in inputs]
        inputs = [each.requires_grad_(each.is_floating_point()) for each in inputs]
        every = dict(own.named_parameters(remove_duplicate=False))
        try:
            with warnings.catch_warnings(), torch.enable_grad():
                warnings.simplefilter("ignore")
                found = own(*(each.clone() for each in inputs))
        except Exception:
            if double:
                continue  # it says itself that a number has 32 bits
            raise
        first = found[0] if isinstance(found, tuple | list) else found
        asked = {
            key: every[name] if name else inputs[k]
            for key, (name, k) in leaves.items()
            if (every[name] if name else inputs[k]).requires_grad
        }
        slopes: dict[str, Any] = {}
        if first.requires_grad and asked:
            towards = torch.from_numpy(direction(first.numel())).to(first.dtype)
            total = (first.reshape(-1) * towards).sum()
            slopes = {
                key: np.zeros(one.shape) if slope is None else slope.detach().double().numpy()
                for (key, one), slope in zip(
                    asked.items(),
                    torch.autograd.grad(total, list(asked.values()), allow_unused=True),
                    strict=True,
                )
            }
        return first.detach().double().numpy(), slopes, EXACT if double else ROUGH
    raise AssertionError
