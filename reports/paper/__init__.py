"""The commune's report as an official paper, from its frozen figures and what people wrote."""

from reports.paper.composing import compose, title_of

__all__ = ["compose", "title_of"]
