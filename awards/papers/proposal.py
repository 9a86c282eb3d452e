"""The tờ trình: what the council proposes, for its page and for the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awards.models import CouncilMeeting, Track
from awards.papers.session import LABELS, case_words, declined_words, rule_words, sorted_cases
from awards.papers.words import (
    ROUND_LABELS,
    case_row,
    cite,
    counted,
    dashed,
    money_of,
    round_words,
    short_title,
)
from awards.rules import standing_paper
from awards.selectors.council import Ballot, Quorum, ballots, quorum_of
from awards.selectors.rounds import counts
from hoaxa_danvan.documents.flows import Facts
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.lib.numbers import number, ratio

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
        return counted(case.nomination.subject for case in self.cases) or "không có trường hợp nào"


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
    lists = sorted_cases(cases)
    return Proposal(
        meeting=meeting,
        quorum=quorum_of(meeting),
        considered=len(cases),
        tracks=tuple(
            track_list(track, [case for case in lists["dat"] if case.nomination.title.track == track])
            for track in Track
        ),
        declined=tuple(lists["chua_dat"]),
    )


def track_list(track: Track, cases: list[Ballot]) -> TrackList:
    return TrackList(track, tuple(cases), money_of(case.nomination.title for case in cases))


def proposal_facts(meeting: CouncilMeeting) -> dict[str, Any]:
    content, award_round = proposal(meeting), meeting.round
    party, state = content.tracks
    received = counts(award_round)
    return {
        "year": award_round.year,
        "words": {
            **round_words(award_round),
            **rule_words(meeting, content.quorum),
            "bien_ban": minutes_words(meeting),
            "ngay_hop": f"{meeting.held_on:%d/%m/%Y}",
            "co_mat": content.quorum.words,
            "so_nhan": number(received.sent),
            "so_du": number(received.accepted),
            "so_khong_du": number(received.rejected),
            "so_xet": number(content.considered),
            "so_dat": ratio(content.passed, content.considered),
            "dem_dang": party.counts,
            "dem_nn": state.counts,
            "tien_dang": None if party.money is None else number(party.money),
            "ds_chua_dat": dashed(declined_words(case) for case in content.declined),
        },
        "labels": {**ROUND_LABELS, **LABELS, "tien_dang": "mức thưởng"},
        "values": {
            "khong_du": received.rejected,
            "dang": len(party.cases),
            "khong_dang": int(not party.cases),
            "nn": len(state.cases),
            "khong_nn": int(not state.cases),
            "chua_dat": len(content.declined),
            "khong_chua_dat": int(not content.declined),
        },
        "facts": {
            "muc-thuong": [
                f"{case_words(case)}: {short_title(case.nomination.title)}" for case in party.cases
            ]
        },
        "figures": {
            "sent": received.sent,
            "accepted": received.accepted,
            "considered": content.considered,
            "declined": [case_row(case.nomination) for case in content.declined],
            **{track.track.value: track_rows(track) for track in content.tracks},
        },
    }


def minutes_words(meeting: CouncilMeeting) -> str:
    """The minutes by their number once they have been issued, by the day of the session before."""
    paper = standing_paper(Document.Kind.MINUTES, meeting)
    body = "họp Hội đồng Thi đua - Khen thưởng Đảng bộ xã"
    if paper is None:
        return f"Biên bản {body} ngày {meeting.held_on:%d/%m/%Y}"
    return f"{cite('Biên bản', paper.number, paper.issued_on)} {body}"


def track_rows(track: TrackList) -> list[dict[str, Any]]:
    return [
        {**case_row(case.nomination), "result": case.outcome.words if case.outcome else ""}
        for case in track.cases
    ]


def proposed_table(facts: Facts, spec: Mapping[str, Any]) -> Table | None:
    """The list of one track (`of`), for an appendix across the page."""
    rows = facts["figures"][spec["of"]]
    if not rows:
        return None
    return Table(
        columns=(
            Column("TT", "center", width_mm=11),
            Column("Tên ghi trên Giấy khen", width_mm=52),
            Column("Đơn vị đề nghị", width_mm=44),
            Column("Mô hình, điển hình"),
            Column("Lĩnh vực", width_mm=34),
            Column("Hình thức đề nghị", width_mm=40),
            Column("Kết quả biểu quyết", "center", width_mm=32),
        ),
        rows=tuple(
            (str(place), *(row[name] for name in ("recipient", "unit", "entry", "sector", "title", "result")))
            for place, row in enumerate(rows, start=1)
        ),
    )
