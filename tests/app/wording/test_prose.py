"""An author's words as markup."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from app.wording.prose import plain, prose


def test_formulas_and_code_are_marked_and_the_rest_is_escaped():
    assert prose("a < b & `x < 1`") == "a &lt; b &amp; <code>x &lt; 1</code>"
    found = prose(r"the weight $w_i$ of $\frac{a}{b}$")
    assert found.startswith("the weight <math") and found.count("<math") == 2
    assert "<mfrac>" in found and "$" not in found


def test_a_single_dollar_is_a_dollar():
    assert prose("it costs 5 $") == "it costs 5 $"


@given(st.text(alphabet=st.characters(exclude_characters="$`", exclude_categories=["Cs"])))
def test_words_without_marks_are_escaped_and_nothing_else(text: str):
    assert unescape(prose(text)) == text
    assert "<" not in prose(text)
    assert plain(text) == text
