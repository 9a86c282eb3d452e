"""Who may touch the files of a thing: the thing's own app says it.

`<app>.attach_<model>` lets a post add, describe and remove files; `<app>.show_<model>` lets it say
which photos may be public. An app without the second has nothing to show in public.
"""

from typing import Any

import rules

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.attachments.models import Evidence


def may_attach(who: Appointment, target: Any) -> bool:
    return who.may(_perm("attach", target), target)


def may_show(who: Appointment, target: Any) -> bool:
    return who.may(_perm("show", target), target)


def is_ever_public(target: Any) -> bool:
    return bool(rules.perm_exists(_perm("show", target)))


def stands_decided(evidence: Evidence) -> bool:
    """Something was decided upon this file: a target tells until when by `evidence_used_until`."""
    used_until = getattr(evidence.target, "evidence_used_until", None)
    return used_until is not None and evidence.at <= used_until


def _perm(verb: str, target: Any) -> str:
    return f"{target._meta.app_label}.{verb}_{target._meta.model_name}"
