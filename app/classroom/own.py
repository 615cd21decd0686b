"""What the answers to a question of a lecturer's own come to.

What is right is told to nobody before it is shown; where the lecturer has not said it, answers are
counted and nobody is right. Nothing here knows of any class: answers are held against the question.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from ..languages import _
from ..predict import AnswerError
from ..predict.answer import Answer, Closeness
from ..predict.answers import read
from ..story import Story
from .results import ORDER, Counts, Json, Judged, Kind, group_json, of_text, words

LARGEST = 8
"""Different numbers, texts or wires that are told; the rest are counted together."""


def wires(story: Story) -> dict[str, str]:
    """What each wire of a picture is called, by its name in the picture."""
    plain = story.words.plain
    return {edge.id: f"{plain(edge.src)} → {plain(edge.dst)}" for edge in story.graph.edges}


@dataclass(frozen=True)
class _Group:
    """Answers that mean the same, and what they are called."""

    judged: Judged
    words: str
    place: int = 0
    """Of a choice: they stand in their own order."""


def _grouped(own: Json, named: Mapping[str, str], texts: Sequence[str]) -> dict[str, _Group]:
    """The group of each text."""
    right = own.get("right")
    if own["kind"] == "number":
        return _numbers(texts, read(right, {}) if right else None)
    return {text: _same(own, named, text) for text in texts}


def _same(own: Json, named: Mapping[str, str], text: str) -> _Group:
    plain, right = " ".join(text.split()), own.get("right")
    if not plain:
        return _group("none")
    match own["kind"]:
        case "choice":
            choices = own["choices"]
            place = int(plain) if plain.isdecimal() and len(plain) < 3 else 0
            if not 0 < place <= len(choices):
                return _group("unread")
            kind: Kind = "right" if place in (right or []) else "other"
            return _Group(Judged(kind, str(place)), _lettered(choices, place), place)
        case "wire":
            if plain not in named:
                return _group("unread")
            return _Group(Judged("right" if plain == right else "other", plain), named[plain])
    return _Group(Judged("other", _folded(plain)), plain)


def _lettered(choices: Sequence[str], place: int) -> str:
    """A choice, from 1, by the letter that it has on the board."""
    return f"{chr(64 + place)}. {choices[place - 1]}"


def _folded(text: str) -> str:
    """The same for texts that are read alike, whichever device composed their accents."""
    return normalize("NFC", normalize("NFC", text).casefold())


def _group(kind: Kind) -> _Group:
    return _Group(Judged(kind), words(Judged(kind)))


def _numbers(texts: Sequence[str], right: Answer | None) -> dict[str, _Group]:
    found: dict[str, _Group] = {}
    known: dict[float, str] = {}
    for text in texts:
        try:
            typed = read(text, {}) if text.strip() else None
        except AnswerError:
            found[text] = _group("unread")
            continue
        if typed is None:
            found[text] = _group("none")
        elif right and means(typed, right):
            found[text] = _group("right")
        else:
            name = known.setdefault(typed.value, text.strip())
            found[text] = _Group(Judged("other", name), name)
    return found


def means(typed: Answer, right: Answer) -> bool:
    """Whether a number is the right one: in the digits typed, two at least; or more exactly than
    the lecturer typed it, where that has decimals."""
    if typed.closeness(right.value) <= Closeness.ROUNDED:
        return True
    return 0 < right.half < 0.5 and abs(typed.value - right.value) <= right.half


def own_json(
    own: Json, counts: Counts, left: Sequence[int], named: Mapping[str, str] | None = None
) -> Json:
    """What the answers came to, as of any question; `named` are the wires of the picture."""
    named = named or {}
    often: Counter[str] = Counter()
    for each in counts:
        often.update(each)
    # A group is called what it was called most often.
    of = _grouped(own, named, sorted(often, key=lambda text: -often[text]))
    called: dict[Judged, _Group] = {}
    for group in (*of.values(), *_always(own, named)):
        called.setdefault(group.judged, group)
    rows = {judged: [0] * len(counts) for judged in called}
    for place, each in enumerate(counts):
        for text, count in each.items():
            rows[of[text].judged][place] += count
    if any(left):
        called[Judged("unjudged")] = _group("unjudged")
        rows[Judged("unjudged")] = [*left]

    def rank(judged: Judged) -> tuple[int, int, list[int], str]:
        place = called[judged].place
        return (
            0 if place else ORDER[judged.kind],
            place,
            [-n for n in rows[judged]],
            called[judged].words,
        )

    few = _bounded([(called[judged], rows[judged]) for judged in sorted(rows, key=rank)])
    totals = [sum(each[place] for _of, each in few) for place in range(len(counts))]
    return {
        "question": "",
        "ask": own["ask"],
        "step": 0,
        "slots": [own["right"]] if own["kind"] == "wire" and own.get("right") else [],
        "reveal": reveal(own, named),
        "totals": totals,
        "groups": [
            group_json(found.judged, found.words, found.words, each, totals) for found, each in few
        ],
        "of": {text: of_text(each.judged, called[each.judged].words) for text, each in of.items()},
    }


def _always(own: Json, named: Mapping[str, str]) -> list[_Group]:
    """Groups that are told also where nobody is in them: all choices, and what is right."""
    if own["kind"] == "choice":
        return [_same(own, named, str(k)) for k in range(1, len(own["choices"]) + 1)]
    if "right" not in own:
        return []
    return [_group("right")] if own["kind"] == "number" else [_same(own, named, own["right"])]


def _bounded(rows: Sequence[tuple[_Group, list[int]]]) -> list[tuple[_Group, list[int]]]:
    """The commonest groups, and what is left of them in one."""
    some = [row for row in rows if row[0].judged.kind == "other" and not row[0].place]
    rest = some[LARGEST:]
    if not rest:
        return [*rows]
    others = _Group(Judged("other"), _("others"))
    found = [row for row in rows if row not in rest]
    place = found.index(some[LARGEST - 1]) + 1
    return [*found[:place], (others, [*map(sum, zip(*(each for _of, each in rest), strict=True))]),
            *found[place:]]  # fmt: skip


def reveal(own: Json, named: Mapping[str, str]) -> str:
    """What is right, as it is shown; empty where nothing is."""
    right = own.get("right")
    if not right:
        return ""
    if own["kind"] == "choice":
        return " · ".join(_lettered(own["choices"], k) for k in right)
    return named.get(right, right) if own["kind"] == "wire" else str(right)
