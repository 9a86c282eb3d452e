import pytest

from tests.factories import RegisteredModelFactory


@pytest.fixture
def entry(officer):
    """A model that the officer still drafts: files may come and go."""
    return RegisteredModelFactory(unit=officer.unit)
