"""Every lesson opens, says what it promises, and has the lecture's numbers."""

import re
from contextlib import suppress
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

import graph_engine as ge
from app import create_app
from app.cli import main
from app.exports.story_json import story_json
from app.lessons import PARTS, Lesson, LessonError, lessons, read
from app.state import locks
from app.state.view import Zoom
from app.story import Story, tell

from ...graph_engine.lecture import NUMBERS
from ..stories import number, picture, sentence, step

SLUGS = tuple(lessons())

ENTRIES = {
    "example-1-classifier": "ex1_classifier",
    "example-1-neuron": "ex1_neuron",
    "example-1-rgb": "ex1_rgb",
    "example-2": "ex2_scalar",
    "example-2-other-label": "ex2_label_minus",
    "gates": "cs231n_xyz",
    "sigmoid-gates": "cs231n_sigmoid",
    "flow-patterns": "cs231n_patterns",
    "simple-network": "urob_squared",
}
"""Lessons with their entries in `lecture_numbers.json`; the fork is not in the lecture."""

ROOT = Path(__file__).parents[3]


def tellings(lesson: Lesson) -> list[Story]:
    """A lesson's own telling, the whole backward pass, two rounds of both; and all chains."""
    leaves = {str(leaf.name) for leaf in lesson.story().graph.leaves} - {"None"}
    own = {lesson.view.focus, ge.WHOLE, ge.FORWARD}
    return [
        tell(
            replace(lesson.view, focus=focus, iterations=k), notes=lesson.notes, boards=lesson.board
        )
        for focuses, k in ((own | leaves, 1), (own, 2))
        for focus in sorted(focuses)
    ]


def entry(slug: str) -> dict[str, Any]:
    return NUMBERS[ENTRIES[slug]]


def by_name(told: Story) -> dict[str, ge.Node]:
    """Nodes by the names of `lecture_numbers.json`."""
    return {
        {"t": "zstar"}.get(name, name.replace("_", "")): node
        for name, node in told.graph.names.items()
    }


def test_the_numbers_are_the_references_byte_for_byte():
    reference = Path("/work/shared/reference/lecture_numbers.json")
    if reference.exists():
        assert (ROOT / "tests/lecture_numbers.json").read_bytes() == reference.read_bytes()


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_has_a_title_and_an_introduction(slug: str):
    lesson = lessons()[slug]
    assert 5 < len(lesson.title) < 80
    assert 20 < len(lesson.introduction) < 250
    assert lesson.introduction.endswith((".", "?"))
    assert lesson.part in PARTS


def test_no_two_lessons_look_alike():
    assert len({lesson.title for lesson in lessons().values()}) == len(SLUGS)
    assert len({(lesson.part, lesson.order) for lesson in lessons().values()}) == len(SLUGS)


def test_the_gallery_goes_part_by_part():
    places = [(PARTS.index(each.part), each.order) for each in lessons().values()]
    assert places == sorted(places)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_way_to_tell_a_lesson_can_be_told(slug: str):
    for told in tellings(lessons()[slug]):
        for k in (0, told.last):
            picture(told, k)
        story_json(told)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_note_of_a_lesson_stands_at_a_step_that_can_be_reached(slug: str):
    lesson = lessons()[slug]
    assert all(lesson.story().keys.find(key) for key in lesson.notes)
    assert all(note.strip().endswith((".", "?", "!")) for note in lesson.notes.values())


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_opens_with_words_of_its_own(slug: str):
    lesson = lessons()[slug]
    told = lesson.story()
    assert any(told.note(each) for each in told.walk.steps)


@pytest.mark.parametrize("slug", ENTRIES)
def test_the_exact_numbers_are_the_lectures(slug: str):
    found = entry(slug)
    told = tell(replace(lessons()[slug].view, arithmetic="exact", focus=ge.WHOLE))
    run, nodes = told.walk.runs[0], by_name(told)
    expected = {name: leaf["value"] for name, leaf in found["leaves"].items()}
    expected |= {node["id"]: node["value"] for node in found["nodes"]}
    assert set(expected) <= set(nodes)
    for name, value in expected.items():
        assert run.value(nodes[name].index) == pytest.approx(value, abs=5.1e-7)
    for name, total in found["total"].items():
        assert run.gradient(nodes[name].index) == pytest.approx(total["exact"], abs=5.1e-7)


@pytest.mark.parametrize("slug", ENTRIES)
def test_what_is_shown_on_the_slide_is_the_lectures(slug: str):
    told = tell(replace(lessons()[slug].view, arithmetic="slide", focus=ge.WHOLE))
    run, nodes, number_format = told.walk.runs[0], by_name(told), told.words.full
    for node in entry(slug)["nodes"]:
        shown = number_format.value(float(run.value(nodes[node["id"]].index)))
        assert number(shown) == pytest.approx(float(node["shown"]), rel=0.03), node
    if slug == "simple-network":  # half a square is two operations here, and two roundings
        return
    for local in entry(slug)["local"]:
        edges = [e for e in told.graph.operands[nodes[local["to"]].index]]
        edge = next(e for e in edges if e.src == nodes[local["frm"]].index)
        assert number(number_format.slope(float(run.slope(edge)))) == float(local["shown"]), local
    for name, total in entry(slug)["total"].items():
        shown = number_format.product(float(run.gradient(nodes[name].index)))
        assert number(shown) == pytest.approx(float(total["slide"]), rel=1e-9), name


@pytest.mark.parametrize("slug", SLUGS)
def test_every_gradient_of_a_lesson_agrees_with_finite_differences(slug: str):
    found = story_json(tell(replace(lessons()[slug].view, arithmetic="exact")))
    verdicts = {node["check"]["verdict"] for node in found["nodes"]}
    assert "differs" not in verdicts
    assert "agrees" in verdicts or found["loss"] is None or lessons()[slug].view.focus == ge.FORWARD


def test_in_no_lesson_its_own_step_makes_the_loss_larger():
    for slug, lesson in lessons().items():
        said = story_json(lesson.story())["steps"][-1]["sentence"]
        assert "it grew" not in said, f"{slug}: {said}"
        if now := re.search(r" was (\S+), now it is (\S+?)(: it fell)?\.$", said):
            assert now[3] or now[1] == now[2], f"{slug}: {said}"


@pytest.mark.parametrize(
    "rate, said", [(None, ": it fell."), (1.0, "it grew. The step was too long.")]
)
def test_batch_norm_asks_what_its_chain_tells_and_its_rate_is_one_that_helps(
    rate: float | None, said: str
):
    view = lessons()["batch-norm"].view
    assert sentence(tell(view), "start").endswith("How does ℒ change when x changes?")
    all_of_them = replace(view, focus="*", rate=rate or view.rate)
    last = story_json(tell(all_of_them))["steps"]
    assert [each["sentence"] for each in last if each["key"] == "again:L"][0].endswith(said)
    assert "How must g and b change" in sentence(tell(all_of_them), "start")


def test_the_fork_adds_three_contributions():
    told = lessons()["fork"].story()
    assert sentence(told, "sum x") == "3 paths lead to x; its gradient is the sum: 3 + 3 + 1 = 7."


def test_the_classifier_says_why_it_cannot_be_learned():
    lesson = lessons()["example-1-classifier"]
    told = tell(replace(lesson.view, focus=ge.WHOLE), notes=lesson.notes)
    from app.wording import remarks

    said = remarks.remark(told.words, step(told, "slope yhat/q"))
    assert "nothing flows back" in said and "σ" in said


NEW = '''
part = "How gradients flow"
order = 99
focus = "x"

program = """
# A new lesson
# It is one file.

x = 3
y = x**2
"""

[notes]
"value y" = "Nine."
'''


def test_a_new_lesson_is_one_file(tmp_path: Path):
    (tmp_path / "my-lesson.toml").write_text(NEW, encoding="utf-8")
    found = lessons(tmp_path)
    assert list(found) == ["my-lesson"]
    lesson = found["my-lesson"]
    assert (lesson.title, lesson.introduction) == ("A new lesson", "It is one file.")
    told = lesson.story()
    assert told.note(step(told, "value y")) == "Nine."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("y = x**2", "y = z**2"), "no `z`"),
        (('order = 99', 'order = "first"\nfokus = 1'), "fokus"),
        (('part = "How gradients flow"', 'part = "Odds and ends"'), "Odds and ends"),
        (('part = "How gradients flow"', ""), "part"),
        (("order = 99", 'order = "first"'), "order"),
        (('focus = "x"', 'numbers = "rounded"'), "rounded"),
        (('focus = "x"', 'rate = "fast"'), ""),
        (('focus = "x"', 'focus = "q"'), "q"),
        (('focus = "x"', 'focus = "y"'), "y"),
        (("program =", "programme ="), "program"),
        (('"""', "'"), ""),
        (("[notes]", "[notes"), ""),
    ],
)  # fmt: skip
def test_a_broken_lesson_is_named(tmp_path: Path, change: tuple[str, str], said: str):
    path = tmp_path / "broken-lesson.toml"
    path.write_text(NEW.replace(*change), encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        read(path)
    assert str(caught.value).startswith("broken-lesson.toml: ")
    assert re.search(re.escape(said), str(caught.value))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"value y"', '"value z"'), "no step 'value z'; did you mean 'value:y'?"),
        (('"value y"', '"slope y/u1"'), "no step 'slope y/u1'; did you mean 'slope:y/x'?"),
        (('"value y"', '"produkt 1"'), "no step 'produkt 1'; did you mean 'product:1'?"),
        (('"value y"', '"slope:x/y"'), "no step 'slope:x/y'; did you mean"),
        (('"value y"', '"xyzzy"'), "no step 'xyzzy'"),
        (('"value y"', '"sum:x"'), "no step 'sum:x'; did you mean 'slope:y/x'?"),
        (("[notes]", '[[board]]\nname = "a"\nbefore = "values y"\ntext = "?"\n[notes]'),
         "no step 'values y'; did you mean 'value:y'?"),
        (("[notes]", '[[board]]\nname = "a"\nbefore = "start"\ntext = "?"\n' * 2 + "[notes]"),
         "two boards have the same name"),
        (("[notes]", '[thumbnail]\nstep = "slope y/u1"\n[notes]'),
         "no step 'slope y/u1'; did you mean 'slope:y/x'?"),
        (("[notes]", '[thumbnail]\naround = ["Y"]\n[notes]'), "there is no node called 'Y'"),
        (("[notes]", '[thumbnail]\nnodes = ["y"]\n[notes]'), "a small picture has no nodes"),
        (("[notes]", '[[board]]\nname = "a"\nbefor = "start"\ntext = "?"\n[notes]'),
         "a board has no 'befor'; did you mean 'before'?"),
        (("[notes]", '[figure]\nname = "cell"\nparts = {axom = ["x"]}\n[notes]'),
         "the figure has no part 'axom': axon, synapse, dendrite, body, hillock"),
        (("[notes]", '[figure]\nname = "code"\ntext = "y"\nparts = {2 = ["x"]}\n[notes]'),
         "the figure has no part '2': 1"),
        (("order = 99", 'order = 99\ngrows = "../nothing"'),
         "there is no lesson '../nothing' to grow into"),
    ],
)  # fmt: skip
def test_a_key_that_no_step_has_is_an_error_that_names_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], said: str
):
    path = tmp_path / "broken-lesson.toml"
    path.write_text(NEW.replace(*change), encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        read(path)
    assert str(caught.value).startswith(f"broken-lesson.toml: {said}")
    assert main(["check", str(path)]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "key", ["value y", "value:y", "slope y/x", "slope:y/x", "product 1", "path:1", "symbols  y",
            "slope_symbols y/x", "start", "new x", "rule x", "placed x", "again y"],
)  # fmt: skip
def test_a_note_may_use_either_spelling(tmp_path: Path, key: str):
    path = tmp_path / "my-lesson.toml"
    path.write_text(NEW.replace('"value y"', f'"{key}"'), encoding="utf-8")
    told = read(path).story()
    assert [s.key for s in told.walk.steps if told.note(s).endswith("Nine.")] == [
        key.replace("  ", " ").replace(" ", ":")
    ]


def test_the_papers_lesson_says_its_notes(tmp_path: Path):
    paper = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(part = .*?)```", paper, flags=re.DOTALL)
    path = tmp_path / "readme.toml"
    path.write_text(block, encoding="utf-8")
    told = read(path).story()
    assert told.note(step(told, "start")).endswith("How does e change when b changes?")
    assert told.note(step(told, "slope:e/u1")) == "…"
    assert step(told, "slope:e/u1").key == "slope:e/@2"


def zooms(slug: str):
    """A lesson looked at in every way; a third iteration is told as the second one is."""
    view = lessons()[slug].view
    for zoom, iterations in (*product(get_args(Zoom), (1, 2)), (view.zoom, 3)):
        for focus in {view.focus, ge.WHOLE, ge.FORWARD}:
            with suppress(ge.GraphError):
                yield tell(replace(view, zoom=zoom, iterations=iterations, focus=focus))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_step_of_a_lesson_has_a_key_of_its_own_however_it_is_looked_at(slug: str):
    for told in zooms(slug):
        found = [each.key for each in told.walk.steps]
        assert len({*found}) == len(found)
        assert all(told.keys.find(each.key)[0].index <= each.index for each in told.walk.steps)
        for each in told.walk.steps:
            if each.kind in locks.KINDS:
                assert locks.well_formed(each.key), each.key


@pytest.mark.parametrize(
    "query", ["v.x1=5", "numbers=exact", "rate=0.5", "focus=*", "focus=w2", "v.x1=5&focus=*"]
)
def test_a_note_about_numbers_is_not_said_when_they_are_others(query: str):
    client = create_app().test_client()
    own = {s["note"] for s in client.get("/lesson/example-2.json").json["steps"]} - {""}
    assert len(own) == len(lessons()["example-2"].notes)
    later = client.get(f"/lesson/example-2.json?{query}").json["steps"]
    forward = {s["note"] for s in later if s["phase"] == "forward" and not s["iteration"]} - {""}
    others = {s["note"] for s in later if s["phase"] in ("backward", "update")} - {""}
    again = {s["note"] for s in later if s["iteration"]} - {""}
    assert not others and not again
    assert bool(forward) == query.startswith("focus")  # the forward pass is the same then
