"""The award round: dossiers, marks, the council's vote, the Ban Thường vụ, decisions."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from awards.models import AwardRound, AwardTitle, BoardOpinion, CouncilMeeting, Nomination, Track
from awards.selectors.council import ballots, council_on
from awards.selectors.decisions import passed_nominations
from awards.selectors.dossiers import eligible_entries, rubric_of
from awards.services.council import Count, Presence, record_meeting, record_votes
from awards.services.decisions import enter_decision, publish_round, record_opinion
from awards.services.marks import mark_nomination
from awards.services.nominations import (
    accept_nomination,
    reject_nomination,
    return_nomination,
    save_nomination,
    start_nomination,
    submit_nomination,
)
from awards.services.rounds import appraise_round, change_round, convene_round, open_round, prepare_round
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.home.seeding.agenda import Agenda, Story
from hoaxa_danvan.home.seeding.appraisal import marks, quarter
from hoaxa_danvan.home.seeding.award_papers import (
    issue_appraisal,
    issue_by_clerk,
    issue_minutes,
    issue_proposal,
    print_certificates,
)
from hoaxa_danvan.home.seeding.world import World, pick, told
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.scoring.models import ScoreSheet, Subject
from hoaxa_danvan.workflow.models import ReturnNote
from hoaxa_danvan.workflow.services import answer_note, pin_note
from models_registry.models import RegisteredModel

RULE = {
    "quorum_part": 2,
    "quorum_whole": 3,
    "pass_part": 1,
    "pass_whole": 2,
    "pass_is_strict": True,
    "base": AwardRound.Base.ALL,
}
SHARES = [Decimal(share) for share in ("0.95", "0.91", "0.88", "0.93", "0.84")]
FAILED = 4  # which of the cases that could pass does not
TAKEN_OUT = 2  # which of those that passed the Ban Thường vụ takes out


def round_story(world: World) -> Story:
    """From the round's rules to the council's votes."""
    texts, days, by = told("scoring"), world.days, world.cast.head_reviewer
    at = yield days.at(10, 20, 8)
    if AwardRound.objects.filter(campaign_year=world.year).exists():
        return
    award_round = open_the_round(world, texts, at=at)
    agenda = Agenda()
    for place, entry in enumerate(proposed_entries(world, texts, award_round)):
        agenda.add(dossier_story(world, texts, award_round, entry, place))
    agenda.run()
    appraise_round(award_round, by=by, at=days.at(11, 6, 9))
    mark_all(world, award_round)
    convene_round(award_round, by=by, at=days.at(11, 11, 16))
    issue_appraisal(world, texts["papers"], award_round)
    meet(world, texts, award_round)
    issue_minutes(world, texts["papers"], award_round)


def open_the_round(world: World, texts: dict[str, Any], *, at: datetime) -> AwardRound:
    by, told_of = world.cast.head_reviewer, texts["round"]
    name = told_of["name"].format(year=world.year.year)
    award_round = prepare_round(world.year, name=name, by=by, at=at)
    award_round = change_round(
        award_round,
        version=award_round.version,
        fields={**RULE, "name": name, "rule_basis": told_of["rule_basis"]},
        rubrics=list(award_round.rubrics.all()),
        panel=world.cast.panel,
        by=by,
        at=at,
    )
    return open_round(award_round, by=by, at=at)


# Dossiers


def proposed_entries(world: World, texts: dict[str, Any], award_round: AwardRound) -> list[RegisteredModel]:
    """Of each unit of the list its first recognised model, the outstanding before the others; then
    some điển hình.
    """
    wanted = texts["nominations"]
    eligible = eligible_entries(award_round).select_related("unit__kind")
    exemplars = list(eligible.filter(name__in=wanted["exemplars"]).order_by("pk"))
    models = eligible.exclude(kind=RegisteredModel.Kind.EXEMPLAR).filter(unit__code__in=wanted["units"])
    best: dict[str, RegisteredModel] = {}
    for entry in models.order_by("-recognitions__is_outstanding", "pk"):
        best.setdefault(entry.unit.code, entry)
    return [best[code] for code in wanted["units"] if code in best] + exemplars


def dossier_story(
    world: World, texts: dict[str, Any], award_round: AwardRound, entry: RegisteredModel, place: int
) -> Story:
    days, officer = world.days, world.cast.officer(entry.unit)
    at = yield days.at(10, 20 + place % 3, 9 + place % 7, place)
    nomination = start_nomination(award_round, entry=entry, title=title_for(entry), by=officer, at=at)
    at = yield days.at(10, 24 + place % 3, 9 + place % 7, place)
    nomination = write(texts, nomination, by=officer, at=at)
    submit_nomination(nomination, version=nomination.version, is_pledged=True, by=officer, at=at)
    if entry.unit.code == texts["returned"]["unit"]:
        yield from complete(world, texts, nomination)
    at = yield days.at(11, 2 + place % 3, 9 + place % 7, place)
    nomination = Nomination.objects.get(pk=nomination.pk)
    by = world.cast.judge(entry.unit)
    if entry.unit.code == texts["rejected"]["unit"]:
        reject_nomination(nomination, reason=texts["rejected"]["reason"], by=by, at=at)
    else:
        accept_nomination(nomination, version=nomination.version, by=by, at=at)


def title_for(entry: RegisteredModel) -> AwardTitle:
    """The Party's awards go to Party organisations and members, the Chairman's to everyone else."""
    is_of_party = entry.unit.kind.code == "cap_uy" and entry.subject != Subject.HOUSEHOLD
    code = {Subject.COLLECTIVE: "gk_dang_uy_tap_the", Subject.PERSON: "gk_dang_uy_ca_nhan"}
    titles = AwardTitle.objects.all()
    if is_of_party:
        return titles.get(code=code[Subject(entry.subject)])
    return titles.get(track=Track.STATE)


def write(texts: dict[str, Any], nomination: Nomination, *, by: Appointment, at: datetime) -> Nomination:
    told_of = {
        "situation": nomination.situation or texts["situation"],
        "earlier_awards": texts["earlier_awards"],
    }
    fields = {name: getattr(nomination, name) for name in Nomination.CONTENT} | told_of
    return save_nomination(nomination, version=nomination.version, fields=fields, by=by, at=at)


def complete(world: World, texts: dict[str, Any], nomination: Nomination) -> Story:
    told_of, officer = texts["returned"], world.cast.officer(nomination.unit)
    at = yield world.days.at(10, 27, 9)
    pin_note(nomination, field="achievements", text=told_of["text"], by=world.cast.reviewer, at=at)
    nomination = return_nomination(nomination, version=nomination.version, by=world.cast.reviewer, at=at)
    at = yield world.days.at(10, 29, 9)
    for note in ReturnNote.objects.about(nomination).unanswered():
        answer_note(note, answer=told_of["answer"], by=officer, at=at)
    nomination = write(texts, nomination, by=officer, at=at)
    submit_nomination(nomination, version=nomination.version, is_pledged=True, by=officer, at=at)


# Marks, votes


def mark_all(world: World, award_round: AwardRound) -> None:
    """Two members, each alone; nobody marks their own unit's, so that one dossier stays short."""
    agenda = Agenda()
    for turn, member in enumerate(world.cast.panel):
        nominations = award_round.nominations.accepted().select_related("unit", "round").order_by("pk")
        mine = [row for row in nominations if member.may("awards.mark_nomination", row)]
        agenda.add(*(marking_story(world, row, member, place, turn) for place, row in enumerate(mine)))
    agenda.run()


def marking_story(world: World, nomination: Nomination, member: Appointment, place: int, turn: int) -> Story:
    at = yield world.days.at(11, 7 + turn + place // 9, 8 + place % 9, 10 * turn)
    rubric = rubric_of(nomination)
    if rubric is not None:
        share = pick(SHARES, place + turn)
        points = {line.pk: quarter(line.max_points * share) for line in rubric.criteria.all()}
        mark_nomination(nomination, marks=marks(rubric, points), give=True, by=member, at=at)


def meet(world: World, texts: dict[str, Any], award_round: AwardRound) -> None:
    told_of, secretary = texts["meeting"], world.cast.secretary
    held_at, ended_at = world.days.at(11, 12, 8, 30), world.days.at(11, 12, 11)
    members = council_on(local_day(held_at))
    absent = [post for post in members if post.role == Role.COUNCIL_MEMBER][-1]
    meeting = record_meeting(
        award_round,
        version=0,
        fields={
            "held_at": held_at,
            "ended_at": ended_at,
            **{
                name: told_of[name]
                for name in ("place", "invited", "discussion", "conclusion", "other_business")
            },
        },
        chaired_by=members[0],
        attendance={
            post.pk: Presence(post != absent, told_of["absent"] if post == absent else "") for post in members
        },
        by=secretary,
        at=world.days.at(11, 12, 14),
    )
    record_votes(
        award_round,
        version=meeting.version,
        counts=vote_counts(texts["votes"], meeting),
        by=secretary,
        at=world.days.at(11, 12, 15),
    )


def vote_counts(texts: dict[str, str], meeting: CouncilMeeting) -> dict[int, Count | None]:
    """Everyone present for most; one is not convincing, and one has too few marks."""
    counts: dict[int, Count | None] = {}
    for place, case in enumerate(ballots(meeting)):
        sheets = ScoreSheet.objects.about(case.nomination).panel().given().count()
        if sheets < 2:
            counts[case.nomination.pk] = Count(0, case.eligible, texts["short"])
        elif place == FAILED:
            counts[case.nomination.pk] = Count(1, case.eligible - 1, texts["failed"])
        else:
            counts[case.nomination.pk] = Count(case.eligible, 0)
    return counts


# After the council


def conclusion_story(world: World) -> Story:
    """Tờ trình, the Ban Thường vụ's opinion, both decisions and the giấy khen, publication."""
    texts, cast = told("scoring"), world.cast
    at = yield world.days.at(11, 16, 9)
    award_round = AwardRound.objects.filter(campaign_year=world.year).first()
    if award_round is None or award_round.status != AwardRound.Status.COUNCIL:
        return
    issue_proposal(texts["papers"], award_round, by=cast.secretary, at=at)
    at = yield world.days.at(11, 20, 15)
    give_opinion(world, texts["opinion"], award_round, at=at)
    at = yield world.days.at(11, 23, 10)
    issue_by_clerk(world, "referral", texts["papers"]["referral"], at=at)
    at = yield world.days.at(11, 26, 10)
    issue_by_clerk(world, "award", texts["papers"]["award"], at=at)
    print_certificates(world, award_round, first_in_book=texts["papers"]["first_in_book"], at=at)
    at = yield world.days.at(11, 27, 10)
    enter_paper(texts["decisions"]["state"], award_round, Track.STATE, by=cast.clerk, at=at)
    at = yield world.days.at(12, 1, 8)
    publish_round(award_round, by=cast.head_reviewer, at=at)


def enter_paper(
    paper: dict[str, str], award_round: AwardRound, track: Track, *, by: Appointment, at: datetime
) -> None:
    enter_decision(
        award_round,
        track=track,
        number=paper["number"],
        issued_on=local_day(at),
        signer=paper["signer"],
        signer_office=paper["office"],
        by=by,
        at=at,
    )


def give_opinion(world: World, texts: dict[str, Any], award_round: AwardRound, *, at: datetime) -> None:
    out = passed_nominations(award_round)[TAKEN_OUT]
    record_opinion(
        award_round,
        verdict=BoardOpinion.Verdict.ADJUSTED,
        met_on=local_day(at),
        notice_number=texts["notice"],
        text=texts["text"],
        exceptions={out.pk: texts["taken_out"]},
        by=world.cast.leader,
        at=at,
    )
