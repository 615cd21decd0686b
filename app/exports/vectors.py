"""A page of vectors as an SVG of nothing but paths, for programs that know neither our fonts nor
style sheets: of the PDF that the converter makes of a drawing.

Of PDF only that is read which the converter writes; a test compares the pixels of every lesson.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pypdf import PageObject, PdfReader

from ..fonts.outlines import Glyphs, Outline, Placed

CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")
MODES = ("f", "S", "B")
"""How letters are painted, as paths are: filled, lined, both."""
SILENT = frozenset({"cs", "CS", "BT", "ET", "M"})
"""Operators that change nothing here: every colour is one of a screen."""
_TOKEN = re.compile(rb"\((?:\\.|[^\\)])*\)|\[[^\]]*\]|/\w+|[-+.\d]+|[A-Za-z]+\*?", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_BY_LETTER = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Unknown(ValueError):
    """The page has an operator that no drawing of ours needs."""


def svg(pdf: bytes) -> str:
    """The first page, in points; `Unknown` where something in it cannot be said in paths."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    paths = "".join(_Page(page).paths((1, 0, 0, -1, 0, height)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{paths}</svg>'
    )


@dataclass(frozen=True)
class _State:
    """What q keeps and Q brings back."""

    placed: Placed
    fill: str = "#000000"
    stroke: str = "#000000"
    width: float = 1.0
    cap: str = CAPS[0]
    join: str = JOINS[0]
    dashes: tuple[float, ...] = ()
    opacity: tuple[float, float] = (1.0, 1.0)
    """Of what is filled, and of lines."""
    font: str = ""
    size: float = 1.0
    mode: str = MODES[0]


@dataclass
class _Page:
    """A page while it is read."""

    page: PageObject
    text: Placed = (1, 0, 0, 1, 0, 0)

    def paths(self, ground: Placed) -> Iterator[str]:
        """Each of them as an element; letters of one colour that follow each other are one."""
        now, kept = _State(ground), list[_State]()
        letters, inked = "", ""
        path = Outline()
        for operator, operands in self._operations():
            match operator:
                case "q":
                    kept.append(now)
                case "Q":
                    now = kept.pop()
                case "m" | "l" | "c":
                    path.add(operator.upper(), *zip(operands[::2], operands[1::2], strict=True))
                case "h":
                    path.add("Z")
                case "f" | "f*" | "S" | "B":
                    if letters:
                        yield _element(letters, inked)
                        letters = ""
                    yield _element(path.said(now.placed), _ink(now, operator))
                    path = Outline()
                case "Tm":
                    self.text = _numbers(operands)
                case "Tj":
                    ink = _ink(now, now.mode)
                    if letters and ink != inked:
                        yield _element(letters, inked)
                        letters = ""
                    letters, inked = letters + self._letter(operands[0], now), ink
                case _:
                    now = self._changed(now, operator, operands)
        if letters:
            yield _element(letters, inked)

    def _operations(self) -> Iterator[tuple[str, Sequence[Any]]]:
        content = self.page.get_contents()
        operands: list[Any] = []
        for token in _TOKEN.findall(content.get_data() if content is not None else b""):
            match token[:1]:
                case b"(":
                    operands.append(_ESCAPED.sub(_meant, token[1:-1]))
                case b"[":
                    operands.append(tuple(map(float, token[1:-1].split())))
                case b"/":
                    operands.append(token.decode())
                case first if first.isalpha():
                    yield token.decode(), operands
                    operands = []
                case _:
                    operands.append(float(token))

    def _changed(self, now: _State, operator: str, operands: Sequence[Any]) -> _State:
        match operator:
            case "cm":
                return replace(now, placed=_within(now.placed, _numbers(operands)))
            case "scn":
                return replace(now, fill=_colour(operands))
            case "SCN":
                return replace(now, stroke=_colour(operands))
            case "w":
                return replace(now, width=operands[0])
            case "J":
                return replace(now, cap=CAPS[int(operands[0])])
            case "j":
                return replace(now, join=JOINS[int(operands[0])])
            case "d":
                return replace(now, dashes=operands[0])
            case "Tf":
                return replace(now, font=operands[0], size=operands[1])
            case "Tr" if operands[0] < len(MODES):
                return replace(now, mode=MODES[int(operands[0])])
            case "gs":
                resources: Any = self.page["/Resources"]
                seen = resources["/ExtGState"][operands[0]]
                return replace(now, opacity=(float(seen["/ca"]), float(seen["/CA"])))
            case _ if operator in SILENT:
                return now
            case _:
                raise Unknown(operator)

    def _letter(self, code: bytes, now: _State) -> str:
        """The outline of a glyph, whose number is two bytes; the converter places each alone."""
        if len(code) != 2:
            raise Unknown("letters that are not placed one by one")
        outline, size = self._fonts[now.font].outline(int.from_bytes(code)), now.size
        return outline.said(_within(_within(now.placed, self.text), (size, 0, 0, size, 0, 0)))

    @cached_property
    def _fonts(self) -> Mapping[str, Glyphs]:
        found = {}
        resources: Any = self.page["/Resources"]
        for name, each in resources.get("/Font", {}).items():
            described = each.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            if "/FontFile2" not in described:
                raise Unknown("a font of another kind than ours")
            found[name] = Glyphs(described["/FontFile2"].get_data())
        return found


def _meant(escaped: re.Match[bytes]) -> bytes:
    """A byte of a text that was written with a backslash."""
    said = escaped[1]
    return bytes([int(said, 8) & 255]) if said.isdigit() else _BY_LETTER.get(said, said)


def _numbers(operands: Sequence[float]) -> Placed:
    across, up, along, down, x, y = operands
    return across, up, along, down, x, y


def _within(outer: Placed, inner: Placed) -> Placed:
    """What is placed in something that is itself placed."""
    a, b, c, d, e, f = outer
    across, up, along, down, x, y = inner
    return (
        a * across + c * up,
        b * across + d * up,
        a * along + c * down,
        b * along + d * down,
        a * x + c * y + e,
        b * x + d * y + f,
    )


def _ink(now: _State, operator: str) -> str:
    """How a path is painted, as attributes."""
    filled, lined = now.opacity
    drawn = ' fill="none"' if operator == "S" else f' fill="{now.fill}"'
    if filled < 1 and operator != "S":
        drawn += f' fill-opacity="{filled:g}"'
    if operator == "f*":
        drawn += ' fill-rule="evenodd"'
    if operator not in ("S", "B"):
        return drawn
    scale = abs(now.placed[0] * now.placed[3] - now.placed[1] * now.placed[2]) ** 0.5
    drawn += f' stroke="{now.stroke}" stroke-width="{scale * now.width:.2f}"'
    drawn += f' stroke-linecap="{now.cap}" stroke-linejoin="{now.join}"'
    if now.dashes:
        drawn += ' stroke-dasharray="' + " ".join(f"{scale * each:.2f}" for each in now.dashes)
        drawn += '"'
    return drawn + (f' stroke-opacity="{lined:g}"' if lined < 1 else "")


def _element(points: str, ink: str) -> str:
    return f'<path d="{points}"{ink}/>' if points else ""


def _colour(parts: Sequence[Any]) -> str:
    if len(parts) != 3:
        raise Unknown("a colour of something else than a screen")
    return "#" + bytes(round(255 * part) for part in parts).hex()
