"""The tờ trình: what the council proposes, as data for the page and as an official paper."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from awards.models import AwardRound, CouncilMeeting, Nomination, Track
from awards.selectors.council import Ballot, Quorum, ballots, quorum_of
from hoaxa_danvan.documents.paper import (
    Appendix,
    Block,
    Bullets,
    Column,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.lib.defaults import load_defaults
from hoaxa_danvan.lib.numbers import number, ratio
from hoaxa_danvan.scoring.models import Subject

# How the cases are counted in the paper: by kind of recipient.
COUNTED = ((Subject.COLLECTIVE, "tập thể"), (Subject.PERSON, "cá nhân"), (Subject.HOUSEHOLD, "hộ gia đình"))
ASKS = {
    Track.PARTY: "Tặng Giấy khen của Đảng ủy",
    Track.STATE: (
        "Giới thiệu sang Hội đồng Thi đua - Khen thưởng xã, đề nghị Chủ tịch UBND xã tặng Giấy khen"
    ),
}


@dataclass(frozen=True, slots=True)
class TrackList:
    """What is proposed in one track; `money` is None as long as a sum is not fixed."""

    track: Track
    cases: tuple[Ballot, ...]
    money: int | None

    @property
    def ask(self) -> str:
        return ASKS[self.track]

    @property
    def counts(self) -> str:
        """“3 tập thể, 2 cá nhân”"""
        subjects = [case.nomination.subject for case in self.cases]
        counted = [(subjects.count(subject), name) for subject, name in COUNTED]
        return ", ".join(f"{count} {name}" for count, name in counted if count) or "không có trường hợp nào"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that the tờ trình says, from the council's session."""

    meeting: CouncilMeeting
    quorum: Quorum
    considered: int
    tracks: tuple[TrackList, ...]
    declined: tuple[Ballot, ...]

    @property
    def passed(self) -> int:
        return sum(len(track.cases) for track in self.tracks)


def proposal(meeting: CouncilMeeting) -> Proposal:
    cases = ballots(meeting)
    passed = [case for case in cases if case.outcome and case.outcome.is_passed]
    return Proposal(
        meeting=meeting,
        quorum=quorum_of(meeting),
        considered=len(cases),
        tracks=tuple(
            track_list(track, [case for case in passed if case.nomination.title.track == track])
            for track in Track
        ),
        declined=tuple(case for case in cases if case.outcome and not case.outcome.is_passed),
    )


def track_list(track: Track, cases: list[Ballot]) -> TrackList:
    sums = [case.nomination.title.money for case in cases]
    known = [money for money in sums if money is not None]
    return TrackList(track, tuple(cases), sum(known) if sums and len(known) == len(sums) else None)


def proposal_title(award_round: AwardRound) -> str:
    return f"Tờ trình công nhận, khen thưởng mô hình, điển hình “Dân vận khéo” năm {award_round.year}"


def proposal_paper(meeting: CouncilMeeting) -> Paper:
    """The paper as the session stands; without number and date it is a draft."""
    award_round, form = meeting.round, profile()
    symbol = profile_of(form["profile"]).symbol_for(kind="TTr", body=form["symbol_body"])
    content = proposal(meeting)
    return Paper(
        profile=form["profile"],
        parent_line=form["parent_line"],
        issuer_line=form["issuer_line"],
        issuing_body=form["issuing_body"],
        kind="TỜ TRÌNH",
        title=f"về việc công nhận, khen thưởng mô hình, điển hình “Dân vận khéo” năm {award_round.year}",
        place=form["place"],
        date=award_round.proposal_on,
        year=award_round.year,
        number=award_round.proposal_number,
        symbol=symbol,
        addressee_label=form["addressee_label"],
        addressees=tuple(form["addressees"]),
        body=body_of(content),
        signature=Signature(office=form["office"], authority=form["authority"]),
        recipients=tuple(form["recipients"]),
        appendices=appendices_of(content),
        draft=None if award_round.proposal_number else 1,
    )


def body_of(content: Proposal) -> tuple[Block, ...]:
    meeting = content.meeting
    award_round, campaign = meeting.round, meeting.round.campaign_year.campaign
    return (
        Paragraph(f"Căn cứ {plan_words(campaign)};", "basis"),
        Paragraph(f"Căn cứ {award_round.window.paper};", "basis"),
        Paragraph(f"Căn cứ biên bản họp Hội đồng ngày {meeting.held_on:%d/%m/%Y},", "basis"),
        Paragraph(
            f"Hội đồng Thi đua - Khen thưởng Đảng bộ xã đã họp ngày {meeting.held_on:%d/%m/%Y}, có mặt "
            f"{content.quorum.words} thành viên; xem xét {content.considered} hồ sơ đã được thẩm định, biểu quyết "
            f"công khai theo quy định: {award_round.rule_words} ({award_round.rule_basis}). "
            f"Có {ratio(content.passed, content.considered)} trường hợp đạt."
        ),
        Paragraph("Hội đồng kính trình Ban Thường vụ Đảng ủy xem xét, quyết định:"),
        *(block for place, track in enumerate(content.tracks, start=1) for block in ask(place, track)),
        *declined_words(content),
        Paragraph("Kính trình Ban Thường vụ Đảng ủy xem xét./."),
    )


def ask(place: int, track: TrackList) -> tuple[Block, ...]:
    money = f" Tiền thưởng kèm theo: {number(track.money)} đồng." if track.money else ""
    return (
        Section(2, f"{place}. {track.ask}"),
        Paragraph(f"{track.counts[0].upper()}{track.counts[1:]} (danh sách kèm theo).{money}")
        if track.cases
        else Paragraph("Không có trường hợp nào."),
    )


def declined_words(content: Proposal) -> tuple[Block, ...]:
    if not content.declined:
        return ()
    rows = tuple(f"{line(case.nomination)}: {outcome_words(case)};" for case in content.declined)
    return Section(2, f"{len(content.tracks) + 1}. Trường hợp Hội đồng chưa đề nghị"), Bullets(rows)


def appendices_of(content: Proposal) -> tuple[Appendix, ...]:
    lists = [track for track in content.tracks if track.cases]
    romans = ("I", "II")
    return tuple(
        Appendix(
            f"Danh sách đề nghị: {track.track.label}",
            (case_table(track),),
            number=romans[place] if len(lists) > 1 else "",
            landscape=True,
        )
        for place, track in enumerate(lists)
    )


def case_table(track: TrackList) -> Table:
    return Table(
        columns=(
            Column("TT", "center", width_mm=11),
            Column("Tên ghi trên Giấy khen", width_mm=58),
            Column("Đơn vị", width_mm=48),
            Column("Mô hình, điển hình"),
            Column("Hình thức", width_mm=42),
            Column("Kết quả biểu quyết", "center", width_mm=44),
        ),
        rows=tuple(
            (
                str(place),
                case.nomination.recipient,
                str(case.nomination.unit),
                str(case.nomination.entry),
                str(case.nomination.title),
                outcome_words(case),
            )
            for place, case in enumerate(track.cases, start=1)
        ),
    )


def outcome_words(case: Ballot) -> str:
    return case.outcome.words if case.outcome else "chưa biểu quyết"


def line(nomination: Nomination) -> str:
    return f"{nomination.recipient} ({nomination.unit})"


def plan_words(campaign: Any) -> str:
    numbered = f" số {campaign.number}" if campaign.number else ""
    issued = f" ngày {campaign.issued_on:%d/%m/%Y}" if campaign.issued_on else ""
    years = f"giai đoạn {campaign.first_year}-{campaign.last_year}"
    return f"Kế hoạch{numbered}{issued} của {campaign.issuer} về phong trào thi đua “Dân vận khéo” {years}"


@cache
def profile() -> dict[str, Any]:
    found: dict[str, Any] = load_defaults("awards/proposal.yaml")
    return found
