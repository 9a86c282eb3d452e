"""Every write of this app and who may make it. Reads: see `visible_to` and `selectors.documents`."""

from typing import Any

import rules

from hoaxa_danvan.accounts.rules import (
    acts_for_its_unit,
    is_administrator,
    is_clerk,
    is_head_reviewer,
    is_reviewer,
)
from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.models import Document, OfficialPaper


@rules.predicate
def is_open(who: Any, paper: OfficialPaper | None) -> bool:
    return paper is not None and paper.is_open


@rules.predicate
def writes_its_kind(who: Any, paper: OfficialPaper | None) -> bool:
    """As the app that knows the target says."""
    return paper is not None and who.may(FLOWS[paper.kind].write, paper.target)


@rules.predicate
def issues_its_kind(who: Any, paper: OfficialPaper | None) -> bool:
    return paper is not None and who.may(FLOWS[paper.kind].issue, paper.target)


@rules.predicate
def issues_its_paper(who: Any, document: Document | None) -> bool:
    """It is a print of a paper whose kind this post gives number and date: the minutes, the secretary."""
    paper = document and document.target
    return isinstance(paper, OfficialPaper) and issues_its_kind(who, paper)


@rules.predicate
def belongs_to_a_unit(who: Any, document: Document | None) -> bool:
    return document is not None and getattr(document.target, "unit_id", None) is not None


@rules.predicate
def comes_from_own_unit(who: Any, document: Document | None) -> bool:
    """The paper is of the unit for which this post drafts and sends."""
    return document is not None and acts_for_its_unit(who, document.target)


rules.add_perm("documents.write_officialpaper", writes_its_kind)
rules.add_perm("documents.change_officialpaper", writes_its_kind & is_open)
rules.add_perm("documents.issue_officialpaper", issues_its_kind)
rules.add_perm("documents.drop_officialpaper", writes_its_kind)

# A unit's paper is in its own hands, the office's in the clerk's, the reviewers' and of who may issue it.
handles_it = (belongs_to_a_unit & comes_from_own_unit) | (~belongs_to_a_unit & (is_clerk | is_reviewer))
rules.add_perm("documents.add_signed_copy", handles_it | issues_its_paper)
rules.add_perm(
    "documents.withdraw_document",
    (belongs_to_a_unit & comes_from_own_unit) | (~belongs_to_a_unit & (is_clerk | is_head_reviewer)),
)

rules.add_perm("documents.cancel_papernumber", is_clerk)
rules.add_perm("documents.view_numbers", is_clerk | is_reviewer)
rules.add_perm("documents.change_stationery", is_administrator)
