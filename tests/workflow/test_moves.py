"""States move by the table of the model, and no other way."""

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import UnitPlan
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.factories import UnitPlanFactory
from tests.workflow.conftest import AT

Status = UnitPlan.Status
VERBS = {"submit", "withdraw", "accept", "return"}


def trail():
    entries = AuditEntry.objects.order_by("number")
    return [(e.verb, e.from_status, e.to_status, e.by, e.note) for e in entries]


def test_a_move_writes_state_time_and_trail_together(plan, officer):
    row = plan.advance("submit", by=officer, at=AT)

    plan.refresh_from_db()
    assert (plan.status, plan.status_at) == (Status.SUBMITTED, AT)
    assert (row.status, row.status_at) == (Status.SUBMITTED, AT)
    assert trail() == [("submit", "draft", "submitted", officer, "")]


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("draft", {"submit"}),
        ("submitted", {"withdraw", "accept", "return"}),
        ("returned", {"submit"}),
        ("accepted", set()),
    ],
)
def test_each_state_lets_only_its_own_moves_be_made(officer, reviewer, status, allowed):
    traits = {} if status == "draft" else {status: True}
    for verb in VERBS:
        plan = UnitPlanFactory(unit=officer.unit, campaign_year__year=2026 + len(verb), **traits)
        by = officer if verb in {"submit", "withdraw"} else reviewer
        if verb in allowed:
            plan.advance(verb, by=by, at=AT, note="Ý kiến")
        else:
            with pytest.raises(IllegalMove):
                plan.advance(verb, by=by, at=AT, note="Ý kiến")
            assert UnitPlan.objects.get(pk=plan.pk).status == status
        UnitPlan.objects.filter(pk=plan.pk).delete()


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
