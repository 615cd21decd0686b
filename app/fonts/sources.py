"""The files that the two families are cut out of."""

from importlib.util import find_spec
from pathlib import Path

SOURCES = {
    "text": ("fontpkg_arimo", "files/Arimo[wght].ttf"),
    "math": ("ziamath", "fonts/STIXTwoMath-Regular.ttf"),
}
"""Packages with a font under the SIL Open Font License, and where in them it is."""


def source(family: str) -> Path:
    """The file that a family is cut out of; its package is not loaded."""
    package, path = SOURCES[family]
    found = find_spec(package)
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / path
