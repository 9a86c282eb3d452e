"""The year of the story: criteria published first, then theme and dates, then opened."""

from datetime import datetime

from campaigns.models import Campaign, CampaignYear, Window
from campaigns.services.years import USUAL_DATES, change_year, open_year, prepare_year
from hoaxa_danvan.home.seeding.cast import Cast
from hoaxa_danvan.home.seeding.days import Calendar
from hoaxa_danvan.home.seeding.world import told
from hoaxa_danvan.scoring.models import Rubric
from hoaxa_danvan.scoring.services import copy_rubric, publish_rubric

# Dossiers before the year's reports, so that these can tell of the round. Days and months.
DATES = {
    **USUAL_DATES,
    Window.Kind.AWARD: ((10, 10), (31, 10), (5, 11)),
    Window.Kind.FINAL_REPORT: ((10, 11), (30, 11), (7, 12)),
}


def open_the_year(days: Calendar, cast: Cast) -> CampaignYear:
    """The year opened, with the dates that this part of the story still decides about."""
    publish_criteria(days.year, cast, at=days.at(1, 5, 9))
    year = find_or_prepare(days.year, cast, at=days.at(1, 5, 10))
    set_dates(year, days, cast, at=max(days.at(1, 5, 14), days.begun.told))
    if year.status == CampaignYear.Status.PREPARING:
        year = open_year(year, by=cast.head_reviewer, at=days.at(1, 6, 8))
    return year


def publish_criteria(year: int, cast: Cast, *, at: datetime) -> None:
    for rubric in Rubric.objects.order_by("pk"):
        versions = rubric.versions.order_by("-year", "-number")
        if versions.filter(year=year).published().exists():
            continue
        version = versions.filter(year=year).first()
        if version is None:
            newest = versions[0]
            version = copy_rubric(newest, year=year, by=cast.reviewer, at=at)
        publish_rubric(version, by=cast.head_reviewer, at=at)


def find_or_prepare(year: int, cast: Cast, *, at: datetime) -> CampaignYear:
    campaign = Campaign.objects.get(first_year__lte=year, last_year__gte=year)
    there = CampaignYear.objects.filter(campaign=campaign, year=year).first()
    return there or prepare_year(campaign, year=year, by=cast.head_reviewer, at=at)


def set_dates(year: CampaignYear, days: Calendar, cast: Cast, *, at: datetime) -> None:
    """Dates that are over stay as they were; theme and papers that somebody wrote stay too."""
    texts = told("plans")
    paper = texts["guidance"].format(number="01", date=f"{days.date(1, 5):%d/%m/%Y}")
    windows = {
        window.pk: {**dates_ahead(window, days), **({} if window.paper else {"paper": paper})}
        for window in year.windows.all()
    }
    change_year(year, theme=year.theme or texts["theme"], windows=windows, by=cast.head_reviewer, at=at)


def dates_ahead(window: Window, days: Calendar) -> dict[str, datetime]:
    (opens, due, closes) = [(month, day) for day, month in DATES[window.kind]]
    fitted = {
        "opens_at": (opens, days.opens),
        "due_at": (due, days.ends),
        "closes_at": (closes, days.ends),
    }
    return {name: fit(*day) for name, (day, fit) in fitted.items() if days.is_ahead(day)}
