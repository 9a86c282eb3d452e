"""The pages that every paper shares: receipt, opinions, the draft that is not wanted."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.workflow.models import Draft, Receipt, ReturnNote
from hoaxa_danvan.workflow.services import keep_draft, pin_note
from tests.workflow.conftest import AT


def pin_url(plan):
    kind = ContentType.objects.get_for_model(plan).pk
    return reverse("workflow:note-pin", kwargs={"kind": kind, "pk": plan.pk})


def test_the_receipt_has_its_number_the_time_and_what_comes_next(sent, officer, sign_in):
    receipt = Receipt.objects.get()

    page = sign_in(officer).get(receipt.get_absolute_url())

    assertContains(page, receipt.number)
    assertContains(page, "09:00 thứ Ba 20/01/2026")
    assertContains(page, "Việc tiếp theo")
    assertContains(page, f'data-clear-draft="unitplan-{sent.pk}"')


def test_a_late_receipt_says_so_kindly(sent, officer, sign_in):
    Receipt.objects.update(is_late=True)

    assertContains(
        sign_in(officer).get(Receipt.objects.get().get_absolute_url()), "Gửi sau hạn; cổng vẫn nhận"
    )


@pytest.mark.parametrize(
    ("post", "status"),
    [("officer", 200), ("head", 200), ("reviewer", 200), ("leader", 200), ("outsider", 404), ("peer", 404)],
)
def test_who_reads_the_receipt(sent, post, status, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(Receipt.objects.get().get_absolute_url()).status_code == status


def test_a_reviewer_pins_a_note_and_is_back_at_the_field(sent, reviewer, sign_in):
    answer = sign_in(reviewer).post(
        pin_url(sent), {"field": "summary", "text": "Cần rõ hơn", "next": f"/ke-hoach/{sent.pk}/"}
    )

    assertRedirects(answer, f"/ke-hoach/{sent.pk}/#o-summary", fetch_redirect_response=False)
    assert ReturnNote.objects.get().text == "Cần rõ hơn"


def test_a_note_without_text_is_asked_for_again(sent, reviewer, sign_in):
    answer = sign_in(reviewer).post(pin_url(sent), {"field": "summary", "text": " "})

    assertContains(answer, "Vui lòng nhập ý kiến", status_code=422)
    assert not ReturnNote.objects.exists()


def test_a_text_that_is_too_long_is_kept_in_the_form(sent, reviewer, sign_in):
    answer = sign_in(reviewer).post(pin_url(sent), {"field": "summary", "text": "dài " * 1001})

    assertContains(answer, "dài dài dài", status_code=422)


@pytest.mark.parametrize(
    ("post", "status"),
    [("officer", 403), ("head", 403), ("clerk", 403), ("leader", 403), ("outsider", 404), ("peer", 404)],
)
def test_nobody_else_pins(sent, post, status, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.post(pin_url(sent), {"field": "summary", "text": "x"}).status_code == status
    assert not ReturnNote.objects.exists()


def test_pinning_answering_and_dropping_are_no_gets(sent, reviewer, sign_in):
    note = pin_note(sent, field="summary", text="x", by=reviewer, at=AT)
    client = sign_in(reviewer)

    urls = [
        pin_url(sent),
        reverse("workflow:note-unpin", args=[note.pk]),
        reverse("workflow:note-answer", args=[note.pk]),
        reverse("workflow:draft-drop"),
    ]
    assert [client.get(url).status_code for url in urls] == [405] * 4
    assert ReturnNote.objects.count() == 1


def test_only_papers_have_opinions(sent, reviewer, sign_in):
    client = sign_in(reviewer)
    unit_kind = ContentType.objects.get_for_model(Unit).pk

    for kind in (unit_kind, 10**6):
        url = reverse("workflow:note-pin", kwargs={"kind": kind, "pk": sent.unit_id})
        assert client.post(url, {"field": "name", "text": "x"}).status_code == 404


def test_a_note_in_preparation_is_taken_off_and_is_nobody_elses_to_find(sent, reviewer, officer, sign_in):
    note = pin_note(sent, field="summary", text="x", by=reviewer, at=AT)
    url = reverse("workflow:note-unpin", args=[note.pk])

    assert sign_in(officer).post(url).status_code == 404
    assert sign_in(reviewer).post(url).status_code == 302
    assert not ReturnNote.objects.exists()
    assert sign_in(reviewer).post(url).status_code == 404


def test_the_unit_answers_and_the_reviewer_may_not(returned, officer, reviewer, outsider, sign_in):
    url = reverse("workflow:note-answer", args=[ReturnNote.objects.get().pk])

    assert sign_in(outsider).post(url, {"answer": "x"}).status_code == 404
    assert sign_in(reviewer).post(url, {"answer": "x"}).status_code == 403
    assertContains(sign_in(officer).post(url, {"answer": ""}), "Vui lòng nhập", status_code=422)
    answer = sign_in(officer).post(url, {"answer": "Đã tiếp thu"}, follow=True)
    assertContains(answer, "Đã tiếp thu")
    assert ReturnNote.objects.get().answered_by == officer


def test_an_answer_after_sending_is_refused_in_words(returned, officer, sign_in):
    note = ReturnNote.objects.get()
    UnitPlan.objects.update(status="submitted")

    answer = sign_in(officer).post(
        reverse("workflow:note-answer", args=[note.pk]), {"answer": "x"}, follow=True
    )

    assertContains(answer, "Không trả lời được: đang ở trạng thái “Đã gửi”.")


def test_a_draft_is_dropped_by_its_own_person_alone(officer, head, sign_in):
    keep_draft(by=officer, form="unitplan-1", target_id=1, payload={}, at=AT)
    data = {"form": "unitplan-1", "target_id": "1", "next": "/viec-cua-toi/"}

    sign_in(head).post(reverse("workflow:draft-drop"), data)
    assert Draft.objects.count() == 1
    answer = sign_in(officer).post(reverse("workflow:draft-drop"), data)
    assertRedirects(answer, "/viec-cua-toi/", fetch_redirect_response=False)
    assert not Draft.objects.exists()
