"""What is locked is told nowhere, and comes with the answer that opens it."""

import io
import json
import re
import zipfile
from bisect import bisect_left
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.exports import FORMATS
from app.exports.story_json import story_json
from app.lessons import lessons
from app.predict import questions
from app.state.locks import KINDS, locked_steps, withheld
from app.state.view import Look, View
from app.story import story_of
from app.wording import cards
from app.wording.sentences import sentence

from ...graph_engine.programs import shown
from .reading import studio

ODD = """\
# Odd numbers
a: input = 1.37
b: weight = 2.19
c: weight = 0.83
u = a * b
v = u + c
w = v * v
p = sigmoid(w - 12.07)
L: loss = -log(p)
"""
"""Every number of it is another, and none is part of another."""

CODE = ("py", "torch.py", "micrograd.py", "ipynb")
QUICK = ("svg", "json", "gv", "tex", "html")
HEAVY = ("png", "pdf", "pptx")


def telling(story: Any, step: Any) -> set[str]:
    """The numbers, as they are written, that this step or a later one is the first to tell."""
    steps = story.walk.steps
    before = " ".join(_said(story, each) for each in steps[: step.index])
    after = " ".join(_said(story, each) for each in steps[step.index :])
    told = {each.node for each in steps[: step.index] if each.kind == "value"}
    told |= {node.index for node in story.graph.leaves}
    values = [json.dumps(story.walk.runs[0].values[index].tolist()) for index in told]
    known = [edge for edge in story_json(story)["edges"] if edge["id"] in _wires(steps, step)]
    # A later equation may need more digits of what is known.
    facts = [fact.number for each in steps[: step.index] for fact in each.facts]
    facts += [each.product for each in steps[: step.index]]
    facts += [
        story.walk.runs[each.iteration + 1].values[each.node]
        for each in steps[: step.index]
        if each.kind == "new"
    ]
    numbers = [np.ravel(x) for x in facts if isinstance(x, float | np.ndarray)]
    exact = [abs(float(x)) for each in numbers for x in each]
    small = [f"{x:.3e} {x:.17e}" for x in exact]
    given = f"{before} {story.view.program} {values} {json.dumps(known)} {exact} {small}"
    given += f" {story.view.rate}"
    return {*re.findall(r"\d+\.\d{2,}", after)} - _standing(
        {*re.findall(r"\d+\.\d{2,}", after)}, given
    )


def _wires(steps: Any, step: Any) -> set[str]:
    """The wires whose local gradient is told before a step."""
    return {each.edge.id for each in steps[: step.index] if each.kind == "slope"}


def _said(story: Any, step: Any) -> str:
    """All that a step says, in words, in the picture and in formulas."""
    told = (each for each in story.changes[step.index] if each.attribute != "ribbon")
    changes = " ".join(change.value for change in told)  # how wide a ribbon is, is no number
    told_in = (story.words, story.words.precisely)
    formulas = " ".join(line.mathml for words in told_in for line in cards.lines(words, step))
    return f"{sentence(story.words, step)} {changes} {re.sub('<[^>]*>', ' ', formulas)}"


def _standing(numbers: set[str], text: str) -> set[str]:
    """Those with which a number of a text begins; it is read once, whatever is looked for."""
    there = sorted({*re.findall(r"(?<![\d.])\d[\d.]*(?:e[+−-]?\d+)?", text)})
    found = {number for number in numbers if _first(there, number).startswith(number)}
    odd = {number for number in numbers if not re.fullmatch(r"\d[\d.]*(?:e[+−-]?\d+)?", number)}
    return found | {number for number in odd if re.search(rf"(?<![\d.]){re.escape(number)}", text)}


def _first(there: list[str], number: str) -> str:
    """What comes first that is not before it: if any begins with it, this one does."""
    place = bisect_left(there, number)
    return there[place] if place < len(there) else ""


PLACED = r' (?:d|x|y|cx|cy|r|width|height|data-unit)=\\"[^"]*\\"|"scale":[\d.]+'
"""Where marks of a callout's plot are, and how large cards are: places on the paper."""

DRAWN = (
    r" (?:d|x|y|cx|cy|r|rx|width|height|data-unit|transform|(?:fill|stroke)-opacity"
    r'|stroke-(?:width|dasharray))="[^"]*"'
)
"""The same of letters that are drawn, too, and the pens of pictures that are paths."""

MADE = (
    f"{PLACED}|{DRAWN}"
    + r"|<style.*?</style>|<script type=.(?:module|importmap).*?</script>"
    + r"|\\chalkgraphfit\{[\d.]+\}|line width=[\d.]+bp"
)
"""Style, the program that steps, a picture's scale and pens: numbers that are of no lesson."""


def text_of(suffix: str, data: bytes) -> str:
    """All that can be read in a file, without what is `MADE` for it."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = map(packed.read, packed.namelist())
            return " ".join(text_of("", file) for file in files)
    if suffix == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return re.sub(MADE, "", data.decode("utf-8", "ignore"), flags=re.DOTALL)


def untold(text: str, numbers: set[str]) -> None:
    """Assert that no number stands in a text, however it is signed and spaced."""
    # How wide and how pale the ribbon of a known gradient is, is no number that is told.
    text = re.sub(r'"ribbon", ?"[^"]*"|draw opacity=[\d.]+', "", text)
    assert not _standing(numbers, text)


ODD_STORY = story_of(Look(view=View(program=ODD)))
ODD_KEYS = [step.key for step in ODD_STORY.walk.steps if step.kind in KINDS]


def some(keys: list[str]) -> list[str]:
    """The first, the middle and the last key of each kind."""
    kinds = {key.partition(":")[0] for key in keys}
    each = [[key for key in keys if key.partition(":")[0] == kind] for kind in sorted(kinds)]
    found = {key for group in each for key in (group[0], group[len(group) // 2], group[-1])}
    return [key for key in keys if key in found]


@pytest.mark.parametrize("key", some(ODD_KEYS), ids=shown)
def test_a_locked_number_stands_on_no_page_and_in_no_data(client: FlaskClient, key: str):
    (step,) = locked_steps(ODD_STORY.walk, [key])
    kept = withheld(ODD_STORY.walk, [key])
    assert kept is not None
    numbers = telling(ODD_STORY, ODD_STORY.walk.steps[kept.first])
    for suffix in ("", ".json"):
        untold(client.get(studio(ODD, suffix, lock=key, step=99)).text, numbers)
    bare = studio(ODD, ".svg", lock=key, step=99, hide="callouts")
    untold(client.get(bare).text, numbers)
    # Letters of a card's formulas are drawn: where their strokes are is no number.
    carded = client.get(studio(ODD, ".svg", lock=key, step=99)).text
    untold(re.sub(DRAWN, "", carded), numbers)
    program = studio(ODD, "", lock=key, step=99)
    for path in ("/present", "/embed/studio"):
        untold(client.get(program.replace("/studio", path, 1)).text, numbers)
    asked = {"program": ODD, "lock": key, "page": True}
    for path in ("/api/story", "/api/picture", "/api/numbers", "/api/questions"):
        untold(client.post(path, json=asked).text, numbers)
    untold(re.sub(PLACED, "", client.post("/api/callouts", json=asked).text), numbers)
    found = client.post("/api/story", json=asked).json
    assert len(found["steps"]) == kept.first
    assert found["locked"]["key"] == step.key and not found["locked"]["sentence"]


PATHS = story_of(Look(view=View(program=ODD, focus="a")))
PATH_KEYS = [step.key for step in PATHS.walk.steps if step.kind in KINDS]


@pytest.mark.parametrize("key", PATH_KEYS, ids=shown)
def test_along_a_path_too_a_locked_number_can_be_asked_for_and_no_question_tells_it(
    client: FlaskClient, key: str
):
    kept = withheld(PATHS.walk, [key])
    assert kept is not None
    asked = {"program": ODD, "focus": "a", "lock": key}
    untold(
        client.post("/api/questions", json=asked).text,
        telling(PATHS, PATHS.walk.steps[kept.first]),
    )
    question = client.post("/api/story", json=asked).json["locked"]["ask"]
    listed = client.post("/api/questions", json=asked).json["questions"]
    assert [each["id"] for each in listed].count(question) == 1 and listed[-1]["id"] == question
    true = next(each.reveal for each in questions(PATHS) if each.id == question)
    answer = true.rpartition("= ")[2].replace("\N{MINUS SIGN}", "-")
    found = client.post("/api/check", json={**asked, "question": question, "answer": answer}).json
    assert found["result"] == "right"


def test_what_follows_a_locked_number_is_not_judged_for_it_would_be_told(client: FlaskClient):
    asked = {"program": ODD, "lock": "value:v"}
    gate = int(client.post("/api/story", json=asked).json["locked"]["ask"])
    ids = [each.id for each in questions(ODD_STORY)]
    for question in ids:
        answer = client.post("/api/check", json={**asked, "question": question, "answer": "v*v"})
        assert answer.status_code == (200 if int(question.partition(".")[0]) <= gate else 400)
    opened = {**asked, "unlocked": "value:v", "question": ids[-1], "answer": "1"}
    assert client.post("/api/check", json=opened).status_code == 200


def test_a_locked_matrix_has_no_field_for_nobody_can_type_it(client: FlaskClient):
    matrix = "W: weight = [[1, 2], [3, 4]]\nV = W @ W\nL: loss = norm2(V)"
    asked = {"program": matrix, "lock": "value:V"}
    assert client.post("/api/story", json=asked).json["locked"]["ask"] == ""


def test_the_test_knows_numbers_when_it_sees_them(client: FlaskClient):
    (step,) = locked_steps(ODD_STORY.walk, ["value:v"])
    numbers = telling(ODD_STORY, step)
    assert len(numbers) > 5
    with pytest.raises(AssertionError):
        untold(client.get(studio(ODD, ".json")).text, numbers)


@pytest.mark.parametrize("suffix", CODE)
def test_a_script_of_a_locked_link_is_refused_with_the_reason(client: FlaskClient, suffix: str):
    answer = client.get(f"/lesson/example-2.{suffix}?lock=value:q")
    assert answer.status_code == 422
    assert "locked numbers" in answer.text
    opened = client.get(f"/lesson/example-2.{suffix}?lock=value:q&unlocked=value:q")
    assert opened.status_code == 200


def test_a_right_answer_opens_its_number_and_what_follows_up_to_the_next_lock(client: FlaskClient):
    own = lessons()["example-2"]
    asked = {
        "program": own.program, "slug": own.slug, "arithmetic": "slide", "focus": own.view.focus,
        "lock": "value:v,slope:p/v",
    }  # fmt: skip
    before = client.post("/api/story", json=asked).json
    question = before["locked"]["ask"]
    listed = client.post("/api/questions", json=asked).json["questions"]
    here = [each for each in listed if each["id"] == question]
    assert here[0]["reveal"] == "" and here[0]["formula"] == ""
    assert here[0]["step"] == len(before["steps"])
    wrong = client.post("/api/check", json={**asked, "question": question, "answer": "7"}).json
    assert wrong["result"] == "wrong"
    right = client.post("/api/check", json={**asked, "question": question, "answer": "-1"}).json
    assert right["result"] == "right"
    after = client.post("/api/story", json={**asked, "unlocked": before["locked"]["key"]}).json
    assert after["locked"]["key"] == "slope:p/v"
    assert len(after["steps"]) > len(before["steps"])


def test_what_would_prove_a_locked_number_is_refused(client: FlaskClient):
    asked = {"program": ODD, "lock": "flow:v/u"}
    for path, more in (("/api/gradients", {}), ("/api/nudge", {"node": "n0"})):
        answer = client.post(path, json={**asked, **more})
        assert answer.status_code == 422
        assert "locked" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "door",
    ["/lesson/example-2.json", "/lesson/example-2.svg", "/present/example-2",
     "/embed/lesson/example-2", "/lesson/example-2.pdf"],
)  # fmt: skip
def test_a_made_up_lock_is_refused_with_the_nearest_where_nobody_could_be_told(
    client: FlaskClient, door: str
):
    answer = client.get(f"{door}?lock=value:qq")
    assert answer.status_code == 422
    assert "value:qq" in answer.text and "value:q`" in answer.text
    assert client.get(f"{door}?lock=value:p,slope:*,sum:*").status_code == 200


def test_in_the_studio_a_lock_that_keeps_nothing_back_is_said_and_nothing_is_lost(
    client: FlaskClient,
):
    page = client.get("/lesson/example-2?lock=value:qq")
    assert page.status_code == 200 and "The lock `value:qq` is of no number" in page.text
    asked = {"program": ODD, "lock": "value:qq", "page": True}
    found = client.post("/api/story", json=asked).json
    assert "value:qq" in found["doubts"][0]["message"] and "`value:" in found["doubts"][0]["hint"]


@pytest.mark.parametrize("key", ["seed:L", "start", "symbols:q", "path:1"])
def test_what_is_no_number_cannot_be_locked_and_the_kinds_are_said(client: FlaskClient, key: str):
    answer = client.get(f"/lesson/example-2?lock={key}")
    assert answer.status_code == 400
    assert "value, slope, flow, sum, product, new, again" in answer.text


def first_lock(slug: str) -> tuple[str, set[str]]:
    """A number of a lesson to be locked, and what then must not be told."""
    story = story_of(lessons()[slug].look)
    steps = [step for step in story.walk.steps if step.kind in KINDS]
    key = steps[len(steps) // 2].key
    kept = withheld(story.walk, [key])
    assert kept is not None
    return key, telling(story, story.walk.steps[kept.first])


@pytest.mark.exports
@pytest.mark.parametrize("suffix", [*QUICK, *HEAVY])
@pytest.mark.parametrize("slug", [slug for slug in lessons() if slug != "biological-neuron"])
def test_one_number_of_every_lesson_is_locked_in_every_format(
    client: FlaskClient, slug: str, suffix: str
):
    key, numbers = first_lock(slug)
    level = "&level=node" if "level" in FORMATS[suffix].takes else ""
    answer = client.get(f"/lesson/{slug}.{suffix}?step=all&lock={key}{level}")
    assert answer.status_code == 200
    untold(text_of(suffix, answer.data), numbers)
