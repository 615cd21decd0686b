"""`python -m app export`: a lesson or a program as a file."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from ..exports import FORMATS, Exported, ExportError, Format, Options, Tick, export, having, quiet
from ..languages import speaking
from ..lessons import lessons
from ..story import Story
from .reading import story_of
from .refused import Refused


def do(arguments: argparse.Namespace) -> int:
    """Write the file that the arguments ask for, in their language."""
    with speaking(arguments.language):
        return _export(arguments)


def _export(arguments: argparse.Namespace) -> int:
    suffix = arguments.format or _suffix(arguments.output)
    form = FORMATS.get(suffix)
    if form is None:
        _no_folder(arguments.output)
        if suffix == "zip":
            raise Refused("a ZIP file holds the steps in one format: say which, --format svg")
        raise Refused(f"there is no format {suffix!r}; there are {', '.join(FORMATS)}")
    given = _given(arguments, form)
    packed = arguments.step == "all" and form.single and not form.whole
    _writable(arguments.output, form, packed=packed)
    story = story_of(arguments.what, arguments.option)
    step = _step(arguments.step, form, story)
    how = replace(Options(slug=_slug(arguments.what, story)), **given)
    watched = arguments.progress or sys.stderr.isatty()
    tick = _shower(sys.stderr) if watched else quiet
    try:
        made = export(story, form, step=step, options=how, tick=tick)
    except ExportError as error:
        raise Refused(str(error).replace("`", ""), 1) from error
    _keep(made, arguments.output)
    return 0


def _given(arguments: argparse.Namespace, form: Format) -> dict[str, Any]:
    """How the file is to look, as far as it is said; refused where that means nothing for it."""
    for name in ("step", "level", "theme", "width", "per_page", "around"):
        if getattr(arguments, name) is not None and name not in form.takes:
            option = f"--{name.replace('_', '-')} {getattr(arguments, name)}"
            raise Refused(
                f"{option}: a file of the format {form.suffix} has none; leave it out, or choose a "
                f"format that has: {having(name)}"
            )
    named = ("level", "theme", "width", "per_page", "around")
    return {name: value for name in named if (value := getattr(arguments, name)) is not None}


def _slug(what: str, story: Story) -> str:
    """The name that files get: the lesson's, else the title's, else that of the program's file."""
    if what in lessons():
        return what
    return "" if story.graph.title or what == "-" else Path(what).stem


def _keep(made: Exported, output: str | None) -> None:
    """Write what was made; whole or not at all: an older file is not lost to half of a new one."""
    if output == "-":
        sys.stdout.buffer.write(made.data)
        sys.stdout.buffer.flush()
        return
    path = Path(output or made.name)
    new = path.with_name(f"{path.name}.part")
    try:
        new.write_bytes(made.data)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Refused(f"{path}: {error.strerror or error}") from error
    print(f"{path}: {len(made.data) / 1000:,.0f} kB", file=sys.stderr)


def _no_folder(output: str | None) -> None:
    """Refuse a folder where a file is to be named."""
    if output not in (None, "-") and (path := Path(str(output))).is_dir():
        raise Refused(f"{path}: this is a folder; say the file in it, -o {path / 'name.pdf'}")


def _writable(output: str | None, form: Format, *, packed: bool) -> None:
    """Refuse a place where no such file can be, before the work is done; `packed`: a ZIP file."""
    if output in (None, "-"):
        return
    path = Path(str(output))
    if packed and path.suffix != ".zip":
        raise Refused(
            f"{path}: a file of this format holds one step, and all steps come as a ZIP file: say "
            f"--format and -o {path.with_suffix('.zip')}, or --step with a number"
        )
    own, asked = _ending(form.suffix), _ending(path.name)
    if not packed and asked != own and asked in {"zip", *map(_ending, FORMATS)}:
        raise Refused(
            f"{path}: the name is that of another format than --format {form.suffix}: say "
            f"-o {path.with_suffix(f'.{own}')}, or leave --format out"
        )
    _no_folder(output)
    if not path.parent.is_dir():
        raise Refused(f"{path}: there is no folder {path.parent}")


def _ending(name: str) -> str:
    """What a file's name ends with: py, for torch.py, too."""
    return name.rpartition(".")[2].lower()


def _suffix(output: str | None) -> str:
    """The format that a file's name asks for."""
    name = Path(output or "").name
    if not output or output == "-":
        raise Refused("say which format: --format pdf, or -o name.pdf")
    # The longest one that fits: torch.py before py.
    fitting = [suffix for suffix in FORMATS if name.endswith(f".{suffix}")]
    return max(fitting, key=len, default=name.rpartition(".")[2])


def _step(text: str | None, form: Format, story: Story) -> int | None:
    """One step's number, or None for all of them."""
    if text is None:
        return None if form.whole else 0
    if text == "all":
        return None
    if not text.isdecimal() or int(text[:9]) > story.last:
        raise Refused(f"--step {text}: a step's number, from 0 to {story.last}, or all")
    return int(text)


def _shower(stream: TextIO) -> Tick:
    """Progress in one line, which the next replaces."""

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total}", end=end, file=stream, flush=True)

    return show
