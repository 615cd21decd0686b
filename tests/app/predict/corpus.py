"""Thousands of typed answers, right and wrong, worked out by hand from the runs of many graphs.

What is here is written without the judge's own calculations: operations by their textbook slopes,
mistakes by their description. `python -m tests.app.predict.corpus` judges all of it and counts.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.lessons import lessons
from app.predict import Question, check
from app.predict.problems import Slope
from app.story import Story, View, tell

from .asking import BRANCHES, FRACTIONS, MANY, SHARED, asked

SQUARES = """\
x: input = 1.3
w: weight = 0.8
b: weight = -0.45
t: label = 0.5
y = w * x + b
s = tanh(y)
d = s - t
e = d**2
f = exp(d) / (w + 2)
L: loss = e + 0.5 * f + log(w * x)
"""

PROGRAMS = {
    "fractions": FRACTIONS, "branches": BRANCHES, "many": MANY, "shared": SHARED,
    "squares": SQUARES,
    **{
        slug: lesson.program
        for slug, lesson in lessons().items()
        if "[" not in lesson.program and "random" not in lesson.program
    },
}  # fmt: skip
"""Graphs of single numbers."""


@dataclass(frozen=True)
class Case:
    """One typed answer, and what is to be said of it: "right", or the name of a mistake."""

    story: Story
    question: Question
    text: str
    what: str
    like: frozenset[str] = frozenset()
    """Mistakes that give the same number at four digits: any of them may be named."""


SLOPES: dict[str, Callable[..., float]] = {
    "sigmoid": lambda x: (1 / (1 + math.exp(-x))) * (1 - 1 / (1 + math.exp(-x))),
    "tanh": lambda x: 1 - math.tanh(x) ** 2,
    "log": lambda x: 1 / x,
    "neglog": lambda x: -1 / x,
    "exp": math.exp,
}
"""Of functions of one operand, from the textbook."""


def _local(told: Story, question: Question) -> tuple[str, list[float], float, int]:
    """An operation's name, its operands, its result, and which operand is meant."""
    step = told.walk.steps[question.step]
    assert step.edge is not None
    node, run = told.graph.nodes[step.edge.dst], told.walk.runs[step.iteration]
    assert node.op is not None
    operands = [float(run.values[arg]) for arg in node.args]
    return node.op.name, operands, float(run.values[node.index]), step.edge.port


def _slopes(told: Story, question: Question) -> Iterator[tuple[str, float]]:
    """Wrong slopes by their names."""
    name, operands, out, port = _local(told, question)
    x = operands[port]
    if name == "sigmoid":
        yield from (("sigma", out), ("sigma", 1 - out), ("sigma squared", out * out))
    else:
        yield "value", out
    if name in SLOPES and not (name in ("log", "neglog") and out <= 0):
        yield "wrong point", SLOPES[name](out)
    if name in ("log", "neglog"):
        yield "reciprocal", -1 / x**2
    if name == "div":
        yield "reciprocal", -1 / operands[1] ** 2
    if name == "power":
        exponent = float(told.graph.nodes[told.walk.steps[question.step].edge.dst].literal[0])
        yield "exponent", x ** (exponent - 1)
    if name == "square":
        yield "exponent", x
    if name in ("add", "sub", "div", "mul") and len(operands) > 1:
        yield "operand" if name == "mul" else "value", x


def wrong(told: Story, question: Question) -> Iterator[tuple[str, float]]:
    """Mistakes by their names, and what they give."""
    step, right = told.walk.steps[question.step], float(question.number)
    run = told.walk.runs[step.iteration]
    yield "sign", -right
    if question.id.endswith(".whole"):
        yield "doubled", 2 * right
    elif question.kind == "local":
        yield "doubled", 2 * right
        yield "inverted", 1 / right if right else math.nan
        yield from _slopes(told, question)
    elif step.edge is not None:
        local = float(run.slope(step.edge))
        place = None if step.path is None else told.walk.paths[step.path].index(step.edge)
        upstream = (
            float(run.gradients[step.edge.dst])
            if place is None
            else float(told.walk.products(step.iteration, step.path or 0)[place])
        )
        yield from (("upstream forgotten", local), ("upstream only", upstream))
        yield from (("added up", local + upstream), ("doubled", 2 * right))
        yield from ((name, upstream * slope) for name, slope in _slopes(told, question))
    elif question.kind == "sum":
        edges = [e for e in told.graph.consumers[step.node or 0] if e.dst in told.graph.to_loss]
        terms = (
            [float(told.walk.products(step.iteration, k)[-1]) for k in range(len(told.walk.paths))]
            if told.walk.paths
            else [float(run.flow(edge)) for edge in edges]
        )
        yield from (("one contribution", terms[0]), ("multiplied", math.prod(terms)))
        yield from (("averaged", sum(terms) / len(terms)), ("doubled", 2 * right))
        yield from (("path forgotten", right - term) for term in terms)
    elif question.kind == "update":
        old, gradient = float(run.values[step.node or 0]), float(run.gradients[step.node or 0])
        rate = told.walk.rate_at(step.iteration)
        yield from (("unchanged", old), ("added", old + rate * gradient))
        yield from (("step alone", rate * gradient), ("step alone", -rate * gradient))
        yield from (("gradient alone", gradient), ("doubled", old - 2 * rate * gradient))
        if rate != 1:
            yield "rate forgotten", old - gradient
    elif question.kind == "value":
        node = told.graph.nodes[step.node or 0]
        operands = [float(run.values[arg]) for arg in node.args]
        if node.op and node.op.name == "add":
            yield from (("operand alone", each) for each in operands)
        if node.op and node.op.name == "mul":
            yield "other operation", sum(operands)


def written(number: float) -> Iterator[str]:
    """A number in many notations, each of them exact to four digits or more."""
    yield repr(number)
    yield f"{number:.4g}"
    yield f"{number:.6g}".replace("-", "−").replace(".", ",")
    yield f"{number:.5e}"
    yield f"{100 * number:.6g} %"
    yield f"({number!r})·1"
    yield f"\\frac{{{number!r}}}{{1}}"
    yield f"{number / 2!r} × 2"


def right(told: Story, question: Question) -> Iterator[str]:
    """Right answers: the number in many notations, rounded, and from rounded numbers."""
    number = float(question.number)
    for text in written(number):
        # Of a weight, digits that tell it from the old one.
        if question.kind != "update" or text not in (f"{number:.4g}",):
            yield text
    if question.kind == "update":
        return
    yield f"{number:.3g}"
    yield f"{number:.2g}"
    step = told.walk.steps[question.step]
    run = told.walk.runs[step.iteration]
    if step.edge is not None and question.kind != "local" and step.path is None:
        local, upstream = float(run.slope(step.edge)), float(run.gradients[step.edge.dst])
        for digits in (2, 3):
            a, b = f"{upstream:.{digits}g}", f"{local:.{digits}g}"
            yield f"{float(a) * float(b):.5g}"
            yield f"{float(a) * local:.5g}"
            yield f"{upstream * float(b):.5g}"
            yield f"{a} * ({b})"
    if question.kind == "local" and not question.id.endswith(".whole"):
        name, operands, out, port = _local(told, question)
        for digits in (2, 3):
            p = float(f"{out:.{digits}g}")
            if name == "sigmoid":
                yield f"{p * (1 - p):.5g}"
                yield f"{p!r}*(1-{p!r})"
            x = float(f"{operands[port]:.{digits}g}")
            leaf = told.graph.nodes[told.graph.nodes[step.edge.dst].args[port]].leaf
            if name in ("log", "neglog") and x and not leaf:
                yield f"{SLOPES[name](x):.5g}"


def cases(every: int = 1) -> Iterator[Case]:
    """All of them; with `every`, each so manieth question."""
    count = 0
    for slug, program in PROGRAMS.items():
        for arithmetic in ("exact", "slide"):
            views = [View(program=program, arithmetic=arithmetic, rate=0.3, iterations=2)]
            if slug in ("example-2", "fork", "squares"):
                focus = {"example-2": "w1", "fork": "x", "squares": "w"}[slug]
                views.append(View(program=program, arithmetic=arithmetic, focus=focus))
            for view in views:
                told = tell(view)
                for question in asked(told):
                    count += 1
                    if question.problem is None or question.count or count % every:
                        continue
                    if math.isfinite(float(question.number)):
                        yield from _of(told, question)


def _of(told: Story, question: Question) -> Iterator[Case]:
    number = float(question.number)
    for text in dict.fromkeys(right(told, question)):
        yield Case(told, question, text, "right")
    mistakes = [*wrong(told, question)]
    for mistake, given in mistakes:
        like = frozenset(n for n, x in mistakes if abs(x - given) <= 1e-4 * abs(given))
        if mistake == "doubled" and _places(question) == 2:
            like |= {"whole"}  # in one of two equal places twice as much is the whole derivative
        # What a few digits tell from the right number.
        if math.isfinite(given) and abs(given - number) > 0.04 * max(abs(number), abs(given)):
            for text in dict.fromkeys(written(given)):
                yield Case(told, question, text, mistake, like)
        elif mistake in ("unchanged", "added") and abs(given - number) > 1e-6 * abs(number):
            yield Case(told, question, repr(given), mistake, like)


def _places(question: Question) -> int:
    """At how many places of its operation the operand stands that is differentiated by."""
    problem = question.problem
    if not isinstance(problem, Slope):
        return 1
    return problem.graph.nodes[problem.edge.dst].args.count(problem.edge.src)


def judged(every: int = 1) -> tuple[Counter[str], list[tuple[str, str, str, float, str]]]:
    """How many of each kind, and those that were misjudged."""
    counts: Counter[str] = Counter()
    faults = []
    for case in cases(every):
        found = check(case.story, question=case.question.id, answer=case.text, earlier={})
        counts[case.what] += 1
        good = (
            found.result == "right"
            if case.what == "right"
            else found.result == "wrong" and not case.like.isdisjoint(found.mistakes)
        )
        if not good:
            view, question = case.story.view, case.question
            where = f"{view.program[:30]!r} {view.arithmetic} {found.result} {found.mistakes}"
            faults.append((case.what, question.ask, case.text, float(question.number), where))
    return counts, faults


if __name__ == "__main__":
    import sys

    found, misjudged = judged(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    for line in misjudged:
        print(*line, sep=" | ")
    print(sum(found.values()), "answers:", dict(found))
    print(len(misjudged), "misjudged:", dict(Counter(line[0] for line in misjudged)))
