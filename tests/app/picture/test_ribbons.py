"""A ribbon is as wide as much flows back on its wire: read back from the picture."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.lessons import lessons
from app.picture import ribbons, slots
from app.picture.ribbons import BAND, BELOW, HAIRLINE, LEAST, MOST, ribbon
from app.state.view import Look, View
from app.story import Story, story_of, tell

from ..pictures import SVG, read
from ..stories import story, views

SIGNS = {"+": 1.0, "-": -1.0, "0": 0.0}


def drawn(told: Story, at: int) -> dict[str, Any]:
    """The ribbons that can be seen after a step: sign, width, how far below the wire, chevrons."""
    found = {}
    for group in read(told.svg(at, fonts=False)).groups("ribbon"):
        band, place = group
        assert band.attrib["class"] == "band" and place[0].attrib["class"] == "chevrons"
        if group.attrib["data-state"] not in ("absent", "asked") and group.attrib["data-sign"]:
            found[group.attrib["data-slot"]] = (
                group.attrib["data-sign"],
                float(band.attrib["stroke-width"]),
                float(re.findall(r"[\d.]+", band.attrib["transform"])[1]),
                float(re.findall(r"[\d.]+", place[0].attrib["transform"])[0]),
            )
    return found


def norm(number: Any) -> float:
    """Worked out apart from the picture: hypot has room where squares have none."""
    return math.hypot(*np.ravel(np.asarray(number, dtype=float)).tolist())


def told_at(told: Story, at: int) -> Iterator[tuple[str, Any]]:
    """What flows back on each wire after a step, by the name of its ribbon."""
    for (what, target), fact in told.walk.frame(at).facts.items():
        if what in ("flow", "seed") and fact.known in ("known", "stale"):
            name = slots.ribbon.name_of(target)
            if name in {slots.ribbon.name_of(wire) for wire in slots.ribboned(told.words)}:
                yield name, fact.number


def most(told: Story) -> float:
    sizes = [
        norm(fact.number)
        for step in told.walk.steps
        for fact in step.facts
        if fact.what in ("flow", "seed") and fact.known == "known"
    ]
    return max(filter(math.isfinite, sizes), default=0.0)


def true_widths(told: Story, at: int) -> None:
    """Every ribbon after a step is as its number says; the widths are as ordered as the sizes."""
    seen, numbers, top = drawn(told, at), dict(told_at(told, at)), most(told)
    assert seen.keys() == {name for name, x in numbers.items() if math.isfinite(norm(x))}
    widths = []
    for name, (sign, width, below, chevrons) in seen.items():
        number, size = numbers[name], norm(numbers[name])
        if size == 0:
            assert (sign, width, below, chevrons) == ("0", HAIRLINE, BELOW, 0)
            continue
        assert sign == "n" if np.ndim(number) else SIGNS[sign] == np.sign(number)
        expected = max(LEAST, MOST * math.sqrt(min(1.0, size / top)))
        assert width == pytest.approx(expected, abs=0.051)
        assert LEAST <= width <= MOST
        # What is too thin to be seen under its wire lies below it, and has no chevrons.
        assert (below, bool(chevrons)) == ((BELOW, False) if width < BAND else (0, True))
        widths.append((size, width))
    for one, other in zip(sorted(widths), sorted(widths)[1:], strict=False):
        assert one[1] <= other[1]


def moments(told: Story) -> list[int]:
    """Some steps of a story: the last of the first way back, and the last of all."""
    first = [s.index for s in told.walk.steps if s.phase == "backward" and not s.iteration]
    return sorted({0, *first[:1], *first[len(first) // 2 :][:1], *first[-1:], told.last})


@pytest.mark.parametrize("slug", lessons())
def test_in_every_lesson_a_ribbon_is_as_wide_as_what_flows_back(slug: str):
    told = lessons()[slug].story()
    for at in moments(told):
        true_widths(told, at)


@settings(max_examples=40)
@given(views())
def test_in_any_program_a_ribbon_is_as_wide_as_what_flows_back(view: View):
    told = tell(view)
    for at in moments(told)[-2:]:
        true_widths(told, at)


@pytest.mark.parametrize(
    ("number", "most", "said"),
    [
        (4.0, 4.0, "+ 14 1 0"),
        (-4.0, 4.0, "- 14 1 0"),
        (1.0, 4.0, "+ 7 0.5 0"),
        (9.0, 4.0, "+ 14 1 0"),  # never wider than the widest
        (0.265, 4.0, "+ 3.6 0.45 0"),  # the narrowest band
        (0.25, 4.0, "+ 3.5 0 4"),  # a line of its own
        (-1e-9, 4.0, "- 0.5 0 4"),  # never nothing
        (5e-324, 1e308, "+ 0.5 0 4"),
        (0.0, 4.0, "0 1.2 0 4"),
        (-0.0, 0.0, "0 1.2 0 4"),
        (np.zeros((2, 3)), 4.0, "0 1.2 0 4"),
        (np.array([3.0, -4.0]), 5.0, "n 14 1 0"),
        (np.array([1e300, 1e300]), 2e300, "n 11.8 0.84 0"),
        (np.array([1.7e308, 1.7e308]), 1.7e308, "n 14 1 0"),
        *((x, 4.0, "") for x in (math.inf, -math.inf, math.nan)),
        (np.array([1.0, math.nan]), 4.0, ""),
        (np.array([1.0, math.inf]), 4.0, ""),
    ],
)
def test_the_borders_of_a_width(number: Any, most: float, said: str):
    found = ribbon(number, most)
    assert str(found) == said and ribbons.read(said) == found


@pytest.mark.filterwarnings("ignore")
def test_what_is_infinite_or_undefined_has_words_and_no_ribbon():
    told = story("x: weight = 0\ny = x * 3\nL: loss = -log(y)")
    texts = read(told.svg(told.last)).seen
    edges = {edge.src: edge for edge in told.graph.edges}
    seen = drawn(told, told.last)
    y = told.graph.node("y").index
    assert seen[f"o{told.graph.loss}.ribbon"][0] == "+"
    assert f"{edges[y].id}.ribbon" not in seen
    assert "∞" in texts[f"{edges[y].id}.gradient"]


def test_a_ribbon_comes_with_the_number_of_its_wire_and_goes_with_it():
    told = story(arithmetic="slide", focus="w1")
    for at in range(told.last + 1):
        numbers = read(told.svg(at, fonts=False)).seen
        written = {name.replace(".gradient", ".ribbon") for name in numbers if ".gradient" in name}
        assert drawn(told, at).keys() == written


def test_a_picture_with_ribbons_is_as_large_and_everything_in_it_stands_where_it_stood():
    told = story(arithmetic="slide", focus="w1")

    def geometry(hide: tuple[str, ...]) -> list[tuple[str, ...]]:
        found = read(replace(told, hide=hide).svg(25))
        for group in found.root.findall(f"{SVG}g"):
            if group.attrib.get("class") == "ribbons":
                found.root.remove(group)
        return found.geometry

    assert geometry(()) == geometry(("ribbons",))


@pytest.mark.parametrize("hide", ["ribbons", "gradients"])
def test_a_hidden_ribbon_is_no_longer_in_the_picture(hide: str):
    told = story(arithmetic="slide", focus="w1")
    assert len(drawn(told, 25)) == 6
    assert "band" not in read_marks(replace(told, hide=(hide,)).svg(25))
    assert len(drawn(replace(told, hide=("values", "local")), 25)) == 6


def read_marks(svg: str) -> str:
    """The classes of all that is drawn."""
    return " ".join(element.attrib.get("class", "") for element in read(svg).root.iter())


def test_a_width_tells_nothing_of_a_locked_number():
    """It is measured by what is told, not by what is locked."""
    view = View(program="w: weight = 2\ny = 3 * w\nz = 5 * y\nL: loss = z ** 2")
    whole = story_of(Look(view=view))
    loss = f"o{whole.graph.loss}.ribbon"
    assert drawn(whole, moments(whole)[-2])[loss][1] < BAND
    kept = story_of(Look(view=view, locks=("flow:L/z",)))
    assert drawn(kept, kept.last) == {loss: ("+", MOST, 0, 1)}
    said = {change.value for group in kept.changes for change in group if change.slot != loss}
    assert not any(text.startswith(("+ ", "- ", "n ", "0 ")) for text in said)


@pytest.mark.parametrize("slug", lessons())
def test_the_chevrons_lie_on_a_wire_that_runs_from_left_to_right_there(slug: str):
    told = lessons()[slug].story()
    for each in told.scene.ribbons:
        points = [tuple(map(float, p)) for p in re.findall(r"(-?[\d.]+),(-?[\d.]+)", each.path_d)]
        level = [x for x, y in points if abs(y - each.y) < 0.6]
        assert min(level) < each.x < max(level), each.slot


def test_there_are_none_where_nothing_is_a_loss():
    told = lessons()["learning-unrolled"].story()
    assert told.graph.loss is None and told.scene.ribbons == ()
