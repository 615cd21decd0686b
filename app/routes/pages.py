"""The pages: gallery and studio."""

from dataclasses import replace
from functools import lru_cache, partial
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for

from graph_engine import FORWARD, GraphError, ProgramError

from .. import language, languages
from ..exports import FORMATS
from ..exports.story_json import embedded, story_json
from ..lessons import PARTS, lessons
from ..link import pack
from ..panel import panel
from ..picture import THEMES
from ..proof import REACHES
from ..story import Story
from ..strip import strip
from ..talks import talks
from . import options
from .fields import choices, fields
from .options import Look, query

blueprint = Blueprint("pages", __name__)

TICKS = 150
"""Ticks that fit on a timeline; a longer story gets one for every few steps."""


@blueprint.get("/")
def gallery() -> str:
    """Every lesson with its picture."""
    groups = [
        (part, [lesson for lesson in lessons().values() if lesson.part == part]) for part in PARTS
    ]
    theme = request.args.get("theme", "")
    return render_template(
        "gallery.html",
        groups=groups,
        talks=list(talks().values()),
        pictures={slug: _card_picture(slug, languages.language()) for slug in lessons()},
        theme=theme if theme in THEMES else THEMES[0],
        themes=THEMES,
        theme_links={name: url_for("pages.gallery", theme=name) for name in THEMES},
    )


@lru_cache(maxsize=256)
def _card_picture(slug: str, spoken: str) -> str:
    """A lesson's picture; its numbers are written as in the language that is `spoken`."""
    story = lessons()[slug].story()
    forward = [s.index for s in story.telling.steps if s.phase in ("start", "forward")]
    return story.inline_svg(
        forward[-1] if story.view.focus == FORWARD else _climax(story), interactive=False
    )


def _climax(story: Story) -> int:
    """The end of the backward pass: every number of the graph is there."""
    return max(s.index for s in story.telling.steps if s.phase == "backward")


@blueprint.get("/lesson/<slug>")
def lesson(slug: str) -> Response:
    """The studio with a lesson."""
    return _studio(options.of_lesson(slug))


@blueprint.get("/studio")
def studio() -> Response:
    """The studio with a program of one's own."""
    return _studio(options.of_program())


def _link(look: Look, **changed: object) -> str:
    """The address of the same thing with some options changed."""
    # The language is among the options.
    where = (
        url_for("pages.lesson", slug=look.slug, lang=None)
        if look.slug
        else url_for("pages.studio", lang=None)
    )
    options = urlencode(query(look, **changed))
    return f"{where}?{options}" if options else where


def parts(look: Look, story: Story) -> dict[str, str]:
    """What the page has to replace beside the picture, for its script; and its address."""
    step = look.place(story)
    link = partial(_link, look)
    below = strip(story.words, story.changes, step)
    return {
        # Empty where the program is too long for a link.
        "url": _link(replace(look, step=0)) if look.slug or pack(look.view.program) else "",
        "strip": render_template("_strip.html", strip=below, link=link) if below else "",
        "fields": render_template("_fields.html", fields=fields(story)),
        "focuses": render_template("_focuses.html", choices=choices(story), look=look),
    }


def _studio(look: Look) -> Response:
    try:
        story: Story | None = look.story()
        problem = None
    except (ProgramError, GraphError) as error:
        story, problem = None, error
    step = 0 if story is None else look.place(story)

    link = partial(_link, look)
    page = render_template(
        "studio.html",
        look=look,
        story=story,
        problem=problem,
        step=step,
        link=link,
        data="" if story is None else page_data(story, look, step),
        language=embedded(language.words()),
        palette=language.palette(),
        reaches=[f"{reach:g}" for reach in REACHES],
        panel=None if story is None else panel(story, step),
        strip=None if story is None else strip(story.words, story.changes, step),
        ticks=[] if story is None else _ticks(story, step),
        fields=fields(story),
        choices=choices(story),
        lessons=[(part, [x for x in lessons().values() if x.part == part]) for part in PARTS],
        formats=FORMATS.values(),
        theme=look.theme,
        themes=THEMES,
        theme_links={name: link(theme=name) for name in THEMES},
    )
    return make_response(page, 200 if problem is None else 422)


def page_data(story: Story, look: Look, step: int) -> str:
    """The story inside its page: without the picture, which is there, and safe in a script."""
    data = story_json(story, slug=look.slug, step=step)
    del data["svg"]
    return embedded(data)


def _ticks(story: Story, step: int) -> list[tuple[int, str, str]]:
    """Steps with a tick of their own: index, phase, and done, now or ahead."""
    steps = story.telling.steps
    stride = -(-len(steps) // TICKS)
    chosen = [s for s in steps if s.index % stride == 0 or s.index == story.last]
    nearest = max(s.index for s in chosen if s.index <= step)
    return [
        (
            s.index,
            s.phase,
            "now" if s.index == nearest else ("done" if s.index < nearest else "ahead"),
        )
        for s in chosen
    ]
