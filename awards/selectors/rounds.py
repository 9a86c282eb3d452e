"""How far a round has come, and what keeps it from its next phase."""

from dataclasses import dataclass

from awards.models import AwardRound, Nomination


@dataclass(frozen=True, slots=True)
class Phase:
    label: str
    is_past: bool
    is_current: bool


def phases(award_round: AwardRound) -> list[Phase]:
    order = list(AwardRound.Status)
    now = order.index(AwardRound.Status(award_round.status))
    return [Phase(status.label, place < now, place == now) for place, status in enumerate(order)]


def missing_before_opening(award_round: AwardRound) -> list[str]:
    """A sentence for everything that a round must have before it receives dossiers."""
    rubrics = list(award_round.rubrics.select_related("rubric"))
    missing = []
    if not rubrics:
        missing.append("Chưa chọn tiêu chí.")
    if any(not version.is_published for version in rubrics):
        missing.append("Có tiêu chí chưa công bố.")
    subjects = [version.rubric.subject for version in rubrics]
    if len(subjects) != len(set(subjects)):
        missing.append("Mỗi đối tượng chỉ dùng một bộ tiêu chí.")
    if award_round.panel.values("person").distinct().count() < 2:
        missing.append("Tổ thẩm định cần ít nhất hai người.")
    if not award_round.rule_basis.strip():
        missing.append("Chưa ghi quy định áp dụng về biểu quyết.")
    return missing


def missing_before_appraisal(award_round: AwardRound) -> list[str]:
    waiting = award_round.nominations.filter(status=Nomination.Status.SUBMITTED).count()
    missing = [f"Còn {waiting} hồ sơ chưa tiếp nhận hoặc trả lại."] if waiting else []
    if not award_round.nominations.accepted().exists():
        missing.append("Chưa tiếp nhận hồ sơ nào.")
    return missing


@dataclass(frozen=True, slots=True)
class Counts:
    """How many dossiers there are, by how far they have come; drafts are their unit's own."""

    sent: int
    accepted: int
    returned: int
    rejected: int


def counts(award_round: AwardRound) -> Counts:
    rows = award_round.nominations.filter(sent_at__isnull=False).values_list("status", flat=True)
    states = list(rows)
    return Counts(
        sent=len(states),
        accepted=states.count(Nomination.Status.ACCEPTED),
        returned=states.count(Nomination.Status.RETURNED),
        rejected=states.count(Nomination.Status.REJECTED),
    )
