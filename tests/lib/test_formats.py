"""Django's own Vietnamese formats read 05/06/2026 as 6 May and refuse 30/11/2026."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template

from hoaxa_danvan.lib.dates import LOCAL


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/06/2026", date(2026, 6, 5)),
        ("30/11/2026", date(2026, 11, 30)),
        ("5/6/26", date(2026, 6, 5)),
        ("05-06-2026", date(2026, 6, 5)),
        ("2026-06-05", date(2026, 6, 5)),
    ],
)
def test_a_plain_django_field_reads_the_day_first(typed, day):
    assert forms.DateField().clean(typed) == day


def test_templates_write_dates_and_figures_as_the_office_does():
    shown = Template("{{ day }} | {{ at }} | {{ count }} | {{ mean }}").render(
        Context(
            {
                "day": date(2026, 6, 5),
                "at": datetime(2026, 6, 5, 14, 5, tzinfo=LOCAL),
                "count": 1234567,
                "mean": Decimal("1234.5"),
            }
        )
    )

    assert shown == "05/06/2026 | 14:05 05/06/2026 | 1.234.567 | 1.234,5"
