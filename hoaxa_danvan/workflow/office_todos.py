"""What reviewing adds to “Việc của tôi”: for the Trưởng ban, for the chuyên viên, for the Thường trực."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, Role
from hoaxa_danvan.workflow.selectors import decides, proposals_before, referrals_before
from hoaxa_danvan.workflow.todo import Todo, provides_todos


@provides_todos
def proposal_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    found = proposals_before(who) if who.role in REVIEW_ROLES else []
    if not found:
        return
    if decides(who):
        yield Todo(
            title=f"{len(found)} đề xuất của chuyên viên chờ duyệt",
            url=reverse("workflow:proposal-list"),
            button="Xem, duyệt",
            text=f"Chờ lâu nhất: {found[0]}",
            status_label="Chờ duyệt",
            tone="wait",
        )
        return
    for proposal in found:
        yield Todo(
            title=proposal.title,
            url=proposal.target.get_absolute_url(),
            button="Xem, trình lại",
            text=f"Ý kiến của Trưởng ban: {proposal.decision}"[:200],
            status_label="Trưởng ban chuyển lại",
            tone="back",
            is_main=True,
        )


@provides_todos
def referral_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    if who.role != Role.LEADER:
        return
    for referral in referrals_before(who):
        yield Todo(
            title=f"Cho ý kiến: {referral.title}",
            url=reverse("workflow:referral-opinion", args=[referral.pk]),
            button="Cho ý kiến",
            text=referral.question[:200],
            status_label="Chờ ý kiến",
            tone="wait",
            is_main=True,
        )
