"""States move by the table of the model, and no other way."""

import pytest
import rules
from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import Acceptance, IllegalMove, ReviewSetting
from hoaxa_danvan.workflow.states import stateful_models
from tests.factories import AppointmentFactory, UnitPlanFactory
from tests.workflow.conftest import AT

Status = UnitPlan.Status


def trail():
    entries = AuditEntry.objects.order_by("number")
    return [(e.verb, e.from_status, e.to_status, e.by, e.note) for e in entries]


def test_a_move_writes_state_time_and_trail_together(plan, officer):
    row = plan.advance("submit", by=officer, at=AT)

    plan.refresh_from_db()
    assert (plan.status, plan.status_at) == (Status.SUBMITTED, AT)
    assert (row.status, row.status_at) == (Status.SUBMITTED, AT)
    assert trail() == [("submit", "draft", "submitted", officer, "")]


# Who makes which move of a plan that is not being amended, by state. Nothing else is possible for anybody.
UNIT, JUDGES = {"officer", "head"}, {"reviewer", "head_reviewer"}
ALLOWED = {
    ("draft", "submit"): UNIT,
    ("returned", "submit"): UNIT,
    ("submitted", "withdraw"): UNIT,
    ("submitted", "accept"): JUDGES,
    ("submitted", "return"): JUDGES,
    ("accepted", "amend"): UNIT,
    ("accepted", "undo_accept"): {"reviewer"},  # who took it in
}
EVERYBODY = (
    "officer",
    "head",
    "outsider",
    "peer",
    "reviewer",
    "head_reviewer",
    "leader",
    "clerk",
    "administrator",
    "panel_member",
    "council_member",
    "secretary",
)


@pytest.fixture
def head_reviewer(reviewer):
    """Trưởng Ban Xây dựng Đảng."""
    return AppointmentFactory(unit=reviewer.unit, role=Role.HEAD_REVIEWER)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "accepted"])
@pytest.mark.parametrize("verb", [move.verb for move in UnitPlan.MOVES])
@pytest.mark.parametrize("two_steps", [False, True])
def test_every_state_every_move_every_post(officer, reviewer, status, verb, two_steps, request):
    ReviewSetting.objects.create(pk=1, two_steps=two_steps)
    posts = {name: request.getfixturevalue(name) for name in EVERYBODY}
    plan = UnitPlanFactory(unit=officer.unit, **({} if status == "draft" else {status: True}))
    if status == "accepted":
        facts = {"title": str(plan), "unit": plan.unit, "waited_since": AT, "undo_until": AT}
        Acceptance.objects.create(target=plan, by=reviewer, at=AT, **facts)
    wanted = ALLOWED.get((status, verb), set()) - ({"reviewer"} if two_steps else set())

    done = set()
    for name, post in posts.items():
        try:
            with transaction.atomic():
                plan.advance(verb, by=post, at=AT, note="Ý kiến")
                done.add(name)
                transaction.set_rollback(True)
        except (IllegalMove, PermissionDenied):
            continue

    assert done == wanted
    assert {name for name, post in posts.items() if plan.may_now(verb, post)} == wanted
    plan.refresh_from_db()
    assert plan.status == status
    assert trail() == []


def test_every_move_is_asked_about_by_its_own_rule():
    for model in stateful_models():
        for move in model.MOVES:
            asked = rules.perm_exists(model(pk=1).perm(move.verb))
            assert asked or move.by_machine, (model, move.verb)


def test_an_illegal_move_is_refused_in_words(sent, officer):
    with pytest.raises(IllegalMove) as refusal:
        sent.advance("submit", by=officer, at=AT)

    assert refusal.value.message == "Không thể gửi: đang ở trạng thái “Đã gửi”."


def test_a_stale_copy_does_not_move_twice(plan, officer):
    stale = UnitPlan.objects.get(pk=plan.pk)
    plan.advance("submit", by=officer, at=AT)

    with pytest.raises(IllegalMove):
        stale.advance("submit", by=officer, at=AT)

    assert len(trail()) == 1


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader", "clerk", "administrator"])
def test_nobody_else_makes_the_units_move(plan, post, request):
    with pytest.raises(PermissionDenied):
        plan.advance("submit", by=request.getfixturevalue(post), at=AT)

    plan.refresh_from_db()
    assert plan.status == Status.DRAFT
    assert trail() == []


def test_a_move_that_needs_a_note_is_not_made_without(sent, reviewer):
    for note in ("", "  \n"):
        with pytest.raises(IllegalMove, match="Cần ghi rõ ý kiến, lý do"):
            sent.advance("return", by=reviewer, at=AT, note=note)

    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_the_page_offers_what_state_and_rules_allow(plan, sent, officer, reviewer, outsider):
    assert [move.verb for move in sent.moves_for(officer)] == ["withdraw"]
    assert [move.verb for move in sent.moves_for(reviewer)] == ["accept", "return"]
    assert sent.moves_for(outsider) == []
    assert sent.may_now("accept", reviewer)
    assert not sent.may_now("submit", officer)
    assert not sent.may_now("accept", officer)
