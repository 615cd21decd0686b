"""A picture on its own and in a page: valid, with its styles, and without anything from outside."""

import re
from typing import Any

import pytest
from hypothesis import given

from app.lessons import lessons
from app.picture.style import tokens
from app.picture.svg import ROOT, THEMES

from ...graph_engine.programs import shown
from .. import stories
from ..pictures import SVG, read
from ..stories import HOSTILE, comments, few

ELEMENTS = {"svg", "title", "style", "rect", "g", "path", "text", "tspan", "circle"}
ATTRIBUTES = {
    "aria-hidden", "aria-label", "aria-roledescription", "class", "d", "dy", "focusable", "height",
    "r", "role", "rx", "stroke-width", "tabindex", "transform", "viewBox", "width", "x", "y",
}  # fmt: skip
ROLES = {"graphics-document", "graphics-symbol", "group", "button"}


def titled(title: str) -> Any:
    """A story with that title, and a comment in every other place where one can be."""
    line = re.sub(r"[\r\n]", " ", title)
    rest = line if len(line) < 1000 else ""
    return stories.story(f"# {line}\n# {rest}\nx = 2 # {rest}\ny = 3*x\n# {rest}")


def harmless(svg: str) -> Any:
    """The picture, once nothing in it can do anything but be looked at."""
    found = read(svg)
    for element in found.root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES or name.startswith("data-"), name
            assert name != "role" or value in ROLES
    assert (
        "javascript:" not in "".join(v for e in found.root.iter() for v in e.attrib.values())
        or (found.root.attrib["aria-label"])
    )
    return found


@pytest.mark.parametrize("title", HOSTILE, ids=shown)
def test_a_title_is_text_whatever_it_says(title: str):
    told = titled(title)
    found = harmless(told.svg(told.last))
    assert found.root.attrib["aria-label"] == (told.graph.title or "Computational graph")
    assert found.root.findtext(f"{SVG}title") == (told.graph.title or "Computational graph")
    assert harmless(told.inline_svg(0)).root.attrib["aria-label"] == (
        told.graph.title or "Computational graph"
    )


@few
@given(comments())
def test_any_title_gives_a_valid_picture_of_the_same_size(title: str):
    told = titled(title)
    assert told.graph.title == " ".join(told.graph.title.split())
    found = harmless(told.svg(0))
    assert found.geometry == harmless(titled("plain").svg(0)).geometry


def test_a_very_long_title_moves_nothing():
    found = harmless(titled("x" * 10_000).svg(0))
    assert len(found.root.findtext(f"{SVG}title")) == 10_000
    assert found.geometry == harmless(titled("").svg(0)).geometry


@pytest.mark.parametrize("theme", THEMES)
def test_a_saved_picture_has_its_styles_and_its_colours_inside(theme: str):
    svg = stories.story().svg(3, theme=theme)
    assert svg.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg')
    found = read(svg)
    style = found.root.findtext(f"{SVG}style")
    assert found.root.attrib["data-theme"] == theme
    assert "var(" not in style
    assert all(tokens(theme)[name] in style for name in ("--paper", "--ink", "--gradient"))
    assert "@import" not in style
    assert style.count("url(") == style.count("url(data:font/woff2;base64,") > 0


def test_a_saved_picture_refers_to_nothing_outside():
    svg = stories.story().svg(0)
    assert re.findall(r"""(?:href|src)\s*=\s*["']""", svg) == []
    assert set(re.findall(r"https?://[^\s\"'<]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_every_rule_of_the_picture_stands_on_tokens_alone():
    css = (ROOT / "static" / "css" / "graph.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(", css) == []
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= set(tokens(THEMES[0]))


def test_a_picture_in_a_page_brings_no_styles_and_can_be_reached_by_keyboard():
    found = read(stories.story().inline_svg(4))
    assert found.root.find(f"{SVG}style") is None
    assert found.root.attrib["role"] == "group"  # never img: what is inside must be reachable
    groups = [*found.groups("node"), *found.groups("edge")]
    assert all(g.attrib["tabindex"] == "0" and g.attrib["role"] == "button" for g in groups)
    assert all(g.attrib["aria-label"].strip() for g in groups)


def test_a_picture_on_a_card_is_decoration():
    found = read(stories.story().inline_svg(4, interactive=False))
    assert found.root.attrib["aria-hidden"] == "true"
    assert not [e for e in found.root.iter() if "tabindex" in e.attrib or "aria-label" in e.attrib]


def test_the_reading_order_is_operands_before_results():
    told = stories.story()
    found = read(told.inline_svg(told.last))
    order = [g.attrib["data-slot"] for g in found.root if "data-slot" in g.attrib]
    for edge in told.graph.edges:
        assert order.index(f"n{edge.src}") < order.index(edge.id) < order.index(f"n{edge.dst}")


def test_names_are_shown_as_text_with_their_index_below():
    found = read(stories.story("w_out = 2\nα1 = 3\nL: loss = w_out * α1").svg(0))
    symbols = [t for t in found.root.iter(f"{SVG}text") if t.attrib.get("class") == "symbol name"]
    texts = ["".join(t.itertext()) for t in symbols]
    assert [t.rstrip("\u200b") for t in texts] == ["wout", "α1"]


def test_a_matrix_on_a_wire_is_said_by_its_size():
    told = lessons()["network"].story()
    labels = [
        g.attrib["aria-label"]
        for g in read(told.inline_svg(5)).root.iter()
        if "aria-label" in g.attrib
    ]
    wire = next(label for label in labels if label.startswith("wire from W to "))
    assert wire.endswith(", size 3×4")
    assert not any("value =" in label or "value ," in label for label in labels)
