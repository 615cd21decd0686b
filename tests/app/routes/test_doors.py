"""What came in by odd doors once, and every way to look at every lesson."""

import re

import pytest
from flask.testing import FlaskClient

from app.lessons import lessons
from app.state.link import pack

from .reading import post, strict

SQUARE = "w: weight = 2\nL: loss = w**2"
ZOOMS = ("vectors", "scalars", "layers", "learning", "loop")
WAYS = (
    {}, {"iterations": "3"}, {"accumulate": "1", "iterations": "2"}, {"vec": "columns"},
    {"sample": "2"}, {"focus": "-"}, {"step": "9", "hide": "values"},
)  # fmt: skip
"""What is asked for besides: one with each zoom, in turn, as one kind of numbers is. Any two of the
three meet in some lesson, all three by `make views`."""


@pytest.mark.slow
@pytest.mark.parametrize("slug", lessons())
def test_any_way_to_look_at_a_lesson_is_shown_or_refused_in_words(client: FlaskClient, slug: str):
    turn = list(lessons()).index(slug)
    for k in (turn, turn + 1):
        zoom, numbers = ZOOMS[k % len(ZOOMS)], ("slide", "exact")[k % 2]
        asked = {"zoom": zoom, "numbers": numbers, **WAYS[k % len(WAYS)]}
        answer = client.get(f"/embed/lesson/{slug}", query_string=asked)
        assert answer.status_code in (200, 422), (asked, answer.text[:500])


@pytest.mark.parametrize(
    "rest",
    [
        {"node": []}, {"node": {}}, {"node": None}, {"node": 10**400}, {"node": True},
        {"reach": 10**400}, {"reach": -(10**400)}, {"reach": [1]}, {"reach": True},
        {"entry": [[]]}, {"entry": {}},
    ],
)  # fmt: skip
def test_an_odd_nudge_is_refused(client: FlaskClient, rest: dict[str, object]):
    answer = client.post("/api/nudge", json={"program": SQUARE, "node": "n0", **rest})
    assert answer.status_code == 400
    assert strict(answer.text)["error"]["message"]


@pytest.mark.parametrize("reach", [1e300, 10**300, 1e-300, 0.5])
def test_a_reach_that_is_a_number_is_taken_as_far_as_it_goes(client: FlaskClient, reach: float):
    answer = client.post("/api/nudge", json={"program": SQUARE, "node": "n0", "reach": reach})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("zoom", ["learning", "loop"])
def test_a_large_layer_that_learns_in_slide_numbers_breaks_nothing(client: FlaskClient, zoom: str):
    answer = client.get(f"/lesson/large-layer?zoom={zoom}&numbers=slide")
    assert answer.status_code in (200, 422), "drawn, or refused for its size"


@pytest.mark.parametrize("text", ["\ud800", "x = 1 # \udfff", "\udc00\ud800"])
def test_half_a_character_has_no_link(client: FlaskClient, text: str):
    assert pack(text) == ""
    assert pack("x = 1 # 𝜎") != "", "a whole one has"
    escaped = text.encode("utf-8", "surrogatepass").decode("latin-1")
    assert client.get("/studio", query_string={"p": escaped}).status_code == 400


def test_doubled_slashes_lead_to_this_server_only(client: FlaskClient):
    for path in ("/lesson//example-2", "///lesson//example-2", "/present//example-2"):
        asked = {"PATH_INFO": path, "HTTP_HOST": "evil.example", "QUERY_STRING": "step=3"}
        answer = client.open("/", environ_overrides=asked)
        assert answer.status_code == 308, path
        assert re.fullmatch(r"/[^/].*\?step=3", answer.headers["Location"]), path


def test_a_program_in_half_characters_is_refused(client: FlaskClient):
    assert post(client, b'{"program": "x = 1 # \\ud800"}').status_code == 400
