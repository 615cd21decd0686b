"""The items of a picture as TikZ: a node with its box and numbers, a wire with its label."""

import re
from collections.abc import Iterator
from math import cos, radians, sin

from ..picture.items import EdgePicture, HeatPicture, NodePicture, Part, RibbonPicture, Scene
from ..picture.widths import SIZE
from ..wording.names import Name
from . import tex

STRUCK = r"\rlap{\raise0.55ex\hbox to\wd0{\hrulefill}}"
"""A line through the box 0."""


def element(scene: Scene, place: int) -> Iterator[str]:
    """The pieces of one item; always as many, an empty one for what is not seen."""
    item = scene.items[place]
    if isinstance(item, NodePicture):
        yield from _node(item, scene)
    else:
        yield from _wire(item, scene)


# -- nodes --------------------------------------------------------------------------


def _node(item: NodePicture, scene: Scene) -> Iterator[str]:
    role = "weight" if item.role == "variable" else item.role
    fill = role if role in ("input", "weight", "label", "constant") else "surface"
    line, width, dash = "ink", 1.5, ""
    if item.state == "waiting":
        line = "edge"
    if item.state == "active":
        fill, line, width = "mark", "mark-line", 3
    if item.warn == "yes":
        line, width, dash = "warning", 3, ",dash pattern=on 5bp off 2.5bp"
    if item.path == "off":
        line = "line"
    style = f"fill=cg-{fill},draw=cg-{line},line width={width}bp{dash}"
    if item.round:
        yield f"\\path[{style}] ({item.x},{item.y}) circle[radius={scene.radius}bp];"
    else:
        corners = 10 if item.size == "name" else 17.5
        yield (
            f"\\path[{style},rounded corners={corners}bp] ({item.x + item.left:.1f},"
            f"{item.y + item.top:.1f}) rectangle ++({item.width:.1f},{item.height:.1f});"
        )
    colour = "muted" if item.path == "off" else "ink"
    here = item.x, item.y
    named: Name | None = item.name
    if item.inside:
        yield ""
    elif item.size == "name":
        named = None
        yield _text(item.x, item.y + 6.5, tex.name(item.name), 19, colour)
    else:
        size = 21 if item.size == "sign" else 13.5
        symbol = f"\\rmfamily {tex.text(item.symbol)}"
        yield _text(item.x, item.y + item.baseline, symbol, size, colour)
    yield _value(item.value, named, "muted" if item.path == "off" else "value", item.heat, at=here)
    yield _size(item.shape, at=here)
    yield _heat(item.heat, at=here)
    yield _part(item.total, 13, "gradient", bold=True, at=here)
    yield _part(item.update, 13, "update", bold=True, at=here)


# -- wires --------------------------------------------------------------------------


def _wire(item: EdgePicture, scene: Scene) -> Iterator[str]:
    wide = 1.2 if item.wide else 0.0
    line, width = "wire", 1.4 + wide
    if item.path == "on":
        line, width = "ink", 2.1 + wide
    if item.state == "active":
        line, width = "mark-line", 3.2 + wide
    if item.path == "off":
        line = "line"
    yield f"\\path[draw=cg-{line},line width={width:.1f}bp] {path(item.path_d)};"
    yield f"\\path[fill=cg-{line}] {head(item.head)};"
    colour = "muted" if item.state == "waiting" or item.path == "off" else "value"
    # Beside an upright wire it begins there.
    anchor = "base west" if item.aside else "base"
    yield _value(item.value, item.name, colour, item.heat, anchor=anchor)
    yield _size(item.shape, anchor=anchor)
    yield _heat(item.heat)
    if item.edge:
        yield _box(item, scene)
        yield _part(item.local, 12, "local", bold=True)
    yield _part(item.gradient, 13, "gradient", bold=True)


def _value(
    value: Part | None,
    name: Name | None,
    colour: str,
    heat: HeatPicture | None,
    at: tuple[float, float] = (0, 0),
    anchor: str = "base",
) -> str:
    """The name, and the number where it is known; the number alone where the name is elsewhere."""
    if value is None:
        return ""
    said = f"{{\\fontsize{{15.5bp}}{{17bp}}\\selectfont {tex.name(name)}}}" if name else ""
    if value.text and value.state != "absent":
        number = tex.text(value.text)
        if value.state == "stale":
            number = f"{{\\setbox0=\\hbox{{{number}}}{STRUCK}\\box0}}"
            colour = "muted"
        said += f" {number}" if said else number
    if not said:
        return ""
    x, y = value.x + at[0], value.y + at[1]
    if heat is not None:  # the number is the strip: the name ends before it
        return _text(heat.x + at[0] - 4, y, said, 13, colour, "base east")
    return _text(x, y, said, 13, colour, anchor)


def _size(shape: Part | None, at: tuple[float, float] = (0, 0), anchor: str = "base") -> str:
    """The shape of a vector or a matrix, behind its heat strip or above the value."""
    if shape is None or not shape.text:
        return ""
    return _text(shape.x + at[0], shape.y + at[1], tex.text(shape.text), SIZE, "muted", anchor)


def _heat(heat: HeatPicture | None, at: tuple[float, float] = (0, 0)) -> str:
    """A large value as shaded cells."""
    if heat is None or heat.state == "absent":
        return ""
    found = []
    for (x, y), level in zip(heat.cells, heat.levels or "4" * len(heat.cells), strict=True):
        shade = "zero" if level == "4" else level
        style = "draw=cg-warning" if level == "x" else f"draw=cg-heat-line,fill=cg-heat-{shade}"
        corner = f"({heat.x + at[0] + x:.1f},{heat.y + at[1] + y:.1f})"
        found.append(
            f"\\path[{style},line width=0.4bp] {corner} rectangle ++({heat.side},{heat.side});"
        )
    return "".join(found)


def _box(item: EdgePicture, scene: Scene) -> str:
    local = item.local
    if local.state == "absent":
        return ""
    style = "fill=cg-local-ground,draw=cg-local,line width=0.9bp"
    if local.state == "asked":
        style = "draw=cg-muted,line width=0.9bp,dash pattern=on 3bp off 3bp"
    return (
        f"\\path[{style},rounded corners=4bp] ({item.local_x},{item.local_y}) rectangle "
        f"++({item.local_width},{scene.local_height});"
    )


def _part(
    part: Part, size: float, colour: str, *, bold: bool = False, at: tuple[float, float] = (0, 0)
) -> str:
    if not part.text or part.state == "absent":
        return ""
    if part.state == "stale":
        colour = "muted"
    said = tex.text(part.text)
    said = f"\\bfseries {said}" if bold else said
    return _text(part.x + at[0], part.y + at[1], said, size, colour)


def _text(x: float, y: float, said: str, size: float, colour: str, anchor: str = "base") -> str:
    """A text on its line."""
    style = f"cg={{{colour}}}{{{size}}}" + (f",anchor={anchor}" if anchor != "base" else "")
    return f"\\node[{style}] at ({x:.1f},{y:.1f}) {{{said}}};"


RIBBONS = {
    "+": ("heat-7", "heat-8", 0.28, ""),
    "-": ("heat-1", "heat-0", 0.28, ",dash pattern=on 9bp off 3bp"),
    "n": ("gradient", "gradient", 0.18, ""),
    "0": ("gradient", "gradient", 0.9, ",dash pattern=on 1.2bp off 2.6bp"),
}
"""By their sign: the colours of a band and of its chevrons, how opaque it is, how it is broken."""


def ribbon(item: RibbonPicture) -> str:
    """The band under a wire, with its chevrons; nothing where it is not seen."""
    drawn = item.drawn
    if not drawn.sign or item.state in ("absent", "asked"):
        return ""
    colour, dark, opacity, dash = RIBBONS[drawn.sign]
    opacity = 0.9 if drawn.thin else opacity
    style = f"draw=cg-{colour},draw opacity={opacity},line width={drawn.width:g}bp{dash}"
    band = f"\\path[{style},yshift={-drawn.below:g}bp] {path(item.path_d)};"
    if not drawn.chevrons:
        return band
    size = drawn.chevrons
    arrows = " ".join(
        f"({item.x + dx * size:.1f},{item.y - 5 * size:.1f}) -- ++({-5 * size:.1f},{5 * size:.1f})"
        f" -- ++({5 * size:.1f},{5 * size:.1f})"
        for dx in (-4, 9)
    )
    style = f"draw=cg-{dark},draw opacity=0.8,line width={1.5 * size:.2f}bp"
    return f"{band}\\path[{style}] {arrows};"


def back(path_d: str, tip: str) -> str:
    """A wire of a loop, which leads back into a leaf."""
    style = "draw=cg-update,line width=2.2bp,dash pattern=on 7bp off 4bp"
    return f"\\path[{style}] {path(path_d)};\n\\path[fill=cg-update] {head(tip)};"


_PATH = re.compile(r"([MLHVCQ])|(-?[\d.]+)")


def path(d: str) -> str:
    """A path of SVG (moves, lines and curves) as TikZ writes it."""
    found, mode, here = "", "M", (0.0, 0.0)
    numbers: list[float] = []
    for command, number in _PATH.findall(d):
        if command:
            mode = command
            continue
        numbers.append(float(number))
        if len(numbers) < _NUMBERS[mode]:
            continue
        if mode == "H":
            numbers = [numbers[0], here[1]]
        elif mode == "V":
            numbers = [here[0], numbers[0]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if mode == "Q":  # a third of the way from the control point to either end
            (x, y), (end_x, end_y) = points
            near = (here[0] + 2 * x) / 3, (here[1] + 2 * y) / 3
            points = [near, ((end_x + 2 * x) / 3, (end_y + 2 * y) / 3), (end_x, end_y)]
        placed = [f"({x:.1f},{y:.1f})" for x, y in points]
        if mode == "M":
            found += placed[0]
        elif len(placed) == 1:
            found += f" -- {placed[0]}"
        else:
            found += f" .. controls {placed[0]} and {placed[1]} .. {placed[2]}"
        here, numbers = points[-1], []
    return found


_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4}
"""How many numbers a command of a path takes."""

_HEAD = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\) rotate\((-?[\d.]+)\)")


def head(transform: str) -> str:
    """The arrowhead, turned and moved to its place."""
    match = _HEAD.fullmatch(transform)
    assert match is not None
    x, y, turn = (float(each) for each in match.groups())
    across, down = cos(radians(turn)), sin(radians(turn))
    corners = ((1, 0), (-8, -3.6), (-8, 3.6))
    placed = [(x + a * across - b * down, y + a * down + b * across) for a, b in corners]
    return " -- ".join(f"({a:.1f},{b:.1f})" for a, b in placed) + " -- cycle"
