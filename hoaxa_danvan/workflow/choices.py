"""Two texts of one form, field by field: which of them stands is chosen for each.

A form that offers it carries a hidden `base`: what each field said when the page was made, as digests.
By it the page knows who changed what, and proposes for each field the text of whoever did.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from hoaxa_danvan.workflow.diff import FieldChange
from hoaxa_danvan.workflow.pages import Differences

SAVED, TYPED = "saved", "typed"
PREFIX = "chon-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One field in which the texts differ. `proposed` is empty where there is nothing to choose."""

    change: FieldChange
    proposed: str
    by_both: bool

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.change.path}"


def base_of(snapshot: dict[str, Any]) -> str:
    """For the form's hidden `base`."""
    said = {path: _digest(field["value"]) for path, field in snapshot.items()}
    return json.dumps(said, separators=(",", ":"))


def choices(found: Differences, *, base: str, fields: Collection[str]) -> list[Choice]:
    """`fields` are the paths that the form can take from the saved text."""
    said = _read(base)
    return [_choice(change, said, can_choose=change.path in fields) for change in found.changes]


def _choice(change: FieldChange, said: dict[str, str], *, can_choose: bool) -> Choice:
    before = said.get(change.path, _digest(""))
    is_typed, is_saved = _digest(change.value) != before, _digest(change.was) != before
    proposed = SAVED if is_saved and not is_typed else TYPED
    return Choice(change, proposed if can_choose else "", by_both=bool(said) and is_typed and is_saved)


def taken_from_saved(data: QueryDict) -> set[str]:
    """The paths for which the saved text was chosen."""
    return {name.removeprefix(PREFIX) for name in data if name.startswith(PREFIX) and data[name] == SAVED}


def _read(base: str) -> dict[str, str]:
    """What came back from the browser; anything else than our own is as if nothing had come."""
    try:
        said = json.loads(base)
    except ValueError:
        return {}
    return {str(path): str(digest) for path, digest in said.items()} if isinstance(said, dict) else {}


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]
