"""What the last page of a locked link says: that it does not end there, and what is asked first."""

from ..languages import _
from ..predict.questions import opening
from ..story import Story


def ending(story: Story, step: int) -> str:
    """What is said behind a step's sentence; "" where no locked number comes next."""
    kept = story.withheld
    if kept is None or step != story.last:
        return ""
    # The question names what is locked, and nothing of its number.
    question = opening(story)
    asked = question.ask if question else ""
    return _("From here on it is locked. %(question)s", question=asked).strip()
