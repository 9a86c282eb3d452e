"""The plan for anyone, without signing in: its words, and nothing about people or lateness."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.models import Campaign, CampaignAmendment, ItemAgency
from tests.campaigns.conftest import AT
from tests.factories import AppointmentFactory, ContentItemFactory

PAGE = "campaigns:campaign-public"


@pytest.fixture
def campaign(db) -> Campaign:
    item = ContentItemFactory(text="Duy trì, nhân rộng mô hình.", timing_text="Hằng năm.")
    ItemAgency.objects.create(item=item, role="lead", name="Ban Xây dựng Đảng Đảng ủy")
    campaign = item.campaign
    campaign.purposes, campaign.signer = ["Nâng cao nhận thức."], "Người ký kế hoạch"
    campaign.save()
    return campaign


def test_anyone_reads_the_plan_without_its_signer(campaign, client):
    page = client.get(reverse(PAGE))

    for words in (
        "Nâng cao nhận thức.",
        "Duy trì, nhân rộng mô hình.",
        "Ban Xây dựng Đảng Đảng ủy",
        "Hằng năm.",
    ):
        assertContains(page, words)
    assertNotContains(page, "Người ký kế hoạch")


def test_it_says_by_which_papers_it_was_amended(campaign, client):
    CampaignAmendment.objects.create(
        campaign=campaign,
        number="20-KH/ĐU",
        issued_on=date(2027, 1, 5),
        signer="Người ký",
        reason="Sáp nhập thôn.",
        first_year=2027,
        by=AppointmentFactory(),
        at=AT,
    )

    page = client.get(reverse(PAGE))

    assertContains(page, "Số 20-KH/ĐU")
    assertNotContains(page, "Người ký")


def test_before_there_is_a_plan_the_page_says_so(db, client):
    assertContains(client.get(reverse(PAGE)), "Chưa có kế hoạch nào")


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_many_items(count, campaign, client, django_assert_num_queries):
    for order in range(2, count + 1):
        ContentItemFactory(order=order)

    # the plan, its items, their agencies, amendments, duties
    with django_assert_num_queries(5):
        client.get(reverse(PAGE))


def test_the_public_page_of_models_leads_to_it(campaign, client):
    assertContains(client.get(reverse("models_registry:showcase")), reverse(PAGE))
