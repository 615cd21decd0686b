"""The pages of a class: what its lecturer sees, a student, a remote, and who comes to it."""

from collections.abc import Iterator
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from app.picture.svg import THEMES

from .shot import PAGES, Shot

STAGE = "/present/example-2?step=15"
"""Where it is opened; the next number is a local gradient."""

WORKS = [
    {"2": ["-2"] if k % 3 else ["1", "-2"], "4": ["1"] if k % 4 else ["2", None], "6": ["-1"]}
    if k % 5
    else {"2": ["2"] if k % 2 else []}
    for k in range(24)
]
"""What people did of the first tasks of a worksheet: z₁ = −2, z₂ = 1, q = −1."""

ANSWERS = ("0.2", "0.2", "0.27", "-0.2", "5", "1")


def shots() -> Iterator[Shot]:
    """Each in themes and sizes."""
    for theme in THEMES:
        for size in PAGES:
            yield Shot(f"class-{theme}-{size}-join", f"/join?theme={theme}", size)
            yield Shot(f"class-{theme}-{size}-privacy", f"/privacy?theme={theme}", size, whole=True)
            for name, before in {
                "student": _student,
                "naming": _naming,
                "named": _named,
                "asked": _asked,
                "shown": _shown,
                "did": _did,
                "desk": _desk,
                "let-in": _let_in,
                "handing": _handing,
                "heat": _heat,
                "alone": _alone,
                "own-form": _own_form,
                "own-asked": _own_asked,
                "remote": _remote,
            }.items():
                address = f"{STAGE}&theme={theme}"
                yield Shot(f"class-{theme}-{size}-{name}", address, size, before=before)
        for size in ("hall", "slate"):
            for name, before in {"open": _open, "question": _question, "board": _board}.items():
                address = f"{STAGE}&theme={theme}"
                yield Shot(f"class-{theme}-{size}-{name}", address, size, before=before)


def _open(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.locator(".class-open")).to_be_visible()


def _leads(page: Page) -> str:
    """Lead a class; its code."""
    _open(page)
    code = page.locator(".class-open .code-of").inner_text().replace(" ", "")
    page.locator(".class-open").get_by_role("button", name="Begin").click()
    return code


def _beside(page: Page) -> tuple[Page, str]:
    """A stage beside this page that leads a class, and its code."""
    stage = page.context.new_page()
    stage.set_viewport_size({"width": 1440, "height": 900})
    stage.goto(page.url)
    return stage, _leads(stage)


def _goes(page: Page, address: str) -> None:
    """Another page, in the theme of this one."""
    theme = page.locator("html").get_attribute("data-theme")
    page.goto(urljoin(page.url, f"{address}?theme={theme}"))


def _follows(page: Page, code: str) -> None:
    _goes(page, f"/class/{code}")
    expect(page.locator("[data-linked]")).to_have_attribute("data-linked", "live")
    expect(page.locator("[data-picture] svg.graph")).to_be_visible()


def _answers(page: Page, code: str) -> None:
    """Several people answer, as soon as the server asks."""
    for number, text in enumerate(ANSWERS):
        page.evaluate(
            """async ([code, who, text]) => {
                const now = async () => (await (await fetch(`/class/${code}/now`)).json()).asked;
                let asked = await now();
                while (!asked) asked = await now();
                await fetch(`/class/${code}/answer`, {
                    method: "POST",
                    headers: { "Content-Type": "application/json", Authorization: `Bearer ${who}` },
                    body: JSON.stringify({ ballot: asked.ballot, revision: 1, text }),
                });
            }""",
            [code, f"{number}".rjust(22, "s"), text],
        )


def _asks(stage: Page, code: str) -> None:
    stage.keyboard.press("q")
    expect(stage.locator(".class-corner")).to_have_attribute("data-phase", "open")
    _answers(stage, code)


def _reveals(stage: Page) -> None:
    for phase in ("closed", "revealed"):
        stage.keyboard.press("ArrowRight")
        expect(stage.locator(".class-corner")).to_have_attribute("data-phase", phase)
    expect(stage.locator(".board")).to_be_visible()


def _question(page: Page) -> None:
    _asks(page, _leads(page))
    expect(page.locator(".class-corner .answered")).to_contain_text(str(len(ANSWERS)))


def _board(page: Page) -> None:
    _asks(page, _leads(page))
    _reveals(page)


def _student(page: Page) -> None:
    _follows(page, _beside(page)[1])


def _naming(page: Page) -> None:
    stage, code = _beside(page)
    _names(stage)
    _follows(page, code)
    expect(page.locator("#name")).to_be_visible()


def _names(stage: Page) -> Page:
    """Names are switched on, at the desk."""
    desk = stage.context.new_page()
    desk.goto(f"{stage.url}&window=speaker")
    desk.locator("[data-lock=names]").click()
    expect(desk.locator("[data-names]")).to_be_visible()
    return desk


def _named(page: Page) -> None:
    stage, code = _beside(page)
    _names(stage)
    stage.evaluate(
        """([code, names]) => Promise.all(names.map((name, k) => fetch(`/class/${code}/name`, {
            method: "POST",
            headers: {
                "Content-Type": "application/json",
                Authorization: `Bearer ${String(k).padStart(22, "s")}`,
            },
            body: JSON.stringify({ name, revision: 1 }),
        })))""",
        [code, ["Ada", "ada", "Čeněk", "Maximiliana-Wilhelmina von Hohenzollern", "Bo", "Zoe"]],
    )
    _hands(stage, code)
    page.goto(f"{page.url}&window=speaker")
    expect(page.locator(".heat thead .called")).to_have_count(6)


def _asked(page: Page) -> None:
    stage, code = _beside(page)
    _asks(stage, code)
    _follows(page, code)
    expect(page.locator("#answer")).to_be_visible()


def _shown(page: Page) -> None:
    stage, code = _beside(page)
    stage.keyboard.press("q")
    expect(stage.locator(".class-corner")).to_have_attribute("data-phase", "open")
    _follows(page, code)
    page.fill("#answer", "0.27")
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_have_attribute("data-mood", "good")
    _reveals(stage)
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()


def _did(page: Page) -> None:
    stage, code = _beside(page)
    _asks(stage, code)
    _reveals(stage)
    _goes(page, f"/class/{code}/did")


def _desk(page: Page) -> None:
    stage, code = _beside(page)
    _asks(stage, code)
    page.goto(f"{page.url}&window=speaker")
    expect(page.locator("[data-asked]")).to_contain_text("right")


def _handing(page: Page) -> None:
    _beside(page)
    page.goto(f"{page.url}&window=speaker")
    page.locator("[data-hand]").click()
    expect(page.locator(".handing")).to_be_visible()


def _hands(stage: Page, code: str) -> None:
    """A worksheet of all numbers, on which several people have worked."""
    stage.keyboard.press("c")
    stage.locator(".class-open").get_by_role("button", name="Hand out a worksheet").click()
    stage.locator(".handing").get_by_role("button", name="Hand it out").click()
    stage.evaluate(
        """async ([code, works]) => {
            const now = async () => (await (await fetch(`/class/${code}/now`)).json()).worksheet;
            let out = await now();
            while (!out) out = await now();
            await Promise.all(works.map((tries, k) => fetch(`/class/${code}/work`, {
                method: "POST",
                headers: {
                    "Content-Type": "application/json",
                    Authorization: `Bearer ${String(k).padStart(22, "s")}`,
                },
                body: JSON.stringify({ ballot: out.ballot, revision: 1, tries }),
            })));
        }""",
        [code, WORKS],
    )


def _heat(page: Page) -> None:
    _hands(*_beside(page))
    page.goto(f"{page.url}&window=speaker")
    expect(page.locator(".heat tbody tr").first.locator(".one")).to_have_count(len(WORKS))


def _alone(page: Page) -> None:
    stage, code = _beside(page)
    _hands(stage, code)
    _follows(page, code)
    page.locator("[data-do=live]").click()
    page.fill("#answer", "3")
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_have_attribute("data-mood", "bad")


def _own_form(page: Page) -> None:
    _beside(page)
    page.goto(f"{page.url}&window=speaker")
    page.locator("[data-own-question]").click()
    expect(page.locator(".own-question")).to_be_visible()


def _own_asked(page: Page) -> None:
    stage, code = _beside(page)
    stage.goto(f"{stage.url}&window=speaker")
    stage.locator("[data-own-question]").click()
    stage.get_by_label("Question", exact=True).fill("With a larger rate, what does the loss do?")
    stage.get_by_label("Choices, one in each line").fill("falls more\n* may rise\nstays")
    stage.get_by_role("button", name="Ask the class").click()
    _follows(page, code)
    page.get_by_role("button", name="A. falls more").click()
    expect(page.locator("[data-said]")).to_have_attribute("data-mood", "good")


def _let_in(page: Page) -> None:
    _beside(page)
    page.goto(f"{page.url}&window=speaker")
    page.locator("[data-let]").click()
    expect(page.locator("[data-door-number]")).not_to_be_empty()


def _remote(page: Page) -> None:
    stage, code = _beside(page)
    stage.goto(f"{stage.url}&window=speaker")
    stage.locator("[data-let]").click()
    number = stage.locator("[data-door-number]")
    expect(number).not_to_be_empty()
    _goes(page, f"/class/{code}/remote")
    page.locator("input").fill(number.inner_text())
    page.get_by_role("button", name="Be the remote").click()
    expect(page.get_by_role("button", name="next")).to_be_visible()
    expect(page.locator("[data-where]")).to_contain_text("step")
