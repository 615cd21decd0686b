"""Stories to ask about, and how their questions are found."""

from functools import lru_cache

from app.lessons import lessons
from app.predict import Question, Verdict, check, questions
from app.state.view import View
from app.story import Story, tell

FRACTIONS = """\
a: weight = 3
b: weight = 0.4
c: weight = 5
d: weight = 0.7
u = a / b
v = log(c)
w = 2 / d
r = u / c
s = u * v + w / r
q = s / v
L: loss = -log(q)
"""

BRANCHES = """\
x: weight = 1.5
w: weight = -0.7
a = w * x
b = x**2
c = sigmoid(x)
d = a * b
e = a * c
f = b * c * a
L: loss = d + e + f * a
"""

SHARED = """\
x: weight = 0.8
w: weight = -1.3
b: weight = 0.4
a = sigmoid(w * x)
c = sigmoid(x + b)
d = a * c
e = a * w
f = sigmoid(d - e)
g = f * d
L: loss = g + f
"""

NEURON = """\
x: input = 1.3
w: weight = 0.4
b: weight = -2.51
z = w*x + b
p = sigmoid(z)
L: loss = -log(p)
"""

LINES = "\n".join(f"w{k}: weight = {k}.{k}" for k in range(1, 7)) + "\n"
MANY = (
    "# Six weights\nx: input = 2\n"
    + LINES
    + "L: loss = "
    + " + ".join(f"sigmoid(w{k} * x)" for k in range(1, 7))
)


@lru_cache(maxsize=64)
def story(name: str, arithmetic: str = "exact", focus: str = "*", rate: float = 0.3) -> Story:
    """A lesson by its slug, or a program of one's own."""
    own = {"fractions": FRACTIONS, "branches": BRANCHES, "many": MANY, "shared": SHARED}
    program = own.get(name) or lessons()[name].program
    return tell(
        View(
            program=program,
            arithmetic="slide" if arithmetic == "slide" else "exact",
            focus=focus,
            rate=rate,
        )
    )


_KEPT: dict[int, tuple[Story, tuple[Question, ...]]] = {}


def asked(told: Story) -> tuple[Question, ...]:
    """All questions of a story, found once."""
    found = _KEPT.get(id(told))
    if found is None:
        found = _KEPT[id(told)] = (told, questions(told))
    return found[1]


def about(told: Story, kind: str, words: str) -> Question:
    """The first question of a kind that speaks of something: "∂p/∂v"."""
    return next(each for each in asked(told) if each.kind == kind and words in each.ask)


def answer(told: Story, question: Question, text: str, **earlier: str) -> Verdict:
    """What is said to an answer; earlier answers by the question's id with an `_` before it."""
    known = {key.removeprefix("_").replace("_", "."): value for key, value in earlier.items()}
    return check(told, question=question.id, answer=text, earlier=known)


def told(program: str, **view: object) -> Story:
    """A program of one's own."""
    return tell(View(program=program, **view))


def said(of: Story, question: Question, text: str) -> tuple[str, tuple[str, ...]]:
    """Result and mistakes."""
    found = check(of, question=question.id, answer=text, earlier={})
    return found.result, found.mistakes


def update(of: Story) -> Question:
    """The question for the first new weight."""
    return next(each for each in asked(of) if each.kind == "update")
