"""Where a class is: a fold of its log, and what of it everybody may know.

The fold is total: what makes no sense where the class is, changes nothing. So whatever is sent
twice, late or by two windows, everybody who has read as far sees the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import reduce
from typing import Any, Literal

Json = dict[str, Any]
Phase = Literal["open", "closed", "revealed"]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a log: the `seq`-th, from 1."""

    seq: int
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the lecturer shows."""

    story: int | None
    """Which of the stories; None for a slide of text."""
    step: int
    more: Mapping[str, Any] = field(default_factory=dict)
    """How: the slide, hidden layers, a black screen."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, and the ballots about it: one, and one more after people have talked."""

    story: int | None
    """Of which story; None where no picture was shown."""
    question: str
    step: int
    """The step that shows its number."""
    ballots: tuple[int, ...]
    """The events that opened them."""
    phase: Phase
    own: Mapping[str, Any] | None = None
    """One of the lecturer's own, as `own.py` reads it: no number of the story waits for it."""

    @property
    def hides(self) -> bool:
        """Whether a number is not told until it is revealed."""
        return self.own is None and self.phase != "revealed"

    @property
    def wire(self) -> bool:
        """Whether what is asked for is a wire of its story."""
        return self.own is not None and self.own["kind"] == "wire"


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """Numbers of one story that everybody works out alone."""

    wish: Mapping[str, Any]
    """The story, as a page asks for it."""
    tasks: tuple[str, ...]
    """The questions, in their order."""
    ballot: int
    """The event that handed it out first; what people did of it is kept under that."""
    collected: bool = False
    """Whether the lecturer has collected it: a question only interrupts it, and tells no number."""


@dataclass(frozen=True, kw_only=True)
class Locks:
    """What a class may do."""

    look: bool = True
    """Look around freely; else everybody sees the lecturer's step and no other."""
    answers: bool = True
    """Answer what is asked."""
    late: bool = False
    """Answer after closing, until the number is shown."""
    names: bool = False
    """Give a name, which the lecturer alone sees; while it is off, nobody is told of any."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """A number on the desk, or what its QR holds, lets one more device in, once."""

    opened: int
    """The event that opened it."""
    passes: tuple[str, ...]
    """Hashes of what lets in."""
    until: float
    tries: int = 0


TRIES = 5
"""Wrong numbers after which a door is shut: a million of them are not guessed in five."""
PRESSES = 8
"""The last presses of a remote that are told: a stage that was away for a moment misses none."""
Part = Literal["stage", "remote"]


@dataclass(frozen=True, kw_only=True)
class State:
    """All of it after some events."""

    seq: int = 0
    title: str = ""
    deck: str = ""
    """The address of what is presented."""
    stories: tuple[Mapping[str, Any], ...] = ()
    """What was shown, as a page asks for it."""
    told: tuple[int, ...] = ()
    """How far each has been told: its last step that was seen."""
    shown: Shown | None = None
    questions: tuple[Asked, ...] = ()
    asking: bool = False
    """Whether the last question is still on the board: open, closed or revealed."""
    worksheets: tuple[Worksheet, ...] = ()
    handed: int = 0
    """Which of them is handed out, from 1; 0: none, and everybody follows the lecturer."""
    locks: Locks = Locks()
    turned: int = 0
    """The event since which the ballot that takes answers is this one, or none."""
    door: Door | None = None
    devices: tuple[str, ...] = ()
    """Who else may lead: hashes. The browser that opened the class is device 0, these follow."""
    drivers: Mapping[str, int] = field(default_factory=lambda: {"stage": 0, "remote": 0})
    """Which device drives, as the stage and as its remote."""
    presses: tuple[tuple[int, str], ...] = ()
    """What a remote has pressed last, by its events."""
    ended: bool = False

    @property
    def question(self) -> Asked | None:
        """What is asked now."""
        return self.questions[-1] if self.asking else None

    @property
    def worksheet(self) -> Worksheet | None:
        """What is handed out now."""
        return self.worksheets[self.handed - 1] if self.handed else None

    @property
    def board(self) -> int:
        """The ballot that is talked about, whether or not it takes answers; 0: none is."""
        if self.worksheet:
            return self.worksheet.ballot
        return self.question.ballots[-1] if self.question else 0

    @property
    def accepts(self) -> int:
        """The ballot that takes answers; 0: none does."""
        asked = self.question
        if self.ended or not self.locks.answers:
            return 0
        if self.worksheet:
            return self.worksheet.ballot
        if asked is None:
            return 0
        takes = asked.phase == "open" or (asked.phase == "closed" and self.locks.late)
        return asked.ballots[-1] if takes else 0

    def hands(self, ballot: int) -> bool:
        """Whether a ballot is that of a worksheet."""
        return any(each.ballot == ballot for each in self.worksheets)

    @property
    def upto(self) -> int:
        """The last step of the shown story that may be seen: none that has what is asked."""
        if self.shown is None or self.shown.story is None:
            return 0
        asked = self.question
        far = self.told[self.shown.story] if self.locks.look else self.shown.step
        if asked and asked.hides and asked.story == self.shown.story:
            return min(far, asked.step - 1)
        return far


def fold(state: State, event: Event) -> State:
    """The state after one more event."""
    means = not state.ended and drives(state, event.kind, event.data)
    after = _after(state, event) if means else state
    turned = state.turned if after.accepts == state.accepts else event.seq
    return replace(after, seq=event.seq, turned=turned)


def drives(state: State, kind: str, data: Mapping[str, Any]) -> bool:
    """Whether an event comes from a device that drives, where only such a one may send it; an event
    without a device is the server's own, or one of a log that is older."""
    if kind in ("drive", "let", "wrong") or "device" not in data:
        return True
    driver = state.drivers["remote" if kind == "press" else "stage"]
    return bool(driver == data["device"])


def folded(events: Iterable[Event], state: State | None = None) -> State:
    """The state after events."""
    return reduce(fold, events, state or State())


def _after(state: State, event: Event) -> State:
    data, asked = event.data, state.question
    match event.kind:
        case "open":
            return replace(state, title=data["title"], deck=data["deck"])
        case "show":
            return _show(state, data)
        case "ask":
            return _ask(state, event)
        case "again" if asked and asked.phase == "closed":
            return _with(state, ballots=(*asked.ballots, event.seq), phase="open")
        case "close" if asked and asked.phase == "open":
            return _with(state, phase="closed")
        case "reveal" if asked:
            return _with(state, phase="revealed")
        case "drop":
            return _dropped(state)
        case "hand":
            return _hand(state, event)
        case "collect":
            return _collected(state)
        case "lock":
            locks = {name: on for name, on in data.items() if name != "device"}
            return replace(state, locks=replace(state.locks, **locks))
        case "door":
            door = Door(opened=event.seq, passes=tuple(data["passes"]), until=data["until"])
            return replace(state, door=door)
        case "wrong" if state.door and state.door.opened == data["door"]:
            tries = state.door.tries + 1
            return replace(state, door=replace(state.door, tries=tries) if tries < TRIES else None)
        case "let" if state.door and state.door.opened == data["door"]:
            let = replace(state, door=None, devices=(*state.devices, data["device"]))
            return _driven(let, data["part"], len(let.devices))
        case "drive":
            return _driven(state, data["part"], data["device"])
        case "press":
            return replace(state, presses=(*state.presses, (event.seq, data["does"]))[-PRESSES:])
        case "end":
            return replace(_dropped(state), handed=0, ended=True)
    return state


def _driven(state: State, part: str, device: int) -> State:
    return replace(state, drivers={**state.drivers, part: device})


def _show(state: State, data: Mapping[str, Any]) -> State:
    wish = data.get("wish")
    story = state.shown.story if state.shown else None
    stories, told = state.stories, state.told
    if wish is None and data.get("text"):
        story = None
    elif wish is not None:
        story = stories.index(wish) if wish in stories else len(stories)
        if story == len(stories):
            stories, told = (*stories, wish), (*told, 0)
    if story is not None:
        far = max(told[story], data["step"])
        told = (*told[:story], far, *told[story + 1 :])
    elif not data.get("text"):
        return state  # the same as before, where nothing was
    shown = Shown(story=story, step=data["step"], more=data.get("more", {}))
    asked = state.question
    if asked and asked.wire and asked.story != story:
        state = _dropped(state)  # its wires are no longer there to be touched
    return replace(state, stories=stories, told=told, shown=shown)


def _ask(state: State, event: Event) -> State:
    story = state.shown.story if state.shown else None
    own = event.data.get("own")
    if story is None and (own is None or own["kind"] == "wire"):
        return state
    asked = Asked(
        story=story,
        question=event.data.get("question", ""),
        step=event.data["step"],
        ballots=(event.seq,),
        phase="open",
        own=own,
    )
    # Whoever is asked comes to the board: what was worked on is handed out again afterwards.
    dropped = replace(_dropped(state), handed=0)
    return replace(dropped, questions=(*state.questions, asked), asking=True)


def _hand(state: State, event: Event) -> State:
    """The same handed out again goes on where everybody left it."""
    wish, tasks = event.data["wish"], tuple(event.data["tasks"])
    made = Worksheet(wish=wish, tasks=tasks, ballot=event.seq)
    sheets = state.worksheets
    known = [k for k, each in enumerate(sheets) if (each.wish, each.tasks) == (wish, tasks)]
    place = known[0] if known else len(sheets)
    out = replace(sheets[place], collected=False) if known else made
    return replace(_sheet(_dropped(state), place, out), handed=place + 1)


def _collected(state: State) -> State:
    if not state.handed:
        return state
    place = state.handed - 1
    back = replace(state.worksheets[place], collected=True)
    return replace(_sheet(state, place, back), handed=0)


def _sheet(state: State, place: int, sheet: Worksheet) -> State:
    sheets = state.worksheets
    return replace(state, worksheets=(*sheets[:place], sheet, *sheets[place + 1 :]))


def _dropped(state: State) -> State:
    """Without a question on the board; one that was never revealed is closed."""
    asked = state.question
    if asked and asked.phase == "open":
        state = _with(state, phase="closed")
    return replace(state, asking=False)


def _with(state: State, **changed: Any) -> State:
    last = replace(state.questions[-1], **changed)
    return replace(state, questions=(*state.questions[:-1], last))


def public(state: State) -> Json:
    """What everybody in the class is told: where it is, and what is asked; no story's numbers."""
    shown, asked, sheet = state.shown, state.question, state.worksheet
    return {
        "seq": state.seq,
        "title": state.title,
        "deck": state.deck,
        "ended": state.ended,
        "locks": asdict(state.locks),
        "questions": len(state.questions),
        "worksheets": len(state.worksheets),
        "drivers": dict(state.drivers),
        "presses": [list(each) for each in state.presses],
        "show": None
        if shown is None
        else {
            "wish": None if shown.story is None else dict(state.stories[shown.story]),
            "step": shown.step,
            "upto": state.upto,
            **shown.more,
        },
        "asked": None
        if asked is None
        else {
            "number": len(state.questions),
            "question": asked.question,
            "own": asked.own and _told(asked.own, shown=asked.phase == "revealed"),
            "step": asked.step,
            "ballot": asked.ballots[-1],
            "ballots": list(asked.ballots),
            "phase": asked.phase,
            "takes": state.accepts == asked.ballots[-1],
        },
        "worksheet": None
        if sheet is None
        else {
            "number": state.handed,
            "ballot": sheet.ballot,
            "wish": dict(sheet.wish),
            "tasks": list(sheet.tasks),
            "takes": state.accepts == sheet.ballot,
        },
    }


def _told(own: Mapping[str, Any], *, shown: bool) -> Json:
    """What is right is told only when it is shown."""
    return {name: value for name, value in own.items() if name != "right" or shown}
