"""What the answers to a question come to: right, each mistake by its name, not understood.

The judge is Predict's. What it holds answers against is made once, and each text is judged once,
however many have typed it.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..languages import _, translate
from ..predict import AnswerError, judging
from ..predict.mistakes import MISTAKES, TRANSPOSED, Mistake
from ..story import Story
from .told import asked

Json = dict[str, Any]
Kind = Literal["right", "mistake", "other", "unread", "none", "unjudged"]

NUMBERS = 3
"""Numbers that are told of a group: the commonest."""
ORDER: dict[Kind, int] = {
    "right": 0,
    "mistake": 1,
    "other": 2,
    "unread": 3,
    "none": 4,
    "unjudged": 5,
}

Counts = Sequence[Mapping[str, int]]
"""How often each text was sent, ballot by ballot; an empty text: that one does not know."""

BOUND = 150_000
"""Bytes of different answers to one question that are judged: what that takes, and a program beside
it, is within the limits of one request."""


@dataclass(frozen=True)
class Judged:
    """Which group an answer belongs to."""

    kind: Kind
    name: str = ""
    """Of the mistake."""


def judged(story: Story, question: str, texts: Sequence[str]) -> dict[str, Judged]:
    """The group of each text; raises `KeyError` for an unknown question."""
    judge = judging(story, question=question)

    def one(text: str) -> Judged:
        if not text.strip():
            return Judged("none")
        try:
            verdict = judge(text)
        except AnswerError:
            return Judged("unread")
        if verdict.result == "right":
            return Judged("right")
        return Judged("mistake", verdict.mistakes[0]) if verdict.mistakes else Judged("other")

    return {text: one(text) for text in dict.fromkeys(texts)}


def bounded(counts: Counts) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """The counts that are judged, and those that are left over where whoever makes up people sent
    more than can be: the shortest first, as numbers are short."""
    size, kept = 0, set()
    texts = {text for each in counts for text in each}
    for text in sorted(texts, key=lambda text: (len(text), text)):
        size += (len(json.dumps(text, ensure_ascii=False).encode()) + 8) * len(counts)
        if size > BOUND:
            break
        kept.add(text)
    few = [{text: n for text, n in each.items() if text in kept} for each in counts]
    left = [{text: n for text, n in each.items() if text not in kept} for each in counts]
    return few, left


def unjudged(question: str, step: int, counts: Counts, why: str) -> Json:
    """What stands for the results of a question that cannot be judged: who answered, and why."""
    return {
        "question": question,
        "ask": question,
        "step": step,
        "slots": [],
        "reveal": why,
        "totals": [sum(each.values()) for each in counts],
        "groups": [],
        "of": {text: of_text(Judged("unjudged")) for each in counts for text in each},
        "error": why,
    }


def results_json(
    story: Story, question: str, counts: Counts, left: Sequence[int] | None = None
) -> Json:
    """The groups with their counts, right first, then mistakes by how often they were made in the
    first ballot; the order is the same for all ballots. `left`: answers that nobody has judged."""
    found = asked(story, [question])[question]
    of = judged(story, question, [text for each in counts for text in each])
    groups: dict[Judged, list[Counter[str]]] = {Judged("right"): [Counter() for _each in counts]}
    for place, each in enumerate(counts):
        for text, count in each.items():
            group = groups.setdefault(of[text], [Counter() for _each in counts])
            group[place][text] += count
    if left and any(left):
        groups[Judged("unjudged")] = [Counter({"": n}) for n in left]
    rows = sorted(
        groups.items(),
        key=lambda row: (ORDER[row[0].kind], [-texts.total() for texts in row[1]], row[0].name),
    )
    totals = [sum(row[place].total() for row in groups.values()) for place in range(len(counts))]
    return {
        "question": question,
        "ask": found.ask,
        "step": found.step,
        "slots": list(found.slots),
        "reveal": found.reveal,
        "totals": totals,
        "groups": [
            group_json(
                group,
                words(group),
                label(group),
                [texts.total() for texts in row],
                totals,
                [text for text, _n in sum(row, Counter()).most_common(NUMBERS)]
                if group.kind in ("right", "mistake", "other")
                else [],
            )
            for group, row in rows
        ],
        "of": {text: of_text(each) for text, each in of.items()},
    }


def group_json(
    group: Judged,
    words: str,
    label: str,
    counts: Sequence[int],
    totals: Sequence[int],
    numbers: Sequence[str] = (),
) -> Json:
    """A row of what answers came to: how many, ballot by ballot, and of each so many."""
    return {
        "kind": group.kind,
        "name": group.name,
        "words": words,
        "label": label,
        "counts": [*counts],
        "shares": [
            _("%(share)s %%", share=round(100 * count / max(total, 1)))
            for count, total in zip(counts, totals, strict=True)
        ],
        "numbers": [*numbers],
    }


def of_text(group: Judged, called: str = "") -> list[str]:
    """What came of one text: the kind of its group, and what that is called."""
    return [group.kind, called or words(group)]


def words(group: Judged) -> str:
    """What a group is called: of a mistake the first part of what Predict says of it."""
    match group.kind:
        case "right":
            return _("right")
        case "other":
            return _("another number")
        case "unread":
            return _("not understood")
        case "none":
            return _("“I do not know”")
        case "unjudged":
            return _("not judged")
    return translate(_mistake(group.name).words).partition(":")[0]


def label(group: Judged) -> str:
    """The same where there is little room."""
    if group.kind == "mistake":
        return translate(_mistake(group.name).label)
    return words(group)


def _mistake(name: str) -> Mistake:
    return next(each for each in (*MISTAKES, TRANSPOSED) if each.name == name)
