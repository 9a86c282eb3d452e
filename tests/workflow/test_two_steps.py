"""The office in two steps: the chuyên viên lays it before the Trưởng ban, who decides."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from awards.models import Nomination
from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.models import IllegalMove, Proposal, ReviewSetting, Stale
from hoaxa_danvan.workflow.office import propose, send_proposal_back
from hoaxa_danvan.workflow.services import pin_note, send, send_back, send_remarks, take_back, take_in
from hoaxa_danvan.workflow.settings import change_setting
from hoaxa_danvan.workflow.todo import todos_for
from models_registry.models import RegisteredModel
from reports.models import UnitReport
from tests.factories import (
    AppointmentFactory,
    NominationFactory,
    PlannedTaskFactory,
    RegisteredModelFactory,
    UnitReportFactory,
)
from tests.workflow.conftest import AT, DUE

Status, State = UnitPlan.Status, Proposal.State
ON = {"two_steps": True, "undo_minutes": 10}


@pytest.fixture
def head_reviewer(reviewer):
    """Trưởng Ban Xây dựng Đảng."""
    return AppointmentFactory(unit=reviewer.unit, role=Role.HEAD_REVIEWER)


@pytest.fixture
def two_steps(head_reviewer):
    """Switched on by the Trưởng ban."""
    return change_setting(version=0, fields=ON, by=head_reviewer, at=AT)


@pytest.fixture
def proposed(sent, two_steps, reviewer) -> Proposal:
    """The chuyên viên proposes to take the plan in."""
    return propose(sent, verb="accept", version=1, note="Đủ nội dung.", by=reviewer, at=AT)


def pin(plan, by):
    return pin_note(plan, field="summary", text="Cần nêu rõ hơn.", by=by, at=AT)


def trail():
    return [(e.verb, e.by) for e in AuditEntry.objects.exclude(verb__in=["submit", "change_setting"])]


# The rules


def test_in_one_step_the_reviewer_decides_alone_and_proposes_nothing(sent, reviewer):
    with pytest.raises(IllegalMove, match="làm việc một bước"):
        propose(sent, verb="accept", version=1, by=reviewer, at=AT)

    assert take_in(sent, version=1, by=reviewer, at=AT).status == Status.ACCEPTED


def test_in_two_steps_the_reviewer_decides_nothing_alone(sent, reviewer, two_steps):
    pin(sent, reviewer)

    for decide in (take_in, send_back):
        with pytest.raises(PermissionDenied):
            decide(sent, version=1, by=reviewer, at=AT)

    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED
    assert not Mail.objects.exists()


@pytest.mark.parametrize("factory", [RegisteredModelFactory, UnitReportFactory, NominationFactory])
def test_it_holds_for_every_paper(factory, reviewer, head_reviewer, two_steps):
    paper = factory(submitted=True)

    for verb in ("accept", "return"):
        assert not paper.may_now(verb, reviewer)
        assert paper.may_now(verb, head_reviewer)
    assert reviewer.may(paper.perm("judge"), paper)
    proposal = propose(paper, verb="accept", version=paper.version, by=reviewer, at=AT + timedelta(days=400))
    assert proposal.target == paper


def test_a_dossier_is_rejected_by_the_head_alone(reviewer, head_reviewer, two_steps):
    nomination = NominationFactory(submitted=True)

    assert not reviewer.may("awards.reject_nomination", nomination)
    assert head_reviewer.may("awards.reject_nomination", nomination)
    assert {Nomination, RegisteredModel, UnitReport} == {
        type(factory(submitted=True))
        for factory in (NominationFactory, RegisteredModelFactory, UnitReportFactory)
    }


def test_remarks_to_a_peer_need_no_approval(peer, reviewer, two_steps):
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    pin(plan, reviewer)

    assert send_remarks(plan, version=1, by=reviewer, at=AT) == 1


def test_the_leaders_judge_the_offices_own_paper_as_before(leader, reviewer, two_steps):
    officer = AppointmentFactory(unit=reviewer.unit)
    plan = PlannedTaskFactory(plan__unit=reviewer.unit).plan
    send(plan, version=1, due_at=DUE, by=officer, at=AT)

    assert take_in(plan, version=1, by=leader, at=AT).status == Status.ACCEPTED


# Proposed, approved, sent back


def test_what_is_proposed_is_approved_by_deciding_it(sent, proposed, reviewer, head_reviewer):
    row = take_in(sent, version=1, by=head_reviewer, at=AT)

    proposed.refresh_from_db()
    assert (row.status, proposed.state, proposed.decided_by) == (
        Status.ACCEPTED,
        State.APPROVED,
        head_reviewer,
    )
    assert trail() == [("propose", reviewer), ("accept", head_reviewer), ("approve_proposal", head_reviewer)]


def test_the_head_may_decide_otherwise_and_the_proposal_holds_no_more(
    sent, proposed, reviewer, head_reviewer
):
    pin(sent, reviewer)

    send_back(sent, version=1, by=head_reviewer, at=AT)

    proposed.refresh_from_db()
    assert (proposed.state, proposed.decided_by) == (State.CLOSED, None)


def test_a_return_is_proposed_with_its_opinions(sent, two_steps, reviewer, head_reviewer):
    with pytest.raises(IllegalMove, match="Cần ghim ý kiến"):
        propose(sent, verb="return", version=1, by=reviewer, at=AT)
    pin(sent, reviewer)
    proposal = propose(sent, verb="return", version=1, by=reviewer, at=AT)

    assert send_back(sent, version=1, by=head_reviewer, at=AT).status == Status.RETURNED
    proposal.refresh_from_db()
    assert proposal.state == State.APPROVED


def test_no_return_is_proposed_for_a_peer(peer, reviewer, two_steps):
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    pin(plan, reviewer)

    with pytest.raises(IllegalMove, match="chỉ trao đổi ý kiến"):
        propose(plan, verb="return", version=1, by=reviewer, at=AT)


def test_sent_back_with_a_word_and_proposed_anew(sent, proposed, reviewer, head_reviewer):
    with pytest.raises(IllegalMove, match="Cần ghi rõ"):
        send_proposal_back(proposed, note=" ", by=head_reviewer, at=AT)
    back = send_proposal_back(proposed, note="Xem lại thời hạn.", by=head_reviewer, at=AT)

    assert (back.state, back.decision, back.decided_by) == (
        State.SENT_BACK,
        "Xem lại thời hạn.",
        head_reviewer,
    )
    again = propose(sent, verb="accept", version=1, by=reviewer, at=AT)
    back.refresh_from_db()
    assert (back.state, again.state) == (State.CLOSED, State.OPEN)
    with pytest.raises(IllegalMove, match="không còn hiệu lực"):
        send_proposal_back(back, note="Lần nữa.", by=head_reviewer, at=AT)


def test_one_proposal_stands_at_a_time(sent, proposed, reviewer):
    with pytest.raises(IllegalMove, match="đang chờ Trưởng ban"):
        propose(sent, verb="accept", version=1, by=reviewer, at=AT)

    assert Proposal.objects.count() == 1


def test_the_head_does_not_propose(sent, two_steps, head_reviewer):
    with pytest.raises(IllegalMove, match="quyết định trực tiếp"):
        propose(sent, verb="accept", version=1, by=head_reviewer, at=AT)


@pytest.mark.parametrize("post", ["officer", "outsider", "leader", "clerk", "administrator"])
def test_nobody_else_proposes_or_sends_back(sent, proposed, post, request):
    who = request.getfixturevalue(post)
    with pytest.raises(PermissionDenied):
        propose(sent, verb="accept", version=1, by=who, at=AT)
    with pytest.raises(PermissionDenied):
        send_proposal_back(proposed, note="Ý kiến.", by=who, at=AT)

    proposed.refresh_from_db()
    assert proposed.state == State.OPEN


def test_a_reviewer_does_not_send_back_what_they_proposed(proposed, reviewer):
    with pytest.raises(PermissionDenied):
        send_proposal_back(proposed, note="Ý kiến.", by=reviewer, at=AT)


def test_nobody_proposes_for_their_own_unit(two_steps, reviewer):
    officer = AppointmentFactory(unit=reviewer.unit)
    plan = PlannedTaskFactory(plan__unit=reviewer.unit).plan
    send(plan, version=1, due_at=DUE, by=officer, at=AT)

    with pytest.raises(PermissionDenied):
        propose(plan, verb="accept", version=1, by=reviewer, at=AT)


def test_what_was_changed_since_it_was_read_is_not_proposed(sent, two_steps, reviewer):
    with pytest.raises(IllegalMove, match="gửi bản mới"):
        propose(sent, verb="accept", version=7, by=reviewer, at=AT)


def test_what_the_unit_takes_back_is_not_before_the_head_any_more(sent, proposed, officer, head_reviewer):
    take_back(sent, by=officer, at=AT)

    proposed.refresh_from_db()
    assert proposed.state == State.CLOSED
    assert not [todo for todo in todos_for(head_reviewer, at=AT) if "đề xuất" in todo.title]


def test_what_moved_by_another_verb_leaves_no_task_behind(sent, proposed, head_reviewer):
    UnitPlan.objects.filter(pk=sent.pk).update(status_at=AT + timedelta(minutes=1))

    assert not [todo for todo in todos_for(head_reviewer, at=AT) if "đề xuất" in todo.title]


# Who sees it


def test_todos_for_both(sent, proposed, reviewer, head_reviewer, officer):
    assert "1 đề xuất của chuyên viên chờ duyệt" in [todo.title for todo in todos_for(head_reviewer, at=AT)]
    assert "Trưởng ban chuyển lại" not in [todo.status_label for todo in todos_for(reviewer, at=AT)]

    send_proposal_back(proposed, note="Xem lại.", by=head_reviewer, at=AT)

    mine = {todo.status_label: todo for todo in todos_for(reviewer, at=AT)}
    assert mine["Trưởng ban chuyển lại"].url == sent.get_absolute_url()
    assert "Chờ duyệt" not in [todo.status_label for todo in todos_for(head_reviewer, at=AT)]


def test_what_is_before_the_head_is_no_task_of_the_reviewer(sent, proposed, reviewer, head_reviewer):
    def queues(who):
        return [todo.title for todo in todos_for(who, at=AT) if "chờ tiếp nhận" in todo.title]

    assert queues(reviewer) == []
    send_proposal_back(proposed, note="Xem lại.", by=head_reviewer, at=AT)
    assert queues(reviewer) == ["1 kế hoạch năm chờ tiếp nhận"]


def test_the_unit_learns_nothing_of_what_happens_inside(
    sent, proposed, officer, reviewer, head_reviewer, sign_in
):
    send_proposal_back(proposed, note="Xem lại thời hạn.", by=head_reviewer, at=AT)

    page = sign_in(officer).get(sent.get_absolute_url())

    for word in ("Trưởng ban", "Trình", "Xem lại thời hạn", "Đủ nội dung"):
        assertNotContains(page, word)
    verbs = {step.label for step in pages.history(sent, who=reviewer)}
    assert {"Trình Trưởng ban", "Trưởng ban chuyển lại chuyên viên"} <= verbs
    assert {step.label for step in pages.history(sent, who=officer)} == {"Gửi"}


def test_the_pages_lead_through_both_steps(sent, two_steps, reviewer, head_reviewer, sign_in):
    kind = ContentType.objects.get_for_model(sent).pk
    client, url = sign_in(reviewer), sent.get_absolute_url()
    page = client.get(url)
    assertContains(page, "Trình tiếp nhận")
    assertNotContains(page, 'data-key="a">Tiếp nhận')
    data = {"verb": "accept", "version": "1", "note": "Đủ nội dung."}
    client.post(reverse("workflow:proposal-make", args=[kind, sent.pk]), data)
    assertContains(client.get(url), "Đã trình, chờ Trưởng ban duyệt.")

    client = sign_in(head_reviewer)
    assertContains(client.get(reverse("workflow:proposal-list")), "Đủ nội dung.")
    assertContains(client.get(url), "Duyệt, tiếp nhận")
    back = reverse("workflow:proposal-send-back", args=[Proposal.objects.get().pk])
    assertContains(client.post(back, {"note": " "}), "Vui lòng nhập", status_code=422)
    assertRedirects(client.post(back, {"note": "Xem lại."}), reverse("workflow:proposal-list"))
    assertContains(sign_in(reviewer).get(url), "Ý kiến của Trưởng ban:")
    assertContains(sign_in(reviewer).get(reverse("campaigns:plan-queue")), "Trưởng ban chuyển lại: tiếp nhận")


@pytest.mark.parametrize(
    ("post", "status"), [("officer", 404), ("outsider", 404), ("clerk", 404), ("reviewer", 403)]
)
def test_the_pages_refuse_others(proposed, post, status, sign_in, request):
    client = sign_in(request.getfixturevalue(post))
    url = reverse("workflow:proposal-send-back", args=[proposed.pk])

    assert client.get(url).status_code == status
    assert client.post(url, {"note": "Ý kiến."}).status_code == status


@pytest.mark.parametrize(
    ("post", "status"), [("officer", 403), ("outsider", 404), ("leader", 403), ("clerk", 403)]
)
def test_the_page_takes_no_proposal_of_others(sent, two_steps, post, status, sign_in, request):
    kind = ContentType.objects.get_for_model(sent).pk
    url = reverse("workflow:proposal-make", args=[kind, sent.pk])
    client = sign_in(request.getfixturevalue(post))

    assert client.post(url, {"verb": "accept", "version": "1"}).status_code == status
    assert client.get(url).status_code == 405
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    reviewer, head_reviewer, two_steps, officer, sign_in, count, django_assert_num_queries
):
    for place in range(count):
        plan = PlannedTaskFactory(plan__unit=officer.unit, plan__campaign_year__year=2026 + place).plan
        send(plan, version=1, due_at=DUE, by=officer, at=AT)
        propose(plan, verb="accept", version=1, by=reviewer, at=AT)
    client = sign_in(head_reviewer)

    with django_assert_num_queries(6):  # session, person, posts; own units, proposals, plans
        page = client.get(reverse("workflow:proposal-list"))

    assertContains(page, f"{count} đề xuất, lâu nhất trước")


# The setting


def test_the_setting_is_data_on_record(head_reviewer):
    row = change_setting(version=0, fields=ON, by=head_reviewer, at=AT)

    assert (row.two_steps, row.version, ReviewSetting.now().two_steps) == (True, 1, True)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.details["two_steps"]) == ("change_setting", {"from": False, "to": True})
    with pytest.raises(Stale):
        change_setting(version=0, fields=ON, by=head_reviewer, at=AT)
    assert change_setting(version=1, fields={**ON, "two_steps": False}, by=head_reviewer, at=AT).version == 2


def test_without_a_head_it_is_not_switched_on(administrator, reviewer):
    with pytest.raises(IllegalMove, match="Chưa có ai giữ vai trò Trưởng ban"):
        change_setting(version=0, fields=ON, by=administrator, at=AT)

    assert not ReviewSetting.now().two_steps


@pytest.mark.parametrize("post", ["reviewer", "officer", "leader", "clerk"])
def test_nobody_else_changes_it(post, request, head_reviewer):
    with pytest.raises(PermissionDenied):
        change_setting(version=0, fields=ON, by=request.getfixturevalue(post), at=AT)

    assert not ReviewSetting.objects.exists()


def test_its_page(head_reviewer, reviewer, officer, sign_in, time_machine):
    time_machine.move_to(AT)
    url = reverse("workflow:review-setting")
    client = sign_in(head_reviewer)
    data = {"two_steps": "on", "undo_minutes": "15", "version": "0"}
    assertRedirects(client.post(url, data), url)
    assert (ReviewSetting.now().two_steps, ReviewSetting.now().undo_minutes) == (True, 15)

    assertContains(client.post(url, data), "Người khác đã lưu", status_code=422)
    assertContains(client.post(url, {**data, "undo_minutes": "-3"}), "error", status_code=422)
    reading = sign_in(reviewer).get(url)
    assertContains(reading, "Hai bước: chuyên viên trình, Trưởng ban duyệt")
    assertNotContains(reading, "Lưu</button>")
    assert sign_in(officer).get(url).status_code == 403
