import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _hangups_are_heard() -> Iterator[None]:
    """Tests run under nohup hand on that they ignore a hangup; what they start must not."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)
