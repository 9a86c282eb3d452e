from typing import Any

from django.apps import apps
from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.attachments.models import Evidence


def find_target(*, kind: str, pk: int, who: Appointment) -> models.Model | None:
    """The thing called “app.model” with that key, if it can have files and this post may read it."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    return _readable(model, who).filter(pk=pk).first()


def find_evidence(pk: int, *, who: Appointment) -> Evidence | None:
    """A kept file, if this post may read the thing that it is about."""
    evidence = Evidence.objects.kept().filter(pk=pk).first()
    if evidence is None or (model := evidence.target_type.model_class()) is None:
        return None
    return evidence if _readable(model, who).filter(pk=evidence.target_id).exists() else None


def evidence_about(target: models.Model, *, purpose: str = "") -> models.QuerySet[Evidence]:
    kept = Evidence.objects.kept().about(target)
    return kept.filter(purpose=purpose) if purpose else kept


def kind_of(target: models.Model) -> str:
    return target._meta.label_lower


def _readable(model: type[models.Model], who: Appointment) -> models.QuerySet[Any]:
    """What has no `visible_to` has no files either."""
    rows: Any = model._default_manager.all()
    readable: models.QuerySet[Any] = rows.visible_to(who) if hasattr(rows, "visible_to") else rows.none()
    return readable
