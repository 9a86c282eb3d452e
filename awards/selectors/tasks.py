"""What a round asks of a post now: one row, one button. The same on “Việc của tôi” and on its page."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.urls import reverse

from awards.models import AwardRound, Nomination, Track
from awards.selectors.council import ballots, meeting_of, missing_before_presenting
from awards.selectors.decisions import missing_before_publishing, tracks_to_decide
from awards.selectors.dossiers import unproposed_entries
from awards.selectors.marks import desk, may_see_progress, progress
from awards.selectors.rounds import missing_before_appraisal, missing_before_opening
from campaigns.deadlines import own_window
from hoaxa_danvan.accounts.models import REVIEW_ROLES, UNIT_ROLES, Appointment, Role
from hoaxa_danvan.workflow.office import left_to
from hoaxa_danvan.workflow.todo import Todo

Status = AwardRound.Status
DECISION = {
    Track.PARTY: "Nhập quyết định khen thưởng của Đảng ủy",
    Track.STATE: "Nhập quyết định khen thưởng của Chủ tịch UBND xã",
}


def tasks_for(award_round: AwardRound, who: Appointment, *, at: datetime) -> list[Todo]:
    """In the order of the work; nothing when the round waits for somebody else."""
    return [task for asks in asked_of(who) for task in asks(award_round, who, at)]


Asks = Callable[[AwardRound, Appointment, datetime], Iterator[Todo]]


def asked_of(who: Appointment) -> list[Asks]:
    if who.role in UNIT_ROLES:
        return [unit_tasks]
    if who.role in REVIEW_ROLES:
        return [judging_tasks, reviewer_tasks, presenting_tasks, publishing_tasks]
    others: dict[str, list[Asks]] = {
        Role.PANEL_MEMBER: [panel_tasks],
        Role.COUNCIL_SECRETARY: [secretary_tasks, presenting_tasks],
        Role.LEADER: [judging_tasks, board_tasks, publishing_tasks],
        Role.CLERK: [board_tasks, clerk_tasks],
    }
    return others.get(who.role, [])


def to_judge(who: Appointment, award_round: AwardRound | None = None) -> list[Nomination]:
    """Dossiers that wait for this post to take them in, the longest waiting first."""
    waiting = (
        Nomination.objects.visible_to(who).waiting().select_related("unit__kind", "round", "title", "entry")
    )
    if award_round is not None:
        waiting = waiting.filter(round=award_round)
    return [nomination for nomination in waiting if who.may("awards.judge_nomination", nomination)]


def unit_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status != Status.RECEIVING:
        return
    window = own_window(award_round.window, who.unit_id)
    own = award_round.nominations.filter(unit=who.unit_id).select_related("title").order_by("pk")
    for nomination in own:
        yield from dossier_task(nomination, due_at=window.due_at)
    ready = unproposed_entries(award_round, who.unit).count() if window.is_open(at) else 0
    if ready:
        yield Todo(
            title=f"Lập hồ sơ đề nghị khen thưởng năm {award_round.year}",
            url=award_round.get_absolute_url(),
            button="Chọn, lập hồ sơ",
            text=f"{ready} mô hình, điển hình đủ điều kiện, chưa có hồ sơ",
            due_at=window.due_at,
            status_label="Chưa bắt đầu",
        )


def dossier_task(nomination: Nomination, *, due_at: datetime) -> Iterator[Todo]:
    title, url = f"Hồ sơ đề nghị khen thưởng: {nomination.recipient}", nomination.get_absolute_url()
    label = nomination.get_status_display()
    if nomination.status == Nomination.Status.RETURNED:
        text = "Ban Xây dựng Đảng đề nghị bổ sung"
        yield Todo(title, url, "Xem ý kiến", text=text, status_label=label, tone="back", is_main=True)
    elif nomination.status == Nomination.Status.DRAFT:
        yield Todo(title, url, "Soạn tiếp", due_at=due_at, status_label=label, tone="draft")


def judging_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if waiting := len(left_to(who, to_judge(who, award_round))):
        yield Todo(
            title=f"Xem {waiting} hồ sơ đề nghị khen thưởng đã gửi",
            url=reverse("awards:nomination-queue"),
            button="Mở hàng chờ",
            text=award_round.name,
            status_label="Chờ tiếp nhận",
            tone="wait",
        )


def reviewer_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    url, name = award_round.get_absolute_url(), award_round.name
    if award_round.status == Status.PREPARING and missing_before_opening(award_round):
        edit_url = reverse("awards:round-edit", args=[award_round.pk])
        yield Todo("Chuẩn bị đợt xét", edit_url, "Soạn tiếp", name)
    elif award_round.status == Status.PREPARING:
        yield Todo("Mở nhận hồ sơ xét khen thưởng", url, "Xem, mở", name)
    elif award_round.status == Status.RECEIVING and may_end_receiving(award_round, at=at):
        yield Todo("Kết thúc nhận hồ sơ, chuyển thẩm định", url, "Xem, chuyển", name)
    elif award_round.status == Status.APPRAISAL and is_all_marked(award_round, who):
        yield Todo("Chuyển kết quả thẩm định sang Hội đồng", url, "Xem, chuyển", name)


def may_end_receiving(award_round: AwardRound, *, at: datetime) -> bool:
    return at > award_round.window.due_at and not missing_before_appraisal(award_round)


def is_all_marked(award_round: AwardRound, who: Appointment) -> bool:
    """Every member has given every sheet; not told to a person who still has sheets of their own."""
    seen = may_see_progress(award_round, who)
    return seen and all(one.given == one.wanted for one in progress(award_round))


def panel_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status != Status.APPRAISAL or not award_round.panel.filter(pk=who.pk).exists():
        return
    tasks = desk(award_round, who)
    if left := sum(task.is_open for task in tasks):
        begun = any(task.sheet for task in tasks)
        yield Todo(
            title=f"Chấm {left} hồ sơ đề nghị khen thưởng",
            url=reverse("awards:mark-list", args=[award_round.pk]),
            button="Chấm điểm",
            text=award_round.name,
            status_label="Đang chấm" if begun else "Chưa bắt đầu",
            tone="draft" if begun else "",
        )


def secretary_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status != Status.COUNCIL:
        return
    meeting = meeting_of(award_round)
    if meeting is None:
        url = reverse("awards:meeting-edit", args=[award_round.pk])
        yield Todo("Ghi phiên họp Hội đồng", url, "Ghi phiên họp", award_round.name)
        return
    if unvoted := sum(case.vote is None for case in ballots(meeting)):
        url = reverse("awards:vote-edit", args=[award_round.pk])
        yield Todo(f"Ghi kết quả biểu quyết {unvoted} hồ sơ", url, "Ghi biểu quyết", award_round.name)


def presenting_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status == Status.COUNCIL and not missing_before_presenting(award_round):
        url = reverse("awards:proposal-detail", args=[award_round.pk])
        yield Todo("Trình Ban Thường vụ kết quả xét khen thưởng", url, "Xem tờ trình", award_round.name)


def board_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status == Status.PRESENTED:
        yield Todo(
            title="Ghi ý kiến của Ban Thường vụ về danh sách khen thưởng",
            url=reverse("awards:opinion-record", args=[award_round.pk]),
            button="Ghi ý kiến",
            text=f"Tờ trình số {award_round.proposal_number}",
            status_label="Đã trình",
            tone="wait",
        )


def clerk_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status not in {Status.CONSIDERED, Status.PUBLISHED}:
        return
    for track in tracks_to_decide(award_round):
        url = reverse("awards:decision-enter", args=[award_round.pk, track.value])
        yield Todo(DECISION[track], url, "Nhập quyết định", award_round.name)


def publishing_tasks(award_round: AwardRound, who: Appointment, at: datetime) -> Iterator[Todo]:
    if award_round.status == Status.CONSIDERED and not missing_before_publishing(award_round):
        yield Todo(
            "Công bố kết quả khen thưởng", award_round.get_absolute_url(), "Xem, công bố", award_round.name
        )
