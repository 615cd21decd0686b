"""What docs/deploy.md, compose.yaml and the Dockerfile say is tried where its tools are here."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import create_app, limits

from .browser.serving import served

pytestmark = pytest.mark.server

ROOT = Path(__file__).parent.parent
DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else "")
LEFT_OUT = "left out: there is no nginx with openssl here (Debian: apt install nginx-light openssl)"


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def of_the_page(folder: Path, server: str, plain: int, secure: int) -> str:
    """The block of docs/deploy.md, with a certificate and ports of the test's own."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-keyout", f"{folder}/privkey.pem"),
            *("-out", f"{folder}/fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    found = re.search(r"```nginx\n(.*?)```", DEPLOY, re.DOTALL)
    assert found
    return (
        found[1]
        .replace("/etc/letsencrypt/live/graphs.example.org", str(folder))
        .replace("127.0.0.1:8000", server)
        .replace("listen 80;", f"listen 127.0.0.1:{plain};")
        .replace("listen 443 ", f"listen 127.0.0.1:{secure} ")
    )


def of_compose(_folder: Path, server: str, plain: int, _secure: int) -> str:
    """That of compose.yaml, which is whole."""
    found = re.search(r"content: \|\n(.*)", COMPOSE, re.DOTALL)
    assert found
    return (
        textwrap.dedent(found[1])
        .replace("$$", "$")
        .replace("http://web:8000", f"http://{server}")
        .replace("listen 80;", f"listen 127.0.0.1:{plain};")
    )


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if not NGINX or not shutil.which("openssl"):
        pytest.skip(LEFT_OUT)
    with served(1, CHALKGRAPH_PROXIES="1") as found:
        yield found.base.removeprefix("http://")


Ask = Callable[..., http.client.HTTPResponse]


@pytest.fixture(params=[of_the_page, of_compose], ids=["docs/deploy.md", "compose.yaml"])
def ask(request: Any, server: str, tmp_path: Path) -> Iterator[Ask]:
    """Asks through nginx, as configured there."""
    plain, secure = free(), free()
    block = request.param(tmp_path, server, plain, secure)
    temporary = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    if request.param is of_the_page:
        block = f"events {{ worker_connections 256; }}\nhttp {{\n{block}\n}}\n"
    block = block.replace("http {\n", f"http {{\naccess_log off;\n{temporary}", 1)
    (tmp_path / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\npid {tmp_path}/pid;\n"
        f"error_log stderr;\n{block}"
    )
    process = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    opened: list[Any] = []
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    def say(method: str, path: str, body: Any = None, token: str = "", *, tls: bool = True) -> Any:
        asked: http.client.HTTPConnection
        if tls and request.param is of_the_page:
            asked = http.client.HTTPSConnection("localhost", secure, timeout=60, context=context)
        else:
            asked = http.client.HTTPConnection("localhost", plain, timeout=60)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        asked.request(method, path, body=sent, headers=headers)
        opened.append(asked)
        opened.append(asked.getresponse())
        return opened[-1]

    try:
        until = time.monotonic() + 20
        while True:
            try:
                say("GET", "/join").read()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.05)
        yield say
    finally:
        for each in opened:
            each.close()
        process.terminate()
        process.wait()


def test_through_nginx_a_class_is_told_at_once_and_refusals_have_our_words(ask: Ask):
    made = json.load(ask("POST", "/class", {"title": "T", "deck": "/present/example-2"}))
    stream = ask("GET", f"/class/{made['code']}/stream", token="s" * 22)
    assert stream.status == 200 and stream.headers["Cache-Control"] == "no-store"

    def hears(what: bytes) -> float:
        began = time.monotonic()
        while what not in stream.readline():
            assert time.monotonic() < began + 30, f"{what!r} does not come"
        return time.monotonic() - began

    hears(b'"ended":false')
    for key in ("a", "b"):
        event = {"kind": "show", "key": key, "data": {"text": True, "step": 7}}
        sent = ask("POST", f"/class/{made['code']}/event", event, token=made["token"])
        assert sent.status == 200
        assert hears(b'"step":7') < 2, "nothing on the way waits for more"
    stream.close()

    long = ask("GET", f"/lesson/example-2?p={'x' * 34_000}")
    assert long.status == 414 and b"This address is too long." in long.read()
    large = ask("POST", "/api/story", b'{"program": "' + b"x" * 400_000 + b'"}')
    assert large.status == 413 and "error" in json.load(large)
    assert ask("GET", "/join").headers["Content-Security-Policy"]


def test_who_comes_without_tls_is_sent_to_it(ask: Ask, request: pytest.FixtureRequest):
    found = ask("GET", "/join", tls=False)
    if "deploy.md" in request.node.name:
        assert found.status == 301 and found.headers["Location"] == "https://localhost/join"
    else:
        assert found.status == 200


def test_the_files_that_are_copied_into_the_image_are_enough_to_serve(tmp_path: Path):
    copied = re.findall(r"^COPY (?!--from)(\S+) (\S+)", DOCKERFILE, re.M)
    allowed = (ROOT / ".dockerignore").read_text().split()
    for name, into in copied:
        assert f"!{name}" in allowed
        target = tmp_path / (name if into == "./" else into)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    command, health = (
        json.loads(found) for found in re.findall(r"CMD\s+(\[.*\])", DOCKERFILE)[::-1]
    )
    port = str(free())
    environ = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    }
    environ |= {"CHALKGRAPH_WARM": "false", "CHALKGRAPH_CLASS": f"sqlite:{tmp_path}/c.sqlite"}
    environ |= {"CHALKGRAPH_TRUSTED_HOSTS": '["graphs.example.org"]'}  # the check is still made
    command = [each.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for each in command]
    server = subprocess.Popen([sys.executable, *command[1:]], cwd=tmp_path, env=environ)
    try:
        until = time.monotonic() + 90
        check = [sys.executable, "-c", health[-1].replace("8000", port)]
        while subprocess.run(check, capture_output=True).returncode:
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.2)
    finally:
        server.terminate()
        server.wait(20)


def test_every_setting_that_is_written_down_is_one():
    names = re.findall(r"^    ([A-Z_]+): ", str(create_app.__doc__), re.MULTILINE)
    known = {f"CHALKGRAPH_{name}" for name in names}
    for text in (DEPLOY, COMPOSE, DOCKERFILE):
        found = {*re.findall(r"CHALKGRAPH_[A-Z_]+", text)}
        assert found and found <= known


def test_nginx_of_compose_has_connections_and_handles_for_all_whom_a_worker_tells():
    number = {
        name: int(found)
        for name, found in re.findall(r"(worker_connections|worker_rlimit_nofile) (\d+);", COMPOSE)
    }
    handles = min(map(int, re.findall(r"nofile: (\d+)", COMPOSE)))
    assert 2 * limits.CLASS_STREAMS.most < number["worker_connections"]
    assert number["worker_connections"] < number["worker_rlimit_nofile"] <= handles
