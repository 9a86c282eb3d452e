from collections.abc import Iterable

from django.db import models

from campaigns.inspecting import offers_targets
from campaigns.models import Inspection
from models_registry.models import RegisteredModel


@offers_targets
def entries(inspection: Inspection) -> Iterable[models.Model]:
    """Models of the unit that have been taken in."""
    return RegisteredModel.objects.filter(
        unit=inspection.unit_id, status=RegisteredModel.Status.ACCEPTED
    ).order_by("sort_key", "pk")
