"""A round: prepared whole, opened, handed on; each step by whom it belongs to."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import AwardRound
from awards.services import rounds
from awards.services.locks import Stale
from awards.services.rounds import RULE
from campaigns.models import Window
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import AT, dossiers
from tests.factories import (
    AppointmentFactory,
    CampaignYearFactory,
    NominationFactory,
    RubricVersionFactory,
    WindowFactory,
)

Status = AwardRound.Status


@pytest.fixture
def prepared(award_round) -> AwardRound:
    AwardRound.objects.update(status=Status.PREPARING)
    award_round.refresh_from_db()
    return award_round


def change(award_round, *, by, version=1, panel=None, **fields):
    kept = {name: getattr(award_round, name) for name in ("name", *RULE)}
    return rounds.change_round(
        award_round,
        version=version,
        fields=kept | fields,
        rubrics=list(award_round.rubrics.all()),
        panel=list(award_round.panel.all()) if panel is None else panel,
        by=by,
        at=AT,
    )


def test_a_round_begins_with_the_year_s_newest_criteria_and_dates(reviewer):
    window = WindowFactory(kind=Window.Kind.AWARD)
    RubricVersionFactory(number=1, published=True)
    newest = RubricVersionFactory(number=2, published=True)
    RubricVersionFactory(number=3)

    made = rounds.prepare_round(window.campaign_year, name="Đợt xét năm 2026", by=reviewer, at=AT)

    assert (made.status, made.window) == (Status.PREPARING, window)
    assert list(made.rubrics.all()) == [newest]
    assert [(e.verb, e.by) for e in AuditEntry.objects.all()] == [("prepare", reviewer)]


def test_a_year_without_dates_has_no_round(reviewer):
    with pytest.raises(IllegalMove, match="chưa có thời hạn"):
        rounds.prepare_round(CampaignYearFactory(), name="Đợt xét", by=reviewer, at=AT)


def test_rules_are_changed_while_preparing_and_only_from_what_was_read(prepared, reviewer):
    saved = change(prepared, by=reviewer, pass_part=2, pass_whole=3, pass_is_strict=False)

    assert (saved.pass_share, saved.version) == (prepared.pass_share.__class__(2, 3), 2)
    with pytest.raises(Stale) as refusal:
        change(prepared, by=reviewer, version=1, name="Tên khác")
    assert refusal.value.version == 2
    prepared.refresh_from_db()
    assert prepared.name != "Tên khác"


@pytest.mark.parametrize("part", [0, 4])
def test_a_share_lies_between_nothing_and_all(prepared, reviewer, part):
    with pytest.raises(IllegalMove, match="Tử số"):
        change(prepared, by=reviewer, quorum_part=part, quorum_whole=3)


def test_more_than_everyone_cannot_be_asked_for(prepared, reviewer):
    with pytest.raises(IllegalMove, match="hơn tất cả"):
        change(prepared, by=reviewer, pass_part=1, pass_whole=1, pass_is_strict=True)


def test_one_person_has_one_seat_in_the_panel(prepared, reviewer, panel_member):
    twin = AppointmentFactory(person=panel_member.person, role=Role.PANEL_MEMBER)

    with pytest.raises(IllegalMove, match="một lần"):
        change(prepared, by=reviewer, panel=[panel_member, twin])


def test_the_panel_is_made_of_its_members(prepared, reviewer, panel_member, officer):
    with pytest.raises(IllegalMove, match="không phải thành viên"):
        change(prepared, by=reviewer, panel=[panel_member, officer])


def test_an_open_round_keeps_its_rules(award_round, reviewer):
    with pytest.raises(IllegalMove, match="đang ở “Nhận hồ sơ”"):
        change(award_round, by=reviewer)


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        (lambda r: r.rubrics.clear(), "Chưa chọn tiêu chí"),
        (lambda r: r.rubrics.add(RubricVersionFactory(number=2)), "chưa công bố"),
        (lambda r: r.rubrics.add(RubricVersionFactory(number=2, published=True)), "Mỗi đối tượng"),
        (lambda r: r.panel.remove(r.panel.first()), "ít nhất hai người"),
        (lambda _: AwardRound.objects.update(rule_basis=" "), "quy định áp dụng"),
    ],
)
def test_what_is_missing_keeps_a_round_shut(prepared, reviewer, lack, words):
    lack(prepared)

    with pytest.raises(IllegalMove, match=words):
        rounds.open_round(prepared, by=reviewer, at=AT)

    prepared.refresh_from_db()
    assert prepared.status == Status.PREPARING


def test_opening_is_one_dated_step(prepared, reviewer):
    opened = rounds.open_round(prepared, by=reviewer, at=AT)

    assert (opened.status, opened.status_at) == (Status.RECEIVING, AT)
    assert [(e.verb, e.by) for e in AuditEntry.objects.all()] == [("open", reviewer)]
    with pytest.raises(IllegalMove, match="đang ở trạng thái “Nhận hồ sơ”"):
        rounds.open_round(prepared, by=reviewer, at=AT)


def test_appraisal_waits_until_every_dossier_is_dealt_with(award_round, reviewer):
    with pytest.raises(IllegalMove, match="Chưa tiếp nhận hồ sơ nào"):
        rounds.appraise_round(award_round, by=reviewer, at=AT)
    dossiers(award_round, 1)
    waiting = NominationFactory(round=award_round, submitted=True)
    with pytest.raises(IllegalMove, match="Còn 1 hồ sơ chưa tiếp nhận"):
        rounds.appraise_round(award_round, by=reviewer, at=AT)
    waiting.delete()

    assert rounds.appraise_round(award_round, by=reviewer, at=AT).status == Status.APPRAISAL


def test_ending_before_the_due_day_takes_a_reason(award_round, reviewer):
    dossiers(award_round, 1)
    early = award_round.window.due_at

    with pytest.raises(IllegalMove, match="kết thúc sớm cần ghi lý do"):
        rounds.appraise_round(award_round, by=reviewer, at=early, reason=" ")
    rounds.appraise_round(award_round, by=reviewer, at=early, reason="Mọi đơn vị đã gửi")

    assert AuditEntry.objects.get().note == "Mọi đơn vị đã gửi"


STEPS = [
    (Status.PREPARING, rounds.open_round),
    (Status.RECEIVING, rounds.appraise_round),
    (Status.APPRAISAL, rounds.convene_round),
]


@pytest.mark.parametrize(("status", "step"), STEPS)
@pytest.mark.parametrize(
    "post",
    ["officer", "head", "panel_member", "council_member", "secretary", "clerk", "leader", "administrator"],
)
def test_nobody_but_the_reviewer_moves_it_on(request, award_round, status, step, post):
    dossiers(award_round, 1)
    AwardRound.objects.update(status=status)

    with pytest.raises(PermissionDenied):
        step(award_round, by=request.getfixturevalue(post), at=AT)

    award_round.refresh_from_db()
    assert award_round.status == status
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("status", "step"), STEPS)
def test_no_step_is_taken_from_another_phase(award_round, reviewer, status, step):
    dossiers(award_round, 1)
    for other in set(Status) - {status}:
        AwardRound.objects.update(status=other)

        with pytest.raises(IllegalMove):
            step(award_round, by=reviewer, at=AT)

        award_round.refresh_from_db()
        assert award_round.status == other


@pytest.mark.parametrize(
    ("post", "sees"),
    [
        ("officer", False),
        ("panel_member", False),
        ("council_member", False),
        ("reviewer", True),
        ("leader", True),
    ],
)
def test_a_round_in_preparation_is_the_office_s_alone(request, prepared, post, sees):
    assert AwardRound.objects.visible_to(request.getfixturevalue(post)).exists() is sees


def test_an_administrator_has_no_part_in_it(award_round, administrator):
    assert not AwardRound.objects.visible_to(administrator).exists()


def test_the_rule_is_told_in_words(award_round):
    assert award_round.rule_words == (
        "đồng ý trên 1/2 tổng số thành viên Hội đồng; họp khi có mặt từ 2/3 thành viên trở lên"
    )
