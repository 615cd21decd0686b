"""Exports over HTTP: names, kinds, one step or all, and what is refused."""

import io
import zipfile

import pytest
from flask.testing import FlaskClient

from app.exports import FORMATS, LEVELS, chosen
from app.lessons import lessons

from .. import stories
from ..pictures import read
from .reading import studio

LESSON = "/lesson/example-2"


def test_one_step_is_shown_and_has_a_name_to_be_saved_under(client: FlaskClient):
    answer = client.get(f"{LESSON}.svg?step=7")
    assert answer.headers["Content-Disposition"] == "inline; filename=example-2-step-7.svg"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("level", LEVELS)
def test_all_steps_of_a_picture_are_numbered_files(client: FlaskClient, level: str):
    answer = client.get(f"{LESSON}.svg?step=all&level={level}&theme=board")
    assert answer.mimetype == "application/zip"
    assert "attachment; filename=example-2-svg.zip" in answer.headers["Content-Disposition"]
    story = lessons()["example-2"].story()
    steps = [
        step.index
        for step in story.telling.steps
        if level == "formula" or step.stop in ("node", level) or step.index in (0, story.last)
    ]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        assert files.namelist() == [f"example-2-step-{k:03}.svg" for k in steps]
        for name, k in zip(files.namelist(), steps, strict=True):
            drawn = read(files.read(name).decode())
            assert drawn.seen == read(story.svg(k)).seen
            assert drawn.root.attrib["data-theme"] == "board"


@pytest.mark.parametrize("suffix", ["py", "torch.py", "micrograd.py"])
def test_a_suffix_may_have_a_dot(client: FlaskClient, suffix: str):
    for address in (f"{LESSON}.{suffix}", studio("# Example 2\nx = 1\ny = 2*x", f".{suffix}")):
        answer = client.get(address)
        assert answer.status_code == 200
        name = f"example-2.{suffix}"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


@pytest.mark.parametrize("suffix", ["exe", "svg2", "..", "PDF", "%00", "json5"])
def test_an_unknown_format_is_not_there(client: FlaskClient, suffix: str):
    assert client.get(f"{LESSON}.{suffix}").status_code == 404
    assert client.get(f"/studio.{suffix}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["level=fine", "width=0", "width=99999", "width=x", "per_page=0", "per_page=99", "step=last"],
)
def test_an_option_that_means_nothing_is_said(client: FlaskClient, query: str):
    answer = client.get(f"{LESSON}.svg?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.text


def test_too_many_steps_are_refused_with_the_cure(client: FlaskClient):
    program = "x = 1\n" + "\n".join(f"y{k} = {f'y{k - 1}' if k else 'x'} * 2" for k in range(84))
    answer = client.get(studio(program, ".svg", step="all"))
    assert answer.status_code == 422
    assert "at most 400 steps" in answer.text
    assert "coarser level" in answer.text
    assert len(chosen(stories.story(program), "node")) < 400


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Příliš žluťoučký kůň", "prilis-zlutoucky-kun"),
        ('../../etc/passwd "; rm', "etc-passwd-rm"),
        ("</svg> % & $ 😀", "svg"),
        ("😀", "graph"),
        ("a" * 200, "a" * 60),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(client: FlaskClient, title: str, name: str):
    answer = client.get(studio(f"# {title}\nx = 1\ny = 2*x", ".svg", step=1))
    assert answer.headers["Content-Disposition"] == f"inline; filename={name}-step-1.svg"


def test_every_format_has_words_and_a_kind():
    for suffix, form in FORMATS.items():
        assert form.suffix == suffix and form.title and "/" in form.mimetype
