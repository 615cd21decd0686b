"""Every text that is shown to people, and the catalogues brought up to date with them.

`python -m app.texts` (`make texts`) puts new texts into each catalogue, without a translation yet,
and takes out those that are gone.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import graph_engine as ge

from . import limits
from .languages import LANGUAGES
from .languages.catalogue import FOLDER, OF_SCRIPTS
from .lessons import PARTS, lessons
from .picture.svg import ROOT
from .talks import talks

SOURCES = {"app": "**.py", "graph_engine": "**.py", "templates": "**.html", "static/js": "**.js"}
"""Where texts stand. JavaScript has `_` alone."""

METHODS = {"**.py": "python", "**.html": "jinja2", "**.js": "javascript"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "say": None,
    "later": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "pgettext": ((1, "c"), 2),
}
"""The functions whose first words are texts."""

LESSON = "lesson"
"""The context of what stands in lessons and talks."""


def template() -> Catalog:
    """Every text there is, with the file that it stands in, untranslated."""
    found = Catalog(project="Chalkgraph", charset="utf-8", fuzzy=False)
    for folder, files in SOURCES.items():
        for path, _line, text, comments, context in extract_from_dir(
            ROOT / folder,
            [(files, METHODS[files])],
            keywords=KEYWORDS if files != "**.js" else {"_": None},
            comment_tags=("L10N:",),
        ):
            place = f"{folder}/{path}"
            comments = [*comments, OF_SCRIPTS] if folder == "static/js" else comments
            found.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    for text, place in _of_engine():
        found.add(text, None, [(place, 0)])
    for text, place in _of_lessons():
        found.add(text, None, [(place, 0)], context=LESSON)
    return found


def _of_engine() -> Iterator[tuple[str, str]]:
    """What the registry and the limits say."""
    for op in ge.operations().values():
        texts = [op.family, op.title, op.domain, op.letters, op.pole_reason, op.flat]
        texts += [*op.places, *op.called]
        texts += [op.kink.convention] if op.kink else []
        yield from ((text, "graph_engine/ops") for text in texts if text)
    for limit in limits.ALL:
        place = "app/limits.py" if limit in limits.LIMITS else "graph_engine/limits.py"
        yield from ((text, place) for text in (limit.what, limit.why))


def _of_lessons() -> Iterator[tuple[str, str]]:
    """What lessons and talks say."""
    for part in PARTS:
        yield part, "app/lessons/__init__.py"
    for slug, lesson in lessons().items():
        texts = [lesson.title, lesson.introduction, *lesson.notes.values()]
        texts += [board.text for board in lesson.board]
        yield from ((text, f"app/lessons/{slug}.toml") for text in texts if text)
    for slug, talk in talks().items():
        yield from ((text, f"app/talks/{slug}.toml") for text in talk.texts if text)


def updated(language: str, texts: Catalog) -> bytes:
    """The catalogue of a language with all texts of now; translations that fit are kept."""
    with path_of(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# Chalkgraph's texts. `make texts` brings this file up to date."
    written = BytesIO()
    # By text and without places: moving code does not move translations.
    write_po(written, catalogue, width=100, no_location=True, sort_output=True)
    return written.getvalue()


def path_of(language: str) -> Path:
    """The file of a catalogue."""
    return FOLDER / f"{language}.po"


def main() -> None:
    """Bring every catalogue up to date; says what is not translated yet."""
    found = template()
    for language in list(LANGUAGES)[1:]:
        path_of(language).write_bytes(updated(language, found))
        with path_of(language).open("rb") as file:
            missing = [m.id for m in read_po(file, locale=language) if m.id and not m.string]
        sys.stdout.write(f"{path_of(language)}: {len(missing)} texts without a translation\n")


if __name__ == "__main__":
    main()
