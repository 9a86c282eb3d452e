"""Every write of this app: marks (`sheets`) and the criteria they are given by (`rubrics`)."""

from hoaxa_danvan.scoring.services.rubrics import StaleRubric, copy_rubric, publish_rubric, save_rubric
from hoaxa_danvan.scoring.services.sheets import StaleSheet, give_sheet, save_sheet

__all__ = [
    "StaleRubric",
    "StaleSheet",
    "copy_rubric",
    "give_sheet",
    "publish_rubric",
    "save_rubric",
    "save_sheet",
]
