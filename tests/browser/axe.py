"""What axe-core finds on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from .studio import Studio

AXE = Axe().axe_script

RUN = """async ([part, options]) => (await axe.run(part, options)).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ impact, id, nodes }) =>
        `${impact} ${id}: ${nodes.slice(0, 4).map(({ html }) => html.slice(0, 120)).join(", ")}`)"""


def faults(
    studio: Studio, *, colours_only: bool = False, colours: bool = True, part: str = "html"
) -> list[str]:
    """What axe-core finds that is serious or critical, once colours have come to rest.

    `colours_only`: in another theme nothing else can differ. Without `colours`, which take four
    fifths of the time: in another language they cannot. `part`: where the rest of the page has
    been looked at, a selector of what is new.
    """
    studio.still()
    # It is there until the page is left, and finds no selectors, which take as long as all rules.
    if not studio.page.evaluate("'axe' in window"):
        studio.page.evaluate(AXE)
    options: dict[str, Any] = {"resultTypes": ["violations"], "selectors": False}
    if colours_only:
        options["runOnly"] = {"type": "rule", "values": ["color-contrast"]}
        options["preload"] = False  # style sheets are asked for by other rules
    if not colours:
        options["rules"] = {"color-contrast": {"enabled": False}}
    found: list[str] = studio.page.evaluate(RUN, [part, options])
    return found
