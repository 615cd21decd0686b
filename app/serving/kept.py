"""Answers that are kept, as many as fit into some bytes; the one asked for longest ago goes first.

Several may ask for the same at once: one makes it, the others wait for him.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from .answer import Answer

SHARE = 8
"""No answer takes more than this part of the room: else one would put all others out."""
PATIENCE = 60.0
"""Seconds for which one waits for what somebody else makes."""


@dataclass
class _Making:
    """What somebody makes at the moment."""

    done: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None


class Kept:
    """Answers by their keys, of `room` bytes together; with no room nothing is kept."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.size = 0
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._making: dict[bytes, _Making] = {}
        self._lock = threading.Lock()

    def get(self, key: bytes) -> Answer | None:
        """The answer, if it is here."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def made(self, key: bytes, make: Callable[[], Answer]) -> Answer:
        """The answer: kept, made by somebody at this moment, or made now."""
        found = self.get(key)
        if found is not None:
            return found
        if not self.room:
            return make()
        with self._lock:
            making = self._making.get(key)
            mine = making is None
            if making is None:
                making = self._making[key] = _Making()
        if not mine:
            making.done.wait(PATIENCE)
            return making.answer or make()
        try:
            answer = make()
            if answer.code < 500:
                making.answer = answer
            if answer.tag:
                self._keep(key, answer)
            return answer
        finally:
            with self._lock:
                del self._making[key]
            making.done.set()

    def _keep(self, key: bytes, answer: Answer) -> None:
        if answer.size > self.room // SHARE:
            return
        with self._lock:
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self.room:
                _, oldest = self._answers.popitem(last=False)
                self.size -= oldest.size
