"""The kinds of paper that are written in the portal. Each app registers its own in its `flows` module."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.paper import Block

if TYPE_CHECKING:
    from django.db import models

    from hoaxa_danvan.accounts.models import Appointment, Unit
    from hoaxa_danvan.documents.models import Document, OfficialPaper

Facts = Mapping[str, Any]
Made = Block | tuple[Block, ...] | None
BlockMaker = Callable[[Facts, Mapping[str, Any]], Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What an app says of one kind of paper.

    `target_model` is what it is written about (“awards.awardround”). `outline` is a YAML file in the
    app's defaults (`awards/papers.yaml`), in which `kind` names the outline. `collect` freezes all that
    the paper says of its target as JSON: `words` (name → text or None), `labels` (name → how people
    call it), `values` (name → number, for clauses left out at nought), `facts` (section code → lines
    for the writer), and whatever its blocks print. `blocks` make tables from that. `write` and `issue`
    are permissions asked about the target. `readers` are the roles that read every paper of the kind,
    `announced_to` those that read what has been issued, without its drafts; a kind with `unit_of`
    belongs to that unit instead. `opened_to` says which issued papers of the kind one post reads besides
    (None: none), by what its app knows of their targets. `on_issue` is what the app does in the same
    transaction, once; `after_drawing` what it does when the worker has filed a document of the kind,
    once per document. `issued_part` is what it shows on the page of an issued paper, as HTML.
    """

    kind: str
    target_model: str
    outline: str
    collect: Callable[[Any], dict[str, Any]]
    write: str
    issue: str
    blocks: Mapping[str, BlockMaker] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()
    announced_to: frozenset[str] = frozenset()
    opened_to: Callable[["Appointment"], Q | None] | None = None
    unit_of: Callable[[Any], "Unit"] | None = None
    letterhead_of: Callable[[Any], Letterhead] | None = None
    on_issue: Callable[["OfficialPaper", "Document", "Appointment", datetime], None] | None = None
    after_drawing: Callable[["Document", datetime], None] | None = None
    issued_part: Callable[["OfficialPaper"], str] | None = None


FLOWS: dict[str, Flow] = {}


def register(flow: Flow) -> Flow:
    """Raises `ValueError` for a kind that has a flow already: one of the two would silently not hold."""
    if flow.kind in FLOWS:
        raise ValueError(f"a flow of kind {flow.kind} is registered already")
    FLOWS[flow.kind] = flow
    return flow


def flows_about(target: "models.Model") -> list[Flow]:
    """The kinds of paper that are written about things of its class."""
    return [flow for flow in FLOWS.values() if flow.target_model == target._meta.label_lower]


def kinds_read_by(role: str) -> list[str]:
    return [kind for kind, flow in FLOWS.items() if role in flow.readers]


def kinds_announced_to(role: str) -> list[str]:
    return [kind for kind, flow in FLOWS.items() if role in flow.announced_to]


def opened_to(who: "Appointment") -> Q:
    """The papers that the apps open to this post, whatever its role; for issued ones."""
    found = Q(pk__in=())
    for kind, flow in FLOWS.items():
        which = flow.opened_to(who) if flow.opened_to else None
        if which is not None:
            found |= Q(which, kind=kind)
    return found
