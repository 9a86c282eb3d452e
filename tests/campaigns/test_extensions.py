"""Gia hạn: a unit's own end of a window; after everybody's end what it wrote stays a draft."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from campaigns.models import Extension, UnitPlan
from campaigns.selectors.sending import late_units, sending_grid
from campaigns.services import extensions as services
from campaigns.services.closing import Closed
from campaigns.services.plans import submit_plan
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.notifications.models import Notice
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.todo import todos_for
from tests.campaigns.conftest import CLOSED
from tests.factories import AppointmentFactory, UnitFactory

UNTIL = date(2026, 2, 20)


@pytest.fixture
def asked(written, window, officer) -> Extension:
    return services.ask_extension(window, reason="Lũ lụt.", wished_until=UNTIL, by=officer, at=CLOSED)


@pytest.fixture
def granted(asked, reviewer) -> Extension:
    return services.grant_extension(asked, until=UNTIL, reason="Đồng ý.", by=reviewer, at=CLOSED)


def send(plan, by, at):
    return submit_plan(plan, version=plan.version, by=by, at=at)


def test_after_the_end_the_plan_stays_a_draft_and_with_an_extension_it_is_in_time(
    written, officer, asked, reviewer
):
    with pytest.raises(Closed, match="Nội dung đã soạn vẫn được giữ"):
        send(written, officer, CLOSED)
    assert UnitPlan.objects.get().status == UnitPlan.Status.DRAFT

    services.grant_extension(asked, until=UNTIL, reason="Đồng ý.", by=reviewer, at=CLOSED)
    receipt = send(written, officer, CLOSED + timedelta(days=1))

    assert receipt.is_late is False
    verbs = [entry.verb for entry in AuditEntry.objects.filter(verb__in=["ask", "grant"])]
    assert verbs == ["ask", "grant"]


def test_after_its_own_end_it_is_closed_again_and_other_units_stay_closed(
    written, granted, officer, outsider, named, window
):
    with pytest.raises(Closed):
        send(written, officer, CLOSED + timedelta(days=15))
    named(outsider.unit)
    late = late_units(window, day=CLOSED.date())
    assert late == [outsider.unit]


def test_the_grid_says_that_it_is_in_time_by_its_extension(written, granted, officer, window):
    at = CLOSED + timedelta(days=1)
    send(written, officer, at)

    cell = sending_grid([window], at=at)[0].cells[0]

    assert (cell.note, cell.days_late) == ("đúng hạn theo gia hạn", 0)


def test_asked_twice_it_is_one_request_and_the_unit_is_told_the_answer(asked, window, officer, reviewer):
    again = services.ask_extension(window, reason="Lại.", wished_until=UNTIL, by=officer, at=CLOSED)
    assert again == asked
    services.decline_extension(asked, reason="Đã hết năm.", by=reviewer, at=CLOSED)
    notice = Notice.objects.get(unit=officer.unit)
    assert "không được chấp thuận: Đã hết năm." in notice.text


def test_ended_early_it_closes_at_once(written, granted, officer, reviewer):
    services.end_extension(granted, reason="Cho nhầm.", by=reviewer, at=CLOSED)

    with pytest.raises(Closed):
        send(written, officer, CLOSED + timedelta(hours=1))


@pytest.mark.parametrize("until", [date(2026, 1, 31), date(2026, 2, 1)])
def test_a_day_that_is_over_or_no_later_is_refused(written, window, officer, until):
    with pytest.raises(IllegalMove, match="Ngày gia hạn phải"):
        services.ask_extension(window, reason="Lũ lụt.", wished_until=until, by=officer, at=CLOSED)


def test_what_was_sent_or_is_not_owed_needs_none(sent, window, officer, outsider):
    with pytest.raises(IllegalMove, match="đã gửi"):
        services.ask_extension(window, reason="A.", wished_until=UNTIL, by=officer, at=CLOSED)
    with pytest.raises(IllegalMove, match="không phải gửi"):
        services.ask_extension(window, reason="A.", wished_until=UNTIL, by=outsider, at=CLOSED)


def test_nobody_grants_it_to_their_own_unit_and_no_unit_grants(asked, officer, outsider, reviewer, clerk):
    for post in (officer, outsider, clerk):
        with pytest.raises(PermissionDenied):
            services.grant_extension(asked, until=UNTIL, reason="A.", by=post, at=CLOSED)
    AppointmentFactory(person=reviewer.person, unit=officer.unit)
    with pytest.raises(PermissionDenied):
        services.grant_extension(asked, until=UNTIL, reason="A.", by=reviewer, at=CLOSED)


def test_the_reviewer_finds_it_among_the_day_s_work(asked, reviewer, officer):
    titles = [todo.title for todo in todos_for(reviewer, at=CLOSED)]
    assert "1 đề nghị gia hạn chờ trả lời" in titles


# Pages


def test_pressing_send_too_late_leads_to_the_page_that_asks(written, window, officer, sign_in, time_machine):
    time_machine.move_to(CLOSED, tick=False)
    client = sign_in(officer)

    answer = client.post(reverse("campaigns:plan-submit", args=[written.pk]), {"version": written.version})

    ask = reverse("campaigns:extension-ask", args=[2026, "plan"])
    assertRedirects(answer, ask)
    assertContains(client.get(ask), "cổng đã ngừng nhận")
    done = client.post(ask, {"wished_until": "20/02/2026", "reason": "Lũ lụt."})
    assertRedirects(done, Extension.objects.get().get_absolute_url())


def test_a_reviewer_answers_on_the_page_and_others_do_not_find_it(
    asked, outsider, reviewer, sign_in, time_machine
):
    time_machine.move_to(CLOSED, tick=False)
    assert sign_in(outsider).get(asked.get_absolute_url()).status_code == 404
    client = sign_in(reviewer)
    page = reverse("campaigns:extension-answer", args=[asked.pk])

    missing = client.post(page, {"answer": "grant", "until": "", "reason": "Đồng ý."})
    assertContains(missing, "Vui lòng nhập ngày gia hạn.", status_code=422)
    client.post(page, {"answer": "grant", "until": "20/02/2026", "reason": "Đồng ý."})

    assert Extension.objects.get().status == Extension.Status.GRANTED


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count, window, reviewer, sign_in, named, outsider, django_assert_num_queries
):
    for place in range(count):
        unit = named(UnitFactory(name=f"Chi bộ {place}"))
        services.give_extension(window, unit, until=UNTIL, reason="A.", by=reviewer, at=CLOSED)
    client = sign_in(reviewer)

    # session, person, posts; count, page; years
    with django_assert_num_queries(6):
        assertContains(client.get(reverse("campaigns:extension-list")), "Được gia hạn")
