"""How a view travels: in links, as JSON, in files of lessons and talks; by the table of options."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from ..languages import _
from . import options
from .kinds import Json, OptionError
from .link import pack
from .view import Look, View

# -- links ---------------------------------------------------------------------------------


def with_options(look: Look, given: Mapping[str, str], *, strict: bool = False) -> Look:
    """The same thing as a link's options say; raises `OptionError`.

    What is no option is another's and is passed over; `strict` refuses it.
    """
    for name in given:
        found = options.option(name)
        if found is not None:
            look = found.read(look, name, given[name])
        elif strict:
            known = [each.name for each in options.OPTIONS]
            raise OptionError(
                _(
                    "There is no option `%(name)s`; is it %(known)s?",
                    name=name,
                    known=options.nearest(name, known),
                )
            )
    return look


def query(look: Look, **changed: object) -> dict[str, str]:
    """The options of a link to the same thing, with something changed."""
    usual = look.usual
    found: dict[str, str] = {} if look.slug else {"p": pack(look.view.program)}
    for each in options.OPTIONS:
        if each.of(look) != each.of(usual):
            found.update(each.write(look))
    found.update({name: str(value) for name, value in changed.items()})
    return found


# -- JSON ----------------------------------------------------------------------------------


def known_fields() -> set[str]:
    """What a request for a story may hold of a look."""
    return {"program", "slug", *(each.key for each in options.OPTIONS)}


def load(look: Look, payload: Mapping[str, Json]) -> Look:
    """The look that a request says; what it does not say is usual. Raises `OptionError`.

    `look` is a lesson as it is, or a program alone.
    """
    alone = Look(view=View(program=look.view.program))
    for each in options.OPTIONS:
        data = payload.get(each.key)
        if each.key not in payload or (data is None and each.kind.nothing):
            value = each.of(look if each.own else alone)
        else:
            value = each.kind.load(each.key, data)
        look = each.put(look, value)
    return look


def dump(look: Look) -> dict[str, Json]:
    """The request for the same look."""
    usual = look.usual

    def said(each: options.Option) -> Json:
        value = each.of(look)
        return None if each.unsaid and value == each.of(usual) else each.kind.dump(value)

    found = {each.key: said(each) for each in options.OPTIONS}
    return {"program": look.view.program, "slug": look.slug, **found}


def changed(before: Look, after: Look, also: options.Option) -> dict[str, Json]:
    """What of a request differs between two looks, and `also` this."""
    return {
        each.key: each.kind.dump(each.of(after))
        for each in options.OPTIONS
        if each is also or each.of(before) != each.of(after)
    }


def page_state(look: Look) -> dict[str, Json]:
    """What a page begins with: what it asks of the server, and what it keeps by itself."""
    found = dump(look)
    return {
        "wish": {
            "program": found["program"],
            "slug": found["slug"],
            "page": True,
            **{each.key: found[each.key] for each in options.OPTIONS if each.where == "story"},
        },
        "kept": {each.name: found[each.key] for each in options.OPTIONS if each.where == "kept"},
    }


# -- lessons and talks ---------------------------------------------------------------------


def typed(name: str, value: Any, *, of: Literal["lesson", "talk"] = "talk") -> dict[str, str]:
    """An option of a lesson's or a talk's file, as a link has it; raises `OptionError`."""
    if of == "talk" and name == "values" and isinstance(value, Mapping):
        return {
            key: text
            for leaf, each in value.items()
            for key, text in typed(f"v.{leaf}", each).items()
        }
    found = options.option(name)
    if found is None or (of == "lesson" and not found.lesson):
        known = [each.name for each in options.OPTIONS if each.lesson or of != "lesson"]
        raise OptionError(
            _(
                "There is no option `%(name)s`; is it %(known)s?",
                name=name,
                known=options.nearest(name, known),
            )
        )
    if isinstance(value, str):
        return {name: value}
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return {name: ",".join(value)}
    if isinstance(value, bool) or not found.kind.each:
        return {name: found.kind.write(found.kind.load(name, value))}
    leaf = name.removeprefix(found.name)
    found.kind.load(found.key, {leaf: value})
    return {name: json.dumps(value)}
