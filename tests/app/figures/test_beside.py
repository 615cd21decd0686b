"""A figure beside the graph: its parts are lit with the nodes that they stand for."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.figures.beside import NAMED, beside, leads, lit
from app.lessons import LessonError, lessons, read
from app.story import story_of
from app.storyboard import FIGURES, Figure

WITH = {slug: each for slug, each in lessons().items() if each.figure}


@pytest.mark.parametrize("slug", WITH)
def test_a_part_is_lit_at_the_steps_of_its_nodes_and_at_no_other(slug: str):
    figure, story = WITH[slug].figure, WITH[slug].story()
    assert figure is not None
    for step, parts in zip(story.walk.steps, lit(figure, story), strict=True):
        about = "" if step.node is None or step.kind == "start" else story.graph.nodes[step.node]
        wanted = {part for part, names in figure.parts.items() if about and about.name in names}
        assert {*parts.split()} - {NAMED} == wanted
    told = {part for parts in lit(figure, story) for part in parts.split()}
    assert told >= {*figure.parts}, "each part has its moment"


def test_lines_lead_from_parts_to_the_nodes_that_are_told_once_parts_have_names():
    lesson = lessons()["biological-neuron"]
    assert lesson.figure is not None
    story = lesson.story()
    ids = {name: f"n{node.index}" for name, node in story.graph.names.items()}
    found = leads(lesson.figure, story)
    told = {step.key: lead for step, lead in zip(story.walk.steps, found, strict=True)}
    assert told["start"] == "" and told["board:cell"] == "" and len(found) == len(told)
    assert told["board:axon"] == f"axon 0 {ids['x_1']},axon 1 {ids['x_2']}"
    assert told["board:synapse"] == f"synapse 0 {ids['w_1']}"
    both = f"dendrite 0 {ids['z_1']},dendrite 1 {ids['z_2']}"
    assert told["board:dendrite"] == both
    assert told["value:z_2"] == f"dendrite 1 {ids['z_2']}"
    assert told["value:q"] == f"body 0 {ids['q']}"
    assert told["value:p"] == f"hillock 0 {ids['p']}"
    code = lessons()["example-1-classifier"]
    drawn = beside(code.figure, code.story())
    assert drawn is not None and not drawn.leads, "lines of a program have none"


@pytest.mark.parametrize("slug", WITH)
def test_every_part_is_drawn(slug: str):
    found = beside(WITH[slug].figure, WITH[slug].story())
    assert found is not None and json.loads(found.lit)
    for part in WITH[slug].figure.parts:
        assert f'data-part="{part}"' in found.markup


def test_the_parts_of_the_cell_are_named_once_they_have_been_asked_for():
    lesson = lessons()["biological-neuron"]
    assert lesson.figure is not None
    story = lesson.story()
    named = [NAMED in parts.split() for parts in lit(lesson.figure, story)]
    first = story.keys.steps("board:cell")[0].index
    assert named == [k >= first for k in range(len(named))] and first > 0


def test_another_program_has_no_figure_and_other_numbers_keep_it():
    look = lessons()["biological-neuron"].look
    other = replace(look, view=replace(look.view, program="x: input = 2\ny = x*x\n"))
    assert beside(other.figure, story_of(other)) is None
    changed = replace(look, view=replace(look.view, values={"x_1": 7.0}))
    assert beside(changed.figure, story_of(changed)) is not None


def test_lines_of_a_program_are_text_and_no_markup():
    look = lessons()["example-1-neuron"].look
    figure = Figure(name="code", parts={"1": ("q",)}, text="<b>q</b> = a < b\n  return q")
    found = beside(figure, story_of(look))
    assert found is not None and "&lt;b&gt;q&lt;/b&gt;" in found.markup
    assert "  return q</span></pre>" in found.markup


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ('name = "brain"\n[figure.parts]', "there is no figure 'brain'"),
        ('name = "cell"\n[figure.parts]\nbody = ["boddy"]', "boddy"),
        ('name = "cell"\nnamed = "value:nothing"\n[figure.parts]', "no step"),
    ],
)
def test_a_lesson_with_a_wrong_figure_is_refused_with_the_reason(
    tmp_path: Path, figure: str, said: str
):
    file = tmp_path / "own.toml"
    file.write_text(
        'part = "Beyond"\norder = 1\nfocus = "-"\nprogram = """\nx: input = 1\nbody = x + 1\n"""\n'
        f"[figure]\n{figure}\n",
        encoding="utf-8",
    )
    with pytest.raises(LessonError, match=said):
        read(file)
    assert {*FIGURES} == {"cell", "code", "images"}
