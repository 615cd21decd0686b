"""One way leads from TeX to MathML, and nothing but a formula comes out of it."""

import itertools
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.wording import formulas
from app.wording.mathml import ATTRIBUTES, ELEMENTS, NAMESPACE, typeset
from app.wording.prose import plain, prose

from ..hostile import BROKEN, PAYLOADS, injected

PREFIX = f"{{{NAMESPACE}}}"


def checked(formula: str) -> str:
    """The text of a formula that is well-formed and of known parts."""
    root = ElementTree.fromstring(formula, forbid_dtd=True)
    for element in root.iter():
        assert element.tag.removeprefix(PREFIX) in ELEMENTS
        for name, value in element.attrib.items():
            assert ATTRIBUTES[name].fullmatch(value)
    return "".join(root.itertext())


def test_the_link_in_a_title_is_a_text():
    found = prose(r"$\text{<a/href=javascript:alert(1)>x</a>}$")
    assert not injected(found)
    assert checked(found) == "<a/href=javascript:alert(1)>x</a>"


@pytest.mark.parametrize("tex", ["x^2^3", r"\frac", "{", "x_", r"\left(", r"\sqrt"])
def test_what_cannot_be_read_stands_as_it_was_typed(tex: str):
    shown = prose(f"a ${tex}$ b")
    assert shown == f"a ${tex}$ b"


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a}{b} = \begin{pmatrix} 1 \\ 0 \end{pmatrix} + x",
        r"x \begin{bmatrix} 1 & 2 \end{bmatrix} \begin{vmatrix} 3 \end{vmatrix}",
        r"\left( \begin{matrix} 1 \\ 2 \end{matrix} \right) + \frac{\frac12}{3}",
    ],
)
def test_brackets_are_as_high_as_their_matrix_and_not_as_what_stands_beside_it(tex: str):
    made = typeset(tex)
    assert made is not None
    tables = list(re.finditer("<mtable>.*?</mtable>", made))
    assert tables
    for table in tables:
        before, after = made[: table.start()], made[table.end() :]
        assert re.search(r"<mrow><mo[^>]*>[(\[|]</mo>$", before)
        assert re.match(r"<mo[^>]*>[)\]|]</mo></mrow>", after)


def test_a_brace_under_a_formula_grows_with_it():
    found = prose(r"$\underbrace{a + b}_{\text{both}}$")
    assert checked(found) == "a+b⏟both"
    assert '</mrow><mo stretchy="true">⏟</mo></munder><mrow><mtext>both' in found


@pytest.mark.parametrize("tex", [r"\href{//a}{x}", r"\style{color:red}{x}", r"\class{a}{x}"])
def test_an_attribute_that_is_no_formulas_makes_it_a_text(tex: str):
    assert typeset(tex) is None
    assert prose(f"${tex}$") == f"${tex}$"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\frac{a}{b}", "ab"),
        (r"\text{if } a < b", "if\xa0a<b"),
        (r"\mathcal{L} \le \hat{y}", "ℒ≤y^"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "(1234)"),
        (r"\text{a & b}", "a\xa0&\xa0b"),
        (r"\color{red}{x}^{2}", "x2"),
        (r"\left( \frac{1}{2} \right)", "(12)"),
    ],
)
def test_formulas_of_lessons_and_talks_are_set(tex: str, text: str):
    assert checked(typeset(tex) or "") == text


def test_no_length_makes_a_formula_cover_the_page():
    for tex in (r"\rule{99em}{99em}", r"\hspace{-99em}x", r"\rule{1000px}{9px}"):
        assert typeset(tex) is None


def test_there_are_enough_payloads_and_none_is_injected():
    assert len(set(PAYLOADS)) >= 120
    for payload in PAYLOADS:
        assert not injected(prose(payload)), payload


def test_what_is_no_formula_ends_at_once():
    for payload in BROKEN:
        prose(payload)


PIECES = (
    *(rf"\{each}{{" for each in ("text", "mbox", "fbox", "operatorname", "tag", "unicode")),
    *(rf"\{each}" for each in ("frac", "sqrt", "left", "right", "href", "class", "style")),
    *(r"\color", r"\hat", r"\def", r"\a"),
    *(r"\begin{matrix}", r"\end{matrix}", r"\verb|", r"\rule", r"\hspace", r"\over", r"\binom"),
    *"{}()^_&<>\"'x1%#[]|.",
    *("<b>", "</math>", r"\\", "&#60;", "&lt;", "<!--", "-->"),
)
TEX = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@given(TEX | st.text(max_size=60))
def test_any_tex_is_a_formula_of_known_parts_or_none(tex: str):
    found = typeset(tex)
    if found is not None:
        checked(found)


@given(TEX | st.text(max_size=60))
def test_any_text_has_no_markup_but_formulas_and_code(text: str):
    assert not injected(prose(text)) and not injected(prose(f"${text}$"))


def test_no_other_module_turns_tex_into_mathml():
    app = Path(__file__).parents[3] / "app"
    asking = [p.name for p in app.rglob("*.py") if re.search("latex2mathml.*import", p.read_text())]
    assert asking == ["mathml.py"]


def spaced(row: Element) -> bool:
    """Whether browsers set a sign of the row as if something were subtracted."""
    marks = [(each.tag.removeprefix(PREFIX), each.text, each.get("form")) for each in row]
    return any(
        tag == "mo" and text == "−" and form != "prefix" and before[0] == "mo" and before[1] in "=("
        for before, (tag, text, form) in itertools.pairwise(marks)
    )


ELEMENTWISE = sorted(name for name, op in ge.operations().items() if op.elementwise)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_minus_with_nothing_before_it_is_a_sign_after_an_equals_sign_too(name: str):
    op = ge.operations()[name]
    operands = ["<mi>a</mi>", "<mi>b</mi>", "<mi>d</mi>"][: op.arity]
    sides = [formulas.result(op, operands, str, 2.0)]
    sides += [
        formulas.slope(op, port, operands, "<mi>y</mi>", str, 2.0) for port in range(len(operands))
    ]
    for side in sides:
        whole = formulas.math("<mi>y</mi>", formulas.EQUALS, side)
        assert not any(spaced(row) for row in ElementTree.fromstring(whole).iter())


@pytest.mark.parametrize(
    ("tex", "signs"),
    [
        (r"-\log(#0)", 1),
        ("-#0", 1),
        ("#0-1", 0),
        ("(-#0)-2", 1),
        (r"#0\cdot(1-#0)", 0),
        (r"-\frac{#0}{2}-1", 1),
    ],
)
def test_a_minus_between_two_terms_stays_an_operator(tex: str, signs: int):
    written = formulas.filled(tex, [], str, out="<mi>a</mi>")
    assert written.count('<mo form="prefix">−</mo>') == signs


def test_an_address_in_brackets_is_a_link_and_no_other_markup_is():
    link = (
        '<a href="https://a.b/~c/?d=1&amp;e" target="_blank" rel="noopener">a.b/~c/?d=1&amp;e</a>'
    )
    assert prose("see <https://a.b/~c/?d=1&e>") == f"see {link}"
    assert plain("see <https://a.b/>, $x$") == "see https://a.b/, x"
    for text in ("<javascript:alert(1)>", '<https://a"onclick=1>', "<b>", "a < b"):
        assert "<" not in prose(text)
