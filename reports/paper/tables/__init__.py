"""Tables and charts of the report, each made from the frozen figures by the form its outline names."""

from reports.paper.tables import catalogue, entries, sending
from reports.paper.tables.forms import FORMS, block

__all__ = ["FORMS", "block", "catalogue", "entries", "sending"]
