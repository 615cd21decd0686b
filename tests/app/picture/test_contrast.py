"""Every theme can be read: AA contrast for text, 3 : 1 for strokes that mean something."""

import re
from collections.abc import Iterator

import pytest

from app.picture.svg import ROOT, THEMES

CSS = ROOT / "static" / "css"

TEXT = {
    # colour: the grounds that it is read on
    "ink": "paper surface mark local-ground warning-ground input weight label constant",
    "muted": "paper surface input weight label constant",  # leaves too, beside a chosen path
    "value": "paper surface line-0 line-1 line-2",
    "local": "paper surface local-ground line-0 line-1 line-2",
    "gradient": "paper surface line-0 line-1 line-2",
    **{f"ink-{line}": "paper" for line in range(3)},  # names of a matrix's entries
    "update": "paper surface",
    "warning": "paper surface warning-ground",
    "paper": "ink",  # the first button
}
"""Colours of text with what they stand on; 4.5 : 1."""

STROKES = {
    "ink": "paper surface input weight label constant",
    "wire": "paper",
    "edge": "paper surface",  # nodes that wait, fields, buttons
    "mark-line": "paper surface mark",
    "warning": "paper surface",
    "local": "paper surface",
    "muted": "paper surface",  # a number that is asked for
    **{f"ink-{line}": "paper surface" for line in range(3)},  # ways of a matrix's lines
}
"""Colours of lines that say something; 3 : 1."""

BANDS = {"heat-7": 0.28, "heat-1": 0.28, "gradient": 0.18}
"""The colours of ribbons, and how opaque they are (`graph.css`)."""

DECORATION = {"line", "paper", "surface", "local-ground", "mark", "warning-ground"} | {
    "input", "weight", "label", "constant",
    "line-0", "line-1", "line-2",
    "heat-line", "heat-zero", *(f"heat-{level}" for level in (0, 1, 2, 3, 5, 6, 7, 8)),
}  # fmt: skip
"""Grounds, and lines between things that are told apart without them."""


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme, from the tokens."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    found = {}
    for name, body in re.findall(r'\[data-theme="(\w+)"\] \{([^}]*)\}', text):
        found[name] = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body))
    return found


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(colour, ground) for colour, grounds in table.items() for ground in grounds.split()]


def test_the_measure_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#ffffff") == 1


def test_every_theme_names_every_colour():
    assert tuple(themes()) == THEMES
    names = [set(colours) for colours in themes().values()]
    assert names[0] == names[1] == names[2]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("colour", "ground"), pairs(TEXT))
def test_text_can_be_read(theme: str, colour: str, ground: str):
    colours = themes()[theme]
    assert contrast(colours[colour], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("band", BANDS)
def test_a_text_that_reaches_into_a_ribbon_can_be_read(theme: str, band: str):
    css = (CSS / "graph.css").read_text(encoding="utf-8")
    colours, opacity = themes()[theme], BANDS[band]
    assert f"stroke: var(--{band}); stroke-opacity: {opacity};" in css
    ground = mixed(colours["paper"], colours[band], opacity)
    for colour in ("ink", "value", "gradient", "update"):
        assert contrast(colours[colour], ground) >= 4.5, colour


PALE = {
    '.past[data-state="done"] ~ .chain': (
        *("ink surface", "ink mark", "gradient surface", "local local-ground"),
    ),
}
"""What is paler because it stands there already, and its texts with what they stand on."""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pale", PALE)
def test_what_is_paler_can_still_be_read(theme: str, pale: str):
    css = "".join((CSS / f"{name}.css").read_text("utf-8") for name in ("graph", "strip"))
    (opacity,) = re.findall(re.escape(pale) + r" \{ opacity: ([\d.]+); \}", css)
    for pair in PALE[pale]:
        colour, ground = (themes()[theme][name] for name in pair.split())
        assert contrast(mixed(ground, colour, float(opacity)), ground) >= 4.5, pair


def mixed(under: str, over: str, opacity: float) -> str:
    """A colour over another one."""
    pairs = [(int(under[k : k + 2], 16), int(over[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * opacity):02x}" for a, b in pairs)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("colour", "ground"), pairs(STROKES))
def test_a_line_that_means_something_can_be_seen(theme: str, colour: str, ground: str):
    colours = themes()[theme]
    assert contrast(colours[colour], colours[ground]) >= 3


@pytest.mark.parametrize("ground", TEXT["ink"].split())
def test_the_projector_has_the_highest_contrast(ground: str):
    by_theme = {theme: contrast(c["ink"], c[ground]) for theme, c in themes().items()}
    assert by_theme["projector"] == max(by_theme.values())
    assert by_theme["projector"] >= 7


def rules() -> Iterator[tuple[str, str]]:
    """Every property that sets a colour, with the token that it takes."""
    for path in sorted(CSS.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name, value in re.findall(r"(?<![\w-])([a-z-]+):\s*([^;{}]+)[;}]", text):
            for token in re.findall(r"var\(--([\w-]+)\)", value):
                yield name, token


def test_no_colour_is_used_that_the_tables_do_not_have():
    text = {token for name, token in rules() if name in ("color", "fill")}
    lines = {
        token
        for name, token in rules()
        if "stroke" in name or "border" in name or "outline" in name
    }
    colours = set(next(iter(themes().values())))
    assert text & colours <= set(TEXT) | set(STROKES) | DECORATION
    # heat: ribbons, which are also told apart by lines whole and broken
    also = {"heat-0", "heat-1", "heat-7", "heat-8"}
    # mark: the halo of a chosen wire; value: curves; update: the wire of a loop;
    # paper: round a dot; surface: round a text of a card that a curve goes under
    also |= {
        "line",
        "mark",
        "heat-line",
        "value",
        "update",
        "gradient",
        "local",
        "paper",
        "surface",
    }
    assert lines & colours <= set(STROKES) | also


def test_colours_that_the_reader_has_chosen_replace_every_one_of_ours():
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    forced = text[text.index("@media (forced-colors: active)") :]
    assert set(re.findall(r"--([\w-]+):", forced)) == set(next(iter(themes().values())))
    assert "#" not in forced


def test_colours_are_named_in_the_tokens_and_nowhere_else():
    for path in CSS.glob("*.css"):
        if path.name != "tokens.css":
            found = re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8"))
            assert found == [], path.name
