"""The round's own life: prepared, opened, handed from the units to the panel to the council."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from awards.models import AwardRound
from awards.selectors.rounds import missing_before_appraisal, missing_before_opening
from awards.services.locks import Stale, lock_round, require, require_state
from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.scoring.models import RubricVersion
from hoaxa_danvan.workflow.models import IllegalMove

RULE = (
    "quorum_part",
    "quorum_whole",
    "pass_part",
    "pass_whole",
    "pass_is_strict",
    "base",
    "rule_basis",
)
FIELDS = ("name", *RULE)


@transaction.atomic
def prepare_round(campaign_year: CampaignYear, *, name: str, by: Appointment, at: datetime) -> AwardRound:
    """Begin a round in a year whose window for dossiers has its dates."""
    require(by, "awards.prepare_awardround")
    window = Window.objects.filter(campaign_year=campaign_year, kind=Window.Kind.AWARD).first()
    if window is None:
        raise IllegalMove(f"Năm {campaign_year.year} chưa có thời hạn gửi hồ sơ đề nghị khen thưởng.")
    award_round = AwardRound.objects.create(
        campaign_year=campaign_year, window=window, name=name.strip(), status_at=at
    )
    newest = {
        v.rubric_id: v for v in RubricVersion.objects.published().for_year(campaign_year.year).reverse()
    }
    award_round.rubrics.set(newest.values())
    record("prepare", target=award_round, by=by, at=at)
    return award_round


@transaction.atomic
def change_round(
    award_round: AwardRound,
    *,
    version: int,
    fields: Mapping[str, Any],
    rubrics: Collection[RubricVersion],
    panel: Collection[Appointment],
    by: Appointment,
    at: datetime,
) -> AwardRound:
    """Write name, vote rule (`FIELDS`), criteria and panel, as long as the round is being prepared."""
    row = lock_round(award_round.pk)
    require(by, "awards.prepare_awardround")
    require_state(row, AwardRound.Status.PREPARING, doing="sửa đợt xét")
    if row.version != version:
        raise Stale(row.version)
    refuse_bad_rule(fields)
    refuse_bad_panel(panel, at=at)
    AwardRound.objects.filter(pk=row.pk).update(
        version=F("version") + 1, **{name: fields[name] for name in FIELDS}
    )
    row.rubrics.set(rubrics)
    row.panel.set(panel)
    record("save", target=row, by=by, at=at)
    return AwardRound.objects.get(pk=row.pk)


def refuse_bad_rule(fields: Mapping[str, Any]) -> None:
    for part, whole in (("quorum_part", "quorum_whole"), ("pass_part", "pass_whole")):
        if not 0 < fields[part] <= fields[whole]:
            raise IllegalMove("Tử số phải từ 1 đến mẫu số.")
    if fields["pass_is_strict"] and fields["pass_part"] == fields["pass_whole"]:
        raise IllegalMove("Không thể đòi hơn tất cả: tỷ lệ cần đạt phải nhỏ hơn 1.")


def refuse_bad_panel(panel: Collection[Appointment], *, at: datetime) -> None:
    """Posts of panel members that are held now, and no person twice: one person, one sheet."""
    wanted = {post.pk for post in panel}
    posts = Appointment.objects.current(local_day(at)).filter(pk__in=wanted, role=Role.PANEL_MEMBER)
    people = list(posts.values_list("person", flat=True))
    if len(people) != len(wanted):
        raise IllegalMove("Có người hiện không phải thành viên Tổ thẩm định.")
    if len(people) != len(set(people)):
        raise IllegalMove("Một người chỉ tham gia Tổ thẩm định một lần.")


@transaction.atomic
def open_round(award_round: AwardRound, *, by: Appointment, at: datetime) -> AwardRound:
    row = lock_round(award_round.pk)
    require(by, "awards.open_awardround", row)
    if row.status == AwardRound.Status.PREPARING and (missing := missing_before_opening(row)):
        raise IllegalMove(" ".join(missing))
    return row.advance("open", by=by, at=at)


@transaction.atomic
def appraise_round(award_round: AwardRound, *, by: Appointment, at: datetime, reason: str = "") -> AwardRound:
    """Receiving ends: what is taken in goes to the panel, what is not stays outside.

    Units may send until the due day: ending sooner takes a `reason`, kept on the record.
    """
    row = lock_round(award_round.pk)
    require(by, "awards.appraise_awardround", row)
    if row.status == AwardRound.Status.RECEIVING:
        if missing := missing_before_appraisal(row):
            raise IllegalMove(" ".join(missing))
        if at <= row.window.due_at and not reason.strip():
            raise IllegalMove("Chưa hết hạn gửi hồ sơ: muốn kết thúc sớm cần ghi lý do.")
    return row.advance("appraise", by=by, at=at, note=reason.strip())


@transaction.atomic
def convene_round(award_round: AwardRound, *, by: Appointment, at: datetime) -> AwardRound:
    """Appraisal ends: from now on there are no new marks, and the council sees the ranking."""
    return lock_round(award_round.pk).advance("convene", by=by, at=at)
