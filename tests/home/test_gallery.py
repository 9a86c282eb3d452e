"""One of each kind of paper from the demonstration's commune: the files, and nothing else left behind."""

from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import docx
import pypdfium2
import pytest
import time_machine
from django.core.management import CommandError, call_command
from PIL import Image

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.home.gallery import papers
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.lib.dates import LOCAL
from tests.home.conftest import PLANS_DAY

AFTER = datetime(PLANS_DAY.year, PLANS_DAY.month, PLANS_DAY.day, 12, tzinfo=LOCAL)


@pytest.fixture
def planned(planned_commune, db, settings):
    settings.DEMO = True
    with time_machine.travel(AFTER, tick=False):
        yield


def gallery(to: Path, *kinds: str) -> str:
    out = StringIO()
    call_command("gallery", to=to, kinds=list(kinds) or Document.Kind.values, stdout=out)
    return out.getvalue()


def text_of(pdf: Path) -> str:
    book = pypdfium2.PdfDocument(BytesIO(pdf.read_bytes()))
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in book).split())
    finally:
        book.close()


def test_a_real_portal_is_refused(settings, db, tmp_path):
    settings.DEMO = False

    with pytest.raises(CommandError, match=r"^Lệnh này chỉ dùng cho cổng trình diễn \(DEMO=True\)\.$"):
        gallery(tmp_path / "to")

    assert not (tmp_path / "to").exists()


def test_a_kind_that_there_is_not_is_refused(planned, tmp_path):
    with pytest.raises(CommandError, match="invitation"):
        call_command("gallery", f"--to={tmp_path / 'to'}", "--kinds", "invitation")

    assert not (tmp_path / "to").exists()


def test_a_paper_becomes_a_pdf_a_word_file_and_a_picture_of_each_page(planned, tmp_path):
    before = [model.objects.count() for model in (Document, OfficialPaper, Job, AuditEntry)]

    told = gallery(tmp_path / "to", "guidance", "minutes")

    pages = len(pypdfium2.PdfDocument(tmp_path / "to" / "guidance.pdf"))
    assert told == (
        f"+  Hướng dẫn tiêu chí: {pages} trang.\n–  Biên bản họp Hội đồng: xã trình diễn chưa có gì để lập.\n"
    )
    names = {path.name for path in (tmp_path / "to").iterdir()}
    assert names == {
        "guidance.pdf",
        "guidance.docx",
        *(f"guidance-{page}.png" for page in range(1, pages + 1)),
    }
    assert "HƯỚNG DẪN tiêu chí xây dựng, đánh giá mô hình" in text_of(tmp_path / "to" / "guidance.pdf")
    word = docx.Document(str(tmp_path / "to" / "guidance.docx"))
    assert "HƯỚNG DẪN" in [paragraph.text for paragraph in word.paragraphs]
    with Image.open(tmp_path / "to" / "guidance-1.png") as picture:
        assert picture.size == (893, 1263)  # A4 at a dot and a half per point
    # The draft was begun to be printed, and is gone again.
    assert [model.objects.count() for model in (Document, OfficialPaper, Job, AuditEntry)] == before


def test_made_again_the_files_are_the_same(planned, tmp_path):
    gallery(tmp_path, "unit_plan")
    first = (tmp_path / "unit_plan.pdf").read_bytes()

    gallery(tmp_path, "unit_plan")

    assert (tmp_path / "unit_plan.pdf").read_bytes() == first
    assert "KẾ HOẠCH thực hiện phong trào thi đua “Dân vận khéo” năm 2026" in text_of(
        tmp_path / "unit_plan.pdf"
    )


def test_early_in_the_year_there_is_nothing_of_the_award_round_yet(planned):
    found = dict(papers(Document.Kind.values, at=AFTER + timedelta(minutes=1)))

    assert list(found) == Document.Kind.values
    assert {kind for kind, paper in found.items() if paper is not None} == {
        "campaign",
        "guidance",
        "urging",
        "peer_urging",
        "unit_plan",
    }
