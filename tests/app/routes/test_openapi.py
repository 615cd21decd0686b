"""The description of the HTTP interface is complete and true."""

import re
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app.lessons import lessons
from app.picture.svg import ROOT

from ...graph_engine.programs import EXAMPLE_II, Program, programs, shown
from ...openapi import FILE, written
from ..stories import BROKEN, DOUBLING, few
from .reading import post, strict, studio

SPEC: Any = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text(encoding="utf-8"))


MATRICES = """\
x: input = each([2, 1], [1, 1])
W: weight = [[1, 2], [3, 4]]
w: weight = [1, -1]
y = sigmoid(W @ x)
L: loss = w @ y
"""
"""Here every option changes something."""


def written_out(schema: Any) -> Any:
    """A schema with what it refers to in place: much quicker to validate with."""
    if isinstance(schema, dict) and "$ref" in schema:
        return written_out(SPEC["components"]["schemas"][schema["$ref"].rsplit("/")[-1]])
    if isinstance(schema, dict):
        return {key: written_out(value) for key, value in schema.items()}
    return [written_out(each) for each in schema] if isinstance(schema, list) else schema


VALIDATORS = {
    name: Draft202012Validator(written_out(schema))
    for name, schema in SPEC["components"]["schemas"].items()
}


def valid(name: str, value: Any) -> None:
    """Assert that a value is as the schema of that name says."""
    VALIDATORS[name].validate(value)


def described(path: str, method: str, answer: Any) -> None:
    """Assert that an answer is one of those that the description has for it."""
    responses = SPEC["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, (path, answer.status_code)
    found = responses[str(answer.status_code)]
    if "$ref" in found:
        found = SPEC["components"]["responses"][found["$ref"].rsplit("/")[-1]]
    assert answer.mimetype in found["content"]
    content = found["content"][answer.mimetype]
    if answer.mimetype == "application/json":
        valid(content["schema"]["$ref"].rsplit("/")[-1], strict(answer.text))


def template(path: str, suffix: str) -> str:
    """The path of the description that a page, its data and its exports have."""
    return path + (suffix if suffix in ("", ".json") else ".{suffix}")


ELSEWHERE = {"slug", "theme", "window", "unlocked"}
"""Options that have tests of their own."""

EXPORTING = {"number", "suffix", "exportStep", "level", "width", "per_page", "around"}
"""Options of exports alone: `test_exports.py` has them."""


def test_the_description_is_valid():
    validate(SPEC)


def test_every_rule_is_described_and_every_description_has_a_rule(app: Flask):
    rules = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    assert rules == {(path, method) for path, item in SPEC["paths"].items() for method in item}


def test_the_limits_in_it_are_the_limits():
    from app import limits
    from app.classroom.reading import KINDS
    from app.exports import FORMATS, LEVELS
    from app.languages import LANGUAGES
    from app.picture.svg import THEMES
    from graph_engine.limits import ITERATIONS

    parameters, schemas = SPEC["components"]["parameters"], SPEC["components"]["schemas"]
    assert parameters["program"]["schema"]["maxLength"] == limits.LINK.most
    assert tuple(schemas["ClassEvent"]["properties"]["kind"]["enum"]) == KINDS
    assert schemas["StoryRequest"]["properties"]["iterations"]["maximum"] == ITERATIONS.most
    assert tuple(parameters["theme"]["schema"]["enum"]) == THEMES
    assert parameters["lang"]["schema"]["enum"] == [*LANGUAGES]
    assert tuple(parameters["level"]["schema"]["enum"]) == tuple(LEVELS)
    assert parameters["width"]["schema"]["maximum"] == limits.WIDTH.most
    assert parameters["suffix"]["schema"]["enum"] == [each for each in FORMATS if each != "json"]


def test_the_fields_in_it_are_the_fields():
    from app.routes.api import story_fields

    assert set(SPEC["components"]["schemas"]["StoryRequest"]["properties"]) == story_fields()


def test_the_options_in_it_are_those_of_the_table():
    text = FILE.read_text(encoding="utf-8")
    assert text == written(text), "run `make openapi`"


@pytest.mark.parametrize(
    "name",
    sorted(
        set(SPEC["components"]["parameters"]) - {"slug", "theme", "window", "unlocked"} - EXPORTING
    ),
)
def test_every_option_does_something(client: FlaskClient, name: str):
    value = {
        "program": ("p", None), "step": ("step", 9), "numbers": ("numbers", "slide"),
        "focus": ("focus", "w"), "rate": ("rate", 0.5), "values": ("v.w", "[3,1]"),
        "zoom": ("zoom", "scalars"), "open": ("zoom=layers&open", "y"), "sample": ("sample", 2),
        "vec": ("vec", "columns"), "iterations": ("iterations", 2),
        "accumulate": ("accumulate", 1), "unknown": ("unknown", "*"),
        "hide": ("hide", "values"), "lock": ("lock", "value:y"), "predict": ("predict", 1),
        "lang": ("lang", "cs"),
    }[name]  # fmt: skip
    own = studio(MATRICES, ".json")
    if name in ("hide", "lock", "predict"):
        own = studio(MATRICES, step=9)
    plain = client.get(own + "&zoom=layers" * (name == "open")).text
    changed = client.get(
        studio("x = 1\ny = 2*x", ".json") if value[1] is None else f"{own}&{value[0]}={value[1]}"
    )
    assert changed.status_code == 200
    assert changed.text != plain


@pytest.mark.parametrize("slug", lessons())
@pytest.mark.parametrize("options", ["", "?focus=*&numbers=exact&step=7"])
def test_every_lesson_is_as_described(client: FlaskClient, slug: str, options: str):
    for suffix in ("", ".json", ".svg") if slug == "example-2" else (".json",):
        answer = client.get(f"/lesson/{slug}{suffix}{options}")
        described(template("/lesson/{slug}", suffix), "get", answer)


def test_what_is_given_away_is_as_described(client: FlaskClient):
    for options in ("", "?step=7&hide=values&lock=value:p", "?step=x", "?focus=nope"):
        for path in ("/embed/lesson/{slug}", "/embed/studio"):
            described(path, "get", client.get(path.format(slug="example-2") + options))
    described("/embed/lesson/{slug}", "get", client.get("/embed/lesson/nothing"))
    here = "http://localhost"
    for link in (f"{here}/studio", f"{here}/{'x' * 3000}", "http://elsewhere.example/"):
        described("/qr.svg", "get", client.get("/qr.svg", query_string={"link": link}))
    described("/reference", "get", client.get("/reference"))


@pytest.mark.parametrize("program", [EXAMPLE_II, "x = 1", *(b[0] for b in BROKEN)], ids=shown)
def test_every_story_is_as_described(client: FlaskClient, program: str):
    for more in ({}, {"page": True, "arithmetic": "slide"}, {"focus": "-"}, {"iterations": 2}):
        answer = post(client, {"program": program, **more})
        assert answer.status_code == 200
        described("/api/story", "post", answer)
    for suffix in ("", ".json", ".svg"):
        described(template("/studio", suffix), "get", client.get(studio(program, suffix)))


def test_a_story_with_too_many_paths_is_as_described(client: FlaskClient):
    described("/api/story", "post", post(client, {"program": DOUBLING, "focus": "x0"}))


@settings(few, max_examples=few.max_examples // 3)
@given(programs(), st.sampled_from(["exact", "slide"]), st.booleans(), st.integers(1, 2))
def test_a_random_story_is_as_described(
    client: FlaskClient, program: Program, arithmetic: str, chain: bool, iterations: int
):
    asked = {
        "program": program.text, "arithmetic": arithmetic, "iterations": iterations,
        "focus": next(iter(program.leaves)) if chain else "*",
    }  # fmt: skip
    valid("StoryRequest", asked)
    described("/api/story", "post", post(client, asked))


@pytest.mark.parametrize(
    "query",
    [
        "step=x",
        "numbers=both",
        "rate=fast",
        "v.x1=a",
        "focus=nope",
        "v.nope=1",
        "v.x1=nan",
        "p=1abc",
        "hide=all",
        "lock=everything",
        "predict=yes",
    ],
)
def test_every_error_is_as_described(client: FlaskClient, query: str):
    for path in ("/lesson/{slug}", "/studio"):
        for suffix in ("", ".json", ".svg"):
            answer = client.get(f"{path.format(slug='example-2')}{suffix}?{query}")
            described(template(path, suffix), "get", answer)
    for suffix in ("", ".json", ".svg"):
        answer = client.get(f"/lesson/nothing-here{suffix}")
        described(template("/lesson/{slug}", suffix), "get", answer)


def test_health_is_as_described(client: FlaskClient):
    described("/healthz", "get", client.get("/healthz"))
    described("/", "get", client.get("/"))


def test_the_numbers_alone_are_as_described(client: FlaskClient):
    described("/api/numbers", "post", client.post("/api/numbers", json={"program": EXAMPLE_II}))
    described("/api/numbers", "post", client.post("/api/numbers", json={"program": "x = y"}))


def test_the_picture_alone_is_as_described(client: FlaskClient):
    asked = {"program": EXAMPLE_II, "room": "640x480x15"}
    answer = client.post("/api/picture", json=asked)
    described("/api/picture", "post", answer)
    known = {**asked, "have": answer.json["structure"]}
    described("/api/picture", "post", client.post("/api/picture", json=known))
    described("/api/picture", "post", client.post("/api/picture", json={"program": "x = y"}))


def test_the_callouts_are_as_described(client: FlaskClient):
    answer = client.post("/api/callouts", json={"program": EXAMPLE_II})
    assert any(answer.json["steps"])
    described("/api/callouts", "post", answer)
    described("/api/callouts", "post", client.post("/api/callouts", json={"program": "x = y"}))


def test_a_planted_difference_is_found(client: FlaskClient):
    answer = strict(client.get("/studio.json").text)
    valid("Story", answer)
    for broken in (
        {**answer, "more": 1},
        {k: v for k, v in answer.items() if k != "structure"},
        {**answer, "nodes": [{**answer["nodes"][0], "value": "NaN"}]},
        {**answer, "steps": [{**answer["steps"][0], "phase": "middle"}]},
    ):
        with pytest.raises(Exception, match="."):
            valid("Story", broken)
