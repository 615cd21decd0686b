"""Sentences: plain, short, one per step, from the numbers of the picture."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.wording import remarks, sentences

from ...graph_engine.programs import EXAMPLE_II, Program, programs
from .. import stories
from ..stories import SLIDE, few, sentence


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("start", "The given numbers stand in the leaves. How must w₁ and w₂ change to make ℒ "
                  "smaller?"),
        ("symbols z1", "Forward: z₁ is the product of w₁ and x₁."),
        ("value p", "p = 0.27."),
        ("path 1", "How does ℒ change when w₁ changes? On the way from ℒ back to w₁ there are "
                   "5 local gradients; their product is the answer."),
        ("slope_symbols p/v", "How strongly does v move p? "
                              "That is the slope of this logistic sigmoid."),
        ("slope p/v", "σ at v = −1 has the slope 0.2: that is the local gradient ∂p/∂v. "
                      "The product so far is −0.74."),
        ("slope v/q", "The local gradient ∂v/∂q is 1. The product so far is −0.74."),
        ("product 1", "The product of the chain: ∂ℒ/∂w₁ = −3.7 · 0.2 · 1 · 1 · 2 = −1.48."),
        ("rule w1", "The update: w₁ moves against the gradient, by the learning rate α = 1."),
        ("new w1", "w₁ was −1; it becomes +0.48."),
        ("again z1", "Forward again: z₁ = 0.96."),
    ],
)  # fmt: skip
def test_the_sentences_of_example_ii(key: str, said: str):
    assert sentence(stories.story(**SLIDE), key) == said


def test_a_walk_that_only_goes_forward_asks_for_the_number_and_not_for_the_weights():
    told = stories.story(focus="-")
    assert sentence(told, "start") == "The given numbers stand in the leaves. What is ℒ?"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("seed L", "Backward: we begin at the end. ℒ changes by 1 when ℒ changes by 1: ∂ℒ/∂ℒ = 1."),
        (
            "flow L/p",
            "1 comes back from the end; times the local gradient −3.7 that makes −3.7 at p.",
        ),
        ("flow p/v", "−3.7 comes back from p; times the local gradient 0.2 that makes −0.74 at v."),
        (
            "placed",
            "w₁ and w₂ now stand in the graph. The numbers that follow from them are still the "
            "old ones.",
        ),
    ],
)
def test_the_sentences_of_the_whole_backward_pass(key: str, said: str):
    assert sentence(stories.story(arithmetic="slide"), key) == said


def test_a_sum_of_contributions_is_written_with_one_sign_each():
    told = stories.story("w1: weight = 2\na = -0.6 * w1\nb = 0.2 * w1\nL: loss = 2*a + 2*b")
    assert sentence(told, "sum w1") in (
        "w₁ is used twice; its gradient is the sum: 0.4 − 1.2 = −0.8.",
        "w₁ is used twice; its gradient is the sum: −1.2 + 0.4 = −0.8.",
    )


@few
@given(programs(), st.sampled_from(["exact", "slide"]), st.booleans())
def test_every_step_of_a_random_story_is_said_in_plain_words(
    program: Program, arithmetic: str, chain: bool
):
    focus = next(iter(program.leaves)) if chain else ge.WHOLE
    told = stories.story(program.text, arithmetic=arithmetic, focus=focus)
    for each in told.walk.steps:
        said = sentences.sentence(told.words, each)
        assert said.endswith((".", "?")) and "  " not in said
        assert not re.search(r"None|nan|inf\b|Fact|np\.|--|-\d|\d-", said), said
        assert len(said) < 600
        owned = remarks.remark(told.words, each)
        assert owned == "" or owned.endswith(".")


def test_a_program_of_leaves_only_says_how_to_go_on():
    told = stories.story("x = 2")
    assert "Compute with them" in sentences.sentence(told.words, told.walk.steps[0])


def test_a_graph_without_weights_asks_for_its_result():
    assert sentence(stories.story("x = 2\nf = 3*x"), "start").endswith("What is f?")


def test_slide_and_exact_sentences_differ_in_numbers_only():
    def shape(arithmetic: str) -> list[str]:
        told = stories.story(EXAMPLE_II, arithmetic=arithmetic, focus="w1")
        said = [sentences.sentence(told.words, each) for each in told.walk.steps]
        return [re.sub(r"[+−]?\d+(\.\d+)?", "n", each) for each in said]

    assert shape("slide") == shape("exact")


MOVED = """a: input = [2, -1, 3]
X: input = [[1, 2, 3], [4, 5, 6]]
w: weight = 0.5
v = a[-1]
m = a >= 1
s = softmax(X - a, axis=1)
t = max(X, axis=0)
r = reshape(X, 3, 2)
p = r[1:, 0]
q = (1 - w)/w + 3/w - 2*w**3
d = detach(q) + w
c = concat(p, X[1])
L: loss = q*d + sum(c) + v + sum(t*m) + sum(s)"""


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("symbols:v", "v is the entry a[2]."),
        ("symbols:m", "m is the mask a ≥ 1."),
        ("symbols:@5", "u₁ is the repeat of a, 2×3."),
        ("symbols:s", "s is the softmax of u₂, along each row."),
        ("symbols:t", "t is the largest entry of X, down each column."),
        ("symbols:r", "r is the reshaping of X, 3×2."),
        ("symbols:p", "p is the part r[1:3, 0]."),
        ("symbols:@11", "u₃ is the difference of 1 and w."),
        ("symbols:@13", "u₅ is the quotient of 3 and w."),
        ("symbols:@15", "u₇ is the power of w and 3."),
        ("symbols:@16", "u₈ is the product of 2 and u₇."),
        ("symbols:@20", "u₁₀ is the row X[1]."),
        ("slope_symbols:r/X", "That is the slope of this reshaping."),
    ],
)
def test_a_number_that_belongs_to_an_operation_is_no_operand_of_it(key: str, said: str):
    told = sentence(stories.story(MOVED), key)
    assert told.endswith(said), told


@pytest.mark.parametrize("op", ge.operations().values(), ids=lambda op: op.name)
def test_what_an_operation_is_called_stands_behind_the_and_this(op: ge.Op):
    for shape in ((), (2,)):
        assert not op.noun(shape).startswith(("the ", "a ")) and "," not in op.noun(shape)
