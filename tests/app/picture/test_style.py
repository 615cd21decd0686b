"""The style of a picture for renderers that know no custom properties."""

import re

import pytest

from app.fonts.store import FAMILIES
from app.picture import style
from app.picture.svg import THEMES


def rules(theme: str, css: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What becomes of one rule of `graph.css`."""
    parse = style.tinycss2.parse_stylesheet

    def planted(text: str, **how: bool) -> object:
        return parse(css if ".graph" in text else text, **how)

    monkeypatch.setattr(style.tinycss2, "parse_stylesheet", planted)
    return style.sheet.__wrapped__(theme)  # past the cache


@pytest.mark.parametrize("theme", THEMES)
def test_no_custom_property_is_left(theme: str):
    sheet = style.sheet(theme)
    assert "var(" not in sheet and "--" not in sheet
    assert style.tokens(theme)["--gradient"] in sheet


def test_themes_differ_in_colours_alone():
    plain = {theme: style.sheet(theme) for theme in THEMES}
    assert len(set(plain.values())) == len(THEMES)
    for theme in THEMES:
        for name, value in style.tokens(theme).items():
            if value.startswith("#"):
                plain[theme] = plain[theme].replace(f":{value}", f":{name}")
    selectors = {
        tuple(line.split("{")[0] for line in sheet.splitlines()) for sheet in plain.values()
    }
    assert len(selectors) == 1


def test_the_picture_asks_for_the_two_families_that_are_served_before_any_other():
    sheet = style.sheet("paper")
    families = {part.split(",")[0].split("}")[0] for part in sheet.split("font-family:")[1:]}
    assert families == {f'"{name}"' for name in FAMILIES.values()}


def test_the_picture_asks_for_no_weight_that_converters_would_have_to_guess():
    weights = re.findall(r"font-weight:(\w+)", style.sheet("paper"))
    assert {*weights} <= {"normal", "400", "700"}


@pytest.mark.parametrize(
    ("css", "written"),
    [
        (".graph a { color: var(--ink) }", "color:#1d1f21"),
        (".graph a { border: 1px solid var(--ink) }", "border:1px solid #1d1f21"),
        (
            ".graph a { fill: color-mix(in srgb, var(--ink) 30%, var(--paper)) }",
            "fill:color-mix(in srgb, #1d1f21 30%, #fbfaf7)",
        ),
        (
            ".graph a { font: 13px Arial, serif }",
            "font-style:normal;font-weight:normal;font-size:13px;font-family:Arial, serif",
        ),
        (
            ".graph a { font: italic 600 1.5em/2 Arial }",
            "font-style:italic;font-weight:600;font-size:1.5em;font-family:Arial",
        ),
    ],
)
def test_a_declaration_is_written_out(css: str, written: str, monkeypatch: pytest.MonkeyPatch):
    assert rules("paper", css, monkeypatch) == f".graph a{{{written}}}"


def test_rules_for_a_device_are_left_out(monkeypatch: pytest.MonkeyPatch):
    css = "@media print { .graph a { fill: red } } .graph b { fill: blue }"
    assert rules("paper", css, monkeypatch) == ".graph b{fill:blue}"
