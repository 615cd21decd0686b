"""The whole road: a program and how it is looked at, told as steps with words and a picture."""

from ..state.view import View
from .making import locked_story, step_of, story_of, whole_story
from .steps import checked, group
from .story import OTHERWISE, Story, tell

__all__ = [
    "OTHERWISE",
    "Story",
    "View",
    "checked",
    "group",
    "locked_story",
    "step_of",
    "story_of",
    "tell",
    "whole_story",
]
