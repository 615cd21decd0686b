"""The languages of the pages: which one is spoken now, and every text in it.

Texts stand in the code in English: `_("%(name)s was %(before)s.", name=…)`. The other languages are
catalogues beside this file (`cs.po`), which `make texts` brings up to date. What the engine says is
English; `told` says it again. Outside of a request English is spoken.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import flask_babel
from babel import negotiate_locale
from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
from jinja2 import Environment

from graph_engine import Said

from .catalogue import Catalogues, of_scripts

__all__ = ["LANGUAGES", "OPTION", "_", "chosen", "decimal", "force_locale", "install", "language"]
__all__ += ["later", "lesson_text", "ngettext", "register", "spoken", "told"]

LANGUAGES: Mapping[str, str] = {"en": "English", "cs": "Čeština"}
"""Every language by its code, in its own words. The texts in the code are in the first."""

OPTION = "lang"
"""The option of an address that chooses a language; without it the browser's own is spoken."""


def register(app: Flask) -> None:
    """Speak the language that a request asks for, and keep one that was chosen in every link."""
    babel = Babel(app, locale_selector=_asked)
    babel.domain_instance = Catalogues()
    app.jinja_env.globals.update(spoken=spoken, told=told, lesson_text=lesson_text)
    app.url_defaults(_keep)
    app.after_request(_vary)


def language() -> str:
    """The code of the language that is spoken now."""
    locale = get_locale()
    return "en" if locale is None else str(locale.language)


def decimal() -> str:
    """What stands between the ones and the tenths."""
    locale = get_locale()
    return "." if locale is None else str(locale.number_symbols["latn"]["decimal"])


def _(text: str, **values: object) -> str:
    """A text in the language of now, its values in place."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The form of a text for a count, which is `%(num)s` in it."""
    return str(flask_babel.ngettext(one, many, count, **values))


def later(text: str) -> str:
    """Marks a text that stands in a table and is translated where it is shown, by `told`."""
    return text


def told(text: str) -> str:
    """A text of the engine in the language of now: a whole one, or a pattern with its values."""
    if not text:
        return text
    if not isinstance(text, Said):
        return _(text)
    values = {
        name: told(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return _(text.pattern, **values)


def lesson_text(text: str) -> str:
    """A text of a lesson or a talk; one that a user wrote stays as it is."""
    return str(flask_babel.pgettext("lesson", text)) if text else text


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


def spoken() -> Spoken:
    """The language of the page that is being made."""
    code = language()
    texts = json.dumps(of_scripts(code), ensure_ascii=False).replace("<", r"\u003c")
    ways = {each: (name, _way(each)) for each, name in LANGUAGES.items() if each != code}
    return Spoken(code, chosen(), decimal(), "" if code == "en" else texts, ways)


def install(environment: Environment) -> None:
    """Let the templates of an environment that is not Flask's own speak too."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        gettext=lambda text: get_translations().ugettext(text),
        ngettext=lambda one, many, count: get_translations().ungettext(one, many, count),
        pgettext=lambda context, text: get_translations().upgettext(context, text),
        newstyle=True,
    )
    environment.globals.update(spoken=spoken, told=told, lesson_text=lesson_text)


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
    preferred = request.accept_languages.values()
    return chosen() or negotiate_locale(list(preferred), list(LANGUAGES), sep="-") or "en"


def _keep(endpoint: str, values: dict[str, object]) -> None:
    if endpoint != "static" and chosen():
        values.setdefault(OPTION, chosen())


def _vary(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
