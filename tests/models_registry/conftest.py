from datetime import UTC, date, datetime

import pytest

from campaigns.models import Window
from hoaxa_danvan.lib.dates import end_of_day, start_of_day
from models_registry.services import entries as services
from tests.factories import (
    CampaignYearFactory,
    ContentItemFactory,
    ItemDutyFactory,
    RegisteredModelFactory,
    WindowFactory,
)

AT = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)


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
