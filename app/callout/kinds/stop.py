"""detach: the value goes on, and on the way back stands a bar."""

from ...languages import _
from .. import marks, words
from ..card import Card, Subject


def stop(subject: Subject) -> Card:
    """The wire with its value, and the bar across what would come back."""
    there, back = marks.HEIGHT * 0.32, marks.HEIGHT * 0.68
    middle = marks.WIDTH / 2
    seen = marks.line("level", marks.LEFT, there, marks.RIGHT, there)
    told = f"{subject.format.value(float(subject.value))} →" if subject.single else "→"
    seen += marks.text("small value", middle, there - 6, told)
    drawn = marks.line("level", middle, back, marks.RIGHT, back)
    drawn += marks.rect("winner", middle - 4, back - 14, 8, 28)
    drawn += marks.text("said", marks.RIGHT, back - 6, "← δ", "end")
    drawn += marks.text("said", marks.LEFT + 20, back + 4, "0")
    return Card(
        head=_("stop: the value goes on, the gradient does not"),
        seen=seen,
        slope=drawn,
        formula=words.formula(subject),
        numbers=words.numbers(subject) if subject.single else "",
        check=(),
        remark=_("it is taken as given"),
    )
