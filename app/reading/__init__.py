"""One reader for what people type: answers, the numbers in fields and in links.

It knows characters and notations only, no graph; `static/js/lib/reading.js` reads the same, held to
it by one table of cases (`tests/reading.json`).
"""

from .characters import keyboard
from .numbers import NumberTextError, number

__all__ = ["NumberTextError", "keyboard", "number"]
