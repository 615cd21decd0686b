"""How wide a text is in the fonts of exports, and how it breaks into lines."""

from functools import lru_cache

from PIL import ImageFont

from .render import font_folder

ELLIPSIS = "…"


@lru_cache(maxsize=4)
def _font(name: bool, bold: bool) -> ImageFont.FreeTypeFont:
    """The font of names, or of sentences; large, so that its widths are exact."""
    if name:
        file = "STIXGeneralBolIta.ttf" if bold else "STIXGeneralItalic.ttf"
        return ImageFont.truetype(str(font_folder("matplotlib") / file), 1000)
    found = ImageFont.truetype(str(font_folder("fontpkg_arimo") / "Arimo[wght].ttf"), 1000)
    found.set_variation_by_axes([700 if bold else 400])
    return found


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, name: bool = False, bold: bool = False) -> float:
    """How wide a text is; `name`: in the font of names."""
    return _font(name, bold).getlength(text) * size / 1000


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """As much of a text as fits on one line."""
    if width(text[:400], size, bold=bold) <= room and len(text) <= 400:
        return text
    cut = text[:400]
    while cut and width(cut + ELLIPSIS, size, bold=bold) > room:
        cut = cut[:-1]
    return cut.rstrip() + ELLIPSIS


def lines(text: str, size: float, room: float, *, most: int) -> tuple[str, ...]:
    """A text in lines no wider than `room`; what does not fit into the last one is cut off."""
    found: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width(longer, size) > room:
            found.append(line)
            line = word
        else:
            line = longer
        if len(found) == most:
            found[-1] = shortened(f"{found[-1]} {word}{ELLIPSIS}", size, room)
            return tuple(found)
    return (*found, shortened(line, size, room)) if line else tuple(found)
