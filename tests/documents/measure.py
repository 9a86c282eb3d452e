"""Rulers for finished PDFs: positions, sizes and ink, read by poppler and not by what made them."""

import io
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

WORD = re.compile(r"\w+")
MM = 72 / 25.4
# From the top to the bottom of a glyph box of Liberation Serif and Tinos, in ems.
BOX = 1.107


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Type size in points."""
        return round((self.bottom - self.top) / BOX, 1)


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def find(self, phrase: str) -> tuple[Word, ...]:
        """The words of the phrase where they first stand in a row."""
        wanted, texts = phrase.split(), [word.text for word in self.words]
        for start in range(len(texts)):
            if texts[start : start + len(wanted)] == wanted:
                return self.words[start : start + len(wanted)]
        raise AssertionError(f"{phrase!r} is not in: {self.text}")


def run(*command: str, pdf: bytes) -> bytes:
    """Standard output of a command whose argument “{}” is the file."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not on this machine (apt-get install poppler-utils tesseract-ocr-vie)")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        arguments = [file.name if part == "{}" else part for part in command]
        return subprocess.run(arguments, capture_output=True, check=True, timeout=60).stdout


@lru_cache(maxsize=32)  # many tests look at the same few papers
def pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page with its words, in points from the top left corner."""
    root = ElementTree.fromstring(run("pdftotext", "-bbox", "{}", "-", pdf=pdf))  # noqa: S314 - poppler's own
    name = "{http://www.w3.org/1999/xhtml}"
    return tuple(
        Page(float(page.attrib["width"]), float(page.attrib["height"]), tuple(map(_word, page)))
        for page in root.iter(f"{name}page")
    )


def _word(node: ElementTree.Element) -> Word:
    left, top, right, bottom = (float(node.attrib[key]) for key in ("xMin", "yMin", "xMax", "yMax"))
    return Word(node.text or "", left, top, right, bottom)


@lru_cache(maxsize=32)
def styles(pdf: bytes) -> dict[str, str]:
    """Each printed line with its style: “”, “b”, “i” or “bi”."""
    marked = run("pdftohtml", "-xml", "-i", "-stdout", "{}", pdf=pdf).decode()
    found: dict[str, str] = {}
    for line in re.findall(r"<text [^>]*>(.*?)</text>", marked):
        text = re.sub(r"<[^>]+>", "", line).strip()
        found[text] = "".join(style for style in "bi" if f"<{style}>" in line)
    return found


@lru_cache(maxsize=16)
def picture(pdf: bytes, page: int, dpi: int) -> Image.Image:
    number = str(page)
    data = run("pdftoppm", "-r", str(dpi), "-gray", "-f", number, "-l", number, "{}", pdf=pdf)
    return Image.open(io.BytesIO(data))


def rule_below(pdf: bytes, words: tuple[Word, ...], page: int = 1, within: float = 6) -> float:
    """Length in points of the longest line drawn at most `within` points below words on the page."""
    dpi = 300
    image = picture(pdf, page, dpi)
    top, bottom = (round(y * dpi / 72) for y in (words[-1].bottom - 2, words[-1].bottom + within))
    rows = [bytes(255 if ink < 128 else 0 for ink in _row(image, y)) for y in range(top, bottom)]
    return max(len(run) for row in rows for run in row.split(b"\0")) * 72 / dpi


def _row(image: Image.Image, y: int) -> bytes:
    return image.crop((0, y, image.width, y + 1)).tobytes()


def share_read(pdf: bytes, page: int) -> float:
    """The share of the page's words that an OCR program finds as well."""
    stored, seen = (
        Counter(WORD.findall(text)) for text in (pages(pdf)[page - 1].text, read_by_eye(pdf, page))
    )
    return (stored & seen).total() / stored.total()


def read_by_eye(pdf: bytes, page: int) -> str:
    """What an OCR program reads on the page."""
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not on this machine (apt-get install tesseract-ocr-vie)")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        picture(pdf, page, 150).save(file)  # at twice that, the lines of tables pass for letters
        command = ["tesseract", str(file), "-", "-l", "vie", "--psm", "4"]
        environment = {"PATH": "/usr/bin:/usr/local/bin", "OMP_THREAD_LIMIT": "1"}
        return subprocess.run(
            command, capture_output=True, check=True, timeout=60, env=environment, text=True
        ).stdout
