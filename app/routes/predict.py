"""Predicting: the questions of a walk, and what is said to an answer; nothing is kept.

A check is one request that carries the program, the question, the answer, and the earlier wrong
answers, so the server grades nothing and knows nobody.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest

from graph_engine import GraphError

from ..exports.story_json import Json
from ..languages import translate
from ..predict import AnswerError, Question, check, opening, questions
from ..predict.question import KINDS
from ..predict.verdict import EARLIER
from ..story import Story, story_of, whole_story
from .api import read_json, story_fields
from .errors import as_json
from .options import of_json

blueprint = Blueprint("predict", __name__)


@blueprint.post("/api/questions")
def asked_questions() -> Response:
    """What a walk can ask for, in its order; of a locked number no answer."""
    look = of_json(read_json(), story_fields())
    # Who asks for a hint, or to be shown a number, is told, whatever the picture hides.
    story = replace(story_of(look), hide=())
    locked = opening(story)
    found = (*questions(story), *([locked] if locked else []))
    return as_json({"questions": [_json(each) for each in found]})


@blueprint.post("/api/check")
def checked() -> Response:
    """What is to be said to an answer."""
    payload = read_json()
    look = of_json(payload, story_fields() | {"question", "answer", "earlier", "reading"})
    question, answer = payload.get("question"), payload.get("answer")
    if not isinstance(question, str) or not isinstance(answer, str):
        raise BadRequest("`question` and `answer` are texts.")
    try:
        if look.locks and not _may_ask(story_of(look), question):
            raise KeyError(question)
        story = whole_story(look)
        verdict = check(story, question=question, answer=answer, earlier=_earlier(payload))
    except KeyError:
        raise BadRequest("There is no such question in this telling.") from None
    except AnswerError as error:
        return as_json({"result": "unread", "text": str(error), "mistakes": [], "entries": 0})
    except ValueError as error:
        raise GraphError(error.args[0]) from None
    if payload.get("reading") is True:  # who is asked with a class is not told how it is
        return as_json({"result": "read", "text": "", "mistakes": [], "entries": 0})
    return as_json(
        {
            "result": verdict.result,
            "text": verdict.text,
            "mistakes": list(verdict.mistakes),
            "entries": verdict.entries,
        }
    )


def _may_ask(story: Story, question: str) -> bool:
    """Whether a question is of a number that is told, or the one that opens the first lock: a
    verdict on what follows would tell of what is locked."""
    locked = opening(story)
    step = question.partition(".")[0]
    told = step.isdecimal() and int(step[:9]) <= story.last
    return story.withheld is None or told or (locked is not None and locked.id == question)


def _earlier(payload: Mapping[str, Any]) -> dict[str, str]:
    given = payload.get("earlier") or {}
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise BadRequest("`earlier` is an object of texts.")
    if len(given) > EARLIER:
        raise BadRequest(f"`earlier` has at most {EARLIER} answers.")
    return given


def _json(question: Question) -> Json:
    return {
        "id": question.id,
        "step": question.step,
        "stop": question.stop,
        "kind": question.kind,
        "title": translate(KINDS[question.kind]),
        "slots": list(question.slots),
        "ask": question.ask,
        "typing": question.typing,
        "hints": list(question.hints),
        "formula": question.formula,
        "reveal": question.reveal,
        "count": question.count,
        "touched": question.touched,
    }
