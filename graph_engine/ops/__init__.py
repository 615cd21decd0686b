"""The operations, one declaration each, by family; `REGISTRY` knows all of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from ..op import Op, registry
from .arithmetic import ARITHMETIC
from .broadcasting import BROADCASTING
from .convolution import CONVOLUTION
from .extremes import EXTREMES
from .functions import FUNCTIONS
from .losses import LOSSES
from .masks import MASKS
from .parts import PARTS
from .pooling import POOLING
from .products import PRODUCTS
from .reductions import REDUCTIONS
from .samples import SAMPLES
from .shapes import SHAPES

_FAMILIES = (
    ARITHMETIC, FUNCTIONS, LOSSES, MASKS, PRODUCTS, REDUCTIONS, EXTREMES, SHAPES, PARTS,
    BROADCASTING, CONVOLUTION, POOLING, SAMPLES,
)  # fmt: skip
_OWN = MappingProxyType(registry(_FAMILIES))
_KNOWN: ContextVar[Mapping[str, Op]] = ContextVar("operations", default=_OWN)


class Registry(Mapping[str, Op]):
    """The operations that are known here, by name, in the order of their declaration.

    They are those of this package and, inside `with added(op)`, others: nothing global changes, so
    another thread or a later request knows nothing of them.
    """

    @property
    def extended(self) -> bool:
        """Whether operations were added: then what is kept of a program may not be reused."""
        return _KNOWN.get() is not _OWN

    def __getitem__(self, name: str) -> Op:
        """The operation of that name."""
        return _KNOWN.get()[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The operation of that name, if there is one; the inherited one is slower."""
        return _KNOWN.get().get(name, default)

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(_KNOWN.get())

    def __len__(self) -> int:
        """How many there are."""
        return len(_KNOWN.get())


REGISTRY = Registry()


@contextmanager
def added(*operations: Op) -> Iterator[None]:
    """Know these operations too while the block runs; raises `ValueError` for a name known."""
    token = _KNOWN.set(MappingProxyType(registry([tuple(_KNOWN.get().values()), operations])))
    try:
        yield
    finally:
        _KNOWN.reset(token)
