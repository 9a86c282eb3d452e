"""The papers of the award round as they were issued. The worker draws them when it gets to it."""

from datetime import datetime
from typing import Any

from awards.models import AwardRound, CouncilMeeting, Track
from awards.services.certificates import order_certificates
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.home.seeding.papers import write_and_issue
from hoaxa_danvan.home.seeding.world import World


def issue_appraisal(world: World, texts: dict[str, Any], award_round: AwardRound) -> None:
    award_round, by = AwardRound.objects.get(pk=award_round.pk), world.cast.head_reviewer
    at = world.days.at(11, 11, 16, 30)
    write_and_issue("appraisal", award_round, texts["appraisal"], writer=by, issuer=by, at=at)


def issue_minutes(world: World, texts: dict[str, Any], award_round: AwardRound) -> None:
    meeting, by = CouncilMeeting.objects.get(round=award_round), world.cast.secretary
    at = world.days.at(11, 12, 16)
    write_and_issue("minutes", meeting, texts["minutes"], writer=by, issuer=by, at=at)


def issue_proposal(texts: dict[str, Any], award_round: AwardRound, *, by: Appointment, at: datetime) -> None:
    meeting = CouncilMeeting.objects.get(round=award_round)
    write_and_issue("proposal", meeting, texts["proposal"], writer=by, issuer=by, at=at)


def issue_by_clerk(world: World, kind: str, told_of: dict[str, Any], *, at: datetime) -> None:
    award_round, cast = AwardRound.objects.get(campaign_year=world.year), world.cast
    write_and_issue(kind, award_round, told_of, writer=cast.reviewer, issuer=cast.clerk, at=at)


def print_certificates(world: World, award_round: AwardRound, *, first_in_book: int, at: datetime) -> None:
    decision = award_round.decisions.get(track=Track.PARTY)
    order_certificates(decision, first_in_book=first_in_book, by=world.cast.clerk, at=at)
