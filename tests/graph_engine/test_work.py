"""How much work a graph is is known before any of it is done, and too much of it is refused."""

import gc
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import limits, work
from graph_engine.arrays import Made

OPERATIONS = ge.operations()


class Counted(float):
    """A number that counts the sums and products that are made of it."""

    count = 0


def _counting(name: str) -> Any:
    def done(self: float, *others: Any) -> Any:
        Counted.count += 1
        return Counted(getattr(float, name)(self, *map(float, others)))

    return done


for _name in ("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__",
              "__truediv__", "__rtruediv__", "__neg__"):  # fmt: skip
    setattr(Counted, _name, _counting(_name))
Counted.exp = _counting("__abs__")  # numpy asks objects for theirs
Counted.log = _counting("__abs__")

KERNELS: dict[str, tuple[tuple[int, ...], ...]] = {
    "matmul": ((5, 7), (7, 6)),
    "dot": ((40,), (40,)),
    "outer": ((8,), (9,)),
    "sum": ((6, 7),),
    "norm2": ((6, 7),),
    "conv1d": ((30,), (6,)),
    "conv2d": ((12, 11), (3, 4)),
    "cross_entropy": ((30,), (30,)),
    "softmax": ((30,),),
}
"""Operations of arrays that compute, and operands to count at."""


def measured(name: str, shapes: tuple[tuple[int, ...], ...]) -> tuple[int, int]:
    """The sums and products that an operation makes: forward, and back to all operands."""
    random = np.random.default_rng(1)
    values = [np.vectorize(Counted, otypes=[object])(random.uniform(0.5, 1, s)) for s in shapes]
    op = OPERATIONS[name]
    assert op.kernel is not None
    kernel = op.kernel(shapes, ())
    Counted.count = 0
    out = kernel.forward(*values)
    ahead, Counted.count = Counted.count, 0
    upstream = np.vectorize(Counted, otypes=[object])(np.ones(kernel.shape))
    for pull in kernel.pulls:
        pull(upstream if kernel.shape else np.array(Counted(1.0), dtype=object), out, *values)
    return ahead, Counted.count


@pytest.mark.parametrize("name", KERNELS)
def test_the_cost_of_a_kernel_is_what_it_is_measured_to_be(name: str):
    shapes = KERNELS[name]
    op = OPERATIONS[name]
    assert op.kernel is not None
    cost = op.costs(shapes, op.kernel(shapes, ()).shape)
    for told, found in zip((cost.flops, cost.back), measured(name, shapes), strict=True):
        assert found / 4 <= told <= found * 4, (told, found)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_costs_something_and_more_where_there_is_more(name: str):
    op = OPERATIONS[name]
    if op.elementwise:
        few, many = (op.costs(((n,),) * op.arity, (n,)) for n in (10, 1000))
        assert 0 < few.flops < many.flops and 0 < few.back < many.back
    for sample in op.samples:
        shapes = tuple(np.shape(each) for each in sample[: op.arity])
        assert op.costs(shapes, shapes[0]).flops > 0


def test_pooling_costs_an_operation_for_each_entry_of_each_window():
    """However the window moves, which the shapes alone do not tell."""
    for line, count in (
        ("max_pool2d(X, 2)", 30 * 30 * 4), ("max_pool2d(X, 2, stride=1)", 59 * 59 * 4),
        ("avg_pool2d(X, 9, stride=3, padding=4)", 20 * 20 * 81),
    ):  # fmt: skip
        graph = ge.parse(f"X: weight = random(60, 60)\nY = {line}\nL: loss = norm2(Y)")
        ahead, back = work.of_node(graph, graph.node("Y"))
        assert (ahead.flops, back.flops) == (count, count), line


def test_a_product_is_2mnk_and_its_gradients_are_two_like_it():
    cost = OPERATIONS["matmul"].costs(((3, 5), (5, 7)), (3, 7))
    assert (cost.flops, cost.back) == (2 * 3 * 5 * 7, 4 * 3 * 5 * 7)
    assert OPERATIONS["matmul"].costs(((3, 5), (5,)), (3,)).flops == 2 * 3 * 5


# -- nothing is there before it is needed ------------------------------------------------


@contextmanager
def at_most(seconds: float, megabytes: float) -> Iterator[None]:
    """Fails where the block takes longer or holds more."""
    gc.disable()  # what is cleared away is other tests'
    tracemalloc.start()
    before = time.process_time()
    try:
        yield
        spent, (_, peak) = time.process_time() - before, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert spent < seconds and peak < megabytes * 1e6, (spent, peak)


@pytest.mark.parametrize(
    "value", ["random(1400, 1400)", "zeros(1400, 1400)", "-ones(1400, 1400)", "random(2000000)"]
)
def test_a_large_leaf_is_made_when_it_is_asked_for(value: str):
    with at_most(0.05, 1):
        graph = ge.parse(f"A: weight = {value}\nL: loss = norm2(A)")
    given = graph.node("A").given
    assert given is not None and given.shape == graph.node("A").shape
    assert graph.node("A").given is given and not given.flags.writeable


def test_what_is_made_later_is_what_was_made_at_once():
    made = np.random.default_rng(12).uniform(-1, 1, (3, 4))
    expected = np.round(made / np.sqrt(4), 4)
    graph = ge.parse("A = random(3, 4)\nB = -random(3, 4)\nC = [random(4), zeros(4), ones(4)]")
    np.testing.assert_array_equal(graph.node("A").given, expected)
    np.testing.assert_array_equal(graph.node("B").given, -expected)
    assert graph.node("C").given is not None and graph.node("C").shape == (3, 4)
    assert (-Made((2,), lambda: np.ones(2))).make().tolist() == [-1, -1]


@pytest.mark.parametrize("line", ["A.T", "vec(A)", "reshape(A, 2000, 1000)", "A[3]", "A[3, 4]"])
def test_what_only_moves_entries_counts_none_before_it_moves_them(line: str):
    with at_most(0.05, 1):
        ge.parse(f"A = random(1000, 2000)\nB = {line}")


# -- too much is refused, with the numbers and the cure -----------------------------------

MATMUL = "A: weight = random({n},{n})\nB: weight = random({n},{n})\nC = A@B\nL: loss = sum(C)"
WIDE = "x: input = random({n})\nk: weight = random(2000)\ny = conv1d(x, k)\nL: loss = norm2(y)"
LARGE = "A: weight = random({n},1000)\nB = exp(A)\nL: loss = sum(B)"


def told(program: str, n: int, **how: Any) -> work.Work:
    return work.of_story(ge.parse(program.format(n=n)), **how)


@pytest.mark.parametrize(
    ("program", "how", "limit", "what"),
    [
        (MATMUL, {"iterations": 1}, limits.FLOPS, "flops"),
        (WIDE, {"iterations": 20}, limits.MOVED, "moved"),
        (LARGE, {"iterations": 1}, limits.HELD, "held"),
    ],
    ids=["flops", "moved", "held"],
)
def test_work_is_refused_from_its_limit_on_and_not_before(
    program: str, how: dict[str, Any], limit: limits.Limit, what: str
):
    low, high = 1, 1999 if program != WIDE else 8000
    low = 2000 if program == WIDE else low
    while high - low > 1:
        middle = (low + high) // 2
        if getattr(told(program, middle, **how), what) > limit.most:
            high = middle
        else:
            low = middle
    graph = ge.parse(program.format(n=high))
    with at_most(0.05, 1), pytest.raises(ge.GraphError) as error:
        work.bearable(graph, work.of_story(graph, **how), **how)
    assert limit.what in str(error.value) and str(limit.most // 1_000_000) in str(error.value)
    assert "smaller" in str(error.value)
    found = told(program, low, **how)
    alone = work.Work(**{what: getattr(found, what)})
    work.bearable(graph, alone)


@pytest.mark.parametrize("how", [{}, {"told": "unrolled"}, {"told": "loop"}, {"rounded": True}])
def test_more_iterations_are_more_work_and_so_are_larger_shapes(how: dict[str, Any]):
    few, more = (told(MATMUL, 30, iterations=count, **how) for count in (2, 4))
    assert few.flops < more.flops and few.moved < more.moved and few.held < more.held
    larger = told(MATMUL, 60, iterations=2, **how)
    assert larger.flops == pytest.approx(8 * few.flops, rel=0.2)


def test_an_estimate_of_what_a_run_holds_is_near_what_it_holds():
    graph = ge.parse("A: weight = random(500,1000)\nB = exp(A)\nL: loss = norm2(B)")
    tracemalloc.start()
    run = ge.run(graph)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    estimate = (work.forward(graph) + work.backward(graph)).held
    assert held / 2 <= estimate <= held * 2
    assert run.gradient("A").shape == (500, 1000)


def test_samples_count_as_often_as_there_are():
    one = "x = each(1)\nw: weight = 1\nL: loss = (w*x)**2"
    many = one.replace("each(1)", f"each({', '.join('1' * 100)})")
    few, more = (work.forward(ge.parse(each)) for each in (one, many))
    assert more.flops > 50 * few.flops


def test_nodes_are_checked_as_far_as_that_is_bearable():
    small = ge.parse(MATMUL.format(n=20))
    assert set(ge.nudges(ge.run(small))) == set(small.to_loss)
    large = ge.parse(MATMUL.format(n=600))
    found = ge.nudges(ge.run(large))
    names = {large.nodes[index].name for index in found}
    assert "L" in names and "C" in names and "A" not in names
    assert all(nudge.error < 1e-4 for nudge in found.values())


def test_many_moves_of_a_graph_are_made_in_pieces():
    program = "x: weight = random(64)\n" + "\n".join(
        f"y{k} = {'x' if not k else f'y{k - 1}'} * 2" for k in range(60)
    )
    graph = ge.parse(f"{program}\nL: loss = sum(y59)")
    run = ge.run(graph)
    tracemalloc.start()
    found = ge.nudges(run)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == len(graph.to_loss) and peak < 60e6
    assert ge.nudges(run)[0].slope.shape == (64,)


def test_the_first_of_equal_operands_of_a_long_maximum_gets_everything():
    names = [f"w{k}" for k in range(280)]
    lines = [f"{name}: weight = {k % 7}" for k, name in enumerate(names)]
    graph = ge.parse("\n".join([*lines, f"L: loss = max({', '.join(names)})"]))
    run = ge.run(graph)
    assert [float(run.gradient(name)) for name in names] == [float(k == 6) for k in range(280)]
    tex = OPERATIONS["max"].slope_tex(5, 280)
    assert tex == (r"[#6 > \max(#1, #2, #3, #4, #5)] \cdot [#6 \ge \max(#7, #8, \ldots, #280)]")
