"""The languages of the pages: which one is spoken now, and every text in it.

Texts stand in the code in English: `_("%(name)s was %(before)s.", name=…)`. The other languages are
catalogues beside this file (`cs.po`), which `make texts` brings up to date. What the engine says is
English; `translate` says it again. Outside of a request English is spoken.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from babel import negotiate_locale
from babel.support import NullTranslations
from flask import (
    Flask,
    Response,
    appcontext_popped,
    appcontext_pushed,
    has_app_context,
    has_request_context,
    request,
)
from flask_babel import Babel, force_locale, get_locale, get_translations
from jinja2 import Environment
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from graph_engine import Said

from .catalogue import Catalogues, of_scripts

__all__ = ["LANGUAGES", "OPTION", "_", "chosen", "decimal", "install", "language"]
__all__ += [
    "heard",
    "later",
    "lesson_text",
    "ngettext",
    "register",
    "separator",
    "speaking",
    "spoken",
    "translate",
]

LANGUAGES: Mapping[str, str] = {"en": "English", "cs": "Čeština"}
"""Every language by its code, in its own words. The texts in the code are in the first."""

OPTION = "lang"
"""The option of an address that chooses a language; without it the browser's own is spoken."""


def register(app: Flask) -> None:
    """Speak the language that a request asks for, and keep one that was chosen in every link."""
    babel = Babel(app, configure_jinja=False, locale_selector=_asked)
    babel.domain_instance = Catalogues()
    install(app.jinja_env)
    app.url_defaults(_keep)
    app.after_request(_vary)


@dataclass(frozen=True)
class Locale:
    """What is looked up for every sentence and every number, so it is found once in a request."""

    code: str
    decimal: str
    texts: NullTranslations


ENGLISH = Locale("en", ".", NullTranslations())
"""Outside of a request."""


_FOUND: ContextVar[Locale | None] = ContextVar("locale", default=None)
"""Of the request, or the command, that is under way: asked for some thousand times in each."""


def _forget(sender: object, **_more: object) -> None:
    _FOUND.set(None)


for _signal in (appcontext_pushed, appcontext_popped):
    _signal.connect(_forget)


def _locale() -> Locale:
    """Flask-Babel's answers, remembered."""
    found = _FOUND.get()
    if found is not None:
        return found
    if not has_app_context():  # nobody asked for anything: no request, no command in a language
        return ENGLISH
    chosen_locale = get_locale()
    sign = str(chosen_locale.number_symbols["latn"]["decimal"])
    found = Locale(str(chosen_locale.language), sign, get_translations())
    _FOUND.set(found)
    return found


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language for a while: on the command line and in notebooks nobody else says which."""
    if not has_app_context():
        app = Flask(__name__)
        register(app)
        with app.app_context(), speaking(code):
            yield
        return
    before = _FOUND.get()
    _FOUND.set(None)
    try:
        with force_locale(code):
            yield
    finally:
        _FOUND.set(before)


def language() -> str:
    """The code of the language that is spoken now."""
    return _locale().code


def decimal() -> str:
    """What stands between the ones and the tenths."""
    return _locale().decimal


def separator() -> str:
    """What stands between the entries of a vector: no comma where there are decimal commas."""
    return ", " if decimal() == "." else "; "


def _(text: str, /, **values: object) -> str:
    """A text in the language of now, its values in place."""
    found = str(_locale().texts.gettext(text))
    return found % values if values else found


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of a text for a count, which is `%(num)s` in it."""
    return str(_locale().texts.ngettext(one, many, count)) % {"num": count, **values}


def later(text: str) -> str:
    """Marks a text that stands in a table and is translated where it is shown, by `translate`."""
    return text


def translate(text: str) -> str:
    """A text of the engine in the language of now: a whole one, or a pattern with its values."""
    if not text:
        return text
    if not isinstance(text, Said):
        return _(text)
    values = {
        name: translate(value) if isinstance(value, Said) else value
        for name, value in text.values.items()
    }
    if text.many:
        return ngettext(text.pattern, text.many, int(str(values.pop("num"))), **values)
    return _(text.pattern, **values)


def lesson_text(text: str) -> str:
    """A text of a lesson or a talk; one that a user wrote stays as it is."""
    return str(_locale().texts.pgettext("lesson", text)) if text else text


@dataclass(frozen=True)
class Spoken:
    """What a page has to know of its language."""

    code: str
    chosen: str
    """The same where the address chooses it, else empty."""
    decimal: str
    texts: str
    """What its scripts say, as JSON for a script element; empty in English."""
    ways: Mapping[str, tuple[str, str]]
    """The other languages: by code their own name, and the address of this page in them."""
    known: str = " ".join(LANGUAGES)
    """The codes of all."""


def spoken() -> Spoken:
    """The language of the page that is being made."""
    code = language()
    texts = json.dumps(of_scripts(code), ensure_ascii=False).replace("<", r"\u003c")
    ways = {each: (name, _way(each)) for each, name in LANGUAGES.items() if each != code}
    return Spoken(code, chosen(), decimal(), "" if code == "en" else texts, ways)


def install(environment: Environment) -> None:
    """Let the templates of an environment speak: Flask's, and that of pictures and files."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        gettext=lambda text: _locale().texts.gettext(text),
        ngettext=lambda one, many, count: _locale().texts.ngettext(one, many, count),
        pgettext=lambda context, text: _locale().texts.pgettext(context, text),
        newstyle=True,
    )
    environment.globals.update(spoken=spoken, translate=translate, lesson_text=lesson_text)


def _way(code: str) -> str:
    if not has_request_context():
        return ""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != OPTION]
    return f"{request.path}?{urlencode([*rest, (OPTION, code)])}"


def chosen() -> str:
    """The language that the address chooses; empty where it is the browser's."""
    code = request.args.get(OPTION, "") if has_request_context() else ""
    return code if code in LANGUAGES else ""


def _asked() -> str:
    return chosen() or heard(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=512)
def heard(accepted: str) -> str:
    """The language that a browser likes best of ours, by its Accept-Language header."""
    preferred = parse_accept_header(accepted, LanguageAccept).values()
    return negotiate_locale(list(preferred), list(LANGUAGES), sep="-") or "en"


def _keep(endpoint: str, values: dict[str, object]) -> None:
    if endpoint != "static" and chosen():
        values.setdefault(OPTION, chosen())


def _vary(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
