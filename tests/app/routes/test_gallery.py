"""The gallery: a lesson that walks by itself, every lesson with what is new in it, the talks."""

import json
import re

from flask.testing import FlaskClient

from app.lessons import PARTS, lessons
from app.picture.crop import SIZE
from app.talks import talks

from ..pictures import read
from .reading import Element, get_page
from .test_pages import drawn


def by_slug(client: FlaskClient) -> dict[str, Element]:
    cards = get_page(client, "/").find("a", class_="lesson")
    return {card.attributes["href"].removeprefix("/lesson/"): card for card in cards}


def test_the_gallery_has_every_lesson_with_its_picture(client: FlaskClient):
    found = get_page(client, "/")
    film, *groups = [h.text for h in found.find("h2")]
    assert film.startswith("The lecture, in its order") and "63 slides" in film
    assert groups == [part for part in PARTS if part in groups]
    cards = by_slug(client)
    assert {*cards} == {*lessons()} and len(found.find("a", class_="lesson")) == len(cards)
    for slug, card in cards.items():
        assert lessons()[slug].title in card.text
        small = card.one("svg", class_="graph")
        assert small.text.strip() and small.attributes["aria-hidden"] == "true"


def test_the_film_is_the_talk_s_lessons_in_their_order_and_the_rest_stands_by_topic(
    client: FlaskClient,
):
    talk = next(iter(talks().values()))
    order = [*dict.fromkeys(slide.lesson for slide in talk.slides if slide.lesson)]
    page = get_page(client, "/")
    reel = page.one("ul", data_reel="*")
    whole, *frames = reel.find("a")
    assert whole.attributes["href"] == "/talk/lecture"
    assert [frame.attributes["href"] for frame in frames] == [f"/lesson/{slug}" for slug in order]
    for frame, slug in zip(frames, order, strict=True):
        first = next(slide.number for slide in talk.slides if slide.lesson == slug)
        assert frame.one("span", class_="slide").text == f"S{first}"
    rest = [slug for slug in by_slug(client) if slug not in order]
    assert rest == [slug for slug in lessons() if slug not in order]
    for slug in rest:
        assert lessons()[slug].introduction in by_slug(client)[slug].text


def test_every_link_of_the_gallery_opens(client: FlaskClient):
    for link in get_page(client, "/").find("a"):
        assert client.get(link.attributes["href"]).status_code == 200


def test_small_pictures_are_parts_of_one_size_with_letters_of_nine_pixels(client: FlaskClient):
    for found in re.findall(
        r'<svg [^>]*class="graph"[^>]*aria-hidden.*?</svg>', client.get("/").text, re.DOTALL
    ):
        width, height = map(float, read(found).root.attrib["viewBox"].split()[2:])
        assert (round(width), round(height)) == SIZE
    # Where a card is narrowest; `static/css/gallery.css` has that width.
    assert 11 * 326 / SIZE[0] >= 9


def test_a_small_picture_shows_what_is_new_in_its_lesson(client: FlaskClient):
    for slug, card in by_slug(client).items():
        nodes = {node.attributes["data-name"] for node in card.find("g", class_="node")}
        assert {*lessons()[slug].thumbnail.around} <= nodes, slug


def test_example_ii_stands_at_the_step_that_is_told(client: FlaskClient):
    found, told = get_page(client, "/"), lessons()["example-2"].story()
    step = told.keys.steps("slope:p/v")[0].index
    hero = found.one("section", class_="hero")
    assert hero.attributes["data-step"] == str(step)
    assert drawn(hero) == read(told.svg(step, fonts=False)).seen
    story = json.loads(found.one("script", id="story").text)
    assert hero.one("p", data_caption="*").text == story["steps"][step]["sentence"]
    assert len(hero.one("span", data_ticks="*").find("i")) == told.last + 1


def test_a_lesson_is_found_by_its_operations_and_its_slides(client: FlaskClient):
    words = [li.attributes["data-words"] for li in get_page(client, "/").find("li", data_words="*")]
    found = {each.split()[0]: each.split() for each in words}
    assert {*found} == {*lessons()}
    assert {"sigmoid", "neglog", "σ"} <= {*found["example-2"]}
    talk = next(iter(talks().values()))
    for slide in talk.slides:
        if slide.lesson:
            assert f"S{slide.number}" in found[slide.lesson]


def test_the_gallery_speaks_czech_in_its_search_words_too(client: FlaskClient):
    words = get_page(client, "/?lang=cs").find("li", data_words="*")
    assert any("součin" in li.attributes["data-words"] for li in words)
