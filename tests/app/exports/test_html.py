"""The HTML file: everything is in it, nothing is outside, and no text of a program gets out."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from app.exports import FORMATS, Options, chosen, export
from app.exports.html import NAMED, modules
from app.exports.page_json import embedded_json
from app.lessons import lessons
from app.picture.svg import ROOT
from app.predict import questions
from app.story import story_of

from .. import stories
from ..routes.reading import page
from ..stories import HOSTILE
from .titles import PROGRAM, TITLE

HTML = FORMATS["html"]


def file(told, **options) -> str:
    return export(told, HTML, step=None, options=Options(**options)).data.decode()


def test_the_whole_story_and_what_can_be_asked_of_it_are_in_it():
    told = lessons()["example-2"].story()
    found = page(file(told, slug="example-2"))
    story = embedded_json(told, slug="example-2")
    kept = json.loads(found.one("script", id="story").text)
    assert [each["id"] for each in kept.pop("questions")] == [each.id for each in questions(told)]
    assert kept.pop("callouts")["steps"][17][:2] == ["0.e9-0", True]
    assert kept == json.loads(json.dumps(story).replace(NAMED, "")), "formulas of HTML"


def test_of_a_hidden_layer_its_cards_have_nothing_and_without_cards_it_has_none():
    look = lessons()["example-2"].look
    hidden = file(story_of(replace(look, hide=("local",))))
    held = json.loads(page(hidden).one("script", id="story").text)["callouts"]
    assert not re.search('boxed|tangent"|✓|slope 0.2', " ".join(held["cards"].values()))
    none = page(file(story_of(replace(look, hide=("callouts",)))))
    assert json.loads(none.one("script", id="story").text)["callouts"] is None


def test_no_button_in_it_asks_for_what_only_a_server_has():
    text = file(lessons()["network"].story())
    assert "Draw what is inside" not in text and "data-fold=" not in text


def test_it_is_small():
    assert len(file(lessons()["example-2"].story())) < 400_000


def test_it_refers_to_nothing_outside():
    text = file(lessons()["example-2"].story())
    without = re.sub(r'xmlns="[^"]+"', "", text)
    assert re.findall(r"https?://[^\s\"'<]+", without) == [
        each for each in re.findall(r"https?://[^\s\"'<]+", without) if "w3.org/1998/Math" in each
    ]
    assert not re.search(r"@import|url\((?!#|\"data:font/woff2;base64,)", text)
    assert set(re.findall(r'\b(?:src|href)="([^"#]*)', text)) <= {"", "data:,"}
    assert "default-src 'none'" in text


def test_every_module_that_a_module_needs_is_there_by_its_name():
    found = modules()
    assert "pages/offline.js" in found
    for address in found.values():
        text = unquote(address.removeprefix("data:text/javascript;charset=utf-8,"))
        needed = re.findall(r'\bfrom "([^"]+)";', text)
        assert set(needed) <= set(found)
    assert "</" not in json.dumps(found)


def test_no_text_of_a_module_goes_on_in_another_line_where_it_would_lose_its_indentation():
    for name in modules():
        lines = (ROOT / "static" / "js" / name).read_text().replace('"`"', '""').splitlines()
        # In a remark a sign of code may stand alone.
        assert not [x for x in lines if x.count("`") % 2 and not re.match(r"\s*(//|/?\*)", x)], name


def test_it_opens_at_the_step_that_was_asked_for_with_all_steps_in_it():
    told = lessons()["example-2"].story()
    text = export(told, HTML, step=19, options=Options(level="node", theme="board")).data.decode()
    assert 'data-step="19"' in text
    assert '<option value="node" selected>' in text
    assert '<html lang="en" class="js" data-theme="board" data-decimal=".">' in text
    assert len(json.loads(page(text).one("script", id="story").text)["steps"]) == told.last + 1
    assert len(chosen(told, "node")) < told.last


@pytest.mark.parametrize("title", [TITLE, *HOSTILE], ids=range(1 + len(HOSTILE)))
def test_any_title_and_any_program_stay_text(title: str):
    program = PROGRAM.replace(TITLE, title)
    told = stories.story(program)
    text = file(told)
    found = page(text)
    assert found.one("h1").text == " ".join((told.graph.title or "Computational graph").split())
    assert found.one("pre").text.split() == program.split()
    assert len(found.find("script")) == 3
    assert json.loads(found.one("script", id="story").text)["title"] == told.graph.title
