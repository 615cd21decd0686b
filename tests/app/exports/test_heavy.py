"""Files opened by the programs that people open them with: poppler, LibreOffice."""

import io
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from app.exports import FORMATS, Options, chosen, export
from app.lessons import lessons
from app.picture.svg import THEMES
from app.wording import sentences

from .. import stories
from .titles import PROGRAM

SHOWN = ("example-2", "fork", "network")


def written(folder: Path, told, suffix: str, name: str, **options: object) -> Path:
    path = folder / f"{name}.{suffix}"
    how = Options(level="node", **options)
    path.write_bytes(export(told, FORMATS[suffix], step=None, options=how).data)
    return path


def ran(*command: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr
    return done.stdout


def words(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def latin(text: str) -> str:
    return "".join(sign for sign in text if sign < "\u0250")


def said(told, step: int) -> str:
    return words(sentences.sentence(told.words, told.walk.steps[step]))


@pytest.mark.exports("poppler")
@pytest.mark.parametrize("slug", lessons())
def test_poppler_finds_every_font_embedded_and_every_sentence(slug: str, tmp_path: Path):
    told = lessons()[slug].story()
    path = written(tmp_path, told, "pdf", slug)
    fonts = ran("pdffonts", path).splitlines()[2:]
    assert fonts and all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    pages = ran("pdftotext", "-enc", "UTF-8", path, "-").split("\f")[:-1]
    steps = chosen(told, "node")
    assert len(pages) == len(steps)
    for page, step in zip(pages, steps, strict=True):
        assert said(told, step) in words(page)


@pytest.mark.exports("poppler")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("per_page", [1, 3])
def test_poppler_draws_every_page(theme: str, per_page: int, tmp_path: Path):
    path = written(
        tmp_path, lessons()["fork"].story(), "pdf", "fork", theme=theme, per_page=per_page
    )
    ran("pdftoppm", "-r", "40", "-png", path, tmp_path / "page")
    drawn = sorted(tmp_path.glob("page*.png"))
    assert len(drawn) == len(PdfReader(path).pages)
    seen = set()
    for each in drawn:
        data = each.read_bytes()
        colours = Image.open(io.BytesIO(data)).convert("RGB").getcolors(1_000_000)
        assert colours is not None and len(colours) > 30
        seen.add(data)
    assert len(seen) == len(drawn)


@pytest.mark.exports("LibreOffice")
def test_libreoffice_opens_the_slides_and_finds_every_sentence(tmp_path: Path):
    stories_ = {slug: lessons()[slug].story() for slug in SHOWN}
    stories_["titles"] = stories.story(PROGRAM)
    files = [written(tmp_path, told, "pptx", name) for name, told in stories_.items()]
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    for name, told in stories_.items():
        pages = PdfReader(tmp_path / f"{name}.pdf").pages
        steps = chosen(told, "node")
        assert len(pages) == len(steps)
        for page, step in zip(pages, steps, strict=True):
            text = words(page.extract_text())
            # Signs that LibreOffice takes from another font stand apart in what is read of it.
            assert Counter(said(told, step)) <= Counter(text)
            assert latin(said(told, step)) in latin(text)
            assert latin(words(told.graph.title)) in latin(text)
            assert page.images
