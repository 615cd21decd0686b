"""Files have names that stand for their content, and a first view is few requests."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.serving import bundle, files

STUDIO = "js/pages/studio.js"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(BUNDLED=False).test_client()


MOST = 160_000
"""Bytes of a first view as they are sent, with scripts and fonts."""


def first_view(address: str) -> int:
    """Bytes of a page and of all that it names, compressed as browsers ask for it."""
    client = create_app().test_client()
    asked = {"Accept-Encoding": "br"}
    files_of = named(client, address)
    assert len(files_of) + 1 <= 6
    return sum(len(client.get(each, headers=asked).data) for each in (address, *files_of))


def named(client: FlaskClient, address: str) -> list[str]:
    return re.findall(r'"(/static/[^"]+)"', client.get(address).text)


@pytest.mark.parametrize("address", ["/", "/lesson/example-2", "/studio", "/present/example-2"])
def test_a_page_names_its_files_for_ever(client: FlaskClient, address: str):
    found = named(client, address)
    assert sum(name.endswith(".css") for name in found) == 1
    for name in found:
        assert name.startswith(f"/static/{files.version()}/")
        answer = client.get(name)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == files.FOREVER


def test_a_file_of_another_version_is_asked_for_again(client: FlaskClient):
    plain = client.get("/static/css/base.css")
    assert plain.headers["Cache-Control"] == "no-cache" and plain.headers["ETag"]
    old = client.get("/static/0123456789ab/css/base.css")
    assert old.data == plain.data and old.headers["Cache-Control"] == "no-cache"


def test_several_sheets_come_as_one_and_print_is_for_paper(client: FlaskClient):
    one, two, three = (
        client.get(f"/static/css/{name}.css").text for name in ("tokens", "print", "base")
    )
    both = client.get("/static/css/tokens+print+base.css")
    assert both.mimetype == "text/css"
    assert both.text == f"{one}\n@media print {{\n{two}\n}}\n{three}"


def test_a_sheet_has_its_rules_and_none_of_its_remarks(client: FlaskClient):
    source = (files.STATIC / "css" / "strip.css").read_text(encoding="utf-8")
    sent = client.get("/static/css/strip.css").text
    assert "/* " in source and "/*" not in sent
    rules = [line for line in source.splitlines() if line.startswith(".")]
    assert rules and {*rules} <= {*sent.splitlines()}


@pytest.mark.parametrize(
    "name",
    [
        "css/nothing.css", "css/tokens+nothing.css", "css/tokens+tokens.css", "css/.css", "js",
        "css/" + "+".join(f"s{k}" for k in range(40)) + ".css", "css/../../app/__init__.py",
        "../app/__init__.py", "bundle/../../../Makefile", "css/../js/theme.js+tokens.css", "",
    ],
)  # fmt: skip
def test_what_is_no_file_is_not_found(client: FlaskClient, name: str):
    assert client.get(f"/static/{name}").status_code in (404, 308)
    assert files.file(name) is None or not name


def test_the_bundler_finds_what_every_page_begins_with(client: FlaskClient):
    begun = set()
    for path in (files.ROOT / "templates").glob("*.html"):
        begun.update(re.findall(r"filename='(js/pages/[^']+)'", path.read_text(encoding="utf-8")))
    assert set(bundle.entries()) >= begun >= {STUDIO}
    for name in bundle.entries():
        assert (files.STATIC / name).is_file()


def test_where_there_are_bundles_pages_name_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = tmp_path / files.version() / STUDIO
    made.parent.mkdir(parents=True)
    made.write_text("bundled();", encoding="utf-8")
    monkeypatch.setattr(files, "BUNDLES", tmp_path)
    client = create_app().test_client()
    found = named(client, "/lesson/example-2")
    assert f"/static/{files.version()}/bundle/{STUDIO}" in found
    assert client.get(f"/static/{files.version()}/bundle/{STUDIO}").text == "bundled();"
    assert len(found) + 1 <= 6, "a first view"
    assert all("bundle" not in name for name in named(client, "/present/example-2"))


def test_bundles_of_older_files_are_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "0123456789ab" / "js" / "pages").mkdir(parents=True)
    (tmp_path / "0123456789ab" / STUDIO).write_text("old();", encoding="utf-8")
    monkeypatch.setattr(files, "BUNDLES", tmp_path)
    client = create_app().test_client()
    assert all("bundle" not in name for name in named(client, "/lesson/example-2"))


def test_without_a_bundler_the_modules_stay_as_they_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundle, "BUNDLES", Path("/nonexistent"))
    monkeypatch.setattr(bundle, "ESBUILD", Path("/nonexistent"))
    assert "no node" in bundle.make()


@pytest.mark.skipif(
    bundle.node() is None or not bundle.ESBUILD.exists(), reason="no esbuild here: `make serve`"
)
def test_a_bundle_has_all_modules_in_one_but_those_that_are_fetched_when_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path)
    old = tmp_path / "0123456789ab"
    old.mkdir()
    assert bundle.make() == ""
    made = tmp_path / files.version()
    parts = [f"js/{name}" for name in bundle.demanded()]
    names = (
        *("carded", "class/desk", "class/leading", "completing", "export"),
        *("leading", "motion", "pasted", "proof", "share"),
    )
    assert parts == [f"js/parts/{name}.js" for name in names]
    fetched = {}
    for name in (*bundle.entries(), *parts):
        text = (made / name).read_text(encoding="utf-8")
        assert not re.search(r"""\bimport\s*["'{]|\bfrom\s*["']""", text)
        plain = (files.STATIC / name).read_text(encoding="utf-8")
        assert len(text) > len(plain) / 3
        addresses = re.findall(r"""\bimport\(["']([^"']+)["']\)""", text)
        fetched[name] = {made / name / ".." / each for each in addresses}
    wanted = {path.resolve() for path in fetched[STUDIO]}
    class_ = "js/parts/class/"
    own = {(made / part).resolve() for part in parts if not part.startswith(class_)}
    assert wanted == own, "they are where it looks for them"
    late = {
        "js/pages/embed.js": ("carded", "leading"),
        "js/pages/speaker.js": ("carded", "class/desk", "leading"),
        "js/pages/stage.js": ("carded", "class/leading", "leading", "motion"),
        "js/pages/class.js": ("motion",),
    }
    for name, found in late.items():
        assert {path.resolve() for path in fetched[name]} == {
            (made / f"js/parts/{part}.js").resolve() for part in found
        }
    assert not any(fetched[name] for name in fetched if name not in (STUDIO, *late))
    studio = (made / STUDIO).read_text(encoding="utf-8")
    assert "[data-share-link]" not in studio, "a part is not in the page's bundle too"
    assert not old.exists(), "bundles of older files are removed"
    assert first_view("/lesson/example-2") <= MOST
    assert first_view("/present/network") <= MOST
