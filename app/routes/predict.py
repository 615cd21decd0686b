"""Predicting: the questions of a telling, and what is said to an answer; nothing is kept.

A check is one request that carries the program, the question, the answer, and the earlier wrong
answers, so the server grades nothing and knows nobody.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest

from graph_engine import GraphError

from ..exports.story_json import Json
from ..languages import told
from ..predict import AnswerError, Question, check, questions
from ..predict.questions import KINDS
from ..predict.verdict import EARLIER
from .api import FIELDS, asked_look, read_json
from .errors import as_json

blueprint = Blueprint("predict", __name__)

CHECK = FIELDS | {"question", "answer", "earlier"}
"""What a request for a check may hold."""


@blueprint.post("/api/questions")
def asked_questions() -> Response:
    """What a telling can ask for, in its order."""
    story = asked_look(read_json(), FIELDS).story()
    return as_json({"questions": [_json(each) for each in questions(story)]})


@blueprint.post("/api/check")
def checked() -> Response:
    """What is to be said to an answer."""
    asked = read_json()
    story = asked_look(asked, CHECK).story()
    question, answer = asked.get("question"), asked.get("answer")
    if not isinstance(question, str) or not isinstance(answer, str):
        raise BadRequest("`question` and `answer` are texts.")
    try:
        verdict = check(story, question=question, answer=answer, earlier=_earlier(asked))
    except KeyError:
        raise BadRequest("There is no such question in this telling.") from None
    except AnswerError as error:
        return as_json({"result": "unread", "text": str(error), "mistakes": [], "entries": 0})
    except ValueError as error:
        raise GraphError(error.args[0]) from None
    return as_json(
        {
            "result": verdict.result,
            "text": verdict.text,
            "mistakes": list(verdict.mistakes),
            "entries": verdict.entries,
        }
    )


def _earlier(asked: Mapping[str, Any]) -> dict[str, str]:
    given = asked.get("earlier") or {}
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
        "title": told(KINDS[question.kind]),
        "slots": list(question.slots),
        "ask": question.ask,
        "hints": list(question.hints),
        "formula": question.formula,
        "reveal": question.reveal,
        "count": question.count,
    }
