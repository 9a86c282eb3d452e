"""The dossier judged: taken in, completed, refused; and who reads it when."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Award, AwardDecision, AwardRound, Nomination
from awards.selectors.dossiers import earlier_awards
from awards.services import nominations as services
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import answer_note, pin_note
from tests.awards.steps import AT, send, texts
from tests.factories import AppointmentFactory, AwardRoundFactory, NominationFactory

Status = Nomination.Status

# Judged


def test_the_reviewer_takes_it_in(nomination, officer, reviewer):
    send(nomination, by=officer)

    row = services.accept_nomination(nomination, version=1, by=reviewer, at=AT)

    assert row.status == Status.ACCEPTED


def test_a_return_goes_with_opinions_which_are_answered_before_sending_again(nomination, officer, reviewer):
    send(nomination, by=officer)
    note = pin_note(nomination, field="achievements", text="Cần số liệu", by=reviewer, at=AT)

    row = services.return_nomination(nomination, version=1, by=reviewer, at=AT)

    assert row.status == Status.RETURNED
    with pytest.raises(IllegalMove, match="Còn 1 ý kiến"):
        send(nomination, by=officer)
    note.refresh_from_db()
    answer_note(note, answer="Đã bổ sung", by=officer, at=AT)
    # It came in time and was asked to be completed: it is taken after closing, and is not late.
    assert send(nomination, by=officer, at=AT + timedelta(days=8)).is_late is False


def test_a_peer_body_gets_no_return(award_round, peer, reviewer):
    nomination = NominationFactory(round=award_round, entry__unit=peer.unit, submitted=True)

    with pytest.raises(PermissionDenied):
        services.return_nomination(nomination, version=1, by=reviewer, at=AT)


def test_refusing_needs_a_reason_and_is_final(nomination, officer, reviewer):
    send(nomination, by=officer)

    with pytest.raises(IllegalMove, match="lý do"):
        services.reject_nomination(nomination, reason=" ", by=reviewer, at=AT)
    row = services.reject_nomination(nomination, reason="Đang có đơn", by=reviewer, at=AT)

    assert row.status == Status.REJECTED
    assert AuditEntry.objects.filter(verb="reject").get().note == "Đang có đơn"
    with pytest.raises(IllegalMove):
        services.accept_nomination(nomination, version=1, by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="Không sửa được"):
        services.save_nomination(nomination, version=1, fields=texts(nomination), by=officer, at=AT)


@pytest.mark.parametrize("phase", ["presented", "considered", "published"])
def test_what_was_presented_is_no_longer_refused(nomination, reviewer, phase):
    Nomination.objects.update(status=Status.ACCEPTED, sent_at=AT)
    AwardRound.objects.update(status=phase)

    with pytest.raises(IllegalMove, match="Không thể trả lại hồ sơ"):
        services.reject_nomination(nomination, reason="Đang có đơn", by=reviewer, at=AT)


JUDGING = {
    "accept": lambda n, by: services.accept_nomination(n, version=1, by=by, at=AT),
    "return": lambda n, by: services.return_nomination(n, version=1, by=by, at=AT),
    "reject": lambda n, by: services.reject_nomination(n, reason="Không đủ", by=by, at=AT),
}


@pytest.mark.parametrize("verb", JUDGING)
@pytest.mark.parametrize(
    "post",
    [
        "officer",
        "outsider",
        "panel_member",
        "council_member",
        "secretary",
        "clerk",
        "leader",
        "administrator",
    ],
)
def test_nobody_but_the_reviewer_judges_it(request, nomination, verb, post):
    Nomination.objects.update(status=Status.SUBMITTED, sent_at=AT)

    with pytest.raises(PermissionDenied):
        JUDGING[verb](nomination, request.getfixturevalue(post))

    nomination.refresh_from_db()
    assert nomination.status == Status.SUBMITTED


@pytest.mark.parametrize("verb", JUDGING)
def test_a_reviewer_who_belongs_to_the_unit_does_not_judge(nomination, reviewer, verb):
    AppointmentFactory(person=reviewer.person, unit=nomination.unit, role=Role.UNIT_HEAD)
    Nomination.objects.update(status=Status.SUBMITTED, sent_at=AT)

    with pytest.raises(PermissionDenied):
        JUDGING[verb](nomination, reviewer)


def test_the_reviewing_unit_s_own_goes_to_a_leader(award_round, reviewer, leader):
    nomination = NominationFactory(round=award_round, entry__unit=reviewer.unit, submitted=True)

    with pytest.raises(PermissionDenied):
        services.accept_nomination(nomination, version=1, by=reviewer, at=AT)

    assert services.accept_nomination(nomination, version=1, by=leader, at=AT).status == Status.ACCEPTED


# Seen


SEES = {
    "officer": set(AwardRound.Status),
    "head": set(AwardRound.Status),
    "outsider": set(),
    "reviewer": set(AwardRound.Status),
    "leader": set(AwardRound.Status),
    "clerk": set(AwardRound.Status),
    "panel_member": set(AwardRound.Status) - {"preparing", "receiving"},
    "council_member": {"council", "presented", "considered", "published"},
    "administrator": set(),
}


@pytest.mark.parametrize("post", SEES)
def test_an_accepted_dossier_goes_round_phase_by_phase(request, nomination, post):
    who = request.getfixturevalue(post)
    Nomination.objects.update(status=Status.ACCEPTED, sent_at=AT)

    seen = set()
    for status in AwardRound.Status:
        AwardRound.objects.update(status=status)
        if Nomination.objects.visible_to(who).exists():
            seen.add(status)

    assert seen == SEES[post]


@pytest.mark.parametrize("post", ["reviewer", "leader", "panel_member", "council_member"])
def test_a_draft_is_its_unit_s_alone(request, nomination, post):
    AwardRound.objects.update(status=AwardRound.Status.COUNCIL)

    assert not Nomination.objects.visible_to(request.getfixturevalue(post)).exists()


def test_a_panel_member_of_another_round_does_not_read_it(nomination):
    stranger = AppointmentFactory(role=Role.PANEL_MEMBER)
    Nomination.objects.update(status=Status.ACCEPTED)
    AwardRound.objects.update(status=AwardRound.Status.APPRAISAL)

    assert not Nomination.objects.visible_to(stranger).exists()


def test_earlier_awards_are_found_when_published(award_round, entry, clerk):
    before = AwardRoundFactory(name="Đợt xét năm trước", status=AwardRound.Status.CONSIDERED)
    given = NominationFactory(round=before, entry=entry, accepted=True)
    decision = AwardDecision.objects.create(
        round=before, track="party", number="12-QĐ/ĐU", issued_on="2025-12-10", by=clerk, at=AT
    )
    award = Award.objects.create(decision=decision, nomination=given, title=given.title)

    assert list(earlier_awards(entry, before=award_round)) == []
    AwardRound.objects.filter(pk=before.pk).update(status=AwardRound.Status.PUBLISHED)
    assert list(earlier_awards(entry, before=award_round)) == [award]
    assert list(earlier_awards(entry, before=before)) == []
