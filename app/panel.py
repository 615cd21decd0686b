"""The explanation beside the picture, as the server writes it (the page's script does the same)."""

from dataclasses import dataclass

from .languages import told
from .story import Story, checked, group
from .wording import cards, remarks, sentences


@dataclass(frozen=True)
class CardPicture:
    """One card: its heading and its formulas."""

    kind: str
    title: str
    formulas: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """What is said about a step."""

    phase: str
    sentence: str
    remark: str
    note: str
    cards: tuple[CardPicture, ...]
    check: str
    verdict: str


def panel(story: Story, step: int) -> Panel:
    """The explanation after a step: its own group's formulas up to there."""
    now = story.telling.steps[step]
    found: dict[cards.Card, list[str]] = {}
    for other in story.telling.steps[: step + 1]:
        if group(other) == group(now):
            for line in cards.lines(story.words, other):
                found.setdefault(line.card, []).append(line.mathml)
    index = checked(story, now)
    text, verdict = "", ""
    if index is not None:
        text, verdict = cards.check_text(story.words, index, story.nudges[index])
    return Panel(
        phase=told(sentences.PHASES[now.phase]),
        sentence=sentences.sentence(story.words, now),
        remark=remarks.remark(story.words, now),
        note=story.note(now),
        cards=tuple(
            CardPicture(card, told(cards.TITLES[card]), tuple(lines))
            for card, lines in found.items()
        ),
        check=text,
        verdict=verdict,
    )
