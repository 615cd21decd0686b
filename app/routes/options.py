"""The options of a link: which lesson or program, and how it is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from flask import abort, request
from werkzeug.datastructures import MultiDict

from graph_engine import WHOLE, Rate

from .. import languages, values
from ..languages import _
from ..layers import LAYERS
from ..lessons import Lesson, lessons
from ..link import pack, unpack
from ..locks import last_open, well_formed
from ..picture import THEMES
from ..story import Story, View, Zoom, tell

SCRATCH = """\
# My graph
# Change anything: the picture follows.

x: input  = 2
w: weight = -1
t: label  = 1

y = w * x
L: loss = (y - t)**2
"""
"""Where "Start from scratch" begins."""


MOST_LOCKS = 400
"""Locked numbers in one link; all of a kind are one."""


class OptionError(ValueError):
    """An option of a link that means nothing; says which."""

    @property
    def option(self) -> str:
        """Its name, the first word that stands between backticks."""
        return (str(self).split("`") + [""])[1]


@dataclass(frozen=True, kw_only=True)
class Look:
    """Everything that a link says."""

    view: View
    notes: Mapping[str, str]
    slug: str = ""
    step: int = 0
    theme: str = THEMES[0]
    hide: tuple[str, ...] = ()
    """Layers of the picture that are not shown."""
    locks: tuple[str, ...] = ()
    """Numbers that are hidden until they are predicted; see `app/locks.py`."""
    predict: bool = False
    """Whether the next number is asked for before it is shown."""

    def story(self) -> Story:
        """What it shows."""
        if not self.slug:
            told = tell(self.view, notes=self.notes)
        else:
            own = lessons()[self.slug]
            told = tell(self.view, notes=self.notes, own=own.view, boards=own.board)
        return replace(told, hide=self.hide)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The options that say what is hidden, and the language, as a form keeps them."""
        found = {
            "hide": ",".join(self.hide),
            "lock": ",".join(self.locks),
            "predict": "1" if self.predict else "",
            languages.OPTION: languages.chosen(),
        }
        return [(name, value) for name, value in found.items() if value]

    def place(self, story: Story) -> int:
        """The step that is shown: one that exists, and none past a locked number."""
        return min(story.clamp(self.step), max(0, last_open(story.telling, self.locks)))


def lesson(slug: str) -> Lesson:
    """The lesson of that slug, or 404."""
    found = lessons().get(slug)
    if found is None:
        abort(404)
    return found


def of_lesson(slug: str) -> Look:
    """A lesson with the options of this request."""
    found = lesson(slug)
    look = Look(view=found.view, notes=found.notes, slug=slug)
    return with_options(look, request.args)


def of_slide(slug: str, options: Mapping[str, str]) -> Look:
    """A lesson as a talk's slide looks at it."""
    found = lesson(slug)
    look = Look(view=found.view, notes=found.notes, slug=slug)
    return with_options(look, MultiDict(options))


def of_program() -> Look:
    """The program in the link, with the options of this request."""
    packed = request.args.get("p", "")
    program = unpack(packed) if packed else SCRATCH
    return with_options(Look(view=View(program=program), notes={}), request.args)


def with_options(look: Look, args: "MultiDict[str, str]") -> Look:
    """The same thing as a link's options say; raises `OptionError`."""
    view = look.view
    if "numbers" in args:
        if args["numbers"] not in ("slide", "exact"):
            raise OptionError(_("`numbers` is slide or exact."))
        view = replace(view, arithmetic="slide" if args["numbers"] == "slide" else "exact")
    if "focus" in args:
        view = replace(view, focus=args["focus"] or WHOLE)
    if "rate" in args:
        view = replace(view, rate=_rate(args["rate"]))
    given = {key[2:]: _value(key, value) for key, value in args.items() if key.startswith("v.")}
    if given:
        view = replace(view, values={**view.values, **given})
    view = _drawing(view, args)
    theme = args.get("theme", look.theme)
    return replace(
        look,
        view=view,
        # "all" steps belong to an export; the page then begins at the first.
        step=0 if args.get("step") == "all" else _whole_number("step", args.get("step", "0")),
        theme=theme if theme in THEMES else THEMES[0],
        hide=_layers(args.get("hide", "")),
        locks=_locks(args.get("lock", "")),
        predict=_switch("predict", args.get("predict", "")),
    )


ZOOMS: tuple[Zoom, ...] = get_args(Zoom)


def _drawing(view: View, args: "MultiDict[str, str]") -> View:
    """How finely it is drawn, which sample, and the order of `vec`."""
    if "zoom" in args:
        zoom = next((each for each in ZOOMS if each == args["zoom"]), None)
        if zoom is None:
            raise OptionError(_("`zoom` is one of %(ways)s.", ways=", ".join(ZOOMS)))
        view = replace(view, zoom=zoom)
    if "open" in args:
        view = replace(view, opened=frozenset(filter(None, args["open"].split(","))))
    if "sample" in args:
        view = replace(view, sample=_whole_number("sample", args["sample"]))
    if "vec" in args:
        if args["vec"] not in ("rows", "columns"):
            raise OptionError(_("`vec` is rows or columns."))
        view = replace(view, columns=args["vec"] == "columns")
    if "accumulate" in args:
        if args["accumulate"] not in ("0", "1"):
            raise OptionError(_("`accumulate` is 0 or 1."))
        view = replace(view, accumulate=args["accumulate"] == "1")
    if "iterations" in args:
        view = replace(view, iterations=_whole_number("iterations", args["iterations"]))
    return view


def _layers(text: str) -> tuple[str, ...]:
    asked = {each for each in text.split(",") if each}
    if not asked <= set(LAYERS):
        raise OptionError(_("`hide` is a list of %(layers)s.", layers=", ".join(LAYERS)))
    return tuple(layer for layer in LAYERS if layer in asked)


def _locks(text: str) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(each for each in text.split(",") if each))
    if len(keys) > MOST_LOCKS or not all(map(well_formed, keys)):
        raise OptionError(_("`lock` is a list of numbers like `value:q` or `slope:p/v`."))
    return keys


def _switch(name: str, text: str) -> bool:
    if text not in ("", "0", "1"):
        raise OptionError(_("`%(name)s` is 1 or 0.", name=name))
    return text == "1"


def _value(name: str, text: str) -> values.Value:
    try:
        return values.read(text, decimal=languages.decimal())
    except values.ValueTextError:
        raise OptionError(
            _("`%(name)s` is not a number, nor a list of numbers.", name=name)
        ) from None


def _rate(text: str) -> Rate:
    if "t)" in text:
        return text  # like 1/(1+t): the engine reads it
    found = _value("rate", text)
    if isinstance(found, list) and any(isinstance(each, list) for each in found):
        raise OptionError(_("`rate` is a number, a list of numbers, or like 1/(1+t)."))
    return found


def _whole_number(name: str, text: str) -> int:
    try:
        return max(0, int(text[:9]))
    except ValueError:
        raise OptionError(_("`%(name)s` is not a whole number.", name=name)) from None


def query(look: Look, **changed: object) -> dict[str, str]:
    """The options of a link to the same thing with something changed."""
    view = look.view
    usual = lessons()[look.slug].view if look.slug else View(program=view.program)
    options: dict[str, str] = {}
    if not look.slug:
        options["p"] = pack(view.program)
    for name, value in view.values.items():
        options[f"v.{name}"] = values.packed(value)
    if view.rate != usual.rate:
        options["rate"] = view.rate if isinstance(view.rate, str) else values.packed(view.rate)
    if view.zoom != usual.zoom:
        options["zoom"] = view.zoom
    if view.opened != usual.opened:
        options["open"] = ",".join(sorted(view.opened))
    if view.sample != usual.sample:
        options["sample"] = str(view.sample)
    if view.columns != usual.columns:
        options["vec"] = "columns" if view.columns else "rows"
    if view.accumulate != usual.accumulate:
        options["accumulate"] = "1" if view.accumulate else "0"
    if view.iterations != usual.iterations:
        options["iterations"] = str(view.iterations)
    if view.arithmetic != usual.arithmetic:
        options["numbers"] = view.arithmetic
    if view.focus != usual.focus:
        options["focus"] = view.focus
    if look.theme != THEMES[0]:
        options["theme"] = look.theme
    options.update(look.kept)
    if look.step:
        options["step"] = str(look.step)
    options.update({name: str(value) for name, value in changed.items()})
    return options
