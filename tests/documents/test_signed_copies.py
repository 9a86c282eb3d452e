"""The signed paper comes back: kept as it came, four answers told, refused in words."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.models import Document, SignedCopy
from hoaxa_danvan.documents.paper import Paper, Paragraph, Signature
from hoaxa_danvan.documents.services.documents import draw, order_document
from hoaxa_danvan.documents.services.signed import add_signed_copy
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import HANDLERS
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import IllegalMove
from tests.documents import signing
from tests.factories import UnitPlanFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)
PAPER = Paper(
    profile="party",
    issuer_line="CHI BỘ",
    kind="KẾ HOẠCH",
    title="thử",
    number="05-KH/CB",
    date=AT.date(),
    body=(Paragraph("Một câu."),),
    signature=Signature("BÍ THƯ", "Bí thư"),
)


@pytest.fixture
def issued(officer, monkeypatch) -> Document:
    monkeypatch.setitem(HANDLERS, "tests.draw", lambda job: draw(job, at=AT))
    document = order_document(
        kind=Document.Kind.UNIT_PLAN,
        title="Kế hoạch",
        target=UnitPlanFactory(unit=officer.unit),
        paper=PAPER,
        key="tests.draw:signed",
        job_kind="tests.draw",
        is_issued=True,
        by=officer,
        at=AT,
    )
    run(job_id=Job.objects.get().pk, at=AT)
    document.refresh_from_db()
    return document


def handed_in(content: bytes, name="ban-da-ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def original(document: Document) -> bytes:
    with document.file.open() as file:
        return file.read()


def test_a_scan_without_signature_is_kept_as_it_came_and_says_so(issued, officer):
    copy = add_signed_copy(issued, upload=handed_in(original(issued)), by=officer, at=AT)

    with copy.file.open() as file:
        assert file.read() == original(issued)
    assert (copy.is_pdf, copy.sha256) == (True, issued.sha256)
    assert (copy.told.kind, copy.told.signers, copy.told.is_whole) == ("scan", (), False)
    assert [e.target for e in AuditEntry.objects.filter(verb="add_signed_copy")] == [issued]


def test_the_same_file_again_is_the_same_copy(issued, officer):
    first = add_signed_copy(issued, upload=handed_in(original(issued)), by=officer, at=AT)

    assert add_signed_copy(issued, upload=handed_in(original(issued)), by=officer, at=AT) == first
    assert SignedCopy.objects.count() == 1


def test_others_may_not_add_one(issued, outsider, reviewer, clerk):
    """The unit's own paper: not even the office signs for it."""
    for stranger in (outsider, reviewer, clerk):
        with pytest.raises(PermissionDenied):
            add_signed_copy(issued, upload=handed_in(original(issued)), by=stranger, at=AT)

    assert not SignedCopy.objects.exists()


@pytest.mark.parametrize("content", [b"", b"khong phai PDF", b"%PDF-1.7 hong"])
def test_what_is_no_paper_is_refused_in_words_on_the_page(issued, officer, sign_in, content):
    url = reverse("documents:signed-copy-add", args=[issued.pk])

    response = sign_in(officer).post(url, {"file": handed_in(content)})

    assert response.status_code == 422
    assert response.context["signed_form"].errors["file"]
    assert not SignedCopy.objects.exists()


def test_a_paper_that_is_not_issued_has_no_signed_copy(issued, officer):
    Document.objects.update(is_issued=False)
    issued.refresh_from_db()

    with pytest.raises(IllegalMove, match="đã ban hành"):
        add_signed_copy(issued, upload=handed_in(b"%PDF"), by=officer, at=AT)


def test_the_page_tells_four_things_apart_and_gives_the_file_to_those_who_read_it(
    issued, officer, outsider, sign_in
):
    client = sign_in(officer)
    add = reverse("documents:signed-copy-add", args=[issued.pk])

    page = client.post(add, {"file": handed_in(original(issued))}, follow=True)

    for question in ("Ai ký", "Chứng thư có tin cậy", "Nội dung còn nguyên", "Có gì thêm sau khi ký"):
        assertContains(page, question)
    copy = SignedCopy.objects.get()
    url = reverse("documents:signed-copy-download", args=[issued.pk, copy.pk])
    assert b"".join(client.get(url)) == original(issued)
    assert sign_in(outsider).get(url).status_code == 404
    assert sign_in(outsider).post(add, {"file": handed_in(original(issued))}).status_code == 404


def test_who_signed_is_named_once(issued, officer, sign_in):
    someone = signing.Identity.root("Chứng thư gốc thử").issue("Bí thư Chi bộ Mẫu")
    signed = signing.sign(original(issued), someone, at=AT)
    add = reverse("documents:signed-copy-add", args=[issued.pk])

    page = sign_in(officer).post(add, {"file": handed_in(signed)}, follow=True)

    assertContains(page, "1 chữ ký số", count=1)
    assertContains(page, "Bí thư Chi bộ Mẫu (Đảng ủy xã Hòa Xá), 09:00 ngày 20/01/2026", count=1)
