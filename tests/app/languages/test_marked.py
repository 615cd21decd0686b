"""Nothing is left unmarked: in a language of brackets no word stands outside of them."""

import re
from collections.abc import Iterator

import pytest
from babel.support import NullTranslations
from flask.testing import FlaskClient

import graph_engine as ge
from app import create_app, languages, reference
from app.exports import FORMATS, Options, export
from app.languages import catalogue
from app.lessons import lessons
from app.routes import gallery, present
from app.story import View, tell
from app.wording import cards, remarks
from app.wording import sentences as sentences_of

from ...graph_engine.program.errors import ERRORS
from ...graph_engine.programs import refusal
from .words import BARE, Words, bare_words

# -- a language of brackets: what stands outside of them was never marked as a text ---------


class Brackets(NullTranslations):
    """Every text in brackets, so that what was forgotten can be seen."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


NAMES = {
    *("Chalkgraph", "English", "Čeština", "Česky"),
    # The address of where the neuron in time is from.
    *("jackterwilliger", "com", "biological", "neural", "networks", "part", "spiking", "neurons"),
    # What stands in nodes is the operation's sign.
    *("log", "exp", "max", "min", "sin", "cos", "tan", "tanh", "relu", "logistic", "hinge", "vec"),
}
"""Words that are the same in every language: names, and the signs of operations."""


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Czech is that language; nothing that was made in the real one is kept, nor the other way."""
    kept = (gallery._thumbnail, present._talk, reference._entries)
    monkeypatch.setattr(catalogue, "translations", lambda language: Brackets())
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


PAGES = [
    "/",
    "/reference",
    "/neuron",
    "/nowhere",
    "/lesson/example-2?step=24",
    "/lesson/example-2?step=24&numbers=exact&accumulate=1&iterations=3&hide=values",
    "/lesson/network?step=14",
    "/lesson/network?zoom=layers",
    "/lesson/samples?step=3",
    "/lesson/network?step=foo",
    "/studio",
    "/studio?p=garbage",
    "/embed/lesson/example-2",
    "/present/example-2",
    "/present/example-2?window=speaker",
    "/talk/lecture",
]


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("address", PAGES)
def test_every_word_on_a_page_is_a_text_that_can_be_translated(client: FlaskClient, address: str):
    answer = client.get(address, headers={"Accept-Language": "cs"})
    page = Words()
    page.feed(answer.get_data(as_text=True))
    assert "⟦" in answer.get_data(as_text=True)
    assert page.words() - NAMES == set()


@pytest.mark.usefixtures("brackets")
def test_every_word_of_an_error_of_the_engine_is_said_in_the_language_its_values_too():
    with create_app().test_request_context("/?lang=cs"):
        for program, *_rest in ERRORS:
            error = refusal(program)
            for text in (error.message, error.hint):
                assert text == "" or "⟦" in languages.translate(text), text
                assert bare_words(languages.translate(text)) == [], text


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    "program",
    [
        "a = 2\nb = 3*a\nc = 4*a", "W = [[1, 2]]\ny = 2*W", "w: weight = 2\nL = hinge(0, w)",
        "a = [2, 3]\nb = [4, 5]\nL = cross_entropy(a, b)",
        "y: label = [0, 1]\nz = [4, 5]\nL = cross_entropy(y, softmax(z))",
        "y: label = [2, 1]\nz = [4, 5]\nL = cross_entropy(y, z)",
        "y: label = 0\nz: weight = 4\nL = softplus(-y*z)", "y: label = 2\nz = 4\nL = hinge(y, z)",
    ],
)  # fmt: skip
def test_every_word_of_a_doubt_is_said_in_the_language(program: str):
    doubts = ge.parse(program).doubts
    assert doubts
    with create_app().test_request_context("/?lang=cs"):
        for text in (text for doubt in doubts for text in (doubt.message, doubt.hint)):
            assert bare_words(languages.translate(text)) in ([], ["log"]), text


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    "values", [{"x": [1]}, {"x": "a"}, {"y": 1}, {"z": 1}, {"x": float("inf")}, {"v": 3}]
)
def test_every_word_about_a_value_is_said_in_the_language(values: dict[str, object]):
    graph = ge.parse("x = 1\nv = [1, 2]\ny = 2*x")
    with pytest.raises(ge.GraphError) as refused:
        graph.with_values(values)
    with create_app().test_request_context("/?lang=cs"):
        assert bare_words(languages.translate(refused.value.args[0])) == []


TOLD = [
    *(lesson.view for lesson in lessons().values()),
    *(
        View(program=program, **view)
        for program, view in (
            ("x = -1\ny = log(x)\nL = y * y", {}),
            ("x = 0\ny = relu(x)\nL = 1 / y", {}),
            ("x = 2\nL = x * x - x / x", {"focus": "x"}),
            ("x = 1\ny = x + x + x + x + x + x + x + x\nL = y * y", {}),
            ("M = [[1, 2], [3, 4]]\nL = sum(M @ M)", {"columns": True}),
            (
                "w: weight = 1\nL: loss = square(w - 3)",
                {"accumulate": True, "iterations": 3, "rate": 0.9},
            ),
            ("z = 40\nL = -log(sigmoid(z))", {"arithmetic": "slide"}),
            (
                "\n".join(f"a{k}: weight = {k}" for k in range(9))
                + "\nL = "
                + " + ".join(f"a{k}" for k in range(9)),
                {},
            ),
        )
    ),
]
"""Programs, and how they are told, that say whatever is said of steps."""


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("place", range(len(TOLD)))
def test_every_word_of_a_sentence_a_remark_a_card_and_a_picture_is_said_in_the_language(place: int):
    with create_app().test_request_context("/?lang=cs"):
        told = tell(TOLD[place])
        graph = told.graph
        written = [*graph.names, *(name.plain for name in told.words.names)]
        kept = NAMES | {word for name in written for word in BARE.findall(name)}
        kept |= {word for node in graph.nodes if node.op for word in BARE.findall(node.op.symbol)}
        for step in told.walk.steps:
            if step.kind == "board":
                continue
            said = [sentences_of.sentence(told.words, step), remarks.remark(told.words, step)]
            said += [line.mathml for line in cards.lines(told.words, step)]
            # Words inside a formula are seen too, its names are not.
            said += [x for html in said for x in re.findall(r"<mtext>([^<]*)</mtext>", html)]
            for text in said:
                page = Words()
                page.feed(text)
                assert page.words() - kept <= set(), (step.key, text)
        for index, nudge in told.nudges.items():
            text = cards.check_text(told.words, index, nudge)[0]
            assert set(bare_words(text)) <= kept, text
        page = Words()
        page.feed(told.inline_svg(told.last))
        assert page.words() - kept <= set()


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("suffix", ["gv", "svg", "tex"])
def test_every_word_of_a_file_that_is_seen_is_said_in_the_language(suffix: str):
    with create_app().test_request_context("/?lang=cs"):
        told = tell(View(program="# x\nx = 2\nw = 3\nu = w * x\nL: loss = -log(sigmoid(u))"))
        made = export(told, FORMATS[suffix], step=told.last, options=Options()).data.decode()
        if suffix == "gv":  # what Graphviz shows
            shown = re.findall(r'(?:label|tooltip)="([^"]*)"', made)
        elif suffix == "tex":
            shown = re.findall(r"\\begin\{minipage\}.*?\n(.*?)\\end\{minipage\}", made, re.S)
            shown = [re.sub(r"\{\[\}U\+27E6\{\]\}", "⟦", text) for text in shown]
            shown = [re.sub(r"\{\[\}U\+27E7\{\]\}", "⟧", text) for text in shown]
            shown = [re.sub(r"\\\w+", " ", text) for text in shown]
        else:
            page = Words()
            page.feed(made)
            shown = [page.text]
        assert shown
        for text in shown:
            assert set(bare_words(text)) <= NAMES, text


def test_a_shape_in_a_czech_error_is_czech():
    with create_app().test_request_context("/?lang=cs"):
        for program in (
            "x = 2\ny = x.T", "x = 2\ny = softmax(x)", "x = 2\ny = outer(x, x)",
            "x = 2\ny = vec(x)", "x = 2\ny = dot(x, x)", "x = 2\ny = with_bias(x)",
            "x = 2\nv = [1, 2]\ny = cross_entropy(x, v)", "x = 2\ny = conv2d(x, x)",
        ):  # fmt: skip
            said = languages.translate(refusal(program).message)
            assert "single number" not in said and "číslo" in said
