import pytest

# Its assertions tell as much as those of the tests themselves.
pytest.register_assert_rewrite("tests.faults.papers")
