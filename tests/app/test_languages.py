"""English and Czech: no text is missing, none is left unmarked, numbers are written as is usual."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Message
from babel.support import NullTranslations
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app import create_app, languages, reference, texts
from app.languages import catalogue
from app.lessons import lessons
from app.picture import ROOT
from app.routes import pages, present
from graph_engine import say

OTHERS = [code for code in languages.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MARKUP = re.compile(r"\$[^$]+\$|`[^`]+`")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(TESTING=True).test_client()


def strings(message: Message, what: str) -> list[str]:
    found = getattr(message, what)
    return list(found) if isinstance(found, tuple) else [found]


@pytest.fixture(scope="module")
def english() -> dict[object, Message]:
    """Every text in the code, in the lessons and in the talks."""
    return {(m.context, m.id): m for m in texts.template() if m.id}


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


# -- a language of brackets: what stands outside of them was never marked as a text ---------


class Brackets(NullTranslations):
    """Every text in brackets, so that what was forgotten can be seen."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-say", "data-title", "content")
SILENT = {"script", "style", "code", "pre", "textarea", "math"}
BARE = re.compile(r"[^\W\d_]{3,}")


class Words(HTMLParser):
    """The words on a page that are in no brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = {*(given.get("class") or "").split()}
        if tag in SILENT or given.get("translate") == "no" or classes & {"symbol", "name"}:
            self.silent.append(tag)
        for name in SPOKEN:
            viewport = given.get("name") in ("viewport", "generator")
            if given.get(name) and not viewport and "lang" not in given:
                self._see(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text += data + "\n"

    def _see(self, text: str) -> None:
        while (bare := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
            text = bare
        self.found += BARE.findall(text)

    def words(self) -> set[str]:
        self._see(self.text)
        return set(self.found)


NAMES = {
    *("Chalkgraph", "English", "Čeština", "Česky"),
    # What stands in nodes is the operation's sign.
    *("log", "exp", "max", "min", "sin", "cos", "tan", "tanh", "relu", "logistic", "hinge", "vec"),
}
"""Words that are the same in every language: names, and the signs of operations."""


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Czech is that language; nothing that was made in the real one is kept, nor the other way."""
    kept = (pages._card_picture, present._talk, reference._entries)
    monkeypatch.setattr(catalogue, "translations", lambda language: Brackets())
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


PAGES = [
    "/",
    "/reference",
    "/neuron",
    "/nowhere",
    "/lesson/example-2?step=24",
    "/lesson/example-2?step=24&numbers=exact&accumulate=1&iterations=3&hide=values",
    "/lesson/network?step=14",
    "/lesson/network?zoom=layers",
    "/lesson/samples?step=3",
    "/lesson/network?step=foo",
    "/studio",
    "/studio?p=garbage",
    "/embed/lesson/example-2",
    "/present/example-2",
    "/present/example-2?window=speaker",
    "/talk/lecture",
]


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("address", PAGES)
def test_every_word_on_a_page_is_a_text_that_can_be_translated(client: FlaskClient, address: str):
    answer = client.get(address, headers={"Accept-Language": "cs"})
    page = Words()
    page.feed(answer.get_data(as_text=True))
    assert "⟦" in answer.get_data(as_text=True)
    assert page.words() - NAMES == set()


# -- which language is spoken -----------------------------------------------------------------


def spoken(client: FlaskClient, address: str, **headers: str) -> str:
    page = client.get(address, headers=headers).get_data(as_text=True)
    found = re.search(r'<html lang="(\w+)"', page)
    assert found
    return found[1]


def test_the_browser_says_the_language(client: FlaskClient):
    for accepted, language in {
        "": "en",
        "cs": "cs",
        "cs-CZ,cs;q=0.9,en;q=0.8": "cs",
        "de,en;q=0.5": "en",
        "de": "en",
        "en-GB,cs;q=0.9": "en",
        "\x00;;,": "en",
    }.items():
        assert spoken(client, "/", **{"Accept-Language": accepted}) == language, accepted


def test_the_address_says_it_better_and_every_link_keeps_it(client: FlaskClient):
    assert spoken(client, "/?lang=cs") == "cs"
    assert spoken(client, "/?lang=en", **{"Accept-Language": "cs"}) == "en"
    assert spoken(client, "/?lang=klingon", **{"Accept-Language": "cs"}) == "cs"
    page = client.get("/lesson/example-2?lang=cs&step=3").get_data(as_text=True)
    links = re.findall(r'href="(/(?:lesson|studio|reference|present)[^"#]*)"', page)
    assert len(links) > 60
    assert [link for link in links if link.count("lang=") != 1] == []


def test_no_cookie_is_set_and_caches_know_that_the_language_matters(client: FlaskClient):
    answer = client.get("/?lang=cs")
    assert "Set-Cookie" not in answer.headers
    assert "Accept-Language" in answer.headers["Vary"]


# -- how it is spoken -------------------------------------------------------------------------


def sentences(client: FlaskClient, address: str) -> list[str]:
    return [step["sentence"] for step in client.get(address).get_json()["steps"]]


def test_czech_has_its_own_sentences_for_every_step_of_every_lesson(client: FlaskClient):
    for slug in lessons():
        english = sentences(client, f"/lesson/{slug}.json")
        czech = sentences(client, f"/lesson/{slug}.json?lang=cs")
        assert len(czech) == len(english)
        same = {a for a, b in zip(english, czech, strict=True) if a == b and BARE.search(a)}
        # "z₁ = −2." is the same in both.
        assert {text for text in same if " = " not in text} == set(), slug


def test_czech_has_a_decimal_comma_and_semicolons_between_entries(client: FlaskClient):
    story = client.get("/lesson/example-2.json?lang=cs&numbers=exact").get_json()
    said = " ".join(step["sentence"] for step in story["steps"])
    assert "−1,462117" in said
    assert re.search(r"\d\.\d", said) is None
    assert re.search(r"<mn>\d+\.\d+</mn>", str(story)) is None
    assert "(0,869407; 0,108929; 0,456644)" in " ".join(
        sentences(client, "/lesson/network.json?lang=cs")
    )


def test_numbers_and_names_of_the_data_are_the_same_in_every_language(client: FlaskClient):
    stories = [
        client.get(f"/lesson/example-2.json?lang={code}").get_json() for code in ("en", "cs")
    ]
    for part in ("nodes", "edges", "updates", "chains"):
        for one, other in zip(stories[0][part], stories[1][part], strict=True):
            for key in ("id", "name", "role", "op", "value", "gradient", "local", "old", "new"):
                assert one.get(key) == other.get(key)


@given(name=st.text(min_size=1, max_size=20))
def test_what_a_user_typed_comes_through_a_translation_unchanged(name: str):
    text = say("%(name)s was %(was)s; it becomes %(now)s.", name=name, was="1 %", now="%(x)s %")
    assert text == f"{name} was 1 %; it becomes %(x)s %."
    with create_app().test_request_context("/?lang=cs"):
        told = languages.told(text)
    assert told != text
    assert name in told and "1 %" in told and "%(x)s %" in told


def test_a_title_that_is_no_lessons_is_left_as_it_is():
    with create_app().test_request_context("/?lang=cs"):
        assert languages.lesson_text("update") == "update"
        assert languages.lesson_text("") == ""
        assert languages.told("") == ""


def test_outside_of_a_request_english_is_spoken():
    assert languages.language() == "en"
    assert languages.decimal() == "."
    assert languages.told("update") == "update"
