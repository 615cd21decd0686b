"""`GET /neuron`: the neuron in time, a page of its own."""

from math import isfinite

from flask import Blueprint, render_template, request, url_for

from ..figures.neuron import HIGHEST, pictures
from ..figures.spiking import Neuron
from ..picture.svg import THEMES

blueprint = Blueprint("neuron", __name__)

CURRENTS = (7.0, 8.0, 10.0, 15.0, 20.0)


@blueprint.get("/neuron")
def neuron() -> str:
    """Membrane potential over time and firing rate, for a current that can be chosen."""
    theme = request.args.get("theme", "")
    theme = theme if theme in THEMES else THEMES[0]
    current = _current(request.args.get("I", "8"))
    cell = Neuron()
    return render_template(
        "neuron.html",
        curves=pictures(current),
        cell=cell,
        current=f"{current:g}",
        highest=f"{HIGHEST:g}",
        rate=f"{cell.rate(current):.1f}",
        rheobase=f"{cell.rheobase:.2f}",
        silent=current <= cell.rheobase,
        choices=[(f"{each:g}", url_for("neuron.neuron", I=f"{each:g}")) for each in CURRENTS],
        theme=theme,
        themes=THEMES,
        theme_links={
            name: url_for("neuron.neuron", I=f"{current:g}", theme=name) for name in THEMES
        },
    )


def _current(text: str) -> float:
    """The current that was asked for, within what can be chosen; 8 for what is no number."""
    try:
        found = float(text[:40].replace(",", "."))
    except ValueError:
        return 8.0
    return min(max(found, 0.0), HIGHEST) if isfinite(found) else 8.0
