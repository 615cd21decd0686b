"""The catalogues: read from their `.po` files, once in each process, when first spoken."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

FOLDER = Path(__file__).parent

OF_SCRIPTS = "said by a script"
"""The comment in a catalogue on texts that pages take along for their scripts."""


@cache
def catalogue(language: str) -> Catalog:
    """Every text of a language, as translators see them; empty for English."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


@cache
def translations(language: str) -> NullTranslations:
    """The same, to be looked up."""
    found = catalogue(language)
    if not len(found):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return Translations(compiled)


@cache
def of_scripts(language: str) -> dict[str, str]:
    """The texts that the pages' scripts say (`lib/language.js`), by their English."""
    return {
        str(message.id): str(message.string)
        for message in catalogue(language)
        if message.string and OF_SCRIPTS in message.auto_comments
    }


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Where Flask-Babel looks texts up: in the `.po` files themselves, no compiled ones beside."""

    def get_translations(self) -> NullTranslations:
        """Those of the language that is spoken now."""
        locale = get_locale()
        return translations("en" if locale is None else locale.language)
