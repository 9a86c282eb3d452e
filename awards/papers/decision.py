"""After the Ban Thường vụ has agreed: the decision of the Party, the letter to the Chairman."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from awards.models import AwardRound, Track
from awards.papers.bases import bases_on
from awards.papers.words import ROUND_LABELS, case_row, cite, counted, money_of, money_words, round_words
from awards.selectors.council import meeting_of
from awards.selectors.decisions import agreed_nominations, last_opinion
from hoaxa_danvan.documents.flows import Facts
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.scoring.models import Subject

COLLECTIVES = "tap_the"


def award_facts(award_round: AwardRound) -> dict[str, Any]:
    return decision_facts(award_round, Track.PARTY)


def referral_facts(award_round: AwardRound) -> dict[str, Any]:
    return decision_facts(award_round, Track.STATE)


def decision_facts(award_round: AwardRound, track: Track) -> dict[str, Any]:
    """What the Ban Thường vụ agreed to in one track, and the way it came there."""
    agreed = agreed_nominations(award_round, track)
    opinion = last_opinion(award_round)
    bases = bases_on(opinion.met_on, track=track) if opinion else []
    money = money_of(nomination.title for nomination in agreed)
    return {
        "year": award_round.year,
        "words": {
            **round_words(award_round),
            **course_words(award_round),
            "can_cu": ";\n".join(f"Căn cứ {base['title']}" for base in bases) or None,
            "dem": counted(nomination.subject for nomination in agreed) or None,
            "tien": None if money is None else number(money),
        },
        "labels": {
            **ROUND_LABELS,
            "can_cu": "căn cứ có hiệu lực vào ngày Ban Thường vụ cho ý kiến",
            "dem": "trường hợp nào được Ban Thường vụ đồng ý",
            "tien": "mức thưởng",
            "to_trinh": "số, ngày tờ trình của Hội đồng",
            "thong_bao": "số thông báo, kết luận của Ban Thường vụ",
        },
        "values": {},
        "facts": {"can-cu": [f"{base['title']}: {base['certainty']}" for base in bases]},
        "figures": {"cases": [case_row(nomination) for nomination in agreed]},
    }


def course_words(award_round: AwardRound) -> dict[str, str | None]:
    """The session, the tờ trình, the opinion: by number and date as far as they have them."""
    meeting, opinion = meeting_of(award_round), last_opinion(award_round)
    presented = award_round.proposal_number
    return {
        "ngay_hop": f"{meeting.held_on:%d/%m/%Y}" if meeting else None,
        "to_trinh": cite("Tờ trình", presented, award_round.proposal_on) if presented else None,
        "ngay_btv": _day(opinion.met_on) if opinion else None,
        "thong_bao": f"Thông báo số {opinion.notice_number}" if opinion and opinion.notice_number else None,
    }


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def award_table(facts: Facts, spec: Mapping[str, Any]) -> Table | None:
    """The list that goes with the paper; `of`: collectives, the others, or without it everyone."""
    wanted = spec.get("of")
    rows = [row for row in facts["figures"]["cases"] if not wanted or wanted == list_of(row)]
    if not rows:
        return None
    sums = [row["money"] for row in rows]
    return Table(
        columns=(
            Column("TT", "center", width_mm=11),
            Column(spec["name_column"], width_mm=54),
            Column(spec["unit_column"], width_mm=46),
            Column("Thành tích"),
            Column("Hình thức", width_mm=40),
            Column("Mức thưởng (đồng)", "right", width_mm=26),
        ),
        rows=tuple(
            (
                str(place),
                *(row[name] for name in ("recipient", "unit", "reason", "title")),
                money_words(row["money"]),
            )
            for place, row in enumerate(rows, start=1)
        ),
        total=("", "Cộng", "", "", "", number(sum(sums))) if None not in sums else None,
    )


def list_of(row: Mapping[str, Any]) -> str:
    return COLLECTIVES if row["subject"] == Subject.COLLECTIVE else "ca_nhan"
