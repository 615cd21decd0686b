"""`docs/lecture.md`, written from the talk: `make lecture`."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

from app.lessons import lessons
from app.picture.svg import ROOT
from app.state.carried import with_options
from app.story import Story, locked_story
from app.talks import Slide, talks
from app.talks.states import State, states

FILE = ROOT / "docs" / "lecture.md"

HEAD = """\
# The lecture, slide by slide

Chalkgraph was made from one lecture of 63 slides. This is where each of them is in the talk
[/talk/lecture](/talk/lecture): the lesson, how it is looked at, the step on which it ends, by its
key (CONTRIBUTING.md says what one is), and in how many states it is told, each one key press:
{states} in all, at most {most} a slide. A slide with more than one picture has a row for each. The
table is made from the talk (`make lecture`), and a test opens every row.

| slide | title | lesson | ends on | states |
|---|---|---|---|---|
"""

TAIL = """
Further lessons: the other label, gates, patterns, the fork, a sigmoid of gates, the squared loss,
networks without biases and with a bias at the input only (variants B and C), |W x|².
"""


@cache
def told() -> tuple[tuple[Slide, Story | None, tuple[State, ...]], ...]:
    """Each slide of the talk with its story and its states."""
    found = []
    known: dict[tuple[object, ...], Story] = {}
    for slide in talks()["lecture"].slides:
        key = (slide.lesson, *sorted(slide.options.items()))
        if slide.lesson and key not in known:
            known[key] = locked_story(with_options(lessons()[slide.lesson].look, slide.options))
        story = known[key] if slide.lesson else None
        found.append((slide, story, states(slide, story)))
    return tuple(found)


def link(slide: Slide) -> str:
    """Where a slide's lesson is, looked at as the slide does."""
    query = urlencode(slide.options, safe=",-")
    return f"/lesson/{slide.lesson}{'?' if query else ''}{query}"


def counts() -> dict[int, int]:
    """How many states each slide has, by its number."""
    found: dict[int, int] = {}
    for slide, _, its in told():
        found[slide.number] = found.get(slide.number, 0) + len(its)
    return found


def _rows() -> Iterator[str]:
    for slide, story, its in told():
        title = slide.title.replace("$", "").replace("|", "\\|")
        where, ends = "–", "–"
        if story is not None:
            where = f"[{slide.lesson}]({link(slide)})"
            ends = story.walk.steps[its[-1].step].key
        yield f"| S{slide.number} | {title} | {where} | {ends} | {len(its)} |\n"


def written() -> str:
    """The page."""
    all_of = counts()
    head = HEAD.format(states=sum(all_of.values()), most=max(all_of.values()))
    return head + "".join(_rows()) + TAIL


def main() -> None:
    """Write it."""
    FILE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
