"""Imports point one way: who may import whom, as one table, what nobody may call, and how long
a file may be."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ENGINE = {"graph_engine", "app.languages", "app.limits"}
WORDS = ENGINE | {"app.wording"}
PICTURE = WORDS | {"app.fonts", "app.picture"}
STORY = PICTURE | {"app.programs", "app.story", "app.storyboard", "app.state"}

ROOMS: dict[str, tuple[set[str], set[str]]] = {
    # room: (rooms that it may import besides itself, packages that it may import)
    "graph_engine": (set(), {"numpy"}),
    "app.limits": ({"graph_engine"}, set()),
    "app.fonts": (set(), {"fontTools"}),
    "app.languages": ({"graph_engine"}, {"babel", "flask", "flask_babel", "jinja2", "werkzeug"}),
    "app.wording": (ENGINE, {"latex2mathml", "numpy"}),
    "app.picture": (
        WORDS | {"app.fonts"},
        {"graphviz", "jinja2", "numpy", "pygraphviz", "tinycss2"},
    ),
    "app.plot": (ENGINE, {"numpy"}),
    "app.reading": ({"graph_engine"}, set()),
    "app.pasted": (WORDS | {"app.reading"}, {"numpy"}),
    "app.bridges": ({"graph_engine"}, {"jax", "numpy", "onnx", "torch"}),
    "app.storyboard": (WORDS, set()),
    "app.state": (PICTURE | {"app.storyboard", "app.reading"}, set()),
    "app.programs": ({"graph_engine", "app.state"}, set()),
    "app.story": (PICTURE | {"app.programs", "app.storyboard", "app.state"}, set()),
    "app.explanation": (STORY, set()),
    "app.callout": (STORY | {"app.plot"}, {"numpy"}),
    "app.figures": (STORY | {"app.plot"}, {"numpy"}),
    "app.reference": (WORDS | {"app.plot"}, {"numpy"}),
    "app.editor": (STORY | {"app.reference"}, {"numpy"}),
    "app.claims": (STORY | {"app.predict"}, {"numpy"}),
    "app.predict": (STORY | {"app.reading"}, {"numpy"}),
    "app.classroom": (STORY | {"app.exports", "app.figures", "app.predict"}, {"redis"}),
    "app.lessons": (STORY, set()),
    "app.talks": (STORY | {"app.figures", "app.lessons", "app.predict"}, set()),
    "app.exports": (
        STORY | {"app.callout", "app.explanation", "app.figures", "app.plot", "app.predict"},
        {
            "graphviz",
            "jinja2",
            "nbformat",
            "numpy",
            "pptx",
            "pypdf",
            "vl_convert",
            "xml",
            "ziamath",
        },
    ),
    "app.jobs": (STORY | {"app.exports"}, set()),
    "app.texts": (STORY | {"app.lessons", "app.talks", "app.reference"}, {"babel"}),
    "app.routes": (
        STORY
        | {
            "app.callout",
            "app.classroom",
            "app.claims",
            "app.editor",
            "app.explanation",
            "app.exports",
            "app.figures",
        }
        | {
            "app.jobs",
            "app.lessons",
            "app.pasted",
            "app.predict",
            "app.reference",
            "app.serving",
            "app.talks",
        },
        {"flask", "markupsafe", "numpy", "segno", "werkzeug"},
    ),
    "app.serving": (
        {"app.fonts", "app.languages", "app.limits"},
        {"brotli", "flask", "gevent", "gunicorn", "markupsafe", "numpy", "werkzeug"},
    ),
    "app.worker": (STORY | {"app", "app.exports", "app.jobs", "app.routes"}, {"numpy"}),
    "app.cli": (
        STORY | {"app", "app.exports", "app.lessons", "app.pasted", "app.routes"},
        {"segno", "waitress", "werkzeug"},
    ),
    "app.__main__": ({"app.cli"}, set()),
    "app.notebook": (
        STORY | {"app.bridges", "app.languages", "app.exports", "app.lessons"},
        set(),
    ),
    "app": (
        {"app.bridges", "app.languages", "app.limits", "app.notebook", "app.routes"}
        | {"app.picture", "app.serving"},
        {"flask"},
    ),
}
"""routes → exports, lessons → story → scene → layout, wording → graph_engine, in detail."""

OUTSIDE = {
    "asyncio", "datetime", "glob", "http", "io", "logging", "multiprocessing", "os", "pathlib",
    "random", "shutil", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
"""Of the standard library, what knows of files, clocks and the world: not for the calculus."""

DANGEROUS = {"eval", "exec", "compile", "__import__", "import_module", "render_template_string"}


@dataclass(frozen=True)
class Import:
    """`module` imports `target` in a line."""

    module: str
    target: str
    line: int


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Every module of the house, by its full name."""
    for package in ("graph_engine", "app"):
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


def imports(module: str, path: Path, known: set[str]) -> Iterator[Import]:
    """What a module imports, inside functions too."""
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    for item in _imports_in(path.read_text(encoding="utf-8")):
        if isinstance(item, ast.Import):
            for name in item.names:
                yield Import(module, name.name, item.lineno)
        elif isinstance(item, ast.ImportFrom):
            steps = package.split(".")[: len(package.split(".")) - item.level + 1]
            base = ".".join([*steps, *([item.module] if item.module else [])])
            base = base if item.level else str(item.module)
            for name in item.names:
                inner = f"{base}.{name.name}"
                yield Import(module, inner if inner in known else base, item.lineno)


@cache
def _imports_in(text: str) -> tuple[ast.AST, ...]:
    kinds = (ast.Import, ast.ImportFrom)
    return tuple(item for item in ast.walk(ast.parse(text)) if isinstance(item, kinds))


def room(module: str) -> str | None:
    """The room that a module of the house belongs to."""
    if module.split(".")[0] == "graph_engine":
        return "graph_engine"
    found = ".".join(module.split(".")[:2])
    return found if found in ROOMS else None


def violations(root: Path) -> list[str]:
    """Every import that points the wrong way."""
    paths = dict(modules(root))
    found = []
    for module, path in paths.items():
        here = room(module)
        if here is None:
            found.append(f"{module}: belongs to no room of the table")
            continue
        rooms, packages = ROOMS[here]
        for each in imports(module, path, {*paths}):
            top = each.target.split(".")[0]
            if top in ("app", "graph_engine"):
                allowed = room(each.target) in {here, *rooms}
            elif top in sys.stdlib_module_names:
                allowed = here != "graph_engine" or top not in OUTSIDE
            else:
                allowed = top in packages
            if not allowed:
                found.append(f"{module}:{each.line} imports {each.target}")
    return found


def test_imports_point_one_way():
    assert violations(ROOT) == []


def test_every_room_of_the_table_is_there():
    assert {room(module) for module, _ in modules(ROOT)} == set(ROOMS)


def test_the_architecture_says_what_every_room_is_for():
    table = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    engine = {path.stem for path in (ROOT / "graph_engine").iterdir() if path.stem[0] != "_"}
    rooms = {each.replace(".", "/", 1) for each in ROOMS if each not in ("app", "app.__main__")}
    unnamed = [each for each in (*engine, *rooms) if f"`{each}`" not in table.replace("/`", "`")]
    assert unnamed == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("graph_engine/passes.py", "import flask"),
        ("graph_engine/passes.py", "import os"),
        ("graph_engine/ops/losses.py", "from pathlib import Path"),
        ("graph_engine/walkthrough/steps.py", "import time as clock"),
        ("graph_engine/walkthrough/steps.py", "from app.wording import numbers"),
        ("graph_engine/graph.py", "def late():\n    import app"),
        ("app/picture/layout/row.py", "from ...story import Story"),
        ("app/wording/numbers.py", "from ..picture.scene import Scene"),
        ("app/wording/numbers.py", "from ..picture import layout"),
        ("app/picture/scene.py", "from .. import story"),
        ("app/picture/scene.py", "import flask"),
        ("app/story/story.py", "from ..routes.errors import as_json"),
        ("app/story/story.py", "from app import create_app"),
        ("app/lessons/__init__.py", "from ..routes import options"),
        ("app/exports/story_json.py", "from ..lessons import lessons"),
        ("app/state/link.py", "from ..story import View"),
        ("app/helpers.py", "X = 1"),
    ],
)
def test_a_planted_violation_is_caught(tmp_path: Path, path: str, line: str):
    for _, source in modules(ROOT):
        copy = tmp_path / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    planted = tmp_path / path
    before = planted.read_text(encoding="utf-8") if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n", encoding="utf-8")
    assert len(violations(tmp_path)) == 1


def test_nothing_that_is_typed_could_ever_be_executed():
    found = []
    for module, path in modules(ROOT):
        for item in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(item, ast.Call):
                called = item.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                if isinstance(called, ast.Attribute) and name == "compile":
                    continue  # re.compile
                if name in DANGEROUS:
                    found.append(f"{module}:{item.lineno} {name}")
        assert not {each.target for each in imports(module, path, set())} & {"pickle", "marshal"}
    assert found == []


MOST_LINES = 400
"""Lines of a file that one still has in the head; whatever is longer says several things."""


def test_no_file_is_longer_than_one_keeps_in_the_head():
    kinds = {".py", ".js", ".css", ".html", ".svg", ".sh"}
    rooms = ("graph_engine", "app", "static", "templates", "tests", "benchmarks")
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in kinds]
    assert len(files) > 300
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES}
    assert too_long == {}, "split it by what it says"
