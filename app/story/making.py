"""A story made of what a link shows: parsed, run, told; and kept back from its first lock on."""

from dataclasses import replace

import graph_engine as ge

from ..state.locks import idle, withheld
from ..state.view import Look
from .story import Story, tell


def story_of(look: Look) -> Story:
    """What a link shows; raises `ProgramError` or `GraphError`."""
    return replace(_held(whole_story(look), look), hide=look.hide)


def locked_story(look: Look) -> Story:
    """The same, for who is told of no doubt: raises `GraphError` for a lock that is made up."""
    told = story_of(look)
    for each in told.idle:
        if each.made_up:
            raise ge.GraphError(
                ge.say(
                    "there is no number `%(key)s` that can be locked; did you mean `%(near)s`?",
                    key=each.key,
                    near=each.near,
                )
                if each.near
                else ge.say("there is no number `%(key)s` that can be locked", key=each.key)
            )
    return told


def whole_story(look: Look) -> Story:
    """The same with all that is locked or hidden: for the judge of answers, not for a reader."""
    told = tell(look.telling, notes=look.notes, own=look.own, boards=look.boards)
    same = look.own is not None and look.own.program == look.view.program
    return replace(told, figure=look.figure, whole=look.whole if same else "")


def _held(told: Story, look: Look) -> Story:
    """A story that ends before its first locked number."""
    names = [told.words.plain(node.index) for node in told.graph.nodes] if look.locks else []
    kept = withheld(told.walk, look.locks, shown=names, opened=look.unlocked)
    told = replace(told, idle=idle(told.walk, look.locks, names, told.source)) if names else told
    if kept is None:
        return told
    steps = told.walk.steps[: max(1, kept.first)]
    return replace(told, walk=replace(told.walk, steps=steps), withheld=kept)


def step_of(look: Look, story: Story) -> int:
    """The step that is shown: one that exists, and none past a locked number."""
    return story.clamp(look.step)
