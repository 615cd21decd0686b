"""Pages and answers, read as a careful reader would."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from app.routes.options import SCRATCH
from app.state.link import pack

ADDRESSES = (
    "/",
    "/lesson/example-2",
    "/lesson/example-2.json",
    "/lesson/example-2.svg",
    "/reference",
    "/studio",
    "/studio.json",
    "/studio.svg",
    "/embed/lesson/example-2",
    "/embed/studio",
    "/qr.svg?link=http://localhost/studio",
    "/healthz",
)
"""Every address that can be asked for, once."""

VOID = {"input", "link", "meta", "br", "hr", "img", "wbr"}


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    def all(self) -> "list[Element]":
        found = [self]
        for child in self.inside:
            if isinstance(child, Element):
                found += child.all()
        return found

    def find(self, tag: str = "", **attributes: str) -> "list[Element]":
        """Elements by tag and attributes; `data_do` means `data-do`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            e
            for e in self.all()
            if tag in ("", e.tag)
            and all(
                name in e.attributes and value in ("*", e.attributes[name])
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        (found,) = self.find(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        return "".join(c.text if isinstance(c, Element) else c for c in self.inside)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = self.open[-1].inside
        if self.open[-1].tag in ("textarea", "pre") and not inside:
            data = data.removeprefix("\n")  # as every browser does
        inside.append(data)


def page(html: str) -> Element:
    """A page as a tree; every element must be closed where it was opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def get_page(client: FlaskClient, address: str, status: int = 200) -> Element:
    """Ask for a page."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:300]
    assert answer.mimetype == "text/html"
    return page(answer.text)


def studio(program: str = SCRATCH, suffix: str = "", **options: object) -> str:
    """The address of a program in the studio."""
    query = {"p": pack(program), **{name.replace("_", "."): v for name, v in options.items()}}
    return f"/studio{suffix}?{urlencode(query)}"


def strict(text: str) -> Any:
    """JSON without bare NaN and Infinity, and no key twice."""

    def no(constant: str) -> Any:
        raise AssertionError(f"bare {constant}")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    return json.loads(text, parse_constant=no, object_pairs_hook=once)


def post(client: FlaskClient, body: Any, **headers: str) -> Any:
    """Ask for a story; `body` is JSON or bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = headers.pop("content_type", "application/json")
    return client.post("/api/story", data=data, content_type=kind, headers=headers)


def error(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """The error of an answer, which must be JSON of that kind."""
    assert answer.status_code == status, answer.text[:300]
    assert answer.mimetype == "application/json"
    found: dict[str, Any] = strict(answer.text)["error"]
    assert found["kind"] == kind, found
    assert found["message"]
    return found
