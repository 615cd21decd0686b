"""Graphs of programs that were read, as many as fit into some bytes; the oldest goes first."""

import threading
from collections import OrderedDict
from math import prod

import graph_engine as ge
from graph_engine.claims import told

ROOM = 64_000_000
"""Bytes of all graphs that are kept in one process."""
NODE = 4000
"""Bytes of a node without its numbers, its wires and its part of the text."""


def size(graph: ge.Graph) -> int:
    """About how many bytes a graph holds once its numbers are made; none is made for this."""
    numbers = sum(8 * prod(graph.whole_shape(node)) for node in graph.leaves)
    return NODE * len(graph.nodes) + 500 * len(graph.edges) + numbers


class Graphs:
    """Graphs by their programs, of `room` bytes together; what is larger is read each time."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.size = 0
        self._kept: OrderedDict[str, tuple[ge.Graph, int]] = OrderedDict()
        self._lock = threading.Lock()

    def parse(self, program: str) -> ge.Graph:
        """The graph of a program of our own operations; raises `ProgramError`."""
        with self._lock:
            found = self._kept.get(program)
            if found is not None:
                self._kept.move_to_end(program)
                return found[0]
        graph = told(ge.parse(program))
        self._keep(program, graph, size(graph) + len(program))
        return graph

    def _keep(self, program: str, graph: ge.Graph, taken: int) -> None:
        with self._lock:
            if taken > self.room or program in self._kept:
                return
            self._kept[program] = graph, taken
            self.size += taken
            while self.size > self.room:
                _, (_, gone) = self._kept.popitem(last=False)
                self.size -= gone
