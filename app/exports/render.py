"""SVG made into pixels and into vector PDF, in our own fonts."""

import re
from functools import cache, lru_cache
from types import ModuleType

from ..fonts import store

_CLASSES = re.compile(r'\bclass="([^"]*)"')
_FACTS = re.compile(r"\s(data-[\w-]+)=")
_STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
_CASES = re.compile(r":[\w-]+\([^)]*\)")
_BETWEEN = re.compile(r",(?![^()]*\))")
_ASKED = re.compile(r"\.([A-Za-z][\w-]*)|\[(data-[\w-]+)")

UNCUT = "svg{overflow:visible}"
"""A drawing in a drawing is cut at its edges, for which a converter paints a layer as large as the
whole picture. Ours are as large as what is in them."""


@cache
def _converter() -> ModuleType:
    # Only here, so that a server that never exports does not read 90 MB.
    import vl_convert

    vl_convert.register_font_directory(str(store.folder()))
    return vl_convert


def png(svg: str, *, scale: float) -> bytes:
    """The drawing in pixels, `scale` to each of its units."""
    data: bytes = _converter().svg_to_png(lean(svg), scale=scale)
    return data


def pdf(svg: str) -> bytes:
    """The drawing as one page of vectors, its text as text; a unit is a point."""
    data: bytes = _converter().svg_to_pdf(lean(svg))
    return data


def lean(svg: str) -> str:
    """The drawing with those rules of its style sheet alone that something in it can obey.

    A converter tries each rule on each element, which took it longer than to draw.
    """
    there = {
        *(name for names in _CLASSES.findall(svg) for name in names.split()),
        *_FACTS.findall(svg),
    }

    def fewer(style: re.Match[str]) -> str:
        return UNCUT + "".join(
            ",".join(selectors) + body
            for choices, body in _rules(style[0])
            if (selectors := [text for text, asked in choices if asked <= there])
        )

    return _STYLE.sub(fewer, svg)


@lru_cache(maxsize=32)
def _rules(sheet: str) -> tuple[tuple[tuple[tuple[str, frozenset[str]], ...], str], ...]:
    """Each rule: its selectors, each with the classes and facts that it asks for, and its body."""
    return tuple(
        (
            tuple(
                (
                    selector.strip(),
                    frozenset(a or b for a, b in _ASKED.findall(_CASES.sub("", selector))),
                )
                for selector in _BETWEEN.split(prelude)
            ),
            body,
        )
        for prelude, body in _RULE.findall(sheet)
    )
