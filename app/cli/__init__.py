"""The command line: `python -m app list`, `check`, `read`, `export` and `serve`."""

import argparse
import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version

from .. import limits
from ..exports import AROUND, FORMATS, LEVELS
from ..languages import LANGUAGES
from ..lessons import LessonError
from ..picture.svg import ROOT, THEMES
from . import check, export, paste, serve
from .refused import EPILOG, Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, and give its exit code."""
    parsed = _parser().parse_args(arguments)
    do: Callable[[argparse.Namespace], int] = parsed.do
    try:
        return do(parsed)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.code
    except LessonError as error:  # one of the house's own lessons, which every command reads
        print(f"app/lessons/{error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads has enough; Python is not to complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130


def _version() -> str:
    """That of the installed package, else of the checkout."""
    try:
        return version("chalkgraph")
    except PackageNotFoundError:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="Chalkgraph: computational graphs drawn step by step.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Chalkgraph {_version()}")
    commands = parser.add_subparsers(required=True, metavar="command")

    listing = commands.add_parser("list", help="list the lessons, or the formats")
    listing.add_argument("--formats", action="store_true", help="list the formats of exports")
    listing.set_defaults(do=check.show)

    checking = commands.add_parser("check", help="say whether programs and lessons are right")
    checking.add_argument("files", nargs="+", help="programs, or lessons (*.toml); - for the input")
    checking.set_defaults(do=check.do)

    reading = commands.add_parser(
        "read",
        help="read a program of PyTorch, numpy, JAX or micrograd as one of ours",
        epilog="example: python -m app read net.py > net.txt; nothing of it is executed",
    )
    reading.add_argument("file", help="a Python file; - for the input")
    reading.set_defaults(do=paste.do)

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
    exporting.add_argument("--level", choices=list(LEVELS), help="how fine")
    exporting.add_argument("--theme", choices=THEMES)
    width, pages = _within(100, limits.WIDTH.most), _within(1, 8)
    exporting.add_argument("--width", type=width, help="of a PNG, in pixels")
    exporting.add_argument("--around", choices=AROUND, help="of a PNG: page has words and chain")
    exporting.add_argument("--per-page", type=pages, help="of a PDF: 2 to 8: a handout")
    exporting.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="as in a link: focus=w2, numbers=exact, rate=0.5, v.x1=3, zoom=layers, …",
    )
    exporting.add_argument("--language", choices=list(LANGUAGES), default="en", help="of its words")
    exporting.add_argument("--progress", action="store_true", help="even where nobody looks")
    exporting.set_defaults(do=export.do)

    serving = commands.add_parser("serve", help="serve the pages")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=_within(0, 65535), default=8000)
    serving.add_argument("--workers", type=_within(1, 64), default=2)
    serving.set_defaults(do=serve.do)
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
