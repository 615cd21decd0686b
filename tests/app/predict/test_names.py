"""Names in an answer, and a node that stands at two places."""

import pytest

from app.predict import check
from app.predict.earlier import own_answers
from app.predict.expressions import AnswerError
from app.predict.screen import known

from .asking import about, asked, said, story, told, update

# -- names -------------------------------------------------------------------------------


@pytest.mark.parametrize(("entries", "usable"), [(1, True), (5, True), (16, True), (17, False)])
def test_a_vector_of_up_to_sixteen_entries_may_be_named(entries: int, usable: bool):
    vector = ", ".join(["0.5"] * entries)
    of = told(f"s: weight = [{vector}]\nL: loss = norm2(s)")
    question = about(of, "value", "ℒ")
    assert ("s" in known(of, question).names) is usable
    if usable:
        assert said(of, question, "s @ s")[0] == "right"


def test_an_unknown_name_is_told_the_needed_ones_and_the_nearest_first():
    leaves = "\n".join(f"a{k}: weight = {k}" for k in range(1, 12))
    of = told(f"{leaves}\nzeta: weight = 3\ngain: weight = 2\nL: loss = zeta * gain")
    with pytest.raises(AnswerError) as refusal:
        said(of, about(of, "value", "ℒ"), "zetta * gain")
    listed = str(refusal.value).partition("Known here: ")[2].split(", ")
    assert listed[:2] == ["zeta", "gain"] and listed[-1] == "….", listed
    with pytest.raises(AnswerError) as refusal:
        said(of, about(of, "value", "ℒ"), "a12")
    assert "a1" in str(refusal.value)


def test_a_name_is_understood_as_the_picture_writes_it():
    of = told("x1: input = 2\ntheta: weight = 3\ny = theta * x1\nL: loss = y**2", rate=0.1)
    for text in ("y²", "(θ·x₁)²", "(theta·x1)^2", "θ²·x₁²"):
        assert said(of, about(of, "value", "ℒ"), text)[0] == "right", text
    for text in ("θ − α·24", "θ - 0.1·24", "θ − α·ℒ·24/36"):
        assert said(of, update(of), text)[0] == "right", text


def test_later_answers_do_not_count_as_earlier():
    of = story("example-2")
    z1, q = about(of, "value", "z₁"), about(of, "value", "is q")
    assert check(of, question=q.id, answer="3", earlier={z1.id: "2"}).result == "follows"
    p, v = about(of, "value", "is p"), about(of, "gradient", "∂ℒ/∂v")
    assert (
        check(of, question=p.id, answer="0.5", earlier={v.id: "0", q.id: "0"}).result != "follows"
    )
    own = {each.id: "7" for each in asked(of)}
    first = next(each for each in asked(of) if each.kind == "value")
    assert check(of, question=first.id, answer="14", earlier=own).result == "wrong"


def test_the_flow_of_a_path_follows_from_the_slope_of_the_same_step():
    of = story("example-2", "slide", "w1")
    flow = next(each for each in asked(of) if each.id.endswith(".flow"))
    slope = next(each for each in asked(of) if each.id == flow.id.removesuffix(".flow"))
    found = check(of, question=flow.id, answer="-1.85", earlier={slope.id: "0.5"})
    assert found.result == "follows"
    assert check(of, question=slope.id, answer="0.5", earlier={flow.id: "-1.85"}).result == "wrong"


# -- one node at two places --------------------------------------------------------------

TWICE = [
    ("x: weight = 3\ny = x - x", (1, -1), 0), ("a: weight = 5\nb = a * a", (5, 5), 10),
    ("a: weight = 2\nb = a + a", (1, 1), 2), ("u: weight = 4\nv = u / u", (0.25, -0.25), 0),
    ("a: weight = 2\nb = max(a, a)", None, 1), ("a: weight = 2\nb = a + a + a", (1, 1, 1), 3),
]  # fmt: skip


@pytest.mark.parametrize(("program", "parts", "whole"), TWICE, ids=[p for p, _, _ in TWICE])
def test_two_places_of_one_node_are_asked_apart_and_together(
    program: str, parts: tuple[float, ...] | None, whole: float
):
    of = told(program)
    local = [each for each in asked(of) if each.kind == "local"]
    assert len({each.ask for each in local}) == len(local)
    assert len({each.keys for each in local}) == len(local)
    *places, together = local
    if parts is not None:
        assert [float(each.number) for each in places] == pytest.approx(parts)
    assert "whole derivative" in together.ask
    assert float(together.number) == pytest.approx(whole)
    assert said(of, together, f"{whole}")[0] == "right"
    for each in places:
        if float(each.number) != whole:
            assert said(of, together, repr(float(each.number)))[1][:1] == ("one contribution",)


def test_a_vector_used_twice_has_a_whole_derivative_too():
    of = told("s: weight = [1, 2]\nL: loss = dot(s, s)")
    together = next(each for each in asked(of) if each.id.endswith(".whole"))
    assert said(of, together, "(2, 4)")[0] == "right"
    assert said(of, together, "(1, 2)") == (
        "wrong",
        ("one contribution", "path forgotten", "averaged"),
    )


def test_numbers_of_the_program_are_never_asked_for_by_gradient():
    for program in (
        "a: weight = 2\nb: weight = 3\nL: loss = a + b + 1",
        "s: weight = 2\nL: loss = max(0, s)",
        "s: weight = 2\nL: loss = min(s, 1) + sqrt(2) * s",
    ):
        for each in asked(told(program)):
            assert not any(f"/∂{digit}" in each.ask for digit in "0123456789"), each.ask


def test_what_is_asked_after_a_question_is_nothing_that_it_follows_from():
    of = story("example-2")
    z1, q = about(of, "value", "z₁"), about(of, "value", "is q")
    assert own_answers(of, q, {z1.id: "2"}, {z1.id: z1, q.id: q})
    assert not own_answers(of, q, {z1.id: "2"}, {q.id: q, z1.id: z1})
