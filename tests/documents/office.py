"""LibreOffice as the reader of what the portal wrote, and the text of a .docx without it."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

BINDING_HYPHEN = "\u2011"


def as_pdf(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file as LibreOffice prints it, by its name; the program is started once for all."""
    if shutil.which("soffice") is None:
        pytest.skip(
            "LibreOffice is not on this machine (apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        profile = f"-env:UserInstallation=file://{name}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        sources = [str(folder / file) for file in files]
        subprocess.run([*command, *sources], capture_output=True, check=True, timeout=240)
        return {file: (folder / file).with_suffix(".pdf").read_bytes() for file in files}


def words_of_word(file: bytes, *, heads: bool = True) -> list[str]:
    """What the body of a .docx says, in its order; `heads` of tables can be left out."""
    lines = []
    for paragraph in Document(io.BytesIO(file)).element.body.iter(qn("w:p")):
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        if heads or row is None or row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            lines.append("".join(map(_text, paragraph.iter())))
    return " ".join(lines).split()


def _text(piece) -> str:
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    return piece.text or "" if piece.tag == qn("w:t") else signs.get(piece.tag, "")


def words_of_page(html: str, *, heads: bool = True) -> list[str]:
    """The same of the body that is printed as PDF, without the way to the public page."""
    reader = _Reader({"head", "thead"} if not heads else {"head"})
    reader.feed(html)
    return "".join(reader.texts).split()


class _Reader(HTMLParser):
    VOID = frozenset({"br", "meta", "col"})

    def __init__(self, passed_over: set[str]) -> None:
        super().__init__()
        self.passed_over = passed_over
        self.texts: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag, attrs):
        is_room = tag == "span" and "room-for" in dict(attrs).get("class", "")
        self.texts.append("" if tag == "span" and not is_room else "\n")
        if tag not in self.VOID:
            silent = tag in self.passed_over or ("class", "look-up") in attrs
            self.open.append(silent or (bool(self.open) and self.open[-1]))

    def handle_endtag(self, tag):
        self.texts.append("" if tag == "span" else "\n")
        self.open.pop()

    def handle_data(self, data):
        if not (self.open and self.open[-1]):
            self.texts.append(data)

    def handle_startendtag(self, tag, attrs):
        """Parts of a drawing: they say nothing."""
