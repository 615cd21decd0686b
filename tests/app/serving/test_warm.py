"""What the first visitor asks for has been made before he comes."""

import pytest
from flask import Flask

from app import create_app
from app.serving import warm


def test_the_first_pages_are_there_as_browsers_ask_for_them(monkeypatch: pytest.MonkeyPatch):
    app = create_app()
    warm.pages(app)
    monkeypatch.setattr(Flask, "full_dispatch_request", lambda *_: pytest.fail("made anew"))
    for address, language in warm.PAGES:
        for way in warm.ENCODINGS:
            asked = {"Accept-Language": language, "Accept-Encoding": way}
            assert app.test_client().get(address, headers=asked).status_code == 200
