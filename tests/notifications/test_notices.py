"""Thông báo: told to a unit once, read by whoever acts for it."""

from datetime import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.accounts.selectors import Reach, reach_of
from hoaxa_danvan.lib.dates import LOCAL, local_day
from hoaxa_danvan.notifications.models import Notice
from hoaxa_danvan.notifications.services import mark_read, notify
from tests.factories import AppointmentFactory, UnitFactory

AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)


@pytest.fixture
def notice(officer) -> Notice:
    return notify(officer.unit, key="one", text="Nhắc việc: gửi kế hoạch năm.", link="/ke-hoach/", at=AT)


def test_the_same_cause_tells_once(notice, officer):
    again = notify(officer.unit, key="one", text="Khác", at=AT)

    assert again == notice
    assert Notice.objects.get().text == "Nhắc việc: gửi kế hoạch năm."


def test_it_stands_on_the_first_page_until_somebody_of_the_unit_has_read_it(notice, officer, head, sign_in):
    page = reverse("home:tasks")
    assertContains(sign_in(head).get(page), "Nhắc việc: gửi kế hoạch năm.")

    response = sign_in(officer).post(reverse("notifications:notice-read", args=[notice.pk]))

    notice.refresh_from_db()
    assert (response.url, notice.read_by) == ("/ke-hoach/", officer)
    assertNotContains(sign_in(head).get(page), "Nhắc việc: gửi kế hoạch năm.")


def test_read_twice_the_first_reading_stays_on_record(notice, officer, head):
    mark_read(Notice.objects.all(), by=officer, at=AT)
    mark_read(Notice.objects.all(), by=head, at=AT)

    notice.refresh_from_db()
    assert notice.read_by == officer


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader", "administrator"])
def test_nobody_else_reads_it(notice, post, request, sign_in):
    who = request.getfixturevalue(post)

    assert sign_in(who).post(reverse("notifications:notice-read", args=[notice.pk])).status_code == 404
    assert mark_read(Notice.objects.all(), by=who, at=AT) == 0
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_council_member_of_the_same_unit_gets_none(notice, officer):
    member = AppointmentFactory(unit=officer.unit, role=Role.PANEL_MEMBER)

    assert not Notice.objects.visible_to(member).exists()


def test_all_are_read_by_one_button_and_the_list_keeps_them(notice, officer, sign_in):
    notify(officer.unit, key="two", text="Được gia hạn.", at=AT)
    client = sign_in(officer)

    client.post(reverse("notifications:notice-read-all"))

    assert not Notice.objects.unread().exists()
    assertContains(client.get(reverse("notifications:notice-list")), "Được gia hạn.")
    assertNotContains(client.get(reverse("notifications:notice-list"), {"read": "chua"}), "Được gia hạn.")


def test_reading_asks_for_a_post(notice, officer, sign_in):
    assert sign_in(officer).get(reverse("notifications:notice-read", args=[notice.pk])).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(officer, sign_in, count, django_assert_num_queries):
    for number in range(count):
        notify(officer.unit, key=str(number), text=f"Tin {number}", at=AT)
    client = sign_in(officer)

    with django_assert_num_queries(6):  # session, person, posts, how many unread, count, page
        client.get(reverse("notifications:notice-list"))


def test_a_unit_is_reached_by_its_mailbox_or_else_by_its_people(officer, head, django_assert_num_queries):
    with_mailbox = UnitFactory(email="hoi@hoaxa.test")
    AppointmentFactory(unit=with_mailbox)
    silent = UnitFactory()

    with django_assert_num_queries(1):
        reach = reach_of([officer.unit, with_mailbox, silent], day=local_day(AT))

    assert reach == {
        officer.unit_id: Reach((officer.person.email, head.person.email), 2),
        with_mailbox.pk: Reach(("hoi@hoaxa.test",), 1),
        silent.pk: Reach((), 0),
    }
