"""The panel: alone with each dossier, and never over one's own unit."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import AwardRound, Nomination
from awards.selectors.marks import (
    desk,
    has_given_all,
    may_see_marks,
    may_see_progress,
    progress,
)
from awards.services import nominations, rounds
from awards.services.marks import mark_nomination
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.scoring.models import RubricVersion, ScoreSheet
from hoaxa_danvan.scoring.services import StaleSheet
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import AT, content_of, dossiers, mark, to_appraisal
from tests.factories import AppointmentFactory, CriterionFactory, RubricFactory, RubricVersionFactory

Status = AwardRound.Status


@pytest.fixture
def appraised(award_round, reviewer) -> AwardRound:
    """A round under appraisal with two dossiers of two units."""
    dossiers(award_round, 2)
    return to_appraisal(award_round, reviewer)


@pytest.fixture
def first(appraised) -> Nomination:
    return appraised.nominations.order_by("pk").first()


@pytest.fixture
def last(appraised) -> Nomination:
    return appraised.nominations.order_by("pk").last()


# Who marks what


def test_a_member_marks_and_gives(first, panel_member):
    draft = mark(first, panel_member, "70", give=False)
    assert draft.given_at is None

    content = content_of(first, "75", revision=draft.revision)
    sheet = mark_nomination(first, marks=content, give=True, by=panel_member, at=AT)

    assert (sheet.given_at, sheet.by, sheet.kind) == (AT, panel_member, ScoreSheet.Kind.PANEL)
    assert RubricVersion.objects.get().frozen_at == AT


def test_two_windows_of_one_member_do_not_overwrite_each_other(first, panel_member):
    mark(first, panel_member, "70", give=False)

    with pytest.raises(StaleSheet):
        mark(first, panel_member, "10", give=False)


@pytest.mark.parametrize(
    "post", ["officer", "reviewer", "council_member", "secretary", "leader", "clerk", "administrator"]
)
def test_nobody_outside_the_panel_marks(request, first, post):
    with pytest.raises(PermissionDenied):
        mark(first, request.getfixturevalue(post))

    assert not ScoreSheet.objects.exists()


def test_a_member_of_another_panel_does_not_mark(first):
    with pytest.raises(PermissionDenied):
        mark(first, AppointmentFactory(role=Role.PANEL_MEMBER))


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.REVIEWER])
def test_nobody_marks_their_own_unit_by_any_of_their_posts(first, last, panel_member, role):
    AppointmentFactory(person=panel_member.person, unit=first.unit, role=role)

    with pytest.raises(PermissionDenied):
        mark(first, panel_member)

    assert mark(last, panel_member).given_at == AT
    assert [task.is_of_own_unit for task in desk(first.round, panel_member)] == [True, False]


def test_a_post_that_has_ended_is_no_conflict(first, panel_member):
    AppointmentFactory(person=panel_member.person, unit=first.unit, until="2026-01-31")

    assert mark(first, panel_member).given_at == AT


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPRAISAL}))
def test_marks_are_given_during_appraisal_only(first, panel_member, status):
    AwardRound.objects.update(status=status)

    with pytest.raises(IllegalMove, match="Không thể chấm điểm"):
        mark(first, panel_member)

    assert not ScoreSheet.objects.exists()


def test_a_refused_dossier_is_not_marked(first, panel_member, reviewer):
    nominations.reject_nomination(first, reason="Đang có đơn", by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="Trả lại hồ sơ"):
        mark(first, panel_member)


def test_each_kind_of_recipient_is_marked_by_its_own_criteria(appraised, first, panel_member):
    persons = RubricVersionFactory(
        rubric=RubricFactory(code="ca_nhan", name="Tiêu chí cá nhân", subject="ca_nhan"), published=True
    )
    CriterionFactory(version=persons, max_points=100)
    appraised.rubrics.add(persons)
    Nomination.objects.filter(pk=first.pk).update(subject="ca_nhan")
    first.refresh_from_db()

    assert mark(first, panel_member).version == persons


# Who sees what


def test_a_member_sees_nothing_of_others_before_giving_everything(
    appraised, first, last, panel_member, second_member
):
    mark(first, second_member)
    mark(last, second_member)
    assert not may_see_marks(appraised, panel_member)

    mark(first, panel_member)
    assert not may_see_marks(appraised, panel_member)

    mark(last, panel_member, give=False)
    assert not may_see_marks(appraised, panel_member)
    assert not has_given_all(appraised, panel_member)


def test_having_given_everything_a_member_sees(appraised, first, last, panel_member):
    mark(first, panel_member)
    mark(last, panel_member)

    assert may_see_marks(appraised, panel_member)


def test_one_s_own_unit_s_dossier_is_not_waited_for(appraised, first, last, panel_member):
    AppointmentFactory(person=panel_member.person, unit=first.unit)
    mark(last, panel_member)

    assert may_see_marks(appraised, panel_member)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COUNCIL_MEMBER])
def test_another_post_of_a_member_is_no_way_round(appraised, first, last, panel_member, second_member, role):
    other = AppointmentFactory(person=panel_member.person, role=role)
    mark(first, second_member)

    assert not may_see_marks(appraised, other)
    assert not may_see_progress(appraised, other)


def test_the_reviewer_sees_progress_during_appraisal_and_marks_after_it(appraised, reviewer, council_member):
    assert may_see_progress(appraised, reviewer)
    assert not may_see_marks(appraised, reviewer)
    assert not may_see_marks(appraised, council_member)

    closed = rounds.convene_round(appraised, by=reviewer, at=AT)

    assert may_see_marks(closed, reviewer)
    assert may_see_marks(closed, council_member)


@pytest.mark.parametrize("post", ["officer", "head", "outsider", "clerk", "leader", "administrator"])
@pytest.mark.parametrize("status", list(Status))
def test_marks_are_never_for_others(request, appraised, post, status):
    AwardRound.objects.update(status=status)
    appraised.refresh_from_db()

    assert not may_see_marks(appraised, request.getfixturevalue(post))
    assert not may_see_progress(appraised, request.getfixturevalue(post))


def test_a_member_who_left_sheets_open_does_not_see_after_the_end_either(
    appraised, first, panel_member, reviewer
):
    mark(first, panel_member)
    closed = rounds.convene_round(appraised, by=reviewer, at=AT)

    assert not may_see_marks(closed, panel_member)


def test_progress_counts_what_each_may_mark(appraised, first, panel_member, second_member):
    AppointmentFactory(person=second_member.person, unit=first.unit)
    mark(first, panel_member)

    assert [(p.member, p.given, p.wanted) for p in progress(appraised)] == [
        (panel_member, 1, 2),
        (second_member, 0, 1),
    ]
