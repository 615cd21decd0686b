"""The operations, one declaration each, by family; `REGISTRY` is the list of all of them."""

from types import MappingProxyType

from ..op import registry
from .arithmetic import ARITHMETIC
from .functions import FUNCTIONS
from .losses import LOSSES

REGISTRY = MappingProxyType(registry([ARITHMETIC, FUNCTIONS, LOSSES]))
