"""The two families, cut out of their sources: what browsers get, and what converters are given.

Browsers get one file for each. In that of mathematics a letter's italic or bold form takes its
place where a style asks for it: texts stay plain, and can be copied, searched and read aloud.
Converters know nothing of that, and look for a letter that a font lacks anywhere: so they are
given a font for each form, and in each every character that there is.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder, addFvar
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.featureVars import addFeatureVariations
from fontTools.varLib.instancer import instantiateVariableFont

from . import needed
from .sources import source

RECORDS = (0, 7, 13, 14)
"""Of the names in a font: whose it is, and its licence."""

UNITS = 1000
"""Into which an em is divided in what converters are given."""


@dataclass(frozen=True)
class Made:
    """What is made of the sources."""

    web: Mapping[str, bytes]
    """WOFF2, by family."""
    drawn: Mapping[str, bytes]
    """TrueType for converters, by face."""
    widths: Mapping[str, Mapping[str, int]]
    """How wide each character is, in thousandths of the size, by face."""


def make(names: Mapping[str, str]) -> Made:
    """Everything; `names` has what the families are called."""
    text, (math, forms) = _cut("text", needed.TEXT, features=["kern"]), _math()
    plain = _letters(math)
    drawn, widths = {}, {}
    for face, weight, style in (("text", 400, "Regular"), ("bold", 700, "Bold")):
        letters = plain | _letters(instantiateVariableFont(text, {"wght": weight}))
        drawn[face], widths[face] = _drawn(letters, names["text"], style)
    upright = _letters(instantiateVariableFont(text, {"wght": 400})) | plain
    for face, style in (("math", "Regular"), ("name", "Italic"), ("vector", "Bold")):
        instead = {letter: (math, glyph) for letter, glyph in forms.get(face, {}).items()}
        drawn[face], widths[face] = _drawn(upright | instead, names["math"], style)
    _formed(math, forms)
    web = {}
    for family, font in (("text", text), ("math", math)):
        _call(font, names[family], "Regular")
        web[family] = _packed(font)
    return Made(web, drawn, widths)


Letters = dict[str, tuple[TTFont, str]]
"""Characters, each with the font and the glyph that draws it."""


def _letters(font: TTFont) -> Letters:
    return {chr(code): (font, glyph) for code, glyph in font.getBestCmap().items()}


def _cut(
    family: str,
    characters: Iterable[str],
    *,
    glyphs: Iterable[str] = (),
    features: Iterable[str] = (),
) -> TTFont:
    """A source with these characters and glyphs alone, and with all sizes of its brackets.

    Mathematics is not kerned: its letters stand for things of their own, each as wide as measured.
    """
    options = subset.Options()
    options.layout_features = list(features)
    options.hinting = False
    options.glyph_names = True
    options.notdef_outline = True
    options.name_IDs = list(RECORDS)
    options.drop_tables += ["DSIG", "STAT"]
    font = TTFont(source(family))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(each) for each in characters], glyphs=glyphs)
    cutter.subset(font)
    return font


def _math() -> tuple[TTFont, Mapping[str, Mapping[str, str]]]:
    """The family of mathematics, and the glyphs of its other forms by letter."""
    forms = {"name": needed.italics(), "vector": needed.bolds()}
    letters = {form for table in forms.values() for form in table.values()}
    small = [glyph for glyphs in needed.IN_INDICES.values() for glyph in glyphs]
    font = _cut("math", {*needed.MATH, *letters} - {*needed.DRAWN_AS}, glyphs=small)
    for sign, other in needed.DRAWN_AS.items():
        _encode(font, ord(sign), font.getBestCmap()[ord(other)])
    cmap = font.getBestCmap()
    found = {}
    for face, table in forms.items():
        glyphs = {plain: cmap[ord(form)] for plain, form in table.items() if ord(plain) in cmap}
        for letter, (base, accent) in needed.accented().items():
            if base in table and ord(letter) in cmap:
                below = glyphs.get({"i": "ı", "j": "ȷ"}.get(base, base), glyphs[base])
                if base in "ij" and below == glyphs[base]:
                    below = _dotless(font, below)
                glyphs[letter] = f"{cmap[ord(letter)]}.{face}"
                _accented(font, glyphs[letter], below, cmap[ord(accent)])
        found[face] = glyphs
    return font, found


def _formed(font: TTFont, forms: Mapping[str, Mapping[str, str]]) -> None:
    """Have the letters of a font change where a style asks for italic or bold.

    A style sheet says `font-style` and `font-weight` as ever: those are axes of the font, and
    beyond a point of an axis other glyphs stand for the letters. No outline varies.
    """
    addFvar(font, [("slnt", -20, 0, 0, "Slant"), ("wght", 400, 400, 700, "Weight")], [])
    font["gvar"] = gvar = newTable("gvar")
    gvar.version, gvar.reserved, gvar.variations = 1, 0, {}
    cmap = font.getBestCmap()
    conditions = {"vector": {"wght": (0.5, 1.0)}, "name": {"slnt": (-1.0, -0.25)}}
    del font["GSUB"]
    small = "".join(
        f"sub {cmap[ord(sign)]} from [{' '.join(glyphs)}]; "
        for sign, glyphs in needed.IN_INDICES.items()
    )
    addOpenTypeFeaturesFromString(font, f"feature ssty {{ {small} }} ssty;", tables=["GSUB"])
    addFeatureVariations(
        font,
        [
            ([region], {cmap[ord(plain)]: form for plain, form in forms[face].items()})
            for face, region in conditions.items()
        ],
    )


def _accented(font: TTFont, glyph: str, base: str, accent: str) -> None:
    """A new glyph: one over the other, where the table for mathematics would put it."""
    tops = font["MATH"].table.MathGlyphInfo.MathTopAccentAttachment
    at = dict(zip(tops.TopAccentCoverage.glyphs, tops.TopAccentAttachment, strict=True))
    (left, _, right, high), mark = _bounds(font, base), _bounds(font, accent)
    over = at[base].Value if base in at else (left + right) / 2
    of_mark = at[accent].Value if accent in at else (mark[0] + mark[2]) / 2
    below = mark[3] <= 0
    lift = 0 if below else max(0, high - font["OS/2"].sxHeight)
    pen = TTGlyphPen(font.getGlyphSet())
    pen.addComponent(base, (1, 0, 0, 1, 0, 0))
    pen.addComponent(accent, (1, 0, 0, 1, round(over - of_mark), round(lift)))
    font.setGlyphOrder([*font.getGlyphOrder(), glyph])
    font["glyf"][glyph] = pen.glyph()
    font["hmtx"][glyph] = font["hmtx"][base]
    font["glyf"][glyph].recalcBounds(font["glyf"])
    if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
        font["GDEF"].table.GlyphClassDef.classDefs[glyph] = 1


def _dotless(font: TTFont, glyph: str) -> str:
    """A new glyph: i or j without its dot, for a form in which the source has none."""
    name = f"{glyph}.dotless"
    if name in font["glyf"].glyphs:
        return name
    drawn = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(drawn)
    contours: list[list[tuple[str, tuple[tuple[float, float] | None, ...]]]] = [[]]
    for said in drawn.value:
        contours[-1].append(said)
        if said[0] == "closePath":
            contours.append([])
    contours.pop()

    def lowest(contour: list[tuple[str, tuple[tuple[float, float] | None, ...]]]) -> float:
        return min(point[1] for _, points in contour for point in points if point)

    dot = max(contours, key=lowest)
    pen = TTGlyphPen(None)
    for contour in contours:
        for operation, points in contour if contour is not dot else ():
            getattr(pen, operation)(*points)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = font["hmtx"][glyph]
    font["glyf"][name].recalcBounds(font["glyf"])
    return name


def _bounds(font: TTFont, glyph: str) -> tuple[float, float, float, float]:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[glyph].draw(pen)
    return pen.bounds or (0, 0, 0, 0)


def _encode(font: TTFont, code: int, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = glyph


def _drawn(letters: Letters, family: str, style: str) -> tuple[bytes, dict[str, int]]:
    """A font that has all these letters, and how wide each is; no features, so no surprises."""
    order, outlines, metrics, codes = [".notdef"], {}, {}, {}
    outlines[".notdef"], metrics[".notdef"] = TTGlyphPen(None).glyph(), (UNITS // 2, 0)
    known: dict[tuple[int, str], str] = {}
    for letter, (font, glyph) in sorted(letters.items()):
        key = (id(font), glyph)
        if key not in known:
            known[key] = name = f"g{len(order)}"
            order.append(name)
            outlines[name], wide = _outline(font, glyph)
            metrics[name] = (wide, outlines[name].xMin if outlines[name].numberOfContours else 0)
        codes[ord(letter)] = known[key]
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(codes)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=905, descent=-212)
    builder.setupNameTable({})
    builder.setupOS2(sTypoAscender=905, sTypoDescender=-212, usWinAscent=905, usWinDescent=212)
    builder.setupPost()
    for font in {id(font): font for font, _ in letters.values()}.values():
        for record in font["name"].names:
            if record.nameID in RECORDS:
                builder.font["name"].names.append(record)
    _call(builder.font, family, style)
    wide_of = {chr(code): metrics[glyph][0] for code, glyph in codes.items()}
    return _saved(builder.font), wide_of


def _outline(font: TTFont, glyph: str) -> tuple[Glyph, int]:
    """A glyph and its width, in `UNITS`."""
    scale = UNITS / font["head"].unitsPerEm
    glyphs = font.getGlyphSet()
    recorded = DecomposingRecordingPen(glyphs)
    glyphs[glyph].draw(recorded)
    pen = TTGlyphPen(None)
    recorded.replay(TransformPen(pen, Transform().scale(scale)))
    drawn = pen.glyph()
    drawn.recalcBounds(None)
    return drawn, round(glyphs[glyph].width * scale)


def _call(font: TTFont, family: str, style: str) -> None:
    """Give a font its name, beside whose it is and its licence."""
    names = font["name"]
    names.names = [
        record for record in names.names if record.nameID in RECORDS or record.nameID > 255
    ]
    compact = f"{family}-{style}".replace(" ", "")
    for number, text in (
        (1, family),
        (2, style),
        (3, compact),
        (4, f"{family} {style}"),
        (6, compact),
    ):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    font["OS/2"].fsSelection = {"Regular": 0x40, "Bold": 0x20, "Italic": 0x01}[style]
    font["head"].macStyle = {"Regular": 0, "Bold": 1, "Italic": 2}[style]


def _packed(font: TTFont) -> bytes:
    """As WOFF2, without the names of its glyphs."""
    font = TTFont(io.BytesIO(_saved(font)), recalcTimestamp=False)
    font["post"].formatType = 3.0
    font.flavor = "woff2"
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    packed = io.BytesIO()
    font.recalcTimestamp = False
    font.save(packed)
    return packed.getvalue()
