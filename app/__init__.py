"""Chalkgraph: `create_app()` makes the web application, `lesson(program)` shows in a notebook.

`bridge(model, x)` gives a model of PyTorch, JAX, micrograd or ONNX as a program.
"""

from flask import Flask

from . import languages, limits, routes
from .bridges import Bridged, BridgeError, bridge
from .notebook import lesson
from .picture.svg import ROOT
from .routes import crowd
from .serving import files
from .serving.desk import Desk

__all__ = ["BridgeError", "Bridged", "bridge", "create_app", "lesson"]

KEPT = 64_000_000
"""Bytes of answers that a process keeps: some hundred lessons with all their steps."""


def create_app(**config: object) -> Flask:
    """The application, ready for any WSGI server; `config` overrides its settings.

    Raises `LessonError` where a lesson's file is wrong: with it no page could be made.

    Environment variables do so too: CHALKGRAPH_TRUSTED_HOSTS='["graphs.example.org"]'.

    FRAME_ANCESTORS: who may put its pages into theirs, in the words of Content-Security-Policy.
    EMBED_ANCESTORS: who may do so with the pages below /embed, which are made for it.
    TRUSTED_HOSTS: the names under which it is reached; a request for another name is refused.
    PROXIES: how many proxies stand in front, which are believed when they say for whom they ask.
    KEPT_BYTES: how much room there is for answers that are kept; 0 makes each anew.
    BUNDLED: whether pages name bundled scripts where there are some.
    CLASS: where classes are kept: `sqlite:` and a path, `redis://host` (Valkey, too), or off;
        nothing: in the instance folder.
    STREAMS: how many people a process tells of each step of a class at once; others ask.
    WARM: whether gunicorn makes the first pages before it begins, which takes some seconds.
    """
    app = Flask(
        "chalkgraph",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    app.config.from_mapping(
        FRAME_ANCESTORS="'none'",
        EMBED_ANCESTORS="*",
        PROXIES=0,
        KEPT_BYTES=KEPT,
        BUNDLED=True,
        WARM=True,
        CLASS="",
        STREAMS=limits.CLASS_STREAMS.most,
    )
    app.config.from_prefixed_env("CHALKGRAPH")
    app.config.from_mapping(config)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    languages.register(app)
    files.register(app, bundled=app.config["BUNDLED"])
    routes.register(app)
    # Flask's own way of putting something before it, which its types do not know.
    app.wsgi_app = Desk(  # type: ignore[method-assign,assignment]
        app.wsgi_app,
        room=app.config["KEPT_BYTES"],
        most=limits.BODY.most,
        hosts=app.config["TRUSTED_HOSTS"] or (),
        proxies=app.config["PROXIES"],
        take=crowd.taking(app, app.extensions["classroom"]),
        lasting=crowd.lasting(app.extensions["classroom"]),
    )
    return app
