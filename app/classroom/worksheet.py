"""What people did of a worksheet, each alone: their tries at its tasks, and how far they are.

All that one person did of one is kept as one answer, of the ballot that handed it out; the newest
revision counts. So what is sent twice, late, or by another process is what any answer is. At each
task the tries stand in their order: texts, and None where the number was shown to who gave it up.
One goes on when it is right or shown, and may try as often as it takes.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any, Literal

from .. import limits
from .names import NAMELESS, Names
from .results import BOUND, Judged, label, words
from .store import Answer

Json = dict[str, Any]
Work = Mapping[str, tuple[str | None, ...]]
"""Of one person, by task."""
Verdicts = Mapping[str, Mapping[str, Judged]]
"""Of each task, by text."""
Kind = Literal["right", "later", "shown", "mistake", "other", "unjudged", "at", "ahead"]

DONE: tuple[Kind, ...] = ("right", "later", "shown")
"""One goes on from there."""
DRAWN = 240
"""People of whom each cell is told; all are counted."""
NAMED = 3
"""Mistakes that are told of a task: the most frequent."""


def written(work: Work) -> str:
    """As it is kept."""
    return json.dumps(work, ensure_ascii=False, separators=(",", ":"))


def work_of(text: str) -> Work:
    """What was kept; nothing of what is none, as whoever sends odd answers may have it: half a
    character that JSON can write and no text can have would keep everybody's work from being
    told."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    most = limits.CLASS_TRIES.most
    return {
        task: tuple(tries[:most])
        for task, tries in found.items()
        if isinstance(tries, list) and all(each is None or _whole(each) for each in tries)
        if _whole(task)
    }


def _whole(text: object) -> bool:
    return isinstance(text, str) and not any("\ud800" <= each <= "\udfff" for each in text)


def works(answers: Sequence[Answer]) -> dict[bytes, Work]:
    """Of each person what he did."""
    return {each.person: work_of(each.text) for each in answers}


def texts(tasks: Sequence[str], of: Mapping[bytes, Work]) -> dict[str, list[str]]:
    """All different tries at each task."""
    return {
        task: [*dict.fromkeys(t for work in of.values() for t in work.get(task, ()) if t)]
        for task in tasks
    }


def bounded(
    new: Mapping[str, Sequence[str]], known: Collection[tuple[str, str]]
) -> dict[str, list[str]]:
    """The tries that are judged beside those that are known: where whoever makes up people sent
    more than can be, the shortest first, as numbers are short."""
    size = sum(len(text.encode()) + 8 for _task, text in known)
    found: dict[str, list[str]] = {task: [] for task in new}
    tried = [(task, text) for task, texts in new.items() for text in texts]
    for task, text in sorted(tried, key=lambda each: (len(each[1]), each)):
        size += len(text.encode()) + 8
        if size > BOUND:
            break
        found[task].append(text)
    return found


@dataclass(frozen=True)
class Worked:
    """A worksheet as it is worked on."""

    heads: Sequence[Json]
    """Its tasks as they are asked, with their numbers."""
    of: Verdicts
    people: Mapping[bytes, Work]


@dataclass(frozen=True)
class Cell:
    """How somebody is with a task."""

    kind: Kind
    name: str = ""
    """Of the mistake: that of now, or the first where it is overcome."""


def cell(tries: Sequence[str | None], of: Mapping[str, Judged]) -> Cell | None:
    """What came of the tries at a task; None where there are none."""
    found = [of.get(each, Judged("unjudged")) for each in tries if each is not None]
    right = next((k for k, each in enumerate(found) if each.kind == "right"), None)
    wrong = [each for each in found[:right] if each.kind != "right"]
    first = next((each.name for each in wrong if each.name), "")
    if right is not None:
        return Cell("later", first) if right else Cell("right")
    if None in tries:
        return Cell("shown", first)
    if not found:
        return None
    last = found[-1]
    if last.kind == "mistake":
        return Cell("mistake", last.name)
    return Cell("unjudged" if last.kind == "unjudged" else "other")


def cells(tasks: Sequence[str], work: Work, of: Verdicts) -> list[Cell]:
    """How somebody is with each task: he is at the first that is not done."""
    found = [cell(work.get(task, ()), of.get(task, {})) for task in tasks]
    at = place(found)
    return [each or Cell("at" if k == at else "ahead") for k, each in enumerate(found)]


def place(found: Sequence[Cell | None]) -> int:
    """The first task that is not done; as many as there are where all are."""
    waits = (k for k, each in enumerate(found) if each is None or each.kind not in DONE)
    return next(waits, len(found))


def made(work: Work, task: str, of: Verdicts) -> set[str]:
    """The mistakes that somebody made at a task."""
    judged = of.get(task, {})
    found = (judged.get(text, Judged("unjudged")) for text in work.get(task, ()) if text)
    return {each.name for each in found if each.name}


def grid(worked: Worked, names: Names = NAMELESS) -> Json:
    """Tasks × people: who is farthest stands first. `names`: those that people have given."""
    heads, of, people = worked.heads, worked.of, worked.people
    tasks = [head["id"] for head in heads]
    every = {person: cells(tasks, work, of) for person, work in people.items()}
    at = {person: place(row) for person, row in every.items()}
    order = sorted(every, key=lambda person: (-at[person], person))
    makers = [Counter(n for w in people.values() for n in made(w, t, of)) for t in tasks]
    frequent = sum(makers, Counter())
    signs = {name: sign for (name, _n), sign in zip(_ranked(frequent), _signs(), strict=False)}
    return {
        "people": len(every),
        "done": sum(place_ == len(tasks) for place_ in at.values()),
        "tasks": [
            {
                **{name: head[name] for name in ("id", "ask", "reveal", "step")},
                "at": sum(place_ == k for place_ in at.values()),
                "reached": sum(place_ >= k for place_ in at.values()),
                "once": sum(row[k].kind == "right" for row in every.values()),
                "right": sum(row[k].kind in ("right", "later") for row in every.values()),
                "shown": sum(row[k].kind == "shown" for row in every.values()),
                "mistakes": [
                    {"sign": signs[name], "label": _short(name), "count": count}
                    for name, count in _ranked(makers[k])[:NAMED]
                ],
            }
            for k, head in enumerate(heads)
        ],
        "mistakes": [
            {"sign": signs[name], "label": _short(name), "words": words(Judged("mistake", name)),
             "count": count}
            for name, count in _ranked(frequent)
        ],
        "cells": [
            [[each.kind, signs.get(each.name, "")] for each in every[person]]
            for person in order[:DRAWN]
        ],
        **({"names": [names.get(person, "") for person in order[:DRAWN]]} if names else {}),
    }  # fmt: skip


def _short(name: str) -> str:
    return label(Judged("mistake", name))


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _signs() -> Iterator[str]:
    """a, b, …, z, a2, b2, …: a sign for each mistake, the most frequent first."""
    for turn in range(1, 10):
        yield from (f"{letter}{turn if turn > 1 else ''}" for letter in ascii_lowercase)
