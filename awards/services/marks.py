"""A member's marks on one dossier, under the eyes of nobody else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from awards.models import AwardRound, Nomination
from awards.selectors.dossiers import rubric_of
from awards.services.locks import lock_round, require, require_state
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.scoring.models import ScoreSheet
from hoaxa_danvan.scoring.services import give_sheet, save_sheet
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import drop_draft


def marks_draft_key(nomination: Nomination) -> str:
    """The name of the form in which a member marks this dossier."""
    return f"marks-{nomination.pk}"


@transaction.atomic
def mark_nomination(
    nomination: Nomination, *, marks: Mapping[str, Any], give: bool, by: Appointment, at: datetime
) -> ScoreSheet:
    """Save this member's sheet (`marks` as `ScoreSheetForm.marks()`), and give it when asked to."""
    award_round = lock_round(nomination.round_id)
    require(by, "awards.mark_nomination", nomination)
    require_state(award_round, AwardRound.Status.APPRAISAL, doing="chấm điểm")
    row = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    if row.status != Nomination.Status.ACCEPTED:
        raise IllegalMove(f"Không chấm được: hồ sơ đang ở trạng thái “{row.get_status_display()}”.")
    rubric = rubric_of(row)
    if rubric is None:
        raise IllegalMove("Đợt xét chưa có tiêu chí cho đối tượng này.")
    sheet = save_sheet(target=row, kind=ScoreSheet.Kind.PANEL, version=rubric, by=by, at=at, **marks)
    drop_draft(by=by, form=marks_draft_key(row), target_id=row.pk)
    return give_sheet(sheet, by=by, at=at) if give else sheet
