"""The sheet that is marked (`sheets`) and the criteria it is marked by (`rubrics`)."""

from hoaxa_danvan.scoring.forms.rubrics import RubricForms, YearForm
from hoaxa_danvan.scoring.forms.sheets import ScoreSheetForm

__all__ = ["RubricForms", "ScoreSheetForm", "YearForm"]
