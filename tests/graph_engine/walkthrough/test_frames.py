"""What is known after a step, as a table: known, asked for, old, gone, or not told of at all."""

import pytest

import graph_engine as ge
from graph_engine import limits

PROGRAM = """
x: input = 2
w: weight = 3
a = w * x
b = square(a)
L: loss = b + w
"""

GRAPH = ge.parse(PROGRAM)
X, W, A, B, L = range(5)
NO = "not told"
Row = tuple[str, str, object, str]


def edge(of: str) -> ge.Edge:
    target, source = of.split("/")
    return GRAPH.edge(source, target)


def state(walk: ge.Walkthrough, key: str, what: str, target: object) -> str:
    """How much is known of a thing after the step of that key."""
    (step,) = (each for each in walk.steps if each.key == key)
    fact = walk.frame(step.index).facts.get((what, target))
    return NO if fact is None else fact.known


WHOLE = [
    # after the step, what, of what: how much is known
    ("start", "value", X, "known"), ("start", "value", W, "known"), ("start", "value", A, NO),
    ("start", "gradient", W, NO), ("start", "seed", L, NO),
    ("symbols:a", "value", A, NO), ("value:a", "value", A, "known"), ("value:a", "value", B, NO),
    ("value:L", "value", L, "known"), ("value:L", "seed", L, NO),
    ("seed:L", "seed", L, "known"), ("seed:L", "gradient", W, "asked"),
    ("seed:L", "gradient", X, "asked"), ("seed:L", "local", "L/b", NO),
    ("slope_symbols:L/b", "local", "L/b", "asked"), ("slope_symbols:L/b", "flow", "L/b", NO),
    ("slope:L/b", "local", "L/b", "known"), ("slope:L/b", "flow", "L/b", NO),
    ("slope:L/b", "local", "L/w", NO),
    ("flow:L/b", "flow", "L/b", "known"), ("flow:L/b", "total", B, NO),
    ("flow:L/w", "flow", "L/w", "known"), ("flow:L/w", "gradient", W, "asked"),
    ("flow:L/w", "total", W, NO),
    ("flow:a/w", "flow", "a/w", "known"), ("flow:a/w", "gradient", W, "asked"),
    ("sum:w", "total", W, "known"), ("sum:w", "gradient", W, "known"),
    ("sum:w", "gradient", X, "asked"), ("flow:a/x", "gradient", X, "known"),
    ("flow:a/x", "total", X, NO),
    ("rule:w", "new", W, NO), ("new:w", "new", W, "known"), ("new:w", "value", A, "known"),
    ("placed:w", "value", W, "known"), ("placed:w", "value", X, "known"),
    ("placed:w", "value", A, "stale"), ("placed:w", "value", B, "stale"),
    ("placed:w", "value", L, "stale"), ("placed:w", "gradient", W, "known"),
    ("placed:w", "seed", L, "known"),
    ("again:a", "value", A, "known"), ("again:a", "value", B, "gone"),
    ("again:a", "value", L, "gone"), ("again:a", "value", X, "known"),
    ("again:a", "value", W, "known"),
    ("again:a", "seed", L, "gone"), ("again:a", "local", "L/b", "gone"),
    ("again:a", "flow", "L/b", "gone"), ("again:a", "flow", "a/w", "gone"),
    ("again:a", "total", W, "gone"), ("again:a", "gradient", W, "asked"),
    ("again:a", "gradient", X, "asked"), ("again:a", "new", W, "gone"),
    ("again:b", "value", B, "known"), ("again:b", "value", L, "gone"),
    ("seed:L:2", "seed", L, "known"), ("seed:L:2", "gradient", W, "asked"),
    ("slope:L/b:2", "local", "L/b", "known"), ("slope:L/b:2", "flow", "L/b", "gone"),
    ("placed:w:2", "value", A, "stale"), ("again:a:2", "seed", L, "gone"),
]  # fmt: skip

CHAIN = [
    ("value:L", "factor", (0, 0), NO),
    ("path:1", "seed", L, "known"), ("path:1", "local", "L/b", "asked"),
    ("path:1", "local", "a/w", "asked"), ("path:1", "local", "a/x", NO),
    ("path:1", "factor", (0, 0), NO), ("path:1", "product", 0, NO),
    ("slope_symbols:L/b", "local", "L/b", "asked"), ("slope_symbols:L/b", "factor", (0, 0), NO),
    ("slope:L/b", "local", "L/b", "known"), ("slope:L/b", "factor", (0, 0), "known"),
    ("slope:L/b", "flow", "L/b", "known"), ("slope:L/b", "factor", (0, 1), NO),
    ("slope:a/w", "factor", (0, 2), "known"), ("slope:a/w", "product", 0, NO),
    ("product:1", "product", 0, "known"), ("product:1", "sum", W, NO),
    ("path:2", "factor", (1, 0), NO), ("slope:L/w", "factor", (1, 0), "known"),
    ("product:2", "product", 1, "known"), ("product:2", "total", W, NO),
    ("sum:w", "sum", W, "known"), ("sum:w", "total", W, "known"), ("sum:w", "gradient", W, NO),
    ("placed:w", "sum", W, "known"), ("placed:w", "value", L, "stale"),
    ("again:a", "factor", (0, 0), "asked"), ("again:a", "factor", (1, 0), "asked"),
    ("again:a", "product", 0, "asked"), ("again:a", "product", 1, "asked"),
    ("again:a", "sum", W, "asked"), ("again:a", "total", W, "gone"),
    ("again:a", "seed", L, "gone"), ("again:a", "local", "a/w", "gone"),
    ("path:1:2", "local", "L/b", "asked"), ("path:1:2", "factor", (0, 0), "asked"),
]  # fmt: skip


@pytest.mark.parametrize(("focus", "table"), [(ge.WHOLE, WHOLE), ("w", CHAIN)])
def test_what_is_known_after_each_kind_of_step(focus: str, table: list[Row]):
    walk = ge.tell(GRAPH, focus=focus, iterations=2, rate=0.001)
    wrong = []
    for key, what, of, expected in table:
        found = state(walk, key, what, edge(of) if isinstance(of, str) else of)
        if found != expected:
            wrong.append((key, what, of, expected, found))
    assert wrong == []


def test_an_old_value_is_the_one_that_was_computed():
    walk = ge.tell(GRAPH, iterations=1, rate=0.001)
    (placed,) = (step for step in walk.steps if step.key == "placed:w")
    frame = walk.frame(placed.index)
    assert frame.number("value", A) == 6
    assert frame.number("value", W) == walk.runs[1].values[W] != 3


def test_what_no_weight_leads_to_keeps_its_value_through_the_next_round():
    graph = ge.parse("x: input = 2\nw: weight = 3\nc = square(x)\nL: loss = w * c")
    walk = ge.tell(graph, iterations=2, rate=0.001)
    c = graph.node("c").index
    again = [step for step in walk.steps if step.kind == "value" and step.iteration]
    assert again and all(step.node != c for step in again)
    (value,) = (step for step in walk.steps if step.key == "value:c")
    told = walk.steps[value.index :]
    assert {walk.frame(step.index).facts["value", c].known for step in told} == {"known"}


def test_a_leaf_that_nothing_depends_on_is_never_asked_for():
    graph = ge.parse("x = 2\ny = 3\nL: loss = x*x")
    walk = ge.tell(graph)
    y = graph.node("y").index
    assert all(("gradient", y) not in walk.frame(k).facts for k in range(len(walk.steps)))


def doublings(count: int) -> ge.Walkthrough:
    """Told for a leaf that 2 to the power of `count` paths lead to."""
    lines = ["x0 = 1.5", *(f"x{k + 1} = x{k} + x{k}" for k in range(count))]
    return ge.tell(ge.parse("\n".join(lines)), focus="x0")


def test_as_many_paths_as_the_limit_says_are_told_one_by_one():
    assert limits.PATHS.most == 8
    most, more = doublings(3), doublings(4)
    assert (len(most.paths), most.path_count) == (8, 0)
    assert [step.path for step in most.steps if step.kind == "product"] == list(range(8))
    assert (len(more.paths), more.path_count) == (0, 16)
    assert not any(step.kind == "product" for step in more.steps)


@pytest.mark.parametrize(("count", "told"), [(7, True), (8, True), (9, False), (10, False)])
def test_one_path_more_than_the_limit_is_too_many(count: int, told: bool):
    walk = ge.tell(ge.parse("x = 1.5\nL: loss = " + " + ".join(["x"] * count)), focus="x")
    assert (len(walk.paths), walk.path_count) == ((count, 0) if told else (0, count))


def test_a_slope_beside_the_loss_is_undefined_where_its_value_is():
    for expression in ("log(x)", "sqrt(x)", "x ** 0.5"):
        for beside in (True, False):
            more = "L: loss = x * x" if beside else "L: loss = 2 * y"
            graph = ge.parse(f"x = -4\ny = {expression}\n{more}")
            run = ge.run(graph)
            assert run.value("y") != run.value("y")
            slope = run.slope(graph.edge("x", "y"))
            assert slope != slope, (expression, beside)


@pytest.mark.parametrize(
    "program",
    [
        "w: weight = 0.77\nx: input = each(1.23, 2.57, -0.41)\nL: loss = sigmoid(w * x)",
        "w: weight = 0.77\nx: input = each(1.23, 2.57)\nL: loss = exp(tanh(w * x))",
        "w: weight = [0.77, -0.31]\nx: input = each([1.23, 0.5], [2.57, 1.9])\n"
        "L: loss = sigmoid(dot(w, x))",
    ],
)
def test_slide_numbers_are_rounded_for_each_sample_as_where_samples_are_drawn_out(program: str):
    graph = ge.parse(program)
    whole = ge.run(graph, arithmetic="slide").gradient("w")
    drawn = ge.run(ge.views.spread(graph), arithmetic="slide").gradient("w")
    exact = ge.run(graph).gradient("w")
    assert whole == pytest.approx(drawn, rel=1e-12)
    assert whole != pytest.approx(exact, rel=1e-4)
