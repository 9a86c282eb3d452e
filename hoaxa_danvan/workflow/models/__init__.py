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
from hoaxa_danvan.workflow.models.notes import CannedRemark, ReturnNote, ReturnNoteQuerySet
from hoaxa_danvan.workflow.models.records import (
    About,
    AboutQuerySet,
    Receipt,
    ReceiptQuerySet,
    Revision,
    RevisionQuerySet,
    in_order,
)
from hoaxa_danvan.workflow.models.reviewing import (
    Acceptance,
    AcceptanceBatch,
    Look,
    Proposal,
    Referral,
    ReviewSetting,
)

__all__ = [
    "About",
    "AboutQuerySet",
    "Acceptance",
    "AcceptanceBatch",
    "CannedRemark",
    "Conflict",
    "Draft",
    "FormKey",
    "IllegalMove",
    "Look",
    "Move",
    "Proposal",
    "Receipt",
    "ReceiptQuerySet",
    "Referral",
    "ReturnNote",
    "ReturnNoteQuerySet",
    "ReviewSetting",
    "Revision",
    "RevisionQuerySet",
    "Sendable",
    "Stale",
    "Stateful",
    "Versioned",
    "in_order",
]
