"""English and Czech: which is spoken, and that numbers are written as is usual."""

import re

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app import create_app, languages
from app.lessons import lessons
from graph_engine import say

from .words import BARE

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
    assert "−3,718 · 0,1966" in said
    assert re.search(r"\d\.\d", said) is None
    assert re.search(r"<mn>\d+\.\d+</mn>", str(story)) is None
    assert "(0,869; 0,109; 0,457)" in " ".join(sentences(client, "/lesson/network.json?lang=cs"))


def test_numbers_and_names_of_the_data_are_the_same_in_every_language(client: FlaskClient):
    stories = [
        client.get(f"/lesson/example-2.json?lang={code}").get_json() for code in ("en", "cs")
    ]
    for part in ("nodes", "edges", "updates", "chains"):
        for one, other in zip(stories[0][part], stories[1][part], strict=True):
            for key in ("id", "name", "role", "op", "value", "gradient", "local", "old", "new"):
                assert one.get(key) == other.get(key)


@given(name=st.text(min_size=1, max_size=20))
def test_what_a_user_typed_comes_through_a_translation_unchanged(client: FlaskClient, name: str):
    text = say("%(name)s was %(was)s; it becomes %(now)s.", name=name, was="1 %", now="%(x)s %")
    assert text == f"{name} was 1 %; it becomes %(x)s %."
    with client.application.test_request_context("/?lang=cs"):
        told = languages.translate(text)
    assert told != text
    assert name in told and "1 %" in told and "%(x)s %" in told


def test_a_title_that_is_no_lessons_is_left_as_it_is():
    with create_app().test_request_context("/?lang=cs"):
        assert languages.lesson_text("update") == "update"
        assert languages.lesson_text("") == ""
        assert languages.translate("") == ""


def test_outside_of_a_request_english_is_spoken():
    assert languages.language() == "en"
    assert languages.decimal() == "."
    assert languages.translate("update") == "update"
