"""What can be seen at a step is what is known at that step."""

import re
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.lessons import lessons
from app.story import View, tell

from . import stories
from .stories import SLIDE, few, near, number, picture, views


def known(told: Any, k: int) -> dict[str, float]:
    """The numbers that a frame knows, by where the picture has to show them."""
    graph, frame = told.graph, told.telling.frame(k)
    found: dict[str, float] = {}
    for (what, target), fact in frame.facts.items():
        if fact.known not in ("known", "stale"):
            continue
        if what == "value":
            slots = [f"{e.id}.value" for e in graph.consumers[target]]
            slots += [f"o{target}.value"] if target in graph.ends else []
            found |= dict.fromkeys(() if constant(graph.nodes[target]) else slots, fact.number)
        elif what == "seed":
            found[f"o{target}.gradient"] = fact.number
        elif what in ("local", "flow"):
            found[f"{target.id}.{'local' if what == 'local' else 'gradient'}"] = fact.number
        elif what == "total":
            found[f"n{target}.total"] = fact.number
        elif what == "new":
            found[f"n{target}.update"] = fact.number[1]
    return found


def constant(node: ge.Node) -> bool:
    """Whether a node is a number that stands for itself."""
    return node.leaf and node.name is None


def agrees(text: str, value: Any, slide: bool) -> bool:
    """Whether a text is that number, vector or size, as it is written on a wire."""
    written = text.split("→")[-1].removeprefix("=").strip()
    if isinstance(value, ge.Jacobian):
        return written == f"({value.rows}×{value.columns})"
    if np.ndim(value) == 0:
        return bool(number(written) == near(float(value), 2 if slide else 3))
    if not written.startswith("(") or "×" in written:  # heat, or the size of a row
        return np.size(value) > 2 and written in ("", "new numbers", f"(1×{np.size(value)})")
    entries = [number(entry) for entry in written.strip("()").split(", ")]
    pairs = zip(entries, np.reshape(value, -1), strict=True)
    return all(entry == near(float(x), 2) for entry, x in pairs)


@few
@given(views(), st.data())
def test_what_the_frame_knows_is_exactly_what_can_be_seen(view: View, data: st.DataObject):
    told = tell(view)
    k = data.draw(st.integers(0, told.last))
    seen, expected = picture(told, k).seen, known(told, k)
    assert set(seen) == set(expected)
    slide = told.view.arithmetic == "slide"
    wrong = {s: (seen[s], x) for s, x in expected.items() if not agrees(seen[s], x, slide)}
    assert not wrong


def test_at_every_step_of_every_lesson_the_picture_is_the_frame():
    for slug, lesson in lessons().items():
        told = lesson.story()
        slide = told.view.arithmetic == "slide"
        for k in range(told.last + 1):
            seen, expected = picture(told, k).seen, known(told, k)
            assert set(seen) == set(expected), (slug, k)
            assert all(agrees(seen[s], x, slide) for s, x in expected.items()), (slug, k)


# -- states ------------------------------------------------------------------------------


@few
@given(views(), st.data())
def test_states_are_those_that_the_page_knows(view: View, data: st.DataObject):
    told = tell(view)
    found = picture(told, data.draw(st.integers(0, told.last)))
    for slot, state in found.states().items():
        whole = re.fullmatch(r"[neo]\d+(-\d+)?", slot)
        assert state in (
            {"waiting", "active", "done"} if whole else {"absent", "asked", "done", "stale"}
        ), slot
    assert set(found.states("path").values()) <= {"", "on", "off"}
    assert set(found.states("warn").values()) <= {"", "yes"}


def test_one_thing_at_a_time_is_active():
    told = stories.story(**SLIDE)
    for each in told.telling.steps:
        active = [s for s, state in picture(told, each.index).states().items() if state == "active"]
        if each.edge is not None:
            assert sorted(active) == sorted([each.edge.id, f"n{each.edge.dst}"])
        else:
            assert len(active) <= 1


def test_the_chosen_path_is_marked_while_its_chain_is_told():
    told = stories.story(**SLIDE)
    path = picture(told, "slope v/q").states("path")
    on = {slot for slot, value in path.items() if value == "on"}
    nodes = {told.graph.node(name).id for name in ("w1", "z1", "q", "v", "p", "L")}
    assert on == nodes | {edge.id for edge in told.telling.paths[0]}
    assert {value for slot, value in path.items() if slot not in on} <= {"off", ""}
    assert not any(picture(told, "value L").states("path").values())
    assert not any(picture(told).states("path").values())


def test_what_is_not_computed_yet_is_not_there():
    told = stories.story(**SLIDE)
    first = picture(told, 0)
    assert set(first.seen.values()) == {"= −1", "= 1", "= 2"}  # the leaves' numbers
    assert "0" not in " ".join(first.seen.values())
    asked = picture(told, "path 1").states()
    assert {slot for slot, state in asked.items() if state == "asked"} == {
        f"{edge.id}.local" for edge in told.telling.paths[0]
    }
