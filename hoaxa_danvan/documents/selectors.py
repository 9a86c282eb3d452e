from typing import Any

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document


def find_document(pk: int, *, who: Appointment) -> Document | None:
    """A document, if this post may read the thing that it is about."""
    document = Document.objects.select_related("job", "by__unit").filter(pk=pk).first()
    model: Any = document and document.target_type.model_class()
    if document is None or model is None or not hasattr(model.objects.all(), "visible_to"):
        return None
    return document if model.objects.visible_to(who).filter(pk=document.target_id).exists() else None
