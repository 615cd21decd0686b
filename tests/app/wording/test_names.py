"""How a name is written, and that nothing about it can be lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports import FORMATS, Options, export
from app.picture.strip import strip
from app.wording import cards
from app.wording.names import GREEK, Name, name, names
from app.wording.sentences import sentence

from ...graph_engine.programs import EXAMPLE_II
from .. import stories
from ..stories import few
from . import mathml


@pytest.mark.parametrize(
    ("typed", "base", "index", "plain"),
    [
        ("w", "w", "", "w"), ("z1", "z", "1", "z₁"), ("x12", "x", "12", "x₁₂"),
        ("w_out", "w", "out", "w_out"), ("w_1", "w", "1", "w₁"), ("z_0", "z", "0", "z₀"),
        ("alpha", "α", "", "α"), ("alpha1", "α", "1", "α₁"), ("beta_max", "β", "max", "β_max"),
        ("lam", "λ", "", "λ"), ("yhat", "ŷ", "", "ŷ"), ("λ2", "λ", "2", "λ₂"),
        ("xbar1", "x̄", "1", "x̄₁"), ("y_hat", "y", "hat", "y_hat"), ("what1x",) * 2 + ("", "what1x"),
        ("w_1_2", "w", "1,2", "w₁,₂"), ("x1y2", "x1y", "2", "x1y₂"), ("L", "L", "", "L"),
        ("x2_3", "x2", "3", "x2₃"),
    ],
)  # fmt: skip
def test_a_name_is_written_with_its_index_below(typed: str, base: str, index: str, plain: str):
    found = name(typed)
    assert (found.base, found.index, found.plain) == (base, index, plain)


def test_the_loss_is_a_script_l_and_nothing_else_is():
    assert name("L", loss=True) == Name("ℒ")
    assert name("E", loss=True) == Name("E") and name("L1", loss=True) == Name("L", "1")
    told = stories.story(EXAMPLE_II)
    assert [each.base for each in told.words.names].count("ℒ") == 1


LETTERS = "abcxyzLXW" + "αβγλΩ"


@st.composite
def typed(draw: st.DrawFn) -> str:
    """A name that the language takes."""
    parts = st.text(st.sampled_from(LETTERS + "0123456789"), min_size=1, max_size=6)
    whole = "_".join(draw(st.lists(parts, min_size=1, max_size=4)))
    return draw(st.sampled_from(LETTERS)) + whole


@given(typed())
def test_every_name_of_the_language_has_a_base_and_loses_no_letter(text: str):
    ge.parse(f"{text} = 1")
    found = name(text)
    assert found.base
    greek = {letter: word for word, letter in GREEK.items()}
    kept = (found.base + found.index).replace(",", "")
    wanted = text.replace("_", "")
    assert kept in (wanted, wanted.replace(greek.get(found.base, "\0"), found.base))


@given(typed(), typed())
def test_two_names_that_are_written_alike_are_told_apart_by_their_ids(one: str, other: str):
    if one == other:
        return
    told = stories.story(f"{one} = 1\n{other} = 2\nsum_of_them = {one} + {other}")
    assert [node.id for node in told.graph.nodes] == ["n0", "n1", "n2"]
    keys = [g.attrib["data-name"] for g in stories.picture(told, 0).groups("node")]
    assert keys == [one, other, "sum_of_them"]


@given(typed())
def test_a_name_in_a_formula_is_well_formed(text: str):
    found = name(text)
    root = mathml.read(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{found.mathml}</math>')
    assert "".join(root.itertext()) == found.base + found.index


def test_what_has_no_name_gets_the_next_free_letter():
    graph = ge.parse("x = 2\nL = sigmoid(x*x + 1)")
    assert [each.plain for each in names(graph)] == ["x", "u₁", "u₂", "ℒ"]
    taken = ge.parse("u = 2\nt1 = 3\nL = sigmoid(u*t1 + 1)")
    assert [each.plain for each in names(taken)] == ["u", "t₁", "s₁", "s₂", "ℒ"]


def test_a_constant_without_a_name_is_its_number():
    graph = ge.parse("x = 2\nL = max(x, -0.5)")
    constant = next(each for each in names(graph) if each.number)
    assert (constant.plain, constant.mathml) == ("−0.5", "<mn>−0.5</mn>")


def test_a_wider_name_takes_more_room():
    assert name("w").width < name("w1").width < name("w_out").width < name("weight_out").width


def test_no_name_could_become_markup_even_if_the_language_let_it_through():
    root = mathml.read(
        f'<math xmlns="http://www.w3.org/1998/Math/MathML">{Name("<b>&", "</math>").mathml}</math>'
    )
    assert "".join(root.itertext()) == "<b>&</math>"


# -- one symbol for one thing ---------------------------------------------------------------


def symbols(program: str) -> tuple[list[str], list[str]]:
    """Every name, and every name in a derivative, of the nodes that have one."""
    told = stories.story(program)
    named = [node.index for node in told.graph.nodes if node.name]
    words = told.words
    return [words.names[k].plain for k in named], [words.flat[k].plain for k in named]


@pytest.mark.parametrize(
    ("program", "written", "derived"),
    [
        ("W = [[1, 2], [3, 4]]\nx = [1, 2]\nw = 2\nL = w * sum(W @ x)", "W x w ℒ", "W x w ℒ"),
        ("W = [[1, 2], [3, 4]]\nx = [1, 2]\nL = sum(W @ x)", "W x ℒ", "w x ℒ"),
        ("X = [[1, 2], [3, 4]]\nx = [1, 2]\nL = sum(X @ x)", "X x ℒ", "X x ℒ"),
        ("WQ = [[1, 2], [3, 4]]\nx = [1, 2]\nL = sum(WQ @ x)", "WQ x ℒ", "WQ x ℒ"),
        ("W1 = [[1, 2]]\nx = [1, 2]\nw1 = 2\nL = w1 * sum(W1 @ x)", "W₁ x w₁ ℒ", "W₁ x w₁ ℒ"),
        ("W1 = [[1, 2]]\nx = [1, 2]\nw_1 = 2\nL = w_1 * sum(W1 @ x)", "W₁ x w₁ ℒ", "W₁ x w₁ ℒ"),
        ("Theta = [[1, 2]]\ntheta = [1, 2]\nL = sum(Theta @ theta)", "Θ θ ℒ", "Θ θ ℒ"),
        ("Omega = [[1, 2]]\nx = [1, 2]\nL = sum(Omega @ x)", "Ω x ℒ", "ω x ℒ"),
        ("w1 = 1\nw_1 = 2\nL = w1 * w_1", "w₁ w_1 ℒ", "w₁ w_1 ℒ"),
        ("alpha = 1\nα = 2\nL = alpha * α", "alpha α ℒ", "alpha α ℒ"),
        ("lam = 1\nλ = 2\nL = lam * λ", "lam λ ℒ", "lam λ ℒ"),
        ("alpha_1 = 1\nalpha1 = 2\nα1 = 3\nL = α1 * alpha1 * alpha_1", None, None),
    ],
)  # fmt: skip
def test_no_symbol_stands_for_two_things(program: str, written: str | None, derived: str | None):
    names_of, flat_of = symbols(program)
    assert len(set(names_of)) == len(names_of) and len(set(flat_of)) == len(flat_of)
    if written is not None and derived is not None:
        assert (" ".join(names_of), " ".join(flat_of)) == (written, derived)


@given(st.lists(typed(), min_size=2, max_size=6, unique=True))
def test_no_two_names_of_a_program_are_written_alike(texts: list[str]):
    lines = [f"{text} = [[{k}, 1], [0, 2]]" for k, text in enumerate(texts)]
    written, derived = symbols("\n".join(lines))
    assert len(set(written)) == len(written) and len(set(derived)) == len(derived)


def test_the_derivatives_by_W_and_w_are_two_in_card_strip_and_file():
    program = "W = [[1, 2], [3, 4]]\nx = [1, 2]\nw = 2\nL = w * sum(W @ x)"
    told = stories.story(program)
    shown = strip(told.words, told.changes, told.last)
    assert shown is not None
    said = [mathml.words([mathml.read(cell.symbol)]) for cell in shown.gradients]
    assert said == ["∂ℒ∂W", "∂ℒ∂x", "∂ℒ∂w"]
    spoken = stories.everything_said(told)
    assert "∂ℒ/∂w" in spoken and "∂u₁/∂W" in spoken and "∂u₁/∂w" not in spoken
    picture = export(told, FORMATS["tex"], step=told.last, options=Options()).data.decode()
    assert r"\mathbf{W}" in picture and "$w$" in picture


SHOWN = {
    # typed: how it is shown in words, and in a formula
    "W^{[1]}": ("W^[1]", "W[1]"), "z⁽¹⁾": ("z⁽¹⁾", "z(1)"), "x_1^{(2)}": ("x₁⁽²⁾", "x1(2)"),
    "x_{in}": ("x_in", "xin"), "x₁": ("x₁", "x1"), "w_{1,2}": ("w₁,₂", "w1,2"),
    "ŷ": ("ŷ", "y^"), "x̂": ("x̂", "x^"), "ȳ_in": ("ȳ_in", "y¯in"), "a1'": ("a₁′", "a1′"),
    "z^{[2]}'": ("z^[2]′", "z[2]′"), "ϵ": ("ϵ", "ϵ"), "ℒ": ("ℒ", "ℒ"), "váha": ("váha", "váha"),
    "größe1": ("größe₁", "größe1"), "lambda": ("λ", "λ"), "ℓ": ("ℓ", "ℓ"), "θ̂": ("θ̂", "θ^"),
}  # fmt: skip


@pytest.mark.parametrize("typed_", SHOWN)
def test_what_is_no_plain_name_is_shown_as_it_was_typed(typed_: str):
    told = stories.story(f"{typed_}: weight = 3\nq: loss = 2*{typed_}")
    shown, *_ = told.words.names
    root = mathml.read(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{shown.mathml}</math>')
    assert (shown.plain, "".join(root.itertext())) == SHOWN[typed_]
    assert shown.plain in stories.everything_said(told)


def test_views_of_the_learning_and_of_samples_keep_what_was_typed():
    program = "x^{(1)}: input = each(1, 2)\nŵ: weight = 3\nL: loss = ŵ*x^{(1)}"
    written = [each.plain for each in stories.story(program, sample=0).words.names]
    assert written[:3] == ["ŵ", "x^(1),(1)", "L₁"] and "x^(1),(2)" in written
    learning = [each.plain for each in stories.story(program, zoom="learning").words.names]
    assert {"ŵ⁰", "ŵ¹", "∂ℒ/∂ŵ⁰"} <= {*learning}
    program = "W^{[1]}: weight = [[1, 2]]\nx = [3, 4]\nL: loss = sum(W^{[1]} @ x)"
    scalars = [each.plain for each in stories.story(program, zoom="scalars").words.names]
    assert scalars[:2] == ["W₁₁^[1]", "W₁₂^[1]"]


@pytest.mark.parametrize(
    "given",
    ["W^{[1]} w^{[1]}", "W^{[1]} W^{[2]}", "x^{(1)} x_2", "ŷ y", "W w", "ŵ w", "ϵ e", "x' x",
     "ℒ L1", "x_1^{(2)} x_2^{(1)}", "ñ n", "váha vaha"],
)  # fmt: skip
def test_two_names_of_books_never_share_a_symbol(given: str):
    one, two = given.split()
    lines = f"{one} = [[1, 2], [3, 4]]\n{two} = [1, 2]\nq = sum({one} @ {two})"
    written, derived = symbols(lines)
    assert len({*written}) == len({*derived}) == 3


@pytest.mark.parametrize(
    ("program", "letter", "said"),
    [
        ("w: input = 2\na: weight = 1\nb: weight = 3\nL: loss = square(a*w + b)", "θ", "θ stands"),
        ("x: input = 2\nw: weight = 1\nb: weight = 3\nL: loss = square(w*x + b)", "θ", "θ stands"),
        ("W: weight = [[1, 2]]\nw: weight = 2\nL: loss = w*sum(W)", "θ", "θ stands"),
        ("W: weight = [[1, 2]]\nb: weight = 2\nL: loss = b*sum(W)", "θ", "θ stands"),
        ("w: weight = 1\ntheta: weight = 2\nL: loss = w*theta", "ϑ", "ϑ stands"),
        ("x = 2\nw1: weight = 1\nw2: weight = 3\nL: loss = w1*x + w2", "w", ""),
        ("x = 2\nw: weight = 1\nL: loss = w*x", "w", ""),
    ],
)  # fmt: skip
def test_the_letter_of_the_rule_is_the_name_of_no_number(program: str, letter: str, said: str):
    told = stories.story(program)
    sides = [mathml.words(side) for side in mathml.sides(cards.rule(told.words))]
    assert sides[0] == letter and f"∂{letter}" in sides[1]
    (rule,) = [sentence(told.words, s) for s in told.walk.steps if s.kind == "rule"]
    assert (said in rule) if said else ("stands for" not in rule)


@pytest.mark.parametrize(
    ("program", "written"),
    [
        ("x1 = 2\nx = [3, 4]\nf = x[0]*x1 + x[1]", "x₁ x₍₁₎ x₍₂₎ f"),
        ("x = [3, 4]\nx1 = 2\nf = x[0]*x1 + x[1]", "x₍₁₎ x₍₂₎ x₁ f"),
        ("h = [1, 2]\nh1 = sum(h)\nf = h1 * h[0]", "h₍₁₎ h₍₂₎ h₁ f"),
        ("h = [1, 2]\nh1 = h*2\nf = sum(h1) + sum(h)", "h₁ h₂ h₁,₁ h₁,₂ f"),
        ("x = [1, 2, 3]\nx2 = 5\nx_1 = 7\nf = sum(x)*x2*x_1", "x₍₁₎ x₍₂₎ x₍₃₎ x₂ x₁ f"),
        ("W11 = 2\nW = [[1, 2]]\nf = W11*sum(W)", "W₁₁ W₁,₁ W₁,₂ f"),
        ("W11 = 2\nW1 = [1, 5]\nW = [[1, 2]]\nf = W11*sum(W)*sum(W1)",
         "W₁₁ W₁,₁ W₁,₂ W₍₁,₁₎ W₍₁,₂₎ f"),
        ("alpha1 = 2\nα = [1, 2]\nf = alpha1*sum(α)", "α₁ α₍₁₎ α₍₂₎ f"),
        ("x = [3, 4]\nf = sum(x)", "x₁ x₂ f"),
    ],
)  # fmt: skip
def test_an_entry_and_a_name_are_not_written_alike(program: str, written: str):
    told = stories.story(program, zoom="scalars")
    named = [k for k, node in enumerate(told.graph.nodes) if node.name]
    assert " ".join(told.words.names[k].plain for k in named) == written
    everywhere = [each.plain for each in (*told.words.names, *told.words.flat) if not each.number]
    assert len(set(everywhere)) == len(told.graph.nodes) - sum(n.number for n in told.words.names)


@few
@given(st.lists(st.sampled_from(["x", "x1", "x_1", "x2", "x12", "x_12", "x1_2", "y", "y1", "α",
                                 "alpha", "alpha1"]), min_size=2, max_size=6, unique=True),
       st.sampled_from(["[1, 2]", "[[1, 2], [3, 4]]", "[[1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]]"]),
       st.integers(0, 5))  # fmt: skip
def test_no_two_nodes_are_written_alike_entry_by_entry(names_: list[str], array: str, which: int):
    lines = [f"{n} = {array if k == which else k + 2}" for k, n in enumerate(names_)]
    whole = "*".join(f"sum({n})" if k == which else n for k, n in enumerate(names_))
    told = stories.story("\n".join([*lines, f"L = {whole}"]), zoom="scalars")
    written = [each.plain for each in told.words.names if not each.number]
    assert len(set(written)) == len(written)
