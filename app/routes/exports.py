"""A lesson or a typed program to take home, in every format: `/lesson/<slug>.<suffix>`.

GET gives the file. POST to the same address begins a long export: `/api/export/<number>` then says
how far it is, gives the file, or cancels it.
"""

from io import BytesIO

from flask import Blueprint, Response, abort, request, send_file, url_for
from werkzeug.exceptions import ServiceUnavailable

from graph_engine import limits
from graph_engine.steps import Stop

from .. import jobs
from ..exports import FORMATS, LEVELS, Exported, Format, Options, Tick, export, steps_of
from ..languages import OPTION, _, chosen, language
from . import options
from .errors import as_json
from .options import Look, OptionError

blueprint = Blueprint("exports", __name__)

ALL = "all"
"""The step that means every step."""
FEW = 8
"""Steps that are made at once; for more there is a process of their own."""


@blueprint.get("/lesson/<slug>.<suffix>")
def lesson(slug: str, suffix: str) -> Response:
    """A lesson in a format; a suffix may have a dot (`torch.py`), a slug has none."""
    slug, _, suffix = f"{slug}.{suffix}".partition(".")
    form = _format(suffix)
    return _sent(form, options.of_lesson(slug))


@blueprint.get("/studio.<suffix>")
def studio(suffix: str) -> Response:
    """The program in the link in a format."""
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
    """Begin the export of the program in the link."""
    form = _format(suffix)
    return _begun(form, options.of_program())


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


def made_at(tick: Tick) -> Exported:
    """What the address of this request asks for."""
    asked = dict(request.view_args or {})
    slug, suffix = asked.get("slug", ""), str(asked["suffix"])
    if slug:
        slug, _, suffix = f"{slug}.{suffix}".partition(".")
    look = options.of_lesson(slug) if slug else options.of_program()
    form = _format(suffix)
    step, how = asked_step(form, look), asked_options(look)
    return export(look.story(), form, step=step, options=how, tick=tick)


def _sent(form: Format, look: Look) -> Response:
    """The file that the request's options ask for."""
    step, how, story = asked_step(form, look), asked_options(look), look.story()
    count = len(steps_of(story, form, step=step, options=how))
    if form.heavy and count > FEW:
        return as_file(jobs.wait(_start(count)))
    return as_file(export(story, form, step=step, options=how))


def _begun(form: Format, look: Look) -> Response:
    """A long export has begun: where to ask for it."""
    step, how = asked_step(form, look), asked_options(look)
    count = len(steps_of(look.story(), form, step=step, options=how))
    number = _start(count)
    answer = as_json(
        {"state": "running", "done": 0, "total": count, "message": "", "file": None}, 202
    )
    answer.headers["Location"] = url_for("exports.progress", number=number)
    return answer


def _start(count: int) -> str:
    try:
        return jobs.start(_spoken(request.full_path), count)
    except jobs.Busy:
        raise ServiceUnavailable(
            _("The server is making as many exports as it can. Try again in a minute."),
            retry_after=30,
        ) from None


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
        max_age=0,
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
    return look.place(look.story()) if look.locks else look.step


def asked_options(look: Look) -> Options:
    """What the link says about the file."""
    level: Stop | None = next(
        (each for each in LEVELS if each == request.args.get("level", "formula")), None
    )
    if level is None:
        raise OptionError(_("`level` is node, edge or formula."))
    usual = Options()
    return Options(
        theme=look.theme,
        width=_between("width", usual.width, 100, limits.WIDTH.most),
        level=level,
        per_page=_between("per_page", usual.per_page, 1, 8),
        step=look.step,
        slug=look.slug,
    )


def _between(name: str, usual: int, low: int, high: int) -> int:
    try:
        value = int(request.args.get(name, str(usual))[:9])
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
