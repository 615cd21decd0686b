"""HTTP: reads the request, calls, renders. One module per kind of answer."""

from flask import Flask

from . import (
    api,
    errors,
    exports,
    filters,
    gallery,
    guard,
    health,
    neuron,
    pages,
    predict,
    present,
    proof,
    reference,
    share,
    stories,
)


def register(app: Flask) -> None:
    """Everything that the application answers to."""
    guard.register(app)
    errors.register(app)
    filters.register(app)
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
        predict,
        proof,
        health,
    ):
        app.register_blueprint(module.blueprint)
