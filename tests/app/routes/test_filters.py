"""What the pages' templates do with a text: names in a sentence have below what is behind `_`."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from app.routes.filters import lettered
from app.state.link import pack

CASES = json.loads((Path(__file__).parents[2] / "letters.json").read_text(encoding="utf-8"))
"""Sentences and their pieces, each second one of which stands below; the page reads them too."""


@pytest.mark.parametrize(("sentence", "pieces"), CASES)
def test_what_a_name_has_behind_its_line_stands_below(sentence: str, pieces: list[str]):
    said = [escape(piece) for piece in pieces]
    assert lettered(sentence) == "".join(
        f"<sub>{piece}</sub>" if k % 2 else piece for k, piece in enumerate(said)
    )


def test_what_is_code_in_a_sentence_is_not_code_on_the_page():
    assert lettered("<b>w_R</b> & c") == "&lt;b&gt;w<sub>R</sub>&lt;/b&gt; &amp; c"


def test_the_first_view_of_a_page_has_it_so(client: FlaskClient):
    program = "w_R: weight = 2\nL: loss = w_R**2"
    page = client.get("/studio", query_string={"p": pack(program), "step": 9}).text
    assert "w<sub>R</sub>" in page.partition("data-caption")[2].partition("</p>")[0]
