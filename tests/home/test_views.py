"""The first page of everybody, the frame's navigation, and pages for when something is wrong."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.home.context import navigation
from hoaxa_danvan.home.views import bad_request, csrf_failure, forbidden, not_found, server_error
from tests.factories import CampaignYearFactory, ItemDutyFactory, ObligationFactory, WindowFactory

TASKS = "/viec-cua-toi/"


def test_the_front_page_leads_members_to_their_work_and_others_to_the_showcase(officer, sign_in):
    assertRedirects(Client().get("/"), reverse("models_registry:showcase"), fetch_redirect_response=False)
    assertRedirects(sign_in(officer).get("/"), TASKS, fetch_redirect_response=False)


def test_without_a_year_the_page_says_so(officer, sign_in):
    response = sign_in(officer).get(TASKS)

    assertContains(response, "Chưa có năm nào được mở")
    assertContains(response, "không có việc nào đang chờ")


def test_a_unit_sees_its_whole_year(officer, sign_in):
    year = CampaignYearFactory(status=CampaignYear.Status.OPEN, theme="Chung sức (mẫu)")
    window = WindowFactory(campaign_year=year)
    ObligationFactory(unit=officer.unit, window=window)
    duty = ItemDutyFactory(unit=officer.unit, campaign_year=year)

    response = sign_in(officer).get(TASKS)

    assertContains(response, window.get_kind_display())
    assertContains(response, f"Cả năm {year.year}")
    assertContains(response, "Chung sức (mẫu)")
    assertContains(response, f"Nội dung {duty.item.order}")


def test_the_office_has_no_table_of_its_own_year(reviewer, sign_in):
    CampaignYearFactory(status=CampaignYear.Status.OPEN)

    response = sign_in(reviewer).get(TASKS)

    assertContains(response, "Chủ đề năm")
    assertNotContains(response, "Cả năm")


def test_a_visitor_is_asked_to_sign_in(db):
    response = Client().get(TASKS)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:sign-in"))


# Navigation


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            Role.UNIT_OFFICER,
            ["Việc của tôi", "Kế hoạch", "Mô hình", "Khen thưởng", "Báo cáo", "Văn bản", "Tiêu chí"],
        ),
        (Role.PANEL_MEMBER, ["Việc của tôi", "Mô hình", "Khen thưởng", "Văn bản", "Tiêu chí"]),
        (
            Role.ADMINISTRATOR,
            ["Việc của tôi", "Năm, thời hạn", "Tiêu chí", "Thư đã gửi", "Mẫu văn bản", "Quản trị"],
        ),
    ],
)
def test_each_role_is_shown_where_it_may_go(role, labels):
    assert [item.label for item in navigation("/", role)] == labels


@pytest.mark.parametrize(
    ("name", "args", "label"),
    [
        ("campaigns:plan-list", [], "Kế hoạch"),
        ("campaigns:year-detail", [2026], "Năm, thời hạn"),
        ("reports:dashboard", [], "Tổng quan"),
        ("home:tasks", [], "Việc của tôi"),
        ("documents:number-list", [], "Văn bản"),
        ("documents:paper-list", [], "Văn bản"),
    ],
)
def test_a_page_belongs_to_one_entry(name, args, label):
    items = navigation(reverse(name, args=args), Role.REVIEWER)

    assert [item.label for item in items if item.current] == [label]


# The component page, and pages for errors


def test_the_component_page_is_for_demonstration_only(settings, db):
    settings.DEMO = False
    assert Client().get("/thanh-phan/").status_code == 404

    settings.DEMO = True
    assertContains(Client().get("/thanh-phan/"), "<h1>Thành phần giao diện</h1>", html=True)


def test_an_address_without_a_page(officer, sign_in):
    response = sign_in(officer).get("/khong-co/")

    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


def test_a_form_without_its_key_is_refused_in_words(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer.person)

    response = client.post(reverse("accounts:sign-out"))

    assert response.status_code == 403
    assert "Trang đã cũ" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "code"),
    [(bad_request, 400), (forbidden, 403), (csrf_failure, 403), (not_found, 404), (server_error, 500)],
)
def test_every_error_has_its_own_page(view, code, rf):
    request: HttpRequest = rf.get("/")
    request.user = None  # type: ignore[assignment]  # whoever it was, the page says what is wrong

    response = view(request)

    assert response.status_code == code
    assert response.content.decode().count("<h1>") == 1
