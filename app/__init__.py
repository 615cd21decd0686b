"""Chalkgraph: `create_app()` makes the web application, `lesson(program)` shows in a notebook."""

from flask import Flask, Response
from flask_compress import Compress

from . import languages, routes
from .notebook import lesson
from .picture import ROOT

__all__ = ["create_app", "lesson"]


def create_app(**config: object) -> Flask:
    """The application, ready for any WSGI server; `config` overrides its settings.

    FRAME_ANCESTORS: who may put its pages into theirs, in the words of Content-Security-Policy.
    EMBED_ANCESTORS: who may do so with the pages below /embed, which are made for it.
    """
    app = Flask(
        "chalkgraph",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(
        FRAME_ANCESTORS="'none'",
        EMBED_ANCESTORS="*",
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "image/svg+xml",
        ],
        COMPRESS_STREAMS=False,
    )
    app.config.from_mapping(config)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Compress(app)
    languages.register(app)
    app.after_request(_whole)
    routes.register(app)
    return app


def _whole(response: Response) -> Response:
    """A file read whole: ours are small, and what is streamed would not be compressed."""
    if response.direct_passthrough and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    return response
