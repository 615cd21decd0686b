"""Names as books and languages write them: read to a plain name, and nothing else becomes one."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine.spelling import plain

from .programs import refusal, underlined

READ = {
    # letters with accents are letters
    "váha": "váha", "größe": "größe", "Šum": "Šum", "łódź_2": "łódź_2", "ά": "ά", "ø1": "ø1",
    "va\u0301ha": "váha", "ê2e": "ê2e", "ẋ": "ẋ",
    # an accent on one letter has a meaning
    "ŷ": "yhat", "x̂": "xhat", "ȳ1": "ybar1", "x̃_in": "xtilde_in", "ẑ₁": "zhat1", "ê": "ehat",
    "θ̂": "θhat", "x⃗": "xvec",
    # above and below
    "W^{[1]}": "W1", "W^[1]": "W1", "W^{ [1] }": "W1", "z⁽¹⁾": "z1", "a^{(2)}": "a2",
    "a⁽¹²⁾": "a12", "W^{[l]}": "W_l", "x_{1}": "x1", "x_{in}": "x_in", "w_{1,2}": "w_1_2",
    "x₁": "x1", "h₁₂": "h12", "hₜ": "h_t", "W_hh^{[1]}": "W_hh_1", "a^{[1](2)}": "a_1_2",
    "x_1^{(2)}": "x_1_2", "x_{1}^{(2)}": "x_1_2", "x^{(2)}_{1}": "x_1_2", "W_{1}₂": "W_1_2",
    # other signs
    "a1'": "a1_prime", "x″": "x_prime_prime", "z^{[1]}'": "z1_prime", "w’": "w_prime", "ϵ": "ε",
    "ϕ2": "φ2", "ϑ": "θ", "ℒ": "L", "ℓ_in": "l_in", "µ": "μ", "lambda": "lam",
    # as it is
    "x": "x", "w_out": "w_out", "alpha1": "alpha1", "λ": "λ", "lambda1": "lambda1",
}  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_a_name_is_read_to_a_plain_one(typed: str):
    run = ge.run(ge.parse(f"{typed}: weight = 3\nq = 2*{typed} + {typed}*{typed}"))
    assert [*run.graph.names] == [READ[typed], "q"]
    assert run.value("q") == 15 and run.gradient(READ[typed]) == 8
    assert run.value(typed) == 3, "a value is found by the name that was typed, too"
    assert plain(typed) == READ[typed] and plain(READ[typed]) == READ[typed]


def test_a_name_and_its_plain_one_are_the_same():
    run = ge.run(ge.parse("W^{[1]} = 3\nŷ = 2*W1\nL = W₁*yhat + W⁽¹⁾"))
    assert run.value("L") == 21
    error = refusal("W1 = 2\nW^{[1]} = 3")
    assert error.message == "`W^{[1]}` is the same name here as `W1`, given in line 1."


@pytest.mark.parametrize(
    ("first", "second"), [("ŷ", "yhat"), ("x₂", "x_{2}"), ("u'", "u_prime"), ("h0", "h[0]")]
)
def test_a_name_given_again_in_another_spelling_is_said_to_be_the_same(first: str, second: str):
    error = refusal(f"{first} = 2\n{second} = 3")
    assert error.message == f"`{second}` is the same name here as `{first}`, given in line 1."
    error = refusal(f"{first} = 2\n{first} = 3")
    assert error.message == f"`{first}` is already given in line 1."


@pytest.mark.parametrize(
    ("given", "typed"), [("x_2", "x_{2}"), ("x_2", "x₂"), ("x2", "x_2"), ("W_1", "W^{[1]}")]
)
def test_a_name_that_looks_the_same_on_paper_is_meant_where_it_is_the_only_one(
    given: str, typed: str
):
    program = f"{given} = 5\nL = {typed}*2"
    error = refusal(program)
    assert error.message == f"there is no `{typed}` yet."
    assert error.hint == f"Did you mean `{given}`?" and underlined(program, error) == typed


def test_of_two_names_that_look_the_same_on_paper_the_one_that_is_read_is_named():
    graph = ge.parse("x_2 = 5\nx2 = 1\nL = x_{2}*1 + x2 + x_2")
    assert ge.run(graph).value("L") == 7
    (doubt,) = graph.doubts
    assert doubt.message == "`x_{2}` is `x2` here, not `x_2`." and doubt.put == "x_2"
    assert not ge.parse("x2 = 1\nL = x_{2}*1").doubts


@pytest.mark.parametrize("letter", ["b", "f", "r", "u", "F"])
@pytest.mark.parametrize(
    "line", ["({0} - 1)**2", "sigmoid({0}*2)", "log({0})", "max(1, {0} + {0})", "({0}*{0})"]
)
def test_letters_of_python_s_texts_with_a_prime_are_names(letter: str, line: str):
    name = f"{letter}'"
    read = [ge.parse(f"{each} = 3\nL = {line.format(each)}") for each in (name, "a")]
    one, two = (ge.run(graph).value("L") for graph in read)
    assert one == two and f"{letter}_prime" in read[0].names
    graph = ge.parse(f"{name} = 3\nL = {name} + 1\nprint({name}*2)")
    assert graph.doubts[0].message == f"`print({name}*2)` is left out."


@pytest.mark.parametrize(
    "line", ["print(f'x')", "print(f'{x} + 1')", "y = exp(f'x')", "print( rb' x' )", "y = u'ab'"]
)
def test_a_text_of_python_s_is_no_name_with_primes(line: str):
    error = refusal(line)
    assert error.message.startswith("only assignments") and "no texts" in error.hint


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("y = x^{(2)}*2", None), ("y = x²", None), ("y = x^2", None), ("y = e^{(x)}", None),
        ("y = x**2", 9), ("y = x1.T", None), ("y = (x)^{2}", None),
    ],
)  # fmt: skip
def test_a_power_is_no_name(line: str, value: float | None):
    program = f"x = 3\n{line}"
    if value is None:
        assert "there is no `x_" not in refusal(program).message
    else:
        assert ge.run(ge.parse(program)).value("y") == value


@pytest.mark.parametrize(
    ("program", "marked"),
    [
        ("ŷ = 2\nL = ŷ + W^{[2]} + z", "W^{[2]}"), ("W^{[1]} = 1\nL = W^{[1]}*zz", "zz"),
        ("x̂ = 1\nq = sigmod(x̂ + a1')", "sigmod"), ("ŷ = 2\nq = 3ŷ", "3ŷ"),
        ("x₁ = [1, 2]\nq = x₁ @ x₁ + x₁[5]", "5"),
        ("ŷ: wieght = 2", "wieght"), ("y = 2*ŷ + ", "+"), ("é = (1", "("),
    ],
)  # fmt: skip
def test_an_error_stands_where_it_was_typed(program: str, marked: str):
    assert underlined(program, refusal(program)) == marked


def test_what_is_not_there_is_called_as_it_was_typed():
    error = refusal("L = 2*W^{[1]}")
    assert error.message == "there is no `W^{[1]}` yet."
    assert error.hint == "Give it first: `W^{[1]}: input = 1`."


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("y = lambda x: x", "only assignments"), ("f = lambda: 0", "only assignments"),
        ("y = 2 lambda", "two values stand side by side."),
        ("print(f'{x}')", "only assignments"), ("x = 1\ny = sigmoid'(x)", "slope of a function"),
        ("x = 1\ny = max'", "slope of a function"), ("y = x_{", "`x_` is not a name here"),
        ("x\u0301 = 1", "means nothing here."), ("y = x'y'", "two values stand side by side."),
        (f"{'á' * 33} = 1", "at most 32 characters"), ("_ŷ = 1", "underscores stand singly"),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_as_before(program: str, said: str):
    assert said in refusal(program).message


def test_lambda_is_a_name_wherever_python_has_no_function():
    run = ge.run(ge.parse("lambda: weight = 0.1\nw = [3, 4]\nL = lambda*norm2(w) + max(lambda, 0)"))
    assert run.value("L") == pytest.approx(2.6) and run.gradient("lam") == 26


def test_a_loop_counts_a_name_as_any_other():
    graph = ge.parse("ŷ = 1\nfor t in range(1, 4):\n    z^{[1]} = 2*ŷ\n    ŷ = z^{[1]} + t\nL = ŷ")
    assert ge.run(graph).value("L") == 19
    assert {"z_1_1", "z_1_3"} <= {*graph.names}


def test_ones_own_backward_pass_may_be_written_so():
    from app.claims import check

    program = "x: input = 2\nW^{[1]}: weight = 3\nL = (W^{[1]}*x)**2\ndW^{[1]} = 2*W^{[1]}*x*x"
    assert [claim.status for claim in check(program)] == ["right"]


LETTERS = "axyzWáößŷẑθςϵℒ"
WORDS = st.builds(str.__add__, st.sampled_from(LETTERS), st.text("abx1áŷ", max_size=3))
ENDS = ("", "_in", "₁", "_{2}", "_{in}", "^{[1]}", "^{(3)}", "⁽²⁾", "'", "_{1,2}", "^[l]")
NAMES = st.builds(lambda word, one, two: f"{word}{one}{two}", WORDS, *[st.sampled_from(ENDS)] * 2)


@given(NAMES, NAMES)
def test_any_name_becomes_a_plain_one_and_the_places_stay(one: str, two: str):
    """Of two names that are not one the sum is read, and what is not there is underlined."""
    for name in (one, two):
        assert re.fullmatch(r"\w+", plain(name)) and plain(plain(name)) == plain(name)
        assert unicodedata.is_normalized("NFC", plain(name))
    if plain(one) == plain(two):
        return
    graph = ge.parse(f"{one} = 2\n{two} = 3\ns = {one}*{two} + {one}")
    assert ge.run(graph).value("s") == 8
    program = f"{one} = 2\ns = 3*{one} + {two}"
    if plain(two) != "s":
        assert underlined(program, refusal(program)) == two
