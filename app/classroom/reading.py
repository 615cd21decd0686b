"""Events as a lecturer's page sends them, read so that nothing odd gets into a log."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from .. import limits
from ..languages import _
from ..picture.layers import LAYERS
from ..predict.answers import MOST
from ..predict.own import OwnError, read_own
from .names import plain, tidy
from .state import Locks, Part
from .store import NAMES
from .worksheet import written

KINDS = (
    *("show", "ask", "again", "close", "reveal", "drop", "hand", "collect", "lock", "drive"),
    *("press", "end"),
)
"""What a lecturer does; `open`, `door`, `wrong` and `let` are the server's own."""
MOST_STEPS = 100_000
WHOLE = 10**9
"""Ballots and revisions are below."""
PARTS: tuple[str, ...] = get_args(Part)
DOES = ("next", "previous", "blank", "ask", "reveal", "again")
"""What a remote may press."""
LOCKS = tuple(each.name for each in fields(Locks))
SAYS = ("", "question", "text")
NAME = 80
"""Characters of the name of a question."""
OF_PAGE = ("page", "have", "room", "lock", "unlocked", "predict")
"""What a page asks for beside a story, and the locks of a link: tasks say what is asked."""


class EventError(ValueError):
    """An event that is none; its text is for people."""


def read(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What of an event's data goes into the log; raises `EventError`."""
    match kind:
        case "show":
            return _show(data)
        case "ask":
            question = data.get("question")
            if "own" in data:
                return {"own": _own(data["own"]), "step": _whole(data, "step", MOST_STEPS)}
            return {"question": _name(question), "step": _whole(data, "step", MOST_STEPS)}
        case "hand":
            return _hand(data)
        case "lock":
            if not data or not {*data} <= {*LOCKS} or not {*map(type, data.values())} <= {bool}:
                raise EventError(f"A lock is one of {', '.join(LOCKS)}, true or false.")
            return dict(data)
        case "drive":
            return {"part": _one("part", data, PARTS)}
        case "press":
            return {"does": _one("does", data, DOES)}
        case _ if kind in KINDS:
            return {}
    raise EventError(f"`kind` is one of {', '.join(KINDS)}.")


def read_answer(data: Mapping[str, Any]) -> tuple[int, int, str]:
    """Ballot, revision and text of an answer; raises `EventError`."""
    return *_sent(data), _answer(data.get("text"))


def read_work(data: Mapping[str, Any]) -> tuple[int, int, str]:
    """Ballot, revision and tries of what somebody did of a worksheet, as it is kept; raises
    `EventError`."""
    tries = data.get("tries")
    if not isinstance(tries, Mapping) or len(tries) > limits.CLASS_TASKS.most:
        raise EventError("`tries` has a list for each task.")
    text = written({_name(task): _tries(each) for task, each in tries.items()})
    if len(text.encode()) > limits.CLASS_WORK.most:
        raise EventError(_("This is more than is kept of one worksheet."))
    return *_sent(data), text


def read_name(data: Mapping[str, Any]) -> tuple[int, int, str]:
    """Ballot, revision and text of the name that somebody gives himself; an empty one: none. Raises
    `EventError`."""
    name = data.get("name")
    if not isinstance(name, str):
        raise EventError("`name` is a text.")
    most = limits.CLASS_NAME.most
    # What is longer than any name is not looked through.
    text = tidy(name) if len(name) <= 4 * most else name
    if len(text) > most:
        raise EventError(_("A name has at most %(most)s characters.", most=most))
    if not plain(text):
        raise EventError(_("A name is letters, digits and signs that can be seen."))
    return *_sent({**data, "ballot": NAMES}), text


def _tries(given: Any) -> tuple[str | None, ...]:
    if not isinstance(given, list) or len(given) > limits.CLASS_TRIES.most:
        raise EventError(f"The tries at a task are at most {limits.CLASS_TRIES.most}.")
    if None in given[:-1]:
        raise EventError("After a number has been shown nobody tries it any more.")
    return tuple(None if each is None else _answer(each) for each in given)


def _sent(data: Mapping[str, Any]) -> tuple[int, int]:
    ballot, revision = data.get("ballot"), data.get("revision")
    for each in (ballot, revision):
        if type(each) is not int or not 0 <= each < WHOLE:
            raise EventError("`ballot` and `revision` are whole numbers.")
    assert isinstance(ballot, int) and isinstance(revision, int)
    return ballot, revision


def _answer(text: Any) -> str:
    if not isinstance(text, str):
        raise EventError("`text` is a text.")
    if len(text) > MOST:
        raise EventError(_("An answer has at most %(most)s characters.", most=MOST))
    return text.strip()


def _show(data: Mapping[str, Any]) -> dict[str, Any]:
    wish, slide = data.get("wish"), data.get("slide")
    found: dict[str, Any] = {"step": _whole(data, "step", MOST_STEPS)}
    more: dict[str, Any] = {"blank": data.get("blank") is True}
    hide = data.get("hide", [])
    if not isinstance(hide, list) or not {*map(str, hide)} <= {*LAYERS}:
        raise EventError("`hide` has names of layers.")
    more["hide"] = hide
    if isinstance(slide, Mapping):
        more["slide"] = _slide(slide)
    if isinstance(wish, Mapping):
        found["wish"] = _wish(wish)
    elif data.get("text") is True:
        found["text"] = True
    return {**found, "more": more}


def _hand(data: Mapping[str, Any]) -> dict[str, Any]:
    wish, tasks = data.get("wish"), data.get("tasks")
    if not isinstance(wish, Mapping) or not isinstance(tasks, list) or not tasks:
        raise EventError("A worksheet has a `wish` and `tasks`, names of its questions.")
    if len(tasks) > limits.CLASS_TASKS.most:
        most = limits.CLASS_TASKS.most
        raise EventError(_("A worksheet of a class has at most %(most)s tasks.", most=most))
    named = [_name(each) for each in tasks]
    if len({*named}) < len(named):
        raise EventError("No task stands in a worksheet twice.")
    kept = {name: value for name, value in wish.items() if name not in OF_PAGE}
    return {"wish": _wish(kept), "tasks": named}


def _own(given: Any) -> dict[str, Any]:
    try:
        return read_own(given)
    except OwnError as error:
        raise EventError(str(error)) from None


def _wish(wish: Mapping[str, Any]) -> dict[str, Any]:
    if len(json.dumps(wish)) > limits.CLASS_STORY.most:
        raise EventError(
            _(
                "This program is too long for a class: it has more than %(most)s KiB.",
                most=limits.CLASS_STORY.most // 1024,
            )
        )
    return dict(wish)


def _name(question: Any) -> str:
    if not isinstance(question, str) or not 0 < len(question) <= NAME:
        raise EventError("`question` is the name of a question.")
    return question


def _slide(slide: Mapping[str, Any]) -> dict[str, Any]:
    talk, says = slide.get("talk"), slide.get("says", "")
    if not isinstance(talk, str) or len(talk) > 80 or says not in SAYS:
        raise EventError("`slide` has a talk, a place, points, and what it says.")
    return {
        "talk": talk,
        "place": _whole(slide, "place", 1000),
        "points": _whole(slide, "points", 1000),
        "says": says,
    }


def _one(name: str, data: Mapping[str, Any], of: tuple[str, ...]) -> str:
    found = data.get(name)
    if found not in of:
        raise EventError(f"`{name}` is one of {', '.join(of)}.")
    return str(found)


def _whole(data: Mapping[str, Any], name: str, most: int) -> int:
    value = data.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise EventError(f"`{name}` is a whole number up to {most}.")
    return value
