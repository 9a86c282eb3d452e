"""Documents: ordered with their job, filed whole or not at all, read by those who may."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.documents.fonts import FontsMissing
from hoaxa_danvan.documents.models import Document, DocumentReading, SignedCopy
from hoaxa_danvan.documents.paper import Column, Paper, Paragraph, Signature, Table
from hoaxa_danvan.documents.services import documents as services
from hoaxa_danvan.documents.services.documents import draw, key_of, mark_read, order_document, sweep_files
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import HANDLERS
from hoaxa_danvan.jobs.services import LostLease, run
from hoaxa_danvan.lib.dates import LOCAL
from tests.documents import samples
from tests.factories import UnitPlanFactory

AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)
KIND = "tests.draw"


@pytest.fixture(autouse=True)
def _handler(monkeypatch):
    monkeypatch.setitem(HANDLERS, KIND, lambda job: draw(job, at=AT))


def paper_saying(text):
    return Paper(
        profile="party",
        issuer_line="ĐẢNG ỦY XÃ HÒA XÁ",
        kind="KẾ HOẠCH",
        title="thử",
        body=(Paragraph(text),),
        signature=Signature("BÍ THƯ"),
    )


def order(plan, text="Một câu.", by=None, **kwargs):
    paper = paper_saying(text)
    return order_document(
        kind=Document.Kind.UNIT_PLAN,
        title="Kế hoạch “Dân vận khéo” năm 2026",
        target=plan,
        paper=paper,
        key=key_of(f"{KIND}:{plan.pk}", paper),
        job_kind=KIND,
        by=by,
        at=AT,
        **kwargs,
    )


@pytest.fixture
def plan(officer):
    return UnitPlanFactory(unit=officer.unit, submitted=True)


@pytest.fixture
def drawn(plan, officer) -> Document:
    """A document of the officer's plan, on file."""
    document = order(plan, by=officer)
    assert run(job_id=document.job_id, at=AT)
    return Document.objects.get()


def url(name, document):
    return reverse(f"documents:document-{name}", args=[document.pk])


def files():
    folder = Path(settings.MEDIA_ROOT) / "documents"
    return sorted(folder.iterdir(), key=lambda file: file.suffix, reverse=True) if folder.exists() else []


def names_of(document):
    return [Path(file.name).name for file in (document.file, document.word_file)]


# Ordering and drawing


def test_the_same_paper_is_the_same_document_and_another_is_another(plan, officer):
    first = order(plan, by=officer)

    assert order(plan, by=officer) == first
    assert order(plan, "Một câu khác.", by=officer) != first
    assert Document.objects.count() == Job.objects.count() == 2
    assert (first.target, first.by, first.at, bool(first.file)) == (plan, officer, AT, False)


def test_the_worker_files_it_with_its_hash_and_ends_the_job(drawn):
    content = files()[0].read_bytes()

    assert content.startswith(b"%PDF-")
    assert (drawn.size, drawn.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (drawn.made_at, drawn.job.state) == (AT, Job.State.DONE)
    assert [file.name for file in files()] == names_of(drawn)
    assert {file.stat().st_mode & 0o777 for file in files()} == {0o640}


def test_every_document_has_a_word_file_that_says_the_same(drawn):
    word = docx.Document(drawn.word_file.path)

    assert "Một câu." in [paragraph.text for paragraph in word.paragraphs]
    assert (drawn.word_file.name.endswith(".docx"), bool(drawn.sheet_file)) == (True, False)


def test_the_communes_report_has_its_tables_as_a_workbook_too(plan):
    table = Table(
        columns=(Column("Chỉ tiêu"), Column("Số", align="right")),
        rows=(("Mô hình", "1.234"),),
        caption="Bảng 1",
    )
    paper = replace(paper_saying("Một câu."), body=(table,))
    document = order_document(
        kind=Document.Kind.AGGREGATE_REPORT,
        title="Báo cáo",
        target=plan,
        paper=paper,
        key="bao-cao",
        job_kind=KIND,
        by=None,
        at=AT,
    )

    run(job_id=document.job_id, at=AT)

    document.refresh_from_db()
    values = [row for row in load_workbook(document.sheet_file.path).active.values if "Mô hình" in row]
    assert values == [("Mô hình", 1234)]


def test_a_word_file_that_cannot_be_made_leaves_no_pdf_behind(plan, monkeypatch):
    document = order(plan)

    def broken(*args, **kwargs):
        raise RuntimeError("hết mực")

    monkeypatch.setattr(services, "render_word", broken)
    assert not run(job_id=document.job_id, at=AT)

    document.refresh_from_db()
    assert (document.file.name, document.word_file.name, files()) == ("", "", [])


def test_a_second_delivery_does_nothing(drawn):
    assert not run(job_id=drawn.job_id, at=AT + timedelta(hours=1))

    assert [file.name for file in files()] == names_of(drawn)


def test_a_runner_that_lost_its_lease_leaves_neither_row_nor_file(plan):
    document = order(plan)
    job = document.job
    job.tries = 5

    with pytest.raises(LostLease):
        draw(job, at=AT)

    document.refresh_from_db()
    assert (document.file.name, document.sha256, files()) == ("", "", [])


def test_a_full_disk_leaves_no_half_file_and_the_job_runs_again(plan, monkeypatch):
    document = order(plan)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services.os, "fsync", full)
    assert not run(job_id=document.job_id, at=AT)

    document.refresh_from_db()
    assert (document.file.name, files()) == ("", [])
    assert document.job.state == Job.State.QUEUED
    monkeypatch.undo()
    monkeypatch.setitem(HANDLERS, KIND, lambda job: draw(job, at=AT))
    assert run(job_id=document.job_id, at=document.job.next_try_at)


def test_without_fonts_it_waits_and_says_for_what(plan, monkeypatch):
    document = order(plan)

    def missing(*args, **kwargs):
        raise FontsMissing("Máy chủ thiếu phông chữ.")

    monkeypatch.setattr(services, "render_pdf", missing)
    assert not run(job_id=document.job_id, at=AT)

    job = Job.objects.get()
    assert (job.state, job.failures, job.reason) == (Job.State.WAITING, 0, "Máy chủ thiếu phông chữ.")


def test_the_sweep_takes_what_no_row_knows_and_is_old(drawn):
    orphan = files()[0].with_name("mo-coi.pdf")
    orphan.write_bytes(b"%PDF-")
    tomorrow = datetime.now(LOCAL) + timedelta(days=1)

    assert sweep_files(before=datetime.now(LOCAL) - timedelta(days=1)) == []
    assert sweep_files(before=tomorrow) == ["documents/mo-coi.pdf"]
    assert [file.name for file in files()] == names_of(drawn)


def test_the_command_sweeps_signed_copies_too_and_leaves_an_upload_under_way(drawn, officer, capsys):
    known = SignedCopy(document=drawn, original_name="a.pdf", sha256="a" * 64, size=4, by=officer, at=AT)
    known.file.save("", ContentFile(b"%PDF"))
    orphan, fresh = ("signed/mo-coi.pdf", "signed/dang-tai.pdf")
    for name in (orphan, fresh):
        default_storage.save(name, ContentFile(b"%PDF"))
    old = (datetime.now(LOCAL) - timedelta(hours=2)).timestamp()
    for name in (orphan, known.file.name):
        os.utime(default_storage.path(name), (old, old))

    call_command("sweep_files")

    assert capsys.readouterr().out == "- signed/mo-coi.pdf\n1 tệp thừa đã xóa.\n"
    left = {f"signed/{name}" for name in default_storage.listdir("signed")[1]}
    assert left == {known.file.name, fresh}


@pytest.mark.django_db(transaction=True)
def test_ordered_ten_times_at_once_it_is_one_document():
    plan = UnitPlanFactory(submitted=True)

    def press(_):
        try:
            return order(plan).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(press, range(10), timeout=60))) == 1
    assert Job.objects.count() == 1


# Pages


def test_the_page_shows_progress_then_the_paper_with_its_hash(plan, officer, sign_in):
    document = order(plan, by=officer)
    waiting = sign_in(officer).get(url("detail", document))
    assertContains(waiting, "Đang lập văn bản")
    assertContains(waiting, "data-refresh")
    assert sign_in(officer).get(url("download", document)).status_code == 404

    run(job_id=document.job_id, at=AT)

    done = sign_in(officer).get(url("detail", document))
    assertContains(done, Document.objects.get().sha256)
    assertContains(done, url("download", document))


def test_a_failure_is_told_in_words_and_tried_again_by_a_press(plan, officer, sign_in, wakes):
    document = order(plan, by=officer)
    Job.objects.update(state=Job.State.FAILED, reason="Máy dừng giữa chừng nhiều lần.", failures=8)
    client = sign_in(officer)
    assertContains(client.get(url("detail", document)), "Máy dừng giữa chừng nhiều lần.")
    assert client.get(url("retry", document)).status_code == 405

    assertRedirects(client.post(url("retry", document)), url("detail", document))

    assert Job.objects.get().state == Job.State.QUEUED


def test_the_download_is_private_and_carries_its_vietnamese_name(drawn, officer, sign_in):
    answer = sign_in(officer).get(url("download", drawn))

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20%E2%80%9CD%C3%A2n%20v%E1%BA%ADn"
        "%20kh%C3%A9o%E2%80%9D%20n%C4%83m%202026.pdf"
    )


def test_word_and_excel_come_with_their_own_names_and_kinds(drawn, officer, sign_in):
    Document.objects.update(sheet_file=drawn.word_file.name)
    client = sign_in(officer)

    word = client.get(reverse("documents:document-download-form", args=[drawn.pk, "word"]))
    excel = client.get(reverse("documents:document-download-form", args=[drawn.pk, "excel"]))

    assert word["Content-Type"].endswith("wordprocessingml.document")
    assert excel["Content-Type"].endswith("spreadsheetml.sheet")
    assert word["Content-Disposition"].endswith("2026.docx")
    assert excel["Content-Disposition"].endswith("2026.xlsx")
    assert {answer["Cache-Control"] for answer in (word, excel)} == {"private, no-store"}
    assert b"".join(word.streaming_content).startswith(b"PK")
    excel.close()


@pytest.mark.parametrize("form", ["excel", "rtf", ".."])
def test_a_form_that_is_not_there_is_404(drawn, officer, sign_in, form):
    assert sign_in(officer).get(f"/van-ban/{drawn.pk}/tai/{form}/").status_code == 404


@pytest.mark.parametrize(
    ("post", "status"), [("head", 200), ("reviewer", 200), ("leader", 200), ("outsider", 404), ("peer", 404)]
)
def test_who_reads_the_thing_reads_its_papers(drawn, post, status, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(url("detail", drawn)).status_code == status
    answer = client.get(url("download", drawn))
    assert (answer.status_code, bool(b"".join(answer))) == (status, True)
    word = client.get(reverse("documents:document-download-form", args=[drawn.pk, "word"]))
    assert (word.status_code, bool(b"".join(word))) == (status, True)
    assert client.post(url("retry", drawn)).status_code == (302 if status == 200 else 404)


def test_a_file_that_is_gone_is_not_there(drawn, officer, sign_in):
    files()[0].unlink()

    assert sign_in(officer).get(url("download", drawn)).status_code == 404


def test_a_leaders_first_opening_of_an_issued_paper_is_remembered(drawn, leader, reviewer, sign_in):
    Document.objects.update(is_issued=True, code="K7M3P9QX2R")
    client = sign_in(leader)
    page = client.get(url("detail", drawn))
    assertContains(page, "Mở để đọc (PDF)")
    assert client.get(url("read", drawn)).status_code == 405

    assertRedirects(client.post(url("read", drawn)), url("download", drawn), fetch_redirect_response=False)
    client.post(url("read", drawn))
    sign_in(reviewer).post(url("read", drawn))

    assert [reading.by for reading in DocumentReading.objects.all()] == [leader]
    assertContains(sign_in(reviewer).get(url("detail", drawn)), f"{leader}:")


def test_a_leader_who_opens_the_word_file_has_read_it(drawn, leader, sign_in):
    Document.objects.update(is_issued=True, code="K7M3P9QX2R")

    answer = sign_in(leader).post(url("read", drawn), {"form": "word"})

    there = reverse("documents:document-download-form", args=[drawn.pk, "word"])
    assertRedirects(answer, there, fetch_redirect_response=False)
    assert [reading.by for reading in DocumentReading.objects.all()] == [leader]


def test_a_unit_withdraws_its_own_issued_paper_on_its_page(drawn, officer, reviewer, sign_in):
    Document.objects.update(is_issued=True, code="K7M3P9QX2R")
    assertNotContains(sign_in(reviewer).get(url("detail", drawn)), "Thu hồi văn bản")
    assert sign_in(reviewer).post(url("withdraw", drawn), {"reason": "Sai."}).status_code == 403
    client = sign_in(officer)
    assertContains(client.get(url("detail", drawn)), "Thu hồi văn bản")
    assert client.get(url("withdraw", drawn)).status_code == 405

    empty = client.post(url("withdraw", drawn), {"reason": " "})
    assertContains(empty, "Vui lòng nhập lý do", status_code=422)
    assertRedirects(client.post(url("withdraw", drawn), {"reason": "Nhầm phụ lục."}), url("detail", drawn))

    page = client.get(url("detail", drawn))
    assertContains(page, "Đã thu hồi")
    assertContains(page, "Nhầm phụ lục.")
    assertNotContains(page, "Thu hồi văn bản")


def test_the_page_of_an_issued_paper_shows_what_it_was_given(drawn, officer, sign_in):
    Document.objects.update(
        is_issued=True, code="K7M3P9QX2R", number="05-KH/CB", issued_on=AT.date(), signer="Bí thư chi bộ"
    )

    page = sign_in(officer).get(url("detail", drawn))

    for said in (
        "05-KH/CB",
        "Thứ Ba 20/01/2026",
        "Bí thư chi bộ",
        "/van-ban/tra-cuu/K7M3P9QX2R/",
        'class="qr"',
    ):
        assertContains(page, said)
    assertContains(page, "Một câu.")


@pytest.mark.parametrize("make", [samples.commune_report, partial(samples.praise, "Tổ dân vận Thôn Mẫu 1")])
def test_every_sample_can_be_read_on_its_page(plan, officer, sign_in, make):
    paper = make()
    document = order_document(
        kind=Document.Kind.CERTIFICATES,
        title="Mẫu",
        target=plan,
        paper=paper,
        key="mau",
        job_kind=KIND,
        by=officer,
        at=AT,
    )

    page = sign_in(officer).get(url("detail", document)).content.decode()

    assert '<th scope="col"></th>' not in page
    assert paper.issuer_line.split("\n")[0] in page
    assert "style=" not in page.partition("<article")[2].partition("</article>")[0]


def test_a_draft_has_no_readers(drawn, leader, sign_in):
    mark_read(drawn, by=leader, at=AT)

    assert not DocumentReading.objects.exists()
    assertNotContains(sign_in(leader).get(url("detail", drawn)), "Lãnh đạo đã đọc")
