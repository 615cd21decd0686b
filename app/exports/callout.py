"""The card of a step beside its node, as SVG: for pictures that are read outside a browser."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from types import ModuleType
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, unescape

from ..callout.card import Card
from ..callout.cards import At, by_step, card_at, told, veiled
from ..fonts.store import FAMILIES
from ..picture import svg as picture
from ..picture.items import Scene
from ..picture.layers import CALLOUTS
from ..picture.rooms import Room
from ..picture.standing import HEIGHT, WIDTH, Place, Standing, explained
from ..picture.style import tokens
from ..story import Story
from . import leads, measure
from .figured import Figured, figured
from .figured import Place as Spot

ROOM = Room(1436, 458, 16)
"""Where a picture stands in a window of 1440×900: a saved one has its cards where that has them."""
AIR = 4.0
"""Units of the picture between a card that stands at its side and the border."""
LEFT, RIGHT, TOP, BOTTOM = 0.6, 0.8, 0.45, 0.3
"""Inside a card, in its letters, as in `static/css/callout.css`; and so the others."""
HEAD, FORMULA, REMARK, CHECK = 0.85, 1.12, 0.85, 0.86
PLOT = 10.4, 7.67
BETWEEN = 0.7
MARK = {"": "--local", "update": "--update", "none": "--warning"}
INKS = {
    "local": "--local",
    "value": "--value",
    "gradient": "--gradient",
    "update": "--update",
    "new": "--update",
    "undefined": "--warning",
}
_PIECE = re.compile(r"<math\b.*?</math>|<span\b[^>]*>(.*?)</span>", re.DOTALL)
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
ROW, SIGN = f"{_MATHML}mrow", f"{_MATHML}mo"
SCRIPTED = {
    f"{_MATHML}{name}" for name in ("msub", "msup", "msubsup", "munder", "mover", "munderover")
}
KEPT = 500
"""Formulas that are kept as they were typeset, some ten kilobytes each: most stand again."""


@dataclass(frozen=True)
class Beside:
    """A story whose cards stand in its pictures."""

    story: Story
    found: Standing

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """What all pictures of the story take with their cards: left, top, right, bottom."""
        scene = self.story.scene
        em = self.found.letters / self.found.scale
        cards = [
            (place.x - AIR, place.y - AIR, place.x + WIDTH * em + AIR, place.y + HEIGHT * em + AIR)
            for place in self.found.places.values()
        ]
        own = (scene.left, scene.top, scene.width, scene.top + scene.height)
        lefts, tops, rights, bottoms = zip(own, *cards, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @cached_property
    def _about(self) -> list[tuple[At | None, int | None]]:
        """The card of each step, and the node that it explains."""
        story = self.story
        return [*zip(by_step(story), explained(story.walk.steps, story.graph), strict=True)]

    def svg(self, step: int, theme: str) -> tuple[str, str]:
        """The leader of a step, which lies under the picture, and the card over it, in the
        picture's units; empty where none stands."""
        told_at, node = self._about[step]
        place = None if node is None else self.found.places.get(node)
        if told_at is None or place is None:
            return "", ""
        card = card_at(self.story, self.story.walk.steps[step])
        card = veiled(card if told_at.known else told(card), self.story.hide)
        em = self.found.letters / self.found.scale
        colours = tokens(theme)
        return _leader(place, card, em, colours), (
            f'<g transform="translate({place.x:.2f},{place.y:.2f}) scale({em:.5f})">'
            f"{_card(card, colours)}</g>"
        )


def beside(story: Story, room: Room = ROOM, *, largest: float = 1e9) -> Beside | None:
    """The cards of a story in its pictures; None where they are hidden, or stand nowhere."""
    if CALLOUTS in story.hide:
        return None
    found = story.standing(room, largest=largest)
    return Beside(story, found) if found.places else None


@dataclass(frozen=True)
class Framed:
    """The picture before its first step in the frame that it has with its cards and its figure."""

    scene: Scene
    cards: Beside | None
    figure: Figured | None
    place: Spot | None
    """Where the figure stands."""


def scene_of(story: Story, theme: str) -> Framed:
    """A story's pictures with all that stands beside them."""
    cards, scene = beside(story), story.scene
    if cards is not None:
        left, top, right, bottom = cards.frame
        scene = replace(scene, left=left, top=top, width=right, height=bottom - top)
    figure = figured(story, theme)
    if figure is None:
        return Framed(scene, cards, None, None)
    found = figure.beyond(scene.span, scene.height)
    place = replace(found, x=found.x + scene.left, y=found.y + scene.top)
    top = min(scene.top, place.y)
    right = max(scene.width, place.x + place.width)
    high = max(scene.top + scene.height, place.y + place.height) - top
    return Framed(replace(scene, top=top, width=right, height=high), cards, figure, place)


def pictured(
    story: Story,
    step: int,
    *,
    theme: str,
    fonts: bool = True,
    framed: Framed | None = None,
) -> str:
    """The picture after a step on its own, with the card of the step and the figure beside it."""
    framed = framed or scene_of(story, theme)
    frame = framed.scene
    scene = replace(
        story.drawn(step), left=frame.left, top=frame.top, width=frame.width, height=frame.height
    )
    under, over = framed.cards.svg(step, theme) if framed.cards else ("", "")
    if framed.figure and framed.place:
        line = leads.drawn(framed.figure, step, framed.place, scene, (0, 0), 1)
        under = line + framed.figure.svg(step, framed.place) + under
    return picture.standalone_svg(scene, theme=theme, fonts=fonts, under=under, over=over)


def _leader(place: Place, card: Card, em: float, colours: Mapping[str, str]) -> str:
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in place.leader)
    colour = colours[MARK[card.kind]]
    return (
        f'<polyline class="callout-leader" points="{points}" fill="none" stroke="{colour}" '
        f'stroke-width="{0.22 * em:.2f}" stroke-linejoin="round" stroke-linecap="round" '
        f'stroke-dasharray="0.01 {0.55 * em:.2f}"/>'
    )


def _card(card: Card, colours: Mapping[str, str]) -> str:
    """In its own letters, from (0, 0)."""
    hue = colours[MARK[card.kind]]
    parts = [
        f'<rect x="0.06" y="0.06" width="{WIDTH - 0.12}" height="{HEIGHT - 0.12}" rx="0.75" '
        f'fill="{colours["--surface"]}" stroke="{hue}" stroke-width="0.12"/>',
        _text(card.head, LEFT, TOP + 0.86, HEAD, colours["--muted"], bold=True),
    ]
    under = TOP + HEAD * 1.3 + 0.1
    room = HEIGHT - under - BOTTOM
    if card.seen or card.slope:
        y = under + (room - PLOT[1]) / 2
        parts.append(
            f'<svg class="callout-plot" x="{LEFT}" y="{y:.3f}" width="{PLOT[0]}" '
            f'height="{PLOT[1]}" viewBox="0 0 160 118" overflow="visible">'
            f"{card.seen}{card.slope}</svg>"
        )
    left = LEFT + PLOT[0] + BETWEEN
    wide = WIDTH - RIGHT - left
    rows = [_formula(each, wide, colours, hue) for each in (card.formula, card.numbers) if each]
    if card.remark:
        rows.append(_lines((card.remark,), REMARK, wide, colours["--muted"]))
    if card.check:
        checked = (f"✓ {card.check[0]}", *card.check[1:])
        rows.append(_lines(checked, CHECK, wide, colours["--value"]))
    gap = max(0.0, room - sum(high for high, _drawn in rows)) / (len(rows) + 1)
    y = under + gap
    for high, drawn in rows:
        parts.append(f'<g transform="translate({left:.3f},{y:.3f})">{drawn}</g>')
        y += high + gap
    return "".join(parts)


def _text(words: str, x: float, y: float, size: float, colour: str, *, bold: bool = False) -> str:
    # The picture's own rules are for its letters; and no reader likes letters of less than a pixel.
    style = f"font: {700 if bold else 400} {16 * size:g}px {FAMILIES['text']}; fill: {colour}"
    return (
        f'<text transform="translate({x:.3f},{y:.3f}) scale(0.0625)" '
        f'style="{escape(style)}; text-anchor: start">{escape(words)}</text>'
    )


def _lines(texts: tuple[str, ...], size: float, wide: float, colour: str) -> tuple[float, str]:
    """Texts one below the other: their height and drawing."""
    found = [line for text in texts for line in measure.lines(text, size, wide, most=2)]
    drawn = [_text(line, 0, size * (1.25 * k + 0.95), size, colour) for k, line in enumerate(found)]
    return 1.25 * size * len(found), "".join(drawn)


def _formula(text: str, wide: float, colours: Mapping[str, str], hue: str) -> tuple[float, str]:
    """A line of formulas and words, smaller where it has no room: its height and drawing."""
    inks = (("", colours["--ink"]), ("hue", hue), *((n, colours[c]) for n, c in INKS.items()))
    drawn: list[tuple[float, float, float, str]] = []
    for found in _PIECE.finditer(text):
        if found[1] is not None:
            size = 0.85
            words = unescape(found[1])
            width = measure.width(words, size) + 0.2
            drawn.append((width, size, 0.3, _text(words, 0.1, 0, size, colours["--muted"])))
        else:
            drawn.append(_typeset(found[0], inks))
    whole = sum(width for width, *_rest in drawn)
    fit = min(1.0, wide / whole) if whole else 1.0
    up = max((up for _, up, _, _ in drawn), default=0.0)
    down = max((down for _, _, down, _ in drawn), default=0.0)
    x, parts = 0.0, []
    for width, _, _, part in drawn:
        parts.append(f'<g transform="translate({x:.3f},0)">{part}</g>')
        x += width
    moved = f'<g transform="translate(0,{fit * up:.3f}) scale({fit:.4f})">{"".join(parts)}</g>'
    return fit * (up + down), moved


@lru_cache(maxsize=KEPT)
def _typeset(text: str, inks: tuple[tuple[str, str], ...]) -> tuple[float, float, float, str]:
    """A formula in inks by the names of its parts: its width, what is over its line and below it,
    and its drawing."""
    ink = dict(inks)
    root = ET.fromstring(text)
    root.set("mathcolor", ink[""])
    for element in list(root.iter()):
        names = (element.get("class") or "").split()
        if "bold" in names:
            element.text = "".join(map(_bold, element.text or ""))
        for name in names:
            if name in INKS:
                element.set("mathcolor", ink[name])
        if "boxed" in names or "undefined" in names:
            inner = ET.Element(f"{_MATHML}mrow", element.attrib)
            inner.extend(list(element))
            for child in list(element):
                element.remove(child)
            element.tag = f"{_MATHML}menclose"
            element.attrib.clear()
            element.set("notation", "roundedbox" if "boxed" in names else "box")
            element.set("mathcolor", ink["hue"])
            element.append(inner)
    _without_rows_of_one(root)
    drawn = _typesetter().Math(ET.tostring(root, encoding="unicode"), size=20.0, margin=0.0)
    shown = ET.fromstring(drawn.svg())
    left, top, wide, high = map(float, (shown.get("viewBox") or "0 0 0 0").split())
    size = FORMULA / 20.0
    inside = "".join(ET.tostring(each, encoding="unicode") for each in shown)
    inside = re.sub(r"\bns\d+:|\s*xmlns(?::\w+)?=\"[^\"]*\"", "", inside)
    part = f'<g transform="scale({size:.5f}) translate({-left:.3f},0)">{inside}</g>'
    return wide * size, -top * size, (high + top) * size, part


def _without_rows_of_one(root: ET.Element) -> None:
    """Put what is alone in a row into the row's place: whatever is in a row is typeset twice."""
    for parent in list(root.iter()):
        if parent.tag in SCRIPTED:
            continue  # a script stands otherwise at a letter than at a row
        for place, child in enumerate(list(parent)):
            while child.tag == ROW and len(child) == 1 and child[0].tag != SIGN:
                # A sign stays in its row: how it stands there is how much room it has.
                (only,) = child
                only.attrib = {**child.attrib, **only.attrib}
                parent[place] = child = only
    if len(root) == 1 and root[0].tag == ROW:
        (row,) = root
        root[:] = list(row)


def _bold(letter: str) -> str:
    """An upright bold letter, as mathematics has its own."""
    for first, last, bold in (("A", "Z", 0x1D400), ("a", "z", 0x1D41A)):
        if first <= letter <= last:
            return chr(bold + ord(letter) - ord(first))
    return letter


@cache
def _typesetter() -> ModuleType:
    # Only here, so that a server that never exports does not read its font.
    with warnings.catch_warnings():
        # It reads its font in a way that Python is going to give up.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath
    from ziamath.config import config

    config.svg2 = False
    config.precision = 2
    return ziamath
