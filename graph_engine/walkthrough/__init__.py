"""A run told as an ordered list of steps; `frame(k)` is what is known after step k."""

from .keys import NAME, linked, nearest, normal, numbered, spellings
from .order import rerun, tell
from .sought import sought
from .steps import FORWARD, WHOLE, Fact, Frame, Step, Walkthrough

__all__ = [
    "FORWARD",
    "NAME",
    "WHOLE",
    "Fact",
    "Frame",
    "Step",
    "Walkthrough",
    "linked",
    "nearest",
    "normal",
    "numbered",
    "rerun",
    "sought",
    "spellings",
    "tell",
]
