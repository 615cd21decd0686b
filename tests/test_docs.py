"""Papers are tested: what they show runs, and gives what they say."""

import doctest
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

import graph_engine as ge
from app.cli import main
from app.lessons import read as read_lesson
from app.talks import read as read_talk

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("paper", ["docs/engine.md"])
def test_what_a_paper_shows_is_what_comes_out(paper: str):
    text = (ROOT / paper).read_text(encoding="utf-8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, paper, paper, 0)
    assert examples.examples
    said: list[str] = []
    doctest.DocTestRunner().run(examples, out=said.append)
    assert said == []


def blocks(paper: str, kind: str) -> list[str]:
    text = (ROOT / paper).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.S | re.M)


PROGRAM = blocks("docs/language.md", "")[0]


def test_the_program_that_explains_the_language_is_one():
    assert [node.name for node in ge.parse(PROGRAM).leaves] == ["x1", "w1", "y"]


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md"])
def test_the_python_of_a_paper_runs(paper: str):
    names: dict[str, Any] = {"program": PROGRAM}
    assert blocks(paper, "python")
    for block in blocks(paper, "python"):
        exec(compile(block, paper, "exec"), names)


def test_the_commands_of_the_readme_do_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    program = "# Mine\nx: input = 2\nw1: weight = 1\nw2: weight = 3\nL: loss = (w1*x - w2)**2\n"
    (tmp_path / "my-lesson.txt").write_text(program, encoding="utf-8")
    script = "import torch\nw = torch.ones(2, requires_grad=True)\nw.sum().backward()\n"
    (tmp_path / "net.py").write_text(script, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks("README.md", "sh") for line in block.splitlines()]
    commands = [
        shlex.split(line, comments=True)[3:] for line in lines if line.startswith("python -m app ")
    ]
    assert len(commands) >= 4
    assert [main(command) for command in commands] == [0] * len(commands)
    written = {word for command in commands for word in command if word.endswith((".pdf", ".pptx"))}
    assert {path.name for path in tmp_path.iterdir()} >= written


def test_every_target_that_the_readme_names_is_one():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`make ([a-z-]+)", readme)) <= targets


def test_the_lesson_and_the_talk_that_are_shown_can_be_read(tmp_path: Path):
    for block in blocks("CONTRIBUTING.md", "toml"):
        path = tmp_path / "shown.toml"
        path.write_text(block, encoding="utf-8")
        told = tomllib.loads(block)
        if "slide" in told:
            assert len(read_talk(path).slides) == len(told["slide"])
        else:
            story = read_lesson(path).story()
            said = [story.note(step) for step in story.walk.steps]
            for note in told["notes"].values():
                assert any(each.endswith(note) for each in said)


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_a_link_of_a_paper_leads_somewhere(paper: str):
    text = (ROOT / paper).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / paper).parent / target).exists(), target
