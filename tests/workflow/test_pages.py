"""What pages show of a paper: changes, opinions in their place, who may see which, history."""

import pytest
from django.test import RequestFactory

from campaigns.models import PlannedTask, UnitPlan
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.models import Conflict, ReturnNote
from hoaxa_danvan.workflow.services import answer_note, pin_note, rehearse, save_version, send
from tests.factories import UnitPlanFactory
from tests.workflow.conftest import AT, DUE


def fields(review):
    return {field.path: field for group in review.groups for field in group.fields}


@pytest.fixture
def resent(returned, officer) -> UnitPlan:
    """Sent a second time with another summary."""
    answer_note(ReturnNote.objects.get(), answer="Đã nêu rõ.", by=officer, at=AT)
    row = save_version(returned, version=2, fields={"summary": "Vận động hội viên phân loại rác tại chợ."})
    send(row, version=3, due_at=DUE, by=officer, at=AT)
    return UnitPlan.objects.get(pk=row.pk)


def test_a_first_sending_shows_no_changes(sent, reviewer):
    review = pages.review(sent, who=reviewer)

    assert review.changed_count == 0
    assert (review.revision.number, review.revision.at) == (1, AT)
    assert [group.title for group in review.groups] == [
        "Hình thức, văn bản",
        "Mục đích, yêu cầu",
        "Việc 1 – Nội dung 1",
        "Tổ chức thực hiện",
    ]


def test_a_second_sending_is_marked_against_the_first(resent, reviewer):
    review = pages.review(resent, who=reviewer)

    summary = fields(review)["summary"]
    assert review.changed_count == 1
    assert review.revision.number == 2
    assert [(piece.kind, piece.text) for piece in summary.pieces if piece.kind != "same"] == [
        ("del", "nhà."),
        ("ins", "chợ."),
    ]
    assert [(note.text, note.answer) for note in summary.notes] == [("Cần nêu rõ hơn.", "Đã nêu rõ.")]


def test_the_office_reads_what_was_sent_not_what_is_being_edited(returned, reviewer, officer):
    save_version(returned, version=2, fields={"summary": "Đang sửa dở"})
    returned.refresh_from_db()

    assert fields(pages.review(returned, who=reviewer))["summary"].value != "Đang sửa dở"
    assert fields(pages.own_view(returned, who=officer))["summary"].value == "Đang sửa dở"


def test_notes_in_preparation_are_seen_by_those_who_judge_alone(sent, reviewer, officer, clerk, leader):
    pin_note(sent, field="summary", text="Đang cân nhắc", by=reviewer, at=AT)

    assert pages.review(sent, who=reviewer).pending_count == 1
    for other in (officer, clerk, leader):
        seen = pages.review(sent, who=other)
        assert (seen.notes, seen.can_note) == ((), False)


def test_what_each_post_may_do_is_said(sent, returned, reviewer, officer, outsider):
    sent.refresh_from_db()
    own = pages.own_view(returned, who=officer)
    assert (own.can_answer, own.can_note, own.can_return) == (True, False, False)
    assert (own.unanswered_count, own.released_count) == (1, 1)


def test_an_opinion_on_a_row_that_is_gone_still_stands(sent, reviewer, officer):
    task = sent.tasks.get()
    pin_note(sent, field=f"task-{task.pk}-what", text="Trùng đơn vị khác", by=reviewer, at=AT)
    ReturnNote.objects.update(released_at=AT)
    PlannedTask.objects.all().delete()

    review = pages.own_view(sent, who=officer)

    last = review.groups[-1]
    assert last.title == "Ý kiến ở ô nay không còn"
    assert [note.text for note in last.fields[0].notes] == ["Trùng đơn vị khác"]


def test_the_place_in_a_queue_and_what_comes_next(db):
    first, second, third = UnitPlanFactory.create_batch(3)
    queue = [first, second, third]

    assert pages.place_in(queue, first) == pages.Place(1, 3, second.pk, third.pk)
    assert pages.place_in(queue, third) == pages.Place(3, 3, first.pk, second.pk)
    assert pages.place_in([second], second) == pages.Place(1, 1, None)
    assert pages.place_in([second, third], first) == pages.Place(0, 2, second.pk)
    assert pages.place_in([], first) == pages.Place(0, 0, None)


def test_the_history_speaks_the_offices_words_and_tells_savings_in_a_row_once(plan, officer, head, reviewer):
    for by in (officer, officer, head):
        record("save", target=plan, by=by, at=AT)
    plan.advance("submit", by=officer, at=AT)
    plan.advance("return", by=reviewer, at=AT, note="1 ý kiến")

    steps = pages.history(plan)

    assert [(step.label, step.to_status, step.note) for step in steps] == [
        ("Lưu", "", ""),
        ("Lưu", "", ""),
        ("Gửi", "Đã gửi", ""),
        ("Đề nghị bổ sung", "Cần bổ sung", "1 ý kiến"),
    ]
    assert [step.who for step in steps[:2]] == [str(officer), str(head)]


def test_a_conflict_shows_both_texts_and_who_saved(plan, officer, head):
    fresh = save_version(plan, version=1, fields={"summary": "Bản của lãnh đạo"})
    record("save", target=fresh, by=head, at=AT)
    typed = rehearse(plan, lambda: save_version(plan, version=2, fields={"summary": "Bản của cán bộ"}))

    found = pages.differences(Conflict(fresh), typed)

    assert [(c.path, c.was, c.value) for c in found.changes] == [
        ("summary", "Bản của lãnh đạo", "Bản của cán bộ")
    ]
    assert (found.saved_by, found.saved_at) == (str(head), AT)


@pytest.mark.parametrize(
    ("wanted", "way"),
    [
        ("/ke-hoach/3/", "/ke-hoach/3/"),
        ("", "/mac-dinh/"),
        ("https://xau.example/", "/mac-dinh/"),
        ("//xau.example/", "/mac-dinh/"),
        ("javascript:alert(1)", "/mac-dinh/"),
    ],
)
def test_a_form_leads_back_inside_the_portal_only(wanted, way):
    request = RequestFactory().post("/", {"next": wanted})

    assert pages.way_back(request, "/mac-dinh/") == way


@pytest.mark.parametrize("count", [1, 5])
def test_a_review_costs_the_same_however_many_opinions(sent, reviewer, count, django_assert_num_queries):
    for _ in range(count):
        pin_note(sent, field="summary", text="Ý kiến", by=reviewer, at=AT)
    plan = UnitPlan.objects.select_related("unit__kind").get(pk=sent.pk)
    pages.review(plan, who=reviewer)

    # revisions, notes, proposals; the joint units for each of three rights; how the office works
    with django_assert_num_queries(7):
        review = pages.review(plan, who=reviewer)
        assert {note.author for note in review.notes} == {f"Ý kiến của {reviewer.unit.label}"}
