"""Which card stands at which step: one for each wire and each update, made once.

A card stands as long as its wire is told; until the local gradient is known it shows the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import graph_engine as ge

from ..picture.standing import explained
from ..picture.svg import templates
from ..story import Story
from .card import Card, Subject
from .kinds import card_of, update


@dataclass(frozen=True)
class At:
    """Which card stands at a step, and whether the number that it shows is told."""

    key: str
    known: bool


def standing(step: ge.Step, graph: ge.Graph) -> At | None:
    """The card of a step; None where nothing of an operation is explained."""
    if explained(step, graph) is None:
        return None
    about = f"new.{step.node}" if step.edge is None else step.edge.id
    return At(f"{step.iteration}.{about}", step.kind != "slope_symbols")


def by_step(story: Story) -> list[At | None]:
    """The card of each step."""
    return [standing(step, story.graph) for step in story.walk.steps]


def made(story: Story, *, only: str | None = None) -> Iterator[tuple[str, Card]]:
    """The cards that stand somewhere, by their keys; with what is told of them, and no more."""
    known: dict[str, tuple[ge.Step, bool]] = {}
    for step, at in zip(story.walk.steps, by_step(story), strict=True):
        if at is not None and only in (None, at.key):
            first, before = known.get(at.key, (step, False))
            known[at.key] = first, before or at.known
    for key, (step, told) in known.items():
        card = card_at(story, step)
        yield (
            key,
            card if told else replace(card, slope="", numbers="", check=(), remark="", lit=""),
        )


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
        card = replace(card, slope="", numbers="", check=(), remark="", lit="")
    return replace(card, seen="") if "values" in hidden else card


def callouts_json(story: Story) -> dict[str, Any]:
    """The cards of a story, which of them stands at each step, and where.

    Of a step: its card, whether its number is told, and in the picture's units the card's corner
    and the end of its leader.
    """
    places = story.standing.places
    steps = []
    for step, at in zip(story.walk.steps, by_step(story), strict=True):
        node = explained(step, story.graph)
        place = None if node is None else places.get(node)
        where = [] if place is None else [place.x, place.y, place.node_x, place.node_y]
        steps.append(at and [at.key, at.known, *(round(x, 1) for x in where)])
    return {
        "structure": story.arrangement,
        "cards": {key: html(card, story.hide) for key, card in made(story)},
        "steps": steps,
    }


@cache
def _macros() -> Any:
    return templates().get_template("_callout.html").module
