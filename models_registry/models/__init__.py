from models_registry.models.appraisal import Assessment, Recognition, RecognitionDecision
from models_registry.models.decisions import DecisionChoice
from models_registry.models.entries import ProgressUpdate, RegisteredModel, Sector
from models_registry.models.lists import YearlyEntry, YearlyList

__all__ = [
    "Assessment",
    "DecisionChoice",
    "ProgressUpdate",
    "Recognition",
    "RecognitionDecision",
    "RegisteredModel",
    "Sector",
    "YearlyEntry",
    "YearlyList",
]
