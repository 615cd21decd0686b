"""Exports over HTTP: names, kinds, one step or all, and what is refused."""

import io
import json
import zipfile

import pytest
from flask.testing import FlaskClient

from app.exports import FORMATS, LEVELS, chosen
from app.lessons import lessons

from .. import stories
from ..pictures import read
from .reading import studio
from .test_openapi import described

LESSON = "/lesson/example-2"


def test_one_step_is_shown_and_has_a_name_to_be_saved_under(client: FlaskClient):
    answer = client.get(f"{LESSON}.svg?step=7")
    assert answer.headers["Content-Disposition"] == "inline; filename=example-2-step-7.svg"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("level", LEVELS)
def test_all_steps_of_a_picture_are_numbered_files(client: FlaskClient, level: str):
    answer = client.get(f"/lesson/gates.svg?step=all&level={level}&theme=board")
    assert answer.mimetype == "application/zip"
    assert "attachment; filename=gates-svg.zip" in answer.headers["Content-Disposition"]
    story = lessons()["gates"].story()
    steps = [
        step.index
        for step in story.walk.steps
        if level == "formula" or step.stop in ("node", level) or step.index in (0, story.last)
    ]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        assert files.namelist() == [f"gates-step-{k:03}.svg" for k in steps]
        for name, k in zip(files.namelist(), steps, strict=True):
            drawn = read(files.read(name).decode())
            assert drawn.seen == read(story.svg(k, fonts=False)).seen
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
    [
        "level=fine",
        "width=0",
        "width=99999",
        "width=x",
        "per_page=0",
        "per_page=99",
        "around=all",
        "step=last",
    ],
)
def test_an_option_that_means_nothing_is_said(client: FlaskClient, query: str):
    answer = client.get(f"{LESSON}.svg?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.text


@pytest.mark.parametrize(
    ("suffix", "option"),
    [
        (suffix, option)
        for suffix, form in FORMATS.items()
        for option in ("level=node", "width=400", "per_page=2", "around=page")
        if option.partition("=")[0] not in form.takes
    ],
)
@pytest.mark.parametrize("where", [f"{LESSON}.", "/studio."])
def test_an_option_of_files_that_a_format_has_not_is_refused(
    client: FlaskClient, where: str, suffix: str, option: str
):
    name = option.partition("=")[0]
    for ask in (client.get, client.post):
        answer = ask(f"{where}{suffix}?step=1&theme=board&{option}")
        assert answer.status_code == 400
        assert f"A file of the format {suffix} has no" in answer.text and name in answer.text
        fitting = [each for each, form in FORMATS.items() if name in form.takes]
        assert ", ".join(fitting) in answer.text


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


SENT = {"program": "# Sent\nw: weight = 1\nL = w*2", "arithmetic": "slide"}


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, str]]:
    """What exports were begun: their address, steps and body."""
    found: list[tuple[str, int, str]] = []

    def start(address: str, count: int, *, body: str, **_more: object) -> str:
        found.append((address, count, body))
        return "a" * 32

    monkeypatch.setattr("app.jobs.start", start)
    return found


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_program_that_no_link_holds_can_be_sent(client: FlaskClient, suffix: str, begun):
    answer = client.post(f"/studio.{suffix}?step=1&theme=board&lang=cs", json=SENT)
    described("/studio.{suffix}", "post", answer)
    assert answer.headers["Location"] == f"/api/export/{'a' * 32}?lang=cs"
    ((address, count, body),) = begun
    assert count >= 1 and json.loads(body) == SENT
    assert address == f"/studio.{suffix}?step=1&theme=board&lang=cs"


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"program": "y = "}, 422, "Line 1"),
        ({"program": "y = 1", "bogus": 1}, 400, "Unknown field: bogus"),
        ({"program": "x" * 300_000}, 413, "at most"),
        (["y = 1"], 400, "not an object"),
    ],
)
def test_what_cannot_be_sent_is_refused_as_a_story_is(
    client: FlaskClient, sent: object, status: int, said: str, begun
):
    answer = client.post("/studio.pdf", json=sent, headers={"Accept": "application/json"})
    assert answer.status_code == status and not begun
    assert said in answer.json["error"]["message"] or answer.json["error"]["line"] == 1


def test_what_is_withheld_of_a_link_is_withheld_of_what_is_sent(client: FlaskClient, begun):
    locked = {**SENT, "lock": "value:L"}
    assert client.post("/studio.svg?step=all", json=locked).status_code == 202
    assert client.post("/studio.svg?step=all", json=SENT).status_code == 202
    kept, whole = (count for _, count, _ in begun)
    assert kept < whole
