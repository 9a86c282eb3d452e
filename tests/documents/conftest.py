"""The sample papers, each printed once for a whole run."""

from datetime import datetime

import pytest

from hoaxa_danvan.documents.headings import default_profiles
from hoaxa_danvan.documents.paper import Printable
from hoaxa_danvan.documents.render import render_pdf
from hoaxa_danvan.lib.dates import LOCAL
from tests.documents import samples

AT = datetime(2026, 12, 5, 8, 0, tzinfo=LOCAL)


def print_out(paper: Printable) -> bytes:
    """As the paper's own profile ships."""
    profile = default_profiles()[paper.profile]
    return render_pdf(paper, profile, identifier="báo cáo thử", created=AT)


@pytest.fixture(scope="session")
def report() -> bytes:
    """The commune's report, issued, with two appendices."""
    return print_out(samples.commune_report())


@pytest.fixture(scope="session")
def draft() -> bytes:
    """A Party cell's plan: second draft, no number, no date."""
    return print_out(samples.cell_plan())


@pytest.fixture(scope="session")
def state_plan() -> bytes:
    """A division's plan in the state's form."""
    return print_out(samples.division_plan())
