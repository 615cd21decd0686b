"""A converter gets only those rules of a style sheet that something in the drawing can obey."""

import pytest

from app.exports import FORMATS, Options, export, render
from app.lessons import lessons

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><style>{rules}</style>'
    '<g class="edge told" data-state="full"><rect width="9" height="9"/></g></svg>'
)


@pytest.mark.parametrize(
    "rule",
    [
        "rect{fill:red}",
        ".edge rect{fill:red}",
        ".edge.told{fill:red}",
        '[data-state="full"]{fill:red}',
        ".edge:not(.done, .lost) rect{fill:red}",
        ":is(.node, .edge) rect{fill:red}",
        '@font-face{font-family:"One";src:url(one.woff2)}',
    ],
)
def test_a_rule_that_something_may_obey_stays_as_it_is(rule: str) -> None:
    assert rule in render.lean(DRAWING.format(rules=rule))


@pytest.mark.parametrize(
    "rule", [".node rect{fill:red}", ".edge .node{fill:red}", "[data-heat]{fill:red}"]
)
def test_a_rule_for_what_is_not_drawn_goes(rule: str) -> None:
    assert rule not in render.lean(DRAWING.format(rules=rule))


def test_of_selectors_side_by_side_those_stay_that_something_may_obey() -> None:
    assert ".edge,rect{fill:red}" in render.lean(
        DRAWING.format(rules=".edge, .node, rect{fill:red}")
    )


@pytest.mark.parametrize(("slug", "theme"), [("example-2", "paper"), ("network", "board")])
def test_no_pixel_differs_for_the_rules_that_went(
    slug: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = lessons()[slug].story()
    options = Options(slug=slug, level="node", theme=theme)
    step = story.last // 2
    lean = export(story, FORMATS["png"], step=step, options=options).data
    monkeypatch.setattr(
        render, "lean", lambda svg: svg.replace("<style>", f"<style>{render.UNCUT}")
    )
    assert export(story, FORMATS["png"], step=step, options=options).data == lean
