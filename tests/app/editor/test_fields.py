"""What stands beside the picture: a field per leaf, and the choices of how it is drawn."""

import json

import graph_engine as ge
from app.editor.choices import Choice, choices
from app.editor.fields import MOST, Field, fields
from app.lessons import lessons
from app.state.values import read
from app.state.view import View
from app.story import tell


def by_key(program: str, **view: object) -> dict[str, Field]:
    return {field.key: field for field in fields(tell(View(program=program, **view)))}


def listed(slug_or_program: str, **view: object) -> dict[str, Choice]:
    if slug_or_program in lessons():
        return {each.option: each for each in choices(lessons()[slug_or_program].story())}
    return {each.option: each for each in choices(tell(View(program=slug_or_program, **view)))}


def test_every_named_leaf_of_every_lesson_has_a_field_with_its_own_numbers() -> None:
    for slug in ("example-2", "network", "samples", "vector-neuron"):
        story = lessons()[slug].story()
        found = {field.key: field for field in fields(story)}
        leaves = {leaf.name: leaf for leaf in story.source.leaves if leaf.name}
        assert set(found) - {""} == set(leaves)
        for key, leaf in leaves.items():
            value = read(found[key].value)
            assert value == leaf.given.tolist()


PROGRAM = """
x: input = [2, -1, 1]
W: weight = [[1, 2, 3], [4, 5, 6]]
b: weight = 0.5
t: label = 1
k: input = 3
z = W @ x
L: loss = (t - b * k * sum(z))**2
"""


def test_numbers_have_sliders_vectors_a_line_and_matrices_their_rows() -> None:
    found = by_key(PROGRAM)
    assert (found["x"].lines, found["x"].rows, found["x"].value) == (1, False, "2, -1, 1")
    assert (found["W"].lines, found["W"].rows) == (2, True)
    assert found["W"].value == "1, 2, 3\n4, 5, 6"
    assert (found["b"].lines, found["b"].low, found["b"].high) == (0, "-5", "5")
    assert found["t"].sides and not found["b"].sides
    assert found[""].role == "rate"
    assert [found[key].role for key in "xWbt"] == ["input", "weight", "weight", "label"]


def test_a_number_per_sample_and_a_vector_per_sample_have_fields_of_their_own_kind() -> None:
    found = by_key(lessons()["samples"].program)
    assert (found["y"].value, found["y"].rows) == ("1, -1, -1", False)
    assert (found["x"].value, found["x"].rows) == ("2, 1\n1, 1\n-1, 1", True)


def test_a_field_is_called_as_it_was_typed() -> None:
    found = by_key("W^{[1]}: weight = [1, 2]\nx_1': input = 3\nL = sum(W^{[1]}*x_1')")
    assert [(each.name, each.index, each.over) for each in found.values() if each.key] == [
        ("W", "", "[1]"), ("x", "1", "′")
    ]  # fmt: skip


def test_too_many_numbers_are_said_by_their_size() -> None:
    found = by_key(f"x: input = ones({MOST + 1})\nw: weight = ones({MOST})\nL: loss = w @ w")
    assert found["x"].size == f"{MOST + 1}×1" and not found["x"].value
    assert not found["w"].size


def test_the_learning_rate_is_a_number_a_list_or_a_formula() -> None:
    assert by_key("w: weight = 1\nL: loss = w**2", rate=0.5)[""].value == "0.5"
    assert by_key("w: weight = 1\nL: loss = w**2", rate=(0.5, 0.1))[""].value == "0.5, 0.1"
    assert by_key("w: weight = 1\nL: loss = w**2", rate="1/(1+t)")[""].value == "1/(1+t)"
    assert "" not in by_key("w: weight = 1\nL: loss = w**2", focus=ge.FORWARD)


def test_a_graph_of_numbers_is_not_offered_what_only_vectors_have() -> None:
    found = listed("x: input = 2\ny = 3 * x")
    assert set(found) == {"focus"}
    assert [value for value, _ in found["focus"].listed] == [ge.WHOLE, "x", ge.FORWARD]


def test_a_graph_of_matrices_is_offered_every_zoom_and_the_order_of_vec() -> None:
    found = listed("network")
    zooms = [value for value, _ in found["zoom"].listed]
    assert zooms == [
        "scalars",
        "vectors",
        "layers",
        "neurons",
        "unroll",
        "chains",
        "learning",
        "loop",
    ]
    assert found["zoom"].chosen == "layers"
    assert found["vec"].chosen == "rows"
    assert "sample" not in found
    assert found["focus"].chosen == "W"


def test_samples_can_be_chosen_one_by_one() -> None:
    found = listed("samples")["sample"]
    assert found.listed == (
        *(("0", "all 3"), ("1", "sample 1")),
        *(("2", "sample 2"), ("3", "sample 3")),
    )
    assert found.chosen == "0"


def test_neurons_are_those_of_one_sample_and_all_of_them_lead_back_to_layers() -> None:
    zooms = listed("samples")["zoom"]
    changed = dict(zip((value for value, _ in zooms.listed), zooms.states, strict=True))
    assert json.loads(changed["neurons"]) == {"zoom": "neurons", "sample": 1}
    program = lessons()["samples"].story().view.program
    samples = listed(program, zoom="neurons", sample=2)["sample"]
    assert json.loads(samples.states[0]) == {"zoom": "layers", "sample": 0}
    assert json.loads(samples.states[1]) == {"sample": 1}
    # what has no layers is not offered them
    assert "zoom" not in listed("example-2") or "neurons" not in [
        value for value, _ in listed("example-2")["zoom"].listed
    ]


def test_resetting_is_chosen_in_every_picture_that_has_updates() -> None:
    for zoom in ("vectors", "learning", "loop"):
        found = listed(PROGRAM, zoom=zoom, iterations=2, accumulate=True)
        assert found["accumulate"].chosen == "1", zoom
        assert found["iterations"].chosen == "2", zoom
    assert "accumulate" not in listed(PROGRAM, focus="-")


def test_what_is_chosen_can_always_be_chosen_again() -> None:
    for lesson in lessons().values():
        for choice in choices(lesson.story()):
            assert choice.chosen in {value for value, _ in choice.listed}, (lesson.slug, choice)


def test_nothing_can_be_changed_where_nothing_is_told() -> None:
    assert fields(None) == [] and choices(None) == []


def test_a_label_is_switched_between_the_two_numbers_of_its_own_alphabet() -> None:
    bce = "p: input = 0.7\ny: label = 1\nL: loss = -(y*log(p) + (1-y)*log(1-p))"
    assert by_key(bce)["y"].sides == (0, 1)
    assert by_key("z = 2\ny: label = 1\nL: loss = hinge(y, z)")["y"].sides == (-1, 1)
    assert by_key("z = 2\ny: label = 3\nL: loss = (y - z)**2")["y"].sides == ()
