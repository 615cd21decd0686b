"""A lesson or a typed program to take home, in every format: `/lesson/<slug>.<suffix>`."""

from io import BytesIO

from flask import Blueprint, Response, abort, request, send_file

from graph_engine import limits
from graph_engine.steps import Stop

from ..exports import FORMATS, LEVELS, Exported, Format, Options, export
from . import options
from .options import Look, OptionError

blueprint = Blueprint("exports", __name__)

ALL = "all"
"""The step that means every step."""


@blueprint.get("/lesson/<slug>.<suffix>")
def lesson(slug: str, suffix: str) -> Response:
    """A lesson in a format; a suffix may have a dot (`torch.py`), a slug has none."""
    slug, _, suffix = f"{slug}.{suffix}".partition(".")
    form = _format(suffix)
    return sent(form, options.of_lesson(slug))


@blueprint.get("/studio.<suffix>")
def studio(suffix: str) -> Response:
    """The program in the link in a format."""
    form = _format(suffix)
    return sent(form, options.of_program())


def _format(suffix: str) -> Format:
    found = FORMATS.get(suffix)
    if found is None:
        abort(404)
    return found


def sent(form: Format, look: Look) -> Response:
    """The file that the request's options ask for."""
    made = export(look.story(), form, step=asked_step(form, look), options=asked_options(look))
    return as_file(made)


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
    return look.step if "step" in request.args or not form.whole else None


def asked_options(look: Look) -> Options:
    """What the link says about the file."""
    level: Stop | None = next(
        (each for each in LEVELS if each == request.args.get("level", "formula")), None
    )
    if level is None:
        raise OptionError("`level` is node, edge or formula.")
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
        raise OptionError(f"`{name}` is a whole number from {low} to {high}.")
    return value
