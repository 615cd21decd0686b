"""One application for all, as a server has it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app


class WholeClient(FlaskClient):
    """Reads every answer to its end, as a server does, so that no file is left open."""

    def open(self, *args: Any, buffered: bool = True, **options: Any) -> Any:
        return super().open(*args, buffered=buffered, **options)


@pytest.fixture(scope="session")
def app() -> Flask:
    made = create_app(KEPT_BYTES=0, BUNDLED=False)  # kept answers have tests of their own
    made.test_client_class = WholeClient
    return made


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    return app.test_client()
