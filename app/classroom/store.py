"""The logs of all classes, and their answers, in one SQLite file (WAL, every commit on the disk).

`append(code, event, key)` gives an event its number; what was sent already keeps the number that it
has. Answers are no events: five hundred of them would be told to everybody five hundred times. They
have a table of their own, in which one's newest revision stands, and whether the ballot is open is
looked up in the transaction that writes it.

Nobody waits inside SQLite, which would stop a whole worker: where another process writes, it is
tried again a little later.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .. import limits
from .rights import new_code
from .state import Event

T = TypeVar("T")

DAY = 86_400
PATIENCE = 5.0
"""Seconds for which a write is tried."""
PAUSE = 0.002
"""Seconds between two tries; and how long answers gather, at least, that are written together."""
LONGEST = 0.03
"""And at most, where the disk is slow."""

NAMES = 0
"""The ballot under which stand the names that people give themselves. Nobody is asked by it, and it
is open as long as its class is there: who takes none is `Rooms`."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS rooms(
  code TEXT PRIMARY KEY, lecturer BLOB NOT NULL, log TEXT NOT NULL, opened INTEGER NOT NULL,
  accepts INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events(
  code TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
  key TEXT NOT NULL, PRIMARY KEY(code, seq), UNIQUE(code, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers(
  code TEXT NOT NULL, ballot INTEGER NOT NULL, person BLOB NOT NULL, revision INTEGER NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY(code, ballot, person)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS here(
  code TEXT NOT NULL, worker TEXT NOT NULL, count INTEGER NOT NULL, until REAL NOT NULL,
  PRIMARY KEY(code, worker)) WITHOUT ROWID;
"""


class StoreError(Exception):
    """The store does not take it: `why` is full, busy, away, rooms, often, events or gone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Room:
    """A class, as it is kept."""

    code: str
    lecturer: bytes
    log: str
    """A random name of the log: who has read another one begins anew."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody answered last in a ballot."""

    person: bytes
    revision: int
    text: str


class Store(Protocol):
    """What a store of classes can do; `sqlite:` is one, `redis:` (`streams.py`) the other."""

    def open(self, lecturer: Callable[[str], bytes]) -> Room:
        """A new class; `lecturer` makes the hash of its token from the code."""

    def room(self, code: str) -> Room | None:
        """The class of that code."""

    def renew(self, code: str) -> None:
        """Give a log another name: what was read of it means nothing."""

    def append(
        self, code: str, kind: str, data: Any, key: str, accepts: Callable[[int], int]
    ) -> int:
        """The number of an event; `accepts` says which ballot takes answers after it; 0: none."""

    def since(self, code: str, seq: int) -> Sequence[Event]:
        """The events after one."""

    def answer(self, code: str, ballot: int, person: bytes, revision: int, text: str) -> str:
        """ "counted", "older", "closed" or "full"."""

    def answers(self, code: str, ballot: int) -> Sequence[Answer]:
        """Those of a ballot."""

    def answered(self, code: str, ballot: int) -> int:
        """How many there are."""

    def present(self, worker: str, counts: dict[str, int], until: float) -> None:
        """How many follow each class from this worker."""

    def here(self, code: str, now: float) -> int:
        """How many follow a class."""

    def delete(self, code: str) -> None:
        """Forget a class."""

    def version(self) -> int:
        """Another number whenever all that is followed has to be looked at."""

    def listen(self, ring: Callable[[str], None]) -> Callable[[], None]:
        """Ring with the code of a class in which anybody writes, where `version` does not say it,
        until what comes back is called."""


def prepare(path: Path) -> None:
    """Make the file, before there are workers: two of them at once would be in each other's way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _connect(path) as made:
        _patiently(lambda: made.execute("PRAGMA journal_mode=WAL").fetchone())
        _patiently(lambda: made.executescript(SCHEMA))
    made.close()


def _connect(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    _patiently(lambda: made.execute("PRAGMA synchronous=FULL"))
    return made


def _patiently(act: Callable[[], T]) -> T:
    """Try until nobody else writes; raises `StoreError`."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except sqlite3.OperationalError as error:
            said = str(error)
            if "locked" not in said and "busy" not in said:
                raise StoreError("full") from error
            if time.monotonic() > until:
                raise StoreError("busy") from error
        time.sleep(PAUSE)


@dataclass
class _Waiting:
    """An answer that is to be written with others."""

    row: tuple[str, int, bytes, int, str]
    done: threading.Event = field(default_factory=threading.Event)
    found: str = ""
    error: Exception | None = None


class SqliteStore:
    """All classes in one file."""

    def __init__(self, path: Path) -> None:
        prepare(path)
        self._writer = _connect(path)
        self._reader = _connect(path)
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._gathering = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._pause = PAUSE

    def _read(self, sql: str, *values: Any) -> list[Any]:
        with self._reading:
            return _patiently(lambda: self._reader.execute(sql, values).fetchall())

    def _written(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Do this in one transaction."""
        with self._writing:
            _patiently(lambda: self._writer.execute("BEGIN IMMEDIATE"))
            try:
                found = act(self._writer)
                self._writer.execute("COMMIT")
                return found
            except sqlite3.OperationalError as error:
                raise StoreError("full") from error
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    def open(self, lecturer: Callable[[str], bytes]) -> Room:
        """A new class; what is older than a month goes."""
        now = int(time.time())

        def act(db: sqlite3.Connection) -> Room:
            old = "SELECT code FROM rooms WHERE opened < ? LIMIT 50"
            for (code,) in db.execute(old, (now - limits.CLASS_DAYS.most * DAY,)).fetchall():
                _forget(db, code)
            counted = "SELECT count(*), coalesce(sum(opened > ?), 0) FROM rooms"
            count, often = db.execute(counted, (now - 60,)).fetchone()
            if count >= limits.CLASSES.most:
                raise StoreError("rooms")
            if often >= limits.CLASSES_OPENED.most:
                raise StoreError("often")
            made = new_code()
            while db.execute("SELECT 1 FROM rooms WHERE code = ?", (made,)).fetchone():
                made = new_code()
            room = Room(code=made, lecturer=lecturer(made), log=new_code())
            db.execute(
                "INSERT INTO rooms(code, lecturer, log, opened) VALUES (?, ?, ?, ?)",
                (room.code, room.lecturer, room.log, now),
            )
            return room

        return self._written(act)

    def room(self, code: str) -> Room | None:
        """The class of that code."""
        found = self._read("SELECT code, lecturer, log FROM rooms WHERE code = ?", code)
        return Room(code=found[0][0], lecturer=found[0][1], log=found[0][2]) if found else None

    def renew(self, code: str) -> None:
        """Give a log another name."""
        named = "UPDATE rooms SET log = ? WHERE code = ?"
        self._written(lambda db: db.execute(named, (new_code(), code)))

    def append(
        self, code: str, kind: str, data: Any, key: str, accepts: Callable[[int], int]
    ) -> int:
        """The number of an event, which it has once."""

        def act(db: sqlite3.Connection) -> int:
            if not db.execute("SELECT 1 FROM rooms WHERE code = ?", (code,)).fetchone():
                raise StoreError("gone")  # a line of it would stay for ever
            known = db.execute("SELECT seq FROM events WHERE code = ? AND key = ?", (code, key))
            for (seq,) in known:
                return int(seq)
            (last,) = db.execute("SELECT max(seq) FROM events WHERE code = ?", (code,)).fetchone()
            seq = (last or 0) + 1
            # Whoever ends a class can do so, however long it was.
            if seq > limits.CLASS_EVENTS.most and kind != "end":
                raise StoreError("events")
            row = (code, seq, kind, json.dumps(data, ensure_ascii=False), key)
            db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)
            db.execute("UPDATE rooms SET accepts = ? WHERE code = ?", (accepts(seq), code))
            return seq

        return self._written(act)

    def since(self, code: str, seq: int) -> Sequence[Event]:
        """The events after one."""
        rows = self._read(
            "SELECT seq, kind, data FROM events WHERE code = ? AND seq > ? ORDER BY seq", code, seq
        )
        return [Event(seq=n, kind=kind, data=json.loads(data)) for n, kind, data in rows]

    def answer(self, code: str, ballot: int, person: bytes, revision: int, text: str) -> str:
        """What came of an answer. Those of one moment are written at once: the first who comes
        waits for the others, writes all, and tells them."""
        mine = _Waiting((code, ballot, person, revision, text))
        with self._gathering:
            self._waiting.append(mine)
            first = len(self._waiting) == 1
        if not first:
            mine.done.wait(2 * PATIENCE)
        else:
            time.sleep(self._pause)
            with self._gathering:
                group, self._waiting = self._waiting, []
            began = time.monotonic()
            try:
                self._written(lambda db: _take(db, group))
            except Exception as error:
                for each in group:
                    each.error = error
            # While the disk writes nobody is served: where it is slow, more are written at once.
            self._pause = min(max(PAUSE, 3 * (time.monotonic() - began)), LONGEST)
            for each in group:
                each.done.set()
        if mine.error or not mine.found:
            raise mine.error or StoreError("busy")
        return mine.found

    def answers(self, code: str, ballot: int) -> Sequence[Answer]:
        """Those of a ballot."""
        sql = "SELECT person, revision, text FROM answers WHERE code = ? AND ballot = ?"
        rows = self._read(sql, code, ballot)
        return [Answer(person=who, revision=n, text=text) for who, n, text in rows]

    def answered(self, code: str, ballot: int) -> int:
        """How many there are."""
        return int(self._read(_ANSWERED, code, ballot)[0][0])

    def present(self, worker: str, counts: dict[str, int], until: float) -> None:
        """How many follow each class from this worker."""
        rows = [(code, worker, count, until) for code, count in counts.items()]

        def act(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM here WHERE worker = ?", (worker,))
            db.executemany("INSERT INTO here VALUES (?, ?, ?, ?)", rows)

        self._written(act)

    def here(self, code: str, now: float) -> int:
        """How many follow a class."""
        sql = "SELECT coalesce(sum(count), 0) FROM here WHERE code = ? AND until > ?"
        return int(self._read(sql, code, now)[0][0])

    def delete(self, code: str) -> None:
        """Forget a class: what was in it is overwritten in the file."""
        self._written(lambda db: _forget(db, code))
        with self._writing:
            self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def version(self) -> int:
        """Another number whenever anybody has written."""
        with self._reading:
            return int(self._reader.execute("PRAGMA data_version").fetchone()[0])

    def listen(self, ring: Callable[[str], None]) -> Callable[[], None]:
        """The version says all."""
        return lambda: None


def _take(db: sqlite3.Connection, group: Sequence[_Waiting]) -> None:
    """Take answers in a transaction that nobody else writes in: what holds for a ballot is looked
    up once for all of them."""
    accepts: dict[str, int | None] = {}
    counts: dict[tuple[str, int], int] = {}
    for each in group:
        code, ballot = each.row[:2]
        if code not in accepts:
            open_ = db.execute("SELECT accepts FROM rooms WHERE code = ?", (code,)).fetchone()
            accepts[code] = open_[0] if open_ else None
        if (code, ballot) not in counts:
            (counts[code, ballot],) = db.execute(_ANSWERED, (code, ballot)).fetchone()
        each.found, more = _taken(db, each.row, accepts[code], counts[code, ballot])
        counts[code, ballot] += more


_ANSWERED = "SELECT count(*) FROM answers WHERE code = ? AND ballot = ?"


def _taken(
    db: sqlite3.Connection, row: tuple[str, int, bytes, int, str], accepts: int | None, count: int
) -> tuple[str, bool]:
    """What came of it, and whether there is one more who has answered."""
    code, ballot, person, revision, text = row
    own = "SELECT revision, text FROM answers WHERE code = ? AND ballot = ? AND person = ?"
    held = db.execute(own, (code, ballot, person)).fetchone()
    if held == (revision, text):
        return "counted", False  # the same, sent twice: it is in, also where the ballot has closed
    if accepts is None or ballot not in (NAMES, accepts):
        return "closed", False
    if held and held[0] >= revision:
        return "older", False
    if not held and count >= limits.CLASS_PEOPLE.most:
        return "full", False
    db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)
    return "counted", not held


def _forget(db: sqlite3.Connection, code: str) -> None:
    db.execute("PRAGMA secure_delete = ON")
    for table in ("rooms", "events", "answers", "here"):
        db.execute(f"DELETE FROM {table} WHERE code = ?", (code,))
