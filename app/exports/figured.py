"""The figure beside the graph at a step, as SVG: for pictures that are read outside a browser."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from xml.etree import ElementTree as ET

from ..figures import images
from ..figures.beside import NAMED, Beside, beside
from ..fonts.store import FAMILIES
from ..languages import _
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
    "own": "--value",
    "synapse": "--update",
    "dendrite": "--local",
    "body": "--warning",
    "hillock": "--gradient",
}
"""Of a cell's parts, as in `static/css/figure.css`."""
IMAGE, NAMED_BY = 88.0, 84.0
"""An image's side, and the room of the label before it."""
NAME = 30.0
"""Of the letters of a part's name."""
SIZE, LINE = 20.0, 35.0
"""Of the letters of a program, and from one line to the next."""
PITCH = 0.6 * SIZE
"""From one of its characters to the next: each stands at its place, whichever font is there."""
CODE = ("Liberation Mono", "DejaVu Sans Mono", "Menlo", "Consolas", FAMILIES["text"])
"""Of a program, the first that a machine has; at last ours, which every converter has."""
_SHAPES = ("path", "rect", "circle")
_RULE = re.compile(r"([^{]+)\{([^}]*)\}")


Joint = tuple[float, float, str]
"""Where a line begins, and the slot of the node it leads to."""


@dataclass(frozen=True, kw_only=True)
class Figured:
    """A figure in its own units, and how it is drawn after a step."""

    side: Side
    width: float
    height: float
    draw: Callable[[int], str]
    joints: Sequence[tuple[Joint, ...]] = ()
    """For each step where in the figure lines begin, and the slots of the nodes they lead to."""
    words: Sequence[tuple[float, float, float, float]] = ()
    """What such a line keeps clear of: left, top, width, height."""
    lead_ink: str = ""

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
    if found.side == "above":
        return _cell(found, theme)
    program, figure = _program(found, theme), story.figure
    if figure is None or figure.name != "images":
        return program
    return _images(program, images.shown(story, figure.channels), theme)


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
    colours, whole = tokens(theme), ET.fromstring(found.markup)
    left, top, width, height = map(float, whole.attrib["viewBox"].split())

    def draw(step: int) -> str:
        root = copy.deepcopy(whole)
        lit = found.parts[step].split()
        for part in root:
            name = part.get("data-part", "")
            hue = colours[HUES[name]]
            for each in list(part):
                # Where lines begin in a page, nothing is drawn.
                if each.get("class") == "joint" or (
                    each.get("class") == "named" and NAMED not in lit
                ):
                    part.remove(each)
            for text in part.iter("text") if name not in lit else ():
                for meant in [each for each in text if each.get("class") == "means"]:
                    text.remove(meant)
            _inked(part, hue, colours, name in lit)
            part.attrib.pop("data-part")
        inside = "".join(ET.tostring(each, encoding="unicode") for each in root)
        return _said(
            root.get("aria-label", ""), f'<g transform="translate({-left:g},{-top:g})">{inside}</g>'
        )

    return Figured(
        side=found.side,
        width=width,
        height=height,
        draw=draw,
        joints=[tuple(_joints(whole, each, left, top)) for each in found.leads],
        words=[*_words(whole, left, top)],
        lead_ink=colours["--mark-line"],
    )


def _words(
    cell: ET.Element, left: float, top: float
) -> Iterator[tuple[float, float, float, float]]:
    """Where the names of a cell's parts stand."""
    for text in cell.iter("text"):
        x, y = float(text.attrib["x"]) - left, float(text.attrib["y"]) - top
        lines = [
            text.text or "",
            *(each.text or "" for each in text if each.get("class") == "means" and each.get("x")),
        ]
        wide = max(measure.width(line, NAME, "bold") for line in lines)
        yield x, y - NAME, wide, NAME * (1.2 * len(lines))


def _joints(cell: ET.Element, led: str, left: float, top: float) -> Iterator[Joint]:
    """Where lines begin, and their nodes."""
    for lead in filter(None, led.split(",")):
        part, place, slot = lead.split()
        (group,) = (each for each in cell if each.get("data-part") == part)
        joint = [each for each in group.iter() if each.get("class") == "joint"][int(place)]
        yield float(joint.attrib["cx"]) - left, float(joint.attrib["cy"]) - top, slot


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
                style = _letters(NAME, hue)
            case _ if each.tag in _SHAPES:
                style = told if lit and each in own else usual
            case _:
                continue
        each.set("style", f"{style};stroke-linejoin:round;stroke-linecap:round" if style else "")


def _letters(
    size: float, colour: str, families: Sequence[str] = (FAMILIES["text"],), *, weight: int = 600
) -> str:
    family = ", ".join(f"'{each}'" for each in families)
    return f"font:{weight} {size:g}px {family};fill:{colour};stroke:none;text-anchor:start"


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
    width = PITCH * max(map(len, texts)) + 3.2 * SIZE
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
            ink, weight = (colours["--ink"], 600) if told else (colours["--muted"], 400)
            style = _letters(SIZE, ink, CODE, weight=weight)
            bare = line.text.lstrip(" ")
            begin = 1.2 * SIZE + PITCH * (len(line.text) - len(bare))
            across = " ".join(f"{begin + PITCH * place:g}" for place in range(len(bare)))
            drawn.append(
                f'<text x="{across}" y="{y + 24:.1f}" style="{style}">{escape(bare)}</text>'
            )
        return _said("\n".join(texts), "".join(drawn))

    return Figured(side=found.side, width=width, height=height, draw=draw)


# -- images, and the mean colour of one ------------------------------------------------------


def _images(program: Figured, shown: images.Images, theme: str) -> Figured:
    """The images by their labels above a program."""
    colours, ink = tokens(theme), _letters(SIZE, tokens(theme)["--ink"])
    mean, drawn, y = _("its mean colour"), [], 0.0
    for label, row in shown.rows:
        drawn.append(f'<text x="0" y="{y + IMAGE / 2 + 7:g}" style="{ink}">y = {label}</text>')
        for k, each in enumerate(row):
            x = NAMED_BY + k * (IMAGE + GAP)
            # Each reaches to the corner, and what follows lies over it: no ground shines through
            # where two meet.
            runs = "".join(
                f'<rect x="{at}" y="{line}" width="{16 - at}" height="{16 - line}" '
                f'style="fill:#{colour}"/>'
                for at, line, _count, colour in each.runs
            )
            frame = (
                f'<rect x="-.6" y="-.6" width="17.2" height="17.2" rx="1" style="fill:none;'
                f'stroke:{colours["--mark-line"]};stroke-width:1.2"/>'
                if each.chosen
                else ""
            )
            drawn.append(
                f'<g role="img" aria-label="{escape(each.title)}" transform="translate({x:g},'
                f'{y + 6:g}) scale({IMAGE / 16:g})">{runs}{frame}</g>'
            )
        y += IMAGE + GAP
    if shown.mean:
        bars = "".join(
            f'<rect x="{1.6 + 4.5 * k:g}" y="{top}" width="3.8" height="{high}" style="fill:'
            f'{colours["--" + name]};stroke:{colours["--on-film"]};stroke-width:.5"/>'
            for k, (name, top, high) in enumerate(shown.bars)
        )
        ground = ",".join(f"{float(each[:-1]):g}%" for each in shown.colour.split())
        words = _letters(SIZE, colours["--value"], weight=400)
        drawn.append(
            f'<g transform="translate(0,{y + 6:g}) scale(4)"><rect width="16" height="16" rx="1.5"'
            f' style="fill:rgb({ground})"/>{bars}</g>'
            f'<text x="{NAMED_BY}" y="{y + 30:g}" style="{words}">{escape(mean)}'
            f'</text><text x="{NAMED_BY}" y="{y + 58:g}" style="{words}">x = ({shown.mean})</text>'
        )
        y += 4 * 16 + GAP
    above, inside = "".join(drawn), program.draw
    width = max(program.width, NAMED_BY + 3 * (IMAGE + GAP))
    return replace(
        program,
        width=width,
        height=program.height + y + GAP,
        draw=lambda step: f'{above}<g transform="translate(0,{y + GAP:g})">{inside(step)}</g>',
    )


def _said(label: str, inside: str) -> str:
    """With what a screen reader says of it."""
    return f'<g role="img" aria-label="{escape(label)}">{inside}</g>'
