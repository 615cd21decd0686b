"""One's own backward pass: the first wrong line is named with its mistake; a right one in another
form is never called wrong."""

import pytest

import graph_engine as ge
from app.claims import check
from app.claims.check import said
from app.programs import parse

NEURON = """\
x: input = 2
w: weight = -1.5
b: weight = 0.5
y: label = 1
z = w*x + b
p = sigmoid(z)
L = (p - y)**2
"""
LINEAR = """\
w: weight = [1, -2, 0.5]
x: input = [0.3, 1, -1]
t: label = 2
s = dot(w, x)
L = 0.5*(s - t)**2
"""
LAYERS = """\
x: input = [1, -2]
W1: weight = [[0.5, -1], [1, 0.25]]
W2: weight = [[1, -1], [0.5, 2]]
t: label = [0.5, 1]
h = tanh(W1 @ x)
o = W2 @ h
L = sum((o - t)**2)
"""
BATCH = """\
X: input = [[1, 2], [3, -1], [0.5, 1]]
W: weight = [[0.1, -0.2, 0.3], [0.4, 0.2, -0.1]]
b: weight = [0.1, 0, -0.1]
Y: label = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
Z = X @ W + b
P = softmax(Z, axis=1)
L = -sum(Y*log(P))/3
"""
FORK = """\
x: input = 1.5
w: weight = 0.7
a = w*x
u = a**2
v = sin(a)
L = u*v
"""

WRONG = [
    # The program, the lines of one's own, the first wrong one, its mistake.
    (NEURON, "dp = 2*(p - y)\ndz = dp*p\ndw = dz*x", "dz", "sigma"),
    (NEURON, "dp = 2*(p - y)\ndw = dp*x\ndb = dp", "dw", "chain"),
    (LINEAR, "ds = t - s\ndw = ds*x", "ds", "sign"),
    (LINEAR, "dL_ds = s - t\ndL_dw = dL_ds*w", "dL_dw", ""),
    (LAYERS, "do = 2*(o - t)\ndW2 = outer(h, do)\ndW1 = outer(W2.T @ do, x)", "dW2", "transposed"),
    (LAYERS, "do = 2*(o - t)\ndh = W2.T @ do\ndW1 = outer(dh, x)", "dW1", "chain"),
    (BATCH, "dZ = P - Y\ndW = X.T @ dZ\ndb = sum(dZ, axis=0)", "dZ", "factor"),
    (BATCH, "dZ = (Y - P)/3\ndW = X.T @ dZ", "dZ", "sign"),
    (FORK, "da = 2*a*v\ndw = da*x", "da", "one contribution"),
    (FORK, "du = v\ndv = u\nda = du*2*a + dv*cos(a)\ndw = da", "dw", "upstream only"),
    (NEURON, "grad_w = x", "grad_w", "upstream forgotten"),
    (LINEAR, "w_grad = 2*(s - t)*x", "w_grad", "factor"),
    (NEURON, "dL_dp = 2*(p - y)\ndp_dz = p**2\ndL_dw = dL_dp*dp_dz*x", "dp_dz", "sigma squared"),
]


@pytest.mark.parametrize(("program", "lines", "first", "mistake"), WRONG)
def test_the_first_wrong_line_is_named_with_its_mistake(
    program: str, lines: str, first: str, mistake: str
):
    claims = check(program + lines)
    wrong = [each for each in claims if each.status == "wrong"]
    assert wrong[0].name == first
    assert wrong[0].mistake == mistake
    assert bool(wrong[0].words) == bool(mistake)
    before = [each for each in claims if each.line < wrong[0].line]
    assert {each.status for each in before} <= {"right"}


def test_what_follows_from_a_wrong_line_is_not_called_wrong_itself():
    claims = check(NEURON + "dp = (p - y)\ndz = dp*p*(1 - p)\ndw = dz*x")
    assert [each.status for each in claims] == ["wrong", "follows", "follows"]


def test_the_line_of_the_forgotten_operation_is_told():
    (_dp, dw, _db) = check(NEURON + "dp = 2*(p - y)\ndw = dp*x\ndb = dp")
    assert dw.place == 6, "the sigmoid"


RIGHT = [
    (NEURON, "dw = x*p*(1 - p)*2*(p - y)"),
    (NEURON, "grad_p = -2*(y - p)\ngrad_z = grad_p*(p - p**2)\ngrad_w = grad_z*x\ngrad_b = grad_z"),
    (
        NEURON,
        "dL_dp = 2*p - 2*y\ndp_dz = exp(-z)/(1 + exp(-z))**2\ndz_dw = x\ndL_dw = dL_dp*dp_dz*dz_dw",
    ),
    (NEURON, "dw: constant = -0.259"),
    (LINEAR, "dw = x*(s - t)"),
    (LINEAR, "dL_dw = reshape((s - t)*x, 1, 3)"),
    (LAYERS, "delta = 2*(o - t)\ndW2 = outer(delta, h)\ndW1 = outer((1 - h**2)*(W2.T @ delta), x)"),
    (LAYERS, "do = 2*(o - t)\ndh = do @ W2\ndz = dh*(1 - h*h)\ndW1 = outer(dz, x)"),
    (BATCH, "dZ = (P - Y)/3\ndW = X.T @ dZ\ndb = sum(dZ, axis=0)"),
    (BATCH, "dZ = (P - Y)/3\ndW = (dZ.T @ X)\ndb = sum(dZ, axis=0, keepdims=True)"),
    (BATCH, "dZ = (P - Y)/3\ndb = dZ"),
    (FORK, "da = 2*a*v + u*cos(a)\ndw = da*x"),
]


@pytest.mark.parametrize(("program", "lines"), RIGHT)
def test_a_right_backward_pass_in_another_form_is_never_called_wrong(program: str, lines: str):
    claims = check(program + lines)
    assert claims
    assert [each for each in claims if each.status not in ("right", "open")] == []
    assert claims[-1].status == "right"


def test_lines_of_one_s_own_are_no_part_of_the_picture():
    plain = parse(NEURON)
    own = parse(NEURON + "lr = 0.1\ndp = 2*(p - y)\ndw = dp*p*(1 - p)*x\nw_new = w - lr*dw")
    assert [node.name for node in own.nodes] == [node.name for node in plain.nodes]
    assert own.loss == plain.loss
    assert ge.run(own).gradient("w") == ge.run(plain).gradient("w")


def test_a_name_that_the_loss_needs_claims_nothing():
    assert check("x = 2\nmu = 1\ndx = x - mu\nL = dx**2") == ()
    assert check("d = 2\nL = d**2\ndelta = d + 1") == ()


def test_numbers_that_were_changed_are_those_that_count():
    program = "w: weight = 2\nL = w**2\ndw = 4"
    assert check(program)[0].status == "right"
    assert check(program, {"w": 3.0})[0].status == "wrong"


def test_a_line_of_another_size_than_its_gradient_is_told_so():
    program = "X: input = [[1,2],[3,4],[5,6]]\nw: weight = [1,2]\nL: loss = norm2(X @ w)\ndw = 2*X"
    (claim,) = check(program)
    assert claim.status == "wrong"
    assert said(claim, "L") == "`dw` is not ∂L/∂w: it is 3×2, and the gradient is 2×1."


UNFIT = [
    # The program, the lines of one's own, the status of each, and what is said of the first unfit.
    (LAYERS, "do = 2*(o - t)\ndW2 = do @ h.T @ x\ndh = W2.T @ do", "right wrong right", "dW2"),
    (LAYERS, "dh = W1 @ W2[0] @ t @ x\ndW1 = outer(dh, x)", "wrong follows", "dh"),
    (BATCH, "dZ = (P - Y)/3\ndW = X @ dZ\ndb = sum(dZ, axis=0)", "right wrong right", "dW"),
    (BATCH, "dZ = P - b[:2]\ndW = X.T @ dZ\nlr = 0.1\nW2 = W - lr*dW", "wrong follows", "dZ"),
    (BATCH, "dW = X @ Y\ndZ = X @ Y", "wrong wrong", "dW"),
    (LINEAR, "ds = s - t\ndw = outer(ds*x, w) @ t", "right wrong", "dw"),
    (NEURON, "v = [1, 2]\nu = [1, 2, 3]\ndw = v*u\ndb = 2*(p - y)*p*(1 - p)", "wrong right", "dw"),
]


@pytest.mark.parametrize(("program", "lines", "statuses", "first"), UNFIT)
def test_a_line_whose_sizes_do_not_fit_is_named_and_the_others_are_read(
    program: str, lines: str, statuses: str, first: str
):
    claims = check(program + lines)
    named = [each for each in claims if each.mistake == "sizes"]
    assert named[0].name == first and named[0].words
    wanted = [each for each in statuses.split() if each != "open"]
    assert [each.status for each in claims if each.status != "open"][: len(wanted)] == wanted
    assert said(named[0], "L").startswith(f"`{first}` cannot be computed: ")
    assert named[0].line == 1 + [
        line.partition("=")[0].partition(":")[0].strip() for line in (program + lines).split("\n")
    ].index(first)
    # The program itself is as it was.
    plain, own = parse(program), parse(program + lines)
    kept = [node.name for node in plain.nodes]
    assert [node.name for node in own.nodes][: len(kept)] == kept and own.loss == plain.loss
    assert "dW" not in own.names and "dh" not in own.names


def test_a_line_that_is_left_out_behind_a_mistake_says_so():
    lines = "dx = W1 @ x @ t @ h\nq = dx*2\ndW1 = q + 1\nr = 2*x"
    claims = {claim.name: claim for claim in check(LAYERS + lines)}
    assert [*claims] == ["dx", "q", "dW1"]
    for name in ("q", "dW1"):
        assert claims[name].status == "follows"
        assert said(claims[name], "L") == f"`{name}` is left out: it is computed from `dx`."
    assert (claims["q"].by, claims["dW1"].by) == ("", "W1")


@pytest.mark.parametrize(
    ("program", "line"),
    [
        # needed by the loss, no loss that is meant, no line of one's own, no error of sizes
        ("x = [1, 2]\nw = [1, 2, 3]\ndx = x + w\nL = sum(dx)", 3),
        ("x = [1, 2]\nw = [1, 2, 3]\ns = dot(x, x)\ndx = x + w\ny = sum(dx)", 4),
        ("x = [1, 2]\nw = [1, 2, 3]\ndx = x + w", 3),
        ("x = [1, 2]\nw = [1, 2, 3]\nL = sum(x)\nq = x + w", 4),
        ("x = [1, 2]\nL = sum(x)\ndx = x + unknown", 3),
        ("x = [1, 2]\nL = sum(x)\ndx: loss = x + [1, 2, 3]", 3),
        ("x = [1, 2]\nL = sum(x)\nfor t in range(2):\n    dx = x + [1, 2, 3]", 4),
    ],
)
def test_any_other_error_of_sizes_is_the_program_s(program: str, line: int):
    with pytest.raises(ge.ProgramError) as found:
        check(program)
    assert found.value.line == line


def test_a_gradient_by_what_the_loss_does_not_need_is_wrong_without_a_mistake():
    """As in a loop that is unrolled: the last w is updated, and nothing comes after it."""
    program = "w = 3\nfor i in range(2):\n    L = w**2\n    dw = 2*w\n    w = w - 0.1*dw"
    assert ge.parse(program).loss is not None
    assert {each.mistake for each in check(program)} == {""}
