"""A question of a lecturer's own, as it is typed: choices, a number, a text, or which wire."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Literal, get_args

from ..languages import _
from .answers import MOST, read
from .expressions import AnswerError

Kind = Literal["choice", "number", "text", "wire"]
KINDS: tuple[Kind, ...] = get_args(Kind)

LONGEST = 300
"""Characters of a question."""
CHOICES = 8
CHOICE = 120
"""Characters of a choice."""


class OwnError(ValueError):
    """A question that is none; its text is for people."""


def read_own(data: Any) -> dict[str, Any]:
    """A question as somebody typed it, with nothing else in it; raises `OwnError`."""
    if not isinstance(data, Mapping) or data.get("kind") not in KINDS:
        raise OwnError(_("A question of one's own is one of %(kinds)s.", kinds=", ".join(KINDS)))
    kind, ask = data["kind"], _text(data.get("ask"), LONGEST)
    found: dict[str, Any] = {"kind": kind, "ask": ask}
    if kind == "choice":
        choices = data.get("choices")
        if not isinstance(choices, list) or not 2 <= len(choices) <= CHOICES:
            raise OwnError(_("There are two to %(most)s choices.", most=CHOICES))
        found["choices"] = [_text(each, CHOICE) for each in choices]
        if len({*found["choices"]}) < len(choices):
            raise OwnError(_("Two choices are the same."))
    right = data.get("right")
    if right not in (None, "", []) and kind != "text":
        found["right"] = _right(kind, right, found.get("choices", []))
    return found


def _right(kind: Kind, right: Any, choices: Sequence[str]) -> Any:
    if kind == "choice":
        known = range(1, len(choices) + 1)
        if not isinstance(right, list) or not all(type(k) is int and k in known for k in right):
            raise OwnError(_("What is right is one of the choices."))
        return sorted({*right})
    text = _text(right, MOST)
    if kind == "number":
        try:
            found = read(text, {})
        except AnswerError as error:
            raise OwnError(_("The right number is none. %(why)s", why=str(error))) from None
        if not isfinite(found.value):
            raise OwnError(_("The right number is not finite."))
    return text


def _text(given: Any, most: int) -> str:
    text = " ".join(given.split()) if isinstance(given, str) else ""
    if not text:
        raise OwnError(_("A question and its choices are texts, and not empty."))
    if len(text) > most:
        raise OwnError(_("It has at most %(most)s characters.", most=most))
    return text
