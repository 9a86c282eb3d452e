"""Marks: saved as often as wanted, then given once and for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.scoring.models import Criterion, GateAnswer, RubricVersion, Score, ScoreSheet
from hoaxa_danvan.workflow.models import Conflict, IllegalMove

LONGEST_REASON = 500


class StaleSheet(IllegalMove):
    """Somebody saved this sheet meanwhile. `fresh` is theirs."""

    def __init__(self, fresh: ScoreSheet) -> None:
        super().__init__(Conflict.message)
        self.fresh = fresh


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the form: by primary key of criterion and gate; None is not yet marked."""

    points: Mapping[int, Decimal | None]
    reasons: Mapping[int, str] = field(default_factory=dict)
    gates: Mapping[int, bool] = field(default_factory=dict)
    bonus: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    comment: str = ""

    def reason(self, criterion_id: int) -> str:
        return self.reasons.get(criterion_id, "").strip()


@transaction.atomic
def save_sheet(
    *,
    target: models.Model,
    kind: str,
    version: RubricVersion,
    points: Mapping[int, Decimal | None],
    reasons: Mapping[int, str],
    gates: Mapping[int, bool],
    bonus: Decimal,
    penalty: Decimal,
    comment: str,
    by: Appointment,
    at: datetime,
    revision: int,
    proposal: ScoreSheet | None = None,
) -> ScoreSheet:
    """Write one side's marks on a thing. Whether `by` may mark it is asked by the caller's rules.

    `revision` is that of the sheet as it was read, 0 for a new one. Where the marks differ from
    `proposal` there must be a reason. The first mark freezes the criteria.
    Raises `StaleSheet`, or `IllegalMove` with all that is wrong.
    """
    marks = Marks(points, reasons, gates, bonus, penalty, comment.strip())
    rubric = RubricVersion.objects.select_for_update().get(pk=version.pk)
    if not rubric.is_published:
        raise IllegalMove("Tiêu chí này chưa công bố, chưa chấm được.")
    if faults := [*faults_in(marks, rubric), *unexplained(marks, rubric, proposal)]:
        raise IllegalMove(" ".join(faults))

    sheet = claim_sheet(target, kind=kind, version=rubric, by=by, revision=revision)
    write_marks(sheet, marks, by=by)
    if rubric.frozen_at is None:
        RubricVersion.objects.filter(pk=rubric.pk).update(frozen_at=at)
    record("save_sheet", target=sheet, by=by, at=at, details=details_of(marks))
    return sheet


@transaction.atomic
def give_sheet(sheet: ScoreSheet, *, by: Appointment, at: datetime) -> ScoreSheet:
    """Chốt phiếu: nothing of it changes afterwards. Every criterion and condition is answered."""
    row = ScoreSheet.objects.select_for_update().select_related("version").get(pk=sheet.pk)
    if row.kind == ScoreSheet.Kind.PANEL and row.by_id != by.pk:
        raise PermissionDenied
    refuse_given(row)
    if missing := missing_in(row):
        raise IllegalMove(f"Chưa chấm: {', '.join(missing)}.")
    row.given_at = at
    row.save(update_fields=["given_at"])
    record("give_sheet", target=row, by=by, at=at)
    return row


def missing_in(sheet: ScoreSheet) -> list[str]:
    """Codes of the criteria and conditions without an answer."""
    marked = set(sheet.scores.values_list("criterion_id", flat=True))
    answered = set(sheet.gate_answers.values_list("gate_id", flat=True))
    gates = [gate.code for gate in sheet.version.gates.all() if gate.pk not in answered]
    return gates + [c.code for c in sheet.version.criteria.all() if c.pk not in marked]


def refuse_given(sheet: ScoreSheet) -> None:
    if sheet.given_at is not None:
        raise IllegalMove("Phiếu chấm đã chốt, không thay đổi được.")


def claim_sheet(
    target: models.Model, *, kind: str, version: RubricVersion, by: Appointment, revision: int
) -> ScoreSheet:
    """The sheet at its next revision, locked; the lock on the rubric makes creating it safe too."""
    sheets = ScoreSheet.objects.select_for_update().about(target).filter(kind=kind)
    sheet = (sheets.filter(by=by) if kind == ScoreSheet.Kind.PANEL else sheets).first()
    if sheet is None:
        return ScoreSheet(target=target, kind=kind, version=version, by=by, revision=1)
    refuse_given(sheet)
    if sheet.revision != revision:
        raise StaleSheet(sheet)
    if sheet.version_id != version.pk:
        raise IllegalMove("Phiếu này đã chấm theo một phiên bản tiêu chí khác.")
    sheet.revision += 1
    return sheet


def write_marks(sheet: ScoreSheet, marks: Marks, *, by: Appointment) -> None:
    sheet.by = by
    sheet.bonus, sheet.penalty, sheet.comment = marks.bonus, marks.penalty, marks.comment
    sheet.save()
    sheet.scores.all().delete()
    sheet.gate_answers.all().delete()
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion_id=key, points=value, reason=marks.reason(key))
        for key, value in marks.points.items()
        if value is not None
    )
    GateAnswer.objects.bulk_create(
        GateAnswer(sheet=sheet, gate_id=key, is_met=met) for key, met in marks.gates.items()
    )


def faults_in(marks: Marks, version: RubricVersion) -> list[str]:
    """A sentence for everything that the criteria do not allow."""
    criteria = {criterion.pk: criterion for criterion in version.criteria.all()}
    gates = {gate.pk for gate in version.gates.all()}
    if not criteria.keys() >= marks.points.keys() or not gates >= marks.gates.keys():
        return ["Có ô không thuộc bộ tiêu chí này."]
    faults = [fault for key, c in criteria.items() for fault in faults_of_line(c, marks, key)]
    faults += fault_of_points("Điểm thưởng", marks.bonus, version.bonus_max)
    return faults + fault_of_points("Điểm trừ", marks.penalty, version.penalty_max)


def faults_of_line(criterion: Criterion, marks: Marks, key: int) -> list[str]:
    value, reason = marks.points.get(key), marks.reason(key)
    if value is None:
        return [f"{criterion.code}: đã ghi lý do mà chưa cho điểm."] if reason else []
    if len(reason) > LONGEST_REASON:
        return [f"{criterion.code}: lý do dài quá {LONGEST_REASON} chữ."]
    return fault_of_points(criterion.code, value, criterion.max_points)


def fault_of_points(name: str, value: Decimal, most: Decimal) -> list[str]:
    if not value.is_finite() or not 0 <= value <= most:
        return [f"{name}: điểm phải từ 0 đến {number(most)}."]
    if value != round(value, 2):
        return [f"{name}: điểm ghi tối đa hai chữ số thập phân."]
    return []


def unexplained(marks: Marks, version: RubricVersion, proposal: ScoreSheet | None) -> list[str]:
    """A sentence for every difference from the proposal that has no reason."""
    if proposal is None:
        return []
    proposed = dict(proposal.scores.values_list("criterion_id", "points"))
    codes = dict(version.criteria.values_list("pk", "code"))
    faults = [
        f"{codes[key]}: điểm khác với đề xuất {number(proposed[key])}, cần ghi lý do."
        for key, value in marks.points.items()
        if value is not None and key in proposed and value != proposed[key] and not marks.reason(key)
    ]
    answers = dict(proposal.gate_answers.values_list("gate_id", "is_met"))
    extras = (marks.bonus, marks.penalty) != (proposal.bonus, proposal.penalty)
    if not marks.comment and (
        extras or any(met != answers.get(key, met) for key, met in marks.gates.items())
    ):
        faults.append("Điều kiện, điểm thưởng hoặc điểm trừ khác với đề xuất, cần ghi nhận xét.")
    return faults


def details_of(marks: Marks) -> dict[str, object]:
    return {
        "points": {str(key): str(value) for key, value in marks.points.items() if value is not None},
        "gates": {str(key): met for key, met in marks.gates.items()},
        "bonus": str(marks.bonus),
        "penalty": str(marks.penalty),
    }
