"""The reference page: everything in it, links that work, every other page leads to it."""

import re

from flask.testing import FlaskClient

import graph_engine as ge
from app import limits
from app.state.link import unpack

from .reading import get_page, page


def test_every_operation_has_a_card_with_formulas_plot_and_lesson(client: FlaskClient):
    found = get_page(client, "/reference")
    cards = {card.attributes["id"]: card for card in found.find("article")}
    assert set(cards) == set(ge.operations())
    for name, card in cards.items():
        assert len(card.find("math")) >= 2, name
        plain = ge.operations()[name].elementwise
        assert len(card.find("svg", role="img")) == plain
        assert bool(card.find("table")) == (not plain and name not in ("total", "average"))
        assert {"Jacobian", "Domain"} <= {term.text for term in card.find("dt")}
        (lesson,) = card.find("a", class_="button")
        address = lesson.attributes["href"]
        assert ge.parse(unpack(address.partition("p=")[2]))
        assert client.get(address).status_code == 200


def test_an_operation_can_be_linked_to(client: FlaskClient):
    found = get_page(client, "/reference")
    places = {e.attributes["id"] for e in found.all() if "id" in e.attributes}
    links = {a.attributes["href"][1:] for a in found.find("a") if a.attributes["href"][0] == "#"}
    assert links <= places
    assert links >= set(ge.operations())
    ids = [e.attributes["id"] for e in found.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_every_limit_is_in_the_table(client: FlaskClient):
    rows = [
        [cell.text for cell in row.find() if cell.tag in ("th", "td")]
        for row in get_page(client, "/reference").one(class_="scroll").find("tr")
    ]
    assert rows[1:] == [
        [limit.what, re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", str(limit.most)), limit.why]
        for limit in limits.ALL
    ]


def test_the_example_in_it_is_a_program_that_works(client: FlaskClient):
    program = get_page(client, "/reference").one("pre").text
    assert ge.parse(program).title


def test_every_page_leads_to_it(client: FlaskClient):
    for address in ("/", "/lesson/example-2", "/studio", "/nothing"):
        links = page(client.get(address).text).find("a")
        assert any(a.attributes["href"].startswith("/reference") for a in links), address


def test_it_has_every_theme(client: FlaskClient):
    for theme in ("paper", "board", "projector"):
        found = get_page(client, f"/reference?theme={theme}")
        assert found.one("html").attributes["data-theme"] == theme
    assert get_page(client, "/reference?theme=x").one("html").attributes["data-theme"] == "paper"
