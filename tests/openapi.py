"""What `docs/openapi.yaml` has from tables of the code, written from them: `make openapi`."""

import re
from typing import Any

import yaml

from app.picture.svg import ROOT
from app.predict.mistakes import MISTAKES, TRANSPOSED
from app.state import options
from app.state.options import Option
from app.state.view import Look, View

FILE = ROOT / "docs" / "openapi.yaml"
USUAL = Look(view=View(program=""))
MARKED = re.compile(
    r"( *)# (parameters|fields) of app/state/options\.py\n.*?\n\1# end\n", re.DOTALL
)
NAMED = re.compile(r"( *)# mistakes of app/predict/mistakes\.py\n.*?\n\1# end\n", re.DOTALL)
LISTED = re.compile(r"(?: {8}- \$ref: '#/components/parameters/\w+'\n)+")


class Plain(yaml.SafeDumper):
    """Writes everything where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        """What is said twice is written twice."""
        return True


def parameter(option: Option) -> dict[str, Any]:
    """An option of a link."""
    name = option.component if option.kind.each else option.name
    return {
        "name": name,
        "in": "query",
        "description": option.says,
        "schema": dict(option.kind.schema),
        **option.more,
    }


def property_of(option: Option) -> dict[str, Any]:
    """An option of a request for a story."""
    usual = option.kind.dump(option.of(USUAL))
    said = {} if option.own or option.kind.each else {"default": usual}
    return {**option.kind.json_schema, **said, "description": option.says}


def written(text: str) -> str:
    """The description with what follows from the tables."""
    return NAMED.sub(_named, LISTED.sub(_listed, MARKED.sub(_marked, text)))


def _named(found: re.Match[str]) -> str:
    """The names of the mistakes that a verdict may have."""
    names = dict.fromkeys(each.name for each in (*MISTAKES, TRANSPOSED))
    lines = "".join(f"{found[1]}- {name}\n" for name in names)
    return f"{found[1]}# mistakes of app/predict/mistakes.py\n{lines}{found[1]}# end\n"


def _marked(found: re.Match[str]) -> str:
    margin, which = found[1], found[2]
    parts = (
        {each.component: parameter(each) for each in options.OPTIONS}
        if which == "parameters"
        else {each.key: property_of(each) for each in options.OPTIONS}
    )
    lines = yaml.dump(
        parts, Dumper=Plain, sort_keys=False, allow_unicode=True, width=88, default_flow_style=None
    ).splitlines()
    body = "".join(f"{margin}{line}\n" for line in lines)
    return f"{margin}# {which} of app/state/options.py\n{body}{margin}# end\n"


def _listed(found: re.Match[str]) -> str:
    names = re.findall(r"parameters/(\w+)", found[0])
    ours = [each.component for each in options.OPTIONS]
    if "numbers" not in names:
        return found[0]
    if "exportStep" in names:
        ours.remove("step")
    others = [name for name in names if name not in ours and name != "lang"]
    return "".join(
        f"        - $ref: '#/components/parameters/{name}'\n" for name in [*others, *ours, "lang"]
    )


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")
