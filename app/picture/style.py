"""The picture's style sheet for one theme, as renderers outside a browser understand it.

Custom properties are put in place, the `font` shorthand is written out, and rules that depend on a
device are left out: editors, converters and office programs know none of these.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import tinycss2
from tinycss2.ast import AtRule, Declaration, FunctionBlock, IdentToken, Node, QualifiedRule

CSS = Path(__file__).resolve().parents[2] / "static" / "css"

DEPTH = 8
"""A property may name another one, and so on; further than this it is a circle."""


@cache
def sheet(theme: str) -> str:
    """The rules of the picture."""
    return "\n".join(_written("graph.css", theme))


@cache
def cards(theme: str) -> str:
    """The rules of the plots of cards, which come before those of the picture's own texts."""
    return "\n".join(f".graph {rule}" for rule in _written("callout.css", theme, of=PLOT))


PLOT = ".callout-plot "


def rules(theme: str, of: str) -> tuple[str, ...]:
    """Those of the figures beside a graph whose selectors begin so."""
    return tuple(_written("figure.css", theme, of=of))


def _written(name: str, theme: str, *, of: str = "") -> Iterator[str]:
    known = tokens(theme)
    for rule in _rules(name):
        selector = tinycss2.serialize(rule.prelude).strip()
        if of:
            selector = selector.replace(", ", ", .graph ")
        if not selector.startswith(of):
            continue
        body = ";".join(
            f"{name}:{value}" for each in _declarations(rule) for name, value in _plain(each, known)
        )
        yield f"{selector}{{{body}}}"


@cache
def themes() -> tuple[str, ...]:
    """The themes that there are: a block of `tokens.css` each, the usual one first."""
    found: dict[str, None] = {}
    for rule in _rules("tokens.css"):
        found |= dict.fromkeys(_THEME.findall(tinycss2.serialize(rule.prelude)))
    return tuple(found)


_THEME = re.compile(r'\[data-theme="([\w-]+)"\]')


@cache
def tokens(theme: str) -> Mapping[str, str]:
    """The custom properties of a theme, as `tokens.css` has them."""
    found: dict[str, str] = {}
    for rule in _rules("tokens.css"):
        names = [name.strip() for name in tinycss2.serialize(rule.prelude).split(",")]
        if ":root" in names or f'[data-theme="{theme}"]' in names:
            for each in _declarations(rule):
                found[each.name] = tinycss2.serialize(each.value).strip()
    return MappingProxyType(found)


def _rules(name: str) -> Iterator[QualifiedRule]:
    """The rules of a file that hold on every screen: not those for one kind of device."""
    text = (CSS / name).read_text(encoding="utf-8")
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if isinstance(rule, QualifiedRule):
            yield rule
        elif isinstance(rule, AtRule) and tinycss2.serialize(rule.prelude).strip() == "screen":
            for inner in tinycss2.parse_rule_list(
                rule.content or [], skip_comments=True, skip_whitespace=True
            ):
                if isinstance(inner, QualifiedRule):
                    yield inner


def _declarations(rule: QualifiedRule) -> Iterator[Declaration]:
    for each in tinycss2.parse_blocks_contents(rule.content):
        if isinstance(each, Declaration):
            yield each


def _plain(declaration: Declaration, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A declaration without custom properties; `font` as what it stands for."""
    value: Sequence[Node] = declaration.value
    for _ in range(DEPTH):
        if "var(" not in tinycss2.serialize(value):
            break
        value = [part for node in value for part in _put_in_place(node, known)]
    if declaration.name != "font":
        yield declaration.name, tinycss2.serialize(value).strip()
        return
    parts = [node for node in value if node.type not in ("whitespace", "comment")]
    size = next(k for k, node in enumerate(parts) if node.type in ("dimension", "percentage"))
    words = [tinycss2.serialize([node]) for node in parts[: size + 1]]
    # What the shorthand does not say, it sets back.
    yield "font-style", "italic" if "italic" in words else "normal"
    yield "font-weight", next((word for word in words[:size] if word != "italic"), "normal")
    yield "font-size", words[size]
    # Behind "/" stands a line's height, which means nothing in a picture.
    height = size + 1 < len(parts) and tinycss2.serialize([parts[size + 1]]) == "/"
    families = parts[size + (3 if height else 1) :]
    yield "font-family", tinycss2.serialize(families).replace(",", ", ")


def _put_in_place(node: Node, known: Mapping[str, str]) -> Sequence[Node]:
    if not isinstance(node, FunctionBlock):
        return [node]
    if node.name == "var":
        name = next(each.value for each in node.arguments if isinstance(each, IdentToken))
        return list(tinycss2.parse_component_value_list(known.get(name, "")))
    node.arguments[:] = [part for each in node.arguments for part in _put_in_place(each, known)]
    return [node]
