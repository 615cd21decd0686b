"""Text to graph: what people type is looked at, read and checked, and never executed.

`scan` looks at the text, `reader` reads its statements and `expressions` what stands in them:
`calls` of functions, `values` written out. `draft` is the graph as far as it has been read, and
`messages` are the words for what cannot be read.
"""

from .messages import ROLES, ProgramError
from .reader import parse
from .values import EXAMPLES, GIVEN

__all__ = ["EXAMPLES", "GIVEN", "ROLES", "ProgramError", "parse"]
