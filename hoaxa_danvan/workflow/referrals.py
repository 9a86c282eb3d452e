"""“Báo cáo Thường trực Đảng ủy cho ý kiến”: where office and consulted unit do not agree."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.events import opinion_given
from hoaxa_danvan.workflow.models import IllegalMove, Referral, ReturnNote, Sendable, Stateful


def reads_referrals(target: Stateful, who: Appointment) -> bool:
    """The disagreement is a matter of the two and of the office."""
    return who.role in OFFICE_ROLES or who.may(target.perm("submit"), target)


def referrals_of(target: Sendable, *, who: Appointment) -> list[Referral]:
    """Those on this paper, for its own unit, for those who judge it and for the office; for nobody else."""
    if target.unit.kind.is_guided or not reads_referrals(target, who):
        return []
    return list(Referral.objects.about(target).select_related("note", "by__unit", "opinion_by__unit"))


@transaction.atomic
def refer(
    note: ReturnNote,
    *,
    question: str,
    unit_view: str,
    office_view: str,
    by: Appointment,
    at: datetime,
) -> Referral:
    """Bring one released remark before the Thường trực: what is asked, and what each side says.

    Only for consulted units: what a guided unit owes, the office asks for itself. Referred twice, it is
    refused. The paper's state stays as it is.
    """
    row = type(note.target)._base_manager.select_for_update().get(pk=note.target_id)
    if not by.may(row.perm("judge"), row):
        raise PermissionDenied
    if row.unit.kind.is_guided:
        raise IllegalMove("Với đơn vị này, Ban Xây dựng Đảng đề nghị bổ sung; không báo cáo Thường trực.")
    if note.released_at is None:
        raise IllegalMove("Ý kiến chưa gửi đơn vị: gửi ý kiến trao đổi trước khi báo cáo Thường trực.")
    if Referral.objects.filter(note=note).exists():
        raise IllegalMove("Ý kiến này đã được báo cáo Thường trực Đảng ủy.")
    texts = {"question": question, "unit_view": unit_view, "office_view": office_view}
    if not all(text.strip() for text in texts.values()):
        raise IllegalMove("Cần ghi đủ nội dung xin ý kiến, ý kiến của đơn vị và của đơn vị tiếp nhận.")
    referral = Referral.objects.create(
        target=row,
        note=note,
        title=str(row)[:300],
        unit=row.unit,
        by=by,
        at=at,
        **{name: text.strip() for name, text in texts.items()},
    )
    record("refer", target=row, by=by, at=at, note=referral.question, details={"field": note.field_label})
    return referral


@transaction.atomic
def give_opinion(
    referral: Referral, *, opinion: str, basis: str = "", by: Appointment, at: datetime
) -> Referral:
    """The Thường trực's opinion, entered once; shown to the unit and to the reviewing unit."""
    row = Referral.objects.select_for_update(of=("self",)).select_related("unit").get(pk=referral.pk)
    if not by.may("workflow.give_opinion", row):
        raise PermissionDenied
    if row.opinion_at is not None:
        raise IllegalMove("Thường trực Đảng ủy đã cho ý kiến về nội dung này.")
    if not opinion.strip():
        raise IllegalMove("Chưa ghi ý kiến.")
    row.opinion, row.basis = opinion.strip(), basis.strip()
    row.opinion_by, row.opinion_at = by, at
    row.save(update_fields=["opinion", "basis", "opinion_by", "opinion_at"])
    record("give_opinion", target=row.target, by=by, at=at, note=row.opinion)
    opinion_given.send(Referral, referral=row, by=by, at=at)
    return row
