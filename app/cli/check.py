"""`python -m app list` and `check`: what there is, and whether a program is right."""

import argparse
import math
import sys

from ..exports import FORMATS
from ..lessons import lessons
from .reading import story_of
from .refused import Refused


def show(arguments: argparse.Namespace) -> int:
    """List the lessons by part, or the formats."""
    if arguments.formats:
        for form in FORMATS.values():
            print(f"{form.suffix:14}{form.title}")
        return 0
    part = ""
    for lesson in lessons().values():
        if lesson.part != part:
            print(f"{'' if not part else chr(10)}{lesson.part}")
            part = lesson.part
        print(f"  {lesson.slug:26}{lesson.title}")
    return 0


def do(arguments: argparse.Namespace) -> int:
    """Read every file, the wrong and the missing ones too; the code is that of the worst."""
    codes = [_one(name) for name in arguments.files]
    return max(codes)


def _one(name: str) -> int:
    try:
        story = story_of(name)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.code
    errors = [nudge.error for nudge in story.nudges.values() if math.isfinite(nudge.error)]
    checked = f"; gradients differ by {max(errors):.0e} from finite differences" if errors else ""
    print(
        f"{name}: fine: “{story.graph.title or 'without a title'}”, "
        f"{len(story.graph.nodes)} nodes, {story.last + 1} steps{checked}"
    )
    return 0
