"""Which line is the loss, and what is said where it might be another."""

import numpy as np
import pytest

import graph_engine as ge
from app.lessons import lessons

from ..programs import refusal

LINES = "w: weight = 2\nx: input = 3\n"
VECTOR = "W: weight = [[1, 2], [3, 4]]\nx: input = [1, 2]\ny = W @ x"


def loss_of(program: str) -> str | None:
    graph = ge.parse(program)
    return None if graph.loss is None else graph.nodes[graph.loss].name


def other(program: str) -> str:
    """The program with the button of its doubt pressed."""
    (doubt,) = ge.parse(program).doubts
    assert doubt.put is not None
    lines = program.split("\n")
    line = lines[doubt.line - 1]
    lines[doubt.line - 1] = line[: doubt.column - 1] + doubt.put + line[doubt.end_column - 1 :]
    return "\n".join(lines)


def test_one_s_own_backward_line_does_not_become_the_loss():
    run = ge.run(ge.parse(f"{LINES}L = (w*x - 1)**2\ng = 2*(w*x - 1)*x"))
    assert run.value("L") == 25 and run.gradient("w") == 30


@pytest.mark.parametrize(
    ("lines", "loss"),
    [
        ("L = w*x\ndL_dW = 2*x", "L"), ("loss = w*x\nnew = w - x", "loss"),
        ("Loss = w*x\ng = x*2", "Loss"), ("J = w*x\nrmse = sqrt(J)", "J"),
        ("cost = w*x\ng = x*2", "cost"), ("E = w*x\ng = x*2", "E"), ("C = w*x\ng = x*2", "C"),
        ("C = w*x\ny = C + 1", "y"), ("E = w*x\ny = E*2", "y"), ("L = w*x\nJ = L + w**2", "J"),
        ("l = w*x\ng = x*2", "g"), ("L = w*x\nk: loss = x*2", "k"), ("LOSS = w*x\nk = 2*x", "LOSS"),
        ("j = w*x\nk = 2*x", "k"),
    ],
)  # fmt: skip
def test_a_line_that_is_called_a_loss_is_it_and_a_mark_says_it_better(lines: str, loss: str):
    assert loss_of(LINES + lines) == loss


@pytest.mark.parametrize(
    ("lines", "first", "second"),
    [
        ("s = (w*x - 1)**2\ng = 2*(w*x - 1)*x", "g", "s"), ("a = 2*w\nb = 3*x", "b", "a"),
        ("s = (w*x)**2\nds = 2*s", "ds", "s"), ("s = w*x\ngrad_w = s*x", "grad_w", "s"),
        ("a = 2*w\nb = 3*a\nc = 4*a", "c", "b"),
        ("E = w**2\nC = 3*w", "C", "E"), ("L = w**2\nJ = 3*w\nk = 2*w", "J", "L"),
        ("loss1 = w*x\nloss2 = w*3", "loss2", "loss1"),
    ],
)  # fmt: skip
def test_where_the_last_line_may_not_be_meant_it_is_said_with_a_button(
    lines: str, first: str, second: str
):
    assert loss_of(LINES + lines) == first
    better = other(LINES + lines)
    assert loss_of(better) == second and ge.parse(better).doubts == ()


@pytest.mark.parametrize(
    ("lines", "first", "second"),
    [
        ("L = w**2\nL_reg = L + 0.1*x", "L", "L_reg"), ("J = w*3\nf = J**2", "J", "f"),
        ("loss = w**2\nr = 0.1*w\nall = loss + r", "loss", "all"),
        ("J = w*x\nk = sqrt(J)", "J", "k"),
        ("L = w*x\na = 2*L\nb = a + w", "L", "b"), ("cost = w*x\na = [1, 2]*cost\nb = sum(a)",
         "cost", "b"), ("L = w*x\nf = 3*L\ndf_dw = 2*f", "L", "f"),
    ],
)  # fmt: skip
def test_what_is_computed_from_the_line_called_a_loss_is_said_to_be_cut_off(
    lines: str, first: str, second: str
):
    assert loss_of(LINES + lines) == first
    (doubt,) = ge.parse(LINES + lines).doubts
    assert f"`{second}`, which is computed from it" in doubt.message
    better = other(LINES + lines)
    assert loss_of(better) == second and ge.parse(better).doubts == ()


@pytest.mark.parametrize(
    ("lines", "loss"),
    [
        ("loss = w**2\nreg = 0.1*w**2\nobjective = loss + reg", "objective"),
        ("L = w*2\nR = w*3\ntotal_cost = L + R", "total_cost"),
        ("totalLoss = w*x\ng = 2*x", "totalLoss"),
        ("data_loss = w*x\nreg_loss = w**2\ntotal = data_loss + reg_loss", "total"),
        ("L = w*x\nloss_all = L + w**2\ng = 2*x", "loss_all"), ("glossy = w*x\nk = 2*x", "k"),
        ("loss = w**2\nloss_grad = 2*w", "loss"),
    ],
)  # fmt: skip
def test_a_name_with_the_word_loss_is_the_end_where_nothing_is_computed_from_it(
    lines: str, loss: str
):
    assert loss_of(LINES + lines) == loss


@pytest.mark.parametrize(
    "own",
    ["df_dw = 2*f*x", "dfdw = 2*f*x", "d_f_dw = 2*f*x", "grad_w = f*x", "df_by_dw = f*x",
     "f_prime = 2*f", "df = 2*f", "d_f_d_w = f*x", "deriv = 2*f", "dF_dw = f*x",
     "df_dw = 2*f*x\nw_new = w - 0.1*df_dw", "g = 2*f*x\nw_new = w - 0.1*g", "new_w = w - f"],
)  # fmt: skip
def test_one_s_own_derivative_at_the_end_is_said_and_the_button_takes_what_it_is_of(own: str):
    program = f"{LINES}f = (w*x - 1)**2\n{own}"
    better = other(program)
    assert loss_of(better) in ("f", "g") and ge.parse(better).doubts == ()


@pytest.mark.parametrize(
    "lines",
    ["f = w*x\ndecoded = 2*f", "f = w*x\ndot_f = 2*f", "f = w*x\nrenewed = 2*f",
     "L = w*x\ndL_dw = 2*L\nw_new = w - 0.1*dL_dw", "loss = w*x\nw_next = w - loss",
     "f = w*x\ngame = 2*f"],
)  # fmt: skip
def test_where_nothing_is_doubtful_about_a_name_nothing_is_said(lines: str):
    assert ge.parse(LINES + lines).doubts == ()


@pytest.mark.parametrize(
    "lines", ["y = w*x", "q = w*x\np = sigmoid(q)", "L: loss = w*x\ng = 2*x", "L = w*x\ng = 2*x"]
)
def test_where_the_end_is_clear_nothing_is_said(lines: str):
    assert ge.parse(LINES + lines).doubts == ()


def test_no_lesson_with_a_loss_is_doubtful():
    for slug, lesson in lessons().items():
        graph = ge.parse(lesson.program)
        assert graph.loss is None or graph.doubts == (), slug


# -- one number in brackets ------------------------------------------------------------------


def test_a_vector_of_one_number_is_a_loss():
    run = ge.run(ge.parse("w: weight = [[1], [2]]\nx: input = [3, 4]\nz = w.T @ x\nL = (z - 1)**2"))
    assert run.value("L") == 100
    np.testing.assert_array_equal(run.gradient("w"), [[60], [80]])


@pytest.mark.parametrize(
    ("program", "value", "gradient"),
    [
        ("w: weight = [[2]]\nL: loss = w**2", 4, [[4]]),
        ("w: weight = [2]\nL = 3*w", 6, [3]),
        ("w: weight = [2]\ny = 3*w", 6, [3]),
        ("w: weight = [[1, 2]]\nX: input = [[3], [4]]\nL = w @ X", 11, [[3, 4]]),
        ("w: weight = [2]\nx: input = each(1, 2, 3)\nL = w*x", 12, [6]),
        ("w: weight = [2]\nz = w**2\nL: loss = 5*z", 20, [20]),
    ],
)
def test_each_end_of_one_number_goes_backward(program: str, value: float, gradient: list[float]):
    graph = ge.parse(program)
    assert graph.loss is not None and graph.nodes[graph.loss].shape == ()
    run = ge.run(graph)
    assert run.value(graph.loss) == value
    np.testing.assert_array_equal(run.gradient("w"), gradient)
    ge.tell(ge.views.spread(graph))


# -- no number at all ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "program",
    [
        VECTOR, "W: weight = [[1, 2], [3, 4]]\nL = 2*W", "x = [1, 2]\n\ny = 2*x   # a remark\n",
        "x: input = each([1, 2], [3, 4])\nw: weight = [1, 1]\nloss = x*w", "L = [1, 2]\nJ = L*2",
    ],
)  # fmt: skip
def test_a_program_without_one_number_says_so_and_a_button_gives_it_one(program: str):
    assert loss_of(program) is None
    better = ge.parse(other(program))
    assert better.loss is not None and better.doubts == ()
    assert all(better.leaves[0].index in better.to_loss for _ in better.leaves)


@pytest.mark.parametrize(
    "lines",
    ["z = softmax(x)", "e = exp(x)\ns = sum(e)\np = e/s", "z = x - mean(x)", "z = 2*softmax(x) + 1",
     "z = softmax(W @ x)"],
)  # fmt: skip
def test_where_the_sum_is_always_the_same_the_button_takes_an_entry(lines: str):
    program = f"W: weight = [[1, 2], [3, 4]]\nx: input = [1, 3]\n{lines}"
    run = ge.run(ge.parse(other(program)))
    assert run.graph.loss is not None and np.any(np.abs(run.gradient("x")) > 1e-6)
    error = refusal(program + "\nL: loss = softmax(x)")
    assert "sum(…)" not in error.hint and "norm2(…)" in error.hint


def test_numbers_alone_are_no_doubt():
    assert ge.parse("x = [1, 2]").doubts == ()


def test_a_jacobian_can_be_asked_for_without_a_loss():
    run = ge.run(ge.parse(VECTOR))
    np.testing.assert_array_equal(run.jacobian("W", "y").built, [[1, 2, 0, 0], [0, 0, 1, 2]])
    np.testing.assert_array_equal(run.jacobian("x", "y").built, [[1, 2], [3, 4]])
