"""A program that no link holds is kept in the browser, says so, and is there after a reload."""

from pathlib import Path
from random import Random

from playwright.sync_api import expect

from ..app.pictures import read
from .conftest import Opener
from .studio import Studio
from .test_exporting import download, menu

NEURON = "w: weight = 0.6\nx: input = 1\ny = w * x\nL: loss = y**2 / 4"


def long_program() -> str:
    """A neuron below words that nobody can compress into a link."""
    random = Random(20)
    return "".join(f"# {random.getrandbits(240):x}\n" for _ in range(250)) + NEURON


def written(studio: Studio) -> str:
    """A long program, typed and told."""
    program = long_program()
    studio.change(lambda: studio.write(program))
    return program


def test_a_reload_brings_back_program_numbers_and_step_without_asking(visit: Opener) -> None:
    studio = visit("/studio")
    page, note = studio.page, studio.page.locator("[data-kept]")
    program = written(studio)
    expect(note).to_contain_text("too long for a link. It is kept in this browser")
    studio.change(lambda: (studio.number("w").fill("0.7"), studio.number("w").press("Enter")))
    studio.go(5)
    assert "/studio?kept=" in studio.address()
    for _ in range(2):
        page.reload()
        studio.settle()
        expect(page.locator("#program")).to_have_value(program)
        studio.at(5)
        expect(studio.number("w")).to_have_value("0.7")
        expect(page.locator("[data-offer]")).to_be_hidden()
    # The step of the very last moment, and a letter typed just now, too.
    studio.go(6)
    studio.write(f"{program}\n# more")
    page.reload()
    expect(page.locator("#program")).to_have_value(f"{program}\n# more")
    studio.at(6)
    page.keyboard.press("F5")
    expect(studio.status).to_contain_text("too long for a link, and so for the stage")
    with page.expect_download() as saved:
        page.locator("[data-kept-save]").click()
    assert saved.value.suggested_filename == "program.txt"
    studio.change(lambda: studio.write(NEURON))
    assert "?p=" in studio.address() and "kept=" not in page.url
    expect(note).to_be_hidden()


def test_what_no_link_holds_is_taken_home_all_the_same(visit: Opener, tmp_path: Path) -> None:
    studio = visit("/studio?lang=cs&theme=board")
    page = studio.page
    written(studio)
    studio.change(lambda: (studio.number("w").fill("0.7"), studio.number("w").press("Enter")))
    studio.go(3)
    menu(studio, "svg")
    expect(page.locator("[data-export-link]")).to_be_hidden()
    picture = download(page, tmp_path)
    assert picture.name.endswith("-step-3.svg")
    drawn = read(picture.read_text(encoding="utf-8"))
    assert drawn.root.attrib["data-theme"] == "board"
    assert any("0,7" in text for text in drawn.seen.values()), drawn.seen
    page.select_option("[name=format]", "html")
    offline = download(page, tmp_path).read_text(encoding="utf-8")
    assert long_program().splitlines()[7] in offline


def test_where_nothing_can_be_kept_it_is_said_and_nobody_leaves_unasked(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }"
    )
    written(studio)
    studio.pause(600)
    expect(page.locator("[data-kept]")).to_contain_text("no room to keep it")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#program").press("End")
    page.reload()
    assert asked == ["beforeunload"]


def test_another_browser_is_told_that_it_does_not_have_the_program(visit: Opener) -> None:
    studio = visit("/studio?kept=unknown")
    expect(studio.page.locator("[data-kept]")).to_contain_text("kept in another browser")
    expect(studio.page.locator("#program")).to_contain_text("My graph")
