"""Sharing: the exact state elsewhere, worksheets, embeds; and programs that are never lost."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, Route, expect

from app.picture.svg import THEMES

from .axe import faults
from .conftest import Opener, Watch
from .studio import Studio

PICTURE = "document.querySelector('.canvas svg.graph').outerHTML"


def opened(studio: Studio) -> str:
    """Open the dialog; the link that it gives."""
    button = studio.page.locator(".tools > [data-do=share]")
    if not button.is_visible():
        button = studio.more().locator("[data-do=share]")
    button.click()
    expect(studio.page.locator("[data-share]")).to_be_visible()
    return studio.page.input_value("[data-share-link]")


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("[data-share]")).to_be_hidden()


def painted(studio: Studio) -> bytes:
    """The picture's pixels, painted at once and not bit by bit as one stepped."""
    page = studio.page
    page.mouse.move(2, 2)
    # What the last answer changed may still be fading.
    studio.settle()
    studio.still()
    page.evaluate(
        """async () => {
            document.activeElement.blur();
            // A card's border lies between two pixels, and is no part of the picture.
            const beside = document.querySelectorAll(".callout, .callout-leader");
            for (const each of beside) each.remove();
            const svg = document.querySelector(".canvas svg");
            svg.replaceWith(svg.cloneNode(true));
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
    )
    return page.locator("[data-picture]").screenshot(animations="disabled")


# -- fetched when asked for ---------------------------------------------------------------------


def test_a_dialog_is_fetched_when_it_is_opened_and_again_when_the_connection_was_lost(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append("net::ERR_FAILED")
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    asked: list[str] = []
    lost = True

    def fetched(route: Route) -> None:
        return route.abort() if lost else route.continue_()

    page.route("**/parts/share.js", fetched)
    # A page knows from its beginning on that it is intercepted: see line.py.
    page.reload()
    studio.still()
    page.on("request", lambda request: asked.append(request.url.split("/parts/")[-1]))
    page.click("[data-do=share]")
    expect(page.locator("[data-status]")).to_contain_text("No connection")
    expect(page.locator("[data-share]")).to_be_hidden()
    lost = False
    assert "step=24" in opened(studio)
    assert asked.count("share.js") == 2
    assert not {"export.js", "proof.js"} & {*asked}


# -- the exact state ---------------------------------------------------------------------------


def _lesson(studio: Studio) -> None:
    studio.change(lambda: studio.number("x1").fill("3.25"))
    _walk(studio)


def _walk(studio: Studio) -> None:
    # Out of what is open, out of the text, and the drawer.
    studio.press("Escape", "Escape", "Escape")
    expect(studio.page.locator("#program")).to_be_hidden()
    studio.page.locator("[data-picture]").focus()
    studio.press("2", "ArrowRight", "ArrowRight", "ArrowRight")


def _own(studio: Studio) -> None:
    studio.change(
        lambda: studio.write("# <b>Mine</b> \u202e\na: weight = 2\nβ = 3\nL: loss = a*β + a")
    )
    studio.change(lambda: studio.choose("focus", "a"))
    studio.theme("board")
    studio.more()
    studio.page.get_by_label("values").uncheck()
    _walk(studio)


def _slow(studio: Studio) -> None:
    """As on a busy machine: the picture fades until the answer is there."""
    field = studio.number("x1")
    line = studio.hold("/api/story")
    field.fill("3.25")
    studio.pause(700)
    studio.change(lambda: line.let_go(0))
    line.free()
    _walk(studio)


@pytest.mark.parametrize("reach", [_lesson, _slow, _own])
def test_the_link_opens_the_same_picture_byte_for_byte_in_a_fresh_browser(
    visit: Opener, reach
) -> None:
    studio = visit("/lesson/example-2")
    reach(studio)
    link = opened(studio)
    close(studio.page)
    elsewhere = visit(link)
    assert elsewhere.page.evaluate(PICTURE) == studio.page.evaluate(PICTURE)
    assert elsewhere.snapshot() == studio.snapshot()
    assert painted(elsewhere) == painted(studio)
    assert elsewhere.page.get_attribute("html", "data-theme") == studio.page.get_attribute(
        "html", "data-theme"
    )


def test_a_theme_that_the_reader_chose_before_does_not_change_the_link(visit: Opener) -> None:
    link = opened(visit("/lesson/example-2?step=3"))
    elsewhere = visit("/")
    elsewhere.theme("board")
    elsewhere.page.goto(link)
    assert elsewhere.page.get_attribute("html", "data-theme") == "paper"


def test_the_code_and_the_snippet_are_of_the_same_link(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=20&theme=board")
    link = opened(studio)
    code = studio.page.get_by_role("img", name="QR code of the link")
    expect(code).to_be_visible()
    assert code.evaluate("code => code.decode().then(() => code.naturalWidth)") > 0
    assert "link=http" in (code.get_attribute("src") or "")
    snippet = studio.page.input_value("[data-share-embed]")
    assert re.match(r'<iframe src="http[^"]+/embed/lesson/example-2\?[^"]*step=20', snippet)
    assert link.replace("/lesson", "/embed/lesson").replace("&", "&amp;") in snippet


def test_copying_is_confirmed_and_without_a_clipboard_the_text_is_selected(visit: Opener) -> None:
    studio = visit("/lesson/example-2", permissions=["clipboard-read", "clipboard-write"])
    page, said = studio.page, studio.page.locator("[data-share-said]")
    link = opened(studio)
    page.locator("[data-copy=link]").click()
    expect(said).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("[data-copy=embed]").click()
    expect(said).to_contain_text("The text is selected")
    assert page.evaluate("getSelection().toString()") == page.input_value("[data-share-embed]")


def test_a_program_too_long_for_a_link_is_said_to_be(visit: Opener) -> None:
    studio = visit("/studio")
    noise = "".join(f"# {hash(str(k)) % 10**18} {hash(str(-k)) % 10**18}\n" for k in range(390))
    studio.change(lambda: studio.write(f"{noise}x = 2\ny = x * 3"))
    assert opened(studio) == ""
    expect(studio.page.locator("[data-share-said]")).to_contain_text("too long for a link")
    expect(studio.page.locator("[data-copy=link]")).to_be_disabled()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_serious_in_the_dialog_the_layers_and_an_embed(
    visit: Opener, size: str
) -> None:
    studio = visit("/lesson/example-2?step=20&lock=slope:z1/w1", size=size)
    inside = visit("/embed/lesson/example-2?step=20&lock=slope:z1/w1", size=size)
    for theme in THEMES if size == "desk" else THEMES[:1]:
        studio.theme(theme)
        studio.more()
        colours = theme != THEMES[0]
        assert faults(studio, colours_only=colours) == [], f"layers, {theme}"
        studio.page.keyboard.press("Escape")
        opened(studio)
        if theme == THEMES[0]:
            studio.page.click(".worksheet summary")
        assert faults(studio, colours_only=colours) == [], theme
        close(studio.page)
        inside.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        assert faults(inside, colours_only=colours) == [], f"embed, {theme}"


# -- layers and worksheets -----------------------------------------------------------------------


def test_a_layer_is_hidden_from_eye_and_ear_and_shown_again(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24&hide=local")
    page, wire = studio.page, studio.wire("wire from v to p")
    expect(wire.locator(".local")).to_be_hidden()
    expect(page.locator("[data-strip] .local .number").first).to_be_hidden()
    assert "local gradient" not in (wire.get_attribute("aria-label") or "")
    assert "flows back −0.74" in (wire.get_attribute("aria-label") or "")
    studio.more()
    page.get_by_label("local gradients").check()
    expect(wire.locator(".local")).to_be_visible()
    assert "local gradient 0.2" in (wire.get_attribute("aria-label") or "")
    assert "hide" not in studio.address()
    page.get_by_label("gradients", exact=True).uncheck()
    expect(wire.locator(".gradient")).to_be_hidden()
    assert "hide=gradients" in studio.address()


def test_a_worksheet_waits_at_each_locked_number_until_it_is_shown(visit: Opener) -> None:
    teacher = visit("/lesson/example-2?step=20")
    opened(teacher)
    page = teacher.page
    page.click(".worksheet summary")
    page.get_by_label("value of v").check()
    page.get_by_label("Local gradients", exact=True).check()
    link = page.input_value("[data-share-link]")
    assert "lock=value:v,slope:*" in link
    close(page)
    assert teacher.step == 20, "the teacher's own page goes on as it was"

    student = visit(link)
    page = student.page
    assert student.step == 7
    for key in ("ArrowRight", "End", "2", "3"):
        student.press(key)
        assert student.step == 7, "nothing behind it can be reached"
    assert page.locator('.ticks [data-go="24"]').count() == 0
    assert "What is the value of v?" in student.explanation.inner_text()
    assert student.value("v") == ""
    answer = page.locator(".card.lock input")
    answer.fill("7")
    answer.press("Enter")
    expect(page.locator(".card.lock [role=status]")).not_to_be_empty()
    assert student.step == 7
    answer.fill("-1")
    student.change(lambda: answer.press("Enter"))
    assert student.step == 8
    assert student.value("v") == "−1"
    student.press("End")
    assert "∂ℒ/∂p" in student.explanation.inner_text()
    for _ in range(5):
        student.change(page.get_by_role("button", name="Show it").click)
        student.press("End")
    assert student.step == 32
    assert "unlocked=" in student.address(), "a reload asks for nothing again"
    opened(student)
    shared = page.input_value("[data-share-link]")
    assert "lock=" in shared and "unlocked=" not in shared, "handed on, it is a worksheet again"


def test_a_changed_number_opens_no_lock(visit: Opener) -> None:
    student = visit("/lesson/example-2?lock=value:q&step=30")
    student.change(lambda: student.number("x1").fill("3"))
    student.press("Escape")
    student.page.locator("[data-picture]").focus()
    student.press("End")
    assert "value of q" in student.explanation.inner_text()
    assert student.value("q") == ""


# -- embeds ---------------------------------------------------------------------------------------


def test_an_embed_steps_inside_a_page_of_somebody_else(
    visit: Opener, address: str, watch: Watch
) -> None:
    page = visit("/embed/lesson/example-2?step=20").page
    inside, studio = f"{address}/embed/lesson/example-2?step=20", f"{address}/lesson/example-2"
    course = f'<iframe src="{inside}" height="460"></iframe><iframe src="{studio}" id="s"></iframe>'
    with somebody_else(course) as elsewhere:
        watch.expected += [elsewhere, "frame-ancestors", "chrome-error", "404"]
        page.goto(elsewhere)
        _walk_inside(page)


@contextmanager
def somebody_else(body: str) -> Iterator[str]:
    """A server of another origin with one page."""

    class Course(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Course) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def _walk_inside(page: Page) -> None:
    frame = page.frame_locator("iframe").first
    stage = frame.locator("[data-stage]")
    expect(stage).to_have_attribute("data-step", "20")
    frame.get_by_role("link", name="Next step").click()
    expect(stage).to_have_attribute("data-step", "21")
    expect(frame.locator("[data-caption]")).not_to_be_empty()
    expect(frame.locator("[data-open]")).to_have_attribute("href", re.compile("step=21"))
    # The studio itself cannot be put into a frame.
    expect(page.frame_locator("#s").locator("[data-stage]")).to_have_count(0)


# -- nothing typed is lost -----------------------------------------------------------------------


def typed(studio: Studio, text: str) -> None:
    """Type a program, and wait until it is kept."""
    studio.write(text)
    studio.pause(250)


def test_a_program_with_an_error_survives_a_reload_and_a_closed_tab(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append("status of 422")
    studio = visit("/studio")
    page = studio.page
    broken = "# Half done\nx = 2\ny = x * nope"
    typed(studio, broken)
    page.reload()
    expect(page.locator("#program")).not_to_have_value(broken)
    offer = page.locator("[data-offer]")
    expect(offer).to_contain_text("“Half done”")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#program")).to_have_value(broken)
    expect(offer).to_be_hidden()
    expect(studio.problem).to_contain_text("nope")
    again = page.context.new_page()
    page.close()
    again.goto("/studio")
    expect(again.locator("[data-offer]")).to_contain_text("“Half done”")
    again.get_by_role("button", name="Not now").click()
    again.reload()
    expect(again.locator("[data-offer]")).to_be_hidden()
    again.locator(".menu summary").click()
    again.locator("[data-drafts]").get_by_role("button", name="Half done").click()
    expect(again.locator("#program")).to_have_value(broken)


def test_what_was_kept_never_overrides_a_link(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    studio.change(lambda: studio.write("# Mine\nx = 2\ny = x * 7"))
    studio.pause(250)
    page.goto("/lesson/gates")
    expect(page.locator("[data-offer]")).to_be_hidden()
    link = opened(visit("/lesson/fork"))
    page.goto(link)
    expect(page.locator("h1")).to_have_text("A fork: gradients add")
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_a_typed_title_is_text_in_the_offer_and_in_the_menu(visit: Opener, watch: Watch) -> None:
    studio = visit("/studio")
    page = studio.page
    title = '<img src=x onerror="alert(1)"> \u202e & "q"'
    typed(studio, f"# {title}\nx = 2\ny = x * 7")
    page.goto("/studio")
    expect(page.locator("[data-offer-text]")).to_contain_text(title)
    page.locator(".menu summary").click()
    assert title in page.locator("[data-drafts] bdi").inner_text()
    assert page.locator("img").count() == 0
