"""SVG made into pixels and into vector PDF, in our own fonts."""

from functools import cache
from types import ModuleType

from ..fonts import store


@cache
def _converter() -> ModuleType:
    # Only here, so that a server that never exports does not read 90 MB.
    import vl_convert

    vl_convert.register_font_directory(str(store.folder()))
    return vl_convert


def png(svg: str, *, scale: float) -> bytes:
    """The drawing in pixels, `scale` to each of its units."""
    data: bytes = _converter().svg_to_png(svg, scale=scale)
    return data


def pdf(svg: str) -> bytes:
    """The drawing as one page of vectors, its text as text; a unit is a point."""
    data: bytes = _converter().svg_to_pdf(svg)
    return data
