"""The check of a gradient by moving its node a little."""

import numpy as np

from graph_engine import Nudge

from ...languages import _
from ..words import Words


def check_text(words: Words, index: int, nudge: Nudge) -> tuple[str, str]:
    """The check by moving a node: a sentence, and agrees / differs / impossible."""
    run = words.walk.runs[0]
    number_format = words.full
    name, loss = words.plain(index), words.loss
    gradient = run.gradients[index]
    shaped = np.ndim(gradient) > 0
    if nudge.error != nudge.error:  # no difference, or no gradient to compare it with
        text = _(
            "No check is possible here: near %(name)s = %(value)s %(loss)s has a kink, or is not a "
            "finite number.",
            name=name,
            value=words.value(run, index, number_format),
            loss=loss,
        )
        return text, "impossible"
    numbers = {
        "name": name,
        "loss": loss,
        "by": number_format.exact(nudge.by),
        "moved": number_format.mask.values or number_format.difference(nudge.moved),
    }
    if shaped and nudge.entry is None:
        text = _("Nudge every entry of %(name)s by %(by)s: %(loss)s moves by %(moved)s.", **numbers)
    elif shaped and nudge.entry is not None:
        text = _(
            "Nudge entry %(entry)s of %(name)s by %(by)s: %(loss)s moves by %(moved)s. So do all "
            "%(count)s entries, each with its own number.",
            entry=",".join(str(k + 1) for k in nudge.entry),
            count=np.size(gradient),
            **numbers,
        )
    else:
        text = _("Nudge %(name)s by %(by)s: %(loss)s moves by %(moved)s.", **numbers)
    if words.slide and not shaped:
        slope, slide = (
            number_format.difference(float(nudge.slope)),
            number_format.product(float(gradient)),
        )
        more = (
            _("So the exact gradient is %(exact)s.", exact=slope)
            if slide == slope
            else _(
                "So the exact gradient is %(exact)s; on the slide it is %(slide)s, because each "
                "factor was rounded first.",
                exact=slope,
                slide=slide,
            )
        )
        text = f"{text} {more}"
    return text, "agrees" if nudge.error < 1e-4 else "differs"
