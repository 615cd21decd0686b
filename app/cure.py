"""The cure of an error as a change of the text, where it is one: what to put for the culprit."""

import re

from graph_engine import ProgramError

_SIGNS = {
    "^": "**",
    "−": "-",
    "–": "-",
    "·": "*",
    "×": "*",
    "÷": "/",
    "²": "**2",
    "³": "**3",
    "µ": "mu",
    "\u00a0": " ",
    **{index: str(digit) for digit, index in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
"""Signs that people type, and how a program writes them."""

_SIGN = re.compile(r"(?:`(.)`|U\+([0-9A-F]{4})) (?:means nothing here|cannot be used in a name)\.")
_MEANT = re.compile(r"(?:Did you mean|Perhaps) `([^`]+)`\?")
_PRODUCT = re.compile(r"Write the product with `\*`: `…(\*[^`(]+|\*\()")
_POINT = re.compile(r"Write a decimal point: `([^`]+)`")


def cure(error: ProgramError) -> str | None:
    """What to put in place of the text that an error is about; None where a person must decide."""
    sign = _SIGN.fullmatch(error.message)
    if sign is not None:
        return _SIGNS.get(sign[1] or chr(int(sign[2], 16)))
    for pattern in (_MEANT, _PRODUCT, _POINT):
        found = pattern.match(error.hint)
        if found is not None:
            # "Perhaps `the left side.T @ x`?" names what has no name.
            return None if " side" in found[1] else found[1]
    return None
