"""The plan as Word: the same plan as from its text, and one sentence for what cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pytest_django.asserts import assertContains

from campaigns.models import Campaign
from campaigns.plan_text import NotAPlan, plain_text, read_plan
from campaigns.plan_text.word import UNREADABLE

FILE = Path("campaigns/defaults/ke-hoach-dan-van-kheo-2025-2030.txt")


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_word(text: str) -> bytes:
    """As a typist has it: what stands before a colon in bold, the heading in a table of two columns."""
    document = Document()
    for line in text.splitlines():
        label, colon, rest = line.partition(":")
        paragraph = document.add_paragraph()
        paragraph.add_run(label + colon).bold = bool(colon)
        paragraph.add_run(rest)
    return saved(document)


def numbered(document, texts, style):
    for text in texts:
        document.add_paragraph(text, style=style)


def test_word_gives_the_same_plan_as_its_text():
    text = FILE.read_text(encoding="utf-8")

    from_word, from_text = read_plan(plain_text(as_word(text))), read_plan(text.encode())

    assert from_word.items == from_text.items
    assert (from_word.title, from_word.duties) == (from_text.title, from_text.duties)
    assert from_word.citations == from_text.citations


def test_automatic_numbers_and_points_are_written_out():
    document = Document()
    numbered(document, ["Mục một", "Mục hai"], "List Number")
    numbered(document, ["Ý thứ nhất"], "List Bullet")
    for paragraph in document.paragraphs:
        # python-docx leaves the number to the style; Word writes it into each paragraph.
        own = paragraph.style.element.pPr.numPr
        paragraph._p.get_or_add_pPr().append(own.__copy__())

    lines = plain_text(saved(document)).decode().splitlines()

    assert lines == ["1. Mục một", "2. Mục hai", "- Ý thứ nhất"]


def test_a_table_is_read_cell_by_cell_and_struck_text_is_left_out():
    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "ĐẢNG BỘ THÀNH PHỐ", "ĐẢNG CỘNG SẢN VIỆT NAM"
    struck = OxmlElement("w:del")
    run, text = OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "đã bỏ"
    run.append(text)
    struck.append(run)
    document.add_paragraph("Giữ lại")._p.append(struck)
    assert document.element.body.iter(qn("w:del"))

    assert plain_text(saved(document)).decode().split("\n") == [
        "ĐẢNG BỘ THÀNH PHỐ",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Giữ lại",
    ]


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 60_000_000)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


def hollow() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<không phải xml")
    return stream.getvalue()


HOSTILE = {
    "cut": as_word("KẾ HOẠCH")[:-200],
    "bomb": bomb(),
    "workbook": workbook(),
    "hollow": hollow(),
    "nothing": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_word_file_is_said_in_one_sentence(name):
    with pytest.raises(NotAPlan) as refusal:
        plain_text(HOSTILE[name])

    assert refusal.value.message == UNREADABLE


def test_an_administrator_sees_the_preview_of_a_word_file_and_confirms_it(administrator, sign_in):
    client = sign_in(administrator)
    upload = SimpleUploadedFile("ke-hoach.docx", as_word(FILE.read_text(encoding="utf-8")))

    page = client.post(reverse("campaigns:campaign-import"), {"file": upload})
    assertContains(page, "Nội dung 7")
    assert not Campaign.objects.exists()
    source = page.context["form"].initial["source"]
    client.post(
        reverse("campaigns:campaign-import-confirm"), {"source": source, "number": "", "issued_on": ""}
    )

    assert Campaign.objects.get().items.count() == 7


def test_a_damaged_file_is_refused_at_its_field(administrator, sign_in):
    upload = SimpleUploadedFile("ke-hoach.docx", HOSTILE["cut"])

    answer = sign_in(administrator).post(reverse("campaigns:campaign-import"), {"file": upload})

    assertContains(answer, "Không đọc được tệp Word này", status_code=422)
