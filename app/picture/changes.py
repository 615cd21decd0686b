"""What changes in the picture from step to step, as changes of its slots.

`changes` lists, step by step, which slots get which value, and begins with the first state of
every slot. What is seen at a step is every slot's last value, for the server's drawing and for the
page's stepping alike.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph_engine import Fact, Step, Walkthrough

from ..languages import _
from ..wording.arrays import heat_of, levels
from ..wording.numbers import signed
from ..wording.words import Words
from . import bars, ribbons, slots
from .slots import SLOTS, Attribute

UPDATE_CHARACTERS = 12
"""What fits under a leaf without running into the labels beside it."""


CHAINED = ("factor", "product", "sum", "gradient")
"""What the strip tells of a way back."""


class Measures(NamedTuple):
    """What shapes of a story are measured by."""

    flow: float
    """The largest that flows back on a wire."""
    bars: bars.Scale
    barred: Collection[int]
    """The paths whose products have bars."""


class Change(NamedTuple):
    """From a step on, a slot's attribute has a value."""

    slot: str
    attribute: Attribute
    value: str


Seen = Mapping[tuple[str, str], str]
"""By slot and attribute, the value that holds."""


def seen(changes: Sequence[Sequence[Change]], step: int) -> Seen:
    """Every slot's last value up to a step."""
    return {
        (slot, attribute): value
        for group in changes[: step + 1]
        for slot, attribute, value in group
    }


def first(words: Words) -> Iterator[Change]:
    """The first state of every slot: what there is before anything is told."""
    for slot in SLOTS.values():
        for target in slot.of(words):
            name = slot.name_of(target)
            for attribute, value in slot.first.items():
                yield Change(name, attribute, value)


def changes(words: Words) -> list[list[Change]]:
    """Per step, what is new: the first group has all slots, the others what differs from before."""
    now: dict[tuple[str, Attribute], str] = {}
    found: list[list[Change]] = []
    start = {(slot, attribute): value for slot, attribute, value in first(words)}
    for group in _told(words):
        last = {(slot, attribute): value for slot, attribute, value in group}
        if not found:
            last = start | last
        new = []
        for key, value in last.items():
            # What this story has no slot for is not said: a leaf's gradient beside its own chain.
            if now.get(key) != value and key in start:
                now[key] = value
                new.append(Change(*key, value))
        found.append(new)
    return found


def _told(words: Words) -> Iterator[list[Change]]:
    """Per step, all that it says of slots, the last word on each at the end."""
    walk = words.walk
    active: list[str] = []
    on_path = False
    held: list[Fact] = []
    filled = slots.by_fact()
    barred = {path for path, _place in slots.barred(words)}
    measures = Measures(ribbons.largest(walk), bars.scale(walk, barred), barred)
    for step in walk.steps:
        facts = step.facts
        if _goes_round(walk, step):
            # A chain that has been told stays, as of before, until the next way back begins.
            held = [fact for fact in facts if fact.known == "asked" and fact.what in CHAINED]
            facts = tuple(fact for fact in facts if fact not in held)
        elif held and step.phase == "backward":
            facts = (*held, *facts)
            held = []
        group = [
            change for fact in facts for change in _of_fact(words, step, fact, filled, measures)
        ]
        shown = bool(walk.path_edges) and step.phase in ("backward", "update")
        if shown != on_path:
            group += _path(words, shown)
            on_path = shown
        if walk.updates and step.phase != "update":
            past = step.iteration > 0 and step.phase == "forward"
            group.append(Change(slots.past(), "state", "done" if past else "absent"))
        if _goes_round(walk, step):
            affected = sorted(walk.graph.after(walk.updates))
            waiting = [index for index in affected if not words.node(index).leaf]
            group += [Change(slots.node(index), "state", "waiting") for index in waiting]
        subjects = _subjects(walk, step)
        group += [Change(slot, "state", "done") for slot in active if slot not in subjects]
        group += [Change(slot, "state", "active") for slot in subjects]
        active = subjects
        if step.kind == "start":
            leaves = [slots.node(leaf.index) for leaf in walk.graph.leaves]
            group += [Change(leaf, "state", "done") for leaf in leaves if leaf not in subjects]
        group += _beside(words, step)
        if step.kind == "value" and step.node is not None:
            warn = step.node in words.remarks[step.iteration]
            group.append(Change(slots.node(step.node), "warn", "yes" if warn else ""))
        yield group


def _goes_round(walk: Walkthrough, step: Step) -> bool:
    """Whether it is the first value of the next iteration."""
    return bool(
        step.iteration
        and step.kind == "value"
        and step.index
        and walk.steps[step.index - 1].phase == "update"
    )


def _subjects(walk: Walkthrough, step: Step) -> list[str]:
    """The elements that a step is about: in the picture, and the factor in the strip."""
    graph = walk.graph
    if step.edge is not None:
        found = [slots.wire(step.edge), slots.node(step.edge.dst)]
        if step.path is not None:
            found.append(slots.heading(step.path, walk.paths[step.path].index(step.edge)))
        return found
    if step.node is not None and step.kind not in ("start", "seed"):
        return [slots.node(step.node)]
    if step.kind in ("seed", "path") and graph.loss is not None:
        return [slots.wire(graph.loss)]
    return []


def _beside(words: Words, step: Step) -> Iterator[Change]:
    """What the strip says beside the factors: the product so far, the rule of the update."""
    if step.kind == "path" and step.path is not None:
        path = words.walk.paths[step.path]
        if any(words.wide(edge) for edge in path):
            for place in range(len(path)):
                yield Change(slots.size(step.path, place), "state", "asked")
    if step.path is not None and step.product is not None:
        done = step.kind == "product"
        far = slots.so_far(step.path)
        last = step.edge == words.walk.paths[step.path][-1]
        whole = done or (last and step.kind in ("slope", "reuse"))
        usual = words.in_strip(step.path)
        among = words.chain(step.iteration, step.path, usual)[1] if whole else usual
        product = words.product(step.product, among, listed=True)
        yield Change(far, "state", "absent" if done else "done")
        yield Change(far, "text", "" if done else _("so far %(product)s", product=product))
    if step.kind == "rule":
        yield Change(slots.rule(), "state", "done")
    elif step.iteration and step.kind == "value" and words.walk.updates:
        yield Change(slots.rule(), "state", "absent")


def _path(words: Words, shown: bool) -> Iterator[Change]:
    """The chosen path is drawn darker, and what is not on it is dimmed."""
    walk = words.walk
    nodes = {index for edge in walk.path_edges for index in (edge.src, edge.dst)}

    def drawn(on: bool) -> str:
        return ("on" if on else "off") if shown else ""

    for node in walk.graph.nodes:
        yield Change(slots.node(node.index), "path", drawn(node.index in nodes))
    for edge in walk.graph.edges:
        yield Change(slots.wire(edge), "path", drawn(edge in walk.path_edges))


def _of_fact(
    words: Words,
    step: Step,
    fact: Fact,
    filled: Mapping[str, Sequence[slots.Slot[Any]]],
    measures: Measures,
) -> Iterator[Change]:
    """A fact in slots: those that it fills, and what is more than a number."""
    for slot in filled.get(fact.what, ()):
        yield from _filled(words, slot, fact)
    match fact.what, fact.target:
        case "value", int(index):
            yield from _value(words, step, fact, index)
        case "new", int(index):
            yield from _new(words, step, fact, index)
        case "flow" | "seed", target:
            shown = fact.known in ("known", "stale")
            width = ribbons.ribbon(fact.number, measures.flow) if shown else ribbons.NONE
            yield Change(slots.ribbon.name_of(target), "ribbon", str(width))
        case "size", (int(path), int(place)):
            yield Change(slots.size(path, place), "state", "done")
        case "factor", (int(path), int(place)) if fact.known != "known":
            yield Change(slots.bar(path, place), "state", "absent")
            yield Change(slots.bar(path, place), "text", "")
            yield Change(slots.bar(path, place), "bar", "")
        case "factor", (int(path), int(place)):
            if path in measures.barred:
                product = words.walk.products(step.iteration, path)[place + 1]
                yield Change(slots.bar(path, place), "state", "done")
                yield Change(slots.bar(path, place), "text", words.product(product, words.wire))
                yield Change(slots.bar(path, place), "bar", str(measures.bars.bar(product)))
            among = words.chain(step.iteration, path, words.in_strip(path))[0]
            yield Change(slots.factor(path, place), "text", words.factor(fact.number, among))
        case "product", int(path) if fact.known == "known":
            among = words.chain(step.iteration, path, words.in_strip(path))[1]
            product = words.product(fact.number, among, listed=True)
            yield Change(slots.product(path), "text", product)


def _filled(words: Words, slot: slots.Slot[Any], fact: Fact) -> Iterator[Change]:
    name = slot.name_of(fact.target)
    if fact.known == "gone":
        state, text = "absent", ""
    elif fact.known == "asked":
        state, text = "asked", slot.asked
    else:
        state = "done" if fact.known == "known" else fact.known
        text = slot.write(words, fact.number)
    yield Change(name, "state", state)
    yield Change(name, "text", text)


def _value(words: Words, step: Step, fact: Fact, index: int) -> Iterator[Change]:
    """The number where it stands: on the node's one wire, or at the node that has several."""
    shaded = heat_of(words.node(index).shape) is not None
    text = cells = ""
    if fact.known == "gone":
        state = "absent"
    else:
        iteration = step.iteration + (step.kind == "placed" and fact.known == "known")
        run = words.walk.runs[iteration]
        if shaded:
            cells = levels(run.values[index])
        else:
            text = words.value(run, index, words.wire)
        state = "done" if fact.known == "known" else fact.known
    for wire in slots.wires_from(words, index):
        yield Change(slots.wire(wire), "state", "waiting" if fact.known == "gone" else "done")
    for name in slots.of_value(words, index):
        if fact.known == "known" and not words.names[index].number:
            # Behind its name with a sign; a leaf's box has the name, its wire the number alone.
            yield Change(name, "text", f"= {text}".strip() if slots.named(words, index) else text)
        elif fact.known == "gone":
            yield Change(name, "text", "")
        yield Change(name, "state", state)
    for name in slots.of_shades(words, index):
        if cells and fact.known == "known":
            yield Change(name, "heat", cells)
        yield Change(name, "state", state)


def _new(words: Words, step: Step, fact: Fact, index: int) -> Iterator[Change]:
    """Old → new under the leaf, and behind the rule."""
    below, behind = slots.update(index), slots.new(index)
    if fact.known == "gone":
        texts = dict.fromkeys((below, behind), "")
    elif words.node(index).shape:
        new = words.value(words.walk.runs[step.iteration + 1], index, words.wire)
        short = words.node(index).shape in ((1,), (2,))
        texts = dict.fromkeys((below, behind), f"→ {new}" if short else _("→ new numbers"))
    else:
        texts = {
            below: _old_and_new(words, step, index, wire=True),
            behind: _old_and_new(words, step, index, wire=False),
        }
    for slot, text in texts.items():
        yield Change(slot, "state", "absent" if fact.known == "gone" else "done")
        yield Change(slot, "text", text)


def _old_and_new(words: Words, step: Step, index: int, *, wire: bool) -> str:
    before, after = words.walk.runs[step.iteration : step.iteration + 2]
    usual = words.wire if wire else words.full
    number_format = words.apart(before, after, index, usual)
    old = words.value(before, index, number_format)
    new = signed(words.value(after, index, number_format))
    text = f"{old} → {new}"
    if not wire or len(text) <= UPDATE_CHARACTERS:
        return text
    # The old number stands on the leaf's wires. Digits that tell the two apart may have no room.
    short = f"→ {new}"
    if len(short) > UPDATE_CHARACTERS:
        short = f"→ {signed(words.value(after, index, usual))}"
    return short
