"""What is given away: a QR code of a link, and pages made to stand inside other pages."""

import io
from dataclasses import replace
from functools import lru_cache, partial
from urllib.parse import urlencode, urlsplit

import segno
from flask import Blueprint, Response, make_response, render_template, request, url_for
from segno.encoder import DataOverflowError

from ..exports.page_json import embedded_json
from ..exports.story_json import embedded
from ..figures.beside import beside
from ..languages import _
from ..picture.rooms import FRAME
from ..picture.strip import strip
from ..state.kinds import OptionError
from ..state.view import Look
from ..story import locked_story, step_of
from . import options
from .deck import payload
from .errors import answer
from .options import query
from .pages import caption, spans

blueprint = Blueprint("share", __name__)


@blueprint.get("/qr.svg")
def qr() -> Response:
    """A QR code of a link to this server; of no other, so that nobody hides behind it."""
    link = request.args.get("link", "")
    try:
        where = urlsplit(link)
    except ValueError:
        where = urlsplit("")
    if where.scheme not in ("http", "https") or where.netloc != request.host:
        raise OptionError(_("`link` is an address of this server."))
    drawn = _code(link)
    if not drawn:
        return answer(
            422, "option", _("This link is too long for a QR code."), _("Copy the link instead.")
        )
    response = make_response(drawn)
    response.mimetype = "image/svg+xml"
    return response


@lru_cache(maxsize=64)
def _code(link: str) -> str:
    """The code as SVG, black on white in every theme: cameras want that; empty if too long."""
    try:
        made = segno.make(link, micro=False)
    except DataOverflowError:
        return ""
    out = io.BytesIO()
    made.save(
        out, kind="svg", dark="#000", light="#fff", omitsize=True, xmldecl=False,
        svgclass=None, lineclass=None, title="QR",
    )  # fmt: skip
    return out.getvalue().decode()


@blueprint.get("/embed/lesson/<slug>")
def embed_lesson(slug: str) -> str:
    """A lesson's picture, strip and stepping, for other pages."""
    return _embed(options.of_lesson(slug))


@blueprint.get("/embed/studio")
def embed_program() -> str:
    """The same of a program in the link."""
    return _embed(options.of_program())


def _embed(look: Look) -> str:
    story = replace(locked_story(look), room=options.asked_room(FRAME))
    step = step_of(look, story)

    def link(endpoint: str, **changed: object) -> str:
        room = "lesson" if look.slug else "program"
        where = {
            "embed": url_for(f"share.embed_{room}", slug=look.slug or None, lang=None),
            "studio": url_for("pages.lesson", slug=look.slug, lang=None)
            if look.slug
            else url_for("pages.studio", lang=None),
        }[endpoint]
        written = urlencode(query(look, **changed))
        return f"{where}?{written}" if written else where

    return render_template(
        "embed.html",
        look=look,
        story=story,
        figure=beside(story.figure, story),
        step=step,
        link=partial(link, "embed"),
        studio=link("studio", step=step),
        data=embedded(embedded_json(story, slug=look.slug, step=step, folds=False)),
        wish=embedded(payload(look)),
        caption=caption(story, step),
        spans=spans(story, step),
        level="formula",
        strip=strip(story.words, story.visible, step),
        theme=look.theme,
    )
