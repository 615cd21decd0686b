"""How wide a text is in an export, and how it breaks into lines."""

from ..fonts.measure import Face, width

__all__ = ["ELLIPSIS", "Face", "lines", "shortened", "width"]

ELLIPSIS = "…"


def shortened(text: str, size: float, room: float, face: Face = "text") -> str:
    """As much of a text as fits on one line."""
    if width(text[:400], size, face) <= room and len(text) <= 400:
        return text
    cut = text[:400]
    while cut and width(cut + ELLIPSIS, size, face) > room:
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
