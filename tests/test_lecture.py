"""Every slide of the lecture has its place: `docs/lecture.md` names it, and it can be opened."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.lessons import lessons
from app.story import Story, tell

ROOT = Path(__file__).parent.parent

ROWS = re.findall(
    r"^\| S(\d+) \| (.*?) \| \[.*?\]\((.*?)\) \| (.*?) \|$",
    (ROOT / "docs" / "lecture.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


def test_all_slides_are_there_in_their_order():
    numbers = [int(number) for number, *_ in ROWS]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 64))


@pytest.mark.parametrize(("number", "what", "where", "key"), ROWS)
def test_a_slide_can_be_opened_at_its_step(
    client: FlaskClient, number: str, what: str, where: str, key: str
):
    assert what
    parts = urlsplit(where)
    assert client.get(where).status_code == 200
    if not parts.path.startswith("/lesson/"):
        return
    story = client.get(f"{parts.path}.json?{parts.query}").get_json()
    told = told_lesson(parts.path.removeprefix("/lesson/"), parse_qs(parts.query))
    index = told.last if key == "last" else told.keys.steps(key)[0].index
    page = client.get(f"{where}{'&' if parts.query else '?'}step={index}")
    assert page.status_code == 200
    step = story["steps"][index]
    assert step["sentence"]
    assert f'data-step="{index}"' in page.text


def told_lesson(slug: str, options: dict[str, list[str]]) -> Story:
    """A lesson's story, as it is looked at."""
    lesson = lessons()[slug]
    view = replace(lesson.view, **{k: v[0] for k, v in options.items() if k == "zoom"})
    return tell(view, boards=lesson.board)
