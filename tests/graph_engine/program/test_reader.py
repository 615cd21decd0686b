"""What is read of a program: titles, lines, names, numbers, roles, the loss."""

import pytest

import graph_engine as ge

from ..programs import EXAMPLE_II, refusal, shown

# -- what is read --------------------------------------------------------------------


def test_example_ii_is_eleven_nodes_with_the_loss_last():
    graph = ge.parse(EXAMPLE_II)
    assert " ".join(str(node.name) for node in graph.nodes) == "x1 x2 w1 w2 y z1 z2 q v p L"
    assert graph.nodes[graph.loss or 0].name == "L"
    assert {node.name: node.role for node in graph.leaves} == {
        "x1": "input", "x2": "input", "w1": "weight", "w2": "weight", "y": "label"
    }  # fmt: skip


def test_one_line_draws_the_same_graph_as_six():
    leaves = EXAMPLE_II[: EXAMPLE_II.index("z1 =")]
    short = ge.parse(leaves + "L = -log(sigmoid(y * (w1*x1 + w2*x2)))")
    long = ge.parse(EXAMPLE_II)
    assert [n.op for n in short.nodes] == [n.op for n in long.nodes]
    assert [n.args for n in short.nodes] == [n.args for n in long.nodes]
    one, six = ge.run(short), ge.run(long)
    for leaf in long.leaves:
        assert one.gradient(leaf.name or "") == six.gradient(leaf.name or "")


def test_the_first_comments_are_title_and_introduction():
    graph = ge.parse("# A title\n# First line\n#\n# second line.\n\n# not this\nx = 1")
    assert graph.title == "A title"
    assert graph.introduction == "First line second line."


def test_comments_after_the_first_line_are_no_title():
    graph = ge.parse("x = 1 # a remark\n# another")
    assert (graph.title, graph.introduction) == ("", "")


@pytest.mark.parametrize(
    ("comment", "title"),
    [
        ("# a\x00b\x1b[31m", "a b [31m"),
        ("# half \ud83d of a smile", "half of a smile"),
        ("# \u202eesrever\u202c", "esrever"),
        ("#\ta \u00a0 b\u2028c\x0b", "a b c"),
        ("# <script>alert('&')</script>", "<script>alert('&')</script>"),
        ("# 反向传播 ∂ℒ/∂w 👩\u200d🏫", "反向传播 ∂ℒ/∂w 👩\u200d🏫"),
        ("## Two signs", "Two signs"),
    ],
    ids=shown,
)
def test_a_title_holds_no_character_that_a_picture_cannot(comment: str, title: str):
    found = ge.parse(f"{comment}\nx = 1").title
    assert found == title
    assert found.encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_may_end_as_on_any_system(end: str):
    assert ge.parse(EXAMPLE_II.replace("\n", end)).node("L")
    error = refusal(f"x = 1{end}y = 2{end}z = a")
    assert (error.line, error.column, error.end_column) == (3, 5, 6)


@pytest.mark.parametrize("program", ["\ufeffx = 2", "\fx = 2", "x\t=\f2", "x=2", "  \t\nx = 2 \t"])
def test_spaces_of_all_kinds_do_not_matter_between_words(program: str):
    assert ge.run(ge.parse(program)).value("x") == 2


@pytest.mark.parametrize("name", ["α", "Ω", "λ1", "β_in", "x", "W_out", "loss", "input", "match"])
def test_names_are_latin_or_greek_and_stay_as_typed(name: str):
    assert ge.parse(f"{name}: input = 2").nodes[0].name == name


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2", 2), ("-2", -2), ("+2", 2), (".5", 0.5), ("5.", 5), ("1e-3", 0.001), ("1E3", 1000),
        ("-(2)", -2), ("2/3", 2 / 3), ("2**-1", 0.5), ("1 - 2*3 + 4", -1), ("(-8)**2", 64),
        ("1.7976931348623157e308", 1.7976931348623157e308), ("5e-324", 5e-324), ("1e-999", 0),
        ("9007199254740993", 9007199254740992),
    ],
)  # fmt: skip
def test_arithmetic_between_numbers_is_a_number(written: str, value: float):
    graph = ge.parse(f"x: input = {written}")
    assert graph.nodes[0].given == value
    assert len(graph.nodes) == 1


def test_a_leaf_without_a_role_is_a_variable():
    assert ge.parse("x = 1").nodes[0].role == "variable"


def test_variables_are_learned_only_where_there_is_no_weight():
    assert ge.parse("a = 1\nb: input = 2\nL = a*b").learned == (0,)
    assert ge.parse("a = 1\nb: weight = 2\nL = a*b").learned == (1,)


def test_the_loss_is_the_marked_node_or_else_the_last_computed():
    assert ge.parse("x = 1\nL: loss = 2*x\nz = 3*x").loss == 1
    assert ge.parse("x = 1\na = 2*x\nb = 3*x\nc = 7").loss == 2
    assert ge.parse("x = 1").loss is None
