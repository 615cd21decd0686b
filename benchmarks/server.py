"""What the server needs for `POST /api/story`: Example II and a program of 100 nodes."""

from collections.abc import Callable, Iterator
from typing import Any

from app import create_app, layout, story
from app.lessons import lessons

from .timing import Row, medians

HUNDRED = "x: input = 1.5\nw: weight = 0.5\n" + "\n".join(
    f"a{k} = tanh(w * {f'a{k - 1}' if k else 'x'})" for k in range(49)
)
"""A program of 100 nodes: a chain of 49 neurons that share one weight."""


def rows() -> Iterator[Row]:
    """Medians in milliseconds, with the time that each may take."""
    client = create_app().test_client()

    def post(program: str, *, new: bool) -> Callable[[], Any]:
        def call() -> Any:
            if new:
                layout.layout.cache_clear()
                story.parse.cache_clear()
            return client.post("/api/story", json={"program": program, "focus": "*"})

        return call

    example = lessons()["example-2"].program
    for what, program, new, most in (
        ("story of Example II, known structure", example, False, 15),
        ("story of Example II, new structure", example, True, 40),
        ("story of 100 nodes, known structure", HUNDRED, False, 150),
        ("story of 100 nodes, new structure", HUNDRED, True, 150),
    ):
        mine = medians({"ours": post(program, new=new)})["ours"]
        yield Row(what, mine, {}, f"{most} ms", mine * 1000 <= most)
