"""What a unit is mailed when its paper is judged, and a tiếp nhận that is undone before the mail leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.models import UnitPlan
from campaigns.services.plans import accept_plan
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow.acceptances import undo_acceptance, undoable
from hoaxa_danvan.workflow.amending import amend
from hoaxa_danvan.workflow.models import Acceptance, IllegalMove, Proposal, ReturnNote, ReviewSetting
from hoaxa_danvan.workflow.office import propose
from hoaxa_danvan.workflow.services import answer_note, pin_note, send, send_back, send_remarks, take_in
from tests.factories import (
    AppointmentFactory,
    PlannedTaskFactory,
    RegisteredModelFactory,
    UnitFactory,
    UnitReportFactory,
)
from tests.workflow.conftest import AT, DUE

Status, State = UnitPlan.Status, Mail.State
TEN = timedelta(minutes=10)


@pytest.fixture
def sent(officer) -> UnitPlan:
    """The officer's plan, sent."""
    plan = PlannedTaskFactory(plan__unit=officer.unit).plan
    send(plan, version=1, due_at=DUE, by=officer, at=AT)
    return UnitPlan.objects.get(pk=plan.pk)


@pytest.fixture
def accepted(sent, reviewer) -> Acceptance:
    """Taken in an hour later."""
    accept_plan(sent, version=1, by=reviewer, at=AT + timedelta(hours=1))
    return Acceptance.objects.get()


def undo(acceptance, by, after=timedelta(minutes=5)):
    return undo_acceptance(acceptance, by=by, at=acceptance.at + after)


def work(at):
    for job in Job.objects.claimable(at):
        run(job_id=job.pk, at=at)


# Mails


def test_a_tiep_nhan_is_mailed_to_the_unit_after_ten_minutes(accepted, officer, reviewer):
    mail = Mail.objects.get()
    assert (mail.to, mail.state, mail.cause) == (
        officer.person.email,
        State.QUEUED,
        f"acceptance:{accepted.pk}",
    )
    assert mail.job.next_try_at == accepted.at + TEN

    work(accepted.at + timedelta(minutes=9, seconds=59))
    assert outbox.outbox == []
    work(accepted.at + TEN)

    assert [message.to for message in outbox.outbox] == [[officer.person.email]]
    body = outbox.outbox[0].body
    assert accepted.target.get_absolute_url() in body
    assert reviewer.unit.name in body
    work(accepted.at + TEN)
    assert len(outbox.outbox) == 1


def test_a_return_is_mailed_at_once_without_the_opinions(sent, officer, reviewer):
    pin_note(sent, field="summary", text="Cần nêu rõ địa bàn.", by=reviewer, at=AT)
    send_back(sent, version=1, by=reviewer, at=AT)

    work(AT)

    assert outbox.outbox[0].subject == f"Đề nghị bổ sung: {sent}"
    assert "địa bàn" not in outbox.outbox[0].body
    assert len(outbox.outbox) == 1


def test_remarks_to_a_peer_are_mailed_in_the_manner_of_peers(peer, reviewer):
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    pin_note(plan, field="summary", text="Trao đổi.", by=reviewer, at=AT)
    send_remarks(plan, version=1, by=reviewer, at=AT)

    assert Mail.objects.get().subject == f"Có ý kiến trao đổi: {plan}"


@pytest.mark.parametrize("factory", [RegisteredModelFactory, UnitReportFactory])
def test_registrations_and_reports_are_mailed_too_at_once(factory, officer, reviewer):
    paper = factory(unit=officer.unit, submitted=True)
    take_in(paper, version=paper.version, by=reviewer, at=AT)

    assert (Mail.objects.get().job.next_try_at, Acceptance.objects.count()) == (AT, 0)


def test_the_units_mailbox_comes_before_its_people_and_a_partner_hears_too(sent, officer, outsider, reviewer):
    sent.unit.email = "hoinongdan@hoaxa.test"
    sent.unit.save()
    sent.form = UnitPlan.Form.JOINT
    sent.save()
    sent.joint_with.add(outsider.unit)

    accept_plan(sent, version=1, by=reviewer, at=AT)

    assert {mail.to for mail in Mail.objects.all()} == {"hoinongdan@hoaxa.test", outsider.person.email}


def test_a_unit_without_any_address_is_told_in_the_portal_alone(sent, officer, reviewer):
    officer.person.email = ""
    officer.person.save()

    accept_plan(sent, version=1, by=reviewer, at=AT)

    assert not Mail.objects.exists()
    assert undo(Acceptance.objects.get(), reviewer).status == Status.SUBMITTED


def test_how_long_is_data(sent, reviewer):
    ReviewSetting.objects.create(pk=1, undo_minutes=0)

    accept_plan(sent, version=1, by=reviewer, at=AT)

    assert Mail.objects.get().job.next_try_at == AT


# Undone


def test_undone_it_waits_where_it_waited_and_the_mail_never_leaves(accepted, sent, reviewer):
    row = undo(accepted, reviewer)

    assert (row.status, row.status_at, row.version) == (Status.SUBMITTED, sent.status_at, sent.version)
    assert Mail.objects.get().state == State.CANCELLED
    work(accepted.at + timedelta(days=1))
    assert (outbox.outbox, Job.objects.get().state) == ([], Job.State.DONE)
    last = AuditEntry.objects.last()
    assert (last.verb, last.by, last.from_status, last.to_status) == (
        "undo_accept",
        reviewer,
        "accepted",
        "submitted",
    )


def test_after_an_undoing_it_is_taken_in_again_with_its_own_mail(accepted, sent, reviewer):
    undo(accepted, reviewer)
    accept_plan(sent, version=1, by=reviewer, at=accepted.at + timedelta(minutes=6))

    assert sorted(Mail.objects.values_list("state", flat=True)) == [State.CANCELLED, State.QUEUED]
    with pytest.raises(IllegalMove, match="đã được hoàn tác"):
        undo(accepted, reviewer, after=timedelta(minutes=7))
    assert UnitPlan.objects.get().status == Status.ACCEPTED


def test_too_late_is_refused_to_the_second(accepted, reviewer):
    with pytest.raises(IllegalMove, match="quá thời gian"):
        undo(accepted, reviewer, after=TEN + timedelta(seconds=1))

    assert Acceptance.objects.get().undone_at is None


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.UNKNOWN, State.REFUSED])
def test_once_one_mail_has_left_nothing_is_undone(accepted, reviewer, officer, state):
    AppointmentFactory(unit=officer.unit)
    Mail.objects.update(state=state)
    Mail.objects.create(
        key="x", to="a@hoaxa.test", message_id="x", cause=f"acceptance:{accepted.pk}", created_at=AT
    )

    with pytest.raises(IllegalMove, match="quá thời gian"):
        undo(accepted, reviewer)

    assert UnitPlan.objects.get().status == Status.ACCEPTED
    assert sorted(Mail.objects.values_list("state", flat=True)) == sorted([state, State.QUEUED])
    assert not AuditEntry.objects.filter(verb="undo_accept").exists()


@pytest.mark.parametrize("post", ["officer", "outsider", "leader", "clerk", "administrator"])
def test_nobody_else_undoes_it(accepted, post, request):
    with pytest.raises(PermissionDenied):
        undo(accepted, request.getfixturevalue(post))

    assert UnitPlan.objects.get().status == Status.ACCEPTED


def test_not_even_another_reviewer_nor_the_person_in_another_post(accepted, reviewer, officer):
    colleague = AppointmentFactory(unit=reviewer.unit, role="head_reviewer")
    elsewhere = AppointmentFactory(person=reviewer.person, unit=UnitFactory())

    for who in (colleague, elsewhere):
        with pytest.raises(PermissionDenied):
            undo(accepted, who)
    assert undoable(accepted.target, who=colleague, at=accepted.at) is None
    assert undoable(accepted.target, who=reviewer, at=accepted.at) == accepted
    assert undoable(accepted.target, who=reviewer, at=accepted.at + TEN * 2) is None


def test_what_the_unit_has_gone_on_with_is_not_undone(accepted, officer, reviewer):
    amend(accepted.target, reason="Thêm việc.", by=officer, at=accepted.at + timedelta(minutes=1))

    with pytest.raises(IllegalMove, match="Không thể hoàn tác tiếp nhận"):
        undo(accepted, reviewer)


def test_opinions_that_went_along_are_in_preparation_again(peer, reviewer):
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    note = pin_note(plan, field="summary", text="Trao đổi.", by=reviewer, at=AT)
    accept_plan(plan, version=1, by=reviewer, at=AT)

    undo(Acceptance.objects.get(), reviewer)

    note.refresh_from_db()
    assert (note.released_at, note.is_remark) == (None, True)


def test_what_the_unit_has_answered_is_not_undone(peer, reviewer):
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    pin_note(plan, field="summary", text="Trao đổi.", by=reviewer, at=AT)
    accept_plan(plan, version=1, by=reviewer, at=AT)
    answer_note(ReturnNote.objects.get(), answer="Đã rõ.", by=peer, at=AT)

    with pytest.raises(IllegalMove, match="Đơn vị đã trả lời"):
        undo(Acceptance.objects.get(), reviewer)


def test_an_amendment_taken_in_cannot_be_undone_and_is_mailed_at_once(accepted, officer, reviewer):
    row = amend(accepted.target, reason="Thêm việc.", by=officer, at=AT + timedelta(days=2))
    send(row, version=row.version, due_at=DUE, by=officer, at=AT + timedelta(days=2))
    row.refresh_from_db()
    at = AT + timedelta(days=3)

    row = accept_plan(row, version=row.version, by=reviewer, at=at)

    assert Acceptance.objects.count() == 1
    assert Mail.objects.get(cause="").job.next_try_at == at
    with pytest.raises(IllegalMove):
        undo_acceptance(Acceptance.objects.get(), by=reviewer, at=at)


def test_what_the_head_approved_and_undoes_is_before_them_again(sent, reviewer):
    head = AppointmentFactory(unit=reviewer.unit, role="head_reviewer")
    ReviewSetting.objects.create(pk=1, two_steps=True)
    propose(sent, verb="accept", version=1, by=reviewer, at=AT)
    accept_plan(sent, version=1, by=head, at=AT)

    undo(Acceptance.objects.get(), head)

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.decided_by, proposal.decided_at) == ("open", None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_the_worker_and_the_undoing_at_once_leave_one_truth(accepted, reviewer, round_):
    at = accepted.at + TEN

    def take_back():
        try:
            undo_acceptance(accepted, by=reviewer, at=at)
        except IllegalMove:
            return "late"
        finally:
            connection.close()
        return "undone"

    def deliver():
        try:
            work(at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        delivering, undoing = pool.submit(deliver), pool.submit(take_back)
        delivering.result()
        said = undoing.result()

    status, state = UnitPlan.objects.get().status, Mail.objects.get().state
    wanted = {"undone": (Status.SUBMITTED, State.CANCELLED, 0), "late": (Status.ACCEPTED, State.SENT, 1)}
    assert (status, state, len(outbox.outbox)) == wanted[said]


# Pages


def test_the_plan_says_until_when_and_the_press_undoes_it(accepted, reviewer, sign_in, time_machine):
    time_machine.move_to(accepted.at + timedelta(minutes=2), tick=False)
    client, url = sign_in(reviewer), reverse("notifications:acceptance-undo", args=[accepted.pk])
    assertContains(client.get(accepted.target.get_absolute_url()), url)

    page = client.post(url, follow=True)

    assertContains(page, "Đã hoàn tác")
    assert UnitPlan.objects.get().status == Status.SUBMITTED
    again = client.post(url, follow=True)
    assertContains(again, "đã được hoàn tác")


@pytest.mark.parametrize("post", ["officer", "outsider", "leader", "clerk"])
def test_for_others_there_is_no_such_press(accepted, post, sign_in, request, time_machine):
    time_machine.move_to(accepted.at, tick=False)
    client = sign_in(request.getfixturevalue(post))
    url = reverse("notifications:acceptance-undo", args=[accepted.pk])

    assert client.post(url).status_code == 404
    assert client.get(url).status_code == 405
    page = client.get(accepted.target.get_absolute_url())
    if page.status_code == 200:
        assertNotContains(page, url)
    assert UnitPlan.objects.get().status == Status.ACCEPTED
