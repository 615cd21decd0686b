"""The explanation beside the picture: of a step, or of a node or wire that is looked at.

It is made here once, as a fragment of the page, each part of it with the steps at which it is
shown. A page's script puts a fragment in place and shows it up to the step; a page without one has
what a step shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Any, Literal

import graph_engine as ge

from .languages import _, later, translate
from .picture.neurons.shown import shown
from .picture.neurons.sums import layer_of, of_entry
from .picture.svg import templates
from .story import Story, checked, group
from .wording import cards, remarks, veil
from .wording.breaking import breakable
from .wording.words import Words

Kind = Literal["note", "passed", "remark", "card", "check", "later", "fold", "neuron", "given"]
Formulas = Sequence[tuple[cards.Card, str]]
"""The cards and formulas of one step, or of a wire that the walk passes over."""


@dataclass(frozen=True)
class Line:
    """A formula of a card.

    `place`: where a page has it already, "12.0": the step, or the thing, and which of its lines;
    empty where the line itself is wanted.
    """

    since: int
    place: str
    formula: str
    layers: str = ""
    """Of what stands in no step: the layers of its numbers, where a page hides by itself."""

    @property
    def usual(self) -> bool:
        """Whether it is there from the step on that its place names."""
        return self.place.split(".")[0] == str(self.since)


@dataclass(frozen=True)
class Part:
    """A part of an explanation, shown from a step on and, where there is an end, before another."""

    kind: Kind
    since: int = 0
    until: int | None = None
    text: str = ""
    name: str = ""
    lines: tuple[Line, ...] = ()
    layers: str = ""
    """The layers of the numbers in its own words, where a page hides by itself."""

    def shown(self, step: int) -> bool:
        """Whether it is there at a step."""
        return self.since <= step and (self.until is None or step < self.until)


@dataclass(frozen=True)
class Explanation:
    """What is said about one thing: its title, empty for a step, and the parts."""

    title: str
    parts: tuple[Part, ...]

    def at(self, step: int) -> "Explanation":
        """What is there at a step, as it stands on a page that has no script."""
        parts = []
        for part in self.parts:
            if not part.shown(step):
                continue
            lines = [
                replace(line, since=0, place="", formula=breakable(line.formula), layers="")
                for line in part.lines
                if line.since <= step
            ]
            parts.append(replace(part, since=0, until=None, lines=tuple(lines), layers=""))
        return replace(self, parts=tuple(parts))

    def html(self) -> str:
        """The fragment."""
        return str(_macros().explanation(self.parts))


@dataclass(frozen=True)
class Told:
    """A story with the formulas of all its steps, and of the wires that it passes over."""

    story: Story
    formulas: Sequence[Formulas]
    asides: Mapping[str, Formulas]
    marked: Words | None = None
    """The story's words with a mark for each number, where a page hides layers by itself."""
    folds: bool = True
    """Whether a layer can be opened and closed where this is read: there is a server to ask."""

    def layers(self, say: Callable[[Words], str]) -> str:
        """The layers of the numbers that are said."""
        return " ".join(veil.layers(say(self.marked))) if self.marked else ""

    @property
    def words(self) -> Words:
        """The story's words with all digits: they are wanted where an explanation is opened."""
        return self.story.words.precisely

    @cached_property
    def groups(self) -> Mapping[str, list[ge.Step]]:
        """The steps of each group."""
        return _sorted(self.story.walk.steps, group)

    @cached_property
    def own(self) -> Mapping[str, list[ge.Step]]:
        """The steps of the first iteration that are about a wire or, alone, about a node."""
        return _sorted((s for s in self.story.walk.steps if not s.iteration), _about)

    @cached_property
    def backward(self) -> list[int]:
        """The steps of the first backward pass."""
        steps = self.story.walk.steps
        return [s.index for s in steps if s.phase == "backward" and not s.iteration]

    @cached_property
    def known(self) -> Mapping[int, int]:
        """From which step on the gradient of each node that can be checked is known."""
        found: dict[int, int] = {}
        for step in self.story.walk.steps:
            index = checked(self.story, step)
            if index is not None:
                found.setdefault(index, step.index)
        return found


def _sorted(
    steps: Iterable[ge.Step], name: Callable[[ge.Step], str]
) -> Mapping[str, list[ge.Step]]:
    found: dict[str, list[ge.Step]] = {}
    for step in steps:
        found.setdefault(name(step), []).append(step)
    return found


def _about(step: ge.Step) -> str:
    return f"n{step.node}" if step.edge is None else step.edge.id


def written(story: Story) -> Told:
    """A story's formulas, as its words write them."""
    words = story.words.precisely
    formulas = [
        [(line.card, line.mathml) for line in cards.lines(words, step)] for step in story.walk.steps
    ]
    return Told(story, formulas, {edge.id: aside(story, edge, words) for edge in passed(story)})


def passed(story: Story) -> Iterator[ge.Edge]:
    """The wires that this walk passes over: off the chosen path."""
    kept = story.withheld
    steps = kept.walk.steps if kept else story.walk.steps
    along = {step.edge for step in steps if step.edge is not None}
    passed = (edge for edge in story.graph.edges if edge not in along)
    return (edge for edge in passed if not (kept and kept.local(edge)))


def aside(story: Story, edge: ge.Edge, words: Words) -> Formulas:
    """What is known of a wire that the walk passes over."""
    run = story.walk.runs[0]
    found: list[tuple[cards.Card, str]] = [
        ("local", cards.local_symbols(words, edge)),
        ("local", cards.local_numbers(words, run, edge)),
    ]
    kept = story.withheld
    # To a number of the program nothing flows back, and 0 would not be the product.
    flows = run.contributions[story.graph.place(edge)] is not None
    if flows and not (kept and kept.contribution(edge)):
        found.append(("flow", cards.flow(words, run, edge)))
    return found


def of_group(told: Told, name: str) -> Explanation:
    """What is said while the steps of a group pass: the formulas up to each, and its own words."""
    story = told.story
    parts: list[Part] = []
    checks: list[Part] = []
    gathered = _Cards()
    for step in told.groups[name]:
        since, until = step.index, step.index + 1
        if note := story.note(step):
            parts.append(Part("note", since, until, note))
        if remark := remarks.remark(told.words, step):
            layers = told.layers(partial(remarks.remark, step=step))
            parts.append(Part("remark", since, until, remark, layers=layers))
        for at, (card, formula) in enumerate(told.formulas[step.index]):
            gathered.add(card, Line(step.index, f"{step.index}.{at}", formula))
        checks += _check(told, checked(story, step), since=since, until=until)
    return Explanation("", (*parts, *gathered.parts(), *checks))


def of_step(told: Told, step: int) -> Explanation:
    """What is said at a step, and no more."""
    return of_group(told, group(told.story.walk.steps[step])).at(step)


def of_node(told: Told, node: ge.Node) -> Explanation:
    """What is known of a node up to each step; its symbols always."""
    story = told.story
    own = told.own.get(node.id, [])
    value = next((step.index for step in own if step.kind == "value"), None)
    remark = remarks.value_remark(told.words, 0, node.index)
    gathered, dates = _of_own(told, own)
    said: list[Part] = []
    if remark and value is not None:
        layers = told.layers(lambda words: remarks.value_remark(words, 0, node.index))
        said.append(Part("remark", since=value, text=remark, layers=layers))
    parts = [
        *said,
        *gathered.parts(),
        *_known(told, node.index),
        *_later(dates),
    ]
    here = ge.views.origin(node)
    if here.fold and told.folds:
        words = _("Draw what is inside") if here.parts else _("Draw it as one layer")
        parts.append(Part("fold", text=words, name=here.fold))
    parts += _neurons(told, node)
    title = _("The node %(name)s", name=story.words.plain(node.index))
    return Explanation(title, tuple(_never_empty(parts)))


def _neurons(told: Told, node: ge.Node) -> Iterator[Part]:
    """Its neurons, where it is drawn as some: each can be opened."""
    network = told.story.network
    if network is None or not told.folds or layer_of(network, node.index) is None:
        return
    whole = told.words.names[node.index]
    for entry in shown(network)[node.index]:
        name = of_entry(whole, entry) if node.shape else whole
        words = _("Open neuron %(name)s", name=name.plain)
        yield Part("neuron", text=words, name=ge.views.entry_key(node, entry))


def of_edge(told: Told, edge: ge.Edge) -> Explanation:
    """What is known of a wire up to each step; its symbols always."""
    story = told.story
    own = told.own.get(edge.id, [])
    gathered, dates = _of_own(told, own)
    parts: list[Part] = []
    if edge.id in told.asides:
        dates += _of_aside(told, edge, gathered)
        if story.view.focus != ge.FORWARD and story.graph.loss is not None:
            note = _("This wire is not on the way that is told now.")
            parts.append(Part("passed", text=note))
    asked = next((found for s in own if (found := checked(story, s)) is not None), None)
    parts += [*gathered.parts(), *_known(told, asked), *_later(dates, wire=True)]
    source, target = (story.words.plain(end) for end in (edge.src, edge.dst))
    title = (
        _(
            "The wire from %(source)s to %(target)s (%(place)s)",
            source=source,
            target=target,
            place=story.words.place(edge),
        )
        if story.words.twins(edge)
        else _("The wire from %(source)s to %(target)s", source=source, target=target)
    )
    return Explanation(title, tuple(_never_empty(parts)))


class _Cards:
    """Lines as they are gathered into cards."""

    def __init__(self) -> None:
        self.lines: dict[cards.Card, list[Line]] = {}

    def add(self, card: cards.Card, line: Line) -> None:
        self.lines.setdefault(card, []).append(line)

    def parts(self) -> list[Part]:
        return [
            Part(
                "card",
                since=min(line.since for line in lines),
                text=translate(cards.TITLES[card]),
                name=card,
                lines=tuple(lines),
            )
            for card, lines in self.lines.items()
        ]


def _of_own(told: Told, own: Sequence[ge.Step]) -> tuple[_Cards, list[int]]:
    """The cards of a thing's own steps, and when each of its numbers comes."""
    gathered, dates = _Cards(), []
    for step in own:
        if step.kind == "start":
            continue
        symbols = step.kind.endswith("symbols")
        if not symbols:
            dates.append(step.index)
        for at, (card, formula) in enumerate(told.formulas[step.index]):
            since = 0 if symbols else step.index
            gathered.add(card, Line(since, f"{step.index}.{at}", formula))
    return gathered, dates


def _of_aside(told: Told, edge: ge.Edge, gathered: _Cards) -> list[int]:
    """The same of a wire off the path: its local gradient is known from the forward pass on, what
    flows back once all has."""
    dates = []
    marked = aside(told.story, edge, told.marked) if told.marked else told.asides[edge.id]
    for at, (card, formula) in enumerate(told.asides[edge.id]):
        # Without a loss there is no way back, but a Jacobian there is.
        backward = told.backward or [told.story.last] * (told.story.graph.loss is None)
        if at and not backward:
            continue
        since = 0 if at == 0 else backward[-1 if card == "flow" else 0]
        if at:
            dates.append(since)
        layers = " ".join(veil.layers(marked[at][1]))
        gathered.add(card, Line(since, f"{edge.id}.{at}", formula, layers))
    return dates


def check(story: Story, index: int) -> str:
    """What the nudge of a node's number says of its gradient, as markup; empty without a nudge."""
    if index not in story.nudges or (story.withheld and story.withheld.gradient(index)):
        return ""
    text, verdict = cards.check_text(story.words.precisely, index, story.nudges[index])
    return str(_macros().check(text, verdict))


def _check(told: Told, index: int | None, *, since: int, until: int | None) -> list[Part]:
    story = told.story
    if index is None or index not in story.nudges:
        return []
    nudge = story.nudges[index]
    layers = told.layers(lambda words: cards.check_text(words, index, nudge)[0])
    line = Line(since, f"n{index}.0", check(story, index))
    return [Part("check", since, until, lines=(line,), layers=layers)]


def _known(told: Told, index: int | None) -> list[Part]:
    """The check of a node, from when its gradient is known."""
    if index is None or index not in told.known:
        return []
    return _check(told, index, since=told.known[index], until=None)


_FIRST = later("Its number comes at step %(number)s: go there")
_MORE = later("More of it comes at step %(number)s: go there")
_FLOW = later("What flows back comes at step %(number)s: go there")


def _later(dates: Sequence[int], *, wire: bool = False) -> Iterator[Part]:
    """Until a number comes, the way to it; of several, to the next."""
    begin = 0
    for date in dates:
        if begin < date:
            # What is shown already is not what comes.
            said = (_FLOW if wire else _MORE) if begin else _FIRST
            words = translate(said) % {"number": date + 1}
            yield Part("later", begin, date, text=words, name=str(date))
        begin = date


def _never_empty(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts; and where there would be none, that the number is given."""
    yield from parts
    ends = {part.until for part in parts if part.until is not None}
    marks = sorted({0} | {part.since for part in parts} | ends)
    for k, begin in enumerate(marks):
        if not any(part.shown(begin) for part in parts):
            until = marks[k + 1] if k + 1 < len(marks) else None
            yield Part("given", begin, until, text=_("A given number."))


@cache
def _macros() -> Any:
    """What the template defines: rendering it whole for each fragment would cost more."""
    return templates().get_template("_explanation.html").module
