"""After the tờ trình: the Ban Thường vụ's opinion, the decisions as typed, publication."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from awards.models import (
    Award,
    AwardDecision,
    AwardRound,
    BoardOpinion,
    OpinionOnNomination,
    Track,
)
from awards.rules import standing_paper
from awards.selectors.decisions import agreed_nominations, missing_before_publishing, passed_nominations
from awards.services.locks import lock_round, require, require_state
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove

Status = AwardRound.Status
Verdict = BoardOpinion.Verdict


@transaction.atomic
def record_opinion(
    award_round: AwardRound,
    *,
    verdict: str,
    met_on: date,
    notice_number: str,
    text: str,
    exceptions: Mapping[int, str],
    by: Appointment,
    at: datetime,
) -> BoardOpinion:
    """What the Ban Thường vụ said. `exceptions` are cases it takes out, by dossier, with a reason.

    “Chưa đồng ý” sends the round back to the council, with what the board asks for.
    """
    row = lock_round(award_round.pk)
    require(by, "awards.consider_awardround", row)
    require_state(row, Status.PRESENTED, doing="ghi ý kiến Ban Thường vụ")
    refuse_bad_opinion(row, verdict=verdict, met_on=met_on, text=text, exceptions=exceptions, at=at)
    opinion = BoardOpinion.objects.create(
        round=row,
        verdict=verdict,
        met_on=met_on,
        notice_number=notice_number.strip(),
        text=text.strip(),
        by=by,
        at=at,
    )
    OpinionOnNomination.objects.bulk_create(
        OpinionOnNomination(opinion=opinion, nomination_id=key, reason=reason.strip())
        for key, reason in exceptions.items()
    )
    verb = "rework" if verdict == Verdict.NOT_YET else "consider"
    row.advance(verb, by=by, at=at, note=opinion.text)
    return opinion


def refuse_bad_opinion(
    row: AwardRound, *, verdict: str, met_on: date, text: str, exceptions: Mapping[int, str], at: datetime
) -> None:
    if met_on > local_day(at):
        raise IllegalMove("Ngày họp Ban Thường vụ còn ở phía trước.")
    if verdict == Verdict.NOT_YET and not text.strip():
        raise IllegalMove("Cần ghi nội dung Ban Thường vụ yêu cầu hoàn thiện.")
    if verdict == Verdict.ADJUSTED and not exceptions:
        raise IllegalMove("Đồng ý có điều chỉnh: cần chọn trường hợp đưa ra khỏi danh sách.")
    if verdict != Verdict.ADJUSTED and exceptions:
        raise IllegalMove("Chỉ đưa trường hợp ra khỏi danh sách khi đồng ý có điều chỉnh.")
    if any(not reason.strip() for reason in exceptions.values()):
        raise IllegalMove("Mỗi trường hợp đưa ra khỏi danh sách cần có lý do.")
    if not {n.pk for n in passed_nominations(row)} >= exceptions.keys():
        raise IllegalMove("Có hồ sơ không nằm trong danh sách Hội đồng đề nghị.")


@transaction.atomic
def enter_decision(
    award_round: AwardRound,
    *,
    track: str,
    number: str,
    issued_on: date,
    signer: str,
    signer_office: str,
    left_out: Collection[int] = (),
    by: Appointment,
    at: datetime,
) -> AwardDecision:
    """The decision of one track as it stands on paper; its cases become awards.

    Until the round is published a slip of the pen may be mended by entering it again; the state
    track's decision may come after publication, and then shows at once. `left_out`: dossiers that
    the Chairman's decision does not name.
    """
    row = lock_round(award_round.pk)
    require(by, "awards.decide_awardround", row)
    require_state(row, Status.CONSIDERED, Status.PUBLISHED, doing="nhập quyết định")
    there = AwardDecision.objects.filter(round=row, track=track).first()
    refuse_bad_decision(row, track=track, there=there, number=number, issued_on=issued_on, at=at)
    if left_out and track != Track.STATE:
        raise IllegalMove("Danh sách của Đảng ủy đã được Ban Thường vụ cho ý kiến, không bỏ bớt được ở đây.")
    agreed = [n for n in agreed_nominations(row, track) if n.pk not in left_out]
    if not agreed:
        raise IllegalMove("Không có trường hợp nào được khen thưởng theo quyết định này.")
    paper = {"number": number.strip(), "issued_on": issued_on, "signer": signer.strip()}
    decision, _ = AwardDecision.objects.update_or_create(
        round=row, track=track, defaults={**paper, "signer_office": signer_office.strip(), "by": by, "at": at}
    )
    decision.awards.all().delete()
    Award.objects.bulk_create(
        Award(decision=decision, nomination=n, title=n.title, money=n.title.money) for n in agreed
    )
    record("enter_decision", target=decision, by=by, at=at, details={"number": number, "awards": len(agreed)})
    return decision


def refuse_bad_decision(
    row: AwardRound,
    *,
    track: str,
    there: AwardDecision | None,
    number: str,
    issued_on: date,
    at: datetime,
) -> None:
    if there is not None and row.status == Status.PUBLISHED:
        raise IllegalMove("Kết quả đã công bố theo quyết định này, không sửa được.")
    if track == Track.PARTY and row.status == Status.PUBLISHED:
        raise IllegalMove("Kết quả khen thưởng của Đảng ủy đã công bố.")
    if not number.strip():
        raise IllegalMove("Chưa ghi số quyết định.")
    paper = standing_paper(Document.Kind.AWARD, row) if track == Track.PARTY else None
    if paper is not None and paper.number != number.strip():
        raise IllegalMove(
            f"Quyết định số {paper.number} đã ban hành trên cổng. Muốn thay bằng quyết định khác, "
            "cần thu hồi văn bản đó trước."
        )
    if issued_on > local_day(at):
        raise IllegalMove("Ngày quyết định còn ở phía trước.")


@transaction.atomic
def publish_round(award_round: AwardRound, *, by: Appointment, at: datetime) -> AwardRound:
    """Công bố: everybody sees the awards from this moment, and nobody a moment sooner."""
    row = lock_round(award_round.pk)
    require(by, "awards.publish_awardround", row)
    if row.status == Status.CONSIDERED and (missing := missing_before_publishing(row)):
        raise IllegalMove(" ".join(missing))
    return row.advance("publish", by=by, at=at)
