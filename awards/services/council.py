"""The council's session as its secretary records it: who was there, how they voted, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from awards.models import Attendance, AwardRound, CouncilMeeting, Vote
from awards.selectors.council import Ballot, ballots, council_on, meeting_of, missing_before_presenting
from awards.services.locks import Stale, lock_round, require, require_state
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import drop_draft

MEETING_FORM, VOTE_FORM = "council-meeting", "council-votes"  # under which typed text is kept, by round
FIELDS = ("held_at", "ended_at", "place", "invited", "discussion", "conclusion", "other_business")


@dataclass(frozen=True, slots=True)
class Presence:
    is_present: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """The secretary's count on one dossier; who did not raise a hand either way is neither."""

    in_favour: int
    against: int
    note: str = ""


@transaction.atomic
def record_meeting(
    award_round: AwardRound,
    *,
    version: int,
    fields: Mapping[str, Any],
    chaired_by: Appointment,
    attendance: Mapping[int, Presence],
    by: Appointment,
    at: datetime,
) -> CouncilMeeting:
    """Write the session: `fields` of FIELDS, `attendance` by post of every member of that day.

    `version` is 0 for the first time. Votes already taken are counted anew against who was there.
    """
    row = open_for_record(award_round, by=by)
    members = council_on(local_day(fields["held_at"]))
    refuse_faults(fields, members, chaired_by=chaired_by, attendance=attendance, at=at)
    meeting = claim_meeting(row, version=version)
    for name in FIELDS:
        setattr(meeting, name, fields[name])
    meeting.chaired_by, meeting.member_total, meeting.by, meeting.at = chaired_by, len(members), by, at
    meeting.save()
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member_id=key, is_present=p.is_present, reason=p.reason.strip())
        for key, p in attendance.items()
    )
    recount(meeting)
    drop_draft(by=by, form=MEETING_FORM, target_id=row.pk)
    present = sum(p.is_present for p in attendance.values())
    record("record_meeting", target=meeting, by=by, at=at, details={"present": present, "of": len(members)})
    return meeting


@transaction.atomic
def record_votes(
    award_round: AwardRound,
    *,
    version: int,
    counts: Mapping[int, Count | None],
    by: Appointment,
    at: datetime,
) -> CouncilMeeting:
    """Write the votes by dossier; None takes a vote back. The whole table, or nothing of it."""
    row = open_for_record(award_round, by=by)
    meeting = meeting_of(row)
    if meeting is None:
        raise IllegalMove("Cần ghi phiên họp và thành viên có mặt trước khi ghi biểu quyết.")
    cases = {case.nomination.pk: case for case in ballots(meeting)}
    if not cases.keys() >= counts.keys():
        raise IllegalMove("Có hồ sơ không thuộc danh sách biểu quyết.")
    if faults := [fault for key, count in counts.items() for fault in faults_of(cases[key], count)]:
        raise IllegalMove(" ".join(faults))
    meeting = claim_meeting(row, version=version)
    meeting.by, meeting.at = by, at
    meeting.save()
    for key, count in counts.items():
        write_vote(meeting, cases[key], count)
    drop_draft(by=by, form=VOTE_FORM, target_id=row.pk)
    record("record_votes", target=meeting, by=by, at=at, details=details_of(counts))
    return meeting


@transaction.atomic
def present_round(
    award_round: AwardRound, *, number: str, on: date, by: Appointment, at: datetime
) -> AwardRound:
    """Trình Ban Thường vụ: with quorum, every dossier voted on, the paper's own number and date."""
    row = lock_round(award_round.pk)
    require(by, "awards.present_awardround", row)
    require_state(row, AwardRound.Status.COUNCIL, doing="trình Ban Thường vụ")
    if missing := missing_before_presenting(row):
        raise IllegalMove(" ".join(missing))
    if not number.strip():
        raise IllegalMove("Chưa ghi số tờ trình.")
    AwardRound.objects.filter(pk=row.pk).update(proposal_number=number.strip(), proposal_on=on)
    return row.advance("present", by=by, at=at)


def open_for_record(award_round: AwardRound, *, by: Appointment) -> AwardRound:
    row = lock_round(award_round.pk)
    require(by, "awards.record_awardround", row)
    require_state(row, AwardRound.Status.COUNCIL, doing="ghi phiên họp Hội đồng")
    return row


def claim_meeting(award_round: AwardRound, *, version: int) -> CouncilMeeting:
    """The meeting at its next version, or a new one; the lock on the round makes this safe."""
    meeting = CouncilMeeting.objects.filter(round=award_round).first()
    standing = meeting.version if meeting else 0
    if standing != version:
        raise Stale(standing)
    if meeting is None:
        return CouncilMeeting(round=award_round)
    meeting.version += 1
    return meeting


def refuse_faults(
    fields: Mapping[str, Any],
    members: list[Appointment],
    *,
    chaired_by: Appointment,
    attendance: Mapping[int, Presence],
    at: datetime,
) -> None:
    if fields["held_at"] > at:
        raise IllegalMove("Phiên họp chưa diễn ra: ngày, giờ họp còn ở phía trước.")
    if fields["ended_at"] and fields["ended_at"] < fields["held_at"]:
        raise IllegalMove("Giờ kết thúc phải sau giờ họp.")
    if {post.pk for post in members} != attendance.keys():
        raise IllegalMove("Danh sách có mặt không khớp với thành viên Hội đồng của ngày họp.")
    if any(not p.is_present and not p.reason.strip() for p in attendance.values()):
        raise IllegalMove("Thành viên vắng mặt cần có lý do.")
    chair = attendance.get(chaired_by.pk)
    if chair is None or not chair.is_present:
        raise IllegalMove("Người chủ trì phải là thành viên Hội đồng có mặt.")


def recount(meeting: CouncilMeeting) -> None:
    """Who may vote follows from who was there: a vote with more hands than that is refused."""
    for case in ballots(meeting):
        if case.vote is None or case.vote.eligible == case.eligible:
            continue
        if case.vote.in_favour + case.vote.against > case.eligible:
            raise IllegalMove(
                f"{case.nomination.recipient}: số biểu quyết đã ghi nhiều hơn {case.eligible} người được biểu quyết."
            )
        case.vote.eligible = case.eligible
        case.vote.save(update_fields=["eligible"])


def faults_of(case: Ballot, count: Count | None) -> list[str]:
    if count is None:
        return []
    name = case.nomination.recipient
    if count.in_favour < 0 or count.against < 0:
        return [f"{name}: số phiếu không được âm."]
    if count.in_favour + count.against > case.eligible:
        return [f"{name}: chỉ có {case.eligible} người được biểu quyết."]
    return []


def write_vote(meeting: CouncilMeeting, case: Ballot, count: Count | None) -> None:
    votes = Vote.objects.filter(nomination=case.nomination)
    if count is None:
        votes.delete()
        return
    votes.update_or_create(
        nomination=case.nomination,
        defaults={
            "meeting": meeting,
            "eligible": case.eligible,
            "in_favour": count.in_favour,
            "against": count.against,
            "note": count.note.strip(),
        },
    )


def details_of(counts: Mapping[int, Count | None]) -> dict[str, Any]:
    return {str(key): [c.in_favour, c.against] if c else None for key, c in counts.items()}
