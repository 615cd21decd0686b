"""A lesson's own states between the steps: a question before its answer, the graph in symbols."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_engine import Fact, Step, Telling


@dataclass(frozen=True, kw_only=True)
class Board:
    """One state of a storyboard: it stands before a step and shows nothing but its words."""

    name: str
    """Its key is "board" and this name."""
    before: str
    """The key of the step that it stands before."""
    text: str
    """What it says: mostly the question that the next step answers."""


class BoardError(ValueError):
    """A storyboard that names a step which is not told."""


def insert(telling: Telling, boards: Sequence[Board]) -> Telling:
    """The telling with the boards in place; a board whose step is not told now is left out."""
    if not boards:
        return telling
    found: list[Step] = []
    waiting = list(boards)
    for step in telling.steps:
        key = telling.key(step)
        for board in [board for board in waiting if board.before == key]:
            waiting.remove(board)
            found.append(_state(telling, step, board))
        found.append(step)
    steps = tuple(replace(step, index=index) for index, step in enumerate(found))
    return replace(telling, steps=steps)


def _state(telling: Telling, step: Step, board: Board) -> Step:
    """The state in its phase; the wire that the next step asks about gets its dashed box."""
    asked: tuple[Fact, ...] = ()
    if step.edge is not None and step.kind in ("slope", "slope_symbols"):
        asked = (Fact(what="local", target=step.edge, known="asked"),)
    return Step(
        phase=step.phase,
        kind="board",
        stop="node",
        iteration=step.iteration,
        board=board.name,
        text=board.text,
        facts=asked,
    )
