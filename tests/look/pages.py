"""What is looked at: every page but those of a class, its states, in themes, sizes and steps."""

from collections.abc import Iterator

from playwright.sync_api import Page

from app.lessons import lessons
from app.picture.svg import THEMES
from app.state.link import pack

from .shot import PAGES, SIZES, Shot

SHEETS = ("lesson", "present")
"""Where every lesson is looked at: in the studio, on the stage."""

BROKEN = "x: input = 2\nw: weight = -1\n\ny = w * z\nL: loss = (y - 1)**2\n"
BURST = "x: weight = 1000\nw: weight = 2\ne = exp(x)\nL: loss = log(w) * e\n"
LONG = "x: input = 1.5\nw: weight = 0.5\n" + "\n".join(
    f"a{k} = tanh(w * {f'a{k - 1}' if k else 'x'})" for k in range(30)
)


def steps(slug: str) -> dict[str, int]:
    """The steps of a lesson that are worth a picture, by their names."""
    told = lessons()[slug].story().walk.steps
    first = {kind: 0 for kind in ("product", "placed")}
    for step in told:
        if not first.get(step.kind, 1):
            first[step.kind] = step.index
    forward = [s.index for s in told if s.phase in ("start", "forward") and not s.iteration]
    backward = [s.index for s in told if s.phase == "backward"]
    found = {"start": 0, "forward": forward[-1]}
    if backward:
        found["backward"] = backward[len(backward) // 2]
    found |= {kind: index for kind, index in first.items() if index}
    return found | {"end": told[-1].index}


def shots() -> Iterator[Shot]:
    """All of them, the gallery first."""
    for theme in THEMES:
        for size in PAGES:
            yield Shot(f"gallery-{theme}-{size}", f"/?theme={theme}", size, whole=True)
    for theme in THEMES:
        for size in PAGES:
            yield Shot(f"reference-{theme}-{size}", f"/reference?theme={theme}", size, whole=True)
    for theme in THEMES:
        for size in PAGES:
            for order, (name, step) in enumerate(steps("example-2").items()):
                yield Shot(
                    f"studio-{theme}-{size}-{order}-{name}",
                    f"/lesson/example-2?theme={theme}&step={step}",
                    size,
                    whole=size == "phone",
                )
    for page in SHEETS:
        for slug in lessons():
            last = steps(slug)["end"]
            for order, step in enumerate((0, last // 2, last)):
                yield Shot(f"{page}-{slug}-{order}", f"/{page}/{slug}?step={step}")
    for theme in THEMES:
        for size in ("hall", "beamer", "slate", "phone"):
            for slide in (1, 15, 18, 22, 26, 35, 61, 63):
                address = f"/talk/lecture?theme={theme}&slide={slide}&step=9"
                yield Shot(f"stage-{theme}-{size}-{slide:02}", address, size)
        yield Shot(f"stage-{theme}-speaker", f"/talk/lecture?theme={theme}&window=speaker")
        yield Shot(f"stage-{theme}-overview", f"/talk/lecture?theme={theme}", before=_overview)
        yield Shot(f"stage-{theme}-numbers", f"/present/example-2?theme={theme}", before=_numbers)
        yield Shot(f"stage-{theme}-help", f"/present/example-2?theme={theme}", before=_help)
    whole = "/lesson/example-2?focus=*"
    yield Shot("state-whole-pass-end", f"{whole}&step=99")
    yield Shot("state-exact", "/lesson/example-2?numbers=exact&step=24")
    yield Shot("state-long", f"/studio?p={pack(LONG)}&focus=*&step=90")
    yield Shot("state-overflow", f"/studio?p={pack(BURST)}&step=6")
    for theme in THEMES:
        yield Shot(
            f"state-error-{theme}", f"/lesson/example-2?theme={theme}&step=12", before=_break
        )
        yield Shot(f"state-help-{theme}", f"/lesson/example-2?theme={theme}", before=_help)
        for size in SIZES:
            yield Shot(
                f"state-proof-{theme}-{size}",
                f"/lesson/example-2?theme={theme}&step=24",
                size,
                whole=size == "phone",
                before=_proof,
            )
        yield Shot(
            f"state-number-{theme}", f"/lesson/example-2?theme={theme}&step=24", before=_number
        )
        yield Shot(f"state-complete-{theme}", f"/lesson/example-2?theme={theme}", before=_complete)
    yield Shot("state-error-link", f"/studio?p={pack(BROKEN)}")
    yield Shot("state-error-page", "/lesson/nothing")
    yield Shot("state-menu", "/lesson/example-2", before=_menu)
    yield Shot("state-more", "/lesson/example-2", before=_more)
    yield Shot("state-why", "/lesson/example-2?step=17", before=_why)
    yield Shot("state-wire", "/lesson/example-2?step=17", before=_wire)
    yield Shot("state-keyboard", "/lesson/example-2?step=17", before=_keyboard)
    yield Shot("state-drawer-slate", "/lesson/example-2?step=17", "slate", before=_drawer)
    yield Shot("state-drawer-phone", "/lesson/example-2?step=17", "phone", before=_drawer)
    for name, step in (("backward", 17), ("end", 32)):
        yield Shot(
            f"state-forced-colors-{name}",
            f"/lesson/example-2?step={step}",
            context=(("forced_colors", "active"), ("color_scheme", "dark")),
        )
    for size in PAGES:
        yield Shot(
            f"state-no-script-{size}",
            "/lesson/example-2?step=17",
            size,
            whole=True,
            context=(("java_script_enabled", False),),
        )


def _break(page: Page) -> None:
    _drawer(page)
    text = page.input_value("#program")
    page.fill("#program", text.replace("sigmoid(v)", "sigmiod(v)"))
    page.wait_for_selector("[data-problem] p")
    page.wait_for_timeout(500)


def _help(page: Page) -> None:
    page.keyboard.press("?")


def _overview(page: Page) -> None:
    page.keyboard.press("o")
    page.wait_for_timeout(400)


def _numbers(page: Page) -> None:
    page.keyboard.press("e")


def _proof(page: Page) -> None:
    page.keyboard.press("w")
    page.locator("[data-proof] summary").click()
    page.wait_for_selector("[data-nudge-slider]")
    page.select_option("[data-proof-node]", label="w₁")
    page.locator("[data-nudge-slider]").fill("64")
    page.get_by_role("button", name="Check all gradients").click()
    page.wait_for_selector(".badge")


def _number(page: Page) -> None:
    page.locator('.canvas [data-edge][data-title^="wire from w₁ "] text.value').click()
    page.locator("form.inplace input").fill("0.5")
    page.wait_for_timeout(500)


def _complete(page: Page) -> None:
    _drawer(page)
    page.focus("#program")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nr = s")


def _menu(page: Page) -> None:
    page.click(".menu summary")


def _more(page: Page) -> None:
    page.click(".more > summary")


def _why(page: Page) -> None:
    page.keyboard.press("w")


def _wire(page: Page) -> None:
    page.locator('[data-edge][data-title^="wire from q"] .touch').click(force=True)


def _keyboard(page: Page) -> None:
    page.locator('[data-edge][data-title^="wire from q"]').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")


def _drawer(page: Page) -> None:
    page.locator("[data-do=drawer]").first.dispatch_event("click")
    page.wait_for_timeout(300)
