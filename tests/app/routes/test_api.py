"""`POST /api/story`: a program in, its story out; anything else a clear error, never a crash."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app import limits
from app.lessons import lessons
from app.state.link import unpack

from ...graph_engine.programs import EXAMPLE_II, shown
from ..pictures import read
from ..stories import HOSTILE, few
from .reading import error, page, post, strict

SMALL = "x = 2\ny = 3*x"


def story(client: FlaskClient, **asked: Any) -> Any:
    answer = post(client, {"program": EXAMPLE_II, **asked})
    assert answer.status_code == 200, answer.text[:300]
    return strict(answer.text)


# -- good requests -----------------------------------------------------------------------


def test_a_picture_that_the_page_has_is_not_drawn_again(client: FlaskClient):
    program = "x: input = 2\nL: loss = 3*x"
    first = story(client, program=program)
    again = story(client, program=program, have=first["structure"], values={"x": 1.5})
    assert "svg" not in again
    assert again["structure"] == first["structure"]
    assert "svg" in story(client, have="another")
    wider = story(client, program=program, have=first["structure"], values={"x": -1.2345e-9})
    assert "svg" in wider and wider["structure"].split(".")[0] == first["structure"].split(".")[0]


def test_a_small_room_gets_a_picture_of_its_own_and_an_odd_one_the_usual(client: FlaskClient):
    program = lessons()["sigmoid-gates"].program
    usual = story(client, program=program)
    small = story(client, program=program, room="1024x430x13", have=usual["structure"])
    assert small["svg"] != usual["svg"] and small["steps"] == usual["steps"]
    assert small["structure"].split(".")[0] == usual["structure"].split(".")[0]
    for odd in ("", "1440", "0x0x0x0", "wide", None):
        assert "svg" not in story(client, program=program, room=odd, have=usual["structure"])
    box = small["svg"].split('viewBox="')[1].split('"')[0]
    for path in ("/lesson/sigmoid-gates", "/present/sigmoid-gates", "/embed/lesson/sigmoid-gates"):
        assert box in client.get(f"{path}?room=1024x430x13").text
    assert box not in client.get("/lesson/sigmoid-gates").text
    shared = story(client, program=program, room="1024x430x13", page=True)["page"]["url"]
    assert "room" not in shared, "no link to share has it"


def test_the_picture_alone_is_the_storys_for_a_room_and_not_drawn_again(client: FlaskClient):
    asked = {"program": lessons()["sigmoid-gates"].program, "room": "1024x430x13", "step": 9}
    whole = story(client, **asked)
    found = client.post("/api/picture", json=asked).json
    assert found == {"structure": whole["structure"], "svg": whole["svg"]}
    again = client.post("/api/picture", json={**asked, "have": found["structure"]}).json
    assert again == {"structure": found["structure"]}


@pytest.mark.parametrize("focus", ["*", "w1", "-"])
def test_the_numbers_alone_are_those_of_the_story(client: FlaskClient, focus: str):
    asked = {"program": EXAMPLE_II, "focus": focus, "values": {"w1": 0.5}, "step": 9}
    whole = story(client, page=True, **{k: v for k, v in asked.items() if k != "program"})
    brief = strict(client.post("/api/numbers", json=asked).text)
    assert brief["structure"] == whole["structure"].split(".")[0] + "."
    assert len(brief["steps"]) == len(whole["steps"])
    for some, all_ in zip(brief["steps"], whole["steps"], strict=True):
        assert some["shown"] == all_["shown"]
        if all_["group"] == whole["steps"][9]["group"]:
            # What the stage says with layers hidden follows when the hand rests; only a talk, which
            # has no numbers that are moved, goes by rounds.
            needed = {key: all_[key] for key in all_ if key not in ("layers", "veil", "round")}
            assert some == needed, "what is explained now is there"
    group = whole["steps"][9]["group"]
    assert brief["explanations"] == {group: whole["explanations"][group]}


def test_the_story_of_example_ii(client: FlaskClient):
    found = story(client, arithmetic="slide", focus="w1")
    assert found["title"] == "Example II: learning the weights of a neuron"
    assert [node["name"] for node in found["nodes"]] == [
        "x1", "x2", "w1", "w2", "y", "z1", "z2", "q", "v", "p", "L"
    ]  # fmt: skip
    values = {node["name"]: node["value"] for node in found["nodes"]}
    assert values["q"] == -1 and values["p"] == pytest.approx(0.2689414213699951)
    assert found["chains"] == [{"leaf": "n2", "paths": [["e10-0", "e9-0", "e8-1", "e7-0", "e5-0"]]}]
    (update,) = found["updates"]
    assert (update["leaf"], update["old"]) == ("n2", -1)
    assert update["new"] == pytest.approx(0.48)
    assert unpack(found["link"]) == EXAMPLE_II


def test_numbers_given_replace_the_programs(client: FlaskClient):
    found = story(client, values={"x1": 3, "y": -1})
    assert {n["name"]: n["value"] for n in found["nodes"] if n["role"]} == {
        "x1": 3, "x2": 1, "w1": -1, "w2": 1, "y": -1
    }  # fmt: skip


def test_a_name_of_a_book_is_plain_in_json_and_its_value_is_found_by_either(client: FlaskClient):
    program = "W^{[1]}: weight = 2\nŷ: label = 1\nz⁽¹⁾ = W^{[1]}*ŷ\nL: loss = z⁽¹⁾**2"
    for values in ({"W^{[1]}": 5, "ŷ": 2}, {"W1": 5, "yhat": 2}):
        found = story(client, program=program, values=values, focus="W^{[1]}")
        assert [(n["name"], n["written"], n["value"]) for n in found["nodes"]] == [
            ("W1", "W^[1]", 5), ("yhat", "ŷ", 2), ("z1", "z⁽¹⁾", 10), ("L", "ℒ", 100)
        ]  # fmt: skip
        assert unpack(found["link"]) == program
        assert found["chains"][0]["leaf"] == "n0"


def test_the_picture_is_that_of_the_step(client: FlaskClient):
    at = {k: read(story(client, step=k)["svg"]).seen for k in (0, 2, 10**9, -5)}
    assert len(at[0]) < len(at[2]) < len(at[10**9])
    assert at[-5] == at[0]


def test_a_lessons_notes_are_told_while_its_program_is_unchanged(client: FlaskClient):
    lesson = lessons()["example-2"]

    def notes(program: str) -> bool:
        found = story(client, program=program, slug="example-2", focus="w1", arithmetic="slide")
        told = any(step["note"] for step in found["steps"][1:])  # the first has the introduction
        assert found["slug"] == ("example-2" if told else "")
        return bool(found["slug"])

    assert notes(lesson.program)
    assert notes(lesson.program.replace("\n", "\r\n"))
    assert not notes(lesson.program.replace("= 2", "= 3"))
    assert not story(client, slug="no-such-lesson")["slug"]


def test_the_parts_of_the_page_come_on_demand(client: FlaskClient):
    assert "page" not in story(client)
    parts = story(client, page=True, focus="w1")["page"]
    for part in ("strip", "fields", "focuses"):
        assert page(parts[part]).all()
    assert {e.attributes["name"] for e in page(parts["fields"]).find("input", name="*")} >= {
        "v.x1", "v.x2", "v.w1", "v.w2", "rate"
    }  # fmt: skip
    assert client.get(parts["url"]).status_code == 200


def test_null_stands_for_what_is_left_out(client: FlaskClient):
    assert story(client, values=None, focus=None, rate=None, slug=None) == story(client)


# -- requests that are not JSON of the right kind ------------------------------------------


def test_other_methods_are_told_which_one_it_is(client: FlaskClient):
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = client.open("/api/story", method=method)
        error(answer, 405, "request")
        assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"]
)
def test_another_type_is_refused(client: FlaskClient, kind: str):
    error(post(client, {"program": SMALL}, content_type=kind), 415, "request")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-32-be"])
def test_another_charset_is_refused(client: FlaskClient, encoding: str):
    body = json.dumps({"program": f"# é\n{SMALL}"}, ensure_ascii=False).encode(encoding)
    answer = post(client, body, content_type=f"application/json; charset={encoding}")
    error(answer, 400, "request")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"{]", b"[]", b'"x"', b"7", b"null", b"{'program': 'x = 1'}", b"\xff\xfe",
        b'{"program": "x = 1",}', b'{"program": "x = 1"} {}', b"[" * 30_000, b'{"a":' * 30_000,
        b'{"program": "x = 1", "values": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"program": "x = 1", "rate": NaN}', b'{"program": "x = 1", "rate": -Infinity}',
        b'{"program": "x = 1", "program": "x = 2"}',
        b'{"program": "x = 1", "values": {"x": 1, "x": 2}}',
        b'{"program": "# \\ud800\\nx = 1"}', b'{"program": "x = 1", "\\udfff": 1}',
        b'{"program": "x = 1", "values": {"\\ud800": 1}}',
        b'{"program": "x = 1", "slug": "\\ud83d"}',
        b'{"program": "x = 1", "rate": ' + b"9" * 5000 + b"}", b'{"program": "x\\u0000 = 1"',
        b"\x1f\x8b\x08\x00" + b"x" * 40, b'"' + b'\\"' * 60_000 + b"\\",
    ],
    ids=shown,
)  # fmt: skip
def test_what_cannot_be_read_is_refused(client: FlaskClient, body: bytes):
    error(post(client, body), 400, "request")


def test_a_large_body_is_refused_at_the_door(client: FlaskClient):
    for size in (limits.BODY.most + 1, 10 * 1024 * 1024):
        found = error(post(client, b'"' + b"x" * (size - 1)), 413, "request")
        assert "20000" in found["message"] and found["hint"]
    inside = json.dumps({"program": "x" * (limits.BODY.most - 40)}).encode()
    assert error(post(client, inside), 422, "program")


def test_brackets_in_a_program_are_text(client: FlaskClient):
    assert story(client, program=f"# {'[' * 100} {{}}\n{SMALL}")["nodes"]
    found = error(post(client, {"program": "x = " + "[" * 100}), 422, "program")
    assert found["line"] == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("program", [None, 1, [], {}, True]),
        ("values", [1, "x", [], True, {"x1": None}, {"x1": "2"}, {"x1": True}, {"x1": [[[[1]]]]}]),
        ("arithmetic", ["Exact", "", None, 1, [], {"a": 1}]),
        ("focus", [1, [], {}, True]),
        ("rate", ["1", [], {}, True]),
        ("iterations", [1.5, "1", None, True, []]),
        ("step", [1.5, "1", None, False, []]),
        ("slug", [1, [], True]),
        ("page", [1, "yes", None, []]),
    ],
)
def test_a_field_of_the_wrong_type_is_named(client: FlaskClient, field: str, values: list[Any]):
    for value in values:
        found = error(post(client, {"program": SMALL, field: value}), 400, "request")
        assert f"`{field}" in found["message"]


def test_an_unknown_field_is_named(client: FlaskClient):
    found = error(post(client, {"program": SMALL, "itertions": 2}), 400, "request")
    assert "itertions" in found["message"]
    long = error(post(client, {"program": SMALL, "x" * 10_000: 2}), 400, "request")
    assert len(long["message"]) < 200


@pytest.mark.parametrize(
    "asked",
    [
        {"values": {"nope": 1}}, {"values": {"z1": 1}}, {"values": {"x1": 1e999}},
        {"focus": "nope"}, {"focus": "q"}, {"focus": "W1"}, {"focus": ""},
        {"iterations": 0}, {"iterations": -1}, {"iterations": 21}, {"iterations": 10**30},
        {"iterations": 10**400}, {"rate": 1e999},
    ],
    ids=shown,
)  # fmt: skip
def test_what_the_graph_cannot_answer_is_said(client: FlaskClient, asked: Any):
    body = json.dumps({"program": EXAMPLE_II, **asked}).replace("Infinity", "1e999")
    found = error(post(client, body.encode()), 422, "values")
    assert found["line"] is None


# -- programs with errors ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "wrong"),
    [
        ("x = 1\ny = sigmod(x)", "sigmod"),
        ("x = 1\n\n# über\ny = x + zz", "zz"),
        ("x = 1\nx = 2", "x"),
        ("α = 1\nβ = α * γ", "γ"),
        ("x = 1e999", "1e999"),
        ("x = nan", "nan"),
        ("import os", "import os"),
        ("x = 1\ny = x.__class__", "__class__"),
        ("w = 1\nL = (lambda: w)()", "lambda"),
        ("名 = 1", "名"),
        ("x = __import__('os')", "__import__"),
    ],
    ids=shown,
)
def test_an_error_says_where_it_is(client: FlaskClient, program: str, wrong: str):
    found = error(post(client, {"program": program}), 422, "program")
    lines = program.split("\n")
    line = lines[found["line"] - 1]
    assert line in lines[-1:]
    marked = line[found["column"] - 1 : found["end_column"] - 1]
    assert wrong in marked or marked in line and found["hint"]


@pytest.mark.parametrize("program", ["", " ", "\n\n", "# only a comment", "#", "\t"])
def test_an_empty_program_is_told_how_to_begin(client: FlaskClient, program: str):
    found = error(post(client, {"program": program}), 422, "program")
    assert "nothing to draw" in found["message"] and "Begin" in found["hint"]


@pytest.mark.parametrize(
    "program",
    [
        "x = " + "(" * 10_000 + "1" + ")" * 10_000,
        "x = 1\ny = " + "-" * 19_000 + "x",
        "x = 1\ny = " + "+".join(["x"] * 2000),
        "x = 1\ny = " + "*".join(["x"] * 2000),
        "x" * 20_001,
        "\n" * 500 + "x = 1",
        "x = 9**9**9**9**9",
        "x = 1" + "0" * 5000,
    ],
    ids=shown,
)
def test_a_program_past_a_limit_is_an_error_of_the_program(client: FlaskClient, program: str):
    answer = post(client, {"program": program})
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        error(answer, 422, "program")
    else:  # 9**9**9**9**9 is too large for a number, and is drawn
        assert "larger than 1.8e308" in answer.text


# -- nothing that is typed becomes markup --------------------------------------------------


@pytest.mark.parametrize("title", HOSTILE, ids=shown)
def test_a_title_is_text_in_json_too(client: FlaskClient, title: str):
    answer = post(client, {"program": f"# {title}\n{SMALL}", "page": True})
    assert answer.mimetype == "application/json"
    found = strict(answer.text)
    svg = read(found["svg"])
    assert svg.root.attrib["aria-label"] == found["title"]
    for part in ("strip", "fields", "focuses"):
        assert "script" not in {e.tag for e in page(found["page"][part]).all()}


# -- anything at all -----------------------------------------------------------------------

anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)
names = st.sampled_from(["x1", "w1", "z1", "L", "*", "-", "", "ψ"])
asked = st.fixed_dictionaries(
    {"program": st.one_of(st.sampled_from([EXAMPLE_II, SMALL, "x = 1"]), anything)},
    optional={
        "values": st.one_of(st.dictionaries(names, st.one_of(st.floats(), anything)), anything),
        "arithmetic": st.one_of(st.sampled_from(["exact", "slide"]), anything),
        "focus": st.one_of(names, anything),
        "rate": st.one_of(st.floats(), anything),
        "iterations": st.one_of(st.integers(-1, 3), anything),
        "step": st.one_of(st.integers(), anything),
        "slug": st.one_of(st.sampled_from(["example-2", "fork"]), anything),
        "page": st.one_of(st.booleans(), anything),
    },
)


@given(st.one_of(asked, anything))
def test_any_json_is_answered_without_a_crash(client: FlaskClient, body: Any):
    answer = post(client, body)
    assert answer.status_code in (200, 400, 422)
    found = strict(answer.text)
    assert ("error" in found) == (answer.status_code != 200)


@few
@given(st.binary(max_size=300))
def test_any_bytes_are_answered_without_a_crash(client: FlaskClient, body: bytes):
    assert post(client, body).status_code == 400


@given(st.text(max_size=200))
def test_any_program_is_told_or_its_place_is(client: FlaskClient, program: str):
    answer = post(client, {"program": program})
    if answer.status_code == 422:
        found = error(answer, 422, "program")
        assert found["line"] >= 1 and found["column"] < found["end_column"]
    else:
        assert answer.status_code in (200, 400)  # 400: half a character
