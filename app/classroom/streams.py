"""The logs of all classes in Redis or Valkey, where one machine's file is not enough.

The same as `store.py`, by scripts that Redis runs as one: an event gets the next number once per
key, and whether a ballot is open is looked up where an answer is written. A class's log is a
stream whose ids are its numbers; one more stream is the bell, which each process waits at.
"""

import json
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from .. import limits
from .rights import new_code
from .state import Event
from .store import DAY, NAMES, PATIENCE, Answer, Room, StoreError

SCHEMES = ("redis://", "rediss://", "unix://")
BELL = "class:bell"
OPENED = "class:opened"
"""All classes, by when they were opened."""
AWAY = 0.2
"""Seconds between two tries while Redis is away."""
BLOCK = 2000
"""Milliseconds for which the bell is waited for at once."""
RINGS = 1000
"""Rings that are kept for a process that has just lost its connection."""

_OPEN = """
local room, opened = KEYS[1], KEYS[2]
local code, lecturer, log, now, minute, month = unpack(ARGV)
redis.call('ZREMRANGEBYSCORE', opened, '-inf', '(' .. month)
if redis.call('ZCARD', opened) >= tonumber(ARGV[7]) then return 'rooms' end
if redis.call('ZCOUNT', opened, '(' .. minute, '+inf') >= tonumber(ARGV[8]) then return 'often' end
if redis.call('EXISTS', room) == 1 then return 'taken' end
redis.call('HSET', room, 'lecturer', lecturer, 'log', log, 'seq', 0, 'accepts', 0, 'gone', ARGV[9])
redis.call('EXPIREAT', room, ARGV[9])
redis.call('ZADD', opened, now, code)
redis.call('EXPIREAT', opened, ARGV[9])
return 'opened'
"""

_APPEND = """
local room, log, keys, bell = unpack(KEYS)
local key, last, kind, data, accepts, most, code, rings = unpack(ARGV)
local known = redis.call('HGET', keys, key)
if known then return tonumber(known) end
local seq = redis.call('HGET', room, 'seq')
if not seq then return -3 end
if seq ~= last then return -1 end
local n = tonumber(seq) + 1
if n > tonumber(most) and kind ~= 'end' then return -2 end
redis.call('XADD', log, n .. '-0', 'kind', kind, 'data', data)
redis.call('HSET', keys, key, n)
redis.call('HSET', room, 'seq', n, 'accepts', accepts)
local gone = redis.call('HGET', room, 'gone')
redis.call('EXPIREAT', log, gone)
redis.call('EXPIREAT', keys, gone)
redis.call('XADD', bell, 'MAXLEN', '~', rings, '*', 'code', code)
redis.call('EXPIRE', bell, ARGV[9])
return n
"""
"""-1: somebody else was first; -2: too many; -3: there is no such class."""

_RENAME = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'log', ARGV[1]) end
"""

_ANSWER = f"""
local room, answers = KEYS[1], KEYS[2]
local ballot, person, revision, text, most = unpack(ARGV)
local held = redis.call('HGET', answers, person)
if held == revision .. ':' .. text then return 'counted' end
local accepts = redis.call('HGET', room, 'accepts')
if not accepts or (ballot ~= '{NAMES}' and accepts ~= ballot) then return 'closed' end
if held and tonumber(string.match(held, '^%d+')) >= tonumber(revision) then return 'older' end
if not held and redis.call('HLEN', answers) >= tonumber(most) then return 'full' end
redis.call('HSET', answers, person, revision .. ':' .. text)
redis.call('EXPIREAT', answers, redis.call('HGET', room, 'gone'))
return 'counted'
"""


def client(address: str) -> Any:
    """A client of Redis; raises `ValueError` where its library is not there."""
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        raise ValueError(
            "CHALKGRAPH_CLASS=redis://… needs a library: pip install 'redis>=8'"
        ) from None
    pool = redis.BlockingConnectionPool.from_url(
        address,
        max_connections=64,
        timeout=PATIENCE,
        socket_timeout=2 * BLOCK / 1000,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),  # whatever is sent twice is one
        protocol=2,
    )
    return redis.Redis(connection_pool=pool)


class StreamStore:
    """All classes in one Redis."""

    def __init__(self, address: str) -> None:
        import redis

        self._redis = client(address)
        self._errors = redis.RedisError
        self._open = self._redis.register_script(_OPEN)
        self._append = self._redis.register_script(_APPEND)
        self._answer = self._redis.register_script(_ANSWER)
        self._rename = self._redis.register_script(_RENAME)
        self._told: dict[str, set[str]] = {}
        self._returned = 0

    def _ask(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """What Redis says; raises `StoreError`."""
        try:
            return act(*given, **named)
        except self._errors as error:
            full = str(error).startswith(("OOM", "MISCONF", "Errors writing"))
            raise StoreError("full" if full else "away") from error

    def open(self, lecturer: Callable[[str], bytes]) -> Room:
        """A new class; what is older than a month goes by itself."""
        now = int(time.time())
        month = limits.CLASS_DAYS.most * DAY
        while True:
            code, log = new_code(), new_code()
            room = Room(code=code, lecturer=lecturer(code), log=log)
            given = [code, room.lecturer, log, now, now - 60, now - month]
            given += [limits.CLASSES.most, limits.CLASSES_OPENED.most, now + month]
            said = self._ask(self._open, [_room(code), OPENED], given).decode()
            if said == "opened":
                return room
            if said != "taken":
                raise StoreError(said)

    def room(self, code: str) -> Room | None:
        """The class of that code."""
        lecturer, log = self._ask(self._redis.hmget, _room(code), ["lecturer", "log"])
        return Room(code=code, lecturer=lecturer, log=log.decode()) if lecturer and log else None

    def renew(self, code: str) -> None:
        """Give a log another name, where there is one."""
        self._ask(self._rename, [_room(code)], [new_code()])

    def append(
        self, code: str, kind: str, data: Any, key: str, accepts: Callable[[int], int]
    ) -> int:
        """The number of an event, which it has once."""
        keys = [_room(code), _log(code), f"{_room(code)}:keys", BELL]
        text = json.dumps(data, ensure_ascii=False)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            seq = self._ask(self._redis.hget, _room(code), "seq")
            if seq is None:
                raise StoreError("gone")
            last = int(seq)
            given = [key, last, kind, text, accepts(last + 1), limits.CLASS_EVENTS.most]
            seq = int(self._ask(self._append, keys, [*given, code, RINGS, DAY]))
            if seq > 0:
                return seq
            if seq == -3:
                raise StoreError("gone")
            if seq == -2:
                raise StoreError("events")
        raise StoreError("busy")

    def since(self, code: str, seq: int) -> Sequence[Event]:
        """The events after one."""
        rows = self._ask(self._redis.xrange, _log(code), f"({seq}-0")
        return [
            Event(
                seq=int(at.partition(b"-")[0]),
                kind=fields[b"kind"].decode(),
                data=json.loads(fields[b"data"]),
            )
            for at, fields in rows
        ]

    def answer(self, code: str, ballot: int, person: bytes, revision: int, text: str) -> str:
        """What came of an answer."""
        keys = [_room(code), _answers(code, ballot)]
        given = [ballot, person, revision, text, limits.CLASS_PEOPLE.most]
        said: str = self._ask(self._answer, keys, given).decode()
        return said

    def answers(self, code: str, ballot: int) -> Sequence[Answer]:
        """Those of a ballot."""
        found: list[Answer] = []
        for person, held in self._ask(self._redis.hgetall, _answers(code, ballot)).items():
            revision, _, text = held.partition(b":")
            found.append(Answer(person=person, revision=int(revision), text=text.decode()))
        return sorted(found, key=lambda each: each.person)

    def answered(self, code: str, ballot: int) -> int:
        """How many there are."""
        return int(self._ask(self._redis.hlen, _answers(code, ballot)))

    def present(self, worker: str, counts: dict[str, int], until: float) -> None:
        """How many follow each class from this worker."""
        gone = self._told.get(worker, set()) - {*counts}
        with self._redis.pipeline(transaction=False) as asked:
            for code in gone:
                asked.hdel(_here(code), worker)
            for code, count in counts.items():
                asked.hset(_here(code), worker, f"{count} {until}")
                asked.expireat(_here(code), int(until) + DAY)
            self._ask(asked.execute)
        self._told[worker] = {*counts}

    def here(self, code: str, now: float) -> int:
        """How many follow a class."""
        rows = (each.split() for each in self._ask(self._redis.hvals, _here(code)))
        return sum(int(count) for count, until in rows if float(until) > now)

    def delete(self, code: str) -> None:
        """Forget a class."""
        last = int(self._ask(self._redis.hget, _room(code), "seq") or 0)
        ballots = [_answers(code, seq) for seq in (NAMES, *range(1, last + 1))]
        rest = [_room(code), _log(code), f"{_room(code)}:keys", _here(code)]
        self._ask(self._redis.delete, *rest, *ballots)
        self._ask(self._redis.zrem, OPENED, code)
        self._ask(self._redis.xadd, BELL, {"code": code}, maxlen=RINGS)
        self._ask(self._redis.expire, BELL, DAY)

    def version(self) -> int:
        """Another number whenever all have to be looked at: Redis was away."""
        return self._returned

    def listen(self, ring: Callable[[str], None]) -> Callable[[], None]:
        """Ring with the code of each class in which anybody has written, from now on."""
        enough = threading.Event()
        given = ring, enough
        threading.Thread(target=self._listen, args=given, daemon=True, name="redis bell").start()
        return enough.set

    def _listen(self, ring: Callable[[str], None], enough: threading.Event) -> None:
        last = b"$"
        while not enough.is_set():
            with suppress(StoreError):
                if last == b"$":
                    newest = self._ask(self._redis.xrevrange, BELL, count=1)
                    last = newest[0][0] if newest else b"0-0"
                    self._returned += 1
                    ring("")
                while not enough.is_set():
                    found = self._ask(self._redis.xread, {BELL: last}, block=BLOCK)
                    for _stream, rings in found:
                        for at, fields in rings:
                            last = at
                            ring(fields[b"code"].decode())
            # Away. Who knows what was written meanwhile, or is no longer there: all is read again.
            last = b"$"
            enough.wait(AWAY)


def _room(code: str) -> str:
    return f"class:{{{code}}}"


def _log(code: str) -> str:
    return f"{_room(code)}:log"


def _answers(code: str, ballot: int) -> str:
    return f"{_room(code)}:answers:{ballot}"


def _here(code: str) -> str:
    return f"{_room(code)}:here"
