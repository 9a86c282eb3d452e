"""What happens here when something happens below."""

from typing import Any

from django.dispatch import receiver

from hoaxa_danvan.accounts.events import Consequence, unit_ended
from hoaxa_danvan.accounts.models import UnitEnding
from models_registry.models import RegisteredModel


@receiver(unit_ended, dispatch_uid="models_registry.name_its_models")
def name_its_models(sender: Any, *, ending: UnitEnding, **kwargs: Any) -> list[Consequence]:
    """Models keep the unit that began them; its successor keeps them up."""
    count = RegisteredModel.objects.filter(unit=ending.unit).count()
    goes_on = f"; {ending.successor} tiếp tục cập nhật" if ending.successor else ""
    return [Consequence("stays", f"{count} mô hình, điển hình{goes_on}")] if count else []
