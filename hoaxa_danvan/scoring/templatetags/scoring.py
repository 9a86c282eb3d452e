"""How a sheet is shown, the same wherever it stands."""

from typing import Any

from django import template

from hoaxa_danvan.scoring import selectors
from hoaxa_danvan.scoring.models import RubricVersion, ScoreSheet

register = template.Library()


@register.inclusion_tag("scoring/_sheet_table.html")
def sheet_table(
    sheet: ScoreSheet, proposal: ScoreSheet | None = None, caption: str = "Phiếu chấm"
) -> dict[str, Any]:
    """A sheet (from `with_marks()`) line by line, beside what was proposed."""
    return {
        "sheet": sheet,
        "proposal": proposal,
        "caption": caption,
        "groups": selectors.groups(sheet.version, sheet, proposal),
        "total": selectors.total(sheet),
    }


@register.inclusion_tag("scoring/_rubric_table.html")
def rubric_table(version: RubricVersion) -> dict[str, Any]:
    """The criteria of a version (from `whole()`) as a table."""
    return {"version": version, "groups": selectors.groups(version)}
