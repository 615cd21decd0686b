"""Classes in tests of requests: what is shown in them, and who does something."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from app.lessons import lessons
from app.state.carried import page_state

from ..reading import strict

JSON = {"Accept": "application/json"}


def wish() -> dict[str, Any]:
    state = page_state(lessons()["example-2"].look)
    return {**state["wish"], **state["kept"]}


@dataclass
class Class:
    """A class in a test: its code, and who leads it."""

    client: FlaskClient
    code: str
    token: str
    sent: int = 0

    def does(self, kind: str, *, as_: str = "", key: str = "", **data: Any) -> Any:
        self.sent += 1
        return self.client.post(
            f"/class/{self.code}/event",
            json={"kind": kind, "key": key or f"key{self.sent}", "data": data},
            headers={**JSON, "Authorization": f"Bearer {as_ or self.token}"},
        )

    def asks(self) -> int:
        """Ask for ∂ℒ/∂v of Example II; the ballot."""
        self.does("show", wish=wish(), step=16)
        self.does("ask", question="17.flow", step=17)
        return int(self.now()["asked"]["ballot"])

    def answers(self, text: str, person: str, *, ballot: int, revision: int = 1) -> Any:
        return self.client.post(
            f"/class/{self.code}/answer",
            json={"ballot": ballot, "revision": revision, "text": text},
            headers={**JSON, "Authorization": f"Bearer {person:x<22}"},
        )

    def asks_own(self, **own: Any) -> int:
        """Ask a question of one's own; the ballot."""
        made = self.does("ask", own=own, step=16)
        assert made.status_code == 200, made.text
        return int(self.now()["asked"]["ballot"])

    def hands(self, *tasks: str) -> int:
        """Hand out tasks of Example II; the ballot."""
        made = self.does("hand", wish=wish(), tasks=[*tasks])
        assert made.status_code == 200, made.text
        return int(self.now()["worksheet"]["ballot"])

    def works(
        self, person: str, tries: dict[str, list[str | None]], *, ballot: int, revision: int = 1
    ) -> Any:
        return self.client.post(
            f"/class/{self.code}/work",
            json={"ballot": ballot, "revision": revision, "tries": tries},
            headers={**JSON, "Authorization": f"Bearer {person:x<22}"},
        )

    def now(self) -> Any:
        return strict(self.client.get(f"/class/{self.code}/now", headers=JSON).text)

    def get(self, path: str, token: str = "") -> Any:
        headers = {**JSON, "Authorization": f"Bearer {token}"} if token else JSON
        return self.client.get(f"/class/{self.code}/{path}", headers=headers)


def opened(client: FlaskClient) -> Class:
    made = client.post("/class", json={"title": "Example II", "deck": "/present/example-2"})
    assert made.status_code == 201
    return Class(client, made.json["code"], made.json["token"])
