"""The style of a picture for renderers that know no custom properties."""

import pytest

from app import style
from app.picture import THEMES


def rules(theme: str, css: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What becomes of one rule of `graph.css`."""
    parse = style.tinycss2.parse_stylesheet

    def planted(text: str, **how: bool) -> object:
        return parse(css if ".graph" in text else text, **how)

    monkeypatch.setattr(style.tinycss2, "parse_stylesheet", planted)
    return style.sheet.__wrapped__(theme)  # past the cache


@pytest.mark.parametrize("theme", THEMES)
def test_no_custom_property_is_left(theme: str):
    for shipped in (False, True):
        sheet = style.sheet(theme, shipped=shipped)
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


def test_the_fonts_that_come_with_the_program_are_named_alone():
    sheet = style.sheet("paper", shipped=True)
    families = {part.split("}")[0].split(";")[0] for part in sheet.split("font-family:")[1:]}
    assert families == {'"Liberation Sans"', '"STIXGeneral"', '"Arimo"', '"DejaVu Sans"'}


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
