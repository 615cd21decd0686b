"""A lesson or a typed program to take home, in every format: `/lesson/<slug>.<suffix>`.

GET gives the file. POST to the same address begins a long export: `/api/export/<number>` then says
how far it is, gives the file, or cancels it. A program that no link holds is sent with the POST, as
to `/api/story`.
"""

from io import BytesIO

from flask import Blueprint, Response, abort, request, send_file, url_for
from werkzeug.exceptions import ServiceUnavailable

from graph_engine.walkthrough.steps import Stop

from .. import jobs, limits
from ..exports import (
    AROUND,
    FORMATS,
    LEVELS,
    Exported,
    Format,
    Options,
    Tick,
    export,
    having,
    steps_of,
)
from ..languages import OPTION, _, chosen, language
from ..serving.answer import SAID
from ..serving.ended import JOB, POOLED
from ..state.carried import with_options
from ..state.kinds import OptionError
from ..state.options import ALL
from ..state.view import Look
from ..story import locked_story, step_of, story_of
from . import options
from .api import read_json, story_fields
from .errors import as_json

blueprint = Blueprint("exports", __name__)

FEW = 8
"""Steps that are made at once; for more there is a process of their own."""


@blueprint.get("/lesson/<slug>.<suffix>")
def lesson(slug: str, suffix: str) -> Response:
    """A lesson in a format; a suffix may have a dot (`torch.py`), a slug has none."""
    if JOB in request.environ:
        return as_file(jobs.wait(request.environ[JOB]))
    slug, _, suffix = f"{slug}.{suffix}".partition(".")
    form = _format(suffix)
    return _sent(form, options.of_lesson(slug))


@blueprint.get("/studio.<suffix>")
def studio(suffix: str) -> Response:
    """The program in the link in a format."""
    if JOB in request.environ:
        return as_file(jobs.wait(request.environ[JOB]))
    form = _format(suffix)
    return _sent(form, options.of_program())


@blueprint.post("/lesson/<slug>.<suffix>")
def begin_lesson(slug: str, suffix: str) -> Response:
    """Begin the export of a lesson."""
    slug, _, suffix = f"{slug}.{suffix}".partition(".")
    form = _format(suffix)
    return _begun(form, options.of_lesson(slug))


@blueprint.post("/studio.<suffix>")
def begin_studio(suffix: str) -> Response:
    """Begin the export of the program in the link, or of the one that is sent."""
    form = _format(suffix)
    return _begun(form, _program(), body=request.get_data(as_text=True) if request.is_json else "")


@blueprint.get("/api/export/<number>")
def progress(number: str) -> Response:
    """How far an export is."""
    found = jobs.progress(number)
    if found is None:
        abort(404)
    return as_json(
        {
            "state": found.state,
            "done": found.done,
            "total": found.total,
            "message": found.message,
            "place": found.place,
            "file": url_for("exports.file", number=number) if found.state == "done" else None,
        }
    )


@blueprint.get("/api/export/<number>/file")
def file(number: str) -> Response:
    """What an export has made."""
    made = jobs.result(number)
    if made is None:
        abort(404)
    response = as_file(made)
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    return response


@blueprint.delete("/api/export/<number>")
def cancel(number: str) -> Response:
    """Cancel an export, or forget what it has made."""
    if not jobs.cancel(number):
        abort(404)
    return Response(status=204)


def _format(suffix: str) -> Format:
    found = FORMATS.get(suffix)
    if found is None:
        abort(404)
    return found


def _program() -> Look:
    """The program that was sent, or else that of the link."""
    if request.method != "POST" or not request.is_json:
        return options.of_program()
    # Of the address is what is about the file: step, theme, width.
    return with_options(options.of_json(read_json(), story_fields()), request.args)


def made_at(tick: Tick) -> Exported:
    """What the address of this request asks for."""
    parts = dict(request.view_args or {})
    slug, suffix = parts.get("slug", ""), str(parts["suffix"])
    if slug:
        slug, _, suffix = f"{slug}.{suffix}".partition(".")
    look = options.of_lesson(slug) if slug else _program()
    form = _format(suffix)
    step, how = asked_step(form, look), asked_options(form, look)
    return export(locked_story(look), form, step=step, options=how, tick=tick)


def _sent(form: Format, look: Look) -> Response:
    """The file that the request's options ask for."""
    step, how, story = asked_step(form, look), asked_options(form, look), locked_story(look)
    count = len(steps_of(story, form, step=step, options=how))
    if form.heavy and count > FEW:
        number = _start(count)
        if POOLED in request.environ:  # who asked us waits for it: we have other things to do
            request.environ[SAID]["job"] = number
            return Response(status=202)
        return as_file(jobs.wait(number))
    return as_file(export(story, form, step=step, options=how))


def _begun(form: Format, look: Look, *, body: str = "") -> Response:
    """A long export has begun: where to ask for it."""
    step, how = asked_step(form, look), asked_options(form, look)
    count = len(steps_of(locked_story(look), form, step=step, options=how))
    number = _start(count, body=body)
    answer = as_json(
        {"state": "waiting", "done": 0, "total": count, "message": "", "place": 0, "file": None},
        202,
    )
    answer.headers["Location"] = url_for("exports.progress", number=number)
    return answer


def _start(count: int, *, body: str = "") -> str:
    here = POOLED not in request.environ
    try:
        return jobs.start(
            _spoken(request.full_path),
            count,
            body=body,
            browser=_browser(),
            begin=here,
        )
    except jobs.Busy as error:
        raise ServiceUnavailable(
            _("You have as many exports waiting as one may have. Wait for one of them.")
            if error.own
            else _("The server has as many exports waiting as it can. Try again in a minute."),
            retry_after=30,
        ) from None


BROWSER = "X-Browser"
"""The header in which a page sends a name that its browser has made up: there are no cookies."""


def _browser() -> str:
    """Who asks, from the coarse to the fine: an address may be that of a whole class."""
    agent = f"{request.user_agent.string[:200]} {request.headers.get(BROWSER, '')[:40]}"
    return f"{request.remote_addr or ''}\n{' '.join(agent.split())}"


def _spoken(address: str) -> str:
    """The address with the language of this request, which its maker cannot hear otherwise."""
    return address if chosen() else f"{address}&{OPTION}={language()}"


def as_file(made: Exported) -> Response:
    """A file as an answer; what a browser can show is shown, the rest is saved."""
    shown = made.mimetype in ("image/svg+xml", "image/png", "application/pdf")
    response = send_file(
        BytesIO(made.data),
        mimetype=made.mimetype,
        as_attachment=not shown,
        download_name=made.name,
        etag=False,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def asked_step(form: Format, look: Look) -> int | None:
    """The one step, or None for all: what a file can hold, unless the link says which."""
    if request.args.get("step") == ALL:
        return None
    if "step" not in request.args and form.whole:
        return None
    return step_of(look, story_of(look)) if look.locks else look.step


OF_A_FILE = ("level", "width", "per_page", "around")
"""Options of files alone; those of the link are the page's too, so that one address is of both."""


def refuse_foreign(form: Format) -> None:
    """Raise `OptionError` for an option of files that means nothing for this format."""
    for name in OF_A_FILE:
        if name in request.args and name not in form.takes:
            raise OptionError(
                _(
                    "A file of the format %(format)s has no `%(name)s`: leave it out, or choose a "
                    "format that has: %(formats)s.",
                    format=form.suffix,
                    name=name,
                    formats=having(name),
                )
            )


def asked_options(form: Format, look: Look) -> Options:
    """What the link says about the file."""
    refuse_foreign(form)
    level: Stop | None = next(
        (each for each in LEVELS if each == request.args.get("level", "formula")), None
    )
    if level is None:
        raise OptionError(_("`level` is node, edge or formula."))
    usual = Options()
    asked = request.args.get("around", usual.around)
    around = next((each for each in AROUND if each == asked), None)
    if around is None:
        raise OptionError(_("`around` is picture or page."))
    return Options(
        theme=look.theme,
        width=_between("width", usual.width, 100, limits.WIDTH.most),
        around=around,
        level=level,
        per_page=_between("per_page", usual.per_page, 1, 8),
        step=look.step,
        slug=look.slug,
    )


def _between(name: str, usual: int, low: int, high: int) -> int:
    if name not in request.args:
        return usual
    try:
        value = int(request.args[name][:9])
    except ValueError:
        value = -1
    if not low <= value <= high:
        raise OptionError(
            _(
                "`%(name)s` is a whole number from %(low)s to %(high)s.",
                name=name,
                low=low,
                high=high,
            )
        )
    return value
