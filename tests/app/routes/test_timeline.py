"""The timeline of a page without a script: a tick per step, under the word of its phase."""

from collections import Counter

from flask.testing import FlaskClient

from app.routes.pages import TICKS

from ..stories import DOUBLING, story
from .reading import get_page, studio

LESSON = "/lesson/example-2"


def test_ticks_lead_to_their_steps(client: FlaskClient):
    found = get_page(client, f"{LESSON}?step=7")
    ticks = found.one("nav", data_ticks="*").find("a", data_state="*")
    assert [t.attributes["data-go"] for t in ticks] == [str(k) for k in range(33)]
    states = Counter(t.attributes["data-state"] for t in ticks)
    assert states == {"done": 7, "now": 1, "ahead": 25}


def test_ticks_stand_under_the_word_of_their_phase(client: FlaskClient):
    found = get_page(client, f"{LESSON}?iterations=2").one("nav", data_ticks="*")
    spans = [(s.one("a", class_="word").text, len(s.find("a", data_state="*"))) for s in
             found.find("div", class_="span")]  # fmt: skip
    again = [("forward again", 5), ("backward again", 12), ("update again", 3)]
    first = [("start", 1), ("forward", 12), ("backward", 12), ("update", 3)]
    assert spans == [*first, *again, ("forward again", 5)]


def test_a_long_story_has_fewer_ticks_than_steps(client: FlaskClient):
    found = get_page(client, studio(DOUBLING, step=401))
    ticks = found.one("nav", data_ticks="*").find("a", data_state="*")
    assert len(ticks) <= TICKS + 1
    assert ticks[-1].attributes["data-go"] == str(story(DOUBLING).last)
    assert [t.attributes["data-state"] for t in ticks].count("now") == 1
