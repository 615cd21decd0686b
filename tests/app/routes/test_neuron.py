"""The page of the neuron in time."""

import re

import pytest
from flask.testing import FlaskClient


def test_it_says_how_often_the_cell_fires(client: FlaskClient):
    assert "At I = 8 the cell fires 28.3 times a second." in client.get("/neuron").text
    assert "At I = 10 the cell fires 57.6 times" in client.get("/neuron?I=10").text
    assert "stays silent: it needs more than 7.69" in client.get("/neuron?I=7").text


@pytest.mark.parametrize("typed", ["", "x", "nan", "inf", "-5", "1e999", "<script>", "9" * 500])
def test_nothing_that_is_typed_breaks_it(client: FlaskClient, typed: str):
    answer = client.get("/neuron", query_string={"I": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "nan" not in answer.text.partition("<main")[2]


def test_every_curve_says_itself_and_stays_in_its_frame(client: FlaskClient):
    page = client.get("/neuron?I=30&theme=board").text
    assert len(re.findall(r'role="img" aria-label="[^"]{20,}"', page)) == 4
    for width, height, path in re.findall(
        r'viewBox="0 0 ([0-9.]+) ([0-9.]+)".*?class="line[^"]*" d="([^"]+)"', page, re.DOTALL
    ):
        points = [tuple(map(float, p.split(","))) for p in re.findall(r"[-0-9.]+,[-0-9.]+", path)]
        assert all(0 <= x <= float(width) and 0 <= y <= float(height) for x, y in points)


def test_the_gallery_leads_to_it(client: FlaskClient):
    assert 'href="/neuron"' in client.get("/").text
