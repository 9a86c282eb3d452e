"""Sending: once, whoever presses however often; a receipt that says when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt, ReturnNote, Revision
from hoaxa_danvan.workflow.services import (
    answer_note,
    pin_note,
    save_version,
    send,
    send_back,
    take_back,
    take_in,
)
from tests.factories import AppointmentFactory, PlannedTaskFactory, UnitFactory
from tests.workflow.conftest import AT, DUE

Status = UnitPlan.Status


def test_sending_gives_a_receipt_and_keeps_the_content(plan, officer):
    receipt = send(plan, version=1, due_at=DUE, by=officer, at=AT)

    plan.refresh_from_db()
    revision = Revision.objects.get()
    assert (plan.status, plan.sent_at, plan.version) == (Status.SUBMITTED, AT, 1)
    assert (receipt.target, receipt.version, receipt.unit, receipt.by) == (plan, 1, officer.unit, officer)
    assert (receipt.at, receipt.is_late) == (AT, False)
    assert receipt.number == f"2026-{receipt.pk:06d}"
    assert (revision.number, list(revision.fields.items())) == (1, list(plan.snapshot().items()))
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["submit"]


def test_sending_again_is_the_same_receipt(plan, officer, head):
    first = send(plan, version=1, due_at=DUE, by=officer, at=AT)
    again = send(plan, version=1, due_at=DUE, by=head, at=AT + timedelta(hours=1))

    assert again == first
    assert Receipt.objects.count() == Revision.objects.count() == AuditEntry.objects.count() == 1


def test_a_repeated_sending_is_not_checked_again(plan, officer):
    def refuse(row):
        raise IllegalMove("Cổng đã ngừng nhận.")

    receipt = send(plan, version=1, due_at=DUE, by=officer, at=AT)

    assert send(plan, version=1, due_at=DUE, by=officer, at=AT, check=refuse) == receipt


def test_what_the_thing_itself_lacks_stops_the_sending(plan, officer):
    def refuse(row):
        assert row == plan
        raise IllegalMove("Chưa có việc làm nào.")

    with pytest.raises(IllegalMove, match="Chưa có việc làm nào"):
        send(plan, version=1, due_at=DUE, by=officer, at=AT, check=refuse)

    plan.refresh_from_db()
    assert plan.status == Status.DRAFT
    assert not Receipt.objects.exists()


def test_after_the_due_time_the_receipt_says_so(plan, officer):
    receipt = send(plan, version=1, due_at=DUE, by=officer, at=DUE + timedelta(microseconds=1))

    assert receipt.is_late


def test_at_the_due_time_itself_it_is_in_time(plan, officer):
    assert not send(plan, version=1, due_at=DUE, by=officer, at=DUE).is_late


def test_what_somebody_has_changed_since_is_not_sent(plan, officer):
    save_version(plan, version=1, fields={"summary": "Mới"})

    with pytest.raises(Conflict) as conflict:
        send(plan, version=1, due_at=DUE, by=officer, at=AT)

    assert (conflict.value.fresh.version, conflict.value.fresh.summary) == (2, "Mới")
    assert not Receipt.objects.exists()


def test_outsider_may_not_send_it_nor_read_its_receipt(plan, officer, outsider):
    with pytest.raises(PermissionDenied):
        send(plan, version=1, due_at=DUE, by=outsider, at=AT)

    receipt = send(plan, version=1, due_at=DUE, by=officer, at=AT)
    with pytest.raises(PermissionDenied):
        send(plan, version=1, due_at=DUE, by=outsider, at=AT)
    assert not Receipt.objects.visible_to(outsider).filter(pk=receipt.pk).exists()


def test_completing_after_a_return_is_a_new_sending_still_in_time(returned, officer, reviewer):
    assert (returned.status, returned.version) == (Status.RETURNED, 2)
    answer_note(ReturnNote.objects.get(), answer="Đã nêu rõ.", by=officer, at=AT)

    receipt = send(returned, version=2, due_at=DUE, by=officer, at=DUE + timedelta(days=3))

    returned.refresh_from_db()
    assert (returned.status, returned.sent_at) == (Status.SUBMITTED, AT)
    assert (receipt.version, receipt.is_late) == (2, False)
    assert list(Revision.objects.values_list("number", flat=True)) == [1, 2]
    assert Receipt.objects.count() == 2


def test_an_unanswered_opinion_stops_the_sending(returned, officer):
    with pytest.raises(IllegalMove, match="Còn 1 ý kiến chưa tiếp thu, giải trình"):
        send(returned, version=2, due_at=DUE, by=officer, at=AT)

    returned.refresh_from_db()
    assert returned.status == Status.RETURNED


def test_taking_back_ends_the_sending_and_what_was_prepared_on_it(sent, officer, reviewer):
    pin_note(sent, field="summary", text="Đang xem", by=reviewer, at=AT)

    row = take_back(sent, by=officer, at=AT)

    assert (row.status, row.sent_at, row.version) == (Status.DRAFT, None, 2)
    assert not ReturnNote.objects.exists()
    assert Receipt.objects.count() == 1
    with pytest.raises(IllegalMove):
        take_back(sent, by=officer, at=AT)


def test_what_is_accepted_is_not_taken_back(sent, officer, reviewer):
    take_in(sent, version=1, by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="đang ở trạng thái “Đã tiếp nhận”"):
        take_back(sent, by=officer, at=AT)


def test_a_decision_is_about_what_was_read(sent, officer, reviewer):
    take_back(sent, by=officer, at=AT)
    send(sent, version=2, due_at=DUE, by=officer, at=AT)

    with pytest.raises(IllegalMove, match="xem lại bản mới"):
        take_in(sent, version=1, by=reviewer, at=AT)

    assert take_in(sent, version=2, by=reviewer, at=AT).status == Status.ACCEPTED


def test_deciding_twice_is_refused(sent, reviewer):
    take_in(sent, version=1, by=reviewer, at=AT)

    with pytest.raises(IllegalMove):
        take_in(sent, version=1, by=reviewer, at=AT)
    with pytest.raises(IllegalMove):
        send_back(sent, version=1, by=reviewer, at=AT)
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["submit", "accept"]


@pytest.mark.django_db(transaction=True)
def test_fifty_people_press_send_at_once_and_hold_the_same_receipt():
    unit = UnitFactory()
    people = AppointmentFactory.create_batch(50, unit=unit, role=Role.UNIT_OFFICER)
    plan = PlannedTaskFactory(plan__unit=unit).plan

    def press(who):
        try:
            return send(plan, version=1, due_at=DUE, by=who, at=AT).number
        finally:
            connection.close()

    with ThreadPoolExecutor(25) as pool:
        numbers = list(pool.map(press, people, timeout=90))

    assert numbers == [Receipt.objects.get().number] * 50
    assert Revision.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_decide_at_once_and_one_is_late():
    plan = PlannedTaskFactory(plan__submitted=True).plan
    reviewers = AppointmentFactory.create_batch(2, reviewer=True)

    def press(reviewer):
        try:
            take_in(plan, version=1, by=reviewer, at=AT)
        except IllegalMove:
            return "late"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, reviewers, timeout=60)) == ["done", "late"]
    assert AuditEntry.objects.count() == 1
