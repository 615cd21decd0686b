"""An application with classes of its own for each test, and one that is opened."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app

from .classes import Class, opened


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(KEPT_BYTES=1_000_000, BUNDLED=False, CLASS=f"sqlite:{tmp_path / 'c.sqlite'}")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def room(client: FlaskClient) -> Class:
    return opened(client)
