"""What changes in the picture from step to step.

A *slot* is an element of the picture, or of the strip under it, that changes: its state, its text.
`changes` lists, step by step, which slots get which value; what is seen at a step is every slot's
last value, for the server's drawing and for the page's stepping alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph_engine import Edge, Fact, Step, Telling

from .languages import _
from .wording.arrays import heat_of, levels
from .wording.numbers import signed
from .wording.sentences import Words

Attribute = Literal["state", "text", "path", "warn", "heat"]


UPDATE_CHARACTERS = 12
"""What fits under a leaf without running into the labels beside it."""


@dataclass(frozen=True)
class Change:
    """From a step on, a slot's attribute has a value."""

    slot: str
    attribute: Attribute
    value: str


Seen = Mapping[tuple[str, str], str]
"""By slot and attribute, the value that holds."""


def seen(told: Sequence[Sequence[Change]], step: int) -> Seen:
    """Every slot's last value up to a step."""
    return {
        (change.slot, change.attribute): change.value
        for group in told[: step + 1]
        for change in group
    }


def changes(words: Words) -> list[list[Change]]:
    """Per step, the slots that change with it."""
    telling = words.telling
    found: list[list[Change]] = []
    active: list[str] = []
    on_path = False
    for step in telling.steps:
        group: list[Change] = []
        for fact in step.facts:
            group += _of_fact(words, step, fact)
        told = bool(telling.path_edges) and step.phase in ("backward", "update")
        if told != on_path:
            group += _path(words, told)
            on_path = told
        if (
            step.iteration
            and step.kind == "value"
            and found
            and telling.steps[step.index - 1].phase == "update"
        ):
            affected = telling.graph.after(telling.updates)
            group += [
                Change(f"n{index}", "state", "waiting")
                for index in sorted(affected)
                if not words.node(index).leaf
            ]
        subjects = _subjects(telling, step)
        group += [Change(slot, "state", "done") for slot in active if slot not in subjects]
        group += [Change(slot, "state", "active") for slot in subjects]
        active = subjects
        if step.kind == "start":
            group += [
                Change(leaf.id, "state", "done")
                for leaf in telling.graph.leaves
                if leaf.id not in subjects
            ]
        group += _beside(words, step)
        if step.kind == "value" and step.node is not None:
            warn = step.node in words.remarks[step.iteration]
            if warn or step.iteration:
                group.append(Change(f"n{step.node}", "warn", "yes" if warn else ""))
        found.append(group)
    return found


def _subjects(telling: Telling, step: Step) -> list[str]:
    """The elements that a step is about: in the picture, and the factor in the strip."""
    graph = telling.graph
    if step.edge is not None:
        factor = []
        if step.path is not None:
            factor = [f"f{step.path}-{telling.paths[step.path].index(step.edge)}"]
        return [step.edge.id, f"n{step.edge.dst}", *factor]
    if step.node is not None and step.kind not in ("start", "seed"):
        return [f"n{step.node}"]
    if step.kind in ("seed", "path") and graph.loss is not None:
        return [f"o{graph.loss}"]
    return []


def _beside(words: Words, step: Step) -> Iterator[Change]:
    """What the strip says beside the factors: the product so far, the rule of the update."""
    if step.kind == "path" and step.path is not None:
        path = words.telling.paths[step.path]
        if any(words.wide(edge) for edge in path):
            for place in range(len(path)):
                yield Change(f"z{step.path}-{place}", "state", "asked")
    if step.path is not None and step.product is not None:
        done = step.kind == "product"
        slot = f"c{step.path}.far"
        yield Change(slot, "state", "absent" if done else "done")
        yield Change(
            slot,
            "text",
            "" if done else _("so far %(product)s", product=words.product(step.product)),
        )
    if step.kind == "rule":
        yield Change("rule", "state", "done")
    elif step.iteration and step.kind == "value":
        yield Change("rule", "state", "absent")


def _path(words: Words, told: bool) -> Iterator[Change]:
    """The chosen path is drawn darker, and what is not on it is dimmed."""
    telling = words.telling
    nodes = {index for edge in telling.path_edges for index in (edge.src, edge.dst)}
    for node in telling.graph.nodes:
        yield Change(node.id, "path", ("on" if node.index in nodes else "off") if told else "")
    for edge in telling.graph.edges:
        yield Change(
            edge.id, "path", ("on" if edge in telling.path_edges else "off") if told else ""
        )


def _of_fact(words: Words, step: Step, fact: Fact) -> Iterator[Change]:
    """A fact in slots."""

    def on_wire(gradient: Any) -> str:
        return words.product(gradient, words.wire)

    match fact.what:
        case "value":
            assert isinstance(fact.target, int)
            yield from _value(words, step, fact, fact.target)
        case "seed":
            yield from _shown(f"o{fact.target}.gradient", fact, on_wire)
        case "local":
            assert isinstance(fact.target, Edge)
            yield from _shown(f"{fact.target.id}.local", fact, lambda x: words.slope(x, words.wire))
        case "flow":
            assert isinstance(fact.target, Edge)
            yield from _shown(f"{fact.target.id}.gradient", fact, on_wire)
        case "total":
            yield from _shown(f"n{fact.target}.total", fact, on_wire)
        case "new":
            assert isinstance(fact.target, int)
            yield from _new(words, step, fact, fact.target)
        case "size":
            assert isinstance(fact.target, tuple)
            path, place = fact.target
            yield Change(f"z{path}-{place}", "state", "done")
        case "factor":
            assert isinstance(fact.target, tuple)
            path, place = fact.target
            yield from _shown(f"c{path}-{place}", fact, words.factor, "?")
        case "product":
            yield from _shown(f"c{fact.target}.product", fact, words.product, "?")
        case "sum":
            yield from _shown(f"s{fact.target}", fact, words.product, "?")
        case "gradient":
            yield from _shown(f"g{fact.target}", fact, words.product, "?")


def _shown(slot: str, fact: Fact, write: Callable[[Any], str], asked: str = "") -> Iterator[Change]:
    if fact.known == "gone":
        yield Change(slot, "state", "absent")
        yield Change(slot, "text", "")
    elif fact.known == "asked":
        yield Change(slot, "state", "asked")
        yield Change(slot, "text", asked)
    else:
        yield Change(slot, "state", "done")
        yield Change(slot, "text", write(fact.number))


def _value(words: Words, step: Step, fact: Fact, index: int) -> Iterator[Change]:
    """The number on every wire that leaves the node."""
    graph = words.telling.graph
    slots = [edge.id for edge in graph.consumers[index]]
    slots += [f"o{index}"] if index in graph.ends else []
    if fact.known == "gone":
        text, state, cells = "", "absent", ""
    else:
        iteration = step.iteration + (step.kind == "placed" and fact.known == "known")
        run = words.telling.runs[iteration]
        text = words.value(run, index, words.wire)
        cells = levels(run.values[index]) if heat_of(words.node(index).shape) else ""
        text = "" if cells else text
        state = "stale" if fact.known == "stale" else "done"
    for slot in slots:
        yield Change(slot, "state", "waiting" if fact.known == "gone" else "done")
        if fact.known == "known" and not words.names[index].number:
            yield Change(f"{slot}.value", "text", f"= {text}".strip())
        elif fact.known == "gone":
            yield Change(f"{slot}.value", "text", "")
        yield Change(f"{slot}.value", "state", state)
        if heat_of(words.node(index).shape):
            if cells and fact.known == "known":
                yield Change(f"{slot}.heat", "heat", cells)
            yield Change(f"{slot}.heat", "state", state)


def _new(words: Words, step: Step, fact: Fact, index: int) -> Iterator[Change]:
    """Old → new under the leaf."""
    slots = (f"n{index}.update", f"u{index}")
    if fact.known == "gone":
        for slot in slots:
            yield Change(slot, "state", "absent")
            yield Change(slot, "text", "")
        return
    runs = words.telling.runs
    if words.node(index).shape:
        new = words.value(runs[step.iteration + 1], index, words.wire)
        text = f"→ {new}" if words.node(index).shape in ((1,), (2,)) else _("→ new numbers")
        for slot in slots:
            yield Change(slot, "state", "done")
            yield Change(slot, "text", text)
        return
    for slot, hand in zip(slots, (words.wire, words.full), strict=True):
        old = words.value(runs[step.iteration], index, hand)
        new = signed(words.value(runs[step.iteration + 1], index, hand))
        text = f"{old} → {new}"
        if hand.wire and len(text) > UPDATE_CHARACTERS:
            text = f"→ {new}"  # the old number stands on the leaf's wires
        yield Change(slot, "state", "done")
        yield Change(slot, "text", text)
