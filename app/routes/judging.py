"""What the answers of a class come to: worked out where heavy work is done, and kept there."""

import json
from collections.abc import Mapping
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import BadRequest, HTTPException

from ..classroom import worksheet
from ..classroom.results import Judged, bounded, of_text, unjudged
from ..classroom.rooms import Rooms
from ..classroom.state import Asked, State
from ..exports.story_json import Json
from ..languages import _, chosen, language
from ..serving.desk import Desk
from ..serving.ended import Ended
from .api import story_fields
from .options import of_json
from .pages import look_link


class Unjudged(HTTPException):
    """Answers could not be judged, for a reason that has a status and words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


def results(rooms: Rooms, code: str, state: State, asked: Asked) -> Json:
    """The groups of the answers to a question; raises `Unjudged` or `Ended`."""
    counts = [rooms.counts(code, ballot, state) for ballot in asked.ballots]
    few, rest = bounded(counts)
    given: Json = {"counts": few, "left": [sum(n.values()) for n in rest]}
    if asked.own is not None:
        about = story_of(state, asked) if asked.own["kind"] == "wire" else {}
        body = inside("own", {**about, **given, "own": dict(asked.own)})
    else:
        body = inside("results", {**story_of(state, asked), **given, "question": asked.question})
    body["of"] |= {text: of_text(Judged("unjudged")) for each in rest for text in each}
    return body


def story_of(state: State, asked: Asked) -> Mapping[str, Any]:
    """What a question was asked of, as a page asks for it; nothing where no picture was shown."""
    return {} if asked.story is None else state.stories[asked.story]


def inside(what: str, payload: Mapping[str, Any]) -> Json:
    """What `/api/what` says, made where heavy work is done; raises `Unjudged` or `Ended`."""
    desk: Any = current_app.wsgi_app
    assert isinstance(desk, Desk)
    where = f"/api/{what}?lang={chosen() or language()}"
    found = desk.inside(where, json.dumps(payload, ensure_ascii=False), host=request.host_url)
    if found.ended:
        raise Ended(found.ended)
    body: Json = json.loads(found.body)
    if found.code != 200:
        raise Unjudged(found.code, body["error"]["message"])
    return body


def whole(rooms: Rooms, code: str, state: State, asked: Asked) -> Json:
    """The same for one among others: of a question that cannot be judged it is said so, and the
    others are there. Raises `Ended` where the server is busy: then all is to be asked again."""
    try:
        return results(rooms, code, state, asked)
    except (Unjudged, Ended) as error:
        why = _left_out(error)
        counts = [rooms.counts(code, ballot, state) for ballot in asked.ballots]
        name = asked.own["ask"] if asked.own else asked.question
        return unjudged(name, asked.step, counts, why)


def _left_out(error: Unjudged | Ended) -> str:
    """What is said of one that cannot be judged; raises `Ended` where the server is busy."""
    if isinstance(error, Ended) and error.why == "busy":
        raise error
    return _("The answers to this question could not be judged.")


def handed(data: Mapping[str, Any]) -> dict[str, Any]:
    """A worksheet with its tasks in the order of the story; raises `BadRequest` where one of them
    is none of it, and `Unjudged` or `Ended`."""
    found = inside("tasks", {**data["wish"], "tasks": data["tasks"]})["tasks"]
    if len(found) < len(data["tasks"]):
        raise BadRequest(_("A task of this worksheet is no question of its program."))
    return {**data, "tasks": [each["id"] for each in found]}


def grid(rooms: Rooms, code: str, state: State, number: int) -> Json:
    """How everybody is with a worksheet, for its lecturer; raises `Unjudged` or `Ended`."""
    made = worksheet.grid(worked(rooms, code, state, number), rooms.names(code))
    return {"number": number, "out": state.handed == number, **made}


def sheets(rooms: Rooms, code: str, state: State) -> list[worksheet.Worked]:
    """All worksheets of a class, each as `whole_sheet` has it; raises `Ended`."""
    numbers = range(1, len(state.worksheets) + 1)
    return [whole_sheet(rooms, code, state, number) for number in numbers]


def whole_sheet(rooms: Rooms, code: str, state: State, number: int) -> worksheet.Worked:
    """One worksheet among others: where it cannot be judged the tries are there all the same.
    Raises `Ended` where the server is busy: then all is to be asked again."""
    try:
        return worked(rooms, code, state, number)
    except (Unjudged, Ended) as error:
        why = _left_out(error)
        sheet = state.worksheets[number - 1]
        heads = [{"id": each, "ask": each, "reveal": why, "step": 0} for each in sheet.tasks]
        people = worksheet.works(rooms.store.answers(code, sheet.ballot))
        return worksheet.Worked(heads, {}, people)


def worked(rooms: Rooms, code: str, state: State, number: int) -> worksheet.Worked:
    """What people did of the worksheet of a number; raises `Unjudged` or `Ended`.

    What was tried once is judged once: only what is new is asked for.
    """
    sheet = state.worksheets[number - 1]
    people = worksheet.works(rooms.store.answers(code, sheet.ballot))
    known = rooms.verdicts(code, sheet.ballot)
    nothing: dict[str, list[str]] = {task: [] for task in sheet.tasks}
    heads = inside("verdicts", {**sheet.wish, "tries": nothing})["tasks"]
    tried = worksheet.texts([head["id"] for head in heads], people)
    new = {task: [t for t in each if (task, t) not in known] for task, each in tried.items()}
    if any(new.values()):
        few = worksheet.bounded(new, known)
        for task, found in inside("verdicts", {**sheet.wish, "tries": few})["of"].items():
            known.update({(task, text): Judged(*each) for text, each in found.items()})
    of = {
        task: {text: known[task, text] for text in each if (task, text) in known}
        for task, each in tried.items()
    }
    return worksheet.Worked(heads, of, people)


def did(rooms: Rooms, code: str, state: State) -> tuple[list[Json], list[Json]]:
    """The questions that are revealed, and the worksheets that are collected, each with what it
    came to and where to look again."""
    shown = []
    for number, asked in enumerate(state.questions, 1):
        if asked.phase != "revealed":
            continue
        found = whole(rooms, code, state, asked)
        kind = asked.own["kind"] if asked.own else ""
        shown.append(
            {
                "number": number,
                "results": found,
                "ballots": list(asked.ballots),
                "link": _again(story_of(state, asked), step=asked.step),
                # What one has sent of these is a number, or a name of the picture.
                "labels": {text: group for text, (_kind, group) in found["of"].items()}
                if kind in ("choice", "wire")
                else {},
            }
        )
    worked = [
        {
            **worksheet.grid(whole_sheet(rooms, code, state, number)),
            "ballot": each.ballot,
            "link": _again(each.wish),
        }
        for number, each in enumerate(state.worksheets, 1)
        if each.collected or state.ended  # what is worked on again tells no number
    ]
    return shown, worked


def _again(wish: Mapping[str, Any], **changed: object) -> str:
    return look_link(of_json(wish, story_fields()), **changed) if wish else ""
