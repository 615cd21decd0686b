"""`GET /neuron`: the neuron in time, a page of its own; `/neuron/curves`: what changes in it."""

from math import isfinite

from flask import Blueprint, render_template, request, url_for

from ..figures.neuron import HIGHEST, in_time
from ..picture.svg import THEMES
from .options import asked_theme

blueprint = Blueprint("neuron", __name__)

CURRENTS = (7.0, 8.0, 10.0, 15.0, 20.0)


@blueprint.get("/neuron")
def neuron() -> str:
    """Membrane potential over time and firing rate, for a current that can be chosen."""
    current = _current(request.args.get("I", "8"))
    return render_template(
        "neuron.html",
        neuron=in_time(current),
        current=f"{current:g}",
        highest=f"{HIGHEST:g}",
        choices=[(f"{each:g}", url_for("neuron.neuron", I=f"{each:g}")) for each in CURRENTS],
        theme=asked_theme(),
        themes=THEMES,
        theme_links={
            name: url_for("neuron.neuron", I=f"{current:g}", theme=name) for name in THEMES
        },
    )


@blueprint.get("/neuron/curves")
def curves() -> str:
    """What a page draws of the neuron anew when its current is moved."""
    return render_template(
        "_drawn_in_time.html", neuron=in_time(_current(request.args.get("I", "8")))
    )


def _current(text: str) -> float:
    """The current that was asked for, within what can be chosen; 8 for what is no number."""
    try:
        found = float(text[:40].replace(",", "."))
    except ValueError:
        return 8.0
    return min(max(found, 0.0), HIGHEST) if isfinite(found) else 8.0
