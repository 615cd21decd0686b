"""What exports of Example II take: a picture, a walk of about twenty steps, the file that steps."""

import statistics
import time
from collections.abc import Iterator

from app.exports import FORMATS, Exported, Options, chosen, export
from app.lessons import lessons
from app.story import Story

from .timing import Row

REPEATS = 5
"""Fewer than elsewhere: some of them take seconds."""


def rows() -> Iterator[Row]:
    """Medians, with the time that each may take; the story is made anew for each."""
    lesson = lessons()["example-2"]

    def made(story: Story, suffix: str, step: int | None) -> Exported:
        how = Options(slug=lesson.slug, level="node")
        return export(story, FORMATS[suffix], step=step, options=how)

    count = len(chosen(lesson.story(), "node"))
    for suffix, what, step, most in (
        ("png", "PNG of a step", 20, 0.1),
        ("pdf", f"PDF of {count} steps", None, 1.0),
        ("pptx", f"PowerPoint of {count} steps", None, 3.0),
        ("html", "HTML file that steps offline", None, 0.2),
    ):
        made(lesson.story(), suffix, step)  # caches, imports, fonts
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            file = made(lesson.story(), suffix, step)
            times.append(time.perf_counter() - start)
        taken = statistics.median(times)
        size = f", {len(file.data) / 1000:.0f} kB"
        yield Row(what + size, taken, {}, f"{most * 1000:.0f} ms", taken <= most)
