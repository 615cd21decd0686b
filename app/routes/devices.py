"""More devices of a lecturer: let in by a number on the desk, or by what its QR holds; and what of
a talk is for who leads alone."""

import time

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest

from ..classroom import rights
from ..classroom.reading import PARTS
from ..languages import _
from ..talks import talks
from .api import read_json
from .classroom import bearer, fresh, lecturers, room_of, rooms
from .deck import slide_asks, slide_words
from .errors import answer, as_json
from .options import asked_theme

blueprint = Blueprint("devices", __name__)

OPEN = 300
"""Seconds for which a number lets in."""


@blueprint.get("/class/<code>/remote")
def page(code: str) -> Response:
    """Where a device is let in, and the remote that a phone is then."""
    room = room_of(code)
    made = render_template(
        "remote.html",
        code=room.code,
        written=rights.spaced(room.code),
        theme=asked_theme(),
    )
    return fresh(make_response(made))


@blueprint.post("/class/<code>/door")
def door(code: str) -> Response:
    """A number and a secret, each of which lets one device in, once: what is newer counts."""
    room = lecturers(code)
    number, secret = rights.new_number(), rights.new_token()
    passes = [rights.hashed(each, room.code).hex() for each in (number, secret)]
    data = {"passes": passes, "until": time.time() + OPEN}
    rooms().append(room.code, "door", data, rights.new_token())
    return fresh(as_json({"number": number, "secret": secret, "minutes": OPEN // 60}))


@blueprint.get("/class/<code>/notes")
def notes(code: str) -> Response:
    """The speaker's notes to the slide that is shown."""
    room = lecturers(code)
    shown = rooms().state(room.code).shown
    place = shown.more.get("slide", {}) if shown else {}
    talk = talks().get(place.get("talk", ""))
    found = {"title": "", "notes": ""}
    if talk and place["place"] < len(talk.slides):
        words = slide_words(talk.slides[place["place"]])
        found = {name: words[name] for name in found}
    return fresh(as_json(found))


@blueprint.get("/class/<code>/asks")
def asks(code: str) -> Response:
    """The questions that a slide of a talk brings for a class, with what is right."""
    lecturers(code)
    talk, place = talks().get(request.args.get("talk", "")), request.args.get("place", "")
    slides = talk.slides if talk else ()
    known = place.isdecimal() and len(place) < 5 and int(place) < len(slides)
    return fresh(as_json({"asks": slide_asks(slides[int(place)]) if known else []}))


@blueprint.post("/class/<code>/enter")
def enter(code: str) -> Response:
    """A device comes in, with a token that it has made itself, and drives from then on."""
    room = room_of(code)
    token, payload = bearer(), read_json()
    given, part = payload.get("pass"), payload.get("part")
    if not token or not isinstance(given, str) or part not in PARTS:
        raise BadRequest("`pass` is the number on the desk, `part` is stage or remote.")
    own = rights.hashed(token, room.code).hex()
    state = rooms().state(room.code)
    found = state.door
    if found and time.time() < found.until and own not in state.devices:
        shown = rights.hashed("".join(given.split())[:64], room.code).hex()
        right = shown in found.passes
        data = {"door": found.opened, "device": own, "part": part}
        rooms().append(room.code, "let" if right else "wrong", data, rights.new_token())
        state = rooms().state(room.code)
        if right and own in state.devices:
            return fresh(as_json({"device": state.devices.index(own) + 1, "deck": state.deck}))
    return answer(
        403,
        "rights",
        _("This number lets nobody in."),
        _("Have the desk show a new one: each is good for one device and a few minutes."),
    )
