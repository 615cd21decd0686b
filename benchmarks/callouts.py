"""Where cards stand, per lesson and window: `python -m benchmarks.callouts`.

Of all steps: those whose card floats beside its node, those whose card is a sheet on demand, and
those that have none. `*` where cards are smaller than the room's letters.
"""

from collections import Counter
from dataclasses import replace

from app.lessons import lessons
from app.picture.rooms import exactly, room
from app.picture.standing import explained
from app.story import Story

WINDOWS = (
    ("studio 1440×900", "1440x500x16", "1420x445x16"),
    ("studio 1024×768", "1024x430x13", "1004x366x13"),
    ("stage 1440×900", "1440x600x18", "1411x540x18"),
    ("stage 1920×1080", "1440x600x18", "1880x648x21"),
)
"""How each is called, what pictures are laid out for there, and where they are shown."""


def counted(told: Story, laid: str, within: str) -> tuple[Counter[str], bool]:
    """How often which, and whether the cards are smaller than they should be."""
    told = replace(told, room=room(laid))
    found = told.standing(exactly(within))
    nodes = explained(told.walk.steps, told.graph)
    kinds = ("none" if x is None else "floats" if x in found.places else "sheet" for x in nodes)
    return Counter(kinds), found.letters < exactly(within).letters


def line(name: str, cells: list[tuple[Counter[str], bool]]) -> str:
    """One line of the table."""
    written = (
        f"{each['floats']:8}{'*' if small else ' '}{each['sheet']:6}{each['none']:6}"
        for each, small in cells
    )
    return f"{name:24}{''.join(written)}"


def main() -> None:
    """Print the table."""
    print(f"{'':24}{''.join(f'{name:>21}' for name, *_ in WINDOWS)}")
    print(f"{'':24}{'  floats sheet  none' * len(WINDOWS)}")
    total = [Counter[str]() for _ in WINDOWS]
    for slug, lesson in lessons().items():
        told = lesson.story()
        cells = [counted(told, laid, within) for _name, laid, within in WINDOWS]
        total = [one + other for one, (other, _small) in zip(total, cells, strict=True)]
        print(line(slug, cells), flush=True)
    print(line("all", [(each, False) for each in total]))


if __name__ == "__main__":
    main()
