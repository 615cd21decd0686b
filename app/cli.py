"""The command line: `python -m app list`, `check`, `export` and `serve`."""

import argparse
import math
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from werkzeug.datastructures import MultiDict

import graph_engine as ge
from graph_engine import limits

from . import lessons as room
from .exports import FORMATS, LEVELS, ExportError, Options, Tick, export, quiet
from .languages import LANGUAGES, speaking
from .lessons import LessonError, lessons
from .picture import ROOT, THEMES
from .routes.options import Look, OptionError, with_options
from .story import Story, View, tell

EPILOG = """\
exit codes:
  0  done
  1  a program is wrong, or cannot be exported like this
  2  the command is wrong: no such lesson, file, format or option
  130  stopped with Ctrl-C
"""


class Refused(Exception):
    """What was asked for cannot be done: the words for it, and the exit code."""

    def __init__(self, words: str, code: int = 2) -> None:
        super().__init__(words)
        self.code = code


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, and give its exit code."""
    asked = _parser().parse_args(arguments)
    do: Callable[[argparse.Namespace], int] = asked.do
    try:
        return do(asked)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.code
    except BrokenPipeError:
        # Whoever reads has enough; Python is not to complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="Chalkgraph: computational graphs drawn step by step.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    listing = commands.add_parser("list", help="list the lessons, or the formats")
    listing.add_argument("--formats", action="store_true", help="list the formats of exports")
    listing.set_defaults(do=_list)

    checking = commands.add_parser("check", help="say whether programs and lessons are right")
    checking.add_argument("files", nargs="+", help="programs, or lessons (*.toml); - for the input")
    checking.set_defaults(do=_check)

    exporting = commands.add_parser(
        "export",
        help="write a lesson or a program as a file",
        description="Write a lesson or a program as a file.",
        epilog="example: python -m app export example-2 --format pdf --step all -o example-2.pdf",
    )
    exporting.add_argument("what", help="a lesson's name, a file, or - for the input")
    exporting.add_argument("-f", "--format", help=f"one of {', '.join(FORMATS)}; else from FILE")
    exporting.add_argument("-o", "--output", metavar="FILE", help="where to; - for the output")
    exporting.add_argument("--step", help="a step's number, or all; all where the format can")
    exporting.add_argument("--level", choices=list(LEVELS), default="formula", help="how fine")
    exporting.add_argument("--theme", choices=THEMES, default=THEMES[0])
    usual = Options()
    width, pages = _within(100, limits.WIDTH.most), _within(1, 8)
    exporting.add_argument("--width", type=width, default=usual.width, help="of a PNG, in pixels")
    exporting.add_argument("--per-page", type=pages, default=1, help="of a PDF: 2 to 8: a handout")
    exporting.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="as in a link: focus=w2, numbers=exact, rate=0.5, v.x1=3, zoom=layers, …",
    )
    exporting.add_argument("--language", choices=list(LANGUAGES), default="en", help="of its words")
    exporting.add_argument("--progress", action="store_true", help="even where nobody looks")
    exporting.set_defaults(do=_spoken)

    serving = commands.add_parser("serve", help="serve the pages")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=_within(0, 65535), default=8000)
    serving.add_argument("--workers", type=_within(1, 64), default=2)
    serving.set_defaults(do=_serve)
    return parser


def _within(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        try:
            found = int(text)
        except ValueError:
            found = low - 1
        if not low <= found <= high:
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high}, not {text!r}")
        return found

    return number


# -- list and check ---------------------------------------------------------------------


def _list(asked: argparse.Namespace) -> int:
    if asked.formats:
        for form in FORMATS.values():
            print(f"{form.suffix:14}{form.title}")
        return 0
    part = ""
    for lesson in lessons().values():
        if lesson.part != part:
            print(f"{'' if not part else chr(10)}{lesson.part}")
            part = lesson.part
        print(f"  {lesson.slug:26}{lesson.title}")
    return 0


def _check(asked: argparse.Namespace) -> int:
    wrong = 0
    for name in asked.files:
        try:
            story = _told(name)
        except Refused as refused:
            if refused.code != 1:
                raise
            print(refused, file=sys.stderr)
            wrong += 1
            continue
        errors = [nudge.error for nudge in story.nudges.values() if math.isfinite(nudge.error)]
        checked = f"; gradients differ by {max(errors):.0e} from finite differences"
        print(
            f"{name}: fine: “{story.graph.title or 'without a title'}”, "
            f"{len(story.graph.nodes)} nodes, {story.last + 1} steps{checked if errors else ''}"
        )
    return 1 if wrong else 0


def _text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read()
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"{name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{name}: this is not text in UTF-8") from error


def _told(name: str, given: Sequence[str] = ()) -> Story:
    """A program or a lesson from a file, looked at as the options say."""
    options = MultiDict(_pair(each) for each in given)
    text = _text(name)
    try:
        if name.endswith(".toml"):
            lesson = room.read(Path(name))
            look = with_options(Look(view=lesson.view, notes=lesson.notes), options)
            return tell(look.view, notes=lesson.notes, own=lesson.view, boards=lesson.board)
        return with_options(Look(view=View(program=text), notes={}), options).story()
    except ge.ProgramError as error:
        raise Refused(_shown(name, text, error), 1) from error
    except (LessonError, ge.GraphError) as error:
        raise Refused(f"{name}: {error}", 1) from error
    except OptionError as error:
        raise Refused(str(error).replace("`", "")) from error


def _shown(name: str, text: str, error: ge.ProgramError) -> str:
    """An error as compilers show it: the place, what and the cure, the line with a mark."""
    lines = text.splitlines()
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    mark = " " * (error.column - 1) + "^" * min(error.end_column - error.column, 200)
    words = f"{error.message} {error.hint}".strip().replace("`", "")
    return f"{name}:{error.line}:{error.column}: {words}\n    {line[:200]}\n    {mark[:200]}"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"--option {text}: write it as name=value")
    return name, value


# -- export -----------------------------------------------------------------------------


def _spoken(asked: argparse.Namespace) -> int:
    with speaking(asked.language):
        return _export(asked)


def _export(asked: argparse.Namespace) -> int:
    suffix = asked.format or _suffix(asked.output)
    form = FORMATS.get(suffix)
    if form is None:
        raise Refused(f"there is no format {suffix!r}; there are {', '.join(FORMATS)}")
    slug = asked.what if asked.what in lessons() else ""
    story = _lesson(slug, asked.option) if slug else _program(asked.what, asked.option)
    step = _step(asked.step, form.whole)
    how = Options(
        theme=asked.theme, width=asked.width, level=asked.level, per_page=asked.per_page, slug=slug
    )
    watched = asked.progress or sys.stderr.isatty()
    try:
        made = export(
            story, form, step=step, options=how, tick=_shower(sys.stderr) if watched else quiet
        )
    except ExportError as error:
        raise Refused(str(error).replace("`", ""), 1) from error
    if asked.output == "-":
        sys.stdout.buffer.write(made.data)
        sys.stdout.buffer.flush()
        return 0
    path = Path(asked.output or made.name)
    try:
        # Whole or not at all: an older file is not lost to half of a new one.
        new = path.with_name(f"{path.name}.part")
        new.write_bytes(made.data)
        new.replace(path)
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error
    print(f"{path}: {len(made.data) / 1000:,.0f} kB", file=sys.stderr)
    return 0


def _suffix(output: str | None) -> str:
    """The format that a file's name asks for."""
    name = Path(output or "").name
    if not output or output == "-":
        raise Refused("say which format: --format pdf, or -o name.pdf")
    # The longest one that fits: torch.py before py.
    fitting = [suffix for suffix in FORMATS if name.endswith(f".{suffix}")]
    return max(fitting, key=len, default=name.rpartition(".")[2])


def _lesson(slug: str, given: Sequence[str]) -> Story:
    lesson = lessons()[slug]
    look = Look(view=lesson.view, notes=lesson.notes, slug=slug)
    try:
        return with_options(look, MultiDict(_pair(each) for each in given)).story()
    except (OptionError, ge.GraphError) as error:
        raise Refused(str(error).replace("`", "")) from error


def _program(name: str, given: Sequence[str]) -> Story:
    if name != "-" and not Path(name).exists():
        raise Refused(f"{name}: no such lesson, and no such file; `python -m app list` has them")
    return _told(name, given)


def _step(text: str | None, whole: bool) -> int | None:
    if text is None:
        return None if whole else 0
    if text == "all":
        return None
    if not text.isdecimal():
        raise Refused(f"--step {text}: a step's number, or all")
    return int(text[:9])


def _shower(stream: TextIO) -> Tick:
    """Progress in one line, which the next replaces."""

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total}", end=end, file=stream, flush=True)

    return show


# -- serve ------------------------------------------------------------------------------


def _serve(asked: argparse.Namespace) -> int:
    print(f"Chalkgraph: http://{asked.host}:{asked.port}  (Ctrl-C stops it)", flush=True)
    if platform.system() == "Windows":
        return _waitress(asked.host, asked.port)
    _gunicorn(asked.host, asked.port, asked.workers)


def _gunicorn(host: str, port: int, workers: int) -> NoReturn:
    """Become the server that `make serve` starts."""
    os.chdir(ROOT)
    os.execv(
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "-k", "gevent", "--workers", str(workers)),
            *("--bind", f"{host}:{port}", "--graceful-timeout", "5", "--no-control-socket"),
            *("--log-level", "warning", "app:create_app()"),
        ],
    )


def _waitress(host: str, port: int) -> int:
    from waitress import serve

    from . import create_app

    serve(create_app(), host=host, port=port)
    return 0
