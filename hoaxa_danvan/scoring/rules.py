"""Who writes the criteria. Marks are given under the rules of what they are about."""

import rules

from hoaxa_danvan.accounts.rules import is_reviewer
from hoaxa_danvan.scoring.models import RubricVersion


@rules.predicate
def is_unpublished(who: object, version: RubricVersion | None) -> bool:
    return version is not None and version.published_at is None


rules.add_perm("scoring.change_rubricversion", is_reviewer & is_unpublished)
rules.add_perm("scoring.publish_rubricversion", is_reviewer)
rules.add_perm("scoring.copy_rubricversion", is_reviewer)
