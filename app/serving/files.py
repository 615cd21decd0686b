"""The pages' own files: style sheets and scripts, under names that change whenever they do.

`/static/<version>/css/tokens+base+studio.css` is several sheets in one; `<version>` stands for the
content of all files, so a browser that has a file never asks for it again. `fonts/text.woff2` and
`fonts/math.woff2` are made when the server starts (see `app/fonts`). Scripts are plain
modules in the source; where `bundle.py` has made one file of them, pages name that one.
"""

import mimetypes
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path

from flask import Flask, Response, abort
from markupsafe import Markup, escape
from werkzeug.security import safe_join

from ..fonts import store

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
BUNDLES = ROOT / "build" / "bundles"
"""Bundles by the version of the files that they were made of."""

FOREVER = "public, max-age=31536000, immutable"
ASK = "no-cache"
"""For names without a version, or of another one: a browser asks whether it has changed."""

FONTS = frozenset(f"fonts/{family}.woff2" for family in store.FAMILIES)
"""What no folder of ours has: fonts are made for each machine."""

PRINTED = frozenset({"print"})
"""Sheets that are for paper only."""
SHEETS = 16
"""Sheets in one name; no page has as many."""

_ASIDE = re.compile(rb"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A remark in a style sheet, with lines of its own: pages are shown sooner without."""

_VERSIONED = re.compile(r"(?:([0-9a-f]{12})/)?(.+)", re.DOTALL)


@cache
def version() -> str:
    """A name for the content of all files."""
    found = blake2b(store.key().encode(), digest_size=6)
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(STATIC).as_posix()}\0".encode())
            found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    data: bytes
    mimetype: str
    lasting: bool
    """Whether its name stands for its content."""


def register(app: Flask, *, bundled: bool) -> None:
    """Serve the files, and let templates name them by `url_for('static', …)` and `styles(…)`."""
    bundles = BUNDLES / version() if bundled else None
    store.folder()  # the first time this takes some seconds: now, and not while somebody waits

    def named(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            name = str(values["filename"])
            there = bundles is not None and (bundles / name).is_file()
            values["filename"] = f"{version()}/{'bundle/' if there else ''}{name}"

    def static(filename: str) -> Response:
        found = file(filename)
        if found is None:
            abort(404)
        response = Response(found.data, mimetype=found.mimetype)
        response.headers["Cache-Control"] = FOREVER if found.lasting else ASK
        return response

    def styles(*names: str) -> Markup:
        address = app.url_for("static", filename=f"css/{'+'.join(names)}.css")
        return Markup('<link rel="stylesheet" href="{}">').format(escape(address))

    def early() -> Markup:
        return Markup("<script>{}</script>").format(Markup(_early()))

    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)
    app.url_default_functions.setdefault(None, []).append(named)
    app.jinja_env.globals["styles"] = styles
    app.jinja_env.globals["early"] = early


@cache
def _early() -> str:
    """What runs before a page is drawn: it stands in the page, which waits for one file less."""
    return (STATIC / "js" / "theme.js").read_text(encoding="utf-8")


@cache
def early_hash() -> str:
    """By which a policy allows that script, and no other one in a page."""
    return f"'sha256-{b64encode(sha256(_early().encode()).digest()).decode()}'"


def file(name: str) -> File | None:
    """A file by its name under /static, with or without a version."""
    match = _VERSIONED.fullmatch(name)
    if match is None:
        return None
    of, plain = match.groups()
    data = _sheets(plain) if plain.startswith("css/") else _read(plain)
    if data is None:
        return None
    kind = mimetypes.guess_type(plain)[0] or "application/octet-stream"
    return File(data, _KINDS.get(Path(plain).suffix, kind), of == version())


_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What Windows' registry may say otherwise."""


def _read(name: str) -> bytes | None:
    if name in FONTS:
        return store.served(name.removeprefix("fonts/"))
    bundle = name.removeprefix("bundle/")
    folder = STATIC if bundle == name else BUNDLES / version()
    path = safe_join(str(folder), bundle)
    if path is None or not Path(path).is_file():
        return None
    return Path(path).read_bytes()


def _sheets(name: str) -> bytes | None:
    """Several style sheets in a row, those for paper inside a rule that says so."""
    names = name.removeprefix("css/").removesuffix(".css").split("+")
    if len(names) > SHEETS or len(set(names)) < len(names):
        return None
    found = []
    for each in names:
        data = _read(f"css/{each}.css")
        if data is None:
            return None
        data = _ASIDE.sub(b"", data)
        wrapped = each in PRINTED and len(names) > 1
        found.append(b"@media print {\n" + data + b"\n}" if wrapped else data)
    return b"\n".join(found)
