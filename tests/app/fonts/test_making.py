"""The two families, read back by a font library and by the tables of the standard."""

import io

import pytest
from fontTools.ttLib import TTFont

from app.fonts import embed, making, needed, store

LIMIT = 90_000
"""Bytes that both families may have together."""


def font(name: str) -> TTFont:
    return TTFont(io.BytesIO((store.folder() / name).read_bytes()))


def glyph_of(made: TTFont, sign: str) -> str:
    return str(made.getBestCmap()[ord(sign)])


def test_both_families_together_are_small():
    assert sum(len(store.served(f"{family}.woff2")) for family in store.FAMILIES) <= LIMIT


@pytest.mark.parametrize("family", store.FAMILIES)
def test_a_family_says_whose_it_is_and_under_which_licence(family: str):
    names = font(f"{family}.woff2")["name"]
    assert names.getDebugName(1) == store.FAMILIES[family]
    assert "Copyright" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


def test_brackets_roots_and_sums_have_their_larger_sizes_and_grow_without_end():
    made = font("math.woff2")
    table, cmap = made["MATH"].table.MathVariants, made.getBestCmap()
    tall = dict(zip(table.VertGlyphCoverage.glyphs, table.VertGlyphConstruction, strict=True))
    for sign in "()[]{}|‖√":
        assert tall[cmap[ord(sign)]].GlyphAssembly is not None, sign
    for sign in "⟨⟩∑∏∫":
        sizes = [each.AdvanceMeasurement for each in tall[cmap[ord(sign)]].MathGlyphVariantRecord]
        assert len(sizes) > 1 and sizes == sorted(sizes), sign


def test_a_prime_above_a_letter_is_as_large_as_its_size_says():
    made = font("math.woff2")
    glyphs, prime = made["glyf"], glyph_of(made, "′")
    ((raised, *_),) = (
        part.alternates[prime]
        for record in made["GSUB"].table.FeatureList.FeatureRecord
        if record.FeatureTag == "ssty"
        for place in record.Feature.LookupListIndex
        for part in made["GSUB"].table.LookupList.Lookup[place].SubTable
    )
    assert glyphs[raised].yMax - glyphs[raised].yMin > 1.3 * (
        glyphs[prime].yMax - glyphs[prime].yMin
    )


@pytest.mark.parametrize("face", store.FACES)
def test_converters_find_every_character_in_every_face(face: str):
    found = {chr(code) for code in font(f"{face}.ttf").getBestCmap()}
    assert {*needed.TEXT, *needed.MATH} - found <= {"\u2061", "\u2062"}


def test_an_accent_stands_over_the_middle_of_an_italic_letter():
    made = font("name.ttf")
    glyphs, cmap = made["glyf"], made.getBestCmap()
    for letter, base in (("ŷ", "y"), ("á", "a"), ("ř", "r"), ("Č", "C")):
        whole, below = glyphs[cmap[ord(letter)]], glyphs[cmap[ord(base)]]
        assert whole.yMax > below.yMax and (whole.xMin, whole.yMin) == (below.xMin, below.yMin)
        assert whole.xMax < below.xMax + 150
        assert made["hmtx"][cmap[ord(letter)]][0] == made["hmtx"][cmap[ord(base)]][0]


@pytest.mark.parametrize("face", ["math", "name", "vector", "text", "bold"])
def test_an_accent_stands_in_place_of_the_dot(face: str):
    made = font(f"{face}.ttf")
    glyphs, cmap = made["glyf"], made.getBestCmap()
    assert len(glyphs[cmap[ord("i")]].getCoordinates(glyphs)[1]) == 2
    # The stem and the accent.
    assert len(glyphs[cmap[ord("í")]].getCoordinates(glyphs)[1]) == 2


def test_a_picture_brings_the_letters_that_it_has_and_no_others():
    svg = (
        '<text class="value"><tspan class="name">w</tspan><tspan class="index">1</tspan> '
        '<tspan data-slot="s">= −1 &amp; 2</tspan></text><text class="symbol sign">×</text>'
    )
    rules = embed.rules(svg)
    assert rules.count("@font-face") == 4
    for face, letters in (("name", "w"), ("math", "1×"), ("text", " &12=−"), ("bold", " &12=−")):
        cut = embed.cut(face, letters)
        assert {chr(code) for code in TTFont(io.BytesIO(cut)).getBestCmap()} == {*letters}
        assert embed.address(cut) in rules
        assert len(cut) < 3000


def test_fonts_are_made_once_and_whole(monkeypatch: pytest.MonkeyPatch):
    made = store.folder()
    monkeypatch.setattr(store, "BUILD", made.parent)
    assert store.folder.__wrapped__() == made
    names = [
        *(f"{each}.woff2" for each in store.FAMILIES),
        *(f"{each}.ttf" for each in store.FACES),
    ]
    assert {path.name for path in made.iterdir()} == {store.WIDTHS, *names}


def test_fonts_of_older_sources_go_when_newer_ones_are_there(
    tmp_path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(making, "make", lambda names: making.Made({}, {}, {}))
    for name in ("older", "making-others"):
        (tmp_path / name).mkdir()
    store._make(tmp_path / "new")
    assert {path.name for path in tmp_path.iterdir()} == {"new", "making-others"}


def test_where_nothing_can_be_written_the_fonts_are_kept_elsewhere(
    tmp_path, monkeypatch: pytest.MonkeyPatch
):
    def planted(place) -> None:
        place.mkdir()
        (place / store.WIDTHS).write_text("{}")

    monkeypatch.setattr(store, "BUILD", tmp_path / "file" / "fonts")
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(store, "_make", planted)
    found = store.folder.__wrapped__()
    assert found.is_relative_to(tmp_path / "cache") and (found / store.WIDTHS).is_file()
