"""How a number is written: a proper minus sign, few digits, never a 0.0000 for a small one.

On the wires a number has three significant digits, in explanations six decimals. In slide
arithmetic values have two digits and products of rounded factors are written in full.
"""

import math
from dataclasses import dataclass

from ..languages import _, decimal

MINUS = "\N{MINUS SIGN}"

WIRE_CHARACTERS = 7
"""What fits on a wire."""

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
    if size >= 10**6 or size < 10**-3:
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
    return text if text in ("0", undefined()) or text.startswith(MINUS) else f"+{text}"


def added(text: str) -> str:
    """A written number behind the sign that a sum gives it: + 0, + 2, − 2."""
    return text if text.startswith(MINUS) else f"+{text}"


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
    return "0" if text in ("-0", "0") else text.replace("-", MINUS).replace(".", decimal())


@dataclass(frozen=True)
class Hand:
    """How one arithmetic writes its numbers, on a wire (`wire`) or where there is room."""

    slide: bool
    wire: bool

    def given(self, x: float) -> str:
        """A number that was given: as it was given, where it is short."""
        text = in_full(x)
        return text if len(text) <= (WIRE_CHARACTERS if self.wire else 12) else self.exact(x)

    def value(self, x: float) -> str:
        """A computed value; a slide rounds it to two digits unless it is short as it is: 1.96."""
        if not self.slide:
            return self.exact(x)
        text = in_full(x)
        return text if len(text.lstrip(MINUS)) <= 4 else significant(x, 2)

    def slope(self, x: float) -> str:
        """A local gradient; on a slide it is a number of two digits already."""
        if self.slide:
            return in_full(x)
        text = self.exact(x)
        if self.wire and len(text) > LOCAL_CHARACTERS:
            shorter = (significant(x, digits) for digits in (2, 1))
            text = next((each for each in shorter if len(each) <= LOCAL_CHARACTERS), text)
        return text

    def product(self, x: float) -> str:
        """A product or sum of local gradients, or a weight made with one."""
        if not self.slide:
            return self.exact(x)
        text = in_full(x)
        return text if not self.wire or len(text) <= WIRE_CHARACTERS else significant(x, 4)

    def exact(self, x: float) -> str:
        """Three digits on a wire, six decimals elsewhere, whatever the arithmetic."""
        return significant(x, 3) if self.wire else decimals(x)
