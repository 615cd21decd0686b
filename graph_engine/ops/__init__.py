"""The operations, one declaration each, by family; `REGISTRY` is the list of all of them."""

from types import MappingProxyType

from ..op import registry
from .arithmetic import ARITHMETIC
from .convolution import CONVOLUTION
from .functions import FUNCTIONS
from .losses import LOSSES
from .products import PRODUCTS
from .reductions import REDUCTIONS
from .samples import SAMPLES
from .shapes import SHAPES

REGISTRY = MappingProxyType(
    registry([ARITHMETIC, FUNCTIONS, LOSSES, PRODUCTS, REDUCTIONS, SHAPES, CONVOLUTION, SAMPLES])
)
