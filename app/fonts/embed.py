"""The letters that a drawing needs, inside it: it looks the same on every machine that opens it."""

import base64
import io
import re
from functools import cache, lru_cache
from html import unescape

from .store import FAMILIES, folder

_STYLES = {
    "text": ("text", 400, "normal"),
    "bold": ("text", 700, "normal"),
    "math": ("math", 400, "normal"),
    "name": ("math", 400, "italic"),
    "vector": ("math", 700, "normal"),
}
"""Each face as a style sheet asks for it: family, weight and style."""

_WRITTEN = re.compile(r'<(?:text|tspan)\b(?: class="([^"]*)")?[^>]*>([^<]*)')
_OTHER = re.compile(r"</tspan>([^<]*)")


def rules(svg: str) -> str:
    """The `@font-face` rules for a picture of ours, each with the characters that it has."""
    found: dict[str, set[str]] = {face: set() for face in _STYLES}
    for classes, written in _WRITTEN.findall(svg):
        kinds = {*classes.split()}
        letters = {*unescape(written)}
        if "bold" in kinds:
            found["vector"] |= letters
        elif "name" in kinds:
            found["name"] |= letters
        elif kinds & {"index", "symbol"}:
            found["math"] |= letters
        else:
            found["text"] |= letters
            found["bold"] |= letters
    found["text"] |= {*unescape("".join(_OTHER.findall(svg)))}
    return "".join(
        _rule(face, "".join(sorted(letters))) for face, letters in found.items() if letters
    )


def address(font: bytes) -> str:
    """A WOFF2 font as an address that contains it."""
    return f"data:font/woff2;base64,{base64.b64encode(font).decode()}"


def _rule(face: str, letters: str) -> str:
    family, weight, style = _STYLES[face]
    return (
        f'@font-face{{font-family:"{FAMILIES[family]}";font-weight:{weight};font-style:{style};'
        f"src:url({address(cut(face, letters))})}}\n"
    )


@lru_cache(maxsize=128)
def cut(face: str, letters: str) -> bytes:
    """A face with these letters alone, as WOFF2."""
    # Only here: who embeds nothing need not read it.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    font = TTFont(io.BytesIO(_whole(face)), recalcTimestamp=False)
    cutter.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


@cache
def _whole(face: str) -> bytes:
    return (folder() / f"{face}.ttf").read_bytes()
