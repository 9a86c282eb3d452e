"""Giấy khen of a decision: one sheet for each award, printed again as the same document."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from awards.models import AwardDecision, AwardTitle
from awards.papers.certificates import certificates_of
from awards.services.certificates import order_certificates
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Certificates, printable_from
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.pages import text
from tests.awards.steps import LATER, decide


@pytest.fixture
def decision(considered, clerk) -> AwardDecision:
    """Of the Party: a unit and a person."""
    return decide(considered, clerk)


def sheets(document: Document) -> Certificates:
    found = printable_from(document.paper)
    assert isinstance(found, Certificates)
    return found


def test_every_award_has_a_sheet_by_its_decision(decision, clerk):
    (document,) = order_certificates(decision, first_in_book=None, by=clerk, at=LATER)

    batch = sheets(document)
    assert [sheet.recipient for sheet in batch.sheets] == ["Chi bộ thôn Mẫu 1", "Trưởng thôn Mẫu 2"]
    assert (batch.kind, batch.action, batch.decision) == (
        "GIẤY KHEN",
        "TẶNG",
        "Quyết định số 88-QĐ/ĐU, ngày 09/12/2026",
    )
    assert (batch.signature.name, batch.signature.authority) == (
        "Phó Bí thư Thường trực",
        "T/M BAN THƯỜNG VỤ",
    )
    assert batch.sheets[0].lines_below == ()
    assert batch.sheets[1].lines_below == (str(decision.awards.for_list()[1].nomination.unit),)
    assert {sheet.place_in_book for sheet in batch.sheets} == {""}
    assert (document.is_issued, document.number) == (True, "88-QĐ/ĐU")


def test_the_book_s_numbers_run_on(decision, clerk):
    (document,) = order_certificates(decision, first_in_book=12, by=clerk, at=LATER)

    assert [sheet.place_in_book for sheet in sheets(document).sheets] == ["Vào sổ số 12", "Vào sổ số 13"]


@pytest.mark.parametrize("office", ["Phó Bí thư", "T/M Ban Thường vụ, Phó Bí thư"])
def test_the_signer_s_authority_is_not_said_twice(considered, clerk, office):
    (batch,) = certificates_of(decide(considered, clerk, signer_office=office))

    assert (batch.signature.authority, batch.signature.office) == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")


def test_the_same_sheets_are_the_same_document(decision, clerk, reviewer):
    (first,) = order_certificates(decision, first_in_book=12, by=clerk, at=LATER)

    (again,) = order_certificates(decision, first_in_book=12, by=reviewer, at=LATER)
    (other,) = order_certificates(decision, first_in_book=20, by=clerk, at=LATER)

    assert (again, other != first, Document.objects.count()) == (first, True, 2)


def test_another_sort_of_paper_is_a_batch_of_its_own(decision, party_title):
    decision.awards.filter(nomination__recipient="Trưởng thôn Mẫu 2").update(
        title=AwardTitle.objects.create(code="gcn", name="Giấy chứng nhận điển hình", track="party", order=9)
    )

    batches = certificates_of(decision, first_in_book=3)

    assert [(batch.kind, batch.sheets[0].place_in_book) for batch in batches] == [
        ("GIẤY KHEN", "Vào sổ số 3"),
        ("GIẤY CHỨNG NHẬN", "Vào sổ số 4"),
    ]


def test_the_chairman_s_are_printed_elsewhere(considered, clerk):
    state = decide(considered, clerk, track="state", number="310/QĐ-UBND")

    with pytest.raises(IllegalMove, match="Ủy ban nhân dân in"):
        order_certificates(state, first_in_book=None, by=clerk, at=LATER)

    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "post", ["officer", "council_member", "secretary", "leader", "panel_member", "administrator"]
)
def test_nobody_else_prints_them(request, sign_in, decision, post):
    by = request.getfixturevalue(post)

    with pytest.raises(PermissionDenied):
        order_certificates(decision, first_in_book=None, by=by, at=LATER)

    page = reverse("awards:certificates-print", args=[decision.pk])
    assert sign_in(by).post(page, {}).status_code in {403, 404}
    assert not Document.objects.exists()


@pytest.mark.parametrize("post", ["clerk", "reviewer"])
def test_they_are_ordered_on_a_page_and_not_shown_to_units(request, sign_in, decision, officer, post):
    page = reverse("awards:certificates-print", args=[decision.pk])
    client = sign_in(request.getfixturevalue(post))
    assert "In Giấy khen" in text(client.get(decision.round.get_absolute_url()))
    assert "Trưởng thôn Mẫu 2" in text(client.get(page))

    assert client.post(page, {"first_in_book": "0"}).status_code == 422
    assert client.post(page, {"first_in_book": "12"}).status_code == 302

    document = Document.objects.get()
    detail = reverse("documents:document-detail", args=[document.pk])
    assert client.get(detail).status_code == 200
    assert str(document) in text(client.get(page))
    assert sign_in(officer).get(detail).status_code == 404
