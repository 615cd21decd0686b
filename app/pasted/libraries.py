"""Which library a name comes from, and what is done when one of its functions is called."""

import ast

from . import functions, makers, moving
from .calls import Does

USUAL = {
    "np": "numpy",
    "numpy": "numpy",
    "onp": "numpy",
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "jnp": "jax.numpy",
    "jax": "jax",
    "lax": "jax.lax",
    "optax": "optax",
    "math": "math",
    "random": "random",
    "plt": "matplotlib.pyplot",
    "tf": "tensorflow",
    "Value": "micrograd.engine.Value",
    "MLP": "micrograd.nn.MLP",
    "Tensor": "torch.Tensor",
    "tensor": "torch.tensor",
    "partial": "functools.partial",
    "Variable": "torch.autograd.Variable",
    "grad": "jax.grad",
    "value_and_grad": "jax.value_and_grad",
    "jit": "jax.jit",
    "vmap": "jax.vmap",
    "expit": "scipy.special.expit",
    "tqdm": "tqdm.tqdm",
    "display": "IPython.display",
    "annotations": "typing",
}
"""Names that are used without an import where only a part of a program is pasted."""

PYTHON = frozenset(
    [
        "range",
        "len",
        "zip",
        "enumerate",
        "sum",
        "max",
        "min",
        "abs",
        "float",
        "int",
        "list",
        "tuple",
        "map",
        "reversed",
        "print",
        "pow",
        "round",
        "bool",
        "super",
        "isinstance",
        "sorted",
        "str",
        "repr",
        "set",
        "dict",
        "type",
        "hasattr",
        "getattr",
        "any",
        "all",
        "open",
        "input",
        "exit",
        "format",
        "iter",
        "next",
        "object",
        "staticmethod",
        "property",
        "divmod",
        "ord",
    ]
)
"""Python's own functions."""

GRADIENTS = frozenset({"grad", "value_and_grad", "elementwise_grad", "multigrad_dict"})
"""JAX's and autograd's: what is called then gives the loss."""

HANDED_ON = frozenset({"jit", "checkpoint", "remat", "compile", "no_grad", "tqdm", "trange_of",
                        "vectorize"})  # fmt: skip
"""What gives back the function, or the list, that it gets."""

OF_NOTHING = frozenset(
    {"matplotlib", "torch.optim", "tqdm", "IPython", "typing", "time", "os", "sys", "collections",
     "dataclasses", "torchvision", "graphviz", "seaborn", "pandas", "__future__", "warnings"}
)  # fmt: skip
"""Libraries that compute nothing that is looked at here."""

TABLES = (makers.TABLE, moving.TABLE, functions.TABLE)


def family(path: str) -> str:
    """The library of a function: numpy, torch, jax, python."""
    first = path.partition(".")[0]
    if path.startswith("jax.random"):
        return "jax"
    return {"autograd": "numpy", "jax": "numpy", "scipy": "numpy", "tensorflow": "numpy"}.get(
        first, first
    )


def function(path: str) -> Does | None:
    """What a library's function does here; None where it is not known."""
    name = path.rpartition(".")[2]
    if path.startswith(("numpy", "torch", "jax", "autograd", "math", "scipy", "micrograd",
                        "tensorflow", "optax")):  # fmt: skip
        return next((table[name] for table in TABLES if name in table), None)
    return None


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """The names that an import brings, and what they are."""
    found = {}
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            first = alias.name.partition(".")[0]
            found[alias.asname or first] = alias.name if alias.asname else first
    else:
        for alias in statement.names:
            found[alias.asname or alias.name] = f"{statement.module or ''}.{alias.name}"
    return found
