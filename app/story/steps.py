"""What the steps of a story have in common, and what has become known with one."""

import graph_engine as ge

from .story import Story


def group(step: ge.Step) -> str:
    """Steps of one group share their cards in the explanation."""
    if step.phase == "update" or step.kind in ("path", "sizes", "product"):
        return f"{step.iteration} {step.phase} {step.kind if step.path is not None else ''}"
    if step.edge is not None:
        return f"{step.iteration} {step.edge.id} {step.path}"
    return f"{step.iteration} {step.phase} {step.node}"


def checked(story: Story, step: ge.Step) -> int | None:
    """The node whose gradient has just become known, so that it can be checked."""
    index = None
    if step.iteration:
        return None
    if step.kind == "sum":
        index = step.node
    elif step.edge is not None and (
        step.kind == "flow" or (step.kind == "slope" and len(story.walk.paths) == 1)
    ):
        # On one wire alone what flows back is the gradient.
        index = step.edge.src if len(story.graph.arriving[step.edge.src]) == 1 else None
    return index if index in story.checkable else None
