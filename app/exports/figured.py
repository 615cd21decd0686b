"""The figure beside the graph at a step, as SVG: for pictures that are read outside a browser."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree as ET

from ..figures.beside import NAMED, Beside, beside
from ..fonts.store import FAMILIES
from ..picture.style import rules, tokens
from ..story import Story
from ..storyboard import Side
from . import measure

GAP = 14.0
"""Between figure and picture."""
HIGH = 5 / 11
WIDE: Mapping[Side, float] = {"side": 0.34, "curve": 0.27}
"""What a figure takes of the room that it shares: above the picture, or at its right side."""
TALLER = 1.7
"""So much higher than a flat picture it may be."""
HUES = {
    "axon": "--value",
    "synapse": "--update",
    "dendrite": "--local",
    "body": "--warning",
    "hillock": "--gradient",
}
"""Of a cell's parts, as in `static/css/figure.css`."""
SIZE, LINE = 20.0, 35.0
"""Of the letters of a program, and from one line to the next."""
_SHAPES = ("path", "rect", "circle")
_RULE = re.compile(r"([^{]+)\{([^}]*)\}")


@dataclass(frozen=True, kw_only=True)
class Figured:
    """A figure in its own units, and how it is drawn after a step."""

    side: Side
    width: float
    height: float
    draw: Callable[[int], str]

    def split(self, width: float, height: float) -> tuple["Place", "Place"]:
        """Where in a room the figure stands, and where the picture."""
        if self.side == "above":
            high = min(HIGH * height, width * self.height / self.width)
            own = Place(0, 0, width, high)
            return own.fitted(self), Place(0, high + GAP, width, height - high - GAP)
        wide = min(WIDE[self.side] * width, height * self.width / self.height)
        own = Place(width - wide, 0, wide, height)
        return own.fitted(self), Place(0, 0, width - wide - GAP, height)

    def beyond(self, width: float, height: float) -> "Place":
        """Where it stands beside a picture of this size, whose corner is (0, 0)."""
        if self.side == "above":
            high = min(height, width * self.height / self.width)
            return Place(0, -high - GAP, width, high).fitted(self)
        share = WIDE[self.side]
        high = TALLER * height
        wide = min(share / (1 - share) * width, high * self.width / self.height)
        return Place(width + GAP, (height - high) / 2, wide, high).fitted(self)

    def svg(self, step: int, place: "Place") -> str:
        """Drawn after a step at a place."""
        return (
            f'<svg x="{place.x:.2f}" y="{place.y:.2f}" width="{place.width:.2f}" '
            f'height="{place.height:.2f}" viewBox="0 0 {self.width:g} {self.height:g}">'
            f"{self.draw(step)}</svg>"
        )


@dataclass(frozen=True)
class Place:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def fitted(self, figure: Figured) -> "Place":
        """The part in its middle that has a figure's shape."""
        scale = min(self.width / figure.width, self.height / figure.height)
        wide, high = scale * figure.width, scale * figure.height
        return Place(
            self.x + (self.width - wide) / 2, self.y + (self.height - high) / 2, wide, high
        )


def figured(story: Story, theme: str) -> Figured | None:
    """The figure of a story; None where it has none."""
    found = beside(story.figure, story)
    if found is None:
        return None
    if found.side == "curve":
        return _curve(found, theme)
    return _cell(found, theme) if found.side == "above" else _program(found, theme)


# -- the losses of a loop --------------------------------------------------------------------


def _curve(found: Beside, theme: str) -> Figured:
    root = ET.fromstring(found.markup)
    (grown,) = (each for each in root.iter("g") if "data-drawn" in each.attrib)
    grown.attrib.clear()
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    label = root.get("aria-label", "")
    styles = [(s.strip(), body) for s, body in _RULE.findall("\n".join(rules(theme, ".losses ")))]

    def draw(step: int) -> str:
        seen = int(re.sub(r"\D", "", found.parts[step]) or 0)
        grown[:] = list(ET.fromstring(f"<g>{found.stages[seen]}</g>"))
        for each in root.iter():
            _styled(each, styles)
        for each in root.findall(".//text"):
            _lettered(each)
        return _said(label, "".join(ET.tostring(each, encoding="unicode") for each in root))

    return Figured(side=found.side, width=width, height=height, draw=draw)


def _styled(element: ET.Element, styles: list[tuple[str, str]]) -> None:
    """Put the rules that hold for an element into it: those for classes over those for kinds."""
    classes = {*(element.get("class") or "").split()}
    held: list[tuple[int, str]] = []
    for selector, body in styles:
        last = selector.removeprefix(".losses ").strip()
        kind, *named = last.split(".")
        if kind in ("", element.tag) and classes.issuperset(named):
            held.append((2 * len(named) + bool(kind), body))
    if held:
        element.set("style", ";".join(body for _, body in sorted(held, key=lambda each: each[0])))


def _lettered(text: ET.Element) -> None:
    """A letter of mathematics in its own family: renderers outside a browser look in no other."""
    before, loss, after = (text.text or "").partition("ℒ")
    if loss:
        text.text = before
        letter = ET.SubElement(text, "tspan", {"font-family": FAMILIES["math"]})
        letter.text, letter.tail = loss, after


# -- a nerve cell ----------------------------------------------------------------------------


def _cell(found: Beside, theme: str) -> Figured:
    colours = tokens(theme)
    left, top, width, height = map(float, ET.fromstring(found.markup).attrib["viewBox"].split())

    def draw(step: int) -> str:
        root = ET.fromstring(found.markup)
        lit = found.parts[step].split()
        for part in root:
            name = part.get("data-part", "")
            hue = colours[HUES[name]]
            for named in [each for each in part if each.get("class") == "named"]:
                if NAMED not in lit:
                    part.remove(named)
            for text in part.iter("text") if name not in lit else ():
                for meant in [each for each in text if each.get("class") == "means"]:
                    text.remove(meant)
            _inked(part, hue, colours, name in lit)
            part.attrib.pop("data-part")
        inside = "".join(ET.tostring(each, encoding="unicode") for each in root)
        return _said(
            root.get("aria-label", ""), f'<g transform="translate({-left:g},{-top:g})">{inside}</g>'
        )

    return Figured(side=found.side, width=width, height=height, draw=draw)


def _inked(part: ET.Element, hue: str, colours: Mapping[str, str], lit: bool) -> None:
    """A part of the cell in its colour, or as what is told."""
    paper, mark = colours["--paper"], colours["--mark"]
    usual = f"fill:{mixed(hue, paper, 0.14)};stroke:{hue};stroke-width:2.5"
    told = f"fill:{mixed(hue, mark, 0.3)};stroke:{colours['--mark-line']};stroke-width:6"
    own = {each for each in part if each.tag in _SHAPES}
    for each in part.iter():
        match each.get("class"):
            case "cleft":
                style = f"fill:none;stroke:{hue};stroke-width:{13 if lit else 8}"
                style += f";stroke:{colours['--mark-line']}" if lit else ""
            case "dot" | "badge":
                style = f"fill:{hue};stroke:none"
            case "nucleus":
                style = f"fill:{mixed(hue, paper, 0.34)};stroke:{hue};stroke-width:2.5"
            case "to":
                style = f"fill:none;stroke:{hue};stroke-width:2"
            case "number":
                style = _letters(25, paper) + ";text-anchor:middle"
            case _ if each.tag == "text":
                style = _letters(30, hue)
            case _ if each.tag in _SHAPES:
                style = told if lit and each in own else usual
            case _:
                continue
        each.set("style", f"{style};stroke-linejoin:round;stroke-linecap:round" if style else "")


def _letters(size: float, colour: str) -> str:
    family = FAMILIES["text"].replace('"', "'")
    return f"font:600 {size:g}px {family};fill:{colour};stroke:none;text-anchor:start"


def mixed(colour: str, other: str, share: float) -> str:
    """So much of one colour in another, as `color-mix` has it."""
    one, two = (bytes.fromhex(each.lstrip("#")) for each in (colour, other))
    return (
        "#" + bytes(round(share * a + (1 - share) * b) for a, b in zip(one, two, strict=True)).hex()
    )


# -- a program -------------------------------------------------------------------------------


def _program(found: Beside, theme: str) -> Figured:
    colours = tokens(theme)
    texts = [each.text for each in found.lines]
    width = max(measure.width(text, SIZE) for text in texts) + 3.2 * SIZE
    height = LINE * len(texts) + SIZE

    def draw(step: int) -> str:
        lit = found.parts[step].split()
        drawn = [
            f'<rect x="1" y="1" width="{width - 2:.1f}" height="{height - 2:.1f}" rx="12" '
            f'style="fill:{colours["--surface"]};stroke:{colours["--edge"]};stroke-width:2"/>'
        ]
        for k, line in enumerate(found.lines):
            y = SIZE / 2 + k * LINE
            told = bool(line.part) and line.part in lit
            if told:
                drawn.append(
                    f'<rect x="{SIZE / 2}" y="{y:.1f}" width="{width - SIZE:.1f}" '
                    f'height="{LINE}" rx="7" style="fill:{colours["--mark"]};'
                    f'stroke:{colours["--mark-line"]};stroke-width:2"/>'
                )
            bare = line.text.lstrip(" ")
            x = 1.2 * SIZE + 0.5 * SIZE * (len(line.text) - len(bare))
            style = _letters(SIZE, colours["--ink" if told else "--muted"])
            style = style if told else style.replace("600", "400")
            drawn.append(
                f'<text x="{x:.1f}" y="{y + 24:.1f}" style="{style}">{escape(bare)}</text>'
            )
        return _said("\n".join(texts), "".join(drawn))

    return Figured(side=found.side, width=width, height=height, draw=draw)


def _said(label: str, inside: str) -> str:
    """With what a screen reader says of it."""
    return f'<g role="img" aria-label="{escape(label)}">{inside}</g>'
