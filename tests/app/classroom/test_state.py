"""Where a class is does not depend on how its events came: late, twice, by two workers."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.classroom.rooms import Rooms
from app.classroom.state import Event, State, fold, folded, public
from app.classroom.store import NAMES
from app.classroom.worksheet import written

WISHES = ({"program": "a"}, {"program": "b"})
TASKS = (["2", "5"], ["5"])


def event(seq: int, kind: str, **data: Any) -> Event:
    return Event(seq=seq, kind=kind, data=data)


def after(*kinds: tuple[str, dict[str, Any]]) -> State:
    return folded(event(k, kind, **data) for k, (kind, data) in enumerate(kinds, 1))


SHOWN = ("show", {"wish": WISHES[0], "step": 3})
ASKED = ("ask", {"question": "5", "step": 5})


def test_nobody_may_see_further_than_the_lecturer_has_been():
    assert after(SHOWN).upto == 3
    back = after(SHOWN, ("show", {"step": 1}))
    assert back.shown and (back.shown.step, back.upto) == (1, 3)


def test_what_was_seen_already_is_taken_back_when_it_is_asked():
    seen = (("show", {"wish": WISHES[0], "step": 9}), ("show", {"step": 3}))
    assert after(*seen).upto == 9
    assert after(*seen, ASKED).upto == 4
    assert after(*seen, ASKED, ("close", {})).upto == 4
    assert after(*seen, ASKED, ("close", {}), ("reveal", {})).upto == 9


def test_a_question_takes_answers_from_the_moment_it_is_asked_until_it_is_closed():
    assert after(SHOWN).accepts == 0
    assert after(SHOWN, ASKED).accepts == 2
    assert after(SHOWN, ASKED, ("close", {})).accepts == 0
    assert after(SHOWN, ASKED, ("close", {}), ("again", {})).accepts == 4
    for kind in ("reveal", "drop", "end"):
        assert after(SHOWN, ASKED, (kind, {})).accepts == 0


def test_the_second_vote_is_about_the_same_question():
    state = after(SHOWN, ASKED, ("close", {}), ("again", {}), ("close", {}), ("reveal", {}))
    (asked,) = state.questions
    assert asked.ballots == (2, 4) and asked.phase == "revealed"


OWN = {"kind": "choice", "ask": "Which?", "choices": ["a", "b"], "right": [2]}
OWNED = ("ask", {"own": OWN, "step": 3})


def test_what_is_right_of_a_lecturers_own_question_is_told_when_it_is_shown():
    asked = after(SHOWN, ("show", {"step": 9}), OWNED)
    assert asked.accepts == 3 and asked.upto == 9, "no number of the story waits for it"
    for kinds in ((), (("close", {}),), (("close", {}), ("again", {}))):
        state = after(SHOWN, ("show", {"step": 9}), OWNED, *kinds)
        assert "right" not in public(state)["asked"]["own"]
        assert public(state)["asked"]["own"]["choices"] == ["a", "b"]
    shown = after(SHOWN, ("show", {"step": 9}), OWNED, ("close", {}), ("reveal", {}))
    assert public(shown)["asked"]["own"] == OWN


def test_a_question_of_ones_own_may_be_asked_where_there_is_no_picture():
    for before in ((), (("show", {"text": True, "step": 1}),)):
        state = after(*before, OWNED)
        assert state.question and state.question.story is None and state.accepts
    assert not after(ASKED).questions, "a number has to be one of a picture"


def test_a_question_which_wire_is_on_the_board_as_long_as_its_picture():
    wire = ("ask", {"own": {"kind": "wire", "ask": "Which?"}, "step": 3})
    asked = after(SHOWN, wire, ("show", {"step": 4}), ("show", {"wish": WISHES[0], "step": 1}))
    assert asked.asking and asked.accepts == 2
    for elsewhere in ({"wish": WISHES[1], "step": 0}, {"text": True, "step": 0}):
        gone = after(SHOWN, wire, ("show", elsewhere))
        assert not gone.asking and gone.questions[0].phase == "closed" and not gone.accepts
        assert after(SHOWN, OWNED, ("show", elsewhere)).asking, "words are asked anywhere"
    assert not after(wire).questions, "nowhere is no wire"


HANDED = ("hand", {"wish": WISHES[1], "tasks": TASKS[0]})


def test_a_worksheet_takes_answers_until_it_is_collected():
    state = after(SHOWN, HANDED)
    assert (state.handed, state.accepts, state.board) == (1, 2, 2)
    assert public(state)["worksheet"] == {
        "number": 1, "ballot": 2, "wish": WISHES[1], "tasks": TASKS[0], "takes": True,
    }  # fmt: skip
    assert public(state)["show"] == public(after(SHOWN))["show"], "the lecturer is where he was"
    for kind in ("collect", "end"):
        after_it = after(SHOWN, HANDED, (kind, {}))
        assert (after_it.handed, after_it.accepts) == (0, 0)
        assert public(after_it)["worksheet"] is None and public(after_it)["worksheets"] == 1


def test_the_same_worksheet_handed_out_again_goes_on_and_another_one_begins():
    again = after(SHOWN, HANDED, ("collect", {}), HANDED)
    assert (len(again.worksheets), again.handed, again.accepts) == (1, 1, 2)
    other = after(SHOWN, HANDED, ("hand", {"wish": WISHES[1], "tasks": TASKS[1]}))
    assert (len(other.worksheets), other.handed, other.accepts) == (2, 2, 3)
    first = fold(other, event(4, *HANDED[:1], **HANDED[1]))
    assert (len(first.worksheets), first.handed, first.accepts) == (2, 1, 2)


def test_a_question_brings_all_to_the_board_and_a_worksheet_takes_a_question_off_it():
    asked = after(SHOWN, HANDED, ASKED)
    assert (asked.handed, asked.accepts) == (0, 3) and asked.question
    handed = after(SHOWN, ASKED, HANDED)
    assert (handed.handed, handed.accepts, handed.question) == (1, 3, None)
    assert handed.questions[0].phase == "closed"


def test_what_makes_no_sense_changes_nothing():
    for kind in ("close", "again", "reveal", "drop", "ask", "collect", "nonsense"):
        data = ASKED[1] if kind == "ask" else {}
        before = after(("open", {"title": "T", "deck": ""}))
        assert public(fold(before, event(2, kind, **data))) == {**public(before), "seq": 2}


def test_after_the_end_nothing_happens_any_more():
    state = after(SHOWN, ("end", {}), ("show", {"step": 9}), ASKED)
    assert state.ended and state.upto == 3 and not state.questions


def test_what_everybody_is_told_has_the_program_and_no_number():
    state = after(SHOWN, ASKED)
    assert public(state)["asked"] == {
        "number": 1, "question": "5", "own": None, "step": 5, "ballot": 2, "ballots": [2],
        "phase": "open", "takes": True,
    }  # fmt: skip
    assert public(state)["show"] == {"wish": WISHES[0], "step": 3, "upto": 3}


def test_what_a_device_sends_that_drives_no_more_changes_nothing():
    """As it reaches the log after another device has taken over; older logs name no device."""
    driven = after(SHOWN, ("drive", {"part": "stage", "device": 1}))
    sent = (
        ("show", {"step": 9}), ("ask", ASKED[1]), HANDED, ("lock", {"look": False}), ("end", {}),
    )  # fmt: skip
    for kind, data in sent:
        late = fold(driven, event(3, kind, **data, device=0))
        assert public(late) == {**public(driven), "seq": 3}, kind
        for device in ({"device": 1}, {}):
            assert public(fold(driven, event(3, kind, **data, **device))) != public(late), kind
    pressed = fold(driven, event(3, "press", does="next", device=0))
    assert pressed.presses == ((3, "next"),), "it is still the remote"
    assert not fold(driven, event(3, "press", does="next", device=1)).presses
    assert fold(driven, event(3, "drive", part="stage", device=0)).drivers["stage"] == 0


class Interleaved(RuleBasedStateMachine):
    """Two workers with one store; events, retries, answers in any order, and restarts between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.workers = [Rooms(self.where, self.folder) for _ in range(2)]
        self.code = self.workers[0].open("token", "T", "").code
        self.sent: dict[str, tuple[str, dict[str, Any], int]] = {}
        self.newest: dict[tuple[int, bytes], tuple[int, str]] = {}

    @property
    def where(self) -> str:
        return f"sqlite:{self.folder / 'c.sqlite'}"

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def worker(self, which: int) -> Rooms:
        return self.workers[which]

    @rule(which=st.integers(0, 1), wish=st.sampled_from(WISHES), step=st.integers(0, 9))
    def show(self, which: int, wish: dict[str, Any], step: int) -> None:
        self.send(which, "show", {"wish": wish, "step": step, "more": {}})

    @rule(which=st.integers(0, 1), step=st.integers(1, 9))
    def ask(self, which: int, step: int) -> None:
        self.send(which, "ask", {"question": str(step), "step": step})

    @rule(which=st.integers(0, 1), step=st.integers(0, 9))
    def ask_own(self, which: int, step: int) -> None:
        self.send(which, "ask", {"own": OWN, "step": step})

    @rule(which=st.integers(0, 1), wish=st.sampled_from(WISHES), tasks=st.sampled_from(TASKS))
    def hand(self, which: int, wish: dict[str, Any], tasks: list[str]) -> None:
        self.send(which, "hand", {"wish": wish, "tasks": tasks})

    @rule(
        which=st.integers(0, 1),
        kind=st.sampled_from(["close", "again", "reveal", "drop", "collect"]),
    )
    def go_on(self, which: int, kind: str) -> None:
        self.send(which, kind, {})

    def send(self, which: int, kind: str, data: dict[str, Any]) -> None:
        key = f"k{len(self.sent)}"
        seq = self.worker(which).append(self.code, kind, data, key)
        self.sent[key] = kind, data, seq

    @rule(which=st.integers(0, 1), chance=st.randoms())
    def retry(self, which: int, chance: Any) -> None:
        if self.sent:
            key = chance.choice(sorted(self.sent))
            kind, data, seq = self.sent[key]
            assert self.worker(which).append(self.code, kind, data, key) == seq

    @rule(
        which=st.integers(0, 1), who=st.sampled_from([b"a", b"b"]), revision=st.integers(1, 5),
        late=st.booleans(),
    )  # fmt: skip
    def answer(self, which: int, who: bytes, revision: int, late: bool) -> None:
        """`late`: to the ballot before the one that is open."""
        rooms = self.worker(which)
        accepts = rooms.state(self.code).accepts
        state = rooms.state(self.code)
        ballots = [ballot for asked in state.questions for ballot in asked.ballots]
        ballots = sorted([*ballots, *(sheet.ballot for sheet in state.worksheets)])
        ballot = ballots[-2] if late and len(ballots) > 1 else accepts or 999
        text = written({"5": (f"{revision} of {who!r}", None)})
        found = rooms.store.answer(self.code, ballot, who, revision, text)
        before = self.newest.get((ballot, who))
        if before == (revision, text):
            assert found == "counted"
        elif ballot != accepts:
            assert found == "closed"
        elif before is None or before[0] < revision:
            assert found == "counted"
            self.newest[ballot, who] = revision, text
        else:
            assert found == "older"

    @rule(which=st.integers(0, 1), name=st.booleans())
    def lock(self, which: int, name: bool) -> None:
        self.send(which, "lock", {"names": name})

    @rule(
        which=st.integers(0, 1), who=st.sampled_from([b"a", b"b"]), revision=st.integers(1, 5),
        text=st.sampled_from(["Ada", "ada", ""]),
    )  # fmt: skip
    def name(self, which: int, who: bytes, revision: int, text: str) -> None:
        rooms = self.worker(which)
        on = rooms.state(self.code).locks.names
        found = rooms.name(self.code, who, revision, text)
        before = self.newest.get((NAMES, who))
        if text and not on:
            assert found == "closed"
        elif before is None or before[0] < revision:
            assert found == "counted"
            self.newest[NAMES, who] = revision, text
        else:
            assert found == ("counted" if before == (revision, text) else "older")

    @invariant()
    def names_are_told_while_they_are_on(self) -> None:
        given = {who: text for (ballot, who), (_n, text) in self.newest.items() if ballot == NAMES}
        for rooms in self.workers:
            told = rooms.names(self.code)
            on = rooms.state(self.code).locks.names
            assert told.keys() == {who for who, text in given.items() if on and text}
            assert len({*told.values()}) == len(told)

    @rule(which=st.integers(0, 1))
    def restart(self, which: int) -> None:
        self.workers[which] = Rooms(self.where, self.folder)

    @invariant()
    def all_see_the_same(self) -> None:
        told = folded(
            event(seq, kind, **data) for kind, data, seq in self.sent.values()
        )  # in the order in which each was sent first
        for rooms in self.workers:
            state = rooms.state(self.code)
            assert public(state)["show"] == public(told)["show"]
            assert state.questions == told.questions and state.accepts == told.accepts
            assert public(state)["worksheet"] == public(told)["worksheet"]
            assert public(state)["asked"] == public(told)["asked"]
            assert state.worksheets == told.worksheets
            assert [each.seq for each in rooms.store.since(self.code, 0)] == [
                *range(1, len(self.sent) + 2)
            ]

    @invariant()
    def received_is_counted(self) -> None:
        for rooms in self.workers:
            kept = {
                (ballot, each.person): (each.revision, each.text)
                for ballot in {ballot for ballot, _who in self.newest}
                for each in rooms.store.answers(self.code, ballot)
            }
            assert kept == self.newest


TestInterleaved = Interleaved.TestCase
TestInterleaved.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
