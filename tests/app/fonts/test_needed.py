"""Every character that the app can show is in a family of ours: no box, no font of the machine."""

import re
import unicodedata
from html import unescape
from pathlib import Path

import pytest
from babel import Locale

from app.fonts import needed
from app.languages import LANGUAGES

ROOT = Path(__file__).parents[3]

SHOWN = {*needed.TEXT, *needed.MATH, "\n", "\t", "\r"}

READ = {
    # What is typed is read in any notation, and is in tables of these files; it is not shown.
    "app/reading/characters.py",
    "app/predict/answers.py",
    "graph_engine/program/paper.py",
    "graph_engine/spelling.py",
    "static/js/lib/reading.js",
    "app/classroom/names.py",
    "app/classroom/taking.py",
    # What an index is in TeX, and the borders of ranges of letters.
    "app/exports/tex.py",
    "static/js/lib/tokens.js",
    "static/js/lib/complete.js",
    "graph_engine/program/scan.py",
    "app/exports/pptx.py",
    # Marks that stand for places in a formula while it is written.
    "app/wording/formulas.py",
    "app/wording/numbers.py",
    "app/routes/api.py",
    "app/fonts/needed.py",
    "app/fonts/making.py",
}

SOURCES = sorted(
    str(path.relative_to(ROOT))
    for pattern in (
        "app/**/*.py", "app/**/*.toml", "app/languages/*.po", "graph_engine/**/*.py",
        "templates/*", "static/js/**/*.js", "static/css/*.css", "docs/language.md",
    )
    for path in ROOT.glob(pattern)
)  # fmt: skip


def letters(text: str) -> set[str]:
    """The characters of a source, with those that it writes as codes."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    shown = {each for each in unescape(text) if unicodedata.category(each) not in ("Cc", "Cs")}
    return shown - {"\ufeff"}  # before a text it says how it is stored, and is never seen


def test_every_text_of_the_program_can_be_written():
    missing = {}
    for name in SOURCES:
        found = letters((ROOT / name).read_text(encoding="utf-8")) - SHOWN
        if name not in READ and found:
            missing[name] = "".join(sorted(found))
    assert missing == {}


def test_what_is_not_looked_at_is_there():
    assert {*SOURCES} >= READ


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_letter_of_a_language_can_be_written(code: str):
    data = Locale.parse(code)
    words = [*data.days["format"]["wide"].values(), *data.months["format"]["wide"].values()]
    text = "".join(words)
    assert {*text, *text.upper()} <= SHOWN


def test_a_letter_of_mathematics_has_one_face():
    assert {*needed.GREEK, *needed.LETTERLIKE, *"∂∇√∑∞"}.isdisjoint(needed.TEXT)


def test_letters_of_other_forms_are_those_that_unicode_calls_so():
    for table, kind in ((needed.italics(), "ITALIC"), (needed.bolds(), "BOLD")):
        for plain, form in table.items():
            if form == "ℎ":
                continue  # Planck's, older than the others
            assert unicodedata.name(form).startswith(f"MATHEMATICAL {kind}")
            same = [unicodedata.normalize("NFKC", each) for each in (form, plain)]
            assert same[0] == same[1] or plain in "ıȷ"
