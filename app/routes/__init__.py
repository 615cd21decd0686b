"""HTTP: reads the request, calls, renders. One module per kind of answer."""

from flask import Flask

from ..lessons import lessons
from . import (
    api,
    classroom,
    devices,
    errors,
    exports,
    filters,
    gallery,
    guard,
    health,
    names,
    neuron,
    pages,
    pasted,
    predict,
    present,
    proof,
    reference,
    share,
    stories,
    told,
    worksheets,
)


def register(app: Flask) -> None:
    """Everything that the application answers to.

    Raises `LessonError` where a lesson's file is wrong: no page could be made.
    """
    lessons()
    guard.register(app)
    errors.register(app)
    filters.register(app)
    classroom.begin(app)
    for module in (
        gallery,
        pages,
        neuron,
        present,
        reference,
        share,
        stories,
        exports,
        api,
        pasted,
        predict,
        proof,
        health,
        told,
        classroom,
        devices,
        names,
        worksheets,
    ):
        app.register_blueprint(module.blueprint)
