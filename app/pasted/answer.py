"""What a pasted text becomes: a program, what was left out of it, what cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_engine.saying import Said

from .text import Refusal


@dataclass(frozen=True)
class Remark:
    """Something that was left out, or read in a way that has to be said."""

    message: Said
    lines: tuple[int, ...] = ()
    """The pasted lines that it is of; none where it is of the whole."""


@dataclass(frozen=True)
class Reading:
    """What a pasted text becomes."""

    dialect: str
    """The library that it is written for; empty where it is no program of one."""
    program: str
    """The program in our language: what could be read; empty where nothing could."""
    remarks: tuple[Remark, ...]
    refusals: tuple[Refusal, ...]
    """What could not be read and is needed, in the order of the lines."""
    look: Mapping[str, float | bool] = field(default_factory=dict)
    """The page's options that go with it where it learns: its `rate`, its `iterations`, and whether
    gradients add up from one to the next (`accumulate`)."""
