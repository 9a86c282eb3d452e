"""What the marks come to: an exact mean, shared places, nothing with fewer than two."""

from decimal import Decimal

import pytest

from awards.models import AwardRound, Nomination
from awards.selectors.marks import (
    place_of,
    ranking,
)
from awards.services import nominations
from hoaxa_danvan.accounts.models import Role
from tests.awards.steps import AT, dossiers, mark
from tests.factories import AppointmentFactory, CriterionFactory, RubricFactory, RubricVersionFactory

Status = AwardRound.Status


# What it comes to


def placed(award_round) -> list[tuple[str, str | None, int | None]]:
    (group,) = ranking(award_round)
    return [
        (r.nomination.recipient, None if r.mean is None else str(r.mean), r.place) for r in group.dossiers
    ]


def all_marks(award_round, marks: dict[str, list[str]], members) -> None:
    for name, totals in marks.items():
        (nomination,) = dossiers(award_round, 1, recipient=name)
        for member, points in zip(members, totals, strict=False):
            mark(nomination, member, points)


@pytest.fixture
def empty_round(award_round) -> AwardRound:
    AwardRound.objects.update(status=Status.APPRAISAL)
    award_round.refresh_from_db()
    return award_round


def test_equal_means_share_a_place_and_the_next_is_left_out(empty_round, panel_member, second_member):
    members = [panel_member, second_member]
    all_marks(
        empty_round,
        {
            "Đơn vị D": ["60", "60"],
            "Đơn vị B": ["85", "80"],
            "Đơn vị A": ["90", "91"],
            "Đơn vị C": ["80", "85"],
        },
        members,
    )

    assert placed(empty_round) == [
        ("Đơn vị A", "90.50", 1),
        ("Đơn vị B", "82.50", 2),
        ("Đơn vị C", "82.50", 2),
        ("Đơn vị D", "60.00", 4),
    ]


@pytest.mark.parametrize(
    ("totals", "mean"),
    [(["80.01", "80.02"], "80.02"), (["80", "80", "81"], "80.33"), (["70", "70", "71", "71"], "70.50")],
)
def test_the_mean_has_two_decimals_half_up(empty_round, panel_member, second_member, totals, mean):
    others = AppointmentFactory.create_batch(2, role=Role.PANEL_MEMBER)
    empty_round.panel.add(*others)

    all_marks(empty_round, {"Đơn vị A": totals}, [panel_member, second_member, *others])

    assert placed(empty_round) == [("Đơn vị A", mean, 1)]


@pytest.mark.parametrize("totals", [[], ["95"]])
def test_fewer_than_two_marks_give_no_place(empty_round, panel_member, second_member, totals):
    members = [panel_member, second_member]
    all_marks(empty_round, {"Đơn vị A": totals, "Đơn vị B": ["50", "50"]}, members)

    assert placed(empty_round) == [("Đơn vị B", "50.00", 1), ("Đơn vị A", None, None)]
    assert ranking(empty_round)[0].short == 1


def test_a_sheet_that_is_not_given_does_not_count(empty_round, panel_member, second_member):
    (nomination,) = dossiers(empty_round, 1)
    mark(nomination, panel_member, "90")
    mark(nomination, second_member, "10", give=False)

    assert place_of(nomination).mean is None
    assert [str(m.total.total) for m in place_of(nomination).marks] == ["90.00"]


def test_a_refused_dossier_has_no_place(empty_round, panel_member, second_member, reviewer):
    all_marks(
        empty_round, {"Đơn vị A": ["90", "90"], "Đơn vị B": ["50", "50"]}, [panel_member, second_member]
    )
    best = Nomination.objects.get(recipient="Đơn vị A")

    nominations.reject_nomination(best, reason="Đang có đơn", by=reviewer, at=AT)

    assert placed(empty_round) == [("Đơn vị B", "50.00", 1)]


def test_a_mean_can_be_done_again_by_hand(empty_round, panel_member, second_member):
    all_marks(empty_round, {"Đơn vị A": ["80.01", "80.02"]}, [panel_member, second_member])

    ranked = place_of(Nomination.objects.get())

    assert [m.total.total for m in ranked.marks] == [Decimal("80.01"), Decimal("80.02")]
    assert (ranked.sum, ranked.mean) == (Decimal("160.03"), Decimal("80.02"))


def test_kinds_of_recipients_are_ranked_apart(empty_round, panel_member, second_member):
    persons = RubricVersionFactory(
        rubric=RubricFactory(code="ca_nhan", name="Tiêu chí cá nhân", subject="ca_nhan"), published=True
    )
    CriterionFactory(version=persons, max_points=100)
    empty_round.rubrics.add(persons)
    for subject, points in (("tap_the", "60"), ("ca_nhan", "90")):
        (nomination,) = dossiers(empty_round, 1, subject=subject)
        mark(nomination, panel_member, points)
        mark(nomination, second_member, points)

    assert [(g.subject, [r.place for r in g.dossiers]) for g in ranking(empty_round)] == [
        ("tap_the", [1]),
        ("ca_nhan", [1]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_ranking_costs_the_same_however_long(
    empty_round, panel_member, second_member, count, django_assert_num_queries
):
    names = {f"Đơn vị {n}": ["80", "70"] for n in range(count)}
    all_marks(empty_round, names, [panel_member, second_member])

    with django_assert_num_queries(
        8
    ):  # dossiers; sheets, scores and their lines, answers, criteria, gates, grades
        (group,) = ranking(empty_round)

    assert [r.place for r in group.dossiers] == [1] * count
