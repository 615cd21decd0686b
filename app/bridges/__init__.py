"""Models of other libraries, opened as programs: on the user's side, never on the server.

`writing` holds the program that is being written, `operating` what the libraries have in common,
`asked` what of an operation was looked at, `agreeing` whether the numbers are the library's.
`from_torch`, `from_jax`, `from_micrograd` and `from_onnx` each know one library, and are imported
only when a model of it comes.
"""

from os import PathLike
from typing import Any

from graph_engine.saying import say

from .writing import Bridged, BridgeError

__all__ = ["Bridged", "BridgeError", "bridge", "is_model"]


def is_model(given: Any) -> bool:
    """Whether it is something that `bridge` opens, and not a program's text."""
    return bool(_kind(given))


def bridge(model: Any, *inputs: Any, loss: Any = None, target: Any = None) -> Bridged:
    """A model as a program: a `torch.nn.Module` or a JAX function with example inputs, a micrograd
    `Value`, an ONNX model or the path of its file.

    A module and an ONNX model may be given a loss: of PyTorch a function or module of output and
    `target`, of ONNX "mse", "cross_entropy" or "sum". Raises `BridgeError`, with what cannot be
    read and where it stands.
    """
    kind = _kind(model)
    if not kind:
        raise BridgeError(
            say("this is no model that is read here."),
            type(model).__name__,
            say("Give a torch.nn.Module, a JAX function, a micrograd Value or an ONNX model."),
        )
    if kind == "jax" and (loss is not None or target is not None):
        raise BridgeError(
            say("a JAX function is the loss itself."),
            getattr(model, "__name__", ""),
            say("Write one that calls the model and the loss."),
        )
    # Each is imported where a model of it has come: then it is installed, too.
    match kind:
        case "micrograd":
            from . import from_micrograd

            return from_micrograd.bridged(model, inputs[0] if inputs else None)
        case "jax":
            from . import from_jax

            return from_jax.bridged(model, inputs)
        case "torch":
            from . import from_torch

            return from_torch.bridged(model, inputs, loss=loss, target=target)
        case _:
            from . import from_onnx

            return from_onnx.bridged(model, inputs, loss=loss, target=target)


def _kind(model: Any) -> str:
    """The library that it is of, without importing any."""
    if isinstance(model, str | PathLike):
        return "onnx" if str(model).endswith(".onnx") else ""
    families = {base.__module__.partition(".")[0] for base in type(model).__mro__}
    if "torch" in families:
        return "torch"
    if type(model).__name__ == "ModelProto":
        return "onnx"
    if all(hasattr(model, name) for name in ("data", "grad", "_prev", "_op")):
        return "micrograd"
    return "jax" if callable(model) else ""
