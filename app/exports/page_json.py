"""The story as our own pages get it: its words made ready to stand on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .. import explanation
from ..explanation import Told
from ..story import Story, checked, group
from ..storyboard import round_of
from ..wording import cards, veil
from ..wording.breaking import breakable
from ..wording.numbers import MARKED
from ..wording.sentences import sentence
from .story_json import Json, brief_json, story_json

TRIMMED = {
    "": ("introduction", "link", "rate", "slug", "titles", "updates", "asides"),
    "nodes": ("op", "value", "gradient", "remark", "fold", "check"),
    "edges": ("port", "local_shape", "local", "contribution"),
    "steps": ("note", "remark", "check", "veil", "layers"),
}
"""What other programs want, and a page with explanations does not."""


def page_json(
    story: Story,
    *,
    slug: str = "",
    step: int = 0,
    have: str = "",
    marked: bool = False,
    folds: bool = True,
) -> Json:
    """The story with an explanation of each group of steps, each node and each wire.

    They point to the formulas, which stand in the steps once. `marked`: with the layers of their
    numbers, for a page that hides by itself. `folds`: layers can be opened and closed there.
    """
    data = _broken_json(story, slug=slug, step=step, have=have)
    asides = {each["edge"]: _formulas(each) for each in data["asides"]}
    told = Told(
        story,
        [_formulas(each) for each in data["steps"]],
        asides,
        replace(story.words, mask=MARKED) if marked else None,
        folds,
    )
    return {
        **data,
        "said": _said(told),
        "explanations": {
            **{name: _fragment(explanation.of_group(told, name)) for name in told.groups},
            **{node.id: _fragment(explanation.of_node(told, node)) for node in story.graph.nodes},
            **{edge.id: _fragment(explanation.of_edge(told, edge)) for edge in story.graph.edges},
        },
    }


def embedded_json(story: Story, *, slug: str = "", step: int = 0, folds: bool = True) -> Json:
    """The same as it stands in a page that has the picture already, without what no page needs."""
    data = page_json(story, slug=slug, step=step, folds=folds)
    data = _without(data, (*TRIMMED[""], "svg"))
    for name in ("nodes", "edges", "steps"):
        data[name] = [_without(each, TRIMMED[name]) for each in data[name]]
    return data


def stage_json(story: Story, *, slug: str = "", step: int = 0, have: str = "") -> Json:
    """The story of a screen, which hides by itself: what is said has the layers of its numbers."""
    data = page_json(story, slug=slug, step=step, have=have, marked=True)
    return {**data, "steps": veiled(story, data["steps"])}


def veiled(story: Story, steps: Sequence[Json]) -> list[Json]:
    """The steps, with the layers of their sentences' and formulas' numbers."""
    words = replace(story.words, mask=MARKED)
    found = []
    for step, each in zip(story.walk.steps, steps, strict=True):
        lines = cards.lines(words, step)
        found.append(
            {
                **each,
                "round": round_of(story.graph, step),
                "veil": veil.pieces(each["sentence"], sentence(words, step)),
                "layers": [" ".join(veil.layers(line.mathml)) for line in lines],
            }
        )
    return found


def _broken_json(story: Story, *, slug: str, step: int, have: str) -> Json:
    data = story_json(story, slug=slug, step=step, have=have)
    return {
        **data,
        "steps": _for_screen(story, data["steps"]),
        "asides": [_broken(each) for each in data["asides"]],
    }


def _for_screen(story: Story, steps: Sequence[Json]) -> list[Json]:
    """The steps with formulas that can go on in the next line; and `lines`: by its place, how a
    formula is written beside the picture, where an explanation has more of its digits."""
    found = []
    for step, each in zip(story.walk.steps, steps, strict=True):
        each = _broken(each)
        if "formulas" in each and story.words.precisely is not story.words:
            brief = [breakable(line.mathml) for line in cards.lines(story.words, step)]
            pairs = enumerate(zip(brief, each["formulas"], strict=True))
            lines = {str(place): short for place, (short, full) in pairs if short != full}
            each = {**each, "lines": lines} if lines else each
        found.append(each)
    return found


def page_brief_json(story: Story, *, step: int) -> Json:
    """The numbers of a page's story, with the explanation of the steps around `step`."""
    data = brief_json(story, step=step)
    steps = _for_screen(story, data["steps"])
    told = Told(story, [_formulas(each) for each in steps], {})
    name = group(story.walk.steps[story.clamp(step)])
    return {
        **data,
        "steps": steps,
        "said": {
            f"n{index}": [explanation.check(story, index)]
            for step in told.groups[name]
            if (index := checked(story, step)) is not None
        },
        "explanations": {name: _fragment(explanation.of_group(told, name))},
    }


def _said(told: Told) -> Json:
    """What explanations point to that stands in no step: the checks of nodes, and the formulas of
    wires that the walk passes over."""
    checks = {node.id: explanation.check(told.story, node.index) for node in told.story.graph.nodes}
    return {
        **{name: [check] for name, check in checks.items() if check},
        **{name: [formula for _card, formula in lines] for name, lines in told.asides.items()},
    }


def _fragment(found: explanation.Explanation) -> Json:
    return {**({"title": found.title} if found.title else {}), "html": found.html()}


def _formulas(each: Mapping[str, Any]) -> explanation.Formulas:
    return list(zip(each.get("cards", ()), each.get("formulas", ()), strict=True))


def _broken(each: Json) -> Json:
    """A step whose formulas can go on in the next line."""
    if "formulas" not in each:
        return each
    return {**each, "formulas": [breakable(formula) for formula in each["formulas"]]}


def _without(data: Json, names: tuple[str, ...]) -> Json:
    return {name: value for name, value in data.items() if name not in names}
