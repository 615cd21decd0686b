"""Who may do what in a class: every call, for every role, in one's own room and in another one."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, limits
from app.classroom import rights
from app.routes.classroom import rooms

from ..reading import strict
from .classes import JSON, Class, opened, wish

# -- rights --------------------------------------------------------------------------------

LECTURERS = {
    **{f"event {kind}": ("POST", "event", {"kind": kind, "key": kind, "data": {"question": "17"}})
       for kind in ("show", "ask", "again", "close", "reveal", "drop", "collect", "end")},
    "event hand": ("POST", "event", {"kind": "hand", "key": "hand",
                                     "data": {"wish": wish(), "tasks": ["17"]}}),
    "worksheet": ("GET", "worksheet/1", None),
    "names": ("GET", "names", None),
    "names on": ("POST", "event", {"kind": "lock", "key": "names", "data": {"names": True}}),
    "lock": ("POST", "event", {"kind": "lock", "key": "lock", "data": {"answers": False}}),
    "delete": ("POST", "delete", {}),
    "table": ("GET", "results.csv", None),
    "data": ("GET", "results.json", None),
    "a talk's questions": ("GET", "asks", None),
    "results before reveal": ("GET", "results/1", None),
}  # fmt: skip
"""All that only a lecturer may call."""


@pytest.mark.parametrize("call", LECTURERS)
@pytest.mark.parametrize("role", ["nobody", "a student", "a forged token", "another lecturer"])
def test_only_its_lecturer_leads_a_class(client: FlaskClient, call: str, role: str):
    room, other = opened(client), opened(client)
    room.hands("6")
    room.asks()
    room.does("close")
    before = room.now()
    method, path, body = LECTURERS[call]
    secret = {
        "nobody": "",
        "a student": "s" * 22,
        "a forged token": room.token[:-1] + ("A" if room.token[-1] != "A" else "B"),
        "another lecturer": other.token,
    }[role]
    headers = {**JSON, **({"Authorization": f"Bearer {secret}"} if secret else {})}
    # What a browser would bring along by itself counts for nothing.
    client.set_cookie("token", room.token)
    address = f"/class/{room.code}/{path}?token={room.token}"
    found = client.open(address, method=method, json=body, headers=headers)
    assert found.status_code == 403
    assert strict(found.text)["error"]["message"] == "Only the lecturer of this class can do that."
    assert room.now() == before


def test_the_same_calls_are_the_lecturers(room: Class):
    room.asks()
    room.does("close")
    for method, path, body in LECTURERS.values():
        headers = {**JSON, "Authorization": f"Bearer {room.token}"}
        if path != "delete" and not (body and body["kind"] == "end"):
            found = room.client.open(
                f"/class/{room.code}/{path}", method=method, json=body, headers=headers
            )
            assert found.status_code == 200, (path, found.text)


def test_a_post_that_is_replayed_changes_nothing(room: Class):
    first = room.does("show", key="once", wish=wish(), step=3).json
    room.does("show", wish=wish(), step=9)
    assert room.does("show", key="once", wish=wish(), step=3).json == first
    assert room.now()["show"]["step"] == 9


def test_one_class_hears_nothing_of_another(client: FlaskClient):
    one, other = opened(client), opened(client)
    ballot = one.asks()
    assert other.now()["show"] is None and other.now()["asked"] is None
    assert other.answers("1", "a", ballot=ballot).json == {"result": "closed"}
    assert one.now()["answered"] == 0


def test_without_a_number_of_ones_own_nobody_answers(room: Class):
    ballot = room.asks()
    room.does("lock", names=True)
    sent_ = (("answer", {"text": "1"}), ("work", {"tries": {}}), ("name", {"name": "Ada"}))
    for path, sent in sent_:
        found = room.client.post(
            f"/class/{room.code}/{path}",
            json={"ballot": ballot, "revision": 1, **sent},
            headers=JSON,
        )
        assert found.status_code == 403


@pytest.mark.parametrize("path", ["", "/now", "/stream", "/did", "/results/1"])
@pytest.mark.parametrize("code", ["K7M4QX", "nonsense", "K7M4QXX", "%00"])
def test_a_code_that_nobody_has_leads_nowhere(client: FlaskClient, code: str, path: str):
    found = client.get(f"/class/{code}{path}", headers=JSON)
    assert found.status_code == 404
    assert strict(found.text)["error"]["message"] == "There is no class with this code."


def test_what_is_kept_holds_no_secret(room: Class, app: Flask):
    ballot = room.asks()
    room.answers("0.2", "somebody", ballot=ballot)
    with app.app_context():
        path = rooms().path
    files = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert room.token.encode() not in files
    assert b"somebody" not in files


def test_no_answer_of_a_class_sets_a_cookie_or_may_be_kept(room: Class):
    for path in ("now", "did", "results/1"):
        room.asks()
        found = room.get(path, room.token)
        assert "Set-Cookie" not in found.headers
        assert found.headers["Cache-Control"] == "no-store"


# -- a lesson --------------------------------------------------------------------------------


def test_a_question_with_two_votes_from_asking_to_the_table(room: Class):
    ballot = room.asks()
    for person, text in (("a", "0.2"), ("b", "-0.74"), ("c", "0.74")):
        assert room.answers(text, person, ballot=ballot).json == {"result": "counted"}
    assert room.now()["answered"] == 3
    assert room.answers("0.2", "a", ballot=ballot).json == {"result": "counted"}, "sent twice"
    room.does("close")
    assert room.answers("-0.74", "a", ballot=ballot, revision=2).json == {"result": "closed"}
    room.does("again")
    second = room.now()["asked"]["ballot"]
    assert second != ballot
    for person, text in (("a", "-0.73"), ("b", "-0.74"), ("c", "0.74")):
        room.answers(text, person, ballot=second)
    room.does("close")
    room.does("reveal")
    found = strict(room.get("results/1").text)
    groups = {each["name"] or each["kind"]: each["counts"] for each in found["groups"]}
    assert groups == {"right": [1, 2], "upstream forgotten": [1, 0], "sign": [1, 1]}
    assert "of" not in found
    table = room.get("results.csv", room.token)
    assert table.headers["Content-Type"].startswith("text/csv")
    assert len(table.text.strip().splitlines()) == 1 + 6
    did = room.client.get(f"/class/{room.code}/did").text
    assert "−0.74" in did and "/lesson/example-2?step=17" in did


def test_a_lock_holds_on_the_server_and_late_answers_count_until_the_number_is_shown(room: Class):
    ballot = room.asks()
    room.does("lock", answers=False)
    assert room.answers("0.2", "a", ballot=ballot).json == {"result": "closed"}
    room.does("lock", answers=True)
    assert room.answers("0.2", "a", ballot=ballot).json == {"result": "counted"}
    room.does("close")
    assert room.get("results/1", room.token).json["totals"] == [1]
    assert room.answers("-0.74", "b", ballot=ballot).json == {"result": "closed"}
    room.does("lock", late=True)
    assert room.answers("-0.74", "b", ballot=ballot).json == {"result": "counted"}
    room.does("lock", late=False)
    assert room.get("results/1", room.token).json["totals"] == [2], "what came late is counted"
    room.does("lock", late=True)
    room.does("reveal")
    assert room.answers("-0.74", "c", ballot=ballot).json == {"result": "closed"}


def test_results_speak_the_language_of_whoever_asks(room: Class):
    ballot = room.asks()
    room.answers("0,74", "a", ballot=ballot)
    room.does("reveal")
    english, czech = (strict(room.get(f"results/1?lang={code}").text) for code in ("en", "cs"))
    assert english["groups"][0]["words"] == "right" and czech["groups"][0]["words"] == "správně"


def test_before_reveal_nobody_but_the_lecturer_sees_any_result(room: Class):
    ballot = room.asks()
    room.answers("0.2", "a", ballot=ballot)
    room.does("close")
    assert room.get("results/1").status_code == 403
    assert room.get("results/1", room.token).status_code == 200
    assert "0.2" not in json.dumps(room.now())
    assert "0.2" not in room.client.get(f"/class/{room.code}/did").text.replace("0.2s", "")


@pytest.mark.parametrize(
    "body",
    [
        {}, {"tries": []}, {"tries": {"6": "1"}}, {"tries": {"6": [1]}},
        {"tries": {"6": [None, "1"]}},
        {"tries": {"6": ["1"] * 21}}, {"tries": {"x" * 81: []}}, {"tries": {"6": ["x" * 201]}},
        {"tries": {f"{k}": [] for k in range(61)}},
        {"tries": {f"{k}": ["x" * 200] * 20 for k in range(9)}},
    ],
)  # fmt: skip
def test_odd_work_is_refused_in_words(room: Class, body: dict[str, Any]):
    ballot = room.hands("6")
    headers = {**JSON, "Authorization": f"Bearer {'s' * 22}"}
    sent = {"ballot": ballot, "revision": 1, **body}
    found = room.client.post(f"/class/{room.code}/work", json=sent, headers=headers)
    assert found.status_code == 400 and strict(found.text)["error"]["message"]
    assert room.now()["answered"] == 0


def test_a_deleted_class_is_gone_at_once(room: Class):
    headers = {**JSON, "Authorization": f"Bearer {room.token}"}
    assert room.client.post(f"/class/{room.code}/delete", headers=headers).json == {"deleted": True}
    assert room.get("now").status_code == 404


def test_the_class_goes_on_when_the_server_has_been_restarted(room: Class, app: Flask):
    room.asks()
    again = create_app(KEPT_BYTES=0, BUNDLED=False, CLASS=app.config["CLASS"]).test_client()
    later = Class(again, room.code, room.token, sent=100)
    assert later.now() == room.now()
    assert later.does("close").status_code == 200


# -- what is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {}, {"kind": "open", "key": "a"}, {"kind": "show", "key": ""}, {"kind": 1, "key": "a"},
        {"kind": "show", "key": "a" * 81}, {"kind": "show", "key": "a", "data": {"step": -1}},
        {"kind": "show", "key": "a", "data": {"step": True}},
        {"kind": "show", "key": "a", "data": {"hide": ["nothing"]}},
        {"kind": "show", "key": "a", "data": {"slide": {"talk": 1}}},
        {"kind": "show", "key": "a", "data": {"wish": {"program": 7}}},
        {"kind": "show", "key": "a", "data": {"wish": {"program": "x" * 70_000}}},
        {"kind": "ask", "key": "a", "data": {"question": "x" * 99}},
        {"kind": "lock", "key": "a", "data": {"look": 1}}, {"kind": "lock", "key": "a"},
        {"kind": "lock", "key": "a", "data": {"ended": True}},
        {"kind": "ask", "key": "a", "data": {"own": {}}},
        {"kind": "ask", "key": "a", "data": {"own": {"kind": "choice", "ask": "?"}}},
        {"kind": "ask", "key": "a", "data": {"own": {"kind": "text", "ask": "x" * 301}}},
        {"kind": "hand", "key": "a"},
        {"kind": "hand", "key": "a", "data": {"wish": {}, "tasks": []}},
        {"kind": "hand", "key": "a", "data": {"wish": {"program": "a = 1"}, "tasks": "17"}},
        {"kind": "hand", "key": "a", "data": {"wish": {"program": 7}, "tasks": ["17"]}},
        {"kind": "hand", "key": "a", "data": {"wish": wish(), "tasks": ["17", "nonsense"]}},
        {"kind": "hand", "key": "a", "data": {"wish": wish(), "tasks": ["17", "17"]}},
        {"kind": "hand", "key": "a", "data": {"wish": wish(), "tasks": ["17"] * 999}},
    ],
)  # fmt: skip
def test_an_odd_event_is_refused_in_words_and_changes_nothing(room: Class, body: dict[str, Any]):
    before = room.now()
    headers = {**JSON, "Authorization": f"Bearer {room.token}"}
    found = room.client.post(f"/class/{room.code}/event", json=body, headers=headers)
    assert found.status_code == 400 and strict(found.text)["error"]["message"]
    assert room.now() == before


@pytest.mark.parametrize(
    "body",
    [
        {}, {"ballot": "1", "revision": 1, "text": ""}, {"ballot": 1, "revision": -1, "text": ""},
        {"ballot": 1, "revision": 1, "text": 5}, {"ballot": 1, "revision": 1, "text": "x" * 201},
        {"ballot": True, "revision": 1, "text": ""}, {"ballot": 10**12, "revision": 1, "text": ""},
    ],
)  # fmt: skip
def test_an_odd_answer_is_refused_in_words(room: Class, body: dict[str, Any]):
    headers = {**JSON, "Authorization": f"Bearer {'s' * 22}"}
    found = room.client.post(f"/class/{room.code}/answer", json=body, headers=headers)
    assert found.status_code == 400 and strict(found.text)["error"]["message"]


@pytest.mark.parametrize("path", ["told", "slide", "results", "tasks", "verdicts", "own"])
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"program": "w: weight = 1\nL: loss = w**2", "upto": -1, "counts": [{"1": 0}]},
        {"program": "w: weight = 1\nL: loss = w**2", "tasks": [1], "tries": {"2": [7]}},
    ],
)
def test_odd_requests_for_what_a_class_sees_are_refused(client: FlaskClient, path: str, body: Any):
    found = client.post(f"/api/{path}", json=body)
    assert found.status_code == 400 and strict(found.text)["error"]["message"]


def test_markup_in_an_answer_or_a_title_stays_text(client: FlaskClient):
    made = client.post(
        "/class", json={"title": "<script>x</script>", "deck": "javascript:alert(1)"}
    )
    room = Class(client, made.json["code"], made.json["token"])
    ballot = room.asks()
    room.answers("<img src=x>", "a", ballot=ballot)
    room.answers("<b>-0.74</b>", "b", ballot=ballot)
    room.does("reveal")
    page = client.get(f"/class/{room.code}/did").text
    assert "<script>x" not in page and "<img" not in page and "javascript:" not in page


@pytest.mark.parametrize("typed", ["k7m 4qx", "K7M-4QX"])
def test_a_typed_code_leads_to_its_class(client: FlaskClient, typed: str):
    found = client.get("/join", query_string={"code": typed})
    assert found.status_code == 302 and found.headers["Location"] == "/class/K7M4QX"


def test_a_code_with_a_slip_is_kept_to_be_mended(client: FlaskClient):
    found = client.get("/join", query_string={"code": "K7M 4Q0"})
    assert found.status_code == 422 and 'value="K7M 4Q0"' in found.text


def test_where_classes_are_off_there_are_none_and_no_file(tmp_path: Path):
    app = create_app(KEPT_BYTES=0, BUNDLED=False, CLASS="off")
    client = app.test_client()
    assert client.post("/class", json={}, headers=JSON).status_code == 404
    assert client.get("/class/K7M4QX", headers=JSON).status_code == 404
    assert "This server holds no classes." in client.get("/join").text
    assert "This server holds no classes." in client.get("/privacy").text


def test_a_setting_that_means_nothing_is_said_at_the_start():
    with pytest.raises(ValueError, match="CHALKGRAPH_CLASS .* not valkey:") as error:
        create_app(CLASS="valkey://:s3cret@host")
    assert "s3cret" not in str(error.value), "what is written down nowhere"


def test_where_the_disk_takes_nothing_it_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    app = create_app(KEPT_BYTES=0, BUNDLED=False, CLASS=f"sqlite:{tmp_path / 'file' / 'c.sqlite'}")
    found = app.test_client().post("/class", json={}, headers=JSON)
    assert found.status_code == 507
    assert (
        strict(found.text)["error"]["message"] == "The disk takes nothing more: this was not saved."
    )


def test_the_privacy_page_says_for_how_long(client: FlaskClient):
    assert f"{limits.CLASS_DAYS.most} days" in client.get("/privacy").text


def test_a_lecturer_is_not_counted_among_those_who_are_here(app: Flask, room: Class):
    with app.test_request_context(headers={"Authorization": f"Bearer {room.token}"}):
        found = rights.hashed(room.token, room.code)
        assert rooms().store.room(room.code).lecturer == found
