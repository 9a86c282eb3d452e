"""The signed minutes come back to the secretary, who gave them their number: whoever issues a kind keeps
its signed copies, beside the office."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from awards.services.certificates import order_certificates
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.models import Document, SignedCopy
from hoaxa_danvan.documents.services.signed import add_signed_copy
from hoaxa_danvan.jobs.services import run
from tests.awards.steps import LATER, decide, issue, start

UPLOAD = "Tải bản đã ký lên"


@pytest.fixture
def minutes(meeting, secretary) -> Document:
    """Issued, and drawn by the worker."""
    document = issue(start("minutes", meeting, secretary), secretary, number="3")
    run(job_id=document.job_id, at=LATER)
    document.refresh_from_db()
    return document


@pytest.fixture
def decision(considered, reviewer, clerk) -> Document:
    return issue(start("award", considered, reviewer), clerk, number="88")


def signed(document: Document) -> SimpleUploadedFile:
    with document.file.open() as file:
        return SimpleUploadedFile("bien-ban-da-ky.pdf", file.read(), content_type="application/pdf")


def page_of(document: Document) -> str:
    return reverse("documents:document-detail", args=[document.pk])


def test_the_secretary_uploads_the_signed_minutes(minutes, secretary, sign_in):
    client = sign_in(secretary)
    assertContains(client.get(page_of(minutes)), UPLOAD)

    add = reverse("documents:signed-copy-add", args=[minutes.pk])
    page = client.post(add, {"file": signed(minutes)}, follow=True)

    assert page.redirect_chain == [(page_of(minutes), 302)]
    assertContains(page, "bien-ban-da-ky.pdf")
    copy = SignedCopy.objects.get()
    assert (copy.document, copy.by, copy.told.kind) == (minutes, secretary, "scan")
    assert [e.by for e in AuditEntry.objects.filter(verb="add_signed_copy")] == [secretary]


@pytest.mark.parametrize("post", ["clerk", "reviewer"])
def test_so_does_the_office(minutes, request, post):
    assert request.getfixturevalue(post).may("documents.add_signed_copy", minutes)


@pytest.mark.parametrize(
    "post", ["council_member", "panel_member", "leader", "officer", "head", "outsider", "administrator"]
)
def test_nobody_else_does(minutes, request, post):
    with pytest.raises(PermissionDenied):
        add_signed_copy(minutes, upload=signed(minutes), by=request.getfixturevalue(post), at=LATER)

    assert not SignedCopy.objects.exists()
    assert not AuditEntry.objects.filter(verb="add_signed_copy").exists()


def test_a_member_reads_the_minutes_and_finds_no_form(minutes, council_member, sign_in):
    client = sign_in(council_member)

    assertNotContains(client.get(page_of(minutes)), UPLOAD)

    add = reverse("documents:signed-copy-add", args=[minutes.pk])
    assert client.post(add, {"file": signed(minutes)}).status_code == 403
    assert not SignedCopy.objects.exists()


@pytest.mark.parametrize("post", ["secretary", "council_member", "leader", "officer"])
def test_a_decision_that_the_clerk_issues_is_not_the_council_s(decision, request, post):
    """What the secretary writes down is one thing, what the Ban Thường vụ decides another."""
    assert not request.getfixturevalue(post).may("documents.add_signed_copy", decision)


def test_another_s_unit_paper_is_no_business_of_who_issues_that_kind(
    nomination, officer, outsider, secretary, reviewer, clerk
):
    """Every unit issues its own báo cáo thành tích, and keeps the signed copy of its own alone."""
    document = issue(start("achievement", nomination, officer), officer, number="9")

    assert officer.may("documents.add_signed_copy", document)
    for stranger in (outsider, secretary, reviewer, clerk):
        assert not stranger.may("documents.add_signed_copy", document)


def test_what_is_printed_without_being_written_has_no_issuer_to_ask(considered, secretary, clerk):
    (printed,) = order_certificates(decide(considered, clerk), first_in_book=1, by=clerk, at=LATER)

    assert clerk.may("documents.add_signed_copy", printed)
    assert not secretary.may("documents.add_signed_copy", printed)
