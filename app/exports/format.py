"""What a format of an export is: a name, a kind of file, and a function that writes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from graph_engine.walkthrough.steps import Stop

from ..picture.svg import THEMES
from ..story import Story

Tick = Callable[[int, int], None]
"""Told how many pieces are done, of how many; raises `Cancelled` where nobody waits any more."""


class Cancelled(Exception):
    """Nobody waits for this export any more."""


class ExportError(ValueError):
    """An export that cannot be made; says why, and the cure."""


Around = Literal["picture", "page"]
AROUND: tuple[Around, ...] = get_args(Around)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How an export is to look."""

    theme: str = THEMES[0]
    width: int = 0
    """Of a picture in pixels (PNG); 0: as many as it takes to read it."""
    around: Around = "picture"
    """What a picture of a step has around it (PNG): nothing, or all that its page has."""
    level: Stop = "formula"
    """How fine the steps were chosen."""
    per_page: int = 1
    """Pictures on a page; more than one makes a handout (PDF)."""
    step: int = 0
    """Where a file that holds all steps opens."""
    slug: str = ""
    """The lesson's name; empty for a typed program."""


class Write(Protocol):
    """Makes the file."""

    def __call__(
        self, story: Story, *, steps: Sequence[int], options: Options, tick: Tick
    ) -> bytes:
        """The file's content, with these steps; `tick` is called after each of them."""


DRAWN = frozenset({"step", "level", "theme"})
"""What a format of pictures can be asked for."""


def _possible(story: Story) -> str:
    return ""


@dataclass(frozen=True)
class Format:
    """A kind of file that a story can be taken home as."""

    suffix: str
    title: str
    """In the menu."""
    mimetype: str
    write: Write
    whole: bool
    """Whether one file can hold many steps. Where neither this nor `single`, it has no steps."""
    single: bool
    """Whether it can be of one step alone."""
    heavy: bool = False
    """Whether each step takes a while, so that a server makes many in a process of their own."""
    takes: frozenset[str] = DRAWN
    """The options that mean something for it; any other one is refused."""
    refusal: Callable[[Story], str] = _possible
    """Why a story cannot be taken home like this, in words; "" where it can."""


def quiet(done: int, total: int) -> None:
    """A tick that nobody hears."""
