"""The gallery: Example II walking by itself, every lesson with what is new in it, and the talks."""

import re
from dataclasses import replace
from functools import lru_cache

from flask import Blueprint, render_template, url_for

from graph_engine import FORWARD

from .. import languages
from ..exports.page_json import embedded_json
from ..exports.story_json import embedded
from ..lessons import PARTS, Lesson, lessons
from ..picture import svg
from ..picture.crop import crop
from ..picture.rooms import Room
from ..picture.scene import Drawing
from ..picture.svg import THEMES
from ..story import Story
from ..talks import talks
from .options import asked_theme
from .pages import caption

blueprint = Blueprint("gallery", __name__)

HERO = "example-2"
"""The lesson that walks by itself, and where it stands until then."""
BEGIN = "slope:p/v"
HERO_ROOM = Room(960, 250, 13)


@blueprint.get("/")
def gallery() -> str:
    """Every lesson with its picture."""
    story = replace(lessons()[HERO].story(), room=HERO_ROOM)
    step = story.keys.steps(BEGIN)[0].index
    return render_template(
        "gallery.html",
        hero=story,
        step=step,
        caption=caption(story, step),
        data=embedded(embedded_json(story, slug=HERO, step=step, folds=False)),
        film=[lessons()[slug] for slug in _slides()],
        groups=_groups(),
        talks=list(talks().values()),
        thumbnails={slug: _thumbnail(slug, languages.language()) for slug in lessons()},
        slides=_slides(),
        words={slug: _words(slug, languages.language()) for slug in lessons()},
        theme=asked_theme(),
        themes=THEMES,
        theme_links={name: url_for("gallery.gallery", theme=name) for name in THEMES},
    )


_UNUSED = re.compile(
    r' data-(?:slot|say|room|edge|node)="[^"]*"| data-(?:path|warn)=""'
    r'|<path class="touch"[^>]*/>\n?|<text [^>]*></text>\n?|<g class="ribbons"[^>]*>\s*</g>\n?'
)
"""What steps write to, hands reach, and readers are told: nothing of it is in a small picture."""


@lru_cache(maxsize=256)
def _thumbnail(slug: str, spoken: str) -> str:
    """What is new in a lesson; its numbers are written as in the language that is `spoken`."""
    lesson = lessons()[slug]
    story, shown = lesson.story(), lesson.thumbnail
    step = story.keys.steps(shown.step)[0] if shown.step else story.walk.steps[_climax(story)]
    around = [story.graph.node(name).index for name in shown.around]
    if not around:
        ends = (step.node,) if step.edge is None else (step.edge.src, step.edge.dst)
        around = [index for index in ends if index is not None]
    drawn, scene = story.drawing, story.drawn(step.index)
    # Of neurons a part says nothing.
    part = svg.svg(crop(drawn, scene, around) if isinstance(drawn, Drawing) else scene)
    return _UNUSED.sub("", part)


def _climax(story: Story) -> int:
    """The end of the backward pass: every number of the graph is there; else that of the forward
    pass, where it is told alone."""
    phases = ("start", "forward") if story.view.focus == FORWARD else ("backward",)
    return max(step.index for step in story.walk.steps if step.phase in phases)


def _groups() -> list[tuple[str, list[Lesson]]]:
    """By topic the lessons that are not in the first talk, where there are any."""
    rest = [lesson for slug, lesson in lessons().items() if slug not in _slides()]
    found = [(part, [lesson for lesson in rest if lesson.part == part]) for part in PARTS]
    return [(part, members) for part, members in found if members]


def _slides() -> dict[str, tuple[int, ...]]:
    """On which slides of the first talk each lesson is, in the talk's order."""
    found: dict[str, tuple[int, ...]] = {}
    for talk in [*talks().values()][:1]:
        for slide in talk.slides:
            if slide.lesson:
                found[slide.lesson] = (*found.get(slide.lesson, ()), slide.number)
    return found


@lru_cache(maxsize=256)
def _words(slug: str, spoken: str) -> str:
    """By what a lesson is found beside its title and introduction: its operations, as they are
    called in the language that is `spoken`, and its slides."""
    lesson = lessons()[slug]
    ops = [node.op for node in lesson.story().graph.nodes if node.op is not None]
    names = {word for op in ops for word in (op.name, op.symbol, languages.translate(op.title))}
    slides = (f"S{number}" for number in _slides().get(slug, ()))
    return " ".join((slug, *sorted(names), *slides))
