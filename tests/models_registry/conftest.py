from datetime import date

import pytest

from campaigns.models import Window
from hoaxa_danvan.lib.dates import end_of_day, start_of_day
from hoaxa_danvan.scoring.models import Gate
from models_registry.services import appraisal
from models_registry.services import entries as services
from tests.factories import (
    CampaignYearFactory,
    ContentItemFactory,
    CriterionFactory,
    GradeFactory,
    ItemDutyFactory,
    RegisteredModelFactory,
    RubricVersionFactory,
    WindowFactory,
    YearlyEntryFactory,
)
from tests.models_registry.steps import AT, fill, marks


@pytest.fixture
def year(db):
    return CampaignYearFactory()


@pytest.fixture
def window(year):
    """Registrations are due on 28/02 and taken until 10/03."""
    return WindowFactory(
        campaign_year=year,
        kind=Window.Kind.REGISTRATION,
        opens_at=start_of_day(date(2026, 1, 2)),
        due_at=end_of_day(date(2026, 2, 28)),
        closes_at=end_of_day(date(2026, 3, 10)),
    )


@pytest.fixture
def item(officer, year):
    """Content item 4, in which the plan names the officer's unit."""
    item = ContentItemFactory(order=4, text="Xây dựng, nhân rộng mô hình, điển hình.")
    ItemDutyFactory(item=item, unit=officer.unit, campaign_year=year)
    return item


@pytest.fixture
def entry(officer, item, window):
    """The officer's complete draft."""
    return RegisteredModelFactory(
        unit=officer.unit, item=item, campaign_year=window.campaign_year, name="Tuyến đường phụ nữ tự quản"
    )


@pytest.fixture
def sent(entry, officer):
    services.submit_entry(entry, version=entry.version, by=officer, at=AT)
    entry.refresh_from_db()
    return entry


@pytest.fixture
def accepted(sent, reviewer):
    return services.accept_entry(sent, version=sent.version, by=reviewer, at=AT)


@pytest.fixture
def rubric(db):
    """Two criteria of 60 and 40, one condition, two grades."""
    version = RubricVersionFactory(published=True)
    CriterionFactory(version=version, code="A1", max_points=60, order=1)
    CriterionFactory(version=version, code="A2", max_points=40, order=2)
    Gate.objects.create(version=version, code="G1", name="Có trong danh mục")
    GradeFactory(version=version, code="tot", name="Tốt", min_points=80)
    GradeFactory(version=version, code="dat", name="Đạt", min_points=50)
    return version


@pytest.fixture
def listed(accepted):
    return YearlyEntryFactory(entry=accepted)


@pytest.fixture
def assessment(listed, rubric, officer):
    return appraisal.start_assessment(
        listed.entry, campaign_year=listed.entry.campaign_year, by=officer, at=AT
    )


@pytest.fixture
def sent_in(assessment, rubric, officer):
    filled = fill(assessment, rubric, officer)
    appraisal.submit_assessment(filled, version=filled.version, by=officer, at=AT)
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def reviewed(sent_in, rubric, reviewer):
    appraisal.save_review(
        sent_in,
        marks=marks(rubric, (45, 35), reasons=("Chưa đủ minh chứng", "")),
        by=reviewer,
        at=AT,
    )
    return sent_in
