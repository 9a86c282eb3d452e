"""“Việc của tôi”: each app's todo.py says what waits for a post; home shows it all together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from hoaxa_danvan.accounts.models import Appointment


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: one row, one button. `tone` is a status tag's: draft, wait, back, done, ""."""

    title: str
    url: str
    button: str
    text: str = ""
    due_at: datetime | None = None
    status_label: str = ""
    tone: str = ""
    is_main: bool = False


Provider = Callable[[Appointment, datetime], Iterable[Todo]]
PROVIDERS: list[Provider] = []


def provides_todos(provider: Provider) -> Provider:
    PROVIDERS.append(provider)
    return provider


def todos_for(who: Appointment, *, at: datetime) -> list[Todo]:
    """Everything that waits for this post: what must be mended first, then by date."""
    todos = [todo for provider in PROVIDERS for todo in provider(who, at)]
    far = datetime.max.replace(tzinfo=at.tzinfo)
    return sorted(todos, key=lambda todo: (not todo.is_main, todo.due_at or far, todo.title))
