"""The calculus of Chalkgraph: graphs, passes, steps. Knows numpy and nothing of the web.

import graph_engine as ge

graph = ge.parse("w: weight = -1\\nL: loss = (2*w - 1)**2")
run = ge.run(graph)
run.gradient("w")
"""

from collections.abc import Mapping

from . import spiking, views
from .check import Nudge, check, nudges
from .graph import Edge, Graph, GraphError, Node, operation
from .jacobian import (
    Dense,
    Derived,
    Diagonal,
    Jacobian,
    Kronecker,
    Product,
    Selection,
    by_columns,
    multiplications,
)
from .learn import Learning, Rate, learn
from .nudge import Sweep, sweep
from .op import Kernel, Kink, Op, ShapeError
from .ops import REGISTRY
from .passes import Arithmetic, Run, run
from .program import parse
from .saying import Said, say
from .sieve import ProgramError
from .steps import FORWARD, WHOLE, Fact, Frame, Step, Telling
from .telling import tell


def operations() -> Mapping[str, Op]:
    """The registry: every operation by name."""
    return REGISTRY


__all__ = [
    "FORWARD",
    "WHOLE",
    "Arithmetic",
    "Dense",
    "Derived",
    "Diagonal",
    "Edge",
    "Fact",
    "Frame",
    "Graph",
    "GraphError",
    "Jacobian",
    "Kernel",
    "Kink",
    "Kronecker",
    "Learning",
    "Node",
    "Nudge",
    "Op",
    "Product",
    "ProgramError",
    "Rate",
    "Run",
    "Said",
    "Selection",
    "ShapeError",
    "Step",
    "Sweep",
    "Telling",
    "by_columns",
    "check",
    "learn",
    "multiplications",
    "nudges",
    "operation",
    "operations",
    "parse",
    "run",
    "say",
    "sweep",
    "spiking",
    "tell",
    "views",
]
