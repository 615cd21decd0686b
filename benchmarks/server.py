"""What the server needs for `POST /api/story`, of Example II and of a program of 100 nodes: to make
the story anew, and to answer what it has answered before."""

from collections.abc import Callable, Iterator
from typing import Any

from flask.testing import FlaskClient

from app import create_app, programs
from app.lessons import lessons
from app.picture.layout.rows import forget
from app.state.graphs import Graphs

from .timing import Row, medians

HUNDRED = "x: input = 1.5\nw: weight = 0.5\n" + "\n".join(
    f"a{k} = tanh(w * {f'a{k - 1}' if k else 'x'})" for k in range(49)
)
"""A program of 100 nodes: a chain of 49 neurons that share one weight."""


def rows() -> Iterator[Row]:
    """Medians in milliseconds, with the time that each may take."""
    making, keeping = (create_app(KEPT_BYTES=room).test_client() for room in (0, 64_000_000))
    programs = {"Example II": lessons()["example-2"].program, "100 nodes": HUNDRED}
    for of, how, client, new, most in (
        ("Example II", "made, known structure", making, False, 15),
        ("Example II", "made, new structure", making, True, 40),
        ("Example II", "kept", keeping, False, 2),
        ("100 nodes", "made, known structure", making, False, 150),
        ("100 nodes", "made, new structure", making, True, 150),
        ("100 nodes", "kept", keeping, False, 2),
    ):
        mine = medians({"ours": _post(client, programs[of], new=new)})["ours"]
        yield Row(f"story of {of} {how}", mine, {}, f"{most} ms", mine * 1000 <= most)


def _post(client: FlaskClient, program: str, *, new: bool) -> Callable[[], Any]:
    """Asks for a story; with nothing kept of how its graph is read and drawn, where that is new."""

    def call() -> Any:
        if new:
            forget()
            programs.GRAPHS = Graphs()
        return client.post("/api/story", json={"program": program, "focus": "*"})

    return call
