"""What moves over a vector or a matrix, kernel or window: where it stops, and how that is said."""

from collections.abc import Sequence

from ..arrays import Shape


def stops(image: Sequence[int], window: Sequence[int], stride: int, padding: int) -> Shape:
    """How often a window of these sides stops along each axis, with zeros all around."""
    pairs = zip(image, window, strict=True)
    return tuple((n + 2 * padding - side) // stride + 1 for n, side in pairs)


def moving(stride: int, padding: int, usual: int = 1) -> tuple[str, ...]:
    """How far it moves and what stands around, as it is typed, as far as it has to be said:
    `stride=2`, `padding=1`; `usual` is the stride of one of which none is said."""
    said = (("stride", stride, usual), ("padding", padding, 0))
    return tuple(f"{word}={size}" for word, size, own in said if size != own)


def below(stride: int, padding: int, usual: int = 1) -> list[str]:
    """The same as it stands below a sign, in TeX."""
    said = (each.partition("=") for each in moving(stride, padding, usual))
    return [rf"\operatorname{{{word}}} {size}" for word, _equals, size in said]
