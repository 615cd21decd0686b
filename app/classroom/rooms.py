"""The classes of this server, as one of its processes has them: the store, the states, the bell."""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import limits
from . import rights
from .bell import Bell
from .names import NAMELESS, Names, called
from .results import Judged
from .state import Event, State, fold, folded
from .store import NAMES, Room, SqliteStore, Store, StoreError, prepare
from .streams import SCHEMES, StreamStore, client

OFF = "off"
SQLITE = "sqlite:"
NOTHING = State(), None
KEPT = 300
"""States of classes, and counts of closed ballots, that a process keeps."""
JUDGED = 50
"""Worksheets of which it keeps what was thought of each try."""


class Rooms:
    """Everything about classes; nothing touches the disk before somebody asks for a class."""

    def __init__(self, where: str, folder: Path, streams: int = limits.CLASS_STREAMS.most) -> None:
        """`where`: off, `sqlite:` and a path, or a Redis; nothing: a file in that folder.
        `streams`: how many are told of each step at once."""
        self._streams = streams
        self.off = where == OFF
        self._shared = where if where.startswith(SCHEMES) else ""
        if self._shared:
            client(where)  # what is missing for it is said before anybody comes
        elif where and not self.off and not where.startswith(SQLITE):
            scheme = where.partition(":")[0][:20]  # the rest may hold a password
            raise ValueError(
                f"CHALKGRAPH_CLASS is {OFF}, {SQLITE} and a path, or redis://host; not {scheme}:…"
            )
        self.path = Path(where.removeprefix(SQLITE)) if where else folder / "classes.sqlite"
        self._beginning = threading.Lock()
        self._store: Store | None = None
        self._bell: Bell | None = None
        self._states: OrderedDict[str, tuple[State, Event | None]] = OrderedDict()
        self._counts: OrderedDict[tuple[str, int, int], Counter[str]] = OrderedDict()
        self._judged: OrderedDict[tuple[str, int], dict[tuple[str, str], Judged]] = OrderedDict()

    def prepare(self) -> None:
        """Make the file before there are workers; where that cannot be, whoever opens a class is
        told so."""
        if not self.off and not self._shared:
            try:
                prepare(self.path)
            except (OSError, StoreError):
                return

    @property
    def store(self) -> Store:
        """The store; raises `StoreError`."""
        if self._store is None:
            self._begin()
        assert self._store is not None
        return self._store

    @property
    def bell(self) -> Bell:
        """Who tells those who follow."""
        if self._bell is None:
            self._begin()
        assert self._bell is not None
        return self._bell

    def _begin(self) -> None:
        # This lock may be older than gevent, which does not wait for such a one: it is asked again.
        while not self._beginning.acquire(blocking=False):
            time.sleep(0.001)
        try:
            if self._store is None:
                made = StreamStore(self._shared) if self._shared else SqliteStore(self.path)
                self._bell = Bell(made, self.state, self._streams)
                self._store = made
        except OSError as error:
            raise StoreError("full") from error
        finally:
            self._beginning.release()

    def end(self) -> None:
        """Tell all who follow that this process goes."""
        if self._bell is not None:
            self._bell.bye()

    def open(self, token: str, title: str, deck: str) -> Room:
        """A new class."""
        made = self.store.open(lambda code: rights.hashed(token, code))
        self.append(made.code, "open", {"title": title, "deck": deck}, "open")
        return made

    def find(self, typed: str) -> Room | None:
        """The class of a code as it was typed; None where there is none."""
        code = rights.code(typed)
        return self.store.room(code) if code and not self.off else None

    def answer(self, code: str, ballot: int, person: bytes, revision: int, text: str) -> str:
        """What came of an answer to a question, as the store says it. What is done of a worksheet
        is read another way, and its ballot takes no answer of this one."""
        known, _last = self._states.get(code, NOTHING)
        # Which event handed out a worksheet stays as it is: nobody asks the store for that again.
        state = known if ballot <= known.seq else self.state(code)
        if ballot == NAMES or state.hands(ballot):
            return "closed"
        return self.store.answer(code, ballot, person, revision, text)

    def work(self, code: str, ballot: int, person: bytes, revision: int, text: str) -> str:
        """The same of what is done of a worksheet: its ballot takes that and nothing else does."""
        if not self.state(code).hands(ballot):
            return "closed"
        return self.store.answer(code, ballot, person, revision, text)

    def name(self, code: str, person: bytes, revision: int, text: str) -> str:
        """The same of the name that somebody gives himself, where names are on; an empty one takes
        it away, which one always may."""
        state = self.state(code)
        if text and (state.ended or not state.locks.names):
            return "closed"
        return self.store.answer(code, NAMES, person, revision, text)

    def names(self, code: str) -> Names:
        """What people are called, for the lecturer; nobody is while names are off."""
        on = self.state(code).locks.names
        return called(self.store.answers(code, NAMES)) if on else NAMELESS

    def state(self, code: str) -> State:
        """Where a class is now."""
        entry = self._states.get(code, NOTHING)
        before, known = entry
        rows = self.store.since(code, max(0, before.seq - 1))
        # The last event that is known comes along. It is gone with its class; and where another
        # stands in its place, or none, a store has lost the end of what it had acknowledged.
        if known and rows[:1] != [known]:
            # Several may see that at once: the one who takes it away is the one who says so.
            taken = self._states.pop(code, None)
            first = taken is entry
            if first:
                self._forget(code)
            elif taken:
                self._states.setdefault(code, taken)
            before, known, rows = State(), None, self.store.since(code, 0)
            if rows and first:
                self.store.renew(code)
                self.bell.bye(code)
        state = folded(rows[1:] if known else rows, before)
        if rows and state.seq >= self._states.get(code, NOTHING)[0].seq:
            self._states[code] = state, rows[-1]
            self._states.move_to_end(code)
        while len(self._states) > KEPT:
            self._states.popitem(last=False)
        return state

    def append(self, code: str, kind: str, data: Mapping[str, Any], key: str) -> int:
        """The number of an event; whether a ballot takes answers then, the fold says."""

        def accepts(seq: int) -> int:
            return fold(self.state(code), Event(seq=seq, kind=kind, data=data)).accepts

        self.state(code)  # what may have to be written for it is not written within the other
        seq = self.store.append(code, kind, data, key, accepts)
        if self._bell is not None:
            self._bell.ring(code)
        return seq

    def counts(self, code: str, ballot: int, state: State) -> Counter[str]:
        """How often each text was sent; while a ballot takes no answers it is looked up once."""
        asked = state.question
        # What is on the board may be opened again, by a lock; nothing else can.
        mark = state.turned if asked and ballot == asked.ballots[-1] else 0
        key = code, ballot, mark
        found = self._counts.get(key) if ballot != state.accepts else None
        if found is None:
            found = Counter(each.text for each in self.store.answers(code, ballot))
            if ballot != state.accepts:
                self._counts[key] = found
                while len(self._counts) > KEPT:
                    self._counts.popitem(last=False)
        return found

    def verdicts(self, code: str, ballot: int) -> dict[tuple[str, str], Judged]:
        """What was thought of each try at each task of a worksheet so far: to be added to."""
        found = self._judged.setdefault((code, ballot), {})
        self._judged.move_to_end((code, ballot))
        while len(self._judged) > JUDGED:
            self._judged.popitem(last=False)
        return found

    def delete(self, code: str) -> None:
        """Forget a class."""
        self.store.delete(code)
        self._forget(code)
        if self._bell is not None:
            self._bell.ring(code)

    def _forget(self, code: str) -> None:
        self._states.pop(code, None)
        for key in [key for key in self._counts if key[0] == code]:
            del self._counts[key]
        for sheet in [sheet for sheet in self._judged if sheet[0] == code]:
            del self._judged[sheet]
