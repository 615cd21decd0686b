"""Stories and pictures of lessons and of programs in links."""

import zlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given

from app.explanation import breakable
from app.lessons import lessons
from app.picture.svg import THEMES

from ...graph_engine.programs import EXAMPLE_II, shown
from ..pictures import read
from ..state.test_link import packed
from ..stories import HOSTILE, comments, few
from .reading import error, get_page, post, strict, studio

LESSON = "/lesson/example-2"


@pytest.mark.parametrize("slug", lessons())
def test_a_lesson_is_the_same_as_page_as_data_and_as_picture(client: FlaskClient, slug: str):
    data = strict(client.get(f"/lesson/{slug}.json?step=5").text)
    assert data["slug"] == slug
    svg = client.get(f"/lesson/{slug}.svg?step=5")
    assert svg.mimetype == "image/svg+xml"
    assert read(svg.text).seen == read(data["svg"]).seen
    found = get_page(client, f"/lesson/{slug}?step=5")
    # A page's own data leaves out what only other programs want, and differs in nothing else.
    embedded = strict(found.one("script", id="story").text)
    for step in data["steps"]:
        step["formulas"] = [breakable(each) for each in step["formulas"]]
    assert embedded == pruned(data, embedded)
    shown = [step["shown"] for step in data["steps"]]
    assert [step["shown"] for step in embedded["steps"]] == shown


def pruned(whole: Any, part: Any) -> Any:
    """As much of `whole` as `part` has."""
    if isinstance(part, dict):
        kept = {key: pruned(whole[key], part[key]) for key in part if key in whole}
        return kept | {key: part[key] for key in ("explanations", "said", "lines") if key in part}
    if isinstance(part, list) and len(part) == len(whole):
        return [pruned(a, b) for a, b in zip(whole, part, strict=True)]
    return whole


def test_a_program_in_a_link_is_the_same_as_one_that_is_sent(client: FlaskClient):
    sent = strict(post(client, {"program": EXAMPLE_II, "focus": "w1", "values": {"x1": 3}}).text)
    linked = client.get(studio(EXAMPLE_II, ".json", focus="w1", v_x1=3))
    assert strict(linked.text) == sent


def test_without_a_program_there_is_one_to_begin_from(client: FlaskClient):
    assert strict(client.get("/studio.json").text)["title"] == "My graph"


def test_the_program_to_begin_from_is_in_the_page_s_language(client: FlaskClient):
    czech, english = (strict(client.get(f"/studio.json?lang={each}").text) for each in ("cs", "en"))
    assert czech["title"] == "Můj graf" and "obrázek" in czech["introduction"]
    assert czech["steps"][0].keys() == english["steps"][0].keys()
    assert "My graph" not in client.get("/studio?lang=cs").text


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_comes_in_every_theme(client: FlaskClient, theme: str):
    svg = read(client.get(f"{LESSON}.svg?theme={theme}").text)
    assert svg.root.attrib["data-theme"] == theme


def test_an_unknown_theme_is_the_first_one(client: FlaskClient):
    for theme in ("", "neon", "<script>", "Board"):
        found = client.get(f"{LESSON}.svg", query_string={"theme": theme})
        assert read(found.text).root.attrib["data-theme"] == THEMES[0]


def test_a_step_out_of_range_is_the_nearest_one(client: FlaskClient):
    def at(step: object) -> str:
        return client.get(f"{LESSON}.svg", query_string={"step": step}).text

    assert at(-1) == at(0) == at("-0")
    assert at(32) == at(33) == at(10**12) == at("9" * 4000)
    assert at(0) != at(1) != at(32)


@pytest.mark.parametrize("suffix", [".json", ".svg"])
@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("step=x", 400, "step"), ("step=1.5", 400, "step"), ("step=", 400, "step"),
        ("step=NaN", 400, "step"), ("numbers=both", 400, "numbers"), ("rate=fast", 400, "rate"),
        ("rate=", 400, "rate"), ("v.x1=a", 400, "v.x1"), ("v.x1=", 400, "v.x1"),
        ("v.x1=1_0", 400, "v.x1"), ("v.x1=" + "1" * 41, 400, "v.x1"),
        ("v.x1=nan", 422, "x1"), ("v.x1=inf", 422, "x1"), ("v.x1=1e999", 422, "x1"),
        ("v.nope=1", 422, "nope"), ("v.q=1", 422, "q"), ("v.=1", 422, "called"),
        ("focus=nope", 422, "nope"), ("focus=q", 422, "q"), ("rate=nan", 422, "rate"),
    ],
)  # fmt: skip
def test_an_option_that_means_nothing_is_named(
    client: FlaskClient, suffix: str, query: str, status: int, said: str
):
    answer = client.get(f"{LESSON}{suffix}?{query}")
    if suffix == ".json":
        assert said in error(answer, status, "option" if status == 400 else "values")["message"]
    else:
        assert answer.status_code == status
        assert said in get_page(client, f"{LESSON}{suffix}?{query}", status).text


def test_numbers_in_links_are_read_as_people_write_them(client: FlaskClient):
    def value(text: str) -> object:
        found = client.get(f"{LESSON}.json", query_string={"v.x1": text})
        return strict(found.text)["nodes"][0]["value"]

    assert [value(t) for t in ("3", " 3 ", "−3", "-3", "3e-1", "+.5", "03")] == [
        3, 3, -3, -3, 0.3, 0.5, 3
    ]  # fmt: skip


@pytest.mark.parametrize(
    "link",
    ["1", "2abc", "1!!", "%00", "1" + "A" * 9000, packed(zlib.compress(b" " * 5_000_000, 9)), "é"],
    ids=shown,
)
def test_a_damaged_link_says_so_and_offers_a_lesson(client: FlaskClient, link: str):
    query = {"p": link}
    found = error(client.get("/studio.json", query_string=query), 400, "link")
    assert "damaged" in found["message"]
    for address in ("/studio", "/studio.svg"):
        answer = client.get(address, query_string=query)
        assert answer.status_code == 400
        assert "damaged" in answer.text and 'href="/lesson/example-2"' in answer.text


def test_a_link_with_an_error_inside_says_where_it_is(client: FlaskClient):
    found = error(client.get(studio("x = 1\ny = x + nope", ".json")), 422, "program")
    assert (found["line"], found["column"], found["end_column"]) == (2, 9, 13)


def test_a_link_with_more_than_a_program_may_have_is_an_error_of_the_program(client: FlaskClient):
    found = error(
        client.get(f"/studio.json?p={packed(zlib.compress(b'x' * 30_000))}"), 422, "program"
    )
    assert "20000 characters" in found["message"]


@pytest.mark.parametrize("title", HOSTILE[:-1], ids=shown)
def test_a_hostile_title_travels_as_text(client: FlaskClient, title: str):
    program = f"# {title}\nx = 2\ny = 3*x"
    data = strict(client.get(studio(program, ".json")).text)
    svg = read(client.get(studio(program, ".svg")).text)
    assert svg.root.attrib["aria-label"] == data["title"]
    assert not [e for e in svg.root.iter() if "script" in str(e.tag) or "onload" in e.attrib]


@few
@given(comments())
def test_any_comment_travels_in_a_link(client: FlaskClient, title: str):
    program = f"# {title[:500]}\nx = 2\ny = 3*x # {title[:500]}"
    answer = client.get(studio(program, ".json"))
    assert answer.status_code == 200
    assert strict(client.get(f"/studio.json?p={strict(answer.text)['link']}").text) == strict(
        answer.text
    )
