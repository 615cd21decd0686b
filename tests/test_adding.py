"""Adding one of a kind touches one place, as CONTRIBUTING.md says: each is added to a copy of the
project and tried there, through every door. (Options, slots, step kinds and operations are added
from outside beside their own tests.)
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPER = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

Try = Callable[[str], str]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("app", "graph_engine", "static", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__*"))
        for kept in (ROOT / folder).rglob("__*__.py"):
            target = tmp_path / kept.relative_to(ROOT)
            shutil.copy(kept, target)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def tried(copy: Path) -> Try:
    """Runs lines in the copy, with `client` and `main` at hand, and gives what they print."""

    def run(lines: str) -> str:
        script = (
            "import sys\nfrom app import create_app\nfrom app.cli import main\n"
            f"client = create_app(TESTING=True).test_client()\n{lines}"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=copy, capture_output=True, text=True, timeout=280
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def replaced(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_theme_is_one_block_of_the_tokens(copy: Path, tried: Try):
    with (copy / "static" / "css" / "tokens.css").open("a", encoding="utf-8") as tokens:
        tokens.write('\n[data-theme="slate"] {\n  --paper: #123456;\n  --ink: #fedcba;\n}\n')
    printed = tried("""
print(client.get("/lesson/fork").text.count('data-set-theme="slate"'))
print("theme=slate" in client.get("/").text, "#123456" in client.get("/static/css/tokens.css").text)
print('data-theme="slate"' in client.get("/lesson/fork?theme=slate").text)
print("#123456" in client.get("/lesson/fork.svg?theme=slate").text)
print('data-set-theme="slate"' in client.get("/lesson/fork.html?theme=slate").text)
print(main(["export", "fork", "-f", "svg", "--theme", "slate", "-o", "fork.svg"]))
""")
    assert printed.split() == ["1", *["True"] * 5, "0"]
    assert "#123456" in (copy / "fork.svg").read_text(encoding="utf-8")


def test_a_language_is_one_file_and_one_line(copy: Path, tried: Try):
    (copy / "app" / "languages" / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Local gradient"\nmsgstr "Lokaler Gradient"\n\n'
        'msgctxt "lesson"\nmsgid "A fork: gradients add"\n'
        'msgstr "Eine Gabel: Gradienten addieren sich"\n',
        encoding="utf-8",
    )
    replaced(
        copy / "app" / "languages" / "__init__.py",
        '{"en": "English", "cs": "Čeština"}',
        '{"en": "English", "cs": "Čeština", "de": "Deutsch"}',
    )
    printed = tried("""
page = client.get("/lesson/fork?lang=de&v.x=1.5").text
print('<html lang="de"' in page, "Gabel" in page, "Lokaler Gradient" in page)
print("1,5" in client.get("/lesson/fork.svg?lang=de&v.x=1.5").text)
print("Deutsch" in client.get("/lesson/fork").text)
print("Gabel" in client.get("/lesson/fork", headers={"Accept-Language": "de-AT"}).text)
print(main(["export", "fork", "-f", "tex", "--language", "de", "-o", "fork.tex"]))
""")
    assert printed.split() == [*["True"] * 6, "0"]
    assert "Gabel" in (copy / "fork.tex").read_text(encoding="utf-8")


def test_a_lesson_is_one_file(copy: Path, tried: Try):
    (copy / "app" / "lessons" / "twice.toml").write_text(
        'part = "How gradients flow"\norder = 55\n\n'
        "program = '''\n# Twice\nw: weight = 3\nL = 2*w\n'''\n\n"
        '[notes]\n"value:L" = "Twice as large."\n',
        encoding="utf-8",
    )
    printed = tried("""
print("/lesson/twice" in client.get("/").text, client.get("/lesson/twice").status_code)
print("Twice as large." in client.get("/lesson/twice.json").text)
print(client.get("/present/twice").status_code, client.get("/embed/lesson/twice").status_code)
print(main(["check", "twice"]), main(["export", "twice", "-f", "gv", "-o", "twice.gv"]))
""")
    words = printed.split()
    assert words[:5] == ["True", "200", "True", "200", "200"] and words[-2:] == ["0", "0"]


def test_an_export_is_one_module_and_its_name(copy: Path, tried: Try):
    (copy / "app" / "exports" / "outline.py").write_text(
        '"""The sentences of the walk, one a line."""\n\n'
        "from ..languages import later\n"
        "from ..wording.sentences import sentence\n"
        "from .format import Format\n\n\n"
        "def write(story, *, steps, options, tick):\n"
        '    """A line per step."""\n'
        "    told = [sentence(story.words, story.walk.steps[k]) for k in steps]\n"
        "    tick(len(steps), len(steps))\n"
        '    return "\\n".join(told).encode()\n\n\n'
        'FORMAT = Format("txt", later("Outline"), "text/plain", write, whole=True, single=False)\n',
        encoding="utf-8",
    )
    names = copy / "app" / "exports" / "__init__.py"
    replaced(names, "from . import dot, html, ipynb,", "from . import dot, html, ipynb, outline,")
    replaced(
        names,
        "            ipynb.FORMAT,\n",
        "            ipynb.FORMAT,\n            outline.FORMAT,\n",
    )
    printed = tried("""
print('value="txt"' in client.get("/lesson/fork").text)
print(client.get("/lesson/fork.txt").mimetype)
print("txt" in client.get("/lesson/fork.txt").headers["Content-Disposition"])
print(main(["list", "--formats"]), main(["export", "fork", "-o", "fork.txt"]))
import app
print(len(app.lesson("fork").export("txt").data) > 100)
""")
    words = printed.split()
    assert words[:3] == ["True", "text/plain", "True"] and words[-3:] == ["0", "0", "True"]
    assert "Outline" in printed


def test_every_place_that_the_paper_names_is_there():
    named = re.findall(r"`((?:app|graph_engine|static|templates|tests|docs)/[\w./-]*)`", PAPER)
    assert len(named) > 20
    missing = [path for path in named if not (ROOT / path.rstrip("/")).exists()]
    assert missing == []


@pytest.mark.parametrize(
    "kind",
    ["option", "slot", "step kind", "operation", "lesson", "export", "page", "theme", "language"],
)
def test_the_paper_says_for_each_kind_what_to_touch(kind: str):
    assert re.search(rf"^\| \*\*.*{kind}.*\*\* \|", PAPER, re.MULTILINE)
