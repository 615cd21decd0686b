"""What the last page of a locked link says: that it does not end there, and what is asked first."""

from dataclasses import replace

from ..languages import _
from ..predict.questions import questions
from ..story import Story


def ending(story: Story, step: int) -> str:
    """What is said behind a step's sentence; "" where no locked number comes next."""
    kept = story.withheld
    if kept is None or step != story.last:
        return ""
    # The question names what is locked, and nothing of its number.
    whole = replace(story, walk=kept.walk, withheld=None)
    asked = (
        each.ask
        for each in questions(whole, only=[kept.asked.index])
        if each.step == kept.asked.index
    )
    return _("From here on it is locked. %(question)s", question=next(asked, "")).strip()
