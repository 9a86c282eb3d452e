"""Opinions: pinned in preparation, released with a decision, answered by the unit."""

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove, ReturnNote
from hoaxa_danvan.workflow.services import (
    answer_note,
    pin_note,
    send,
    send_back,
    send_remarks,
    take_in,
    unpin_note,
)
from tests.factories import AppointmentFactory, PlannedTaskFactory, UnitFactory
from tests.workflow.conftest import AT, DUE

Status = UnitPlan.Status


@pytest.fixture
def peer_plan(peer) -> UnitPlan:
    """A consulted unit's plan, sent."""
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    return UnitPlan.objects.get(pk=plan.pk)


def pin(plan, by, text="Đề nghị làm rõ.", field="summary"):
    return pin_note(plan, field=field, text=text, by=by, at=AT)


def test_a_note_is_pinned_to_a_field_and_not_yet_the_units_to_see(sent, reviewer):
    task = sent.tasks.get()

    note = pin(sent, reviewer, text="  Hoàn thành trước tháng 8.  ", field=f"task-{task.pk}-deadline")

    assert note.field_label == "Việc 1 – Nội dung 1: Hoàn thành trước"
    assert (note.text, note.by, note.released_at) == ("Hoàn thành trước tháng 8.", reviewer, None)
    assert note.author == f"Ý kiến của {reviewer.unit.label}"
    assert not ReturnNote.objects.about(sent).released().exists()


@pytest.mark.parametrize("post", ["officer", "head", "outsider", "clerk", "leader", "administrator"])
def test_only_a_reviewer_pins_notes(sent, post, request):
    with pytest.raises(PermissionDenied):
        pin(sent, request.getfixturevalue(post))

    assert not ReturnNote.objects.exists()


def test_nobody_judges_the_paper_of_any_of_their_own_units(sent, officer, reviewer):
    AppointmentFactory(person=reviewer.person, unit=officer.unit)

    for judge in (take_in, send_back):
        with pytest.raises(PermissionDenied):
            judge(sent, version=1, by=reviewer, at=AT)
    with pytest.raises(PermissionDenied):
        pin(sent, reviewer)


def test_the_reviewing_units_own_paper_goes_to_a_leader(reviewer, leader):
    drafter = AppointmentFactory(unit=reviewer.unit)
    colleague = AppointmentFactory(unit=reviewer.unit, role=Role.HEAD_REVIEWER)
    plan = PlannedTaskFactory(plan__unit=reviewer.unit).plan
    send(plan, version=1, due_at=DUE, by=drafter, at=AT)

    for post in (reviewer, colleague):
        with pytest.raises(PermissionDenied):
            take_in(plan, version=1, by=post, at=AT)
    assert take_in(plan, version=1, by=leader, at=AT).status == Status.ACCEPTED


def test_a_leader_does_not_judge_other_units(sent, leader):
    with pytest.raises(PermissionDenied):
        take_in(sent, version=1, by=leader, at=AT)


def test_an_unknown_field_or_an_empty_text_is_no_note(sent, reviewer):
    with pytest.raises(IllegalMove, match="Ô này không có"):
        pin(sent, reviewer, field="khong-co")
    with pytest.raises(IllegalMove, match="Chưa ghi nội dung"):
        pin(sent, reviewer, text="   ")

    assert not ReturnNote.objects.exists()


def test_no_note_on_what_is_not_waiting(plan, returned, reviewer):
    with pytest.raises(IllegalMove, match="đang ở trạng thái “Cần bổ sung”"):
        pin(returned, reviewer)


def test_a_note_in_preparation_goes_away_a_released_one_does_not(sent, reviewer, outsider):
    note = pin(sent, reviewer)
    with pytest.raises(PermissionDenied):
        unpin_note(note, by=outsider)

    unpin_note(note, by=reviewer)

    assert not ReturnNote.objects.exists()
    with pytest.raises(IllegalMove):
        unpin_note(note, by=reviewer)


def test_returning_releases_the_notes(sent, reviewer):
    pin(sent, reviewer)
    pin(sent, reviewer, field="organisation")

    row = send_back(sent, version=1, by=reviewer, at=AT)

    assert (row.status, row.version) == (Status.RETURNED, 2)
    assert ReturnNote.objects.about(sent).unanswered().count() == 2
    assert AuditEntry.objects.last().note == "2 ý kiến"


def test_returning_needs_an_opinion(sent, reviewer):
    with pytest.raises(IllegalMove, match="Cần ghi rõ ý kiến"):
        send_back(sent, version=1, by=reviewer, at=AT)

    sent.refresh_from_db()
    assert (sent.status, sent.version) == (Status.SUBMITTED, 1)


def test_accepting_sends_the_opinions_along_as_remarks(sent, reviewer):
    note = pin(sent, reviewer)

    take_in(sent, version=1, by=reviewer, at=AT)

    note.refresh_from_db()
    assert (note.released_at, note.is_remark, note.waits_for_answer) == (AT, True, False)


def test_a_peer_body_gets_remarks_never_a_return(peer_plan, reviewer):
    note = pin(peer_plan, reviewer)
    assert note.is_remark
    assert note.author == f"Ý kiến trao đổi của {reviewer.unit.label}"

    with pytest.raises(PermissionDenied):
        send_back(peer_plan, version=1, by=reviewer, at=AT)

    peer_plan.refresh_from_db()
    assert peer_plan.status == Status.SUBMITTED
    assert ReturnNote.objects.pending().count() == 1


def test_remarks_to_a_peer_body_go_by_themselves(peer_plan, reviewer, peer):
    note = pin(peer_plan, reviewer)

    assert send_remarks(peer_plan, version=1, by=reviewer, at=AT) == 1

    peer_plan.refresh_from_db()
    note.refresh_from_db()
    assert (peer_plan.status, note.released_at) == (Status.SUBMITTED, AT)
    assert AuditEntry.objects.last().verb == "remark"
    with pytest.raises(IllegalMove, match="Chưa ghi ý kiến nào"):
        send_remarks(peer_plan, version=1, by=reviewer, at=AT)
    answer_note(note, answer="Xin tiếp thu.", by=peer, at=AT)
    note.refresh_from_db()
    assert note.answer == "Xin tiếp thu."


def test_a_remark_in_preparation_is_not_answered(peer_plan, reviewer, peer):
    note = pin(peer_plan, reviewer)

    with pytest.raises(IllegalMove, match="Không trả lời được"):
        answer_note(note, answer="Biết trước", by=peer, at=AT)


def test_a_guided_unit_gets_no_loose_remarks(sent, reviewer):
    pin(sent, reviewer)

    with pytest.raises(IllegalMove):
        send_remarks(sent, version=1, by=reviewer, at=AT)

    assert ReturnNote.objects.pending().count() == 1


def test_the_unit_answers_and_may_put_it_better(returned, officer, head):
    note = ReturnNote.objects.get()

    answer_note(note, answer="Tiếp thu.", by=officer, at=AT)
    answer_note(note, answer=" Đã bổ sung địa bàn. ", by=head, at=AT)

    note.refresh_from_db()
    assert (note.answer, note.answered_by, note.answered_at) == ("Đã bổ sung địa bàn.", head, AT)
    assert not ReturnNote.objects.unanswered().exists()
    assert [e.target for e in AuditEntry.objects.filter(verb="answer")] == [returned, returned]


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader", "peer"])
def test_nobody_else_answers(returned, post, request):
    with pytest.raises(PermissionDenied):
        answer_note(ReturnNote.objects.get(), answer="Trả lời", by=request.getfixturevalue(post), at=AT)

    assert ReturnNote.objects.unanswered().count() == 1


def test_an_empty_answer_is_none_and_a_hidden_note_has_none(sent, returned, officer, reviewer):
    note = ReturnNote.objects.get()
    with pytest.raises(IllegalMove, match="Chưa ghi nội dung tiếp thu"):
        answer_note(note, answer=" ", by=officer, at=AT)

    answer_note(note, answer="Đã sửa", by=officer, at=AT)
    send(returned, version=2, due_at=DUE, by=officer, at=AT)
    returned.refresh_from_db()
    hidden = pin(returned, reviewer)
    with pytest.raises(IllegalMove, match="Không trả lời được"):
        answer_note(hidden, answer="Biết trước", by=officer, at=AT)
    with pytest.raises(IllegalMove, match="Không trả lời được"):
        answer_note(note, answer="Sửa khi đã gửi", by=officer, at=AT)


def test_a_unit_of_another_kind_is_judged_by_the_same_reviewer(reviewer):
    plan = PlannedTaskFactory(plan__unit=UnitFactory(), plan__submitted=True).plan

    assert take_in(plan, version=1, by=reviewer, at=AT).status == Status.ACCEPTED
