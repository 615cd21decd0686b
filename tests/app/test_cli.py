"""The command line: what it writes, where it says what is wrong, and its exit codes."""

import errno
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pypdf import PdfReader

from app import cli, create_app
from app.exports import FORMATS
from app.lessons import LessonError, lessons
from app.picture.svg import ROOT

from ..graph_engine.programs import EXAMPLE_II
from .pictures import read

SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PATIENCE = 120
"""Seconds; a busy machine is no fault of the program's."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """`run("list")` gives the exit code, and what was said on both ways out."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(arguments)
        except SystemExit as end:  # argparse's own way
            code = int(end.code or 0)
        out, error = capsys.readouterr()
        return code, out, error

    return ran


def test_the_lessons_are_listed_by_part_and_the_formats_too(run: Any):
    code, out, _ = run("list")
    assert code == 0
    for slug, lesson in lessons().items():
        assert f"  {slug} " in out and lesson.title in out and lesson.part in out
    code, out, _ = run("list", "--formats")
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == list(FORMATS)


def test_a_good_program_is_said_to_be_fine(run: Any):
    Path("mine.txt").write_text(EXAMPLE_II, encoding="utf-8")
    code, out, error = run("check", "mine.txt", str(ROOT / "app" / "lessons" / "example-2.toml"))
    assert code == 0 and error == ""
    assert "mine.txt: fine" in out and "11 nodes" in out and "finite differences" in out
    assert "33 steps" in out


def test_a_missing_file_does_not_keep_the_others_from_being_checked(run: Any):
    Path("good.txt").write_text("x = 1\ny = 2*x\n", encoding="utf-8")
    Path("wrong.txt").write_text("y = 2*x\n", encoding="utf-8")
    code, out, error = run("check", "nothing.txt", "wrong.txt", "good.txt", "example-2")
    assert code == 2 and "nothing.txt: no such lesson, and no such file" in error
    assert "wrong.txt:1:7" in error and "good.txt: fine" in out and "example-2: fine" in out


def test_the_version_is_said(run: Any):
    code, out, _ = run("--version")
    assert code == 0 and out.startswith("Chalkgraph 0.")


def test_a_wrong_program_is_shown_with_place_and_cure(run: Any):
    Path("good.txt").write_text("x = 1\ny = 2*x\n", encoding="utf-8")
    Path("wrong.txt").write_text("x = 1\nscore = 2*x\ny = 1 + socre\n", encoding="utf-8")
    code, out, error = run("check", "wrong.txt", "good.txt")
    assert code == 1 and "good.txt: fine" in out
    place, line, mark = error.splitlines()
    assert place.startswith("wrong.txt:3:9: ") and "socre" in place and "Did you mean" in place
    assert line.strip() == "y = 1 + socre"
    assert line[mark.index("^") : mark.rindex("^") + 1] == "socre"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nothing.txt"], "nothing.txt"),
        (["export", "example2", "-f", "svg"], "did you mean the lesson example-2?"),
        (
            ["export", "fork", "-f", "svg", "--step", "999"],
            "--step 999: a step's number, from 0 to",
        ),
        (["export", "fork", "-f", "svg", "--step", "-1"], "--step"),
        (["export", "fork", "--step", "all", "-o", "x.png"], "-o x.zip"),
        (["export", "fork", "-f", "pdf", "-o", "x.svg"], "say -o x.pdf, or leave --format out"),
        (["export", "fork", "-f", "torch.py", "-o", "x.ipynb"], "say -o x.py,"),
        (["export", "fork", "-f", "pdf", "-o", "x.ZIP"], "say -o x.pdf,"),
        (["export", "fork", "-f", "pdf", "-o", "."], "this is a folder"),
        (["export", "fork", "-o", "/tmp"], "this is a folder"),
        (["export", "fork", "--step", "all", "-o", "new.zip"], "say which, --format svg"),
        (["export", "example-3", "-f", "svg"], "no such lesson"),
        (["export", "example-2"], "say which format"),
        (["export", "example-2", "-f", "docx"], "no format 'docx'"),
        (["export", "example-2", "-o", "a.docx"], "no format 'docx'"),
        (["export", "example-2", "-f", "svg", "--step", "last"], "--step last"),
        (["export", "example-2", "-f", "svg", "--level", "fine"], "--level"),
        (["export", "example-2", "-f", "png", "--width", "1"], "100 to 6000"),
        (
            ["export", "example-2", "-f", "pdf", "--width", "300"],
            "--width 300: a file of the format pdf has none; leave it out, or choose a format that "
            "has: png",
        ),
        (["export", "example-2", "-f", "py", "--step", "3"], "--step 3: a file of the format py"),
        (["export", "example-2", "-o", "a.torch.py", "--theme", "board"], "format torch.py has"),
        (["export", "example-2", "-f", "png", "--per-page", "2"], "that has: pdf"),
        (["export", "example-2", "-f", "json", "--level", "node"], "--level node: a file of"),
        (["export", "example-2", "-f", "svg", "--option", "focus"], "name=value"),
        (["export", "example-2", "-f", "svg", "--option", "focus=nope"], "nope"),
        (["export", "example-2", "-f", "svg", "--option", "numbers=both"], "slide or exact"),
        (["export", "example-2", "-f", "svg", "-o", "no/such/folder.svg"], "folder.svg"),
        (["serve", "--port", "http"], "--port"),
        (["sing"], "sing"),
        ([], "command"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(run: Any, arguments: list[str], words: str):
    code, out, error = run(*arguments)
    assert code == 2 and words in error and out == ""
    assert "Traceback" not in error
    assert not list(Path().iterdir())


def test_the_issues_own_example_writes_a_page_per_step(run: Any):
    code, out, error = run(
        "export", "example-2", "--format", "pdf", "--step", "all", "-o", "example-2.pdf"
    )
    assert (code, out) == (0, "") and "example-2.pdf: " in error
    assert len(PdfReader("example-2.pdf").pages) == lessons()["example-2"].story().last + 1
    assert [path.name for path in Path().iterdir()] == ["example-2.pdf"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written_under_a_name_of_its_own(run: Any, suffix: str):
    step = ("--step", "3") if "step" in FORMATS[suffix].takes else ()
    code, _, error = run("export", "fork", "--format", suffix, *step)
    assert code == 0, error
    (path,) = Path().iterdir()
    assert path.name in (f"fork.{suffix}", f"fork-step-3.{suffix}")
    assert path.stat().st_size > 100


@pytest.mark.parametrize("name", ["net.py", "net.txt", "net"])
def test_a_name_that_is_of_no_other_format_is_kept(run: Any, name: str):
    assert run("export", "fork", "-f", "torch.py", "-o", name)[0] == 0
    assert "torch" in Path(name).read_text()


def test_a_files_ending_says_the_format_and_options_are_those_of_a_link(run: Any):
    Path("mine.txt").write_text(EXAMPLE_II, encoding="utf-8")
    code, _, _ = run(
        *("export", "mine.txt", "-o", "mine.svg", "--step", "20", "--theme", "board"),
        *("--option", "focus=w2", "--option", "v.x1=3.5", "--option", "numbers=slide"),
    )
    assert code == 0
    drawn = read(Path("mine.svg").read_text(encoding="utf-8"))
    assert drawn.root.attrib["data-theme"] == "board"
    assert "3.5" in drawn.seen.values()
    code, _, _ = run("export", "example-2", "-o", "net.torch.py")
    assert code == 0 and "torch" in Path("net.torch.py").read_text(encoding="utf-8")


def test_an_export_that_is_too_long_is_refused_and_an_older_file_stays(run: Any):
    program = "x = 1\n" + "\n".join(f"y{k} = {f'y{k - 1}' if k else 'x'} * 2" for k in range(90))
    Path("long.txt").write_text(program, encoding="utf-8")
    Path("long.pdf").write_text("older", encoding="utf-8")
    code, _, error = run("export", "long.txt", "-o", "long.pdf")
    assert code == 1 and "at most 400 steps" in error
    assert Path("long.pdf").read_text(encoding="utf-8") == "older"


@pytest.mark.parametrize(
    ("text", "name"),
    [("x = 1\ny = 2*x\n", "homework"), ("# A neuron\nx = 1\ny = 2*x\n", "a-neuron")],
)
def test_a_file_without_a_title_gives_its_own_name_to_what_is_exported(
    run: Any, text: str, name: str
):
    Path("homework.txt").write_text(text, encoding="utf-8")
    assert run("export", "homework.txt", "-f", "tex")[0] == 0
    assert Path(f"{name}.tex").exists()


def test_all_pictures_come_in_a_zip_file_of_that_name(run: Any):
    assert run("export", "fork", "-f", "svg", "--step", "all", "-o", "fork.zip")[0] == 0
    with zipfile.ZipFile("fork.zip") as packed:
        assert len(packed.namelist()) == lessons()["fork"].story().last + 1


def test_a_place_that_cannot_be_written_to_keeps_no_half_of_a_file(
    run: Any, monkeypatch: pytest.MonkeyPatch
):
    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, error = run("export", "fork", "-f", "svg", "-o", "a.svg")
    assert code == 2 and "No space left" in error and not list(Path().iterdir())


def test_a_port_where_somebody_serves_already_is_refused(run: Any):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        code, out, error = run("serve", "--port", str(port))
    assert code == 2 and f"127.0.0.1:{port}" in error and "another port" in error
    assert "http://" not in out


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("vlaue:y", "value:y"), ("startt", "start"), ("slope:y/u7", "slope:y/x")],
)
def test_a_lesson_with_a_wrong_key_is_named_and_nothing_is_served(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, near: str
):
    program = "x: weight = 2\ny: loss = x**2"
    (tmp_path / "odd.toml").write_text(
        f"part = 'Beyond'\norder = 99\nprogram = '''\n{program}\n'''\n[notes]\n'{wrong}' = 'n'\n"
    )
    said = f"odd.toml: no step '{wrong}'; did you mean '{near}'?"
    monkeypatch.setattr("app.cli.serve.lessons", lambda: lessons(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    code, out, error = run("serve", "--port", str(port))
    assert (code, out, error.strip()) == (1, "", f"app/lessons/{said}")
    monkeypatch.setattr("app.routes.lessons", lambda: lessons(tmp_path))
    with pytest.raises(LessonError) as caught:
        create_app()
    assert str(caught.value) == said


def test_progress_is_shown_step_by_step(run: Any):
    code, _, error = run("export", "gates", "-o", "g.pdf", "--level", "node", "--progress")
    assert code == 0
    shown = [part.split(" of ") for part in error.split("\n")[0].split("\r") if part]
    assert [int(done) for done, _ in shown] == [*range(int(shown[0][1]) + 1)]


def piped(*arguments: str, text: str = "") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        input=text.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=280,
    )


def test_input_and_output_can_be_pipes():
    done = piped("export", "-", "-f", "json", "-o", "-", text=EXAMPLE_II)
    assert done.returncode == 0 and done.stderr == b""
    assert json.loads(done.stdout)["title"].startswith("Example II")
    wrong = piped("check", "-", text="y = 2*x")
    assert wrong.returncode == 1 and wrong.stderr.startswith(b"-:1:7: ")


def test_on_windows_those_who_follow_a_class_leave_threads_for_the_others(
    run: Any, monkeypatch: pytest.MonkeyPatch
):
    served: dict[str, Any] = {}
    waitress = SimpleNamespace(serve=lambda app, **how: served.update(app=app, **how))
    monkeypatch.setitem(sys.modules, "waitress", waitress)
    monkeypatch.setattr("app.cli.serve.platform.system", lambda: "Windows")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert run("serve", "--port", str(port))[0] == 0
    streams, threads = served["app"].config["STREAMS"], served["threads"]
    assert 0 < streams <= threads // 2 and f" {streams} people" in SECURITY


def test_the_server_starts_says_where_and_answers():
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CHALKGRAPH_WARM": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert server.stdout is not None
        address = f"http://127.0.0.1:{port}"
        assert address in server.stdout.readline().decode()
        # It says where before its door is open; from then on a request waits until it is up.
        late = time.monotonic() + PATIENCE
        while True:
            try:
                with urlopen(f"{address}/healthz", timeout=PATIENCE) as answer:
                    assert json.load(answer) == {"status": "ok"}
                break
            except URLError as error:
                refused = isinstance(error.reason, ConnectionRefusedError)
                assert refused and server.poll() is None and time.monotonic() < late, error
                time.sleep(0.05)
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def test_a_handout_is_written_in_czech(run: Any):
    code, _, _ = run(
        *("export", "example-2", "--language", "cs", "--per-page", "3", "-o", "podklady.pdf")
    )
    assert code == 0
    words = " ".join(page.extract_text() for page in PdfReader("podklady.pdf").pages)
    assert "Příklad II: učení vah neuronu" in words
    assert "1,3" in words and "1.3" not in words
    code, _, error = run("export", "example-2", "-o", "a.svg", "--step", "12", "--language", "xx")
    assert code == 2 and "invalid choice: 'xx'" in error


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_option_that_means_nothing_for_a_format_is_refused(run: Any, suffix: str):
    given = {"step": "2", "level": "edge", "theme": "board", "width": "333", "per-page": "3"}
    for name, value in given.items():
        if name.replace("-", "_") not in FORMATS[suffix].takes:
            code, _, error = run("export", "fork", "-f", suffix, f"--{name}", value)
            assert code == 2 and f"--{name} {value}: a file of the format {suffix}" in error
    assert not list(Path().iterdir())


@pytest.mark.parametrize("suffix", ["svg", "tex", "gv", "html", "json"])
def test_what_a_quick_format_takes_changes_its_file(run: Any, suffix: str):
    given = {"step": "12", "theme": "board"}
    run("export", "fork", "-f", suffix, "-o", "plain")
    plain = Path("plain").read_bytes()
    for name in FORMATS[suffix].takes & given.keys():
        run("export", "fork", "-f", suffix, f"--{name}", given[name], "-o", name)
        assert Path(name).read_bytes() != plain
