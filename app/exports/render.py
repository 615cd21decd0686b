"""SVG made into pixels and into vector PDF, with the fonts that come with the program."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

FONTS = {"matplotlib": "mpl-data/fonts/ttf", "fontpkg_arimo": "files"}
"""Packages with fonts under open licences, and where in them: STIX and DejaVu, and Arimo.

Liberation Sans is in `vl_convert` itself.
"""


def font_folder(package: str) -> Path:
    """Where a package keeps its fonts; the package itself is not loaded."""
    found = find_spec(package)
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / FONTS[package]


@cache
def _converter() -> ModuleType:
    # Only here, so that a server that never exports does not read 90 MB.
    import vl_convert

    for package in FONTS:
        vl_convert.register_font_directory(str(font_folder(package)))
    return vl_convert


def png(svg: str, *, scale: float) -> bytes:
    """The drawing in pixels, `scale` to each of its units."""
    data: bytes = _converter().svg_to_png(svg, scale=scale)
    return data


def pdf(svg: str) -> bytes:
    """The drawing as one page of vectors, its text as text; a unit is a point."""
    data: bytes = _converter().svg_to_pdf(svg)
    return data
