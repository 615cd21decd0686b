"""How a number is written: a proper minus sign, few digits, never a 0.0000 for a small one.

On a screen, in the picture as in the words around it, a number has three significant digits; an
explanation, which is opened for them, has six decimals. In slide arithmetic values have two digits
and products of rounded factors are written in full.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..languages import _, decimal

MINUS = "\N{MINUS SIGN}"

WIRE_CHARACTERS = 7
"""What fits on a wire."""

DIGITS = 3
"""Significant digits of a number on a screen, but where more are needed."""

POWERS = 10**6
"""From here on a rounded number is written with a power of ten: 2.54e7."""

LOCAL_CHARACTERS = 7
"""What fits into the box of a local gradient: −0.0123, 1.23e−4."""


def undefined() -> str:
    """What is written for a number that is none."""
    return _("undefined")


def significant(x: float, digits: int) -> str:
    """At most so many significant digits, whole digits always kept: 1369, 0.27, 2.1e−7."""
    if not math.isfinite(x) or x == 0:
        return _special(x)
    size = abs(x)
    if size >= POWERS or size < 10**-3:
        return _scientific(x, digits)
    if size >= 10**digits:
        return _sign(f"{x:.0f}")
    rounded = f"{x:.{digits}g}"
    # 999.6 rounds up into a power of ten, which %g would write with an exponent.
    return _sign(_trim(rounded) if "e" not in rounded else f"{float(rounded):.0f}")


def decimals(x: float, places: int = 6) -> str:
    """So many decimals without trailing zeros; very small and very large ones with a power."""
    if not math.isfinite(x) or x == 0:
        return _special(x)
    if abs(x) >= 10**9 or abs(x) < 10**-4:
        return _scientific(x, places + 1)
    return _sign(_trim(f"{x:.{places}f}"))


def in_full(x: float, digits: int = 10) -> str:
    """Every digit of a short decimal, without the noise of binary floats: −1.48."""
    if not math.isfinite(x) or x == 0:
        return _special(x)
    text = f"{x:.{digits}g}"
    if abs(x) < 10**-6 or "e+" in text:
        return _scientific(x, digits)
    return _sign(text if "e" not in text else _trim(f"{x:.{digits + 6}f}"))


def signed(text: str) -> str:
    """A written number with its sign, plus too."""
    unsigned = text in ("0", undefined()) or text.startswith(MINUS) or text in UNKNOWN
    return text if unsigned else f"+{text}"


def added(text: str) -> str:
    """A written number behind the sign that a sum gives it: + 0, + 2, − 2."""
    return text if text.startswith(MINUS) else f"+{text}"


def times(factors: Sequence[str]) -> str:
    """A product in running text, a negative factor behind a dot in brackets: 0.2 · (−1) · 1."""
    return " · ".join(
        f"({each})" if k and each.startswith(MINUS) else each for k, each in enumerate(factors)
    )


def plus(terms: Sequence[str]) -> str:
    """A sum in running text: 1 + 2 − 3."""
    return " + ".join(terms).replace(f"+ {MINUS}", f"{MINUS} ")


def _special(x: float) -> str:
    if math.isnan(x):
        return undefined()
    if math.isinf(x):
        return "∞" if x > 0 else f"{MINUS}∞"
    return "0"


def _scientific(x: float, digits: int) -> str:
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    return _sign(f"{_trim(mantissa)}e{int(exponent)}")


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sign(text: str) -> str:
    if text in ("-0", "0"):
        return "0"
    text = text.replace("-", MINUS)
    return text.replace(".", decimal()) if "." in text else text


UNKNOWN = ("?", "\ue001", "\ue002", "\ue003")
"""What stands in place of a number: for a reader, and as a mark of its layer for a program."""


@dataclass(frozen=True)
class Mask:
    """What is written in place of each layer's numbers; nothing: the numbers themselves."""

    values: str = ""
    local: str = ""
    gradients: str = ""


OPEN = Mask()
"""Nothing is hidden."""

MARKED = Mask(*UNKNOWN[1:])
"""Every number is a mark of its layer."""

LAYER_OF = {MARKED.values: "values", MARKED.local: "local", MARKED.gradients: "gradients"}
"""The layers by their marks."""


def masked(layers: Collection[str]) -> Mask:
    """A question mark for each number of these layers; others, such as sizes, have none."""
    sign = {name: UNKNOWN[0] for name in ("values", "local", "gradients") if name in layers}
    return Mask(**sign) if sign else OPEN


@dataclass(frozen=True)
class NumberFormat:
    """How one arithmetic writes its numbers, on a wire (`wire`) or where there is room.

    Where there is room it is `brief` on a screen, so that nothing there has other digits than the
    picture has, and else has all digits that a reader may want. Each method writes the numbers of
    one layer, so that a hidden one is written nowhere.
    """

    slide: bool
    wire: bool
    more: int = 0
    """Digits beyond the usual ones, where a formula would not be true with fewer."""
    mask: Mask = OPEN
    """What stands in place of hidden numbers."""
    brief: bool = False
    """Whether exact numbers have as few digits as on a wire, though there is room for more."""

    @property
    def digits(self) -> int | None:
        """Significant digits of a computed number; nothing where its decimals are counted."""
        return 2 if self.slide else DIGITS if self.wire or self.brief else None

    @property
    def bare(self) -> "NumberFormat":
        """The same with every number: to work out what is true, not to be shown."""
        return self if self.mask == OPEN else replace(self, mask=OPEN)

    def leaf(self, x: float) -> str:
        """A leaf's value: as it was given."""
        text = self.given(x)
        short = len(text) <= WIRE_CHARACTERS or not self.brief
        return self.mask.values or (text if short else self.exact(x))

    def moved(self, x: float) -> str:
        """A weight's value after an update."""
        return self.mask.values or self._product(x)

    def loss(self, x: float) -> str:
        """A value that is told exactly in every arithmetic."""
        return self.mask.values or self.exact(x)

    def whole(self, x: float) -> str:
        """A derivative within one operation, over all places of a node."""
        return self.mask.local or self._product(x)

    def difference(self, x: float) -> str:
        """What shows a gradient: a difference quotient."""
        return self.mask.gradients or self.exact(x)

    def given(self, x: float) -> str:
        """A number of the program's text: as it was given, where it is short. It is no layer's."""
        text = in_full(x)
        return text if len(text) <= (WIRE_CHARACTERS if self.wire else 12) else self.exact(x)

    def value(self, x: float) -> str:
        """A computed value; a slide rounds it to two digits unless it is short as it is: 1.96."""
        if self.mask.values:
            return self.mask.values
        if not self.slide:
            return self.exact(x)
        text = in_full(x)
        if len(text.lstrip(MINUS)) <= 4 and not seems(text, x):
            return text
        return _honest(x, significant, 2, wire=self.wire, more=self.more)

    def slope(self, x: float) -> str:
        """A local gradient; on a slide it is a number of two digits already."""
        if self.mask.local:
            return self.mask.local
        if self.slide:
            return in_full(x)
        text = self.exact(x)
        if self.wire and not self.more and len(text) > LOCAL_CHARACTERS:
            shorter = (significant(x, digits) for digits in (2, 1))
            text = next((each for each in shorter if len(each) <= LOCAL_CHARACTERS), text)
        return text

    def product(self, x: float) -> str:
        """A gradient: a product or sum of local gradients."""
        return self.mask.gradients or self._product(x)

    def _product(self, x: float) -> str:
        """A product or sum, in full even on a slide."""
        if not self.slide:
            return self.exact(x)
        text = in_full(x, 10 + self.more)
        return (
            text if not self.wire or len(text) <= WIRE_CHARACTERS else significant(x, 4 + self.more)
        )

    def exact(self, x: float) -> str:
        """Three digits on a screen, six decimals elsewhere, whatever the arithmetic."""
        return _exact(x, self.wire, self.brief, self.more, decimal())


@lru_cache(maxsize=4096)
def _exact(x: float, wire: bool, brief: bool, more: int, _point: str) -> str:
    """`NumberFormat.exact`: a story writes each of its numbers in half a dozen places."""
    write, digits = (significant, DIGITS) if wire or brief else (decimals, 6)
    return _honest(x, write, digits, wire=wire, more=more)


def _honest(
    x: float, write: Callable[[float, int], str], digits: int, *, wire: bool, more: int
) -> str:
    """Rounded, but not to a 1 or a 0 that it is not: as many digits as that takes."""
    most = digits + 4 if wire else 17
    digits += more
    text = write(x, digits)
    while digits < most and seems(text, x):
        digits += 1
        text = write(x, digits)
    return text


WHOLE = ("1", f"{MINUS}1", "0")
"""What a probability, a slope or a loss must not seem to be: certain, unchanged, gone."""


def seems(text: str, x: float) -> bool:
    """Whether a written number is certain, unchanged or gone, and the number is not."""
    return text in WHOLE and read(text) != x


def read(text: str) -> float:
    """A written number; not a number where there is none."""
    return _read(text, decimal())


@lru_cache(maxsize=4096)
def _read(text: str, point: str) -> float:
    try:
        return float(text.replace(MINUS, "-").replace(point, ".").replace("∞", "inf"))
    except ValueError:
        return math.nan
