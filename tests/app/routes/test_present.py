"""The stage's pages, as the server writes them."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.state.link import pack

from .reading import post


def deck(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    found = re.search(
        r'<script type="application/json" id="deck">(.*?)</script>', answer.text, re.S
    )
    assert found
    return json.loads(found[1])


def test_a_lesson_is_one_slide_with_all_its_steps(client: FlaskClient):
    found = deck(client, "/present/example-2?step=17&numbers=exact")
    (slide,), (story,) = found["slides"], found["stories"]
    assert (slide["from"], slide["to"], found["at"]) == (0, len(story["steps"]) - 1, 17)
    assert story["arithmetic"] == "exact"
    assert found["back"] == "/lesson/example-2?numbers=exact"


def test_what_a_story_wishes_is_itself(client: FlaskClient):
    for address in (
        "/present/example-2?v.x1=3&focus=w2",
        "/present/network?zoom=vectors&vec=columns",
    ):
        found = deck(client, address)
        (story,) = found["stories"]
        again = post(client, {**story["wish"], "room": found["room"]}).get_json()
        assert again == {key: value for key, value in story.items() if key != "wish"}


def test_a_typed_program_is_presented_and_its_title_is_only_text(client: FlaskClient):
    program = "# <script>alert(1)</script> & </script>\nx = 2\nL = x*x\n"
    found = deck(client, f"/present?p={pack(program)}")
    assert found["title"] == "<script>alert(1)</script> & </script>"
    assert "<script" not in found["slides"][0]["html"]


def test_a_program_that_is_wrong_is_said_with_its_line(client: FlaskClient):
    answer = client.get(f"/present?p={pack('x = 2' + chr(10) + 'y = x +')}")
    assert answer.status_code == 422
    assert client.get("/present/nothing").status_code == 404
    assert client.get("/talk/nothing").status_code == 404


def test_the_speakers_window_has_the_same_deck(client: FlaskClient):
    shown, stories = deck(client, "/talk/lecture"), client.get("/talk/lecture.json").json["stories"]
    assert deck(client, "/talk/lecture?window=speaker") == {
        **{name: value for name, value in shown.items() if name != "rest"},
        "stories": stories,
    }
    assert "data-elapsed" in client.get("/talk/lecture?window=speaker").text


@pytest.mark.parametrize(("slide", "first"), [("", 0), ("22", None), ("44", None), ("x", 0)])
def test_a_talk_begins_with_the_story_that_is_seen_first_and_all_that_share_its_room(
    client: FlaskClient, slide: str, first: int | None
):
    found = deck(client, f"/talk/lecture?slide={slide}&theme=board&lang=cs")
    stories = client.get(found["rest"]).json["stories"]
    if first is None:
        at = max(k for k, each in enumerate(found["slides"]) if each["number"] <= int(slide))
        first = next(s["story"] for s in found["slides"][at:] if s["story"] is not None)
    run = stories[first]["run"]
    shared = {k for k, each in enumerate(stories) if run is not None and each["run"] == run}
    here = {k for k, each in enumerate(found["stories"]) if "waits" not in each}
    assert here == {first, *shared} and (len(shared) > 1) == (slide == "22")
    for here, whole in zip(found["stories"], stories, strict=True):
        assert len(here["steps"]) == len(whole["steps"])
        assert here["wish"] == whole["wish"]
        for one, other in zip(here["steps"], whole["steps"], strict=True):
            assert {name: other[name] for name in one} == one
    whole = client.get("/talk/lecture.json?theme=board&lang=cs").json["stories"]
    assert stories == whole and found["stories"][first] == whole[first]
    assert client.get("/talk/nothing.json").status_code == 404


def test_a_locked_walk_goes_on_to_its_locked_number(client: FlaskClient):
    found = deck(client, "/present/example-2?lock=value:q")
    (slide,), (story,) = found["slides"], found["stories"]
    assert slide["to"] == len(story["steps"]) == story["locked"]["index"]
    assert story["wish"]["lock"] == "value:q"
    opened = deck(client, "/present/example-2?lock=value:q&unlocked=value:q")
    assert opened["slides"][0]["to"] == len(opened["stories"][0]["steps"]) - 1
