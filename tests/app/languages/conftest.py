"""A client of the tests of languages."""

import pytest
from flask.testing import FlaskClient

from app import create_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(TESTING=True).test_client()
