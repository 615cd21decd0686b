"""The words of the lesson language, for who types it: what is highlighted, completed, inserted."""

from dataclasses import asdict, dataclass

import graph_engine as ge
from graph_engine import Op
from graph_engine.program import EXAMPLES, GIVEN, ROLES

from ..languages import _, later, translate
from ..reference import families

ROLE_WORDS = {
    "input": later("a number that is given"),
    "weight": later("a number that is learned"),
    "label": later("the right answer"),
    "constant": later("a number that stays"),
    "loss": later("what is to become small"),
}
"""The roles in words; the loss is computed."""

MAKERS = {
    "each": later("a value for each sample"),
    "zeros": later("zeros, by their size"),
    "ones": later("ones, by their size"),
    "random": later("random numbers, by their size"),
    "eye": later("ones on the diagonal, by their size"),
}
"""What gives a leaf its value, in words."""


COUNTING = {
    "for": (later("the lines below it, once for each round"), "for t in range(1, |):"),
    "in": (later("what the rounds go over"), "in |"),
    "range": (later("whole numbers, up to the last and without it"), "range(|)"),
    "len": (later("how many entries"), "len(|)"),
    "enumerate": (later("entries, and their numbers from 0"), "enumerate(|)"),
    "zip": (later("entries of several, side by side"), "zip(|)"),
}
"""What is written where lines are repeated, in words, and how it is inserted."""


@dataclass(frozen=True)
class Word:
    """A word that can be completed."""

    name: str
    says: str
    insert: str
    """What is typed for it; the caret goes to the bar."""


@dataclass(frozen=True)
class Group:
    """A heading of the palette and what stands under it."""

    heading: str
    words: tuple[Word, ...]


def roles() -> tuple[Word, ...]:
    """Every role that can be written."""
    return tuple(
        Word(role, translate(ROLE_WORDS[role]), f"{role} = |") for role in (*ROLES, "loss")
    )


def functions() -> tuple[Word, ...]:
    """Everything that is written as a function."""
    operations = [_function(op) for op in ge.operations().values() if op.function]
    makers = [Word(name, translate(MAKERS[name]), f"{name}(|)") for name in GIVEN]
    return tuple(sorted(operations + makers, key=lambda word: word.name))


def counting() -> tuple[Word, ...]:
    """Everything that is written where lines are repeated."""
    return tuple(Word(name, translate(says), insert) for name, (says, insert) in COUNTING.items())


def palette() -> tuple[Group, ...]:
    """Every operation once, as it is inserted, by the families of the reference."""
    groups = [
        Group(translate(heading), tuple(_word(op) for op in family if _shown(op)))
        for heading, family in families(ge.operations().values()).items()
    ]
    given = tuple(Word(EXAMPLES[name], translate(MAKERS[name]), f"{name}(|)") for name in GIVEN)
    first = counting()[0]
    repeated = Group(
        _("Repetition"), (Word(first.insert.replace("|", "5"), first.says, first.insert),)
    )
    return tuple(group for group in (*groups, Group(_("Numbers"), given), repeated) if group.words)


def words() -> dict[str, object]:
    """What the page's script gets."""
    return {
        "roles": [asdict(word) for word in roles()],
        "functions": [asdict(word) for word in functions()],
        "counting": [asdict(word) for word in counting()],
    }


def _shown(op: Op) -> bool:
    """Not those that are others with a number inside, nor the one that is not written at all."""
    return op.function or not (op.literal or op.name == "identity")


def _operands(op: Op) -> list[str]:
    letters = [name for name in op.operands if name != "…"]
    return letters if not op.variadic else [*letters, "…"]


def _function(op: Op) -> Word:
    return Word(op.name, translate(op.title), f"{op.name}(|)")


def _word(op: Op) -> Word:
    if op.function:
        return Word(op.as_typed(_operands(op)), translate(op.title), f"{op.name}(|)")
    names = [name for name in op.operands if name != "…"]
    names = names if not op.variadic else ["a", "b"]
    shown = op.as_typed(names, op.listed(op.samples[0][op.arity :]) if op.listing else "0")
    # What stands before the caret is the first operand: `.T`, ` * `; else it comes: `-log(|)`.
    behind = shown.startswith(names[0])
    return Word(
        shown,
        translate(op.title),
        op.as_typed(["" if behind else "|"] + [""] * (len(names) - 1), "|:" if op.listing else "|"),
    )
