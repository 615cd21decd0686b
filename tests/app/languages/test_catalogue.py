"""No text is missing, and no translation is left over or has lost a value."""

import ast
import re

import pytest
from babel.messages.catalog import Catalog, Message

from app import languages, texts
from app.languages import catalogue
from app.picture.svg import ROOT

OTHERS = [code for code in languages.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MARKUP = re.compile(r"\$[^$]+\$|`[^`]+`")


def strings(message: Message, what: str) -> list[str]:
    found = getattr(message, what)
    return list(found) if isinstance(found, tuple) else [found]


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every text in the code, in the lessons and in the talks."""
    return texts.template()


@pytest.fixture(scope="module")
def english(template: Catalog) -> dict[object, Message]:
    """The same by context and text."""
    return {(m.context, m.id): m for m in template if m.id}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_its_translation_and_no_translation_is_left_over(
    language: str, english: dict[object, Message]
):
    translated = {(m.context, m.id): m for m in catalogue.catalogue(language) if m.id}
    assert english.keys() - translated.keys() == set(), "run `make texts`"
    assert translated.keys() - english.keys() == set(), "run `make texts`"
    empty = [key for key, m in translated.items() if not all(strings(m, "string"))]
    assert empty == []
    assert [key for key, m in translated.items() if m.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_make_texts_changes_nothing_where_no_text_has_changed(language: str, template: Catalog):
    written = texts.updated(language, template).decode()
    assert written == texts.path_of(language).read_text(encoding="utf-8"), "run `make texts`"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_places_for_values_and_the_formulas(language: str):
    for message in catalogue.catalogue(language):
        if not message.id:
            continue
        places = set(PLACEHOLDER.findall(" ".join(strings(message, "id"))))
        for text in strings(message, "string"):
            assert set(PLACEHOLDER.findall(text)) <= places, message.id
            if places:
                # Nothing but the places may be read as a pattern.
                assert "%" not in PLACEHOLDER.sub("", text).replace("%%", ""), message.id
        found = set(PLACEHOLDER.findall(" ".join(strings(message, "string"))))
        assert found == places, message.id
        pieces = [len(MARKUP.findall(strings(message, what)[0])) for what in ("id", "string")]
        assert pieces[0] == pieces[1], message.id


def test_no_text_stands_inside_an_f_string_where_nothing_finds_it():
    called = {"_", "ngettext", "later", "say", "counted"}
    for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("graph_engine/**/*.py")]:
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(joined, ast.JoinedStr):
                calls = [x.func for x in ast.walk(joined) if isinstance(x, ast.Call)]
                names = {each.id for each in calls if isinstance(each, ast.Name)}
                assert not names & called, f"{path.name}:{joined.lineno}"


def test_no_text_of_a_script_is_overlooked(english: dict[object, Message]):
    # Babel reads no calls inside of template literals.
    said = {
        match[1]
        for path in (ROOT / "static" / "js").rglob("*.js")
        for match in re.finditer(r'\b_\(\s*"((?:[^"\\]|\\.)+)"', path.read_text("utf-8"))
        if path.name != "language.js" or "Step %(number)s" not in match[1]
    }
    known = {
        m.id for m in english.values() if any(path.startswith("static/") for path, _ in m.locations)
    }
    assert said - known == set()


def test_scripts_get_their_texts_whatever_order_the_catalogue_is_in():
    marked = {m.id for m in texts.template() if catalogue.OF_SCRIPTS in m.auto_comments}
    assert len(marked) > 50
    assert marked == catalogue.of_scripts("cs").keys()


@pytest.mark.parametrize(
    ("said", "another"),
    [("označení", "štít"), ("prvek", "složk"), ("hrana", "drát"), ("snímek", "slajd"),
     ("rychlost učení", "míra učení"), ("odkaz", "linku")],
)  # fmt: skip
def test_czech_has_one_word_for_one_thing(said: str, another: str):
    texts = (catalogue.FOLDER / "cs.po").read_text(encoding="utf-8").lower()
    assert said in texts and another not in texts
