"""Steps of a round that tests begin from, each taken by its own service."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Model

from awards.models import AwardRound, CouncilMeeting, Nomination
from awards.selectors.council import council_on
from awards.selectors.dossiers import rubric_of
from awards.services import council, decisions, marks, nominations, rounds
from awards.services.council import Count, Presence
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.paper import Bullets, Paper, Paragraph, Section, Table
from hoaxa_danvan.documents.selectors.papers import reading_of
from hoaxa_danvan.documents.services import papers
from hoaxa_danvan.lib.dates import LOCAL
from models_registry.models import Recognition, RecognitionDecision, RegisteredModel
from tests.factories import SENT_AT, AppointmentFactory, NominationFactory

AT = datetime(2026, 11, 20, 9, 0, tzinfo=LOCAL)
MET_AT = datetime(2026, 12, 3, 8, 0, tzinfo=LOCAL)
IN_TIME = AT - timedelta(days=10)
LATER = datetime(2026, 12, 10, 9, 0, tzinfo=LOCAL)
PRESENTED_ON, ISSUED_ON = date(2026, 12, 4), date(2026, 12, 10)


def recognise(entry: RegisteredModel, *, by: Appointment) -> RegisteredModel:
    """A model recognised in its own year, by a decision."""
    decision, _ = RecognitionDecision.objects.get_or_create(
        campaign_year=entry.campaign_year,
        number="45-QĐ/ĐU",
        defaults={
            "issued_on": date(2026, 9, 30),
            "signer": "Phó Bí thư Thường trực",
            "signer_office": "PHÓ BÍ THƯ THƯỜNG TRỰC",
            "by": by,
            "at": SENT_AT,
        },
    )
    Recognition.objects.create(
        entry=entry, campaign_year=entry.campaign_year, decision=decision, name=entry.name
    )
    return entry


def dossiers(award_round: AwardRound, count: int, **fields) -> list[Nomination]:
    return NominationFactory.create_batch(count, round=award_round, accepted=True, **fields)


def texts(nomination: Nomination, **changes) -> dict:
    """What its unit has written in a dossier, with changes."""
    return {name: getattr(nomination, name) for name in Nomination.CONTENT} | changes


def send(nomination: Nomination, *, by: Appointment, at=IN_TIME, version=None, is_pledged=True):
    nomination.refresh_from_db()
    version = nomination.version if version is None else version
    return nominations.submit_nomination(nomination, version=version, is_pledged=is_pledged, by=by, at=at)


def content_of(nomination: Nomination, points: str, *, revision: int = 0) -> dict:
    """A whole sheet of 60 and 40 at most, filled from the first criterion on."""
    left, given = Decimal(points), {}
    for criterion in rubric_of(nomination).criteria.all():
        given[criterion.pk] = min(left, criterion.max_points)
        left -= given[criterion.pk]
    nothing = Decimal(0)
    return {
        "points": given,
        "reasons": {},
        "gates": {},
        "bonus": nothing,
        "penalty": nothing,
        "comment": "",
        "revision": revision,
    }


def mark(nomination: Nomination, by: Appointment, points: str = "80", *, give: bool = True):
    return marks.mark_nomination(nomination, marks=content_of(nomination, points), give=give, by=by, at=AT)


def council_of(size: int, *, like: Appointment) -> list[Appointment]:
    """A council of that many members, the chair and `like`, who is its secretary, among them."""
    chair = AppointmentFactory(unit=like.unit, role=Role.COUNCIL_CHAIR)
    others = size - Appointment.objects.filter(unit=like.unit).count()
    members = AppointmentFactory.create_batch(others, unit=like.unit, role=Role.COUNCIL_MEMBER)
    return [chair, *members]


def meet(
    award_round: AwardRound, secretary: Appointment, *, absent: int = 0, version: int = 0, **fields
) -> CouncilMeeting:
    """A session of everybody less the last so many."""
    members = council_on(MET_AT.date())
    there = len(members) - absent
    return council.record_meeting(
        award_round,
        version=version,
        fields={
            "held_at": MET_AT,
            "ended_at": None,
            "place": "Phòng họp Đảng ủy xã",
            "invited": "",
            "discussion": "Các ý kiến thống nhất.",
            "conclusion": "Đề nghị theo kết quả biểu quyết.",
            "other_business": "",
            **fields,
        },
        chaired_by=members[0],
        attendance={
            post.pk: Presence(place < there, "" if place < there else "Đi công tác")
            for place, post in enumerate(members)
        },
        by=secretary,
        at=LATER,
    )


def vote(meeting: CouncilMeeting, secretary: Appointment, counts: dict[Nomination, tuple[int, int]]):
    meeting.refresh_from_db()
    return council.record_votes(
        meeting.round,
        version=meeting.version,
        counts={nomination.pk: Count(*hands) for nomination, hands in counts.items()},
        by=secretary,
        at=LATER,
    )


def present(award_round: AwardRound, by: Appointment) -> AwardRound:
    return council.present_round(award_round, number="05-TTr/HĐTĐKT", on=PRESENTED_ON, by=by, at=LATER)


def consider(award_round: AwardRound, by: Appointment, *, verdict: str = "agreed", **fields):
    kept = {"met_on": date(2026, 12, 8), "notice_number": "210-TB/ĐU", "text": "", "exceptions": {}}
    return decisions.record_opinion(award_round, verdict=verdict, **(kept | fields), by=by, at=LATER)


def decide(award_round: AwardRound, by: Appointment, *, track: str = "party", **fields):
    kept = {
        "number": "88-QĐ/ĐU",
        "issued_on": date(2026, 12, 9),
        "signer": "Phó Bí thư Thường trực",
        "signer_office": "PHÓ BÍ THƯ THƯỜNG TRỰC",
    }
    return decisions.enter_decision(award_round, track=track, **(kept | fields), by=by, at=LATER)


def to_appraisal(award_round: AwardRound, reviewer: Appointment) -> AwardRound:
    return rounds.appraise_round(award_round, by=reviewer, at=AT)


def to_council(award_round: AwardRound, reviewer: Appointment) -> AwardRound:
    if award_round.status == AwardRound.Status.RECEIVING:
        award_round = to_appraisal(award_round, reviewer)
    return rounds.convene_round(award_round, by=reviewer, at=AT)


# Papers


def start(kind: str, target: Model, by: Appointment) -> OfficialPaper:
    fresh = type(target)._default_manager.get(pk=target.pk)
    return papers.start_paper(kind, target=fresh, by=by, at=LATER)


def write(paper: OfficialPaper, by: Appointment, **texts: str) -> OfficialPaper:
    return papers.save_paper(
        paper,
        version=paper.version,
        fields={},
        texts={k.replace("_", "-"): v for k, v in texts.items()},
        by=by,
        at=LATER,
    )


def issue(
    paper: OfficialPaper,
    by: Appointment,
    *,
    number: str = "7",
    on: date = ISSUED_ON,
    signer: str = "Người ký mẫu",
) -> Document:
    paper.refresh_from_db()
    return papers.issue_paper(
        paper, version=paper.version, number=number, issued_on=on, signer=signer, by=by, at=LATER
    )


def printed(paper: OfficialPaper) -> Paper:
    """As it would be printed now."""
    found = reading_of(paper, issued=None).paper
    assert isinstance(found, Paper)
    return found


def said(paper: Paper) -> str:
    """Every line of the body but its tables."""
    lines: list[str] = []
    for block in paper.body:
        if isinstance(block, Paragraph | Section):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += [f"- {item}" for item in block.items]
    return "\n".join(lines)


def rows(paper: Paper, place: int = 0) -> list[tuple[str, ...]]:
    """The rows of one of its tables, those of the appendices last."""
    blocks = [*paper.body, *(block for appendix in paper.appendices for block in appendix.body)]
    return list([block for block in blocks if isinstance(block, Table)][place].rows)
