"""What a value is: an array and its shape; one that is large is made when it is first needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""A value: 0-d for a scalar. Inside the passes a scalar may be a bare `np.float64`."""

Shape = tuple[int, ...]
"""Of a value: () a scalar, (n,) a column vector, (m, n) a matrix; samples are no part of it."""


@dataclass(frozen=True, eq=False)
class Made:
    """An array that is not there yet: what it costs can be told from its shape before it is."""

    shape: Shape
    make: Callable[[], Array]

    @property
    def ndim(self) -> int:
        """The number of its axes."""
        return len(self.shape)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """The array, made."""
        return np.asarray(self.make(), dtype=dtype)

    def __neg__(self) -> "Made":
        """The same with the other sign."""
        return Made(self.shape, lambda: np.negative(self.make()))


def leading(value: Any, shape: Shape) -> tuple[int, ...]:
    """The axes of samples, before those of a value's own shape."""
    return tuple(np.shape(value)[: np.ndim(value) - len(shape)])


def frozen(value: Any) -> Array:
    """A value as a read-only array of floats; one that was just made is not copied."""
    array = value.make() if isinstance(value, Made) else np.array(value, dtype=np.float64)
    array.flags.writeable = False
    return array
