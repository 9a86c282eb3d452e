from hoaxa_danvan.workflow.models.drafts import Draft, FormKey
from hoaxa_danvan.workflow.models.moves import (
    Conflict,
    IllegalMove,
    Move,
    Sendable,
    Stale,
    Stateful,
    Versioned,
)
from hoaxa_danvan.workflow.models.notes import ReturnNote, ReturnNoteQuerySet
from hoaxa_danvan.workflow.models.records import (
    About,
    AboutQuerySet,
    Receipt,
    ReceiptQuerySet,
    Revision,
    RevisionQuerySet,
    in_order,
)

__all__ = [
    "About",
    "AboutQuerySet",
    "Conflict",
    "Draft",
    "FormKey",
    "IllegalMove",
    "Move",
    "Receipt",
    "ReceiptQuerySet",
    "ReturnNote",
    "ReturnNoteQuerySet",
    "Revision",
    "RevisionQuerySet",
    "Sendable",
    "Stale",
    "Stateful",
    "Versioned",
    "in_order",
]
