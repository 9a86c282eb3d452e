"""The commune's plan as an official paper: its own words, all of them, in the form of the Ban Thường vụ."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.campaign_paper import campaign_paper
from campaigns.models import Campaign, ContentItem
from campaigns.services.imports import import_campaign, number_campaign, order_campaign_paper
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Bullets, Paper, Paragraph, Section
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.lib.dates import LOCAL

AT = datetime(2025, 12, 20, 8, 0, tzinfo=LOCAL)
FILE = Path("campaigns/defaults/ke-hoach-dan-van-kheo-2025-2030.txt")
# What the official form writes out or says otherwise than the text of the file.
CORRECTED = {"Lưu VPĐU": "Lưu Văn phòng Đảng ủy", "Nơi nhận:": ""}


@pytest.fixture
def campaign(db) -> Campaign:
    return import_campaign(FILE.read_bytes(), at=AT)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def said(paper: Paper) -> str:
    """Everything that the print says, in its order."""
    body: list[str] = []
    for block in paper.body:
        body += block.items if isinstance(block, Bullets) else [block.text]
    ending = [*paper.recipients, paper.signature.authority, paper.signature.office, paper.signature.name]
    return " ".join([paper.kind, paper.title, *body, *ending])


def test_no_word_of_the_plan_is_lost_and_none_changes_its_place(campaign):
    printed = words(said(campaign_paper(campaign)))
    source = FILE.read_text()
    for wrong, right in CORRECTED.items():
        source = source.replace(wrong, right)

    assert printed == words(source)


def test_every_item_says_who_and_when_as_the_text_does(campaign):
    body = campaign_paper(campaign).body
    heads = [block.text for block in body if isinstance(block, Paragraph)]
    points = [item for block in body if isinstance(block, Bullets) for item in block.items]

    assert [head[:2] for head in heads if re.match(r"[1-7]\. ", head)] == [
        *("1.", "2.", "3.", "4.", "5.", "6.", "7."),
        *("1.", "2.", "3."),
    ]
    assert "Cơ quan chủ trì: Ban Xây dựng Đảng Đảng ủy; Hội đồng Thi đua - Khen thưởng Đảng bộ xã." in points
    assert (
        "Cơ quan phối hợp: Ủy ban MTTQ Việt Nam xã, Trung tâm Văn hóa - Thông tin và Thể thao xã." in points
    )
    # The text lacks this full stop.
    assert "Thời gian thực hiện: Thường xuyên, từ năm 2026 đến năm 2030." in points
    assert sum(point.startswith("Thời gian thực hiện: ") for point in points) == 7


def test_it_has_the_official_form_and_not_the_slips_of_the_text(campaign):
    paper = campaign_paper(campaign)

    assert (paper.profile, paper.parent_line, paper.issuer_line, paper.symbol) == (
        "party",
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI",
        "ĐẢNG ỦY XÃ HÒA XÁ",
        "-KH/ĐU",
    )
    assert [block.text for block in paper.body if isinstance(block, Section)] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG THỰC HIỆN",
        "III. TỔ CHỨC THỰC HIỆN",
    ]
    assert paper.recipients[0] == "Ban Tuyên giáo và Dân vận TU (để báo cáo)"
    assert paper.recipients[-1] == "Lưu Văn phòng Đảng ủy"
    assert (paper.signature.authority, paper.signature.office) == (
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ THƯỜNG TRỰC",
    )
    assert "*" not in said(paper)


def test_what_the_text_does_not_hold_any_more_comes_from_what_was_understood(campaign):
    Campaign.objects.update(source="")
    paper = campaign_paper(Campaign.objects.get())

    points = [item for block in paper.body if isinstance(block, Bullets) for item in block.items]
    assert "Cơ quan chủ trì: Ban Xây dựng Đảng Đảng ủy; Hội đồng Thi đua - Khen thưởng Đảng bộ xã." in points
    assert sum(point.startswith("Thời gian thực hiện: ") for point in points) == ContentItem.objects.count()


def test_without_its_number_it_is_a_draft_and_with_it_issued(campaign, administrator, reviewer):
    assert campaign_paper(campaign).draft == 1

    number_campaign(campaign, number="15-KH/ĐU", issued_on=date(2025, 12, 1), by=administrator, at=AT)

    paper = campaign_paper(campaign)
    assert (paper.draft, paper.number, paper.date) == (None, "15-KH/ĐU", date(2025, 12, 1))
    document = order_campaign_paper(campaign, by=reviewer, at=AT)
    assert (document.is_issued, document.number, document.kind) == (True, "15-KH/ĐU", "campaign")


def test_the_same_plan_is_the_same_document_and_the_worker_draws_it(campaign, clerk, wakes):
    document = order_campaign_paper(campaign, by=clerk, at=AT)
    assert order_campaign_paper(campaign, by=clerk, at=AT) == document

    assert run(job_id=document.job_id, at=AT)

    document.refresh_from_db()
    assert (document.job.state, document.file.name[-4:]) == (Job.State.DONE, ".pdf")


@pytest.mark.parametrize("who", ["officer", "council_member", "panel_member"])
def test_only_the_office_prints_it(campaign, request, sign_in, who):
    post = request.getfixturevalue(who)
    client = sign_in(post)

    with pytest.raises(PermissionDenied):
        order_campaign_paper(campaign, by=post, at=AT)
    assertNotContains(client.get(campaign.get_absolute_url()), "Bản in kế hoạch")
    assert client.post(reverse("campaigns:campaign-draw", args=[campaign.pk])).status_code == 403

    assert not Document.objects.exists()


def test_the_office_prints_it_from_the_plans_page(campaign, leader, sign_in):
    client = sign_in(leader)
    assertContains(client.get(campaign.get_absolute_url()), "Bản in kế hoạch (PDF, Word)")

    response = client.post(reverse("campaigns:campaign-draw", args=[campaign.pk]))

    document = Document.objects.get()
    assert response.url == reverse("documents:document-detail", args=[document.pk])
    assert client.get(response.url).status_code == 200
