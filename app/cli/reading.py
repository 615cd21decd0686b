"""Lessons and programs as a command names them: by slug, as a file, or as what is piped in."""

import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import graph_engine as ge

from .. import lessons as room
from ..lessons import LessonError, lessons
from ..pasted import Refusal, read
from ..state.carried import with_options
from ..state.kinds import OptionError
from ..state.view import Look, View
from ..story import Story, locked_story
from .refused import Refused


def story_of(name: str, given: Sequence[str] = ()) -> Story:
    """A lesson of the gallery, or a program or a lesson from a file, looked at as options say."""
    options = dict(map(_pair, given))
    if name in lessons():
        return _lesson(name, options)
    if name != "-" and not Path(name).exists():
        near = get_close_matches(name, lessons(), n=1, cutoff=0.6)
        meant = f"did you mean the lesson {near[0]}? " if near else ""
        raise Refused(
            f"{name}: no such lesson, and no such file; {meant}`python -m app list` has them"
        )
    return _file(name, options)


def _lesson(slug: str, options: Mapping[str, str]) -> Story:
    try:
        return locked_story(with_options(lessons()[slug].look, options, strict=True))
    except (OptionError, ge.GraphError) as error:
        raise Refused(str(error).replace("`", "")) from error


def _file(name: str, options: Mapping[str, str]) -> Story:
    text = text_of(name)
    program = _read(name, text) if name.endswith(".py") else text
    try:
        if name.endswith(".toml"):
            return locked_story(with_options(room.read(Path(name)).look, options, strict=True))
        return locked_story(with_options(Look(view=View(program=program)), options, strict=True))
    except ge.ProgramError as error:
        raise Refused(pointed(name, program, error), 1) from error
    except (LessonError, ge.GraphError) as error:
        raise Refused(f"{name}: {error}", 1) from error
    except OptionError as error:
        raise Refused(str(error).replace("`", "")) from error


def _read(name: str, text: str) -> str:
    """A program of a library as one of ours; raises `Refused` with all that cannot be read."""
    found = read(text)
    if found.refusals:
        raise Refused("\n".join(pointed(name, text, each) for each in found.refusals), 1)
    return found.program or text


def text_of(name: str) -> str:
    """What a file says, or what is piped in."""
    try:
        if name == "-":
            return sys.stdin.read()
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"{name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{name}: this is not text in UTF-8") from error


def pointed(name: str, text: str, error: ge.ProgramError | Refusal) -> str:
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
