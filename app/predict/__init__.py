"""Predicting: which numbers a walk can ask for, and what a typed answer says of its typist.

The server works everything out from the same runs that are told, and keeps nothing: an answer is
checked by one request that carries all that is needed (`check`).
"""

from .expressions import AnswerError
from .question import Question
from .questions import locked, opening, questions
from .verdict import Verdict, check, judging

__all__ = [
    "AnswerError",
    "Question",
    "Verdict",
    "check",
    "judging",
    "locked",
    "opening",
    "questions",
]
