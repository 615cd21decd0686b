"""The studio, of a lesson and of a program of one's own."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for

from graph_engine import GraphError, ProgramError

from .. import languages
from ..claims import Claim, check, said
from ..editor import words as language
from ..editor.choices import Choice, choices
from ..editor.fields import fields
from ..explanation import of_step, written
from ..exports import FORMATS
from ..exports.page_json import embedded_json
from ..exports.story_json import embedded
from ..figures.beside import beside
from ..figures.proof import REACHES
from ..lessons import PARTS, lessons
from ..picture.strip import strip
from ..picture.svg import THEMES
from ..state.carried import page_state
from ..state.link import pack
from ..state.view import Look
from ..story import Story, step_of, story_of
from ..wording import sentences
from . import options
from .options import query

blueprint = Blueprint("pages", __name__)

TICKS = 150
"""Ticks that fit on a timeline; a longer story gets one for every few steps."""


@blueprint.get("/lesson/<slug>")
def lesson(slug: str) -> Response:
    """The studio with a lesson."""
    return _studio(options.of_lesson(slug))


@blueprint.get("/studio")
def studio() -> Response:
    """The studio with a program of one's own."""
    return _studio(options.of_program())


def look_link(look: Look, **changed: object) -> str:
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
    step = step_of(look, story)
    link = partial(look_link, look)
    below = strip(story.words, story.visible, step)
    told, views = _sorted(choices(story))
    figure = beside(story.figure, story)
    return {
        "beside": figure.side if figure else "",
        "figure": render_template("_figure.html", figure=figure) if figure else "",
        # Empty where the program is too long for a link.
        "url": look_link(replace(look, step=0)) if look.slug or pack(look.view.program) else "",
        "strip": render_template("_strip.html", strip=below, link=link) if below else "",
        "fields": render_template("_fields.html", fields=fields(story)),
        "claims": render_template("_claims.html", claims=own) if (own := claims(story)) else "",
        "focuses": render_template("_choices.html", choices=told, look=look),
        "views": render_template("_choices.html", choices=views, look=look),
    }


def claims(story: Story) -> list[tuple[Claim, str]]:
    """The lines of one's own backward pass with what is said of each; none where a link is locked,
    as they would tell its numbers."""
    if story.withheld is not None:
        return []
    loss = story.words.loss
    found = check(story.view.program, story.view.values)
    return [(claim, said(claim, loss)) for claim in found]


def _studio(look: Look) -> Response:
    try:
        story: Story | None = replace(story_of(look), room=options.asked_room())
        problem = None
    except (ProgramError, GraphError) as error:
        story, problem = None, error
    step = 0 if story is None else step_of(look, story)

    link = partial(look_link, look)
    told, views = _sorted(choices(story))
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
        figure=None if story is None else beside(story.figure, story),
        caption=None if story is None else caption(story, step),
        explanation="" if story is None else of_step(written(story), step).html(),
        strip=None if story is None else strip(story.words, story.visible, step),
        spans=[] if story is None else spans(story, step),
        level="formula",
        fields=fields(story),
        claims=[] if story is None else claims(story),
        told=told,
        views=views,
        scratch=look.slug == "" and (story is None or "p" not in request.args),
        carried=_carried(look, story, step),
        state=embedded(page_state(look)),
        lessons=[(part, [x for x in lessons().values() if x.part == part]) for part in PARTS],
        formats=FORMATS.values(),
        theme=look.theme,
        themes=THEMES,
        theme_links={name: link(theme=name) for name in THEMES},
    )
    return make_response(page, 200 if problem is None else 422)


def _sorted(found: list[Choice]) -> tuple[list[Choice], list[Choice]]:
    """What is told, and how the picture is drawn."""
    return [each for each in found if not each.view], [each for each in found if each.view]


def _carried(look: Look, story: Story | None, step: int) -> list[tuple[str, str]]:
    """What the form beside the picture has no control for, so that it is not lost by sending it."""
    shown = {each.option for each in choices(story)}
    shown |= {"rate" if each.role == "rate" else f"v.{each.key}" for each in fields(story)}
    carried = query(look, step=step, theme=look.theme, numbers=look.view.arithmetic)
    return [(name, value) for name, value in carried.items() if name not in shown]


def page_data(story: Story, look: Look, step: int) -> str:
    """The story inside its page: without the picture, which is there, and safe in a script."""
    return embedded(embedded_json(story, slug=look.slug, step=step))


def caption(story: Story, step: int) -> dict[str, str]:
    """What stands over the picture: the step's phase, by name and in words, and its sentence."""
    now = story.walk.steps[step]
    return {
        "of": now.phase,
        "phase": languages.translate(sentences.PHASES[now.phase]),
        "sentence": sentences.sentence(story.words, now),
    }


Tick = tuple[int, str, str]
"""A step with a tick of its own: index, phase, and done, now or ahead."""


def spans(story: Story, step: int) -> list[tuple[str, list[Tick]]]:
    """The phases in their order, each with its words and its ticks."""
    steps = story.walk.steps
    found: list[tuple[str, list[Tick]]] = []
    for tick in _ticks(story, step):
        words = sentences.phase_of(steps[tick[0]])
        if not found or found[-1][0] != words:
            found.append((words, []))
        found[-1][1].append(tick)
    return found


def _ticks(story: Story, step: int) -> list[Tick]:
    steps = story.walk.steps
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
