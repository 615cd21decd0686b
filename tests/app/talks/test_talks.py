"""The talks: what a file may say, that every slide can be told, and the lecture's own order."""

import math
import re
from pathlib import Path

import pytest

from app import create_app
from app.figures.spiking import Neuron
from app.lessons import lessons
from app.routes.deck import first_view, of_talk, slide_asks
from app.talks import STYLES, TalkError, read, span, talks
from app.talks.states import states

TITLES = {
    1: "Learning for vision II",
    2: "Outline",
    9: "Modeling dynamic neuron behaviour",
    13: "Example II: given training sample, how do you learn weights?",
    26: "Example III: vector representation",
    27: "Computational graph of the learning",
    29: "Backprop in vector representation",
    36: "Fully connected neural network",
    50: "Learning of fully connected neural network",
    63: "Neural nets summary",
}

GOOD = """
title = "Two slides"
[[slide]]
title = "First"
points = ["a", "b"]
[[slide]]
title = "Second"
lesson = "example-2"
focus = "w2"
values = { w1 = 2 }
from = "value v"
step = "value p"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "talk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_talk_is_slides_of_text_and_of_lessons(tmp_path: Path):
    talk = read(written(tmp_path, GOOD))
    first, second = talk.slides
    assert (talk.slug, talk.title, first.number, first.points) == (
        "talk",
        "Two slides",
        1,
        ("a", "b"),
    )
    assert (second.number, second.lesson, second.begin, second.step) == (
        *(2, "example-2"),
        *("value v", "value p"),
    )
    assert second.options == {"focus": "w2", "v.w1": "2"}
    story = lessons()["example-2"].story()
    assert [story.walk.steps[k].key for k in span(second, story)] == [
        "value:v",
        "value:p",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"example-2"', '"example-9"', "slide 2: there is no lesson 'example-9'"),
        ('points = ["a", "b"]', "points = [1]", "slide 1: `points` is a list of texts"),
        ('points = ["a", "b"]', 'focus = "w1"', "slide 1: a slide of text has no focus"),
        ('title = "First"', "title = 1", "slide 1: `title` is a text"),
        ('title = "First"', 'style = "huge"', "slide 1: `style` is one of points, title, section"),
        ('title = "First"', "currents = [31, 1]", "slide 1: `currents` are numbers up to 30"),
        ('title = "First"', "currents = [7]", "slide 1: there is one of `currents` for each"),
        ('focus = "w2"', 'level = "atom"', "slide 2: `level` is one of formula, edge, node, round"),
        ('title = "Second"', "number = 1", "the slides' numbers rise"),
        ('title = "Second"', 'number = "two"', "slide two: `number` is a whole number"),
        ('title = "First"', "continues = true", "slide 1: one that continues has the number of"),
        ('title = "Second"', "continues = true\nnumber = 1", "slide 1: one that continues has the"),
        ('focus = "w2"', "stops = []", "slide 2: `stops` is a list of steps' keys"),
        ('focus = "w2"', 'stops = ["last"]', "slide 2: `stops` stands in place of from, step and"),
        ('focus = "w2"', "grows = 1", "slide 2: `grows` is true or false"),
        ('focus = "w2"', "asks = 1", "slide 2: `asks` is a list of questions"),
        ('title = "First"', 'asks = [{ kind = "choice", ask = "?" }]', "slide 1: There are two to"),
        ('title = "Two slides"', 'name = "Two slides"', "title|name"),
        ('title = "Two slides"', 'title = "a"\nsubtitel = "b"', "did you mean 'subtitle'"),
        ('focus = "w2"', 'hide = "valuez"', "slide 2: `hide` is a list of"),
        ('focus = "w2"', 'zoom = "neuron"', "slide 2: `zoom` is one of"),
        ("[[slide]]", "[slide", "toml"),
    ],
)
def test_a_fault_in_a_talk_says_which_file_and_slide(tmp_path: Path, old: str, new: str, said: str):
    with pytest.raises(
        TalkError, match=f"talk.toml: .*({said})" if said != "toml" else "talk.toml"
    ):
        read(written(tmp_path, GOOD.replace(old, new)))


def test_a_slide_may_have_questions_of_its_own_for_a_class(tmp_path: Path):
    asks = 'asks = [{ kind = "choice", ask = "Which $x$?", choices = ["a", "b"], right = [2] }]'
    talk = read(written(tmp_path, GOOD.replace('title = "First"', f'title = "First"\n{asks}')))
    assert {"Which $x$?", "a", "b"} <= {*talk.texts}, "they are translated"
    with create_app().test_request_context():
        first, second = map(slide_asks, talk.slides)
        assert "Which" not in str(of_talk(talk, theme="paper")), "they are the lecturer's"
    assert [(each["choices"], each["right"]) for each in first] == [(["a", "b"], [2])]
    assert "$" not in first[0]["ask"] and second == []


def test_a_slide_may_go_on_with_another_picture_that_comes_out_of_the_first(tmp_path: Path):
    more = '[[slide]]\ncontinues = true\nlesson = "vector-neuron"\ngrows = true\n'
    talk = read(written(tmp_path, GOOD + more + '[[slide]]\ntitle = "Third"\n'))
    assert [slide.number for slide in talk.slides] == [1, 2, 2, 3]
    with create_app().test_request_context():
        deck = of_talk(talk, theme="paper")
        seen = first_view(deck, "2", "/rest")
    assert [slide["grows"] for slide in deck["slides"]] == [False, False, True, False]
    assert [story.get("waits", False) for story in seen["stories"]] == [False, True]


def test_points_that_were_shown_before_are_there_when_a_slide_goes_on(tmp_path: Path):
    more = 'continues = true\npoints = ["one", "two", "three"]\n'
    text = 'title = "T"\n[[slide]]\ntitle = "S"\npoints = ["one", "two"]\n[[slide]]\n' + more
    first, second = read(written(tmp_path, text)).slides
    assert (first.given, second.given) == (0, 2)
    assert [state.step for state in states(first, None)] == [1, 2]
    assert [state.step for state in states(second, None)] == [3]
    other = read(written(tmp_path, text.replace("continues = true", 'title = "U"'))).slides[1]
    assert [state.step for state in states(other, None)] == [1, 2, 3], "another slide"


def test_a_slide_may_name_its_steps_one_by_one(tmp_path: Path):
    named = 'stops = ["start", "value q", "last"]'
    text = GOOD.replace('from = "value v"\nstep = "value p"', named)
    talk = read(written(tmp_path, text))
    story = lessons()["example-2"].story()
    found = [state.step for state in states(talk.slides[1], story)]
    assert found == [0, story.keys.steps("value q")[0].index, story.last]
    with create_app().test_request_context():
        assert list(of_talk(talk, theme="paper")["slides"][1]["stops"]) == found
    with pytest.raises(TalkError, match="has no step 'start'|no step 'value q' from"):
        span(read(written(tmp_path, text.replace('"start"', '"value v"'))).slides[1], story)


def test_a_step_that_is_not_told_is_said(tmp_path: Path):
    talk = read(written(tmp_path, GOOD.replace('"value p"', '"value u"')))
    story = lessons()["example-2"].story()
    said = "slide 2: example-2 has no step 'value u' from 8 on; did you mean 'value:"
    with pytest.raises(TalkError, match=said):
        span(talk.slides[1], story)


def test_a_slide_may_go_on_behind_a_number_that_its_link_locks(tmp_path: Path):
    talk = read(written(tmp_path, GOOD.replace('from = "value v"', 'lock = "value:q"')))
    with create_app().test_request_context():
        deck = of_talk(talk, theme="paper")
    (story,) = deck["stories"]
    assert story["locked"]["key"] == "value:q"
    assert deck["slides"][1]["to"] >= len(story["steps"])


def test_pictures_that_share_their_room_are_there_with_the_first():
    with create_app().test_request_context():
        deck = of_talk(talks()["lecture"], theme="paper")

    def there(slide: str) -> set[str]:
        stories = first_view(deck, slide, "/rest")["stories"]
        return {story["slug"] for story in stories if not story.get("waits")}

    assert there("1") == {"example-1-images"}
    assert there("13") == there("15") == {"example-2"}
    assert there("55") == {"network-u", "network-v", "network"}


def test_a_slide_shows_a_neuron_in_time_at_the_current_of_each_point(tmp_path: Path):
    talk = read(written(tmp_path, GOOD.replace('title = "First"', "currents = [7, 20]")))
    with create_app().test_request_context():
        deck = of_talk(talk, theme="paper")
    silent, quick = deck["slides"][0]["figures"]
    assert "at 7 it fires 0 times a second" in silent
    assert f"at 20 it fires {Neuron().rate(20):.1f} times a second" in quick
    assert deck["slides"][1]["figures"] == []


@pytest.mark.parametrize("slug", talks())
def test_every_slide_of_every_talk_can_be_told(slug: str):
    with create_app().test_request_context():
        deck = of_talk(talks()[slug], theme="paper")
    assert len(deck["slides"]) == len(talks()[slug].slides)
    for slide in deck["slides"]:
        assert slide["title"] and slide["style"] in STYLES
        assert slide["story"] is not None or slide["points"] or slide["question"] or slide["title"]
        if slide["story"] is not None:
            steps = deck["stories"][slide["story"]]["steps"]
            assert 0 <= slide["from"] <= slide["to"] < len(steps)


def test_slides_that_look_at_the_same_share_a_story():
    with create_app().test_request_context():
        deck = of_talk(talks()["lecture"], theme="paper")
    example = {slide["story"] for slide in deck["slides"] if 15 <= slide["number"] <= 25}
    assert len(example) == 1
    assert len(deck["stories"]) < 35


def test_before_the_way_forward_the_weights_are_sought_and_then_no_number_stands_there():
    with create_app().test_request_context():
        deck = of_talk(talks()["lecture"], theme="paper")
    shown = [slide for slide in deck["slides"] if 13 <= slide["number"] <= 15]
    at = {slide["number"]: deck["stories"][slide["story"]] for slide in shown}
    assert [len(at[number]["steps"]) for number in (13, 14)] == [1, len(at[15]["steps"])]
    assert ">?<" in at[13]["svg"] and "<munder>" in at[13]["steps"][0]["formulas"][0]
    # The picture does not move from slide to slide.
    assert len({at[number]["structure"] for number in (13, 14, 15)}) == 1
    # Not even its data have the numbers.
    told = {
        change[2]
        for step in at[14]["steps"]
        for change in step["shown"]
        if change[0].endswith(".value") and change[1] == "text"
    }
    assert told == {""}


def test_the_lecture_has_its_63_slides_in_their_order():
    slides = {slide.number: slide for slide in talks()["lecture"].slides}
    assert list(slides) == list(range(1, 64))
    for number, title in TITLES.items():
        assert slides[number].title == title


def test_the_lectures_questions_are_asked():
    slides = talks()["lecture"].slides
    asked = " ".join([*(s.question for s in slides), *(s.title for s in slides)])
    asked += " ".join(board.text for lesson in lessons().values() for board in lesson.board)
    for question in ("what is output?", "∂ℒ/∂u = ?", "Dimensionality", "two 1000-neuron layers?"):
        assert re.search(re.escape(question), asked), question


def test_the_summary_asks_for_the_weights_before_its_second_spoiler_and_ends_on_it():
    summary = [slide for slide in talks()["lecture"].slides if slide.number == 63]
    assert [slide.lesson for slide in summary if slide.lesson] == [
        *("map", "map", "two-layers", "two-layers", "convolution-layer"),
    ]
    (asked,) = [slide for slide in summary if slide.question]
    weights = lessons()[asked.lesson].story().graph.node("V").shape
    shown = f"{math.prod(weights):,}".replace(",", " ")
    told = summary[summary.index(asked) + 1]
    assert told.text.startswith(f"{weights[0]} · {weights[1]} = {shown},")
    assert [slide.text.startswith("Spoiler alert 2") for slide in summary].index(True) == (
        len(summary) - 1
    )
    with create_app().test_request_context():
        deck = of_talk(talks()["lecture"], theme="paper")
    shown = [
        deck["stories"][slide["story"]]["svg"]
        for slide in deck["slides"]
        if slide["number"] == 63
        if slide["story"] is not None and deck["stories"][slide["story"]]["slug"] == "two-layers"
    ]
    assert ["1000×1000" in svg for svg in shown] == [False, True], "asked before it is told"
    sought = next(
        slide
        for slide in deck["slides"]
        if slide["number"] == 63 and slide["to"] == 0 and slide["story"] is not None
    )
    (formula,) = deck["stories"][sought["story"]]["steps"][0]["formulas"]
    assert formula.count("⏟") == 2 and "arg" in formula


def test_slides_share_the_minutes_that_others_leave(tmp_path: Path):
    (tmp_path / "planned.toml").write_text(
        'title = "T"\nminutes = 20\n[[slide]]\ntitle = "A"\n[[slide]]\ntitle = "B"\nminutes = 8.0\n'
        '[[slide]]\ntitle = "C"\n'
    )
    assert read(tmp_path / "planned.toml").plan == (6, 8, 6)
    for wrong in ("minutes = 0", 'minutes = "ten"', "minutes = true"):
        (tmp_path / "wrong.toml").write_text(f'title = "T"\n[[slide]]\ntitle = "A"\n{wrong}\n')
        with pytest.raises(TalkError, match="`minutes` is a number above 0"):
            read(tmp_path / "wrong.toml")
