"""Links, QR codes, embeds: any state round-trips; a damaged link says what is wrong and goes on."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.picture.layers import LAYERS
from app.picture.svg import THEMES
from app.routes.options import of_lesson, of_program, query
from app.state.link import pack

from ...graph_engine.programs import EXAMPLE_II, Program, programs
from ..stories import few, kinds
from .reading import get_page, page, studio

LESSON = "/lesson/example-2"

locks = st.lists(
    st.sampled_from(["value:q", "value:*", "slope:p/v", "sum:x", "product:1", "new:w1", "again:L"]),
    unique=True, max_size=4,
)  # fmt: skip
options = st.fixed_dictionaries(
    {},
    optional={
        "numbers": st.sampled_from(["slide", "exact"]),
        "focus": st.sampled_from(["*", "-"]),
        "rate": st.floats(-10, 10).map(str),
        "step": st.integers(0, 500).map(str),
        "theme": st.sampled_from(THEMES),
        "hide": st.lists(st.sampled_from(LAYERS), unique=True, min_size=1).map(",".join),
        "lock": locks.map(",".join),
        "predict": st.sampled_from(["0", "1"]),
    },
)


# -- any state round-trips ---------------------------------------------------------------------


@settings(few)
@given(programs(), options, st.booleans())
def test_what_a_link_says_is_what_its_next_link_says(
    app: Flask, program: Program, asked: dict[str, str], numbers: bool
):
    """Reading a link and writing it again loses nothing: program, numbers, options."""
    given_ = {"p": pack(program.text), **asked}
    if numbers:
        given_ |= {f"v.{name}": "0.1" for name in program.leaves}
    with app.test_request_context(f"/studio?{urlencode(given_)}"):
        look = of_program()
    with app.test_request_context(f"/studio?{urlencode(query(look))}"):
        again = of_program()
    assert again == look
    assert look.view.program == program.text
    assert set(look.view.values) == (set(program.leaves) if numbers else set())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), options)
def test_any_text_travels_in_a_link(app: Flask, text: str, asked: dict[str, str]):
    """Text that is no program, too: it is what somebody typed."""
    if not text:
        return
    with app.test_request_context(f"/studio?{urlencode({'p': pack(text), **asked})}"):
        assert of_program().view.program == text


@given(options)
def test_a_lessons_options_round_trip_too(app: Flask, asked: dict[str, str]):
    with app.test_request_context(f"{LESSON}?{urlencode(asked)}"):
        look = of_lesson("example-2")
    with app.test_request_context(f"{LESSON}?{urlencode(query(look))}"):
        assert of_lesson("example-2") == look


OLD = [
    "/lesson/example-2?step=24", "/lesson/example-2?numbers=exact&step=24&theme=board",
    "/lesson/example-2?v.x1=3.25&rate=0.5&step=27", "/lesson/fork?focus=%2A&step=9",
    "/studio?p=1eNort1IoT81MzyhRsFUw4vKxUsjJLy4Gssu1tIy4AIL5B_4&step=4",
    "/studio?p=1eNpTVvDNzEtVUFOwqcwvLSq240q0UihPzUzPKFGwVTDiOrcJSBlz-Vgp5OQXFwPZiVpAIW2FRADcCRDq"
    "&v.a=5.0&step=9&numbers=slide&focus=a&theme=projector",
]  # fmt: skip
"""Links as the first version wrote them."""


@pytest.mark.parametrize("link", OLD)
def test_links_of_the_first_version_open_what_they_opened(client: FlaskClient, link: str):
    found = get_page(client, link)
    asked = dict(parse_qsl(urlsplit(link).query))
    assert found.one(data_step="*").attributes["data-step"] == asked["step"]
    assert found.one("html").attributes["data-theme"] == asked.get("theme", "paper")
    for name, value in asked.items():
        if name.startswith("v."):
            (field,) = found.find("input", name=name)
            assert float(field.attributes["value"]) == float(value)


# -- damaged links ---------------------------------------------------------------------------


def ways(found: Any) -> list[str]:
    return [a.attributes["href"] for a in found.one("p", class_="ways").find("a")]


def test_a_link_that_lost_its_end_shows_what_could_be_read(client: FlaskClient):
    found = get_page(client, f"/studio?p={pack(EXAMPLE_II)[:-30]}", 400)
    assert "damaged" in found.one("h1").text
    assert EXAMPLE_II.startswith(found.one("pre").text)
    assert ways(found)[0] == LESSON, "the lesson whose program it was"


def test_what_could_be_read_is_text(client: FlaskClient):
    nasty = "# <script>alert(1)</script> </pre>\u202e\n" + EXAMPLE_II
    found = get_page(client, f"/studio?p={pack(nasty)[:-30]}", 400)
    assert nasty.startswith(found.one("pre").text) and "</pre>" in found.one("pre").text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (f"{LESSON}?step=x&theme=board", "step"),
        (f"{LESSON}?numbers=both&theme=board", "numbers"),
        (f"{LESSON}?rate=fast&theme=board", "rate"),
        (f"{LESSON}?v.x1=a&theme=board", "v.x1"),
        (f"{LESSON}?hide=all&theme=board", "hide"),
        (f"{LESSON}?lock=everything&theme=board", "lock"),
        (f"{LESSON}?predict=maybe&theme=board", "predict"),
        ("/embed/studio?step=x&theme=board", "step"),
    ],
)
def test_a_wrong_option_is_named_and_the_way_on_is_the_rest_of_the_link(
    client: FlaskClient, address: str, says: str
):
    found = get_page(client, address, 400)
    assert says in found.one("h1").text
    on = ways(found)[0]
    assert on == f"{address.partition('?')[0]}?theme=board"
    assert client.get(on).status_code == 200


def test_a_misspelt_lesson_leads_to_the_nearest_one(client: FlaskClient):
    found = get_page(client, "/lesson/exmaple-2", 404)
    assert ways(found)[0] == LESSON
    assert "Example II" in found.one("p", class_="ways").text


@few
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from("phvslnfrt"))
def test_any_damaged_link_is_answered_in_words_with_a_way_on(
    client: FlaskClient, text: str, which: str
):
    name = {"p": "p", "h": "hide", "v": "v.x1", "s": "step", "l": "lock", "n": "numbers",
            "f": "focus", "r": "rate", "t": "theme"}[which]  # fmt: skip
    path = "/studio" if which == "p" else LESSON
    answer = client.get(f"{path}?{urlencode({name: text})}")
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 400:
        found = get_page(client, f"{path}?{urlencode({name: text})}", 400)
        assert found.one("h1").text and client.get(ways(found)[0]).status_code == 200


# -- what is hidden ------------------------------------------------------------------------------


def test_hidden_layers_are_not_on_the_servers_page(client: FlaskClient):
    found = get_page(client, f"{LESSON}?step=24&hide=values,gradients")
    assert found.one("main").attributes["data-hide"] == "values gradients"
    picture = found.one("svg", class_="graph")
    said = " ".join(e.attributes["aria-label"] for e in picture.find(aria_label="*"))
    assert "local gradient 0.2" in said
    assert "flows back" not in said and "value −1" not in said
    assert "−0.74" not in picture.text


def test_a_form_and_every_link_keep_what_is_hidden(client: FlaskClient):
    found = get_page(client, f"{LESSON}?step=4&hide=local&lock=value:v&predict=1")
    kept = {i.attributes["name"]: i.attributes["value"] for i in found.find("input", type="hidden")}
    assert {"hide": "local", "lock": "value:v", "predict": "1"}.items() <= kept.items()
    (on,) = found.find("a", data_do="previous")
    asked = dict(parse_qsl(urlsplit(on.attributes["href"]).query))
    assert (asked["hide"], asked["lock"], asked["predict"]) == ("local", "value:v", "1")


def test_the_server_shows_no_step_past_a_locked_number(client: FlaskClient):
    for address in (LESSON, "/embed/lesson/example-2"):
        found = get_page(client, f"{address}?step=30&lock=value:v")
        picture = found.one("svg", class_="graph")
        assert found.one(data_step="*").attributes["data-step"] == "7"
        assert "−1" not in found.one(data_caption="").text
        assert "0.27" not in picture.text
    locked, open_ = (
        [
            (each.attributes["data-slot"], each.attributes.get("data-state"), each.text)
            for each in page(client.get(f"{LESSON}.svg?{asked}").text).find(data_slot="*")
        ]
        for asked in ("step=30&lock=value:v", "step=7")
    )
    assert locked == open_, "but for the widths, which would tell of what is locked"


# -- QR codes and embeds -----------------------------------------------------------------------


def test_a_qr_code_is_made_of_an_address_of_this_server(client: FlaskClient):
    link = f"http://localhost{LESSON}?step=3&theme=board"
    answer = client.get("/qr.svg", query_string={"link": link})
    assert answer.mimetype == "image/svg+xml"
    assert answer.text.startswith("<svg") and "<path" in answer.text
    other = client.get("/qr.svg", query_string={"link": f"{link}1"})
    assert other.text != answer.text


@pytest.mark.parametrize(
    "link",
    ["", "/lesson/example-2", "https://elsewhere.example/", "javascript:alert(1)", "http://[",
     "//localhost/", "http://localhost:99/", "http://localhost@elsewhere.example/", "data:,x"],
)  # fmt: skip
def test_of_other_addresses_none_is_made(client: FlaskClient, link: str):
    assert client.get("/qr.svg", query_string={"link": link}).status_code == 400


def test_a_link_too_long_for_a_qr_code_is_said_to_be(client: FlaskClient):
    answer = client.get("/qr.svg", query_string={"link": f"http://localhost/{'x' * 3000}"})
    assert answer.status_code == 422 and "too long" in answer.text


@pytest.mark.parametrize("slug", kinds())
def test_a_lesson_can_be_embedded(client: FlaskClient, slug: str):
    address = f"/lesson/{slug}?step=2&theme=board&hide=local"
    room = "room=1440x500x16"  # a frame's own is smaller, and may be laid out in more rows
    inside, page = get_page(client, f"/embed{address}&{room}"), get_page(client, address)
    assert inside.one("svg", class_="graph").text == page.one("svg", class_="graph").text
    assert not inside.find("textarea")
    (out,) = inside.find("a", target="_blank")
    assert dict(parse_qsl(urlsplit(out.attributes["href"]).query)) == {
        "step": "2", "theme": "board", "hide": "local",
    }  # fmt: skip


def test_an_embed_has_no_button_that_does_nothing(client: FlaskClient):
    assert "data-fold=" in client.get("/lesson/network").text
    assert "data-fold=" not in client.get("/embed/lesson/network").text


def test_a_program_can_be_embedded_and_a_broken_one_says_so(client: FlaskClient):
    found = get_page(client, studio("# Mine\na = 2\nb = a * 3").replace("/studio", "/embed/studio"))
    assert found.one("h1").text == "Mine"
    found = get_page(client, studio("b = nope").replace("/studio", "/embed/studio"), 422)
    assert "nope" in found.one("h1").text
    assert all(a.attributes.get("target") == "_blank" for a in found.one(class_="ways").find("a"))


def test_without_a_script_an_embed_is_stepped_by_links(client: FlaskClient):
    found = get_page(client, "/embed/lesson/example-2?step=5")
    (on,) = found.find("a", data_do="next")
    assert re.fullmatch(r"/embed/lesson/example-2\?step=6", on.attributes["href"])
