"""The calculus of Chalkgraph: graphs, passes, steps. Knows numpy and nothing of the web.

import graph_engine as ge

graph = ge.parse("w: weight = -1\\nL: loss = (2*w - 1)**2")
run = ge.run(graph)
run.gradient("w")
"""

from collections.abc import Mapping

from .check import Nudge, check, nudges
from .graph import Edge, Graph, GraphError, Node
from .jacobian import Jacobian
from .learn import Learning, learn
from .op import Kink, Op
from .ops import REGISTRY
from .passes import Arithmetic, Run, run
from .program import parse
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
    "Edge",
    "Fact",
    "Frame",
    "Graph",
    "GraphError",
    "Jacobian",
    "Kink",
    "Learning",
    "Node",
    "Nudge",
    "Op",
    "ProgramError",
    "Run",
    "Step",
    "Telling",
    "check",
    "learn",
    "nudges",
    "operations",
    "parse",
    "run",
    "tell",
]
