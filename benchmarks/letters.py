"""How high the numbers above the wires are, per lesson and room: `python -m benchmarks.letters`.

In pixels; `*` where the room's letters are not reached, `-` where
the local gradient stands beside what flows back.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.lessons import lessons
from app.picture.rooms import Room, room
from app.picture.widths import VALUE
from app.story import Story

ROOMS = ("1440x500x16", "1024x430x13", "1366x390x14", "1920x640x18", "1440x600x18", "1024x480x15")
"""Studio at four windows, and the stage at two."""


def letters(told: Story, place: Room) -> float:
    """How high the numbers are."""
    scene = replace(told, room=place).scene
    return VALUE * min(place.width / scene.span, place.height / scene.height)


def row(told: Story, places: Sequence[Room]) -> str:
    """One lesson's line of the table."""
    found = []
    for place in places:
        high = letters(told, place)
        way = "-" if replace(told, room=place).drawing.sizes.way.level else " "
        found.append(f"{high:10.1f}{'*' if high < place.letters else ' '}{way}")
    return "".join(found)


def main() -> None:
    """Print the table."""
    print(f"{'':24}{''.join(f'{each:>12}' for each in ROOMS)}")
    for slug, lesson in lessons().items():
        print(f"{slug:24}{row(lesson.story(), [room(each) for each in ROOMS])}", flush=True)


if __name__ == "__main__":
    main()
