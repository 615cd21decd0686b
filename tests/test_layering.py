"""Imports point one way: who may import whom, as one table, and what nobody may call."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ENGINE = {"graph_engine", "app.languages"}
WORDS = ENGINE | {"app.wording"}
PICTURE = WORDS | {
    *("app.changes", "app.layers", "app.layout", "app.scene", "app.style", "app.picture")
}
STORY = PICTURE | {"app.story", "app.storyboard"}

ROOMS: dict[str, tuple[set[str], set[str]]] = {
    # room: (rooms that it may import besides itself, packages that it may import)
    "graph_engine": (set(), {"numpy"}),
    "app.languages": ({"graph_engine"}, {"babel", "flask", "flask_babel", "jinja2"}),
    "app.texts": (STORY | {"app.lessons", "app.talks", "app.reference"}, {"babel"}),
    "app.layout": (ENGINE, {"graphviz", "pygraphviz"}),
    "app.layers": ({"app.languages", "app.scene"}, set()),
    "app.link": (ENGINE, set()),
    "app.locks": (ENGINE, set()),
    "app.cure": (ENGINE, set()),
    "app.language": (WORDS | {"app.reference"}, set()),
    "app.values": (ENGINE, set()),
    "app.neuron": (ENGINE, {"numpy"}),
    "app.wording": (ENGINE, {"latex2mathml", "numpy"}),
    "app.changes": (WORDS, set()),
    "app.scene": (WORDS | {"app.changes", "app.layout"}, set()),
    "app.style": (set(), {"tinycss2"}),
    "app.picture": ({"app.languages", "app.scene", "app.style"}, {"jinja2"}),
    "app.strip": (WORDS | {"app.changes"}, set()),
    "app.storyboard": (ENGINE, set()),
    "app.story": (PICTURE | {"app.storyboard"}, set()),
    "app.panel": (STORY, set()),
    "app.predict": (STORY, {"numpy"}),
    "app.proof": (STORY, {"numpy"}),
    "app.reference": (WORDS, {"numpy"}),
    "app.lessons": (STORY, set()),
    "app.talks": (STORY | {"app.lessons"}, set()),
    "app.exports": (
        STORY | {"app.link", "app.locks", "app.strip", "app.panel"},
        {"graphviz", "jinja2", "nbformat", "numpy", "PIL", "pptx", "pypdf", "vl_convert"},
    ),
    "app.jobs": (STORY | {"app.exports"}, set()),
    "app.cli": (
        STORY | {"app", "app.exports", "app.lessons", "app.routes"},
        {"waitress", "werkzeug"},
    ),
    "app.__main__": ({"app.cli"}, set()),
    "app.worker": ({"app", "app.exports", "app.jobs", "app.routes"}, set()),
    "app.routes": (
        STORY
        | {"app.cure", "app.exports", "app.jobs", "app.language", "app.lessons", "app.link"}
        | {"app.locks", "app.neuron", "app.panel", "app.predict", "app.proof", "app.reference"}
        | {"app.strip", "app.talks", "app.values"},
        {"flask", "markupsafe", "numpy", "segno", "werkzeug"},
    ),
    "app.notebook": (STORY | {"app.languages", "app.exports", "app.lessons"}, set()),
    "app": (
        {"app.languages", "app.notebook", "app.routes", "app.picture"},
        {"flask", "flask_compress"},
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


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("graph_engine/passes.py", "import flask"),
        ("graph_engine/passes.py", "import os"),
        ("graph_engine/ops/losses.py", "from pathlib import Path"),
        ("graph_engine/steps.py", "import time as clock"),
        ("graph_engine/steps.py", "from app.wording import numbers"),
        ("graph_engine/graph.py", "def late():\n    import app"),
        ("app/layout.py", "from .wording import names"),
        ("app/wording/numbers.py", "from ..scene import Scene"),
        ("app/wording/numbers.py", "from .. import layout"),
        ("app/scene.py", "from . import story"),
        ("app/scene.py", "import flask"),
        ("app/story.py", "from .routes.errors import as_json"),
        ("app/story.py", "from app import create_app"),
        ("app/lessons/__init__.py", "from ..routes import options"),
        ("app/exports/story_json.py", "from ..lessons import lessons"),
        ("app/link.py", "from .story import View"),
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
