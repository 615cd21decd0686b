"""Errors are for people: JSON for programs, a page for browsers; what, where, and the cure."""

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from graph_engine import GraphError, ProgramError, limits

from ..exports import ExportError
from ..exports.story_json import Json, dumps
from ..link import LinkError
from .guard import LOG
from .options import OptionError

MESSAGES = {
    404: ("There is nothing here.", "The gallery has every lesson."),
    405: ("This address does not understand that kind of request.", ""),
    413: (
        f"A program has at most {limits.CHARACTERS.most} characters; this request is larger than "
        f"{limits.BODY.most // 1024} KiB.",
        "Send a shorter program.",
    ),
    415: ("This address reads JSON.", "Send `Content-Type: application/json`."),
    500: ("Something broke on our side.", "The picture on your screen is still good."),
}


def register(app: Flask) -> None:
    """Answer every error in kind."""
    app.register_error_handler(ProgramError, _program)
    app.register_error_handler(GraphError, lambda error: answer(422, "values", str(error)))
    app.register_error_handler(ExportError, lambda error: answer(422, "export", str(error)))
    app.register_error_handler(OptionError, lambda error: answer(400, "option", str(error)))
    app.register_error_handler(
        LinkError,
        lambda error: answer(
            400, "link", "This link is damaged.", "Ask for it again, or open Example II."
        ),
    )
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def wants_json() -> bool:
    """Whether the request came from a program."""
    return (
        request.path.startswith("/api/")
        or request.path.endswith(".json")
        or request.accept_mimetypes.best == "application/json"
    )


def as_json(payload: Json, status: int = 200) -> Response:
    """A JSON answer, without bare NaN or Infinity."""
    response = make_response(dumps(payload), status)
    response.mimetype = "application/json"
    return response


def answer(status: int, kind: str, message: str, hint: str = "", **place: int) -> Response:
    """An error as JSON or as a page."""
    if wants_json():
        where = {"line": None, "column": None, "end_column": None, **place}
        return as_json({"error": {"kind": kind, "message": message, **where, "hint": hint}}, status)
    return make_response(
        render_template(
            "error.html", status=status, message=message, hint=hint, id=g.get("id", "")
        ),
        status,
    )


def _program(error: ProgramError) -> Response:
    return answer(
        422,
        "program",
        error.message,
        error.hint,
        line=error.line,
        column=error.column,
        end_column=error.end_column,
    )


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    message, hint = MESSAGES.get(status, (error.description or error.name, ""))
    if status == 400:
        message = error.description or message
    response = answer(status, "request", str(message), hint)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "location", "retry-after"):
            response.headers[name] = value
    return response


def _broken(error: Exception) -> Response:
    LOG.error("%s failed", g.get("id", "-"), exc_info=error)
    message, hint = MESSAGES[500]
    return answer(500, "server", f"{message} Its number is {g.get('id', '-')}.", hint)
