"""Sửa đổi, bổ sung of the commune's plan: from a year on, with its paper; what was before stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.campaign_paper import campaign_paper
from campaigns.models import CampaignAmendment, ContentItem, ItemAgency, ItemDuty, Obligation
from campaigns.services.amendments import AmendedItem, AmendingPaper, amend_campaign
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.campaigns.conftest import AT
from tests.factories import (
    CampaignYearFactory,
    ContentItemFactory,
    PlannedTaskFactory,
    UnitFactory,
    WindowFactory,
)

PAPER = {
    "number": "20-KH/ĐU",
    "issued_on": date(2026, 1, 15),
    "signer": "Người ký",
    "reason": "Sáp nhập đơn vị.",
    "first_year": 2027,
}


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def item(db) -> ContentItem:
    """Led by the Hội Nông dân, from 2026 to 2030."""
    item = ContentItemFactory(order=1, text="Xây dựng mô hình.", timing_text="Hằng năm.")
    unit = UnitFactory(name="Hội Nông dân xã Mẫu")
    ItemAgency.objects.create(item=item, role="lead", name=unit.name, unit=unit)
    return item


@pytest.fixture
def farmers(item):
    return item.agencies.get().unit


@pytest.fixture
def women(db):
    return UnitFactory(name="Hội Phụ nữ xã Mẫu")


@pytest.fixture
def years(item, farmers):
    """2026 runs, 2027 is prepared; the farmers have the item in both and owe a plan in 2026."""
    found = CampaignYearFactory(year=2026), CampaignYearFactory(year=2027)
    for year in found:
        ItemDuty.objects.create(item=item, unit=farmers, campaign_year=year, role="lead")
        window = WindowFactory(
            campaign_year=year,
            opens_at=AT - timedelta(1),
            due_at=AT + timedelta(9),
            closes_at=AT + timedelta(19),
        )
        Obligation.objects.create(unit=farmers, window=window)
    return found


def reads(item, **fields):
    row = {
        "text": item.text,
        "timing": item.timing,
        "timing_text": item.timing_text,
        "lead": ("Hội Nông dân xã Mẫu",),
    }
    return AmendedItem(item=item, **{**row, **fields})


@pytest.fixture
def amend(item, administrator):
    def make(*items, **fields):
        by, read = fields.pop("by", administrator), fields.pop("read", item.campaign.amendments.count())
        paper = AmendingPaper(**{**PAPER, **fields})
        return amend_campaign(item.campaign, read=read, paper=paper, items=items, by=by, at=AT)

    return make


def units_of(item, year):
    return sorted(item.item_duties.filter(campaign_year__year=year).values_list("unit__name", flat=True))


def test_from_its_year_on_others_have_the_item_and_before_nothing_changes(amend, item, years, farmers, women):
    amend(reads(item, text="Nhân rộng mô hình.", lead=(women.name,)))

    assert units_of(item, 2026) == [farmers.name]
    assert units_of(item, 2027) == [women.name]
    assert Obligation.objects.filter(unit=farmers, window__campaign_year__year=2026).exists()
    assert not Obligation.objects.filter(unit=farmers, window__campaign_year__year=2027).exists()
    assert Obligation.objects.filter(unit=women, window__campaign_year__year=2027).exists()
    stored = ItemAgency.objects.filter(item=item)
    assert list(stored.in_year(2026).values_list("name", flat=True)) == [farmers.name]
    assert list(stored.in_year(2027).values_list("name", flat=True)) == [women.name]


def test_what_it_said_before_and_says_now_is_kept_with_the_paper(amend, item):
    amendment = amend(reads(item, text="Nhân rộng mô hình."))

    change = amendment.changes.get()
    assert (change.kind, change.before["text"], change.after["text"]) == (
        "changed",
        "Xây dựng mô hình.",
        "Nhân rộng mô hình.",
    )
    entry = AuditEntry.objects.get(verb="amend")
    assert (entry.note, entry.details) == ("Sáp nhập đơn vị.", {"number": "20-KH/ĐU", "items": [1]})


def test_an_item_is_added_after_the_last_and_one_ends(amend, item, years, farmers):
    ended = ContentItemFactory(order=2)
    task = PlannedTaskFactory(item=ended)

    amend(
        AmendedItem(item=None, text="Chuyển đổi số.", timing="yearly", lead=(farmers.name,)),
        AmendedItem(item=ended, text=ended.text, timing=ended.timing, is_ended=True),
    )

    added = ContentItem.objects.get(text="Chuyển đổi số.")
    assert (added.order, added.first_year, added.last_year) == (3, 2027, 2030)
    assert (units_of(added, 2026), units_of(added, 2027)) == ([], [farmers.name])
    ended.refresh_from_db()
    assert (ended.last_year, task.item) == (2026, ended)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"issued_on": date(2026, 3, 1)}, "sau hôm nay"),
        ({"first_year": 2031}, "ngoài giai đoạn"),
        ({"read": 4}, "người khác ghi"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(amend, item, fields, sentence):
    with pytest.raises(IllegalMove, match=sentence):
        amend(reads(item, text="Khác."), **fields)
    assert not CampaignAmendment.objects.exists()


def test_nothing_new_the_same_number_and_a_closed_year_are_refused(amend, item, years):
    with pytest.raises(IllegalMove, match="Chưa có nội dung nào"):
        amend(reads(item))
    amend(reads(item, text="Khác."))
    with pytest.raises(IllegalMove, match="Đã ghi sửa đổi, bổ sung số 20-KH/ĐU"):
        amend(reads(item, text="Khác nữa."))
    years[1].status = "closed"
    years[1].save()
    with pytest.raises(IllegalMove, match="chỉ áp dụng từ năm 2028"):
        amend(reads(item, text="Khác nữa."), number="21-KH/ĐU")


def test_only_the_administrator_records_it(amend, item, officer, reviewer, leader):
    for post in (officer, reviewer, leader):
        with pytest.raises(PermissionDenied):
            amend(reads(item, text="Khác."), by=post)


def test_the_print_says_that_it_is_merged_and_reads_as_amended(amend, item, women):
    amend(reads(item, text="Nhân rộng mô hình.", lead=(women.name,)))

    said = str(campaign_paper(item.campaign).body)

    assert "Bản hợp nhất: được sửa đổi, bổ sung theo văn bản số 20-KH/ĐU, ngày 15 tháng 01 năm 2026" in said
    assert "Nhân rộng mô hình." in said
    assert women.name in said
    assert "Hội Nông dân xã Mẫu" not in said


# Pages


def posted(item, **fields):
    own = {
        "text": item.text,
        "timing": item.timing,
        "timing_text": item.timing_text,
        "lead": "Hội Nông dân xã Mẫu",
    }
    data = {f"item-{item.pk}-{name}": value for name, value in own.items()}
    for place in range(2):
        data |= {f"new-{place}-text": "", f"new-{place}-timing": "yearly"}
    paper = {"read": "0", **PAPER, "issued_on": "15/01/2026", "first_year": "2027"}
    return {**data, **paper, **fields}


def test_it_is_recorded_and_read_in_the_browser(item, years, administrator, sign_in):
    client = sign_in(administrator)
    page = reverse("campaigns:amendment-add", args=[item.campaign_id])
    assertContains(client.get(page), "Xây dựng mô hình.")

    answer = client.post(page, posted(item, **{f"item-{item.pk}-text": "Nhân rộng mô hình."}))

    amendment = CampaignAmendment.objects.get()
    assertRedirects(answer, amendment.get_absolute_url())
    detail = client.get(amendment.get_absolute_url())
    assertContains(detail, "<del>Xây dựng</del>", html=True)
    assertContains(detail, "<ins>Nhân rộng</ins>", html=True)
    assertNotContains(detail, "Cơ quan chủ trì")
    assertContains(client.get(item.campaign.get_absolute_url()), "Số 20-KH/ĐU")


def test_what_is_wrong_is_said_and_what_was_typed_stays(item, administrator, sign_in):
    client = sign_in(administrator)
    page = reverse("campaigns:amendment-add", args=[item.campaign_id])

    answer = client.post(page, posted(item, issued_on="31/02/2026", **{"new-0-lead": "Hội mới"}))

    for words in ('value="31/02/2026"', "Hội mới", "Vui lòng nhập nội dung."):
        assertContains(answer, words, status_code=422)
    assert not CampaignAmendment.objects.exists()


def test_others_may_read_but_not_record(item, amend, officer, reviewer, sign_in):
    amendment = amend(reads(item, text="Khác."))
    for post in (officer, reviewer):
        client = sign_in(post)
        assertContains(client.get(amendment.get_absolute_url()), "Sáp nhập đơn vị.")
        assert client.get(reverse("campaigns:amendment-add", args=[item.campaign_id])).status_code == 403
