"""The calculus of Chalkgraph: graphs, passes, steps. Knows numpy and nothing of the web.

import graph_engine as ge

graph = ge.parse("w: weight = -1\\nL: loss = (2*w - 1)**2")
run = ge.run(graph)
run.gradient("w")
"""

from . import views, work
from .check import Nudge, check, checkable, nudges
from .graph import Doubt, Edge, Graph, GraphError, Node, operation
from .jacobian import (
    Dense,
    Derived,
    Diagonal,
    Jacobian,
    Kronecker,
    Product,
    Selection,
    multiplications,
)
from .learn import Learning, Rate, learn
from .nudge import Sweep, sweep
from .op import Kernel, Kink, Op, ShapeError
from .ops import REGISTRY, Registry, added
from .passes import Arithmetic, Run, run
from .program import ProgramError, parse
from .saying import Said, say
from .vec import by_columns
from .walkthrough import FORWARD, WHOLE, Fact, Frame, Step, Walkthrough, rerun, tell


def operations() -> Registry:
    """The registry: every operation by name."""
    return REGISTRY


__all__ = [
    "FORWARD",
    "WHOLE",
    "Arithmetic",
    "Dense",
    "Derived",
    "Diagonal",
    "Doubt",
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
    "Walkthrough",
    "added",
    "by_columns",
    "check",
    "checkable",
    "learn",
    "multiplications",
    "nudges",
    "operation",
    "operations",
    "parse",
    "rerun",
    "run",
    "say",
    "sweep",
    "tell",
    "views",
    "work",
]
