"""Whatever can be told can be asked, and whatever is typed is judged: nothing ends in an error."""

from random import Random

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.lessons import lessons
from app.predict import questions

from ..stories import HOSTILE
from ..stories import story as told_of

PROGRAMS = (
    "y = exp(0)",
    "y = 2",
    "x = 2",
    "x: input = 2",
    "y = 2 * 3",
    "y = log(0)",
    "y = 1 / 0",
    "y = sqrt(-1)\nL: loss = y",
    "x = 3\ny = x - x",
    "x = 3\ny = x * x * x",
    "a = 5\nb = a / a",
    "s: weight = [1, 2, 3]\nL: loss = dot(s, s)",
    "M: weight = [[1, 2], [3, 4]]\nN = M @ M\nL: loss = norm2(N)",
    "W: weight = [[1, 2], [3, 4]]\nx: input = [1, -1]\ny = W @ x",
    "w: weight = [1]\nL: loss = norm2(w)",
    "x: input = 1e308\ny = x * x\nL: loss = y - y",
    "w: weight = 0\nL: loss = 1 / w",
    "a: weight = 2\nb: weight = 3\nL: loss = a + b + 1",
    "s: weight = -1\nL: loss = max(0, s) + relu(s)",
    "x = each(1, 2, 3)\nw: weight = 2\nL: loss = average((w * x - 1)**2)",
    "x: input = 2\nlog2 = exp(x)",
    "p: input = 0.7\ny: label = 1\nL: loss = -(y*log(p) + (1-y)*log(1-p))",
    "e: weight = 2\npi: input = 3\nL: loss = e * pi",
    "v: weight = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]\nL: loss = norm2(v)",
)

ANSWERS = (
    *HOSTILE,
    "0",
    "-0",
    "1e999",
    "nan",
    "∞",
    "½",
    "27 %",
    "e^(-1)",
    "√-1",
    "p*(1-p)",
    "1/0",
    "(",
    "[1,2",
    "1,2,3",
    "1;2;3",
    "2x2",
    "9**9**9",
    "\\frac{1}{0}",
    "π" * 90,
    "x₁²",
    "a" * 500,
    "\ud83d",
    "\x00",
    "0.1.2",
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Without limits on how often one asks."""
    return create_app().test_client()


def ask(client: FlaskClient, path: str, **body: object) -> dict[str, object]:
    """The answer, which is one: no error of the server."""
    answer = client.post(path, json=body)
    assert answer.status_code in (200, 400, 422), (answer.status_code, body)
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_can_be_asked_and_every_answer_judged(client: FlaskClient, program: str):
    chance = Random(program)
    for options in (
        {},
        {"numbers": "slide"},
        {"zoom": "scalars"},
        {"iterations": 2, "accumulate": True},
    ):
        found = ask(client, "/api/questions", program=program, **options)
        asked = found.get("questions")
        for question in chance.sample(asked, min(4, len(asked))) if isinstance(asked, list) else ():
            for text in (*chance.sample(ANSWERS, 6), "0", "1, 2"):
                body = {"question": question["id"], "answer": text, "program": program, **options}
                earlier = {each["id"]: chance.choice(ANSWERS) for each in asked[:5]}
                said = ask(client, "/api/check", earlier=earlier, **body)
                assert "error" in said or said["text"]


def test_a_program_of_numbers_only_is_asked_for_its_value(client: FlaskClient):
    found = ask(client, "/api/questions", program="y = exp(0)")["questions"]
    assert isinstance(found, list)
    (question,) = (each for each in found if each["kind"] == "value")
    body = {"program": "y = exp(0)", "question": question["id"]}
    assert ask(client, "/api/check", answer="1", **body)["result"] == "right"
    assert ask(client, "/api/check", answer="0", **body)["result"] == "wrong"


SIGNS = "a: weight = -2\nb: weight = -3\nc: weight = -0.5\nL: loss = -(a*b)*c - (-a)*b"


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("program", [SIGNS, "x = 3\nL = x - x", "s: weight = [-1, 2]\nL = -sum(s)"])
def test_a_negative_factor_stands_in_brackets_in_what_is_revealed(program: str, arithmetic: str):
    told = told_of(program, arithmetic=arithmetic)
    for each in questions(told):
        assert "· −" not in each.reveal and "+ −" not in each.reveal


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("x = 3\nL = x - x", "∂ℒ/∂x = 1 − 1 = 0"),
        ("a = 5\nL = a * a", "∂ℒ/∂a = 5 + 5 = 10"),
        ("u = 3\nL = u / u", "∂ℒ/∂u = 0.333 − 0.333 = 0"),
        ("a = 2\nL = a + a + a", "∂ℒ/∂a = 1 + 1 + 1 = 3"),
        ("a = 2\nL = max(a, a)", "∂ℒ/∂a = 1 + 0 = 1"),
        ("s = [1, 2]\nL = dot(s, s)", "∂ℒ/∂s = (1, 2) + (1, 2) = (2, 4)"),
    ],
)
def test_the_whole_derivative_is_not_called_by_the_name_of_one_place(program: str, said: str):
    told = told_of(program)
    (whole,) = (each for each in questions(told) if each.id.endswith(".whole"))
    assert whole.reveal == said
    assert said.split(" = ")[0] + ", all places" in whole.ask
    assert "′" not in whole.ask


def test_how_a_vector_or_a_size_is_typed_is_no_part_of_the_question():
    told = told_of(
        "W: weight = [[1, 2], [3, 4]]\nx: input = [1, -1]\ny = W @ x\nL: loss = norm2(y)"
    )
    for each in questions(told):
        assert each.ask.endswith("?")
        typed = f"{each.count} entries" if each.count else "2x3" if each.kind == "size" else ""
        assert typed in each.typing and bool(typed) is bool(each.typing)


def test_a_path_asks_for_its_product_by_name_and_before_that_for_the_product_so_far():
    asked = [each.ask for each in questions(lessons()["example-2"].story())]
    assert [ask for ask in asked if "the product of this path" in ask] == [
        "What is the product of this path, from ℒ back to w₁?"
    ]
    assert "Along this path, what is the product so far, from ℒ back to v?" in asked


def test_each_product_is_asked_for_once_where_paths_share_their_last_factor():
    program = "w: weight = 2\nz = 2*w\na = z**2\nb = sin(z)\nL: loss = a*b"
    story = told_of(program, focus="w")
    found = [each for each in questions(story) if "the product of this path" in each.ask]
    assert [story.walk.steps[each.step].kind for each in found] == ["product", "product"]


@pytest.mark.parametrize("program", (*PROGRAMS, *(each.program for each in lessons().values())))
def test_nothing_is_asked_twice_in_a_pass(program: str):
    for leaf in (node.name for node in told_of(program).graph.nodes if node.role == "weight"):
        told = told_of(program, focus=leaf)
        keys = [each.keys for each in questions(told) if each.kind == "contribution"]
        assert len(keys) == len({*keys}), leaf
