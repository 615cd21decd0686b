"""The line from a page to the server, in a test's hands: held, cut, or answered by the test.

It is held inside the page. A browser that was told to intercept requests says that it does before
the page knows: a key that is pressed then overtakes the message, and what it asks for passes by.
And one that is told to stop may keep what is just asked for ever (microsoft/playwright#41802).
"""

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import JSHandle, Page

HOLD = """(address) => {
    const send = window.fetch;
    const line = { asked: [], way: () => {} };
    window.fetch = (where, how = {}) => {
        const url = new URL(where, location.href);
        const held = address.split(" ").some((each) => url.pathname.startsWith(each));
        if (!held) return send(where, how);
        const { method = "GET", body = null } = how;
        return new Promise((answer, fail) => {
            const once = (doing) => (said) => {
                if (!asked.waits) throw new Error(`what happens to it has happened: ${url}`);
                asked.waits = false;
                void doing(said);
            };
            const asked = {
                said: { path: url.pathname, method, body: body && JSON.parse(body) },
                waits: true,
                pass: once(() => send(where, how).then(answer, fail)),
                lose: once(() => fail(new TypeError("Failed to fetch"))),
                answer: once(([text, status, type]) => answer(
                    new Response(text, { status, headers: { "Content-Type": type } }))),
            };
            line.asked.push(asked);
            line.way(asked);
        });
    };
    return line;
}"""


@dataclass(frozen=True)
class Line:
    """What a page asks for at addresses that begin so waits until the test lets it go.

    Several addresses stand in one text, with blanks between.
    """

    handle: JSHandle

    @classmethod
    def hold(cls, page: Page, address: str) -> "Line":
        """From now on, until the page is left."""
        return cls(page.evaluate_handle(HOLD, address))

    @classmethod
    def open(cls, page: Page, path: str, address: str) -> "Line":
        """Open a page whose line is held from its beginning on."""
        page.add_init_script(f"window.line = ({HOLD})({json.dumps(address)})")
        page.goto(path, wait_until="commit")
        return cls(page.evaluate_handle("window.line"))

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Path, method and body (as it is read, or None) of all that was asked for, in order."""
        said: list[dict[str, Any]] = self.handle.evaluate("line => line.asked.map((e) => e.said)")
        return said

    def let_go(self, k: int) -> None:
        """What was asked for as the k-th goes to the server now."""
        self.handle.evaluate("(line, k) => void line.asked[k].pass()", k)

    def lose(self, k: int) -> None:
        """The k-th is lost, as without a connection."""
        self.handle.evaluate("(line, k) => line.asked[k].lose()", k)

    def answer(
        self, k: int, text: str, *, status: int = 200, kind: str = "application/json"
    ) -> None:
        """The k-th gets this answer, and none from the server."""
        answer = [text, status, kind]
        self.handle.evaluate("(line, [k, answer]) => line.asked[k].answer(answer)", [k, answer])

    def answer_all(self, text: str, *, status: int = 200, kind: str = "application/json") -> None:
        """All that is asked for from now on gets this answer."""
        self.handle.evaluate(
            "(line, answer) => { line.way = (asked) => asked.answer(answer); }",
            [text, status, kind],
        )

    def cut(self) -> None:
        """All that is asked for from now on is lost."""
        self.handle.evaluate("line => { line.way = (asked) => asked.lose(); }")

    def free(self) -> None:
        """All that is asked for from now on passes, and what waits still."""
        self.handle.evaluate(
            """line => {
                line.way = (asked) => asked.pass();
                for (const asked of line.asked) if (asked.waits) asked.pass();
            }"""
        )
