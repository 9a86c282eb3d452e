"""The figures of a period: collected once when it is frozen, read from then on."""

from reports.figures.collecting import collect
from reports.figures.frozen import Figure, Frozen, MixedMeasures

__all__ = ["Figure", "Frozen", "MixedMeasures", "collect"]
