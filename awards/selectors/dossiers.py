"""What a unit may propose, and what the portal already knows for its dossier."""

from typing import Any

from django.db.models import Q, QuerySet

from awards.models import Award, AwardRound, Nomination
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.scoring.models import RubricVersion
from models_registry.models import RegisteredModel, YearlyEntry, YearlyList


def eligible_entries(award_round: AwardRound) -> QuerySet[RegisteredModel]:
    """Models recognised in the year of the award_round, and điển hình in that year's confirmed list."""
    year = award_round.campaign_year_id
    recognised = Q(recognitions__campaign_year=year)
    listed = Q(
        kind=RegisteredModel.Kind.EXEMPLAR,
        yearly_entries__yearly_list__campaign_year=year,
        yearly_entries__yearly_list__status=YearlyList.Status.CONFIRMED,
        yearly_entries__standing=YearlyEntry.Standing.ACTIVE,
    )
    found = RegisteredModel.objects.filter(recognised | listed, status=RegisteredModel.Status.ACCEPTED)
    # By way of a subquery: the joins must not double rows.
    return RegisteredModel.objects.filter(pk__in=found.values("pk"))


def is_eligible(entry: RegisteredModel, award_round: AwardRound) -> bool:
    return eligible_entries(award_round).filter(pk=entry.pk).exists()


def unproposed_entries(award_round: AwardRound, unit: Unit) -> QuerySet[RegisteredModel]:
    """What the unit could still propose: eligible, and without a dossier that stands."""
    standing = award_round.nominations.exclude(status=Nomination.Status.REJECTED)
    entries = eligible_entries(award_round).filter(unit=unit).exclude(pk__in=standing.values("entry"))
    return entries.select_related("sector").order_by("sort_key", "pk")


def prefilled(entry: RegisteredModel) -> dict[str, Any]:
    """The dossier's first text, from what the unit has already written on its model."""
    where = [("Địa bàn", entry.place), ("Đối tượng", entry.people), ("Lực lượng", entry.forces)]
    situation = [f"{label}: {text}." for label, text in where if text] + [entry.background]
    achievements = [entry.deeds, entry.method, entry.result, entry.impact]
    return {
        "recipient": entry.name if entry.is_exemplar else entry.unit.name,
        "subject": entry.subject,
        "situation": "\n".join(text for text in situation if text),
        "achievements": "\n".join(text for text in achievements if text),
    }


def earlier_awards(entry: RegisteredModel, *, before: AwardRound) -> QuerySet[Award]:
    """What the same model or điển hình was given in other rounds, by published decisions."""
    awards = Award.objects.published().filter(nomination__entry=entry)
    return awards.exclude(decision__round=before).for_list()


def earlier_awards_of(nomination: Nomination) -> QuerySet[Award]:
    """As `earlier_awards`, and what the same recipient of the unit was given for anything else."""
    same = Q(nomination__entry=nomination.entry_id)
    same |= Q(nomination__unit=nomination.unit_id, nomination__recipient=nomination.recipient)
    awards = Award.objects.published().filter(same).exclude(decision__round=nomination.round_id)
    return awards.for_list()


def rubric_of(nomination: Nomination) -> RubricVersion | None:
    """The round's criteria for this kind of recipient, with all they say."""
    versions = nomination.round.rubrics.filter(rubric__subject=nomination.subject)
    return versions.whole().first()


def received_nominations(award_round: AwardRound, who: Appointment) -> QuerySet[Nomination]:
    return Nomination.objects.visible_to(who).filter(round=award_round).for_list()
