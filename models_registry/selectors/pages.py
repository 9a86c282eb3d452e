"""What a page shows beside the thing itself, gathered once."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from campaigns.models import CampaignYear, Window
from campaigns.selectors.years import current_year
from hoaxa_danvan.accounts.models import REVIEW_ROLES, UNIT_ROLES, Appointment, Role
from hoaxa_danvan.attachments.models import Evidence
from models_registry.models import Assessment, ProgressUpdate, Recognition, RegisteredModel, YearlyEntry
from models_registry.selectors.appraisal import assessments_to_judge
from models_registry.selectors.entries import entries_to_judge, windows_to_register
from models_registry.selectors.lists import candidates


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The life of a model after its registration, as one post may see it."""

    updates: list[ProgressUpdate]
    standings: list[YearlyEntry]
    assessments: list[Assessment]
    recognitions: list[Recognition]
    to_assess: CampaignYear | None


def entry_page(entry: RegisteredModel, *, who: Appointment) -> EntryPage:
    photos = Prefetch("photos", queryset=Evidence.objects.kept())
    standings = YearlyEntry.objects.visible_to(who).filter(entry=entry).for_list()
    recognitions = entry.recognitions.select_related("decision", "campaign_year")
    return EntryPage(
        updates=list(entry.updates.select_related("by__unit").prefetch_related(photos)),
        standings=list(standings.order_by("-yearly_list__campaign_year__year")),
        assessments=list(Assessment.objects.visible_to(who).filter(entry=entry).for_list()),
        recognitions=list(recognitions.order_by("-campaign_year__year")),
        to_assess=year_to_assess(entry, who=who),
    )


def year_to_assess(entry: RegisteredModel, *, who: Appointment) -> CampaignYear | None:
    """The open year in whose list the model stands and whose dossier has not been begun."""
    if not who.may("models_registry.start_assessment", entry):
        return None
    begun = entry.assessments.values("campaign_year")
    rows = entry.yearly_entries.active().filter(yearly_list__status="confirmed")
    open_rows = rows.filter(yearly_list__campaign_year__status=CampaignYear.Status.OPEN)
    row = (
        open_rows.exclude(yearly_list__campaign_year__in=begun)
        .select_related("yearly_list__campaign_year")
        .first()
    )
    return row.yearly_list.campaign_year if row else None


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands above the list of models: what this post can begin, and what waits for it."""

    windows: list[Window]
    waiting: int
    to_appraise: int
    to_list: int
    to_recognise: int
    to_choose: int
    year: CampaignYear | None


def desk_of(who: Appointment, *, at: datetime) -> Desk:
    year = current_year(at=at)
    found = candidates(year) if year and who.role in REVIEW_ROLES else None
    decides = year is not None and who.role in REVIEW_ROLES | {Role.CLERK}
    proposed = Assessment.objects.filter(campaign_year=year).to_be_recognised().count() if decides else 0
    return Desk(
        windows=windows_to_register(who.unit_id, at=at) if who.role in UNIT_ROLES else [],
        waiting=len(entries_to_judge(who)),
        to_appraise=len(assessments_to_judge(who)),
        to_list=len(found.fresh) + len(found.carried) if found else 0,
        to_recognise=proposed if who.role == Role.CLERK else 0,
        to_choose=proposed if who.role in REVIEW_ROLES else 0,
        year=year,
    )
