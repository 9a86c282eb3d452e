"""Opinions of the last round, ticked off one by one when the paper has come again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.models import UnitPlan
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.models import IllegalMove, ReturnNote
from hoaxa_danvan.workflow.services import (
    answer_note,
    pin_note,
    send,
    send_back,
    take_back,
    take_in,
    unpin_note,
)
from hoaxa_danvan.workflow.ticking import tick_off
from tests.workflow.conftest import AT, DUE

Outcome = ReturnNote.Outcome


@pytest.fixture
def resent(returned, officer) -> UnitPlan:
    """The returned plan, its opinion answered, sent again."""
    answer_note(ReturnNote.objects.get(), answer="Đã bổ sung.", by=officer, at=AT)
    send(returned, version=returned.version, due_at=DUE, by=officer, at=AT)
    return UnitPlan.objects.get(pk=returned.pk)


def tick(outcome, by, note=None):
    return tick_off(note or ReturnNote.objects.earliest("pk"), outcome=outcome, by=by, at=AT)


def test_what_was_followed_is_ticked_and_told_with_the_decision(resent, reviewer, officer):
    note = tick(Outcome.MET, reviewer)

    assert (note.outcome, note.outcome_by, note.outcome_released_at) == (Outcome.MET, reviewer, None)
    assert pages.review(resent, who=reviewer).to_tick_off == 0
    take_in(resent, version=resent.version, by=reviewer, at=AT)
    note.refresh_from_db()
    assert note.outcome_released_at == AT
    assert AuditEntry.objects.filter(verb="tick_off").get().note.startswith("Đã tiếp thu")


def test_what_was_not_followed_goes_into_the_next_return_without_being_typed(resent, reviewer, officer):
    tick(Outcome.OPEN, reviewer)

    carried = ReturnNote.objects.pending().get()
    assert (carried.text, carried.field, carried.carries.outcome) == ("Cần nêu rõ hơn.", "summary", "open")
    row = send_back(resent, version=resent.version, by=reviewer, at=AT)
    assert row.status == UnitPlan.Status.RETURNED
    assert ReturnNote.objects.about(row).unanswered().get() == carried


def test_the_unit_must_answer_what_is_asked_again(resent, reviewer, officer):
    tick(Outcome.OPEN, reviewer)
    row = send_back(resent, version=resent.version, by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="Còn 1 ý kiến chưa tiếp thu"):
        send(row, version=row.version, due_at=DUE, by=officer, at=AT)


def test_a_changed_mind_takes_the_carried_opinion_away(resent, reviewer):
    tick(Outcome.OPEN, reviewer)
    tick(Outcome.MET, reviewer)

    assert not ReturnNote.objects.pending().exists()
    note = tick("", reviewer)
    assert (note.outcome, note.outcome_by, note.outcome_at) == ("", None, None)


def test_ticked_twice_it_is_carried_once(resent, reviewer):
    tick(Outcome.OPEN, reviewer)
    tick(Outcome.OPEN, reviewer)

    assert ReturnNote.objects.pending().count() == 1
    assert AuditEntry.objects.filter(verb="tick_off").count() == 1


def test_the_carried_opinion_goes_by_its_tick_alone(resent, reviewer):
    tick(Outcome.OPEN, reviewer)

    with pytest.raises(IllegalMove, match="chuyển từ lần trước"):
        unpin_note(ReturnNote.objects.pending().get(), by=reviewer)

    assert ReturnNote.objects.pending().count() == 1


def test_what_the_unit_takes_back_forgets_its_ticks(resent, reviewer, officer):
    tick(Outcome.OPEN, reviewer)

    take_back(resent, by=officer, at=AT)

    note = ReturnNote.objects.get()
    assert (note.outcome, note.outcome_by, note.outcome_at) == ("", None, None)


def test_what_was_told_is_not_ticked_anew(resent, reviewer, officer):
    tick(Outcome.OPEN, reviewer)
    row = send_back(resent, version=resent.version, by=reviewer, at=AT)
    new = ReturnNote.objects.about(row).unanswered().get()
    answer_note(new, answer="Đã nêu số hộ.", by=officer, at=AT)
    send(row, version=row.version, due_at=DUE, by=officer, at=AT)

    with pytest.raises(IllegalMove, match="không còn chờ đánh dấu"):
        tick(Outcome.MET, reviewer)
    assert tick(Outcome.MET, reviewer, new).outcome == Outcome.MET


def test_what_is_in_preparation_is_no_opinion_of_an_earlier_round(resent, reviewer):
    hidden = pin_note(resent, field="summary", text="Ý mới", by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="không còn chờ đánh dấu"):
        tick(Outcome.MET, reviewer, hidden)
    with pytest.raises(IllegalMove, match="Vui lòng chọn"):
        tick("xong", reviewer)


@pytest.mark.parametrize("post", ["officer", "outsider", "leader", "clerk", "administrator", "peer"])
def test_nobody_else_ticks(resent, post, request):
    with pytest.raises(PermissionDenied):
        tick(Outcome.MET, request.getfixturevalue(post))

    assert ReturnNote.objects.get().outcome == ""


def test_nothing_is_ticked_before_the_paper_has_come_again(returned, reviewer):
    with pytest.raises(IllegalMove, match="Cần bổ sung"):
        tick(Outcome.MET, reviewer)


def test_the_page_ticks_and_the_unit_sees_it_only_when_told(resent, reviewer, officer, sign_in):
    note = ReturnNote.objects.get()
    client = sign_in(reviewer)
    assertContains(client.get(resent.get_absolute_url()), "1 ý kiến lần trước chưa đánh dấu")

    client.post(reverse("workflow:note-tick", args=[note.pk]), {"outcome": "open"})

    assertContains(client.get(resent.get_absolute_url()), "Chuyển từ lần trước vì chưa tiếp thu")
    unit = sign_in(officer)
    assertNotContains(unit.get(resent.get_absolute_url()), "Chưa tiếp thu")
    send_back(resent, version=resent.version, by=reviewer, at=AT)
    assertContains(unit.get(resent.get_absolute_url()), "Chưa tiếp thu")


@pytest.mark.parametrize(("post", "status"), [("officer", 403), ("outsider", 404), ("clerk", 403)])
def test_the_page_refuses_others(resent, post, status, sign_in, request):
    url = reverse("workflow:note-tick", args=[ReturnNote.objects.get().pk])
    client = sign_in(request.getfixturevalue(post))

    assert client.post(url, {"outcome": "met"}).status_code == status
    assert client.get(url).status_code == 405
    assert ReturnNote.objects.get().outcome == ""


def test_a_mangled_tick_is_refused_in_words(resent, reviewer, sign_in):
    url = reverse("workflow:note-tick", args=[ReturnNote.objects.get().pk])

    page = sign_in(reviewer).post(url, {"outcome": "hỏng"}, follow=True)

    assertContains(page, "Vui lòng chọn “Đã tiếp thu” hoặc “Chưa tiếp thu”.")
