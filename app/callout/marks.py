"""The marks that a callout's plot is drawn with, as SVG."""

from collections.abc import Sequence
from html import escape
from typing import Literal

from ..plot.paper import Frame

WIDTH, HEIGHT = 160.0, 118.0
"""The plot's own size."""

LEFT, RIGHT, TOP, BOTTOM = 6.0, WIDTH - 6.0, 6.0, HEIGHT - 18.0
"""The sides of its frame; under it there is the name of what is moved."""

Anchor = Literal["start", "middle", "end"]


def frame(start: float, end: float, low: float, high: float) -> Frame:
    """The plot's frame with these numbers at its sides."""
    return Frame(
        left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM, start=start, end=end, low=low, high=high
    )


def path(kind: str, d: str) -> str:
    """A line; `kind` is a class."""
    return f'<path class="{kind}" d="{d}"/>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line between two places."""
    return path(kind, f"M{x1:.5g},{y1:.5g}L{x2:.5g},{y2:.5g}")


def rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle."""
    return (
        f'<rect class="{kind}" x="{x:.5g}" y="{y:.5g}" width="{max(width, 0):.5g}" '
        f'height="{max(height, 0):.5g}"/>'
    )


def dot(kind: str, x: float, y: float, radius: float = 4) -> str:
    """A point."""
    return f'<circle class="{kind}" cx="{x:.5g}" cy="{y:.5g}" r="{radius:g}"/>'


def text(kind: str, x: float, y: float, words: str, anchor: Anchor = "middle") -> str:
    """A text, escaped; within the plot's sides where its middle is near one."""
    if anchor == "middle":
        half = 3.4 * len(words)
        x = min(max(x, half), WIDTH - half) if 2 * half < WIDTH else WIDTH / 2
    return (
        f'<text class="{kind} {anchor}" x="{x:.5g}" y="{y:.5g}">{escape(words, quote=False)}</text>'
    )


def arrow(kind: str, x1: float, x2: float, y: float) -> str:
    """An arrow to the right or to the left; broken where it goes left: minus."""
    way = 1 if x2 >= x1 else -1
    head = min(7.0, abs(x2 - x1))
    sign = "up" if way > 0 else "down"
    return (
        line(f"{kind} {sign}", x1, y, x2 - way * head, y)
        + f'<path class="{kind} {sign} head" d="M{x2:.5g},{y:.5g}l{-way * head:.5g},-5v10z"/>'
    )


def bars(
    tall: Sequence[float], kinds: Sequence[str], *, low: float, high: float
) -> tuple[str, Sequence[float], float, float]:
    """Bars from a common line: their drawing, their middles, where the line is, the height of 1."""
    top, bottom = TOP + 14, BOTTOM - 6
    unit = (bottom - top) / ((high - low) or 1.0)
    zero = bottom + low * unit
    pitch = (RIGHT - LEFT) / max(len(tall), 1)
    width = min(0.7 * pitch, 26.0)
    middles = [LEFT + pitch * (k + 0.5) for k in range(len(tall))]
    drawn = [line("axis", LEFT, zero, RIGHT, zero)]
    for x, y, kind in zip(middles, tall, kinds, strict=True):
        sign = "up" if y >= 0 else "down"
        above = zero - max(y, 0) * unit
        drawn.append(rect(f"{kind} {sign}", x - width / 2, above, width, abs(y) * unit))
    return "".join(drawn), middles, zero, unit
