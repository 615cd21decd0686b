"""What the stage presents, as data: slides, and the stories that they show."""

from dataclasses import replace
from typing import Any

from flask import url_for

from ..exports.story_json import Json, story_json
from ..languages import _, lesson_text
from ..story import Story, View
from ..talks import Slide, Talk, span
from ..wording.prose import plain, prose
from . import options
from .options import Look
from .pages import parts


def of_look(look: Look) -> Json:
    """One lesson or program, all its steps."""
    story = look.story()
    back = parts(look, story)["url"]
    return {
        "title": story.title or _("Untitled"),
        "slug": "",
        "back": back,
        "slides": [
            {
                **_blank(),
                "number": 0,
                "title": plain(story.title),
                "html": prose(story.title),
                "story": 0,
                "to": story.last,
            }
        ],
        "stories": [told(look, story)],
        "at": story.clamp(look.step),
    }


def of_talk(talk: Talk, *, theme: str) -> Json:
    """A talk, with every story that it shows; slides that look at the same share one."""
    looks: list[Look] = []
    stories: list[Story] = []
    slides: list[Json] = []
    for slide in talk.slides:
        shown: Json = {}
        if slide.lesson:
            look = replace(options.of_slide(slide.lesson, slide.options), theme=theme, step=0)
            if look not in looks:
                looks.append(look)
                stories.append(look.story())
            index = looks.index(look)
            first, last = span(slide, stories[index])
            shown = {"story": index, "from": first, "to": last}
        slides.append({**_words(slide), **shown})
    return {
        "title": lesson_text(talk.title),
        "slug": talk.slug,
        "back": url_for("pages.gallery"),
        "slides": slides,
        "stories": [told(look, story) for look, story in zip(looks, stories, strict=True)],
        "at": 0,
    }


def _blank() -> Json:
    return {
        **dict.fromkeys(("section", "question", "text", "notes"), ""),
        "style": "points",
        "level": "formula",
        "points": [],
        "story": None,
        "from": 0,
        "to": 0,
    }


def _words(slide: Slide) -> Json:
    """A slide's own words, as markup."""
    return {
        **_blank(),
        "number": slide.number,
        "title": plain(lesson_text(slide.title)),
        "html": prose(lesson_text(slide.title)),
        "section": prose(lesson_text(slide.section)),
        "question": prose(lesson_text(slide.question)),
        "text": prose(lesson_text(slide.text)),
        "notes": plain(lesson_text(slide.notes)),
        "style": slide.style,
        "level": slide.level,
        "points": [prose(lesson_text(point)) for point in slide.points],
    }


def told(look: Look, story: Story) -> Json:
    """A story as `POST /api/story` sends it, and what to ask there for a change of it."""
    found = story_json(story, slug=look.slug)
    return {**found, "page": parts(look, story), "wish": wish(look)}


def wish(look: Look) -> dict[str, Any]:
    """The request for the same story."""
    view: View = look.view
    return {
        "program": view.program,
        "values": dict(view.values),
        "arithmetic": view.arithmetic,
        "focus": view.focus,
        "rate": view.rate,
        "iterations": view.iterations,
        "zoom": view.zoom,
        "open": ",".join(sorted(view.opened)),
        "sample": view.sample,
        "vec": "columns" if view.columns else "rows",
        "slug": look.slug,
        "page": True,
    }
