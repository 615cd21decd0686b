"""What the stage presents, as data: slides, and the stories that they show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import render_template, url_for

from graph_engine import FORWARD

from ..exports.page_json import stage_json
from ..exports.story_json import Json
from ..figures.neuron import in_time
from ..languages import _, lesson_text
from ..picture.rooms import STAGE, Room
from ..state.carried import page_state, with_options
from ..state.view import Look
from ..story import OTHERWISE, Story, locked_story, whole_story
from ..talks import Slide, Talk, span, stops
from ..wording.prose import plain, prose
from . import options
from .pages import parts


def of_look(look: Look, room: Room = STAGE) -> Json:
    """One lesson or program, all its steps."""
    look = shown_whole(look)
    story = replace(locked_story(look), room=room)
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
                "to": end(story),
            }
        ],
        "stories": [stage_story(look, story)],
        "at": story.clamp(look.step),
        "room": room.written,
    }


def of_talk(talk: Talk, *, theme: str, room: Room = STAGE) -> Json:
    """A talk, with every story that it shows; slides that look at the same share one."""
    looks: list[Look] = []
    stories: list[Story] = []
    slides: list[Json] = []
    for slide, minutes in zip(talk.slides, talk.plan, strict=True):
        shown: Json = {}
        if slide.lesson:
            own = options.lesson(slide.lesson).look
            # What a slide hides nobody has on it; what its lesson hides the stage shows.
            look = with_options(shown_whole(own), slide.options)
            look = replace(look, theme=theme, step=0)
            if look not in looks:
                looks.append(look)
                hides = bool(look.hide)
                told = locked_story(look)
                stories.append(replace(told, room=room, sealed=hides, shown_beside=hides))
            index = looks.index(look)
            # A slide may go on behind a locked number, once that is open.
            told = replace(whole_story(look), hide=()) if look.locks else stories[index]
            first, last = span(slide, told)
            shown = {"story": index, "from": first, "to": last, "stops": stops(slide, told)}
        slides.append({**slide_words(slide), **shown, "minutes": minutes})
    found = [stage_story(look, story) for look, story in zip(looks, stories, strict=True)]
    return {
        "title": lesson_text(talk.title),
        "slug": talk.slug,
        "back": url_for("gallery.gallery"),
        "slides": slides,
        "stories": [
            {**each, "run": run} for each, run in zip(found, _runs(looks, found), strict=True)
        ],
        "at": 0,
        "room": room.written,
    }


def _runs(looks: Sequence[Look], stories: Sequence[Json]) -> list[int | None]:
    """Of which growing figure each picture is a state, by number; None of one that stands alone.

    A figure is the neurons of a program, and of all programs that grow into that one; and a graph,
    whichever chain is told in it, also with weights that are not known yet.
    """
    found = [
        _figure(look, str(story["structure"])) for look, story in zip(looks, stories, strict=True)
    ]
    # Graphs that have no strip have the same room anyhow.
    strips = {each for each, story in zip(found, stories, strict=True) if story["page"]["strip"]}
    several = (each for each in dict.fromkeys(found) if found.count(each) > 1)
    figures = [each for each in several if each in strips or isinstance(each, tuple)]
    return [figures.index(each) if each in figures else None for each in found]


def _figure(look: Look, structure: str) -> tuple[str, bool] | str:
    """What all states of one figure have in common."""
    if look.view.zoom == "neurons":
        return look.whole or look.view.program, look.view.focus == FORWARD
    # How a graph is laid out differs with the labels that its wires have.
    return structure if look.view.zoom in OTHERWISE else structure.partition(".")[0]


FIRST = ("index", "kind", "stop", "key", "phase", "iteration", "round", "node", "edge")
"""What of a step a deck needs to be walked along."""

KEPT = ("slug", "focus", "structure", "locked", "wish", "run")
"""And of a story."""


def first_view(deck: Json, slide: str, rest: str) -> Json:
    """A talk with the story that is seen first, and those that share its room; `rest` is where all
    of them are.

    Of the others stand the steps that they have, so that every state has its place.
    """
    number = int(slide) if slide.isdecimal() and len(slide) < 9 else 0
    numbers = [each["number"] for each in deck["slides"]]
    # A slide that goes on has the number of the one before.
    at = numbers.index(max((each for each in numbers if each <= number), default=numbers[0]))
    shown = (each["story"] for each in deck["slides"][at:])
    first = next((story for story in shown if story is not None), None)
    run = None if first is None else deck["stories"][first]["run"]
    # What has its room with it is here, too: it says how high the strip is.
    stories = [
        story
        if k == first or (run is not None and story["run"] == run)
        else {**_later(story), "waits": True}
        for k, story in enumerate(deck["stories"])
    ]
    return {**deck, "stories": stories, "rest": rest if len(stories) > 1 else ""}


def _later(story: Json) -> Json:
    kept = {name: story[name] for name in KEPT}
    return {**kept, "steps": [{name: step[name] for name in FIRST} for step in story["steps"]]}


def end(story: Story) -> int:
    """Where the way along a whole story ends: a locked number is asked for behind its last step."""
    return story.last + (1 if story.withheld else 0)


def shown_whole(look: Look) -> Look:
    """The same with no layer hidden: the stage hides and shows by itself."""
    return replace(look, hide=())


def payload(look: Look) -> Json:
    """The request for the same story, with its page."""
    state = page_state(look)
    return {**state["wish"], **state["kept"]}


def _blank() -> Json:
    return {
        **dict.fromkeys(("section", "question", "text", "notes"), ""),
        "style": "points",
        "level": "formula",
        "points": [],
        "given": 0,
        "figures": [],
        "alone": False,
        "grows": False,
        "minutes": 0,
        "story": None,
        "from": 0,
        "to": 0,
        "stops": (),
    }


def slide_words(slide: Slide) -> Json:
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
        "alone": slide.alone,
        "grows": slide.grows,
        "given": slide.given,
        "points": [prose(lesson_text(point)) for point in slide.points],
        "figures": [
            render_template("_in_time.html", neuron=in_time(current)) for current in slide.currents
        ],
    }


def slide_asks(slide: Slide) -> list[Json]:
    """A slide's own questions for a class, with what is right: for who leads one alone."""
    return [_ask(each) for each in slide.asks]


def _ask(own: Mapping[str, Any]) -> Json:
    """A question as text, in the language of now."""
    found: Json = {**own, "ask": plain(lesson_text(own["ask"]))}
    if "choices" in own:
        found["choices"] = [plain(lesson_text(each)) for each in own["choices"]]
    return found


def stage_story(look: Look, story: Story) -> Json:
    """A story as `POST /api/story` sends it, and what to ask there for a change of it."""
    found = stage_json(story, slug=look.slug)
    return {**found, "page": parts(look, story), "wish": payload(look)}
