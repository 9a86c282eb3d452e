"""Two steps inside the office: a chuyên viên lays a decision before the Trưởng ban (trình), who decides (duyệt)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.guards import lock, locked_at, may_judge_now
from hoaxa_danvan.workflow.models import IllegalMove, Proposal, ReturnNote, ReviewSetting, Sendable
from hoaxa_danvan.workflow.models.reviewing import ProposalQuerySet

P = TypeVar("P", bound=Sendable)


@transaction.atomic
def propose(
    target: Sendable, *, verb: str, version: int, note: str = "", by: Appointment, at: datetime
) -> Proposal:
    """Trình Trưởng ban: to take in, or to ask to complete, what was read at `version`.

    The unit sees nothing of it, and the paper's state stays. One proposal stands at a time: whoever proposes
    anew replaces what the Trưởng ban has sent back.
    """
    row = locked_at(target, version=version)
    may_judge_now(row, by=by)
    if not ReviewSetting.now().two_steps:
        raise IllegalMove(
            "Đơn vị tiếp nhận làm việc một bước: chuyên viên tiếp nhận, đề nghị bổ sung trực tiếp."
        )
    if by.may(row.perm("accept"), row):
        raise IllegalMove("Vai trò này quyết định trực tiếp, không cần trình.")
    if verb == Proposal.Verb.RETURN:
        _refuse_return(row)
    if Proposal.objects.about(row).open().filter(at__gte=row.status_at).exists():
        raise IllegalMove("Văn bản đã được trình, đang chờ Trưởng ban duyệt.")
    Proposal.objects.about(row).unsettled().update(state=Proposal.State.CLOSED)
    proposal = Proposal.objects.create(
        target=row,
        verb=verb,
        title=str(row)[:300],
        unit=row.unit,
        note=note.strip(),
        by=by,
        at=at,
    )
    record("propose", target=row, by=by, at=at, note=proposal.get_verb_display(), details={"verb": verb})
    return proposal


def _refuse_return(row: Sendable) -> None:
    if not row.unit.kind.is_guided:
        raise IllegalMove("Với đơn vị này chỉ trao đổi ý kiến, không đề nghị bổ sung.")
    if not ReturnNote.objects.about(row).pending().exists():
        raise IllegalMove("Cần ghim ý kiến vào ô cần bổ sung rồi mới trình đề nghị bổ sung.")


@transaction.atomic
def send_proposal_back(proposal: Proposal, *, note: str, by: Appointment, at: datetime) -> Proposal:
    """Chuyển lại chuyên viên, with a word on what to do; the paper goes on waiting."""
    row = lock(proposal.target)
    standing = Proposal.objects.about(row).open().filter(pk=proposal.pk).first()
    if not by.may(row.perm("accept"), row):
        raise PermissionDenied
    if standing is None:
        raise IllegalMove(f"Đề xuất này không còn chờ duyệt: {_fresh_state(proposal)}.")
    if not note.strip():
        raise IllegalMove("Cần ghi rõ ý kiến, lý do.")
    standing.state, standing.decision = Proposal.State.SENT_BACK, note.strip()
    standing.decided_by, standing.decided_at = by, at
    standing.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    record("send_proposal_back", target=row, by=by, at=at, note=standing.decision)
    return standing


def _fresh_state(proposal: Proposal) -> str:
    return str(Proposal.objects.get(pk=proposal.pk).get_state_display()).lower()


def settle_proposals(row: Sendable, *, verb: str, by: Appointment, at: datetime) -> None:
    """The paper has moved by `verb`: what was proposed is approved by it, or holds no more.

    In the transaction of the move. Whoever decides without a proposal before them leaves no trace here.
    """
    found = Proposal.objects.about(row)
    for proposal in found.open().filter(verb=verb):
        proposal.state, proposal.decided_by, proposal.decided_at = Proposal.State.APPROVED, by, at
        proposal.save(update_fields=["state", "decided_by", "decided_at"])
        record("approve_proposal", target=row, by=by, at=at, note=proposal.get_verb_display())
    drop_proposals(row, at=at)


def reopen_proposal(row: Sendable, *, approved_at: datetime) -> None:
    """What was approved by a tiếp nhận that is being undone waits again."""
    approved = Proposal.objects.about(row).filter(state=Proposal.State.APPROVED, decided_at=approved_at)
    approved.update(state=Proposal.State.OPEN, decided_by=None, decided_at=None)


def drop_proposals(row: Sendable, *, at: datetime) -> None:
    """The unit has taken the paper back."""
    Proposal.objects.about(row).unsettled().update(state=Proposal.State.CLOSED, decided_at=at)


def standing_proposals(found: ProposalQuerySet) -> list[Proposal]:
    """Those of the unsettled whose paper has not moved since, the longest waiting first.

    A query per kind of paper. What an app moves by a verb of its own ends a proposal without asking here.
    """
    rows = found.unsettled().select_related("unit", "by__unit", "decided_by__unit")
    return [row for row in rows.prefetch_related("target") if row.target and row.target.status_at <= row.at]


def last_proposal(row: Sendable) -> Proposal | None:
    """What stands before the Trưởng ban or has come back from there, while the paper waits."""
    found = Proposal.objects.about(row).unsettled().filter(at__gte=row.status_at)
    return found.select_related("by__unit", "decided_by__unit").last()


def left_to(who: Appointment, papers: Sequence[P]) -> list[P]:
    """Of what waits, what this post has still to do: what a chuyên viên has laid before the Trưởng ban is his."""
    if not papers or who.role != Role.REVIEWER or not ReviewSetting.now().two_steps:
        return list(papers)
    found = proposals_on(papers)
    laid = {pk for pk, proposal in found.items() if proposal.state == Proposal.State.OPEN}
    return [paper for paper in papers if paper.pk not in laid]


def proposals_on(papers: Sequence[Sendable]) -> dict[int, Proposal]:
    """`{paper id: what stands before the Trưởng ban or has come back}`, of papers of one kind that wait."""
    since = {paper.pk: paper.status_at for paper in papers if paper.status_at}
    if not since:
        return {}
    kind = ContentType.objects.get_for_model(papers[0])
    found = Proposal.objects.filter(target_type=kind, target_id__in=since).unsettled().order_by("pk")
    return {row.target_id: row for row in found if row.target_id in since and since[row.target_id] <= row.at}
