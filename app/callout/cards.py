"""Which card stands at which step: one for each wire and each update, made once.

A card stands as long as its wire is told; until the local gradient is known it shows the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import graph_engine as ge

from ..picture.rooms import Room
from ..picture.standing import HEIGHT, WIDTH, explained
from ..picture.svg import templates
from ..story import Story
from .card import Card, Subject
from .kinds import card_of, update


@dataclass(frozen=True)
class At:
    """Which card stands at a step, and whether the number that it shows is told."""

    key: str
    known: bool
    same: bool
    """Whether it says what the formula of the step says."""


def by_step(story: Story) -> list[At | None]:
    """The card of each step; None where nothing of an operation is explained."""
    steps = story.walk.steps
    about = explained(steps, story.graph)
    return [
        None if node is None else _card_of(step) for step, node in zip(steps, about, strict=True)
    ]


def _card_of(step: ge.Step) -> At:
    about = f"new.{step.node}" if step.edge is None else step.edge.id
    same = step.kind in ("slope_symbols", "slope", "new")
    return At(f"{step.iteration}.{about}", step.kind != "slope_symbols", same)


def made(story: Story, *, only: str | None = None) -> Iterator[tuple[str, Card]]:
    """The cards that stand somewhere, by their keys; with what is told of them, and no more."""
    known: dict[str, tuple[ge.Step, bool]] = {}
    for step, at in zip(story.walk.steps, by_step(story), strict=True):
        if at is not None and only in (None, at.key):
            first, before = known.get(at.key, (step, False))
            known[at.key] = first, before or at.known
    for key, (step, whole) in known.items():
        card = card_at(story, step)
        yield key, card if whole else told(card)


def told(card: Card) -> Card:
    """What of a card is told before its number."""
    return replace(card, slope="", numbers="", check=(), remark="", lit="")


def card_at(story: Story, step: ge.Step) -> Card:
    """The whole card of a step that has one."""
    # Hidden numbers are left out as parts; with a mask the parts that stay would lie.
    words = story.open_words
    if step.edge is None:
        return update(words, step)
    return card_of(Subject(words, words.run(step), step.edge))


def html(card: Card, hide: tuple[str, ...] = ()) -> str:
    """The fragment of a card; without what has numbers of hidden layers."""
    return str(_macros().card(veiled(card, hide)))


def veiled(card: Card, hide: tuple[str, ...]) -> Card:
    """Without the parts in which there are numbers of hidden layers."""
    hidden = set(hide)
    if hidden & {"values", "gradients" if card.kind == "update" else "local"}:
        card = told(card)
    return replace(card, seen="") if "values" in hidden else card


def callouts_json(story: Story, within: Room) -> dict[str, Any]:
    """The cards of a story, which of them stands at each step, and where in a room.

    `size` is a card's, in letters. Of a step: its card, whether its number is told, whether it says
    what the line of the step says, and where it floats, in the picture's units, the card's corner
    and the points of its leader.
    """
    found = story.standing(within)
    steps = []
    nodes = explained(story.walk.steps, story.graph)
    for node, at in zip(nodes, by_step(story), strict=True):
        place = None if node is None else found.places.get(node)
        steps.append(at and [at.key, at.known, at.same, *(place.written if place else ())])
    return {
        "structure": story.arrangement,
        "letters": found.letters,
        "scale": round(found.scale, 4),
        "size": [WIDTH, HEIGHT],
        "cards": {key: html(card, story.hide) for key, card in made(story)},
        "steps": steps,
    }


@cache
def _macros() -> Any:
    return templates().get_template("_callout.html").module
