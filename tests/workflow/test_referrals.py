"""“Báo cáo Thường trực Đảng ủy cho ý kiến”: a remark on which office and peer do not agree."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import UnitPlan
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.notifications.models import Notice
from hoaxa_danvan.workflow.models import IllegalMove, Referral, ReturnNote
from hoaxa_danvan.workflow.referrals import give_opinion, refer
from hoaxa_danvan.workflow.services import answer_note, pin_note, send, send_remarks, take_in
from hoaxa_danvan.workflow.todo import todos_for
from tests.factories import AppointmentFactory, PlannedTaskFactory, UnitFactory
from tests.workflow.conftest import AT, DUE

TEXTS = {
    "question": "Có đưa việc giám sát tiếp công dân vào kế hoạch hay không.",
    "unit_view": "Việc này đã có trong chương trình giám sát.",
    "office_view": "Kế hoạch của xã giao tại nội dung 3.",
}
OPINION = "Đưa vào kế hoạch, không lập chương trình riêng."


@pytest.fixture
def peer_plan(peer) -> UnitPlan:
    """A consulted unit's plan, sent."""
    plan = PlannedTaskFactory(plan__unit=peer.unit).plan
    send(plan, version=1, due_at=DUE, by=peer, at=AT)
    return UnitPlan.objects.get(pk=plan.pk)


@pytest.fixture
def remark(peer_plan, peer, reviewer) -> ReturnNote:
    """A remark that the unit has answered, and does not follow."""
    note = pin_note(peer_plan, field="summary", text="Đề nghị cân nhắc bổ sung.", by=reviewer, at=AT)
    send_remarks(peer_plan, version=1, by=reviewer, at=AT)
    note.refresh_from_db()
    answer_note(note, answer=TEXTS["unit_view"], by=peer, at=AT)
    return note


@pytest.fixture
def referral(remark, reviewer) -> Referral:
    """The same, before the Thường trực."""
    return refer(remark, **TEXTS, by=reviewer, at=AT)


def test_the_question_goes_to_the_leaders_and_the_plan_stays_as_it_is(peer_plan, referral, reviewer, leader):
    before = (peer_plan.status, peer_plan.version, peer_plan.status_at)

    peer_plan.refresh_from_db()
    assert (peer_plan.status, peer_plan.version, peer_plan.status_at) == before
    assert (referral.unit, referral.by, referral.opinion_at) == (peer_plan.unit, reviewer, None)
    todo = next(todo for todo in todos_for(leader, at=AT) if todo.status_label == "Chờ ý kiến")
    assert (todo.url, todo.text) == (
        reverse("workflow:referral-opinion", args=[referral.pk]),
        TEXTS["question"],
    )
    assert AuditEntry.objects.get(verb="refer").by == reviewer


def test_the_opinion_is_on_record_and_told_to_both(peer_plan, referral, leader, peer, reviewer):
    row = give_opinion(referral, opinion=OPINION, basis="Thông báo số 12-TB/VP", by=leader, at=AT)

    assert (row.opinion, row.basis, row.opinion_by, row.opinion_at) == (
        OPINION,
        "Thông báo số 12-TB/VP",
        leader,
        AT,
    )
    assert {notice.unit for notice in Notice.objects.all()} == {peer.unit, reviewer.unit}
    assert not [todo for todo in todos_for(leader, at=AT) if todo.status_label == "Chờ ý kiến"]
    peer_plan.refresh_from_db()
    assert peer_plan.status == UnitPlan.Status.SUBMITTED
    assert take_in(peer_plan, version=1, by=reviewer, at=AT).status == UnitPlan.Status.ACCEPTED


def test_an_opinion_is_given_once(referral, leader):
    give_opinion(referral, opinion=OPINION, by=leader, at=AT)

    with pytest.raises(IllegalMove, match="đã cho ý kiến"):
        give_opinion(referral, opinion="Ý khác.", by=leader, at=AT)
    assert Referral.objects.get().opinion == OPINION


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_and_one_opinion_stands(referral, leader):
    other = AppointmentFactory(unit=leader.unit, role="leader")

    def say(who):
        try:
            give_opinion(referral, opinion=f"Ý kiến của {who.pk}", by=who, at=AT)
        except IllegalMove:
            return "late"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(say, [leader, other])) == ["done", "late"]
    assert AuditEntry.objects.filter(verb="give_opinion").count() == 1


def test_it_may_be_referred_after_acceptance_too(peer_plan, remark, reviewer):
    take_in(peer_plan, version=1, by=reviewer, at=AT)

    assert refer(remark, **TEXTS, by=reviewer, at=AT).note == remark


def test_what_is_refused_in_words(remark, referral, peer_plan, sent, reviewer, leader):
    with pytest.raises(IllegalMove, match="đã được báo cáo"):
        refer(remark, **TEXTS, by=reviewer, at=AT)
    hidden = pin_note(peer_plan, field="form", text="Ý mới.", by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="chưa gửi đơn vị"):
        refer(hidden, **TEXTS, by=reviewer, at=AT)
    guided = pin_note(sent, field="summary", text="Cần rõ hơn.", by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="đề nghị bổ sung"):
        refer(guided, **TEXTS, by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="Chưa ghi ý kiến"):
        give_opinion(referral, opinion=" ", by=leader, at=AT)
    assert Referral.objects.count() == 1


def test_an_incomplete_report_is_refused(remark, reviewer):
    with pytest.raises(IllegalMove, match="Cần ghi đủ"):
        refer(remark, **{**TEXTS, "unit_view": " "}, by=reviewer, at=AT)


@pytest.mark.parametrize("post", ["peer", "officer", "leader", "clerk", "administrator"])
def test_nobody_else_refers(remark, post, request):
    with pytest.raises(PermissionDenied):
        refer(remark, **TEXTS, by=request.getfixturevalue(post), at=AT)

    assert not Referral.objects.exists()


@pytest.mark.parametrize("post", ["peer", "officer", "reviewer", "clerk", "administrator", "council_member"])
def test_nobody_else_gives_the_opinion(referral, post, request):
    with pytest.raises(PermissionDenied):
        give_opinion(referral, opinion=OPINION, by=request.getfixturevalue(post), at=AT)

    assert Referral.objects.get().opinion == ""


def test_a_leader_of_that_unit_gives_none(referral, peer, leader):
    both = AppointmentFactory(unit=peer.unit, person=leader.person, role="unit_head")

    with pytest.raises(PermissionDenied):
        give_opinion(referral, opinion=OPINION, by=leader, at=AT)
    assert both.person == leader.person
    assert not [todo for todo in todos_for(leader, at=AT) if todo.status_label == "Chờ ý kiến"]


def test_the_pages_from_the_remark_to_the_opinion(peer_plan, remark, reviewer, leader, peer, sign_in):
    client = sign_in(reviewer)
    url = reverse("workflow:referral-make", args=[remark.pk])
    assertContains(client.get(peer_plan.get_absolute_url()), url)
    form = client.get(url)
    assertContains(form, TEXTS["unit_view"])
    assertContains(client.post(url, {**TEXTS, "question": ""}), "Vui lòng nhập", status_code=422)
    client.post(url, TEXTS)
    referral = Referral.objects.get()
    assertContains(client.get(peer_plan.get_absolute_url()), "Chờ ý kiến")

    client, url = sign_in(leader), reverse("workflow:referral-opinion", args=[referral.pk])
    assertContains(client.post(url, {"opinion": ""}), "Vui lòng nhập", status_code=422)
    answer = client.post(url, {"opinion": OPINION, "basis": ""})
    back = f"{peer_plan.get_absolute_url()}#bao-cao-{referral.pk}"
    assertRedirects(answer, back, fetch_redirect_response=False)
    assertNotContains(client.get(url), "<textarea")

    for post in (peer, reviewer, leader):
        assertContains(sign_in(post).get(peer_plan.get_absolute_url()), OPINION)


def test_other_units_that_read_the_plan_do_not_read_the_disagreement(peer_plan, referral, sign_in):
    steering = AppointmentFactory(unit=UnitFactory(name="Đơn vị chỉ đạo"))
    peer_plan.unit.steered_by = steering.unit
    peer_plan.unit.save()

    page = sign_in(steering).get(peer_plan.get_absolute_url())

    assertNotContains(page, TEXTS["question"])


@pytest.mark.parametrize(
    ("post", "make", "say"),
    [
        ("peer", 403, 403),
        ("officer", 404, 404),
        ("reviewer", 200, 403),
        ("clerk", 403, 403),
        ("leader", 403, 200),
    ],
)
def test_who_opens_the_forms(remark, referral, post, make, say, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(reverse("workflow:referral-make", args=[remark.pk])).status_code == make
    assert client.get(reverse("workflow:referral-opinion", args=[referral.pk])).status_code == say
