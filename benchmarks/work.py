"""`make work`: what requests within every limit cost: seconds of a processor, and memory.

Each goes through the routes, as the server would, in a copy of this process. An answer may take a
second and 150 MB, a refusal 0.05 s, and nothing may end in a 5xx; what is over is listed. Without
`--seconds` the whole list is tried, which takes some minutes.
"""

import argparse
import json
import logging
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask.testing import FlaskClient

from app import create_app
from app.state.link import pack

SECONDS, MEGABYTES, REFUSED = 1.0, 150, 0.05
CUT = 15
"""Seconds of a processor after which a request is cut off."""

_RANDOM = random.Random(1)


def _terms(n: int) -> str:
    return "x: input = 2\nw: weight = 1\nL: loss = " + "+".join(["x*w"] + ["x"] * (n - 1))


def _dense(n: int) -> str:
    lines, names = ["x: input = 0.1", "w: weight = 0.2"], ["x", "w"]
    while len(names) < n:
        a, b = _RANDOM.choice(names[-40:]), _RANDOM.choice(names[-40:])
        lines.append(f"a{len(names)} = {a}{_RANDOM.choice('+*-')}{b}")
        names.append(lines[-1].split(" ")[0])
    return "\n".join(lines)


def _chain(n: int, rule: Callable[[int], str]) -> str:
    return "x: weight = 0.5\na0 = x*x\n" + "\n".join(f"a{k} = {rule(k - 1)}" for k in range(1, n))


def _net(k: int) -> str:
    return (
        f"x: input = random({k})\nW: weight = random({k},{k})\nV: weight = random({k},{k})\n"
        "h = sigmoid(W@x)\ng = sigmoid(V@h)\nL: loss = norm2(g)"
    )


def _many(n: int, loss: str) -> str:
    return "\n".join(f"w{k}: weight = 0.{k % 9 + 1}" for k in range(n)) + f"\nL: loss = {loss}"


def _each(n: int, rest: str) -> str:
    return f"x: input = each({','.join(str(k % 7 - 3) for k in range(n))})\nw: weight = 1\n{rest}"


PROGRAMS: dict[str, str] = {
    "600 equal terms": _terms(590),
    "dense 299 nodes": _dense(299),
    "chain 299": _chain(298, lambda k: f"sin(a{k})"),
    "2^100 paths": _chain(100, lambda k: f"a{k}*a{k}"),
    "wide 298": _many(298, " + ".join(f"w{k}" for k in range(298))),
    "max of 280": _many(280, f"max({', '.join(f'w{k}' for k in range(280))})"),
    "softmax 1000": "x: weight = random(1000)\np = softmax(x)\nL: loss = norm2(p)",
    "cross_entropy 1000": (
        "x: weight = random(1000)\nt: label = random(1000)\nL: loss = cross_entropy(x, t)"
    ),
    "sigmoid 2M": "x: weight = random(1000,2000)\np = sigmoid(x)\nL: loss = norm2(p)",
    "W 1000x2000 @": (
        "W: weight = random(1000,2000)\nx: input = random(2000)\ny = W@x\nL: loss = norm2(y)"
    ),
    "3 of 2M": "A: weight = random(1000,2000)\nB = exp(A)\nL: loss = sum(B)",
    "matmul 1400": (
        "A: weight = random(1400,1400)\nB: weight = random(1400,1400)\nC = A@B\nL: loss = sum(C)"
    ),
    "conv1d": (
        "x: input = random(8000)\nk: weight = random(2000)\ny = conv1d(x, k)\nL: loss = norm2(y)"
    ),
    "conv2d 600": (
        "x: input = random(600,600)\nk: weight = random(7,7)\ny = conv2d(x, k)\nL: loss = sum(y)"
    ),
    "conv_matrix": (
        "k: weight = random(30)\nM = conv_matrix(k, 1300)\nx: input = random(1300)\ny = M@x\n"
        "L: loss = norm2(y)"
    ),
    "1000 samples": _each(1000, "L: loss = (w*x - 1)**2"),
    "30 samples x 9": _each(30, "q = w*x\np = sigmoid(q)\nr = p*p\ns = r+p\nL: loss = (s - 1)**2"),
    "net 11": _net(11),
    "net 300": _net(300),
    "outer 1400": (
        "a: weight = random(1400)\nb: weight = random(1400)\nO = outer(a,b)\nL: loss = sum(O)"
    ),
    "reshape 2M": (
        "a: weight = random(1000,2000)\nb = reshape(a, 2000, 1000)\nc = vec(b.T)\nL: loss = mean(c)"
    ),
    "20000 characters": f"x: weight = [{','.join(['1.5'] * 4900)}]\nL: loss = norm2(x)",
    "400 lines": "x=1\n" + "\n".join(f"#{'c' * 40}" for _ in range(398)) + "\ny=2*x",
}

VIEWS: dict[str, dict[str, object]] = {
    "": {},
    "scalars": {"zoom": "scalars"},
    "learning x20": {"zoom": "learning", "iterations": 20},
    "loop": {"zoom": "loop"},
    "iterations 20": {"iterations": 20},
    "layers": {"zoom": "layers"},
}

VIEWED = ("/api/story", "/api/gradients", "/api/questions", "/studio.py")
"""Tried in every view; the rest only as it comes."""
ROUTES = (
    *VIEWED,
    *("/studio", "/api/nudge", "/api/numbers", "/studio.tex", "/studio.html", "/studio.svg"),
    *("/studio.ipynb", "/studio.gv", "/present", "/api/picture"),
)


@dataclass(frozen=True, order=True)
class Cost:
    """What one request took."""

    seconds: float
    megabytes: float
    what: str
    status: int
    """0 where it was cut off, or broke."""

    @property
    def over(self) -> bool:
        """Whether it is over the bounds."""
        refused = 400 <= self.status < 500 and self.seconds > REFUSED
        broken = not 200 <= self.status < 500
        return broken or refused or self.seconds > SECONDS or self.megabytes > MEGABYTES

    def __str__(self) -> str:
        """One line of the table."""
        return f"{self.seconds:7.2f} s {self.megabytes:+6.0f} MB  {self.status or '-'}  {self.what}"


def cost(what: str, ask: Callable[[], int]) -> Cost:
    """What a request takes, in a copy of this process."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        most = CUT + int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        held, began = _held(), time.process_time()
        try:
            status = ask()
        except Exception:
            status = 0
        took = [status, time.process_time() - began, _held() - held]
        os.write(theirs, json.dumps(took).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    status, seconds, megabytes = json.loads(said) if said else (0, CUT, 0)
    return Cost(seconds, megabytes, what, status)


def _held() -> float:
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def request(
    client: FlaskClient, route: str, program: str, view: dict[str, object]
) -> Callable[[], int] | None:
    """Asks for a program in a view; None where it is too long for a link."""
    if route.startswith("/api/"):
        sent = {"program": program, **view}
        sent |= {"page": True} if route == "/api/story" else {}
        sent |= {"node": "n0"} if route == "/api/nudge" else {}
        return lambda: client.post(route, json=sent).status_code
    packed = pack(program)
    if not packed:
        return None
    return lambda: client.get(route, query_string={"p": packed, **view}).status_code


def main() -> int:
    """Try all, print what is over."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.work", description=__doc__)
    parser.add_argument("--only", default="", help="programs whose name has this")
    parser.add_argument("--routes", nargs="*", default=ROUTES)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="then it stops")
    asked = parser.parse_args()
    client = create_app().test_client()
    logging.getLogger("chalkgraph").setLevel(logging.CRITICAL)
    client.get("/studio")
    client.get("/lesson/example-2.json")
    until = time.monotonic() + asked.seconds
    found: list[Cost] = []
    for route in asked.routes:
        for view, options in VIEWS.items():
            for name, program in PROGRAMS.items():
                if asked.only not in name or (view and route not in VIEWED):
                    continue
                ask = request(client, route, program, options)
                if ask is None or time.monotonic() > until:
                    continue
                found.append(cost(f"{route} {view} | {name}".replace("  ", " "), ask))
                if found[-1].over:
                    print(found[-1], flush=True)
    over = sum(each.over for each in found)
    print(
        f"FIGURE requests={len(found)} over={over} "
        f"seconds={max(each.seconds for each in found):.2f} "
        f"megabytes={max(each.megabytes for each in found):.0f}"
    )
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
