"""`make load`: how many can use one server at once, on this machine, the clients beside it.

Throughput and waiting times at several numbers of users; a class that opens one lesson with all its
files; sliders that move once a second; and one who asks for as much work as he can, beside another
who just steps. Then what a class bears (`classroom.py`). Everything stays on this machine, and ends
after about two minutes.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import time
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.lessons import lessons
from tests.browser.serving import served

from . import classroom
from .classroom import kept

EXAMPLE = lessons()["example-2"].program
PATIENCE = 40.0
AGENTS = {"hostile": "hostile/1", "beside": "stepping/1"}


@dataclass
class Heard:
    """What came back in one measurement: seconds, and what went wrong."""

    name: str
    users: int
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lasted: float = 0.0

    def at(self, part: float) -> float:
        """Milliseconds within which that part of the answers was there."""
        if not self.seconds:
            return float("nan")
        found = sorted(self.seconds)
        return found[min(len(found) - 1, int(len(found) * part))] * 1000

    def __str__(self) -> str:
        """One line of the table."""
        wrong = {each: self.wrong.count(each) for each in set(self.wrong)}
        return (
            f"{self.name:28} {self.users:5}  {len(self.seconds) / self.lasted:8.1f}/s"
            f"  p50 {self.at(0.5):7.1f}  p99 {self.at(0.99):8.1f}  most {self.at(1):8.1f} ms"
            f"  answers {len(self.seconds):6}  errors {wrong or 0}"
        )


class Client:
    """A browser's connection, kept open."""

    def __init__(self, host: str, port: int, agent: str = "load/1") -> None:
        self.host, self.port, self.agent = host, port, agent
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, sent: object = None) -> int:
        """The status of an answer that has been read to its end."""
        if self._open is None:
            self._open = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._open
        body = b"" if sent is None else json.dumps(sent).encode()
        head = [
            f"{'GET' if sent is None else 'POST'} {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"User-Agent: {self.agent}",
            "Accept-Encoding: gzip",
            *(["Content-Type: application/json"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        try:
            writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            await writer.drain()
            found = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = re.search(r"content-length: (\d+)", found, re.IGNORECASE)
            await reader.readexactly(int(length[1]) if length else 0)
        except BaseException:
            self.close()
            raise
        if "connection: close" in found.lower():
            self.close()
        return int(found[9:12])

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


Wish = Callable[[], tuple[str, object]]
"""A path, and what is posted there or None."""


def lesson() -> tuple[str, object]:
    """A page that the server has."""
    return "/lesson/example-2", None


def numbers() -> tuple[str, object]:
    """A slider that has moved."""
    values = {"w1": round(random.uniform(-2, 2), 9)}
    asked = {"program": EXAMPLE, "slug": "example-2", "values": values, "step": 12}
    return "/api/numbers", {**asked, "arithmetic": "slide"}


def known() -> tuple[str, object]:
    """A program that is known, with numbers that are not."""
    values = {"w1": round(random.uniform(-2, 2), 9)}
    return "/api/story", {"program": EXAMPLE, "values": values, "page": True}


def new() -> tuple[str, object]:
    """A program that nobody has typed before."""
    weight = f"a{random.randrange(10**8)}"
    lines = [f"x: input = 2\n{weight}: weight = 1"]
    last = weight
    for k in range(random.randrange(2, 7)):
        name = random.choice(("sigmoid", "tanh", "exp", "sin"))
        lines.append(f"b{k} = {name}({last}) + {random.choice(('x', weight))}*x")
        last = f"b{k}"
    lines.append(f"L: loss = {last}*{weight}")
    return "/api/story", {"program": "\n".join(lines), "page": True}


def much() -> tuple[str, object]:
    """As much work as a request may be, never the same."""
    n, k = random.randrange(200, 300), random.randrange(10**6)
    terms = "\n".join(f"a{j} = sin({f'a{j - 1}' if j else 'w'}) * w" for j in range(n // 2))
    kinds = (
        (f"A: weight = random({n},{n})\nB: weight = random({n},{n})\nL: loss = sum(A @ B)", {}),
        (f"w: weight = 0.{k}\n{terms}", {}),
        (f"x: input = {k}\nw: weight = 1\nL: loss = (w*x - 1)**2", {"zoom": "learning"}),
        ("x: input = random(60, 60)\nk: weight = random(7, 7)\nL: loss = sum(conv2d(x, k))", {}),
    )
    program, rest = random.choice(kinds)
    route = random.choice(("/api/story", "/api/gradients", "/api/questions"))
    iterations = 20 if "zoom" in rest else 1
    return route, {"program": f"# {k}\n{program}", "iterations": iterations, **rest}


async def users(
    heard: Heard, clients: list[Client], wish: Wish, seconds: float, *, pause: float = 0.0
) -> Heard:
    """So many ask, one request after another, for a while."""
    began = time.monotonic()
    accepted = (200, 422, 503) if wish is much else (200,)

    async def use(client: Client) -> None:
        await asyncio.sleep(random.random() * (pause or 0.05))
        while time.monotonic() < began + seconds:
            path, sent = wish()
            asked = time.monotonic()
            try:
                status = await asyncio.wait_for(client.ask(path, sent), PATIENCE)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                heard.wrong.append(type(error).__name__)
                continue
            took = time.monotonic() - asked
            heard.seconds.append(took)
            if status not in accepted:
                heard.wrong.append(str(status))
            await asyncio.sleep(max(0.0, pause * random.uniform(0.7, 1.3) - took))
        client.close()

    await asyncio.gather(*(use(client) for client in clients))
    heard.lasted = time.monotonic() - began
    return heard


def files_of(base: str) -> list[str]:
    """What the first view of a lesson asks for besides its page."""
    todo = ["/lesson/example-2"]
    found: list[str] = []
    while todo:
        address = todo.pop()
        text = urllib.request.urlopen(base + address, timeout=120).read().decode()
        if address.endswith(".js"):
            folder = address.rpartition("/")[0]
            named = re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']""", text)
            files = [os.path.normpath(f"{folder}/{name}") for name in named]
        else:
            files = re.findall(r'"(/static/[^"]+)"', text)
        for name in files:
            if name not in found:
                found.append(name)
                todo += [name] if name.endswith(".js") else []
    return found


async def a_class(make: Callable[[], Client], files: list[str], count: int) -> tuple[Heard, Heard]:
    """So many browsers open a lesson within ten seconds, each with four connections."""
    pages = Heard("class of, in 10 s: page", count)
    whole = Heard(f"the same, with {len(files)} files", count)
    began = time.monotonic()

    async def visit(k: int) -> None:
        await asyncio.sleep(10 * k / count)
        asked, rest = time.monotonic(), list(files)
        clients = [make() for _ in range(4)]

        async def pull(client: Client) -> None:
            while rest:
                status = await asyncio.wait_for(client.ask(rest.pop(0)), PATIENCE)
                if status != 200:
                    whole.wrong.append(str(status))
            client.close()

        try:
            await asyncio.wait_for(clients[0].ask("/lesson/example-2"), PATIENCE)
            pages.seconds.append(time.monotonic() - asked)
            await asyncio.gather(*map(pull, clients))
            whole.seconds.append(time.monotonic() - asked)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            whole.wrong.append(type(error).__name__)

    await asyncio.gather(*(visit(k) for k in range(count)))
    pages.lasted = whole.lasted = time.monotonic() - began
    return pages, whole


async def beside(make: Callable[[str], Client], seconds: float) -> list[Heard]:
    """One who asks for as much as he can on eight connections, and another who does as usual."""
    measured = [
        users(Heard("much work, full speed", 8), [make("hostile") for _ in range(8)], much, seconds)
    ]
    usual: list[tuple[str, Wish]] = [
        ("beside: page", lesson),
        ("beside: slider", numbers),
        ("beside: story", known),
        ("beside: /healthz", lambda: ("/healthz", None)),
    ]
    for name, wish in usual:
        measured.append(users(Heard(name, 1), [make("beside")], wish, seconds, pause=0.2))
    gathered: Awaitable[list[Heard]] = asyncio.gather(*measured)
    return await gathered


async def measure(base: str, asked: argparse.Namespace) -> list[Heard]:
    """All of it, printed as it comes."""
    where = urlsplit(base)
    host, port = str(where.hostname), int(where.port or 80)

    def make(kind: str = "") -> Client:
        return Client(host, port, AGENTS.get(kind, "load/1"))

    found: list[Heard] = []

    def say(*heard: Heard) -> None:
        found.extend(heard)
        for each in heard:
            print(each, flush=True)

    wishes: dict[str, Wish] = {
        "a page that is known": lesson,
        "a slider that moves": numbers,
        "a known program": known,
        "a new program": new,
    }
    for name, wish in wishes.items():
        for count in asked.users:
            clients = [make() for _ in range(count)]
            say(await users(Heard(name, count), clients, wish, asked.seconds))
    files = await asyncio.to_thread(files_of, base)
    say(*await a_class(make, files, asked.pupils))
    sliders = [make() for _ in range(asked.sliders)]
    say(await users(Heard("sliders, once a second", asked.sliders), sliders, numbers, 10, pause=1))
    say(*await beside(make, 10))
    return found


def main() -> None:
    """Start a server, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--users", type=int, nargs="*", default=[1, 50])
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--pupils", type=int, default=200)
    parser.add_argument("--sliders", type=int, default=500)
    parser.add_argument("--store", choices=("sqlite", "redis"), default="sqlite", help="of classes")
    parser.add_argument("--only", choices=("pages", "class"), help="one of the two tables")
    asked = parser.parse_args()
    random.seed(1)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; the clients share them.")
    os.environ["CHALKGRAPH_WARM"] = "true"
    with (
        kept(asked.store) as (settings, _redis),
        served(workers=asked.workers, **settings) as server,
    ):
        files_of(server.base)  # it is up, and warm
        found = asyncio.run(measure(server.base, asked)) if asked.only != "class" else []
        if asked.only != "pages":
            classroom.show(server.base, server.process.pid, asked.workers)
    if not found:
        return
    errors = sum(len(each.wrong) for each in found)
    middle = statistics.median(each.at(0.99) for each in found)
    print(f"FIGURE errors={errors} median_p99={middle:.0f}ms load={os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
