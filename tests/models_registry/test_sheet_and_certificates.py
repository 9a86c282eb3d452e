"""What a unit gets back for typing: lý lịch on one page, giấy chứng nhận for what was recognised."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Paper, Paragraph, printable_from
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from models_registry.certificates import certificates_of
from models_registry.models import RegisteredModel
from models_registry.services.decisions import order_certificates, order_sheet
from models_registry.sheet_paper import sheet_paper
from tests.attachments import files
from tests.documents.conftest import print_out
from tests.documents.measure import pages
from tests.factories import (
    CampaignYearFactory,
    ProgressUpdateFactory,
    RecognitionDecisionFactory,
    RecognitionFactory,
    RegisteredModelFactory,
    UnitFactory,
)
from tests.models_registry.steps import AT, fill

DAY = date(2026, 11, 20)


def add_photo(target, by, *, width=640):
    picture = files.upload(files.photo(size=(width, 480)))
    return add_evidence(target=target, upload=picture, by=by, at=AT)


def rows_of(entry):
    return {row[1]: row[2] for row in sheet_paper(entry, day=DAY).body[0].rows}


# Lý lịch


def test_it_says_what_the_register_holds(sent_in):
    entry = RegisteredModel.objects.get(pk=sent_in.entry_id)
    RecognitionFactory(
        entry=entry,
        is_outstanding=True,
        decision=RecognitionDecisionFactory(number="125-QĐ/ĐU", campaign_year=entry.campaign_year),
    )
    second = CampaignYearFactory(year=2027)
    RecognitionFactory(
        entry=entry,
        campaign_year=second,
        decision=RecognitionDecisionFactory(number="7-QĐ/ĐU", campaign_year=second),
    )

    assert rows_of(entry) == {
        "Tên": "Tuyến đường phụ nữ tự quản",
        "Loại, lĩnh vực": "Mô hình tập thể; Văn hóa - xã hội",
        "Đơn vị": "Hội Nông dân xã",
        "Thực hiện từ": "01/03/2026",
        "Địa bàn, đối tượng": "Thôn Mẫu 1; 40 hội viên, 120 hộ",
        "Mục đích": "Đường làng sạch quanh năm",
        "Cách làm": "Họp từng ngõ, chia đoạn cho hộ",
        "Kết quả": "3 km sạch quanh năm",
        "Sức lan tỏa": "2 thôn khác làm theo",
        "Minh chứng": "Chưa có",
        "Được công nhận": (
            "2027: Công nhận, QĐ số 7-QĐ/ĐU ngày 10/12/2026\n2026: Tiêu biểu, QĐ số 125-QĐ/ĐU ngày 10/12/2026"
        ),
    }


def test_it_is_an_extract_without_number_or_draft_in_the_units_heading(sent_in):
    paper = sheet_paper(sent_in.entry, day=DAY)

    assert (paper.kind, paper.issuer_line, paper.date) == ("LÝ LỊCH MÔ HÌNH", "HỘI NÔNG DÂN XÃ", DAY)
    assert (paper.is_numbered, paper.draft, paper.number) == (False, None, "")
    assert paper.body[-1] == Paragraph("Trích từ sổ mô hình của cổng ngày 20 tháng 11 năm 2026.", "note")
    assert Paper.from_dict(paper.to_dict()) == paper


def test_what_the_unit_is_still_writing_is_not_in_it(sent, officer, assessment, rubric):
    RegisteredModel.objects.filter(pk=sent.pk).update(goal="Chưa gửi")
    fill(assessment, rubric, officer)

    rows = rows_of(RegisteredModel.objects.get(pk=sent.pk))

    assert (rows["Mục đích"], rows["Kết quả"]) == (
        "Đường làng sạch quanh năm",
        "3 km đường có hộ nhận chăm sóc",
    )


def test_an_exemplar_tells_its_deeds(year):
    entry = RegisteredModelFactory(
        accepted=True,
        kind="dien_hinh",
        subject="ca_nhan",
        deeds="Vận động 12 hộ hiến đất",
        campaign_year=year,
    )

    rows = rows_of(entry)

    assert (rows["Loại, lĩnh vực"], rows["Việc làm tiêu biểu"]) == (
        "Điển hình cá nhân; Văn hóa - xã hội",
        "Vận động 12 hộ hiến đất",
    )
    assert "Mục đích" not in rows
    assert sheet_paper(entry, day=DAY).kind == "LÝ LỊCH ĐIỂN HÌNH"


def test_evidence_is_counted_with_that_of_its_progress(sent, officer):
    RegisteredModel.objects.filter(pk=sent.pk).update(status="accepted")
    sent.refresh_from_db()
    update = ProgressUpdateFactory(entry=sent, by=officer)
    add_photo(sent, officer)
    add_photo(sent, officer, width=700)
    last = add_photo(update, officer)
    add_evidence(target=sent, upload=files.upload(files.paper(), "bien-ban.pdf"), by=officer, at=AT)
    assert rows_of(sent)["Minh chứng"] == "3 ảnh, 1 tệp"

    last.removed_at = AT
    last.save()

    assert rows_of(sent)["Minh chứng"] == "2 ảnh, 1 tệp"


@pytest.mark.parametrize("length", [10, 400, 4000])
def test_it_is_one_page_however_much_was_written(year, length):
    words = ("Nhân dân đồng thuận, " * (length // 20 + 1))[:length]
    entry = RegisteredModelFactory(
        accepted=True,
        campaign_year=year,
        unit=UnitFactory(
            name="Trung tâm Văn hóa - Thông tin và Thể thao xã",
            parent_line="ỦY BAN NHÂN DÂN XÃ HÒA XÁ",
            signing_authority="TM. BAN GIÁM ĐỐC",
            signing_office="GIÁM ĐỐC",
        ),
        name=f"Mô hình {words}"[:200],
        place=words[:300],
        people=words[:500],
        goal=words,
        forces=words,
        result=words,
        expected_result=words,
    )
    for back in range(5):
        RecognitionFactory(entry=entry, campaign_year=CampaignYearFactory(year=2026 + back))

    found = pages(print_out(sheet_paper(entry, day=DAY)))

    assert len(found) == 1
    assert "Trích từ sổ mô hình" in found[0].text
    assert ("…" in found[0].text) == (length > 10)


@pytest.mark.parametrize("who", ["officer", "head", "reviewer", "clerk", "leader"])
def test_the_unit_and_the_office_print_it(sent, request, sign_in, who, wakes):
    client = sign_in(request.getfixturevalue(who))
    assertContains(client.get(sent.get_absolute_url()), "Lý lịch (PDF, Word)")

    response = client.post(reverse("models_registry:sheet-draw", args=[sent.pk]))

    document = Document.objects.get()
    assert response.url == reverse("documents:document-detail", args=[document.pk])
    assert (document.kind, document.is_issued, document.code) == ("model_sheet", False, None)
    assert run(job_id=document.job_id, at=document.at)
    document.refresh_from_db()
    assert document.job.state == Job.State.DONE


def test_the_same_record_on_the_same_day_is_the_same_document(sent, officer, reviewer):
    first = order_sheet(sent, by=officer, at=AT)

    assert order_sheet(sent, by=reviewer, at=AT) == first


def test_others_and_what_was_never_sent(entry, outsider, officer, peer, sign_in):
    page = reverse("models_registry:sheet-draw", args=[entry.pk])

    with pytest.raises(PermissionDenied):
        order_sheet(entry, by=officer, at=AT)
    client = sign_in(officer)
    assertNotContains(client.get(entry.get_absolute_url()), "Lý lịch")
    assert (client.get(page).status_code, client.post(page).status_code) == (405, 403)
    assert sign_in(outsider).post(page).status_code == 404
    assert not Document.objects.exists()


def test_the_steering_unit_reads_the_model_and_prints_nothing(sent, peer, sign_in):
    sent.unit.steered_by = peer.unit
    sent.unit.save()
    client = sign_in(peer)

    assertNotContains(client.get(sent.get_absolute_url()), "Lý lịch")
    assert client.post(reverse("models_registry:sheet-draw", args=[sent.pk])).status_code == 403


# Giấy chứng nhận


@pytest.fixture
def decision(year):
    decision = RecognitionDecisionFactory(
        campaign_year=year, number="125-QĐ/ĐU", signer_office="T/M BAN THƯỜNG VỤ, PHÓ BÍ THƯ"
    )
    unit = UnitFactory(name="Chi bộ Thôn Mẫu 1")
    for name, best in (("Cánh đồng không rác", False), ("Tuyến đường hoa", True)):
        RecognitionFactory(
            entry__name=name,
            entry__unit=unit,
            entry__campaign_year=year,
            decision=decision,
            is_outstanding=best,
        )
    return decision


def test_every_recognised_model_has_its_sheet_as_the_decision_names_it(decision):
    RegisteredModel.objects.update(name="Tên sau này")

    certificates = certificates_of(decision)

    assert [(sheet.recipient, sheet.reason) for sheet in certificates.sheets] == [
        ("Tuyến đường hoa", "là mô hình “Dân vận khéo” tiêu biểu năm 2026"),
        ("Cánh đồng không rác", "là mô hình “Dân vận khéo” năm 2026"),
    ]
    assert certificates.sheets[0].lines_below == ("Chi bộ Thôn Mẫu 1",)
    assert certificates.decision == (
        "Quyết định số 125-QĐ/ĐU ngày 10/12/2026 của Ban Thường vụ Đảng ủy xã Hòa Xá"
    )
    signature = certificates.signature
    assert (signature.authority, signature.office, signature.name) == (
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Bí thư Đảng ủy xã",
    )


def test_a_signer_without_authority_signs_by_the_office_alone(decision):
    decision.signer_office = "Phó Bí thư Thường trực"

    signature = certificates_of(decision).signature

    assert (signature.authority, signature.office) == ("", "PHÓ BÍ THƯ THƯỜNG TRỰC")


@pytest.mark.parametrize("who", ["clerk", "reviewer"])
def test_the_office_prints_them_once(decision, request, sign_in, who):
    post = request.getfixturevalue(who)
    client = sign_in(post)
    assertContains(client.get(decision.get_absolute_url()), "Giấy chứng nhận (2 tờ)")

    response = client.post(reverse("models_registry:certificates-draw", args=[decision.pk]))

    document = Document.objects.get()
    assert response.url == reverse("documents:document-detail", args=[document.pk])
    assert (document.kind, document.is_issued, document.number) == ("certificates", True, "125-QĐ/ĐU")
    assert len(printable_from(document.paper).sheets) == decision.recognitions.count()
    assert order_certificates(decision, by=post, at=AT) == document
    assertContains(client.get(decision.get_absolute_url()), "Giấy chứng nhận theo Quyết định số 125-QĐ/ĐU")


@pytest.mark.parametrize("who", ["officer", "leader", "council_member"])
def test_nobody_else_prints_them(decision, request, sign_in, who):
    post = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        order_certificates(decision, by=post, at=AT)
    client = sign_in(post)
    assertNotContains(client.get(decision.get_absolute_url()), "Giấy chứng nhận")
    assert client.post(reverse("models_registry:certificates-draw", args=[decision.pk])).status_code == 403

    assert not Document.objects.exists()
