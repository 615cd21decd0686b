"""What a class comes to, to be taken along: a table (CSV), data (JSON)."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..languages import _
from .names import NAMELESS, Names
from .results import Judged, words
from .store import Answer
from .worksheet import Worked, grid

Json = dict[str, Any]

_NUMBER = re.compile(r"[+\-−]?[\d.,/ ]*\d[\d.,]*")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With what a spreadsheet begins to compute, or to fetch; of East Asia also in full width."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A question with its results, and the answers of each of its ballots."""

    number: int
    results: Json
    answers: Sequence[Sequence[Answer]]


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a number stays one. Where decimals have a
    comma semicolons part cells, so what is behind one may begin a cell, too."""
    first, *rest = text.split(";")
    return ";".join((_cell(first), *(_cell(each, shut=" )]") for each in rest)))


def _cell(text: str, shut: str = "") -> str:
    """The same of one cell; `shut`: what may stand behind its number, as in (1; -2)."""
    begins = text.lstrip(" ")
    if not begins.startswith(_FORMULA) or _NUMBER.fullmatch(
        begins.rstrip(shut) if shut else begins
    ):
        return text
    return f"'{text}"


def rows(
    taken: Sequence[Taken], sheets: Sequence[Worked], names: Names = NAMELESS
) -> Iterator[list[str]]:
    """A row for each answer, and for each try at a task of a worksheet; people are numbered, in an
    order that says nothing of them. Where anybody has a name, it stands at the end."""

    def named(person: bytes) -> list[str]:
        return [names.get(person, "")] if names else []

    people = {each.person for t in taken for ballot in t.answers for each in ballot}
    people |= {person for sheet in sheets for person in sheet.people}
    numbers = {person: str(k) for k, person in enumerate(sorted(people), 1)}
    for each in taken:
        for vote, ballot in enumerate(each.answers, 1):
            for answer in sorted(ballot, key=lambda one: int(numbers[one.person])):
                yield [
                    str(each.number),
                    each.results["ask"],
                    str(vote),
                    numbers[answer.person],
                    answer.text,
                    *each.results["of"][answer.text],
                    "",
                    *named(answer.person),
                ]
    for number, sheet in enumerate(sheets, 1):
        for person, row in _tries(sheet, numbers):
            yield [*row, str(number), *named(person)]


def _tries(sheet: Worked, numbers: Mapping[bytes, str]) -> Iterator[tuple[bytes, list[str]]]:
    people = sorted(sheet.people, key=lambda person: int(numbers[person]))
    for place, head in enumerate(sheet.heads, 1):
        for person in people:
            for k, text in enumerate(sheet.people[person].get(head["id"], ()), 1):
                judged = sheet.of.get(head["id"], {}).get(text or "", Judged("unjudged"))
                came: tuple[str, str] = (judged.kind, words(judged))
                if text is None:
                    came = ("shown", _("had it shown"))
                row = [str(place), head["ask"], str(k), numbers[person], text or "", *came]
                yield person, row


def table(taken: Sequence[Taken], sheets: Sequence[Worked] = (), names: Names = NAMELESS) -> str:
    """The answers as CSV, for whatever reads tables. Of a worksheet each try is a row: its task, in
    place of the question, and the how manieth it was, in place of the vote."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [_("question"), _("asked"), _("vote"), _("person"), _("answer"), _("kind"), _("group")]
    writer.writerow([*head, _("worksheet"), *([_("name")] if names else [])])
    for row in rows(taken, sheets, names):
        writer.writerow(map(harmless, row))
    # A mark by which a spreadsheet knows that it is UTF-8.
    return f"\ufeff{out.getvalue()}"


def data(
    title: str, taken: Sequence[Taken], sheets: Sequence[Worked] = (), names: Names = NAMELESS
) -> Json:
    """The results, question by question, and worksheet by worksheet; of those who have a name, also
    what they answered."""
    return {
        "title": title,
        "questions": [
            {
                "number": each.number,
                **{k: v for k, v in each.results.items() if k != "of"},
                **({"named": _named(each, names)} if names else {}),
            }
            for each in taken
        ],
        "worksheets": [
            {"number": number, **grid(sheet, names)} for number, sheet in enumerate(sheets, 1)
        ],
    }


def _named(taken: Taken, names: Names) -> list[Json]:
    """What those with a name have answered in each vote; None where they did not."""
    votes = [{each.person: each.text for each in ballot} for ballot in taken.answers]
    return [
        {"name": name, "answers": [vote.get(person) for vote in votes]}
        for person, name in sorted(names.items(), key=lambda each: each[1])
        if any(person in vote for vote in votes)
    ]
