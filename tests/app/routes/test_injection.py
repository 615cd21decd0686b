"""No text of a user's becomes markup: every payload in every text, through every door."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from app.explanation import of_step, written
from app.exports import FORMATS, Options, export
from app.routes.deck import slide_words
from app.routes.pages import caption
from app.state.link import pack
from app.state.view import View
from app.story import Story, tell
from app.storyboard import Board
from app.talks import Slide

from ..hostile import PAYLOADS, elements, grouped, injected
from .test_present import deck

LINES = "x: input = 2\nw = 3 # {comment}\nu = w * x # {comment}\nL = u * u\n# {comment}\n"


def line(text: str) -> str:
    """A payload in one line of a program."""
    return " ".join(text.split())


def program(title: str, introduction: str, comment: str) -> str:
    """A program with texts wherever it takes some."""
    texts = map(line, (title, introduction, comment))
    return "# {title}\n# {introduction}\n\n".format(
        **dict(zip(("title", "introduction"), (next(texts), next(texts)), strict=True))
    ) + LINES.replace("{comment}", next(texts))


HARMLESS = program("a", "b", "c")
PAGES = ("/studio?p={}", "/studio?p={}&step=5", "/embed/studio?p={}", "/studio.html?p={}")
STAGE = ("/present?p={}", "/present?p={}&window=speaker")

MARKUP = {"html", "section", "question", "text", "formulas", "points", "svg", "strip", "fields"}
"""What the page's scripts set as markup, by its key in the data."""


def set_as_markup(data: Any) -> Iterator[str]:
    """Every text in a page's data that its scripts set as markup."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            for key, value in one.items():
                if key in MARKUP and isinstance(value, str):
                    yield value
                elif key in MARKUP and isinstance(value, list):
                    yield from (each for each in value if isinstance(each, str))
                waiting.append(value)


@pytest.mark.parametrize("address", PAGES)
def test_no_payload_is_injected_into_a_page(client: FlaskClient, address: str):
    harmless = client.get(address.format(pack(HARMLESS))).text
    for group in grouped(12):
        text = program(" ".join(group), " ".join(reversed(group)), group[0])
        answer = client.get(address.format(pack(text)))
        assert answer.status_code == 200
        assert not injected(answer.text, harmless), group
        # Only a formula may be more; of everything else there is exactly as much as before.
        assert not elements(harmless) - elements(answer.text), group


@pytest.mark.parametrize("address", STAGE)
def test_every_payload_as_a_title_is_presented_and_none_is_injected(
    client: FlaskClient, address: str
):
    harmless = client.get(address.format(pack(HARMLESS))).text
    plain = "".join(set_as_markup(deck(client, address.format(pack(HARMLESS)))))
    for k, payload in enumerate(PAYLOADS[:: 5 if "speaker" in address else 1]):
        text = program(payload, PAYLOADS[k - 1], PAYLOADS[k - 2])
        answer = client.get(address.format(pack(text)))
        assert answer.status_code == 200, payload
        assert not injected(answer.text, harmless), payload
        data = re.search(r'<script type="application/json" id="deck">(.*?)</script>', answer.text)
        assert data
        assert not injected("".join(set_as_markup(json.loads(data[1]))), plain), payload


@pytest.mark.parametrize("suffix", ["svg", "json", "ipynb"])
def test_no_payload_is_injected_into_a_file(suffix: str):
    form = FORMATS[suffix]

    def shown(text: str) -> str:
        found = export(tell(View(program=text)), form, step=0, options=Options()).data.decode()
        if suffix == "ipynb":
            cells = json.loads(found)["cells"]
            return "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        return "".join(set_as_markup(json.loads(found))) if suffix == "json" else found

    harmless = shown(HARMLESS)
    for group in grouped(12):
        found = shown(program(" ".join(group), " ".join(reversed(group)), group[0]))
        assert not injected(found, harmless), group
        if suffix == "ipynb":  # Markdown has links and formulas of its own
            assert not re.search(r"[$`\[\]]", found.split("Written by")[0].replace("](att", ""))


def test_no_payload_is_injected_by_a_talk():
    for payload in PAYLOADS:
        slide = Slide(
            number=1, title=payload, section=payload, question=payload, text=payload,
            notes=payload, points=(payload, payload),
        )  # fmt: skip
        for text in set_as_markup(slide_words(slide)):
            assert not injected(text), payload


def _caption(story: Story, step: int) -> str:
    said = of_step(written(story), step).html()
    shown = {"caption": caption(story, step), "explanation": said, "story": story, "step": step}
    return "".join(render_template(name, **shown) for name in ("_told.html", "_why.html"))


def test_no_payload_is_injected_by_a_lessons_own_words(app: Flask):
    view = View(program=HARMLESS)

    def said(text: str) -> str:
        board = Board(name="asked", before="value u", text=text)
        story = tell(view, notes={"value u": text, "start": text}, boards=(board,))
        places = [s.index for s in story.walk.steps if s.kind in ("board", "start")]
        places += [s.index for s in story.walk.steps if story.note(s)]
        with app.test_request_context():
            captions = [_caption(story, k) for k in places]
            offline = export(story, FORMATS["html"], step=None, options=Options()).data.decode()
        return "".join(captions) + offline

    harmless = said("a")
    assert harmless.count(">a</p>") >= 2
    for group in grouped(12):
        assert not injected(said(" ".join(group)), harmless), group


@pytest.mark.parametrize(
    "address",
    [
        "/lesson/{}", "/lesson/{}.svg", "/present/{}", "/talk/{}", "/embed/lesson/{}",
        "/studio?p={}", "/lesson/example-2?focus={}", "/lesson/example-2?v.w1={}",
        "/lesson/example-2?numbers={}", "/lesson/example-2?theme={}", "/lesson/example-2?lock={}",
        "/lesson/example-2?hide={}", "/reference?theme={}", "/?theme={}", "/neuron?I={}",
    ],
)  # fmt: skip
def test_no_payload_is_injected_by_an_address(client: FlaskClient, address: str):
    from urllib.parse import quote

    harmless = client.get(address.format("zzz")).text
    for payload in PAYLOADS[:: 40 if "theme" in address else 7]:
        answer = client.get(address.format(quote(payload, safe="")))
        assert answer.status_code < 500, payload
        if answer.mimetype == "text/html":
            more = injected(answer.text, harmless)
            assert not {found for found in more if found not in elements(harmless)}, payload


def test_the_test_sees_an_injection():
    assert injected("<p>a<b>x</b></p>", "<p>a</p>")
    assert injected("<p onclick=x>a</p>", "<p>a</p>")
    assert injected('<math><mi href="//a">x</mi></math>')
    assert not injected("<p>a <math><mi>x</mi></math> <code>y</code></p>", "<p>a</p>")
