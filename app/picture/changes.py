"""What changes in the picture from step to step, as changes of its slots.

`changes` lists, step by step, which slots get which value, and begins with the first state of
every slot. What is seen at a step is every slot's last value, for the server's drawing and for the
page's stepping alike.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph_engine import Fact, Step, Walkthrough

from ..languages import _
from ..wording import digits
from ..wording.arrays import heat_of, levels
from ..wording.numbers import signed
from ..wording.words import Words
from . import bars, matrices, ribbons, slots
from .chains import changes as chains
from .items import Seen
from .neurons.changes import Neurons
from .slot import SLOTS, Attribute, Slot, by_fact
from .unroll.changes import Unrolled

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
    neurons: Neurons | None
    """Where the story is drawn as neurons."""
    unrolled: Unrolled | None
    """Where matrices are drawn that become vectors."""


class Change(NamedTuple):
    """From a step on, a slot's attribute has a value."""

    slot: str
    attribute: Attribute
    value: str


Said = tuple[tuple[str, Attribute], str]
"""What a step says of a slot's attribute, whether it is new or not."""


def seen(changes: Sequence[Sequence[Change]], step: int) -> Seen:
    """Every slot's last value up to a step."""
    return {
        (slot, attribute): value
        for group in changes[: step + 1]
        for slot, attribute, value in group
    }


def first(words: Words) -> Iterator[Said]:
    """The first state of every slot: what there is before anything is told."""
    for slot in SLOTS.values():
        for target in slot.of(words):
            name = slot.name_of(target)
            for attribute, value in slot.first.items():
                yield (name, attribute), value


def changes(words: Words) -> list[list[Change]]:
    """Per step, what is new: the first group has all slots, the others what differs from before."""
    now: dict[tuple[str, Attribute], str] = {}
    found: list[list[Change]] = []
    start = dict(first(words))
    for group in _told(words):
        last = dict(group) if found else start | dict(group)
        new = []
        for key, value in last.items():
            # What this story has no slot for is not said: a leaf's gradient beside its own chain.
            if now.get(key) != value and key in start:
                now[key] = value
                new.append(Change(*key, value))
        found.append(new)
    return found


def _chained(fact: Fact) -> bool:
    """Whether a fact asks for something of a chain."""
    return fact.known == "asked" and fact.what in CHAINED


def _told(words: Words) -> Iterator[list[Said]]:
    """Per step, all that it says of slots, the last word on each at the end."""
    walk = words.walk
    active: list[str] = []
    on_path = False
    held: list[Fact] = []
    filled = by_fact()
    barred = {path for path, _place in slots.barred(words)}
    neurons = None if words.network is None else Neurons(words, words.network)
    flow = ribbons.largest(walk) if neurons is None else neurons.flow
    unrolled = Unrolled(words) if words.vectored else None
    measures = Measures(flow, bars.scale(walk, barred), barred, neurons, unrolled)
    for step in walk.steps:
        facts = step.facts
        if _goes_round(walk, step):
            # A chain that has been told stays, as of before, until the next way back begins.
            held = [fact for fact in facts if _chained(fact)]
            facts = tuple(fact for fact in facts if not _chained(fact))
        elif held and step.phase == "backward":
            facts = (*held, *facts)
            held = []
        group = [
            change for fact in facts for change in _of_fact(words, step, fact, filled, measures)
        ]
        if unrolled is not None:
            group += unrolled.moved(step)
        shown = bool(walk.path_edges) and step.phase in ("backward", "update")
        if shown != on_path:
            group += _path(words, shown)
            on_path = shown
        if walk.updates and step.phase != "update":
            past = step.iteration > 0 and step.phase == "forward"
            group.append(((slots.past(), "state"), "done" if past else "absent"))
        if _goes_round(walk, step):
            affected = sorted(walk.graph.after(walk.updates))
            waiting = [index for index in affected if not words.node(index).leaf]
            group += [((slots.node(index), "state"), "waiting") for index in waiting]
        subjects = _subjects(walk, step)
        lit = set(subjects)
        group += [((slot, "state"), "done") for slot in active if slot not in lit]
        group += [((slot, "state"), "active") for slot in subjects]
        active = subjects
        if step.kind == "start":
            leaves = [slots.node(leaf.index) for leaf in walk.graph.leaves]
            group += [((leaf, "state"), "done") for leaf in leaves if leaf not in lit]
        group += _beside(words, step)
        if step.kind == "value" and step.node is not None:
            warn = step.node in words.remarks[step.iteration]
            group.append(((slots.node(step.node), "warn"), "yes" if warn else ""))
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
        return [slots.node(each) for each in (step.node, *step.others)]
    if step.kind in ("seed", "path") and graph.loss is not None:
        return [slots.wire(graph.loss)]
    return []


def _beside(words: Words, step: Step) -> Iterator[Said]:
    """What the strip says beside the factors: the product so far, the rule of the update."""
    if step.kind == "path" and step.path is not None:
        path = words.walk.paths[step.path]
        if any(words.wide(edge) for edge in path):
            for place in range(len(path)):
                yield (slots.size(step.path, place), "state"), "asked"
    if step.path is not None and step.product is not None:
        first = step.edge == words.walk.paths[step.path][0]
        # Before the first factor is told nothing has been multiplied.
        bare = step.kind in ("path", "sizes") or (step.kind == "slope_symbols" and first)
        done = step.kind == "product"
        far = slots.so_far(step.path)
        usual = digits.in_strip(words, step.path)
        among = digits.chain(words, step.iteration, step.path, usual)[1] if done else usual
        product = words.product(step.product, among, listed=True)
        yield (far, "state"), "absent" if done or bare else "done"
        yield (far, "text"), "" if done or bare else _("so far %(product)s", product=product)
    elif step.path is not None and step.kind in ("slope", "reuse"):
        # With the last factor it is the product, which has a step of its own.
        yield (slots.so_far(step.path), "state"), "absent"
        yield (slots.so_far(step.path), "text"), ""
    if step.kind == "rule":
        yield (slots.rule(), "state"), "done"
    elif step.iteration and step.kind == "value" and words.walk.updates:
        yield (slots.rule(), "state"), "absent"


def _path(words: Words, shown: bool) -> Iterator[Said]:
    """The chosen path is drawn darker, and what is not on it is dimmed."""
    walk = words.walk
    nodes = {index for edge in walk.path_edges for index in (edge.src, edge.dst)}

    def drawn(on: bool) -> str:
        return ("on" if on else "off") if shown else ""

    for node in walk.graph.nodes:
        yield (slots.node(node.index), "path"), drawn(node.index in nodes)
    for edge in walk.graph.edges:
        yield (slots.wire(edge), "path"), drawn(edge in walk.path_edges)


def _of_fact(
    words: Words,
    step: Step,
    fact: Fact,
    filled: Mapping[str, Sequence[Slot[Any]]],
    measures: Measures,
) -> Iterator[Said]:
    """A fact in slots: those that it fills, and what is more than a number."""
    for slot in filled.get(fact.what, ()):
        yield from _filled(words, slot, fact)
    if measures.neurons is not None:
        yield from measures.neurons.told(step, fact)
    yield from _cells(words, step, fact)
    if measures.unrolled is not None:
        yield from measures.unrolled.told(step, fact)
    if words.abreast:
        yield from chains.told(words, fact)
    match fact.what, fact.target:
        case "value", int(index):
            yield from _value(words, step, fact, index)
        case "new", int(index):
            yield from _new(words, step, fact, index)
        case "flow" | "seed", target:
            shown = fact.known in ("known", "stale")
            width = ribbons.ribbon(fact.number, measures.flow) if shown else ribbons.NONE
            yield (slots.ribbon.name_of(target), "ribbon"), str(width)
        case "size", (int(path), int(place)):
            yield (slots.size(path, place), "state"), "done"
        case "factor", (int(path), int(place)) if fact.known != "known":
            yield (slots.bar(path, place), "state"), "absent"
            yield (slots.bar(path, place), "text"), ""
            yield (slots.bar(path, place), "bar"), ""
        case "factor", (int(path), int(place)):
            if path in measures.barred and place < len(words.walk.paths[path]) - 1:
                yield from _bar(words, step, (path, place), measures.bars)
            among = digits.chain(words, step.iteration, path, digits.in_strip(words, path))[0]
            yield (slots.factor(path, place), "text"), words.factor(fact.number, among)
        case "product", int(path) if fact.known == "known":
            among = digits.chain(words, step.iteration, path, digits.in_strip(words, path))[1]
            product = words.product(fact.number, among, listed=True)
            yield (slots.product(path), "text"), product
            if path in measures.barred:
                yield from _bar(words, step, (path, len(words.walk.paths[path]) - 1), measures.bars)


def _bar(words: Words, step: Step, at: tuple[int, int], scale: bars.Scale) -> Iterator[Said]:
    """The product up to a factor of a path, by path and place, and how long its bar is."""
    product = words.walk.products(step.iteration, at[0])[at[1] + 1]
    yield (slots.bar(*at), "state"), "done"
    yield (slots.bar(*at), "text"), words.product(product, words.wire)
    yield (slots.bar(*at), "bar"), str(scale.bar(product))


def _cells(words: Words, step: Step, fact: Fact) -> Iterator[Said]:
    """The cells of a factor of the strip, or of the product."""
    path = matrices.chained(words)
    local = fact.what == "factor"
    if not path or fact.what not in ("factor", "product"):
        return
    place = fact.target[1] if isinstance(fact.target, tuple) else 0
    shape = (
        words.walk.runs[0].shape_of(path[place]) if local else matrices.shape_in_strip(words, path)
    )
    if shape == (1, 1) or not matrices.drawn(shape):
        return
    known = fact.known == "known"
    cells: Iterable[tuple[str, str]] = [("", "")] * (shape[0] * shape[1])
    if known and local:
        numbers = matrices.jacobian_entries(words, step.iteration, path[place])
        cells = matrices.told(numbers, words.wire, local=True)
    elif known:
        numbers = words.walk.products(step.iteration, 0)[-1]
        cells = matrices.told(numbers, words.wire, local=False)
    for k, (text, level) in enumerate(cells):
        slot = slots.entry(place, k) if local else slots.product_entry(k)
        yield (slot, "state"), "done" if known else "absent"
        yield (slot, "text"), text
        yield (slot, "heat"), level


def _filled(words: Words, slot: Slot[Any], fact: Fact) -> Iterator[Said]:
    name = slot.name_of(fact.target)
    if fact.known == "gone":
        state, text = "absent", ""
    elif fact.known == "asked":
        state, text = "asked", slot.asked
    else:
        state = "done" if fact.known == "known" else fact.known
        text = slot.write(words, fact.number)
    yield (name, "state"), state
    yield (name, "text"), text


def _value(words: Words, step: Step, fact: Fact, index: int) -> Iterator[Said]:
    """The number where it stands: on the node's one wire, or at the node that has several."""
    shaded = heat_of(words.node(index).shape) is not None
    text = cells = ""
    if fact.known == "gone":
        state = "absent"
    elif fact.known == "asked":
        state = "asked"
    else:
        iteration = step.iteration + (step.kind == "placed" and fact.known == "known")
        run = words.walk.runs[iteration]
        if shaded:
            cells = levels(run.values[index])
        else:
            text = words.value(run, index, words.wire)
        state = "done" if fact.known == "known" else fact.known
    for wire in slots.wires_from(words, index):
        yield (slots.wire(wire), "state"), "done" if fact.known in ("known", "stale") else "waiting"
    for name in slots.of_value(words, index):
        # Behind its name with a sign; a leaf's box has the name, its wire the number alone.
        # Where shades stand above a leaf's box, the box has the name.
        named = slots.named(words, index) and not (shaded and words.node(index).leaf)
        if fact.known == "known" and not words.names[index].number:
            yield (name, "text"), f"= {text}".strip() if named else text
        elif fact.known == "asked":
            yield (name, "text"), "= ?" if named else "?"
        elif fact.known == "gone":
            yield (name, "text"), ""
        yield (name, "state"), state
    for name in slots.of_shades(words, index):
        if cells and fact.known == "known":
            yield (name, "heat"), cells
        yield (name, "state"), state


def _new(words: Words, step: Step, fact: Fact, index: int) -> Iterator[Said]:
    """Old → new under the leaf, and behind the rule."""
    below, behind = slots.update(index), slots.new(index)
    if fact.known == "gone":
        texts = dict.fromkeys((below, behind), "")
    elif words.node(index).shape:
        new = words.value(words.walk.runs[step.iteration + 1], index, words.wire)
        short = words.node(index).shape in ((1,), (2,))
        # Under a leaf the room of a longer word would make all of the picture smaller.
        texts = {
            below: f"→ {new}" if short else _("→ new"),
            behind: f"→ {new}" if short else _("→ new numbers"),
        }
    else:
        texts = {
            below: _old_and_new(words, step, index, wire=True),
            behind: _old_and_new(words, step, index, wire=False),
        }
    for slot, text in texts.items():
        yield (slot, "state"), "absent" if fact.known == "gone" else "done"
        yield (slot, "text"), text


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
