"""Many stories at once, each step in its turn: the trail then reads in the order of time."""

from collections.abc import Generator
from datetime import datetime
from heapq import heappop, heappush

# A story yields the moment at which it goes on, and gets it back when that has come.
Story = Generator[datetime, datetime, None]


class Agenda:
    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._count = 0

    def add(self, *stories: Story) -> None:
        for story in stories:
            self._go_on(story, None)

    def run(self) -> None:
        """Tell everything to its end, whoever's turn it is."""
        while self._waiting:
            at, _, story = heappop(self._waiting)
            self._go_on(story, at)

    def _go_on(self, story: Story, at: datetime | None) -> None:
        try:
            until = story.send(at)  # type: ignore[arg-type]  # a generator is begun with None
        except StopIteration:
            return
        self._count += 1
        heappush(self._waiting, (until, self._count, story))
