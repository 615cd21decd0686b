"""The lecture's graphs as programs, with its numbers (`tests/lecture_numbers.json`)."""

import json
from pathlib import Path
from typing import Any

NUMBERS = {
    entry["id"]: entry
    for entry in json.loads((Path(__file__).parents[1] / "lecture_numbers.json").read_text())
}

SCALAR = tuple(name for name, entry in NUMBERS.items() if "nodes" in entry)
"""The graphs whose values are single numbers."""

_WRITTEN = {
    "mul": "{0} * {1}",
    "sub": "{0} - {1}",
    "neg": "-{0}",
    "neglog": "-log({0})",
    "sigmoid": "sigmoid({0})",
    "sign": "sign({0})",
    "exp": "exp({0})",
    "logistic": "logistic_loss({0}, {1})",
    "max": "max({0}, {1})",
    "plus1": "{0} + 1",
    "inv": "1 / {0}",
    "scale2": "2 * {0}",
}


def program(entry: dict[str, Any]) -> str:
    """The program of an entry, a line per leaf and per node."""
    lines = [f"# {entry['title']}"]
    for name, leaf in entry["leaves"].items():
        lines.append(f"{name}: {'weight' if leaf['trainable'] else 'input'} = {leaf['value']}")
    for node in entry["nodes"]:
        name, inputs = node["id"], node["inputs"]
        if node["op"] == "add":
            lines.append(f"{name} = {' + '.join(inputs)}")
        elif node["op"] == "halfsq":  # two operations here
            lines += [f"{name}_square = {inputs[0]}**2", f"{name} = {name}_square / 2"]
        else:
            lines.append(f"{name} = {_WRITTEN[node['op']].format(*inputs)}")
    return "\n".join(lines)
