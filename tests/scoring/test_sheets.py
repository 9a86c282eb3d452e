"""Marks: within the criteria, with reasons where they differ, given once."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.scoring import services
from hoaxa_danvan.scoring.models import Gate, RubricVersion, ScoreSheet
from hoaxa_danvan.scoring.selectors import sheet_of
from hoaxa_danvan.scoring.services import StaleSheet
from hoaxa_danvan.workflow.models import IllegalMove
from tests.factories import (
    SENT_AT,
    CriterionFactory,
    RegisteredModelFactory,
    RubricVersionFactory,
)

AT = SENT_AT
SELF, REVIEW, PANEL = ScoreSheet.Kind.SELF, ScoreSheet.Kind.REVIEW, ScoreSheet.Kind.PANEL


@pytest.fixture
def version(db) -> RubricVersion:
    """Two criteria of 60 and 40 points and one condition, published."""
    version = RubricVersionFactory(published=True, bonus_max=5, penalty_max=10)
    CriterionFactory(version=version, code="A1", max_points=60, order=1)
    CriterionFactory(version=version, code="A2", max_points=40, order=2)
    Gate.objects.create(version=version, code="G1", name="Có trong danh mục của năm")
    return version


@pytest.fixture
def save(version, officer):
    """Save a sheet by criterion code; everything not said is empty."""
    entry = RegisteredModelFactory(unit=officer.unit, accepted=True)
    ids = dict(version.criteria.values_list("code", "pk"))
    gate = version.gates.get()

    def call(points, *, reasons=None, met=True, by=officer, kind=SELF, revision=0, proposal=None, **extra):
        return services.save_sheet(
            target=entry,
            kind=kind,
            version=extra.pop("version", version),
            points={ids[code]: None if p is None else Decimal(str(p)) for code, p in points.items()},
            reasons={ids[code]: reason for code, reason in (reasons or {}).items()},
            gates={} if met is None else {gate.pk: met},
            bonus=Decimal(extra.pop("bonus", 0)),
            penalty=Decimal(extra.pop("penalty", 0)),
            comment=extra.pop("comment", ""),
            by=by,
            at=AT,
            revision=revision,
            proposal=proposal,
        )

    return call


def marks_of(sheet: ScoreSheet) -> dict[str, Decimal]:
    return dict(sheet.scores.values_list("criterion__code", "points"))


def test_marks_are_kept_with_who_gave_them_and_the_trail_says_so(save, officer):
    sheet = save({"A1": "45.5", "A2": None}, reasons={"A1": "Biên bản ngày 05/06"})

    assert marks_of(sheet) == {"A1": Decimal("45.50")}
    assert (sheet.by, sheet.revision, sheet.given_at) == (officer, 1, None)
    assert [(e.target, e.by, e.verb) for e in AuditEntry.objects.all()] == [(sheet, officer, "save_sheet")]


def test_saving_again_replaces_the_marks(save):
    save({"A1": 45, "A2": 30})

    sheet = save({"A1": 50}, revision=1)

    assert (marks_of(sheet), sheet.revision) == ({"A1": Decimal(50)}, 2)
    assert ScoreSheet.objects.count() == 1


@pytest.mark.parametrize("revision", [0, 2])
def test_a_save_from_an_older_reading_is_refused_and_changes_nothing(save, revision):
    save({"A1": 45})

    with pytest.raises(StaleSheet) as refusal:
        save({"A1": 10}, revision=revision)

    assert marks_of(refusal.value.fresh) == {"A1": Decimal(45)}
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("points", ["-0.01", "60.01", "NaN", "Infinity"])
def test_points_stay_within_nothing_and_the_maximum(save, points):
    with pytest.raises(IllegalMove, match="A1: điểm phải từ 0 đến 60"):
        save({"A1": points})

    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("points", ["0", "60"])
def test_the_bounds_themselves_are_allowed(save, points):
    assert marks_of(save({"A1": points})) == {"A1": Decimal(points)}


def test_points_have_two_decimals_at_most(save):
    with pytest.raises(IllegalMove, match="hai chữ số thập phân"):
        save({"A1": "1.005"})


@pytest.mark.parametrize(("extra", "words"), [({"bonus": 6}, "Điểm thưởng"), ({"penalty": 11}, "Điểm trừ")])
def test_bonus_and_penalty_have_a_maximum_too(save, extra, words):
    with pytest.raises(IllegalMove, match=words):
        save({"A1": 1}, **extra)


def test_a_reason_without_points_is_not_dropped_in_silence(save):
    with pytest.raises(IllegalMove, match="A2: đã ghi lý do mà chưa cho điểm"):
        save({"A1": 1, "A2": None}, reasons={"A2": "Có ảnh"})


def test_a_criterion_of_another_rubric_is_refused(save, version, officer):
    stranger = CriterionFactory(version=RubricVersionFactory(number=2))
    entry = RegisteredModelFactory(accepted=True)

    with pytest.raises(IllegalMove, match="không thuộc bộ tiêu chí"):
        services.save_sheet(
            target=entry,
            kind=SELF,
            version=version,
            points={stranger.pk: Decimal(1)},
            reasons={},
            gates={},
            bonus=Decimal(0),
            penalty=Decimal(0),
            comment="",
            by=officer,
            at=AT,
            revision=0,
        )


def test_the_first_mark_freezes_the_criteria(save, version):
    save({"A1": 1})

    version.refresh_from_db()
    assert version.frozen_at == AT


def test_unpublished_criteria_cannot_be_marked_by(save, version):
    RubricVersion.objects.update(published_at=None)

    with pytest.raises(IllegalMove, match="chưa công bố"):
        save({"A1": 1})


def test_a_difference_from_the_proposal_needs_a_reason(save, reviewer):
    proposal = save({"A1": 45, "A2": 30})

    with pytest.raises(IllegalMove, match="A2: điểm khác với đề xuất 30, cần ghi lý do") as refusal:
        save({"A1": 45, "A2": 25}, by=reviewer, kind=REVIEW, proposal=proposal)
    sheet = save(
        {"A1": 45, "A2": 25}, reasons={"A2": "Mới có 1 thôn"}, by=reviewer, kind=REVIEW, proposal=proposal
    )

    assert "A1" not in refusal.value.message
    assert marks_of(sheet) == {"A1": Decimal(45), "A2": Decimal(25)}


@pytest.mark.parametrize("change", [{"met": False}, {"bonus": 1}, {"penalty": 1}])
def test_other_differences_need_a_comment(save, reviewer, change):
    proposal = save({"A1": 45})

    with pytest.raises(IllegalMove, match="cần ghi nhận xét"):
        save({"A1": 45}, by=reviewer, kind=REVIEW, proposal=proposal, **change)
    save({"A1": 45}, by=reviewer, kind=REVIEW, proposal=proposal, comment="Chưa vào danh mục", **change)

    assert ScoreSheet.objects.filter(kind=REVIEW).count() == 1


def test_each_panel_member_has_a_sheet_of_their_own(save, officer, outsider):
    save({"A1": 10}, kind=PANEL)
    save({"A1": 20}, kind=PANEL, by=outsider)

    target = ScoreSheet.objects.first().target
    assert marks_of(sheet_of(target, PANEL, by=officer)) == {"A1": Decimal(10)}
    assert marks_of(sheet_of(target, PANEL, by=outsider)) == {"A1": Decimal(20)}


def test_a_given_sheet_does_not_change(save, officer):
    sheet = services.give_sheet(save({"A1": 45, "A2": 30}), by=officer, at=AT)

    with pytest.raises(IllegalMove, match="đã chốt"):
        save({"A1": 1, "A2": 1}, revision=sheet.revision)
    with pytest.raises(IllegalMove, match="đã chốt"):
        services.give_sheet(sheet, by=officer, at=AT)

    assert sheet.given_at == AT
    assert marks_of(sheet) == {"A1": Decimal(45), "A2": Decimal(30)}


@pytest.mark.parametrize(
    ("points", "met", "missing"),
    [({"A1": 45}, True, "A2"), ({"A1": 45, "A2": 30}, None, "G1"), ({}, None, "G1, A1, A2")],
)
def test_a_sheet_is_given_only_when_everything_is_marked(save, officer, points, met, missing):
    sheet = save(points, met=met)

    with pytest.raises(IllegalMove) as refusal:
        services.give_sheet(sheet, by=officer, at=AT)

    assert refusal.value.message == f"Chưa chấm: {missing}."
    sheet.refresh_from_db()
    assert sheet.given_at is None


def test_nobody_gives_another_members_sheet(save, outsider):
    sheet = save({"A1": 45, "A2": 30}, kind=PANEL)

    with pytest.raises(PermissionDenied):
        services.give_sheet(sheet, by=outsider, at=AT)
