"""The pages, as somebody gets them whose browser runs no scripts, and what every page keeps."""

import re
from html import escape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given

from app.exports import html
from app.lessons import lessons
from app.picture.svg import ROOT, THEMES
from app.state.link import pack, unpack

from ...graph_engine.programs import EXAMPLE_II, shown
from ..pictures import read
from ..stories import HOSTILE, SLIDE, comments, few, story
from .reading import Element, get_page, page, strict, studio

LESSON = "/lesson/example-2"
FIRST_VIEW = 150 * 1024
PAGES = (
    *("/", "/lesson/example-2", "/reference", "/embed/studio"),
    *("/neuron", "/present", "/present?window=speaker"),
)


def drawn(found: Element) -> dict[str, str]:
    """What can be seen in the picture of a page, by slot."""
    texts = {
        e.attributes["data-slot"]: e.text.strip()
        for e in found.one("svg", class_="graph").find(data_say="*")
        if "data-slot" in e.attributes and e.attributes["data-state"] != "absent"
    }
    return {slot: text for slot, text in texts.items() if text}


def do(found: Element, what: str) -> str:
    """Where one of the buttons leads."""
    return found.one("a", data_do=what).attributes["href"]


# -- themes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", LESSON, "/studio"])
def test_themes_are_links(client: FlaskClient, address: str):
    found = get_page(client, address)
    links = {
        a.attributes["data-set-theme"]: a.attributes["href"]
        for a in found.find("a", data_set_theme="*")
    }
    assert tuple(links) == THEMES
    for theme, href in links.items():
        other = get_page(client, href)
        assert other.one("html").attributes["data-theme"] == theme
        assert other.one("a", data_set_theme=theme).attributes["aria-current"] == "true"


def test_an_unknown_theme_is_the_first_one(client: FlaskClient):
    for address in ("/?theme=neon", f"{LESSON}?theme=neon"):
        assert get_page(client, address).one("html").attributes["data-theme"] == THEMES[0]


# -- walking without scripts -----------------------------------------------------------------


def test_plain_links_walk_from_the_first_step_to_the_last_and_back(client: FlaskClient):
    told = lessons()["example-2"].story()
    last = told.last
    found = get_page(client, do(get_page(client, f"{LESSON}?step=9"), "first"))
    walked = []
    for way in ("next", "previous"):
        for _ in range(last + 1):
            walked.append(int(found.one("section", data_stage="*").attributes["data-step"]))
            if way == "next":
                assert drawn(found) == read(told.svg(walked[-1], fonts=False)).seen
            found = get_page(client, do(found, way))
    assert walked == [*range(last + 1), *range(last, -1, -1)]
    end = get_page(client, do(found, "last"))
    assert end.one("section", data_stage="*").attributes["data-step"] == str(last)


def test_each_step_is_said_on_its_page(client: FlaskClient):
    data = strict(client.get(f"{LESSON}.json").text)
    for k in (0, 10, 17, 24, 27, 32):
        found = get_page(client, f"{LESSON}?step={k}")
        caption = found.one("p", data_caption="*")
        assert caption.text == data["steps"][k]["sentence"]
        assert caption.attributes["aria-live"] == "polite"
        assert data["steps"][k]["note"] in found.text


def test_the_strip_reads_as_on_the_slide_without_scripts(client: FlaskClient):
    found = get_page(client, f"{LESSON}?step=24")
    numbers = [n.text for n in found.one("section", data_strip="*").find("span", class_="number")]
    assert numbers == ["−3.7", "0.2", "1", "1", "2", "−1.48"]
    factors = found.one("section", data_strip="*").find("a", data_go="*")
    for factor in factors:
        there = get_page(client, factor.attributes["href"]).one("section", data_stage="*")
        assert there.attributes["data-step"] == factor.attributes["data-go"]


def test_options_stay_while_walking(client: FlaskClient):
    address = f"{LESSON}?focus=w2&numbers=exact&v.x1=3&theme=board&rate=0.5&step=4"
    for what in ("next", "previous", "last", "first"):
        query = parse_qs(urlsplit(do(get_page(client, address), what)).query)
        assert {k: v for k, (v,) in query.items() if k != "step"} == {
            "focus": "w2", "numbers": "exact", "v.x1": "3.0", "theme": "board", "rate": "0.5"
        }  # fmt: skip


def test_arithmetic_is_a_link(client: FlaskClient):
    found = get_page(client, f"{LESSON}?step=24")
    exact = get_page(client, found.one("a", data_numbers="exact").attributes["href"])
    assert "= −1.46." in exact.one("p", data_caption="*").text
    slide = get_page(client, exact.one("a", data_numbers="slide").attributes["href"])
    assert "−1.48" in slide.one("p", data_caption="*").text


def fields(found: Element) -> dict[str, str]:
    """What the form of numbers would send."""
    form = found.one("form", class_="numbers")
    sent = {i.attributes["name"]: i.attributes["value"] for i in form.find("input", name="*")}
    for select in found.find("select", form="numbers"):
        chosen = select.find("option", selected="*") or select.find("option")
        sent[select.attributes["name"]] = chosen[0].attributes["value"]
    return sent


@pytest.mark.parametrize(
    "address", [f"{LESSON}?step=24&theme=board", studio(EXAMPLE_II, focus="w1", step=24)]
)
def test_the_form_of_numbers_works_without_scripts(client: FlaskClient, address: str):
    sent = fields(get_page(client, address))
    path = urlsplit(address).path
    same = client.get(path, query_string=sent)
    assert drawn(page(same.text)) == drawn(get_page(client, address))
    assert page(same.text).one("html").attributes["data-theme"] == sent["theme"]
    sent |= {"v.x1": "3", "numbers": "exact", "rate": "0.1"}
    changed = page(client.get(path, query_string=sent).text)
    assert "−8.39 · 0.105 · 1 · 1 · 3 = −2.64" in changed.one("p", data_caption="*").text
    assert fields(changed) == sent


def test_every_leaf_has_a_labelled_field_and_a_slider_that_reaches_it(client: FlaskClient):
    found = get_page(client, studio("a = -7\nb: weight = 0\nc: label = 1\ny = a*b*c", v_b=123))
    for each in found.find("div", class_="field"):
        text = each.one("input", type="text")
        assert each.one("label").attributes["for"] == text.attributes["id"]
        for slider in each.find("input", type="range"):
            low, value, high = (float(slider.attributes[k]) for k in ("min", "value", "max"))
            assert low <= value <= high
            assert slider.attributes["aria-label"]
    assert len(found.find("button", data_side="*")) == 2  # a label of ±1 has two sides


def test_every_chain_can_be_asked_for(client: FlaskClient):
    found = get_page(client, LESSON)
    options = found.one("select", id="focus").find("option")
    assert [o.attributes["value"] for o in options] == ["*", "x1", "x2", "w1", "w2", "y", "-"]
    assert [o.text for o in options if "selected" in o.attributes] == ["the chain of w₁"]
    for option in options:
        assert (
            client.get(LESSON, query_string={"focus": option.attributes["value"]}).status_code
            == 200
        )


# -- programs of one's own -------------------------------------------------------------------


def test_the_studio_keeps_what_was_typed(client: FlaskClient):
    for program in (EXAMPLE_II, "x = 1 # <b>&amp;</b>\ny = 2*x\n", "# \ttabs & spaces  \nx = 1"):
        found = get_page(client, studio(program))
        assert found.one("textarea").text == program
        assert unpack(parse_qs(urlsplit(do(found, "next")).query)["p"][0]) == program


def test_the_studio_keeps_an_empty_first_line(client: FlaskClient):
    assert get_page(client, studio("\nx = 1")).one("textarea").text == "\nx = 1"


def test_an_error_in_a_program_keeps_what_was_typed_and_says_the_place(client: FlaskClient):
    program = "x = 1\ny = sigmod(x)"
    found = get_page(client, studio(program), 422)
    assert found.one("textarea").text == program
    problem = found.one("div", data_problem="*").text
    assert "Line 2:" in problem and "sigmod" in problem and "sigmoid" in problem
    assert found.find("svg", class_="graph") == []


@pytest.mark.parametrize(
    ("query", "said"),
    [("v.nope=1", "nope"), ("v.x1=nan", "finite"), ("focus=nope", "nope"), ("focus=q", "q")],
)
def test_an_option_that_the_graph_cannot_answer_is_said_in_the_studio(
    client: FlaskClient, query: str, said: str
):
    found = get_page(client, f"{LESSON}?{query}", 422)
    assert said in found.one("div", data_problem="*").text
    assert found.one("textarea").text == lessons()["example-2"].program


@pytest.mark.parametrize("query", ["step=x", "numbers=both", "v.x1=a", "rate=b"])
def test_an_option_that_means_nothing_is_an_error_page(client: FlaskClient, query: str):
    found = get_page(client, f"{LESSON}?{query}", 400)
    assert query.split("=")[0] in found.one("h1").text
    assert found.find("a", href="/lesson/example-2")


def test_leaves_alone_are_a_page_too(client: FlaskClient):
    found = get_page(client, studio("x = 1"))
    assert found.find("select", id="focus") == []
    assert found.one("section", data_strip="*").text.strip() == ""


# -- nothing that is typed becomes markup ----------------------------------------------------


def bones(found: Element) -> Any:
    """The elements and attributes of a page without its texts."""
    return [(e.tag, sorted(e.attributes)) for e in found.all()]


@pytest.mark.parametrize("title", HOSTILE, ids=shown)
def test_a_title_is_text_on_every_page(client: FlaskClient, title: str):
    program = f"# {title}\n#\n# {title[:200]}\nx = 2 # {title[:200]}\ny = 3*x"
    found, plain = (
        get_page(client, studio(program)),
        get_page(client, studio("# t\n#\n# t\nx = 2\ny = 3*x")),
    )
    assert bones(found) == bones(plain)
    shown_title = strict(found.one("script", id="story").text)["title"]
    assert found.one("h1").text == shown_title
    assert found.one("title").text == f"{shown_title} · Chalkgraph"
    assert found.one("textarea").text == program.replace("\x00", "\ufffd") or "\x00" in program


@few
@given(comments())
def test_any_title_is_text_on_a_page(client: FlaskClient, title: str):
    line = title.split("\n")[0][:400] or "t"
    found = get_page(client, studio(f"# t{line}\nx = 2\ny = 3*x"))
    assert bones(found) == bones(get_page(client, studio("# t\nx = 2\ny = 3*x")))


@pytest.mark.parametrize("wrong", ["<b>", "y = <script>", "x = '&amp;'", "</textarea><b>"])
def test_what_is_wrong_is_text_in_its_message_too(client: FlaskClient, wrong: str):
    found = get_page(client, studio(f"x = 1\n{wrong}"), 422)
    assert found.one("textarea").text == f"x = 1\n{wrong}"
    assert found.find("b") == [] and len(found.find("script")) == len(
        get_page(client, studio("y = )"), 422).find("script")
    )


def test_an_address_that_is_not_there_is_not_said_back(client: FlaskClient):
    for address in ("/<script>x</script>", "/lesson/<script>x</script>", "/lesson/%22%3E.svg"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "x</script>" not in answer.text and escape("<script>x") not in answer.text


# -- what a first view weighs, and where it comes from -----------------------------------------


AT_ONCE = r"""(?:from|import)\s*["'](\.[^"']+)["']"""
LATER = r"""=> import\(["'](\.[^"']+)["']\)"""


def needed(client: FlaskClient, address: str, *, later: bool = False) -> dict[str, int]:
    """Everything that a page's first view asks for, with its compressed size.

    Names are as in the source: without a version, and several style sheets in one by one.
    With `later` also what is fetched when it is first wanted.
    """
    found: dict[str, int] = {}
    todo = [address]
    while todo:
        now = todo.pop()
        if now in found:
            continue
        answer = client.get(now, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        found[now] = len(answer.data)
        if answer.mimetype == "font/woff2":
            continue
        text = client.get(now).text
        if answer.mimetype == "text/html":
            tree = page(text)
            links = [e.attributes["href"] for e in tree.find("link", href="*")]
            todo += [link for link in links if not link.startswith("data:")]
            todo += [e.attributes["src"] for e in tree.find("script", src="*")]
        elif answer.mimetype == "text/javascript":
            imported = re.findall(AT_ONCE, text) + (re.findall(LATER, text) if later else [])
            todo += [urljoin(now, m) for m in imported]
        elif answer.mimetype == "text/css":
            assert "@import" not in text
            todo += [urljoin(now, m) for m in re.findall(r"""url\("([^"]+)"\)""", text)]
    return {
        each: size if place == 0 else 0  # of several in one the first has all the weight
        for name, size in found.items()
        for place, each in enumerate(in_source(name))
    }


def in_source(address: str) -> list[str]:
    plain = re.sub(r"^/static/[0-9a-f]{12}/", "/static/", address)
    if not plain.startswith("/static/css/"):
        return [plain]
    names = plain.removeprefix("/static/css/").removesuffix(".css").split("+")
    return [f"/static/css/{name}.css" for name in names]


@pytest.mark.parametrize(
    "address", ["/", LESSON, f"{LESSON}?step=24", "/lesson/sigmoid-gates", "/studio"]
)
def test_a_first_view_is_small(client: FlaskClient, address: str):
    found = needed(client, address)
    assert any(name.endswith("tokens.css") for name in found)
    fonts = {name for name in found if name.endswith(".woff2")}
    assert len(fonts) == 2, "weighed with a page's bundle in serving/test_files.py"
    assert sum(size for name, size in found.items() if name not in fonts) <= FIRST_VIEW, found
    if address.startswith(LESSON):
        assert any(name.endswith("js/pages/studio.js") for name in found)
        assert any(name.endswith("js/lib/slots.js") for name in found)


def files() -> list[Any]:
    return sorted(
        p for folder in ("templates", "static") for p in (ROOT / folder).rglob("*") if p.is_file()
    )


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_refers_to_another_host(path: Any):
    # A link is followed when somebody clicks it.
    text = re.sub(r"<a\s[^>]*>", "", path.read_text(encoding="utf-8"))
    hosts = re.findall(r"""https?://[^\s"'`)<]+|["'(=]\s*//\w[^\s"'`)]*""", text)
    assert [h for h in hosts if not h.startswith("http://www.w3.org/")] == []


def test_nothing_is_fetched_that_the_pages_do_not_have(client: FlaskClient):
    code = client.post("/class", json={}).get_json()["code"]
    pages = (*PAGES, "/join", f"/class/{code}", f"/class/{code}/did", f"/class/{code}/remote")
    asked = {name for address in pages for name in needed(client, address, later=True)}
    asked |= {f"/static/js/{name}" for name in html.modules()}  # the file that steps offline
    asked |= {f"/static/css/{name}.css" for name in html.STYLES}
    asked.add("/static/js/theme.js")  # stands in every page
    for name in [each for each in asked if each.endswith(".js")]:  # a part may bring its own sheet
        found = re.findall(r'"(css/[\w-]+\.css)"', client.get(name).text)
        asked |= {f"/static/{each}" for each in found}
    kept = {f"/static/{p.relative_to(ROOT / 'static')}" for p in files() if "static" in p.parts}
    unused = {name for name in kept - asked if not name.endswith("types.js")}
    assert unused == set(), "nobody asks for it"


def test_the_slides_numbers_are_on_the_page_of_the_last_forward_step(client: FlaskClient):
    told = story(**SLIDE)
    found = drawn(get_page(client, f"{LESSON}?step=12"))
    edges = {told.graph.nodes[e.src].name: found[f"{e.id}.value"] for e in told.graph.edges}
    assert [edges[name] for name in ("z1", "z2", "q", "v", "p")] == [
        "= −2",
        "= 1",
        "= −1",
        "= −1",
        "= 0.27",
    ]
    assert found["o10.value"] == "= 1.3"


@pytest.mark.parametrize("language", ["en", "cs"])
def test_what_may_be_meant_otherwise_is_on_the_page_itself(client: FlaskClient, language: str):
    program = "w: weight = 2\nL = w**2\nL_reg = L + 0.1*w**2"
    text = client.get(f"/studio?p={pack(program)}&lang={language}").text
    words = "has no part in the gradients" if language == "en" else "na gradientech nepodílí"
    assert words in text and "<code>L_reg: loss</code>" in text
    assert words not in client.get(f"/studio?p={pack('w = 2; y = w')}&lang={language}").text
