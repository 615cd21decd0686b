"""Programs of PyTorch, numpy, JAX and micrograd, read into our language and never executed.

`text` makes a pasted text fit for Python's parser; `statements`, `expressions` and `calling` go
through its syntax tree, with a stack of their own (`state`), and give names to `values`; what is
computed is written as `lines` of our language. What a library's function is here stands in tables:
`functions`, `reductions`, `products`, `moving`, `makers`, `losses`, `layers`. Two readers are of
texts that are no program: `formulas` of TeX, and `tables` of numbers.
"""

from .answer import Reading, Remark
from .reading import read
from .text import Refusal, dialect

__all__ = ["Reading", "Refusal", "Remark", "dialect", "read"]
