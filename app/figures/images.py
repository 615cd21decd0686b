"""Six small RGB images with their labels, and what a classifier sees of one: its mean colour.

They are made by us, pixel by pixel, so that their means are what is drawn and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..languages import _, later, separator, translate
from ..story import Story

PALETTE: Mapping[str, str] = {
    ".": "cfe8f5",  # sky
    "r": "d8241f",
    "d": "a3150f",
    "w": "ffffff",
    "k": "26292c",
    "g": "8f9296",  # road
    "y": "f4cf2b",
    "o": "d9a514",
    "l": "7fb85f",  # grass
    "f": "2e7d3c",  # leaves
    "h": "49a35a",
    "b": "7a5130",  # wood
    "s": "2a6fb3",  # sea
    "t": "5fa0d8",
    "c": "eae3d0",  # wall
    "a": "b98f66",  # table
    "m": "3f8aa6",  # dusk
    "n": "2c6478",
    "p": "f6eedc",  # stalk
}

CAR = """
................
................
................
.....rrrrrr.....
....rww.wwwr....
...rwww.wwwwr...
..rrwww.wwwwrr..
.rrrrrrrrrrrrrr.
rrrrrrrrrrrrrrry
rrrrrrrrrrrrrrrr
rrkkkrrrrrrkkkrr
dkkgkkddddkkgkkd
ggkkkggggggkkkgg
gggggggggggggggg
gwwwgggwwwgggwww
gggggggggggggggg
"""
APPLE = """
cccccccccccccccc
cccccccccbcccccc
ccccccccbccffccc
ccccccccbcfffccc
ccccrrrcbrrffccc
cccrrrrrrrrrrccc
ccrrwrrrrrrrrrcc
ccrwwrrrrrrrrrcc
ccrwrrrrrrrrrrcc
ccrrrrrrrrrrrrcc
ccrrrrrrrrrrrdcc
cccrrrrrrrrrddcc
cccrrrrrrrrrdccc
aaaarrrrrrddaaaa
aaaaarraddaaaaaa
aaaaaaaaaaaaaaaa
"""
TOADSTOOL = """
cccccccccccccccc
cccccrrrrrrccccc
cccrrrrwwrrrrccc
ccrrwwrwwrrrrrcc
crrrwwrrrrwwrrrc
crrrrrrrrrwwrrrc
rrwwrrrwwrrrrrrr
rrwwrrrwwrrrwwrr
rrrrrrrrrrrrwwrr
ddddddpppppddddd
ccccccppppcccccc
ccccccppppcccccc
ccccccppppcccccc
lllllpppppplllll
llllllllllllllll
llllllllllllllll
"""
TREE = """
................
......ffff......
....ffhhffff....
...ffhhhfffff...
..fffhhffffffff.
..fffffffffffff.
.ffffffffffhhfff
.fffffffffhhhfff
.ffffffffffhffff
..fffffffffffff.
....ffffffffff..
.......bb.......
.......bb.......
.......bb.......
llllllbbbbllllll
llllllllllllllll
"""
BOAT = """
................
.......b........
......wb........
.....wwbw.......
.....wwbww......
....wwwbwww.....
...wwwwbwww.....
...wwwwbwwww....
..wwwwwbwwwww...
.......b........
..bbbbbbbbbbbb..
sssbbbbbbbbbssss
ssssbbbbbbbsssss
ssttssssttssssss
ssssssssssssttss
ssssttssssssssss
"""
LEMON = """
mmmmmmmmmmmmmmmm
mmmmmmmmmmmmmfmm
mmmmmmmmmmmmffmm
mmmmmmmmmmmmfmmm
mmmmmyyyyyymmmmm
mmmyyyyyyyyyymmm
mmyywwyyyyyyyymm
myywyyyyyyyyyyym
yyyyyyyyyyyyyyyy
myyyyyyyyyyyyyom
mmyyyyyyyyyyyomm
mmmyyyyyyyyoommm
nnnnnyyyyoonnnnn
nnnnnnnnnnnnnnnn
nnnnnnnnnnnnnnnn
nnnnnnnnnnnnnnnn
"""


@dataclass(frozen=True)
class Image:
    """A small image, row by row, and the class that it is of."""

    name: str
    label: int
    text: str

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """Its pixels, as letters of `PALETTE`."""
        return tuple(self.text.split())

    @cached_property
    def mean(self) -> tuple[float, float, float]:
        """Its mean colour: red, green and blue from 0 to 1, with two digits."""
        pixels = [PALETTE[letter] for row in self.rows for letter in row]
        sums = (sum(int(p[k : k + 2], 16) for p in pixels) for k in (0, 2, 4))
        red, green, blue = (round(each / 255 / len(pixels), 2) for each in sums)
        return red, green, blue

    @property
    def runs(self) -> Sequence[tuple[int, int, int, str]]:
        """Pixels of one colour in a row: column, row, how many, and which."""
        found = []
        for y, row in enumerate(self.rows):
            x = 0
            while x < len(row):
                end = x + 1
                while end < len(row) and row[end] == row[x]:
                    end += 1
                found.append((x, y, end - x, PALETTE[row[x]]))
                x = end
        return found


IMAGES = (
    Image(later("car"), 1, CAR),
    Image(later("apple"), 1, APPLE),
    Image(later("toadstool"), 1, TOADSTOOL),
    Image(later("tree"), -1, TREE),
    Image(later("boat"), -1, BOAT),
    Image(later("lemon"), -1, LEMON),
)


@dataclass(frozen=True)
class Shown:
    """An image as a page has it."""

    title: str
    runs: Sequence[tuple[int, int, int, str]]
    chosen: bool


@dataclass(frozen=True)
class Images:
    """All of them by their label, and what the program takes of the one that goes in."""

    rows: tuple[tuple[str, tuple[Shown, ...]], ...]
    mean: str
    """As a vector; empty where it is hidden, or of no image."""
    colour: str
    bars: tuple[tuple[str, float, float], ...]
    """Each channel, where its bar begins, and how high it is."""


LABELS: Mapping[int, str] = {1: "+1", -1: "\N{MINUS SIGN}1"}
CHANNELS = ("red", "green", "blue")
FLOOR, HIGH = 14.5, 13.0
"""Where bars stand in a square of 16, and how high a full one is."""


def shown(story: Story, channels: Sequence[str]) -> Images:
    """The images beside a story whose leaves `channels` are the mean colour of one of them."""
    run, words = story.walk.runs[0], story.words
    nodes = [story.graph.node(name).index for name in channels]
    values = tuple(float(run.values[index]) for index in nodes)
    hidden = "values" in story.hide or not story.view.unknown.isdisjoint(channels)
    secret = hidden or len(values) != len(CHANNELS)
    chosen = None if secret else next((each for each in IMAGES if each.mean == values), None)
    percents = [f"{100 * value:.0f}%" for value in values]
    return Images(
        rows=tuple(
            (
                name,
                tuple(
                    Shown(
                        _("%(what)s, label %(label)s", what=translate(each.name), label=name),
                        each.runs,
                        each is chosen,
                    )
                    for each in IMAGES
                    if each.label == label
                ),
            )
            for label, name in LABELS.items()
        ),
        mean=separator().join(words.value(run, index, words.wire) for index in nodes)
        if chosen
        else "",
        colour=" ".join(percents) if chosen else "",
        bars=tuple(
            (name, round(FLOOR - HIGH * value, 2), round(HIGH * value, 2))
            for name, value in zip(CHANNELS, values, strict=False)
        )
        if chosen
        else (),
    )
